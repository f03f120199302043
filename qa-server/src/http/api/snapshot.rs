//! `GET /_qa/api/v1/snapshot`.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use qa_api::snapshot::Snapshot;
use serde::Deserialize;

use super::super::problem::Failure;
use crate::app::App;
use crate::service::snapshot::snapshot;

/// Where to go on.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Since {
    #[serde(default)]
    since: String,
}

/// Every published thread, or those that changed after `since`.
pub(in crate::http) async fn get_snapshot(
    State(app): State<Arc<App>>,
    Query(Since { since }): Query<Since>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let snapshot = snapshot(&app, &since).await?;
    let etag = etag(&snapshot);
    let caching = [(CACHE_CONTROL, "no-cache".to_owned()), (ETAG, etag.clone())];
    if headers.get(IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == etag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    let body = serde_json::to_string(&snapshot).expect("a snapshot serialises to JSON");
    Ok((caching, [(CONTENT_TYPE, "application/json")], body).into_response())
}

/// Of what the snapshot says, not of when it was taken.
fn etag(snapshot: &Snapshot) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    for (page, fragment) in &snapshot.pages {
        (page, &fragment.html).hash(&mut hasher);
    }
    (&snapshot.gone, &snapshot.build, &snapshot.empty.html, snapshot.more).hash(&mut hasher);
    format!("W/\"{:x}\"", hasher.finish())
}
