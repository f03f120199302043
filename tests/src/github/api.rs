//! The stand-in's door: authentication, then each call as the documentation says.

#![expect(clippy::result_large_err, reason = "a refusal is a whole answer, as axum takes it")]

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Issue, REPOSITORY, State, TOKEN, app};
use crate::faults::{self, Faults};

pub(super) type Door = Shared<Arc<Mutex<State>>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Create {
    title: String,
    body: String,
    #[serde(default)]
    labels: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    title: Option<String>,
    body: Option<String>,
    state: Option<String>,
    state_reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    body: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    labels: String,
    state: String,
    #[serde(rename = "since")]
    _since: String,
    #[serde(rename = "sort")]
    _sort: String,
    #[serde(rename = "direction")]
    _direction: String,
    per_page: usize,
    page: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PageQuery {
    per_page: usize,
    page: usize,
}

pub(super) fn router(state: Arc<Mutex<State>>, faults: Faults) -> Router {
    let repository = Router::new()
        .route("/issues", get(list_issues).post(post_issue))
        .route("/issues/{number}", get(get_issue).patch(patch_issue))
        .route("/issues/{number}/comments", get(list_comments).post(post_comment))
        .route("/issues/comments/{id}", patch(patch_comment));
    Router::new()
        .route(&format!("/repos/{REPOSITORY}"), get(get_repository))
        .nest(&format!("/repos/{REPOSITORY}"), repository)
        .route("/app/installations/{id}/access_tokens", post(app::post_token))
        .route(&format!("/repos/{REPOSITORY}/installation"), get(app::get_installation))
        .layer(from_fn_with_state(state.clone(), authenticate))
        .layer(from_fn_with_state(faults, faults::meet))
        .with_state(state)
}

async fn authenticate(Shared(state): Door, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let by_assertion = path.ends_with("/installation") || path.starts_with("/app/");
    let may = |token: &str| match by_assertion {
        true => app::asserted_at(token).is_some(),
        false => token == TOKEN || state.lock().expect("no handler panics").tokens.iter().any(|known| known == token),
    };
    match check(request.headers(), may) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal,
    }
}

fn check(headers: &HeaderMap, may: impl FnOnce(&str) -> bool) -> Result<(), Response> {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if header("user-agent").is_empty() {
        return Err(said(StatusCode::FORBIDDEN, "Request forbidden by administrative rules"));
    }
    if !header("authorization").strip_prefix("Bearer ").is_some_and(may) {
        return Err(said(StatusCode::UNAUTHORIZED, "Bad credentials"));
    }
    assert_eq!(header("accept"), "application/vnd.github+json");
    assert_eq!(header("x-github-api-version"), "2022-11-28");
    Ok(())
}

pub(super) fn said(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}

pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Response> {
    serde_json::from_slice(body).map_err(|error| said(StatusCode::UNPROCESSABLE_ENTITY, &error.to_string()))
}

pub(super) fn missing() -> Response {
    said(StatusCode::NOT_FOUND, "Not Found")
}

async fn get_repository() -> Json<Value> {
    Json(json!({ "full_name": REPOSITORY, "has_issues": true }))
}

async fn list_issues(Shared(state): Door, Query(query): Query<ListQuery>) -> Json<Value> {
    assert_eq!(query.state, "all");
    let state = state.lock().expect("no handler panics");
    let found = state.issues.values().filter(|issue| issue.labels.contains(&query.labels));
    Json(found.skip((query.page - 1) * query.per_page).take(query.per_page).map(show).collect())
}

async fn post_issue(Shared(state): Door, body: Bytes) -> Result<Response, Response> {
    let Create { title, body, labels } = parse(&body)?;
    let mut state = state.lock().expect("no handler panics");
    state.last += 1;
    let number = state.last;
    let issue = Issue { number, title, body, labels, state: "open".to_owned(), reason: None, comments: Vec::new() };
    let shown = show(&issue);
    state.issues.insert(number, issue);
    Ok((StatusCode::CREATED, Json(shown)).into_response())
}

async fn get_issue(Shared(state): Door, Path(number): Path<u64>) -> Result<Json<Value>, Response> {
    let state = state.lock().expect("no handler panics");
    Ok(Json(show(state.issues.get(&number).ok_or_else(missing)?)))
}

async fn patch_issue(Shared(state): Door, Path(number): Path<u64>, body: Bytes) -> Result<Json<Value>, Response> {
    let change: Change = parse(&body)?;
    let mut state = state.lock().expect("no handler panics");
    let issue = state.issues.get_mut(&number).ok_or_else(missing)?;
    issue.title = change.title.unwrap_or_else(|| issue.title.clone());
    issue.body = change.body.unwrap_or_else(|| issue.body.clone());
    issue.state = change.state.unwrap_or_else(|| issue.state.clone());
    issue.reason = change.state_reason.or_else(|| issue.reason.clone());
    Ok(Json(show(issue)))
}

async fn list_comments(
    Shared(state): Door,
    Path(number): Path<u64>,
    Query(query): Query<PageQuery>,
) -> Result<Json<Value>, Response> {
    let state = state.lock().expect("no handler panics");
    let comments = state.issues.get(&number).ok_or_else(missing)?.comments.iter().map(show_comment);
    Ok(Json(comments.skip((query.page - 1) * query.per_page).take(query.per_page).collect()))
}

async fn post_comment(Shared(state): Door, Path(number): Path<u64>, body: Bytes) -> Result<Response, Response> {
    let Text { body } = parse(&body)?;
    let mut state = state.lock().expect("no handler panics");
    state.last += 1;
    let comment = (state.last, "OWNER", body);
    let shown = show_comment(&comment);
    state.issues.get_mut(&number).ok_or_else(missing)?.comments.push(comment);
    Ok((StatusCode::CREATED, Json(shown)).into_response())
}

async fn patch_comment(Shared(state): Door, Path(id): Path<u64>, body: Bytes) -> Result<Json<Value>, Response> {
    let Text { body } = parse(&body)?;
    let mut state = state.lock().expect("no handler panics");
    let mut comments = state.issues.values_mut().flat_map(|issue| &mut issue.comments);
    let comment = comments.find(|(known, ..)| *known == id).ok_or_else(missing)?;
    comment.2 = body;
    Ok(Json(show_comment(comment)))
}

fn show(issue: &Issue) -> Value {
    let Issue { number, title, body, state, reason, .. } = issue;
    let labels: Vec<_> = issue.labels.iter().map(|name| json!({ "name": name })).collect();
    json!({ "number": number, "title": title, "body": body, "state": state, "state_reason": reason, "labels": labels })
}

fn show_comment((id, association, body): &(u64, &'static str, String)) -> Value {
    json!({ "id": id, "body": body, "author_association": association,
        "user": { "login": "grace", "type": "User" } })
}
