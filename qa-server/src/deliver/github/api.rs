//! GitHub's REST API: the calls that are used, how far apart they are, and what refusals mean.
//!
//! Source: <https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api>.

use std::time::Duration;

use hyper::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::time::Instant;
use url::Url;

use super::auth::SignIn;
use crate::clock::{HOUR, MINUTE, Millis, SECOND};
use crate::deliver::http::retry_after;
use crate::deliver::tickets::Fault;
use crate::outward::{Answer, Call, Credentials, Outward};

/// The version of the API that answers are read as.
const VERSION: &str = "2022-11-28";

/// Most bytes of an answer. A page of [`super::PER_PAGE`] texts, which strangers write, has at most 256 KiB of each,
/// and quoted in JSON at most twice as much.
const LIST_BYTES: usize = 8 * 1024 * 1024;

/// The client.
pub(super) struct Api {
    pub(super) outward: Outward,
    /// Without a slash at its end.
    pub(super) base: Url,
    pub(super) sign_in: SignIn,
    pub(super) pace: Pace,
}

/// Keeps writes apart.
pub(super) struct Pace {
    apart: Duration,
    next: Mutex<Instant>,
}

impl Pace {
    pub(super) fn new(apart: Duration) -> Self {
        Self { apart, next: Mutex::new(Instant::now()) }
    }

    /// Waits for the turn of one more write.
    async fn turn(&self) {
        let mut next = self.next.lock().await;
        tokio::time::sleep_until(*next).await;
        *next = Instant::now() + self.apart;
    }
}

impl Api {
    /// GETs `path`, which begins with a slash; `now` is for reading what GitHub says about waiting.
    pub(super) async fn get<T: DeserializeOwned>(&self, path: &str, now: Millis) -> Result<T, Fault> {
        self.call(Method::GET, path, None, now).await
    }

    /// Sends `body` as JSON.
    pub(super) async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
        now: Millis,
    ) -> Result<T, Fault> {
        let body = serde_json::to_vec(body).expect("a request serialises to JSON");
        self.send_bytes(method, path, body, now).await
    }

    /// Sends these very bytes.
    pub(super) async fn send_bytes<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
        now: Millis,
    ) -> Result<T, Fault> {
        self.pace.turn().await;
        self.call(method, path, Some(body), now).await
    }

    /// Calls; where a token was refused that can be renewed, once more with another one.
    async fn call<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
        now: Millis,
    ) -> Result<T, Fault> {
        let mut refused: Option<String> = None;
        loop {
            let token = self.sign_in.token(&self.outward, &self.base, now, refused.as_deref()).await?;
            let mut call = prepared(method.clone(), &self.base, path, &token).most_bytes(LIST_BYTES);
            if let Some(body) = &body {
                call = call.body("application/json", body.clone());
            }
            let answer = self.outward.send(call).await?;
            if answer.status == 401 && self.sign_in.renews() && refused.is_none() {
                refused = Some(token);
                continue;
            }
            return read(&judge(answer, now)?);
        }
    }
}

/// A call of `path`, which begins with a slash, signed with `token`.
pub(super) fn prepared<'a>(method: Method, base: &Url, path: &str, token: &'a str) -> Call<'a> {
    let base = base.as_str().trim_end_matches('/');
    let url = Url::parse(&format!("{base}{path}")).expect("paths are made of ids and constants");
    Call::new(method, url)
        .credentials(Credentials::Bearer(token))
        .header("accept", "application/vnd.github+json")
        .header("x-github-api-version", VERSION)
}

/// What a successful answer says.
pub(super) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, Fault> {
    let unread = |error| Fault::Later { error: format!("GitHub's answer cannot be read: {error}"), after: None };
    answer.json().map_err(unread)
}

/// What an answer means.
pub(super) fn judge(answer: Answer, now: Millis) -> Result<Answer, Fault> {
    let said = explain(&answer);
    let wait = wait(&answer, now);
    match answer.status {
        200..=299 => Ok(answer),
        301 | 302 | 307 | 308 => Err(Fault::Person("the issue or its repository has moved on GitHub".to_owned())),
        403 | 429 if wait.is_some() => Err(Fault::Later { error: format!("GitHub answers {said}"), after: wait }),
        401 | 403 => Err(Fault::Off(format!("GitHub refuses the credentials: {said}"))),
        404 | 410 => Err(Fault::Gone),
        409 => Err(Fault::Changed),
        400 | 422 => Err(Fault::Person(format!("GitHub refuses it: {said}"))),
        _ => Err(Fault::Later { error: format!("GitHub answers {said}"), after: wait }),
    }
}

/// How long an answer asks to wait: `Retry-After`, or until a used-up quota is full again. The second of GitHub's
/// limits, which is about how fast one asks, may say neither; then GitHub wants a minute's rest.
fn wait(answer: &Answer, now: Millis) -> Option<Millis> {
    if let Some(after) = retry_after(answer, now) {
        return Some(after);
    }
    let used_up = answer.header("x-ratelimit-remaining") == Some("0");
    if let Some(reset) = answer.header("x-ratelimit-reset").filter(|_| used_up) {
        let reset: Millis = reset.parse().ok()?;
        return Some((reset.saturating_mul(SECOND) - now).clamp(SECOND, HOUR));
    }
    let said = explain(answer).to_lowercase();
    ["rate limit", "abuse"].iter().any(|words| said.contains(words)).then_some(MINUTE)
}

/// What an answer that is no success says, for people.
fn explain(answer: &Answer) -> String {
    let Ok(body) = answer.json::<Value>() else { return answer.status.to_string() };
    match body["message"].as_str() {
        Some(message) => format!("{}: {message}", answer.status),
        None => answer.status.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, headers: &[(&str, &str)]) -> Result<(), Fault> {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        judge(Answer { status, headers, body: b"{\"message\":\"no\"}".to_vec() }, 1000 * SECOND).map(|_| ())
    }

    #[test]
    fn a_used_up_quota_is_waited_for_and_a_refused_token_is_not() {
        let quota = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1090")];
        for status in [403, 429] {
            let error = format!("GitHub answers {status}: no");
            assert_eq!(judged(status, &quota), Err(Fault::Later { error: error.clone(), after: Some(90 * SECOND) }));
            assert_eq!(judged(status, &[("retry-after", "7")]), Err(Fault::Later { error, after: Some(7 * SECOND) }));
        }
        assert!(matches!(judged(403, &[("x-ratelimit-remaining", "12")]), Err(Fault::Off(_))));
        let secondary = "You have exceeded a secondary rate limit and have been temporarily blocked.";
        let left = [("x-ratelimit-remaining".to_owned(), "4711".to_owned())];
        let body = format!("{{\"message\":\"{secondary}\"}}").into_bytes();
        let answer = Answer { status: 403, headers: left.to_vec(), body };
        assert!(matches!(judge(answer, 0), Err(Fault::Later { after: Some(MINUTE), .. })));
        assert_eq!((judged(404, &[]), judged(410, &[])), (Err(Fault::Gone), Err(Fault::Gone)));
        assert!(matches!(judged(301, &[]), Err(Fault::Person(_))));
        assert!(matches!(judged(500, &[]), Err(Fault::Later { after: None, .. })));
    }
}
