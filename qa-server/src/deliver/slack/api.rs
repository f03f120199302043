//! The three methods of Slack's Web API that are used, and incoming webhooks: what is sent, and what an answer means.
//!
//! The errors are those of the pages of `chat.postMessage`, `chat.update`, `chat.delete` and incoming webhooks at
//! docs.slack.dev.

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use super::super::{Delivery, http};
use super::words::Words;
use crate::clock::Millis;
use crate::outward::{Answer, Call, Credentials, Outward};

/// Errors after which nothing works in this channel, or for this bot, until somebody mends it.
const BROKEN: [&str; 18] = [
    "account_inactive",
    "access_denied",
    "channel_not_found",
    "enterprise_is_restricted",
    "invalid_auth",
    "is_archived",
    "messages_tab_disabled",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "not_in_channel",
    "org_login_required",
    "restricted_action",
    "team_access_not_granted",
    "token_expired",
    "token_revoked",
    "two_factor_setup_required",
];
/// Errors after which the same is tried again; some may have posted all the same.
const PASSING: [&str; 7] = [
    "fatal_error",
    "internal_error",
    "ratelimited",
    "rate_limited",
    "request_timeout",
    "service_unavailable",
    "team_added_to_org",
];
/// Errors that say that the message that is to be changed or answered is gone.
const LOST: [&str; 6] = [
    "cannot_reply_to_message",
    "cant_delete_message",
    "cant_update_message",
    "edit_window_closed",
    "message_not_found",
    "thread_not_found",
];

/// A message in Slack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Posted {
    /// The channel's id.
    pub channel: String,
    /// The message's id there.
    pub ts: String,
}

/// Why there is no message.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The message that it is about is gone.
    Lost,
    /// Anything else.
    Ends(Delivery),
}

/// The bot.
pub(super) struct Bot<'a> {
    pub outward: &'a Outward,
    pub api: &'a Url,
    pub token: &'a str,
    /// When it is called.
    pub now: Millis,
}

#[derive(Deserialize)]
struct Reply {
    ok: bool,
    error: Option<String>,
    channel: Option<String>,
    ts: Option<String>,
}

impl Bot<'_> {
    /// Writes to `channel`, below the message `thread` if one is given.
    pub(super) async fn post(&self, channel: &str, thread: Option<&str>, words: &Words) -> Result<Posted, Trouble> {
        let mut body = message(channel, words);
        if let Some(thread) = thread {
            body["thread_ts"] = json!(thread);
        }
        self.call("chat.postMessage", &body).await
    }

    /// Puts other words in the place of a message.
    pub(super) async fn update(&self, posted: &Posted, words: &Words) -> Result<Posted, Trouble> {
        let mut body = message(&posted.channel, words);
        body["ts"] = json!(posted.ts);
        self.call("chat.update", &body).await
    }

    /// Removes a message.
    pub(super) async fn delete(&self, posted: &Posted) -> Result<Posted, Trouble> {
        self.call("chat.delete", &json!({ "channel": posted.channel, "ts": posted.ts })).await
    }

    async fn call(&self, method: &str, body: &Value) -> Result<Posted, Trouble> {
        let url = self.api.join(method).expect("a method's name is a path");
        let call = Call::post(url).credentials(Credentials::Bearer(self.token)).json(body);
        match self.outward.send(call).await {
            Ok(answer) => read(&answer, self.now),
            Err(error) => Err(Trouble::Ends(http::unanswered(&error))),
        }
    }
}

fn message(channel: &str, words: &Words) -> Value {
    json!({
        "channel": channel,
        "text": words.text,
        "blocks": words.blocks,
        "unfurl_links": false,
        "unfurl_media": false,
    })
}

/// What the Web API answered: failures are successes for HTTP.
fn read(answer: &Answer, now: Millis) -> Result<Posted, Trouble> {
    if let Some(later) = http::later(answer, now) {
        return Err(Trouble::Ends(later));
    }
    let odd = || {
        let error = format!("Slack answered {} and not as its API does", answer.status);
        Trouble::Ends(Delivery::retry(error))
    };
    let reply: Reply = answer.json().map_err(|_| odd())?;
    if reply.ok {
        let (Some(channel), Some(ts)) = (reply.channel, reply.ts) else { return Err(odd()) };
        return Ok(Posted { channel, ts });
    }
    let error = reply.error.unwrap_or_default();
    if LOST.contains(&error.as_str()) {
        return Err(Trouble::Lost);
    }
    let told = format!("Slack says {error}");
    Err(Trouble::Ends(if BROKEN.contains(&error.as_str()) {
        Delivery::Off(told)
    } else if PASSING.contains(&error.as_str()) {
        Delivery::Retry { error: told, after: http::retry_after(answer, now) }
    } else {
        Delivery::Failed(told)
    }))
}

/// Writes by an incoming webhook, which answers with a word and not with JSON.
pub(super) async fn post_by_webhook(outward: &Outward, address: &str, words: &Words, now: Millis) -> Delivery {
    // The address is a secret, so that no error may repeat it.
    let Ok(url) = Url::parse(address) else {
        return Delivery::Off("the address of the incoming webhook is no address".to_owned());
    };
    let body = json!({ "text": words.text, "blocks": words.blocks, "unfurl_links": false, "unfurl_media": false });
    let answer = match outward.send(Call::post(url).json(&body)).await {
        Ok(answer) => answer,
        Err(_) => return Delivery::retry("the incoming webhook cannot be reached"),
    };
    if let Some(later) = http::later(&answer, now) {
        return later;
    }
    let said: String = String::from_utf8_lossy(&answer.body).chars().take(100).collect();
    let told = format!("Slack answered {}: {said}", answer.status);
    match answer.status {
        200 => Delivery::Sent,
        403 | 404 | 410 => Delivery::Off(told),
        _ => Delivery::Failed(told),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }

    fn trouble(status: u16, body: &str) -> Delivery {
        match read(&answer(status, body), 0) {
            Err(Trouble::Ends(delivery)) => delivery,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn failures_are_told_apart() {
        let posted = read(&answer(200, r#"{"ok":true,"channel":"C1","ts":"1.2"}"#), 0).unwrap();
        assert_eq!(posted, Posted { channel: "C1".to_owned(), ts: "1.2".to_owned() });
        let error = |error: &str| format!("{{\"ok\":false,\"error\":\"{error}\"}}");
        assert!(matches!(trouble(200, &error("is_archived")), Delivery::Off(_)));
        assert!(matches!(trouble(200, &error("internal_error")), Delivery::Retry { .. }));
        assert!(matches!(trouble(200, &error("invalid_blocks")), Delivery::Failed(_)));
        assert!(matches!(trouble(200, "<html>"), Delivery::Retry { .. }));
        assert!(matches!(trouble(502, "<html>"), Delivery::Retry { .. }));
        assert!(matches!(read(&answer(200, &error("message_not_found")), 0), Err(Trouble::Lost)));
    }
}
