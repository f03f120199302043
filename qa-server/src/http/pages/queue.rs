//! `GET /_qa/moderate`: what waits for a moderator; and the script of its keys.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use qa_api::inbox::BulkAct;
use qa_api::paths::{MODERATE, MODERATE_KEYS};
use qa_widget::form::{Inbox, Notice};
use serde::Deserialize;

use super::super::api::InboxQuery;
use super::super::extract::Who;
use super::super::shell;
use super::sign_in::sign_in_first;
use crate::app::App;
use crate::service::inbox::inbox;

/// The keys of the inbox.
const KEYS: &str = include_str!("../keys.js");

/// What was done just before, in words that only this server chooses.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Done {
    #[serde(default)]
    done: String,
    #[serde(default)]
    count: u32,
    #[serde(default)]
    skipped: u32,
    undo: Option<String>,
}

/// Shows the inbox, or how to sign in.
pub(in crate::http) async fn get_queue(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Query(query): Query<InboxQuery>,
    Query(done): Query<Done>,
) -> Response {
    let filter = query.filter();
    let inbox = match inbox(&app, &visitor, &filter).await {
        Ok(inbox) => inbox,
        Err(refusal) => return sign_in_first(&app, refusal, MODERATE),
    };
    let contents = app.site.contents();
    let form = Inbox {
        viewer: visitor.account.expect("the inbox is for accounts only").viewer(),
        inbox,
        kind: filter.kind,
        topic: filter.topic,
        topics: contents.topics.iter().map(|topic| (topic.id.clone(), topic.title.clone())).collect(),
        notice: notice(&done),
    };
    let head = format!("<script type=\"module\" src=\"{MODERATE_KEYS}\"></script>");
    shell::page_with_head(&app, StatusCode::OK, "Moderation", &head, &qa_widget::render::inbox(&form))
}

/// `GET /_qa/moderate/keys.js`.
pub(in crate::http) async fn get_keys() -> Response {
    ([(CONTENT_TYPE, "text/javascript"), (CACHE_CONTROL, "no-cache")], KEYS).into_response()
}

/// The sentence for what was done.
pub(super) fn notice(done: &Done) -> Option<Notice> {
    let posts = |count: u32| if count == 1 { "1 post".to_owned() } else { format!("{count} posts") };
    let text = match (done.done.as_str(), BulkAct::from_name(&done.done)) {
        (_, Some(BulkAct::Publish)) => format!("Published {}.", posts(done.count)),
        (_, Some(BulkAct::TurnDown)) => {
            format!("Turned down {}. The authors are told in a minute.", posts(done.count))
        }
        (_, Some(BulkAct::Spam)) => {
            format!("Called spam: {} taken down. What their authors write next waits.", posts(done.count))
        }
        (_, Some(BulkAct::Dismiss)) if done.count == 1 => "1 report dismissed.".to_owned(),
        (_, Some(BulkAct::Dismiss)) => format!("{} reports dismissed.", done.count),
        ("undone", _) => "Taken back.".to_owned(),
        ("ban", _) => "The author is signed out and cannot post for now; a mail says why, in a minute.".to_owned(),
        ("note", _) => "The note is kept.".to_owned(),
        ("escalate", _) if done.count == 0 => "The staff has been asked before.".to_owned(),
        ("escalate", _) => "The staff is told in a minute.".to_owned(),
        ("offer", _) => "It is a reply of yours now.".to_owned(),
        ("offer_left", _) => "It stays in the ticket.".to_owned(),
        ("priority", _) => "The priority is set.".to_owned(),
        _ => return None,
    };
    let skipped = match done.skipped {
        _ if done.done == "escalate" => String::new(),
        0 => String::new(),
        count => format!(" {} had changed or did not allow it, and were left as they are.", posts(count)),
    };
    // Only ids are letters and digits alone; anything else is not from this server.
    let undo = done.undo.clone().filter(|id| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric()));
    Some(Notice { text: text + &skipped, undo })
}
