//! `POST /_qa/hooks/slack`: Slack's Events API.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use super::super::problem::Failure;
use super::signed::{Signed, refused};
use crate::app::App;
use crate::deliver::slack::signature::is_genuine;
use crate::service::Refusal;
use crate::service::reactions::{Reaction, count_event, react};

/// What Slack sends, as far as it is of use.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Envelope {
    UrlVerification {
        challenge: String,
    },
    EventCallback {
        event: Event,
    },
    #[serde(other)]
    Other,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Event {
    ReactionAdded(Reacted),
    ReactionRemoved(Reacted),
    #[serde(other)]
    Other,
}

#[derive(Debug, Deserialize)]
struct Reacted {
    user: String,
    reaction: String,
    item: Item,
}

/// What was reacted to; a file has neither.
#[derive(Debug, Deserialize)]
struct Item {
    #[serde(default)]
    channel: String,
    #[serde(default)]
    ts: String,
}

/// Takes an event. It is answered once what it asks for is done, which is within the three seconds that Slack waits.
pub(in crate::http) async fn post_slack(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let secret = app.slack.as_ref().and_then(|slack| slack.signing_secret.as_ref());
    let secret = secret.ok_or_else(Refusal::not_found)?;
    let word = Signed::read(headers, body).await?;
    let (timestamp, signature) = (word.header("x-slack-request-timestamp"), word.header("x-slack-signature"));
    word.check(is_genuine(secret.expose(), timestamp, signature, &word.body, app.now()), "Slack")?;
    let envelope = serde_json::from_slice(&word.body);
    let envelope = envelope.map_err(|_| refused("This is no event of Slack's Events API."))?;
    let (reacted, added) = match envelope {
        Envelope::UrlVerification { challenge } => {
            count_event(&app).await?;
            return Ok(Json(json!({ "challenge": challenge })).into_response());
        }
        Envelope::EventCallback { event: Event::ReactionAdded(reacted) } => (reacted, true),
        Envelope::EventCallback { event: Event::ReactionRemoved(reacted) } => (reacted, false),
        Envelope::EventCallback { event: Event::Other } | Envelope::Other => return Ok(StatusCode::OK.into_response()),
    };
    let Reacted { user: member, reaction: name, item } = reacted;
    react(&app, &Reaction { member, name, added, channel: item.channel, ts: item.ts }).await?;
    Ok(StatusCode::OK.into_response())
}
