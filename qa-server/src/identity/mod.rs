//! Signing in by OpenID Connect: which providers there are ([`config`]), where they say they are ([`discovery`]),
//! and what they say of somebody ([`token`], checked by [`signature`]). And this server saying who it is where others
//! know it by its key ([`assertion`]).
//!
//! Called by [`crate::service::provider`]; what an identity leads to is decided there.
//! The authorization code flow with PKCE (RFC 7636), `state` and `nonce`; no other.
//!
//! **Invariant:** an [`Identity`] is made of a token that was verified, for the sign-in that this server began.

pub mod assertion;
pub mod config;

mod discovery;
mod signature;
mod token;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::sync::Mutex;
use url::Url;

pub use self::token::TokenError;

use self::config::ProviderConfig;
use self::discovery::{Known, discover};
use self::token::{Claims, Expected, verify};
use crate::clock::{HOUR, Millis};
use crate::keys::session_token;
use crate::outward::{Call, Credentials, Outward, OutwardError};
use crate::random::Random;

/// How long what a provider says about itself is believed.
const KNOWN_FOR: Millis = HOUR;

/// The providers that the operator named.
#[derive(Default)]
pub struct Providers {
    list: Vec<Provider>,
    outward: Outward,
}

/// One provider.
pub struct Provider {
    config: ProviderConfig,
    known: Mutex<Option<Known>>,
}

/// What has to be kept between the two halves of a sign-in, by the browser that began it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secrets {
    /// Comes back in the address.
    pub state: String,
    /// Comes back in the ID token.
    pub nonce: String,
    /// Proves to the provider that the code is ours (RFC 7636, section 4.1).
    pub verifier: String,
}

/// Somebody, as a provider knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider's id.
    pub provider: String,
    /// Who it is there; never changes.
    pub subject: String,
    /// The address, as far as it is told.
    pub email: Option<String>,
    /// Whether the operator trusts the provider with addresses, and it has verified this one.
    pub proven: bool,
    /// How they are called there.
    pub name: Option<String>,
}

/// Why nobody is known by a provider.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// It cannot be reached.
    #[error(transparent)]
    Outward(#[from] OutwardError),
    /// It answers, but not as OpenID Connect says.
    #[error("{provider} does not answer as a provider should: {cause}")]
    Odd {
        /// The provider's id.
        provider: String,
        /// What is odd.
        cause: String,
    },
    /// It says something that is not proven.
    #[error(transparent)]
    Token(#[from] TokenError),
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: String,
}

impl Providers {
    /// The providers of a configuration.
    pub fn new(list: Vec<ProviderConfig>, outward: Outward) -> Self {
        let list = list.into_iter().map(|config| Provider { config, known: Mutex::new(None) }).collect();
        Self { list, outward }
    }

    /// Id and name of each.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list.iter().map(|provider| (provider.config.id.as_str(), provider.config.name.as_str()))
    }

    /// The provider of this id.
    pub fn find(&self, id: &str) -> Option<&Provider> {
        self.list.iter().find(|provider| provider.config.id == id)
    }

    /// Where to send the browser so that it comes back to `redirect` with a code, and what to keep until then.
    ///
    /// # Errors
    /// When the provider cannot be reached or is odd.
    pub async fn begin(
        &self,
        provider: &Provider,
        redirect: &str,
        random: &dyn Random,
        now: Millis,
    ) -> Result<(Url, Secrets), IdentityError> {
        let known = self.known(provider, now, false).await?;
        let [state, nonce, verifier] = [(); 3].map(|()| session_token(random));
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
        let mut url = known.authorization_endpoint;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &provider.config.client_id)
            .append_pair("redirect_uri", redirect)
            .append_pair("scope", "openid email profile")
            .append_pair("state", &state)
            .append_pair("nonce", &nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        Ok((url, Secrets { state, nonce, verifier }))
    }

    /// Who came back with `code`; the caller has compared the state.
    ///
    /// # Errors
    /// When the provider cannot be reached, is odd, or its token is not proven.
    pub async fn finish(
        &self,
        provider: &Provider,
        redirect: &str,
        code: &str,
        secrets: &Secrets,
        now: Millis,
    ) -> Result<Identity, IdentityError> {
        let known = self.known(provider, now, false).await?;
        let tokens = self.tokens(provider, &known, redirect, code, secrets).await?;
        let issuer = provider.config.issuer.as_str();
        let expected = Expected { issuer, client_id: &provider.config.client_id, nonce: &secrets.nonce, now };
        let claims = match verify(&tokens.id_token, &known.keys, expected) {
            // Providers change their keys without notice.
            Err(TokenError::Key(_)) => {
                let known = self.known(provider, now, true).await?;
                verify(&tokens.id_token, &known.keys, expected)?
            }
            verified => verified?,
        };
        let about = match (&claims.email, &known.userinfo_endpoint) {
            (None, Some(url)) => self.userinfo(provider, url, &tokens.access_token, &claims.sub).await?,
            _ => claims,
        };
        Ok(Identity {
            provider: provider.config.id.clone(),
            proven: provider.config.trusted_email && about.email_verified.0 && about.email.is_some(),
            subject: about.sub,
            email: about.email,
            name: about.name,
        })
    }

    async fn known(&self, provider: &Provider, now: Millis, anew: bool) -> Result<Known, IdentityError> {
        let mut known = provider.known.lock().await;
        if let Some(known) = known.as_ref().filter(|known| !anew && now - known.read_at < KNOWN_FOR) {
            return Ok(known.clone());
        }
        let read = discover(&self.outward, &provider.config, now).await?;
        *known = Some(read.clone());
        Ok(read)
    }

    async fn tokens(
        &self,
        provider: &Provider,
        known: &Known,
        redirect: &str,
        code: &str,
        secrets: &Secrets,
    ) -> Result<Tokens, IdentityError> {
        let ProviderConfig { client_id, secret, .. } = &provider.config;
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect),
            ("code_verifier", &secrets.verifier),
        ];
        // RFC 6749, section 2.3.1: both are form-encoded before they become a name and a password.
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let (name, password) = (encoded(client_id), encoded(secret));
        let credentials = if known.takes_basic {
            Credentials::Basic(&name, &password)
        } else {
            fields.extend([("client_id", client_id.as_str()), ("client_secret", secret.as_str())]);
            Credentials::None
        };
        let answer =
            self.outward.send(Call::post(known.token_endpoint.clone()).credentials(credentials).form(&fields)).await?;
        provider.read(answer.status, &answer.body, "its tokens")
    }

    async fn userinfo(
        &self,
        provider: &Provider,
        url: &Url,
        token: &str,
        subject: &str,
    ) -> Result<Claims, IdentityError> {
        let answer = self.outward.send(Call::get(url.clone()).credentials(Credentials::Bearer(token))).await?;
        let claims: Claims = provider.read(answer.status, &answer.body, "what it knows of its user")?;
        // OpenID Connect Core 1.0, section 5.3.2: otherwise it may be about somebody else.
        if claims.sub != subject {
            return Err(provider.odd("it speaks of another user"));
        }
        Ok(claims)
    }
}

impl Provider {
    /// How people call it.
    pub fn name(&self) -> &str {
        &self.config.name
    }

    fn odd(&self, cause: &str) -> IdentityError {
        IdentityError::Odd { provider: self.config.id.clone(), cause: cause.to_owned() }
    }

    fn read<'b, T: Deserialize<'b>>(&self, status: u16, body: &'b [u8], what: &str) -> Result<T, IdentityError> {
        if status != 200 {
            return Err(self.odd(&format!("it answers {status} when asked for {what}")));
        }
        serde_json::from_slice(body).map_err(|error| self.odd(&format!("{what}: {error}")))
    }
}
