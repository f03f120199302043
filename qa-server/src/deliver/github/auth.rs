//! Signing in at GitHub: as an app that is installed in the repository, by tokens of an hour that it asks for itself, or
//! by a token of a person's.
//!
//! Source: <https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/authenticating-as-a-github-app-installation>.

use hyper::Method;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use url::Url;

use super::api::{judge, prepared, read};
use super::config::GithubConfig;
use crate::clock::{MINUTE, Millis, parse_rfc3339};
use crate::deliver::tickets::Fault;
use crate::identity::assertion::AssertionKey;
use crate::outward::Outward;

/// How long an assertion is good for; GitHub takes ten minutes at most.
const ASSERTED_FOR: Millis = 9 * MINUTE;
/// How much of a token's life is left for clocks that differ and calls that take long.
const SPARE: Millis = 5 * MINUTE;

/// What signs in.
pub(super) enum SignIn {
    /// A person's token.
    Token(String),
    /// An app.
    App(Box<App>),
}

/// An app, and the token that it got.
pub(super) struct App {
    client_id: String,
    key: AssertionKey,
    repository: String,
    token: Mutex<Option<Token>>,
}

struct Token {
    value: String,
    until: Millis,
}

#[derive(Deserialize)]
struct Installation {
    id: u64,
}

/// What is asked for: no more than what is needed, whatever the app may do elsewhere.
#[derive(Serialize)]
struct TokenRequest<'a> {
    repositories: [&'a str; 1],
    permissions: Permissions,
}

#[derive(Serialize)]
struct Permissions {
    issues: &'static str,
}

#[derive(Deserialize)]
struct TokenReply {
    token: String,
    expires_at: String,
}

impl SignIn {
    /// The one that is configured; says what is wrong unless it is exactly one.
    pub(super) fn new(config: &GithubConfig) -> Result<Self, String> {
        match (&config.app, &config.token) {
            (Some(app), None) => {
                let key = AssertionKey::from_pem(app.private_key.expose());
                Ok(Self::App(Box::new(App {
                    client_id: app.client_id.clone(),
                    key: key.map_err(|error| format!("app.private_key cannot be used: {error}"))?,
                    repository: config.repository.clone(),
                    token: Mutex::default(),
                })))
            }
            (None, Some(token)) => Ok(Self::Token(token.expose().to_owned())),
            _ => Err("give either app or token".to_owned()),
        }
    }

    /// Whether there is another token to be had once one is refused.
    pub(super) fn renews(&self) -> bool {
        matches!(self, Self::App(_))
    }

    /// A token other than `refused`, where there is another one.
    pub(super) async fn token(
        &self,
        outward: &Outward,
        base: &Url,
        now: Millis,
        refused: Option<&str>,
    ) -> Result<String, Fault> {
        let app = match self {
            Self::Token(token) => return Ok(token.clone()),
            Self::App(app) => app,
        };
        let mut token = app.token.lock().await;
        let good = token.as_ref().filter(|token| token.until > now && Some(token.value.as_str()) != refused);
        if let Some(token) = good {
            return Ok(token.value.clone());
        }
        let fresh = app.ask(outward, base, now).await?;
        let value = fresh.value.clone();
        *token = Some(fresh);
        Ok(value)
    }
}

impl App {
    async fn ask(&self, outward: &Outward, base: &Url, now: Millis) -> Result<Token, Fault> {
        let assertion = self.key.assert(&self.client_id, now, now + ASSERTED_FOR);
        let path = format!("/repos/{}/installation", self.repository);
        let answer = outward.send(prepared(Method::GET, base, &path, &assertion)).await?;
        let Installation { id } = read(&judge(answer, now).map_err(|fault| self.explain(fault))?)?;
        let name = self.repository.rsplit('/').next().unwrap_or_default();
        let request = TokenRequest { repositories: [name], permissions: Permissions { issues: "write" } };
        let body = serde_json::to_vec(&request).expect("a request serialises to JSON");
        let path = format!("/app/installations/{id}/access_tokens");
        let call = prepared(Method::POST, base, &path, &assertion).body("application/json", body);
        let answer = judge(outward.send(call).await?, now).map_err(|fault| self.explain(fault))?;
        let TokenReply { token, expires_at } = read(&answer)?;
        let until = parse_rfc3339(&expires_at).ok_or_else(|| Fault::Later {
            error: format!("GitHub's token ends at {expires_at:?}, which is no time"),
            after: None,
        })?;
        Ok(Token { value: token, until: until - SPARE })
    }

    /// What a refusal means where no issue is concerned: it is the app that somebody has to see to.
    fn explain(&self, fault: Fault) -> Fault {
        match fault {
            Fault::Gone => Fault::Off(format!("the app {} is not installed in {}", self.client_id, self.repository)),
            Fault::Person(said) => Fault::Off(format!("{said}; may the app read and write issues?")),
            fault => fault,
        }
    }
}
