//! One address, asked.

use std::time::Duration;

use ureq::Agent;
use ureq::Error;
use ureq::http::StatusCode;
use url::Url;

/// How we introduce ourselves.
const USER_AGENT: &str = concat!("site-gen/", env!("CARGO_PKG_VERSION"), " (checks links)");
/// More redirects than this are a circle.
const MOST_REDIRECTS: u32 = 5;

/// What became of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is there.
    Good,
    /// It is gone for good, and why.
    Dead(String),
    /// Nobody knows, and why.
    Unknown(String),
}

/// Asks for addresses.
pub(super) struct Asker {
    agent: Agent,
}

impl Asker {
    /// `timeout` holds for one request with its redirects.
    pub(super) fn new(timeout: Duration) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .max_redirects(MOST_REDIRECTS)
            .http_status_as_error(false)
            .user_agent(USER_AGENT);
        Self { agent: config.build().into() }
    }

    /// What became of `url`, and whether its server wants to be left alone.
    pub(super) fn ask(&self, url: &Url) -> (Verdict, bool) {
        let status = match self.agent.head(url.as_str()).call().map(|response| response.status()) {
            // Servers that were never asked this way answer all kinds of things.
            Ok(status) if !status.is_success() && status != StatusCode::TOO_MANY_REQUESTS => {
                self.agent.get(url.as_str()).call().map(|response| response.status())
            }
            outcome => outcome,
        };
        match status {
            Ok(status) if status.is_success() || status.is_redirection() => (Verdict::Good, false),
            Ok(status @ (StatusCode::NOT_FOUND | StatusCode::GONE)) => {
                (Verdict::Dead(format!("its server answers {status}")), false)
            }
            Ok(status) => {
                let busy = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE);
                (Verdict::Unknown(format!("its server answers {status}")), busy)
            }
            Err(Error::HostNotFound) => {
                (Verdict::Dead(format!("there is no server `{}`", url.host_str().unwrap_or_default())), false)
            }
            Err(Error::Timeout(_)) => (Verdict::Unknown("its server does not answer in time".to_owned()), true),
            Err(error) => (Verdict::Unknown(format!("its server cannot be asked: {error}")), false),
        }
    }
}
