//! Signing in at Zendesk: by a token that an OAuth client asks for and keeps for most of its life, or by an API token.

use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use url::Url;

use super::api::explain;
use super::config::{ApiToken, Auth, Oauth};
use crate::clock::{Millis, SECOND};
use crate::deliver::http::retry_after;
use crate::deliver::tickets::Fault;
use crate::outward::{Call, Credentials, Outward};

/// What is asked for: reading and writing tickets, and making requesters.
const SCOPE: &str = "tickets:read tickets:write users:read users:write";
/// Seconds for which a token is asked for; Zendesk takes 300 to 172 800.
const LIFE: i64 = 7200;

/// What signs in.
pub(super) enum SignIn {
    /// An OAuth client and the token that it got.
    Oauth { client: Oauth, token: Mutex<Option<Token>> },
    /// An API token.
    Token { user: String, token: String },
}

/// A token, and until when it is used.
pub(super) struct Token {
    value: String,
    until: Millis,
}

#[derive(Serialize)]
struct TokenRequest<'a> {
    grant_type: &'static str,
    client_id: &'a str,
    client_secret: &'a str,
    scope: &'static str,
    expires_in: i64,
}

#[derive(Deserialize)]
struct TokenReply {
    access_token: String,
    expires_in: Option<i64>,
}

impl SignIn {
    /// The one that is configured; nothing unless it is exactly one.
    pub(super) fn new(auth: Auth) -> Option<Self> {
        match (auth.oauth, auth.token) {
            (Some(client), None) => Some(Self::Oauth { client, token: Mutex::default() }),
            (None, Some(ApiToken { email, token })) => {
                Some(Self::Token { user: format!("{email}/token"), token: token.expose().to_owned() })
            }
            _ => None,
        }
    }

    /// Says in `call` who asks, by another token than `refused`.
    pub(super) async fn sign(
        &self,
        outward: &Outward,
        base: &Url,
        now: Millis,
        refused: Option<&str>,
    ) -> Result<Signature, Fault> {
        match self {
            Self::Token { user, token } => Ok(Signature::Basic(user.clone(), token.clone())),
            Self::Oauth { client, token } => {
                let mut token = token.lock().await;
                let good = token.as_ref().filter(|token| token.until > now && Some(token.value.as_str()) != refused);
                if let Some(token) = good {
                    return Ok(Signature::Bearer(token.value.clone()));
                }
                let fresh = ask(outward, base, client, now).await?;
                let value = fresh.value.clone();
                *token = Some(fresh);
                Ok(Signature::Bearer(value))
            }
        }
    }
}

/// What a call is signed with.
pub(super) enum Signature {
    /// The name and the token of a user.
    Basic(String, String),
    /// A token.
    Bearer(String),
}

impl Signature {
    pub(super) fn credentials(&self) -> Credentials<'_> {
        match self {
            Self::Basic(user, token) => Credentials::Basic(user, token),
            Self::Bearer(token) => Credentials::Bearer(token),
        }
    }

    /// The token, if another one can be asked for.
    pub(super) fn token(&self) -> Option<&str> {
        match self {
            Self::Basic(..) => None,
            Self::Bearer(token) => Some(token),
        }
    }
}

async fn ask(outward: &Outward, base: &Url, client: &Oauth, now: Millis) -> Result<Token, Fault> {
    let url = base.join("/oauth/tokens").expect("a constant path");
    let request = TokenRequest {
        grant_type: "client_credentials",
        client_id: &client.client_id,
        client_secret: client.client_secret.expose(),
        scope: SCOPE,
        expires_in: LIFE,
    };
    let answer = outward.send(Call::post(url).json(&request)).await?;
    if matches!(answer.status, 400 | 401 | 403) {
        return Err(Fault::Off(format!("Zendesk refuses the OAuth client: {}", explain(&answer))));
    }
    let later = |error: String| Fault::Later { error, after: retry_after(&answer, now) };
    if !answer.is_success() {
        return Err(later(format!("Zendesk gives no token: {}", explain(&answer))));
    }
    let reply: TokenReply = answer.json().map_err(|error| later(format!("Zendesk's token cannot be read: {error}")))?;
    let life = reply.expires_in.unwrap_or(LIFE) * SECOND;
    // The last fifth of its life is left for clocks that differ and calls that take long.
    Ok(Token { value: reply.access_token, until: now + life / 5 * 4 })
}
