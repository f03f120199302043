//! The server's secret key and all that is derived from it.
//!
//! Codes and links are computed from a challenge's id and never stored, so a stolen database holds none.

use std::fs;
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use qa_api::limits::CODE_DIGITS;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::random::Random;

/// What a derived value is for; part of every derivation, so that none can stand in for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The six digits of a mail.
    Code,
    /// The link of a mail.
    Link,
    /// Naming a challenge to the one who started it.
    Challenge,
    /// Unsubscribing without signing in.
    Unsubscribe,
    /// Answering whether a reply solved a question without signing in.
    Solved,
    /// Forgetting a machine's address but not that it came before.
    Client,
    /// Knowing a repeated post again.
    Repeat,
    /// Counting one vote of a reader, and not knowing whose.
    Vote,
    /// Telling when a form was opened.
    Stamp,
    /// Naming a session to its owner.
    Session,
    /// Remembering, at the browser, what a sign-in by a provider began with.
    SigningIn,
    /// Remembering, at the browser, who somebody is at a provider.
    Join,
    /// Keeping that an address wants no mail, after forgetting the address.
    Suppression,
    /// Knowing the author of imported posts again, and not reading who it is.
    Imported,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Code => b"code\0",
            Self::Link => b"link\0",
            Self::Challenge => b"challenge\0",
            Self::Unsubscribe => b"unsubscribe\0",
            Self::Solved => b"solved\0",
            Self::Client => b"client\0",
            Self::Repeat => b"repeat\0",
            Self::Vote => b"vote\0",
            Self::Stamp => b"stamp\0",
            Self::Session => b"session\0",
            Self::SigningIn => b"signing-in\0",
            Self::Join => b"join\0",
            Self::Suppression => b"suppression\0",
            Self::Imported => b"imported\0",
        }
    }
}

/// The server's secret key: 256 bits.
pub struct Keys([u8; 32]);

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(secret)")
    }
}

impl Keys {
    /// Reads the key from `path`, or makes one there that only this user can read.
    ///
    /// # Errors
    /// When the file cannot be read or made, or does not hold a key.
    pub fn load_or_create(path: &Path, random: &dyn Random) -> io::Result<Self> {
        match fs::read_to_string(path) {
            Ok(text) => Self::decode(&text).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, format!("{} does not hold a key", path.display()))
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let mut key = [0; 32];
                random.fill(&mut key);
                let mut file = private_file(path)?;
                let written = writeln!(file, "{}", URL_SAFE_NO_PAD.encode(key)).and_then(|()| file.sync_all());
                if let Err(error) = written {
                    // On a full disk it would be there and hold no key, which the next start could not use.
                    fs::remove_file(path)?;
                    return Err(error);
                }
                Ok(Self(key))
            }
            Err(error) => Err(error),
        }
    }

    fn decode(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text.trim()).ok()?.try_into().ok().map(Self)
    }

    fn mac(&self, purpose: Purpose, text: &str) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(purpose.label());
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// The code of a challenge; another one for each `generation` of the same challenge.
    pub fn code(&self, challenge: &str, generation: i64) -> String {
        let mac = self.mac(Purpose::Code, &format!("{challenge}\0{generation}"));
        let number = u64::from_be_bytes(mac[..8].try_into().expect("a MAC has 32 bytes"));
        let range = 10_u64.pow(u32::try_from(CODE_DIGITS).expect("a code is short"));
        format!("{:0width$}", number % range, width = CODE_DIGITS)
    }

    /// Whether `typed` is the code of a challenge, in constant time.
    pub fn is_code(&self, challenge: &str, generation: i64, typed: &str) -> bool {
        self.code(challenge, generation).as_bytes().ct_eq(typed.as_bytes()).into()
    }

    /// `text` with 128 bits that only this server can have added.
    pub fn sign(&self, purpose: Purpose, text: &str) -> String {
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(&self.mac(purpose, text)[..16]))
    }

    /// What was signed, if `token` is from [`Keys::sign`] for the same purpose.
    pub fn verify<'token>(&self, purpose: Purpose, token: &'token str) -> Option<&'token str> {
        let (text, _) = token.rsplit_once('.')?;
        let expected = self.sign(purpose, text);
        bool::from(expected.as_bytes().ct_eq(token.as_bytes())).then_some(text)
    }

    /// `text` so that it can be compared but not read.
    pub fn digest(&self, purpose: Purpose, text: &str) -> String {
        URL_SAFE_NO_PAD.encode(&self.mac(purpose, text)[..16])
    }

    /// A machine's address so that it can be counted but not read; an IPv6 network of 64 bits counts as one.
    pub fn client(&self, address: IpAddr) -> String {
        let text = match address.to_canonical() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("{:x?}", &address.segments()[..4]),
        };
        self.digest(Purpose::Client, &text)
    }
}

/// What is stored of a session's token.
pub fn token_hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

/// A session's token: 256 bits.
pub fn session_token(random: &dyn Random) -> String {
    let mut bytes = [0; 32];
    random.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

fn private_file(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_purpose_and_text_only() {
        let keys = Keys([7; 32]);
        let token = keys.sign(Purpose::Challenge, "01abc");
        assert_eq!(keys.verify(Purpose::Challenge, &token), Some("01abc"));
        assert_eq!(keys.verify(Purpose::Link, &token), None);
        assert_eq!(keys.verify(Purpose::Challenge, &token.replace("01abc", "01abd")), None);
        assert_eq!(Keys([8; 32]).verify(Purpose::Challenge, &token), None);
    }

    #[test]
    fn a_code_has_six_digits_and_changes_with_its_generation() {
        let keys = Keys([7; 32]);
        let code = keys.code("c", 0);
        assert!(code.len() == 6 && code.chars().all(|c| c.is_ascii_digit()));
        assert!(keys.is_code("c", 0, &code));
        assert!(!keys.is_code("c", 1, &code));
    }

    #[test]
    fn a_network_counts_as_one_client() {
        let keys = Keys([7; 32]);
        let client = |text: &str| keys.client(text.parse().unwrap());
        assert_eq!(client("2001:db8::1"), client("2001:db8::ffff"));
        assert_ne!(client("2001:db8::1"), client("2001:db8:0:1::1"));
        assert_eq!(client("::ffff:192.0.2.1"), client("192.0.2.1"));
    }
}
