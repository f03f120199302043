//! Zendesk's Ticketing API: the calls that are used, and what its refusals mean.
//!
//! Source: <https://developer.zendesk.com/api-reference/ticketing/introduction/>.

use std::sync::Arc;

use hyper::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::auth::SignIn;
use crate::clock::{Clock, Millis};
use crate::deliver::http::retry_after;
use crate::deliver::tickets::Fault;
use crate::outward::{Answer, Call, Outward};

/// Most bytes of an answer. A page of ten comments has each text, of up to 256 KiB, three times: plain, as it was typed
/// and as HTML.
const LIST_BYTES: usize = 16 * 1024 * 1024;

/// The client.
pub(super) struct Api {
    pub(super) outward: Outward,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) base: Url,
    pub(super) sign_in: SignIn,
}

impl Api {
    /// GETs `path`, which begins with a slash.
    pub(super) async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Fault> {
        read(&self.call(Method::GET, path, None, None).await?)
    }

    /// Sends `body` as JSON.
    pub(super) async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &impl Serialize,
    ) -> Result<T, Fault> {
        let body = serde_json::to_vec(body).expect("a request serialises to JSON");
        read(&self.call(method, path, Some(body), None).await?)
    }

    /// POSTs these very bytes, under `key`.
    pub(super) async fn post_once<T: DeserializeOwned>(&self, path: &str, body: &str, key: &str) -> Result<T, Fault> {
        read(&self.call(Method::POST, path, Some(body.as_bytes().to_vec()), Some(key)).await?)
    }

    /// Calls; where the token was refused, once more with a fresh one.
    async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Vec<u8>>,
        key: Option<&str>,
    ) -> Result<Answer, Fault> {
        let mut refused: Option<String> = None;
        loop {
            let now = self.clock.now();
            let signature = self.sign_in.sign(&self.outward, &self.base, now, refused.as_deref()).await?;
            let url = self.base.join(path).expect("paths are made of ids and constants");
            let mut call = Call::new(method.clone(), url).credentials(signature.credentials()).most_bytes(LIST_BYTES);
            if let Some(key) = key {
                call = call.header("idempotency-key", key);
            }
            if let Some(body) = &body {
                call = call.body("application/json", body.clone());
            }
            let answer = self.outward.send(call).await?;
            match signature.token() {
                Some(token) if answer.status == 401 && refused.is_none() => refused = Some(token.to_owned()),
                _ => return judge(answer, self.clock.now()),
            }
        }
    }
}

fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, Fault> {
    // What was asked for was done all the same, so it is looked for before it is asked for again.
    answer
        .json()
        .map_err(|error| Fault::Later { error: format!("Zendesk's answer cannot be read: {error}"), after: None })
}

/// What an answer means.
fn judge(answer: Answer, now: Millis) -> Result<Answer, Fault> {
    let said = explain(&answer);
    match answer.status {
        200..=299 => Ok(answer),
        404 => Err(Fault::Gone),
        409 => Err(Fault::Changed),
        400 if said.contains("IdempotentRequestError") => Err(Fault::KeyUsed),
        422 if said.contains("closed prevents ticket update") => Err(Fault::Closed),
        400 | 422 => Err(Fault::Person(format!("Zendesk refuses it: {said}"))),
        401 | 403 => Err(Fault::Off(format!("Zendesk refuses the credentials: {said}"))),
        _ => Err(Fault::Later { error: format!("Zendesk answers {said}"), after: retry_after(&answer, now) }),
    }
}

/// What an answer that is no success says, for people. Not everything that comes back is JSON, or of one shape.
pub(super) fn explain(answer: &Answer) -> String {
    let Ok(body) = answer.json::<Value>() else { return answer.status.to_string() };
    let mut said = vec![answer.status.to_string()];
    match &body["error"] {
        Value::String(error) => said.push(error.clone()),
        error => said.extend([&error["title"], &error["message"]].iter().filter_map(|part| text(part))),
    }
    said.extend(text(&body["description"]));
    for problem in body["details"].as_object().into_iter().flat_map(|details| details.values()) {
        let problems = problem.as_array().into_iter().flatten();
        said.extend(problems.filter_map(|problem| text(&problem["description"])));
    }
    said.join(": ")
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, body: &str) -> Result<(), Fault> {
        judge(Answer { status, headers: Vec::new(), body: body.as_bytes().to_vec() }, 0).map(|_| ())
    }

    #[test]
    fn refusals_are_told_apart() {
        let closed = r#"{"error":"RecordInvalid","description":"Record validation errors","details":{"base":[{"description":"Status: closed prevents ticket update"}]}}"#;
        assert_eq!(judged(422, closed), Err(Fault::Closed));
        let field = r#"{"error":"RecordInvalid","description":"Record validation errors","details":{"base":[{"description":"Product: needed"}]}}"#;
        let Err(Fault::Person(said)) = judged(422, field) else { panic!("a person has to see to it") };
        assert!(said.ends_with("Record validation errors: Product: needed"), "{said}");
        let key = r#"{"error":"IdempotentRequestError","description":"Request parameters don't match"}"#;
        assert_eq!(judged(400, key), Err(Fault::KeyUsed));
        assert_eq!((judged(404, "<html>"), judged(409, "{}")), (Err(Fault::Gone), Err(Fault::Changed)));
        let Err(Fault::Off(said)) = judged(403, r#"{"error":{"title":"Forbidden","message":"no scope"}}"#) else {
            panic!("nothing works there");
        };
        assert!(said.ends_with("403: Forbidden: no scope"), "{said}");
        assert!(matches!(judged(502, "<html>"), Err(Fault::Later { .. })));
    }
}
