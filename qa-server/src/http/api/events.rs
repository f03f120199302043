//! `GET /_qa/api/v1/pages/{page}/events`: server-sent events
//! (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).
//!
//! An event says that the page changed, and its id is the cursor; what changed is fetched as always.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderName};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Deserialize;

use super::super::extract::Client;
use super::super::problem::Failure;
use crate::app::App;
use crate::clock::Millis;
use crate::service::live::{Sign, Watcher, watch};

/// What a browser that comes back by itself sends.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Tells nginx not to hold events back.
const UNBUFFERED: (HeaderName, &str) = (HeaderName::from_static("x-accel-buffering"), "no");
/// The kind of the event that says where things stand.
const BEGUN: &str = "begun";
/// The kind of the event that says that something has changed.
const CHANGED: &str = "changed";
/// After how long a browser comes back whose connection was lost.
const RETRY: Duration = Duration::from_secs(5);

/// Up to where somebody knows of changes, who comes back by themselves.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Known {
    #[serde(default)]
    after: String,
}

/// One event for each change of what everybody sees, until either side leaves.
pub(in crate::http) async fn get_events(
    State(app): State<Arc<App>>,
    Client(client): Client,
    Path(page): Path<String>,
    Query(Known { after }): Query<Known>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let last = headers.get(LAST_EVENT_ID).and_then(|value| value.to_str().ok());
    let after: Option<Millis> = last.unwrap_or(&after).parse().ok();
    let watcher = watch(&app, &client, &page, after).await?;
    let events = stream::unfold(watcher, async |mut watcher: Watcher| {
        let event = event(watcher.next().await?);
        Some((Ok::<_, Infallible>(event), watcher))
    });
    Ok(([(CACHE_CONTROL, "no-store"), UNBUFFERED], Sse::new(events)).into_response())
}

fn event(sign: Sign) -> Event {
    match sign {
        Sign::Begun(cursor) => at(cursor, BEGUN).retry(RETRY),
        Sign::Changed(cursor) => at(cursor, CHANGED).retry(RETRY),
        Sign::Alive => Event::default().comment(""),
    }
}

/// An event without data would be kept from whoever listens.
fn at(cursor: Millis, kind: &str) -> Event {
    Event::default().event(kind).id(cursor.to_string()).data(cursor.to_string())
}
