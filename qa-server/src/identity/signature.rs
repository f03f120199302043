//! Signatures of ID tokens, checked by ring: jsonwebtoken reads tokens and keys, and leaves the cryptography to this.
//!
//! **Invariant:** only public-key signatures are known. A token signed with a shared secret, or with nothing, is refused.

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::signature::{self, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, DecodingKeyKind, EncodingKey};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey,
    VerificationAlgorithm,
};

/// Signatures that are taken (RFC 7518, section 3.1; RFC 8037).
pub(super) const ALGORITHMS: [Algorithm; 7] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

static PROVIDER: CryptoProvider = CryptoProvider {
    signer_factory: refuse_to_sign,
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

/// Makes jsonwebtoken use what is here, for the whole process; again changes nothing.
pub(super) fn install() {
    // An error says that it is installed already.
    let _ = PROVIDER.install_default();
}

enum Kind {
    Rsa(&'static RsaParameters),
    Other(&'static dyn VerificationAlgorithm),
}

struct Checker {
    algorithm: Algorithm,
    kind: Kind,
    key: DecodingKey,
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>, Error> {
    let kind = match algorithm {
        Algorithm::RS256 => Kind::Rsa(&RSA_PKCS1_2048_8192_SHA256),
        Algorithm::RS384 => Kind::Rsa(&RSA_PKCS1_2048_8192_SHA384),
        Algorithm::RS512 => Kind::Rsa(&RSA_PKCS1_2048_8192_SHA512),
        Algorithm::PS256 => Kind::Rsa(&RSA_PSS_2048_8192_SHA256),
        Algorithm::ES256 => Kind::Other(&ECDSA_P256_SHA256_FIXED),
        Algorithm::ES384 => Kind::Other(&ECDSA_P384_SHA384_FIXED),
        Algorithm::EdDSA => Kind::Other(&ED25519),
        _ => return Err(ErrorKind::UnsupportedAlgorithm.into()),
    };
    if algorithm.family() != key.family() {
        return Err(ErrorKind::InvalidAlgorithm.into());
    }
    Ok(Box::new(Checker { algorithm: *algorithm, kind, key: key.clone() }))
}

impl Verifier<Vec<u8>> for Checker {
    fn verify(&self, message: &[u8], signed: &Vec<u8>) -> Result<(), signature::Error> {
        let holds = match (&self.kind, self.key.kind()) {
            (Kind::Rsa(parameters), DecodingKeyKind::RsaModulusExponent { n, e }) => {
                RsaPublicKeyComponents { n, e }.verify(parameters, message, signed).is_ok()
            }
            (Kind::Other(algorithm), DecodingKeyKind::SecretOrDer(key)) => {
                UnparsedPublicKey::new(*algorithm, key).verify(message, signed).is_ok()
            }
            _ => false,
        };
        if holds { Ok(()) } else { Err(signature::Error::new()) }
    }
}

impl JwtVerifier for Checker {
    fn algorithm(&self) -> Algorithm {
        self.algorithm
    }
}

fn refuse_to_sign(_: &Algorithm, _: &EncodingKey) -> Result<Box<dyn JwtSigner>, Error> {
    Err(ErrorKind::UnsupportedAlgorithm.into())
}
