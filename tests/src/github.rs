//! A stand-in for GitHub that keeps the issues of one repository and answers as GitHub's documentation says.
//!
//! Requests with a field that is not published are refused.

#![expect(clippy::result_large_err, reason = "a refusal is a whole answer, as axum takes it")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch};
use axum::{Json, Router, middleware};
use hmac::{Hmac, KeyInit, Mac};
use qa_server::config::Secret;
use qa_server::deliver::github::config::GithubConfig;
use qa_server::domain::event::Level;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::faults::{self, Faults};

/// What it signs its webhook with.
pub const WEBHOOK_SECRET: &str = "between two tests";
const REPOSITORY: &str = "example/handbook-questions";
const TOKEN: &str = "github_pat_of_a_test";

type Door = Shared<Arc<Mutex<State>>>;

/// A running stand-in; it ends when dropped.
pub struct Github {
    url: String,
    state: Arc<Mutex<State>>,
    /// What goes wrong.
    pub faults: Faults,
    running: JoinHandle<()>,
}

/// An issue as the stand-in keeps it.
#[derive(Clone, Debug)]
pub struct Issue {
    /// Its number.
    pub number: u64,
    /// Its title.
    pub title: String,
    /// What it says.
    pub body: String,
    /// Its labels.
    pub labels: Vec<String>,
    /// `open` or `closed`.
    pub state: String,
    /// Why.
    pub reason: Option<String>,
    /// What was said, first to last: number, association and text.
    pub comments: Vec<(u64, &'static str, String)>,
}

#[derive(Default)]
struct State {
    last: u64,
    issues: BTreeMap<u64, Issue>,
}

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

impl Github {
    /// A stand-in on a free port of this machine.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("a bound socket has an address"));
        let (state, faults) = (Arc::<Mutex<State>>::default(), Faults::default());
        let router = router(state.clone(), faults.clone());
        let running = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the stand-in serves");
        });
        Self { url, state, faults, running }
    }

    /// How a server is told of it: two-way, read by everybody.
    pub fn config(&self) -> GithubConfig {
        GithubConfig {
            repository: REPOSITORY.to_owned(),
            token: Secret::from(TOKEN.to_owned()),
            level: Level::TwoWay,
            private: false,
            label: "handbook-qa".to_owned(),
            url: self.url.clone(),
            site: "https://github.com".to_owned(),
            pace: 0,
            webhook_secret: Some(Secret::from(WEBHOOK_SECRET.to_owned())),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no handler panics")
    }

    /// Every issue, oldest first.
    pub fn issues(&self) -> Vec<Issue> {
        self.state().issues.values().cloned().collect()
    }

    /// The only issue.
    ///
    /// # Panics
    /// When there is none, or there are several.
    pub fn issue(&self) -> Issue {
        let issues = self.issues();
        assert_eq!(issues.len(), 1, "{issues:#?}");
        issues[0].clone()
    }

    /// Somebody with the right to closes or opens an issue.
    pub fn set_state(&self, number: u64, state: &str) {
        self.state().issues.get_mut(&number).expect("there is such an issue").state = state.to_owned();
    }

    /// Somebody deletes an issue.
    pub fn delete(&self, number: u64) {
        self.state().issues.remove(&number).expect("there is such an issue");
    }

    /// Somebody comments on an issue.
    pub fn comment(&self, number: u64, association: &'static str, body: &str) {
        let mut state = self.state();
        state.last += 1;
        let id = state.last;
        let issue = state.issues.get_mut(&number).expect("there is such an issue");
        issue.comments.push((id, association, body.to_owned()));
    }

    /// Body and headers of the event that something was done to an issue, signed.
    pub fn event(&self, number: u64, action: &str, delivery: &str) -> (String, Vec<(&'static str, String)>) {
        let event = if action == "created" { "issue_comment" } else { "issues" };
        let body = json!({ "action": action, "issue": { "number": number },
            "repository": { "full_name": REPOSITORY } })
        .to_string();
        let mut mac = Hmac::<Sha256>::new_from_slice(WEBHOOK_SECRET.as_bytes()).expect("any length will do");
        mac.update(body.as_bytes());
        let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let headers = vec![
            ("content-type", "application/json".to_owned()),
            ("x-github-event", event.to_owned()),
            ("x-github-delivery", delivery.to_owned()),
            ("x-hub-signature-256", format!("sha256={hex}")),
        ];
        (body, headers)
    }
}

impl Drop for Github {
    fn drop(&mut self) {
        self.running.abort();
    }
}

fn router(state: Arc<Mutex<State>>, faults: Faults) -> Router {
    let repository = Router::new()
        .route("/issues", get(list_issues).post(post_issue))
        .route("/issues/{number}", get(get_issue).patch(patch_issue))
        .route("/issues/{number}/comments", get(list_comments).post(post_comment))
        .route("/issues/comments/{id}", patch(patch_comment));
    Router::new()
        .route(&format!("/repos/{REPOSITORY}"), get(get_repository))
        .nest(&format!("/repos/{REPOSITORY}"), repository)
        .layer(middleware::from_fn(authenticate))
        .layer(from_fn_with_state(faults, faults::meet))
        .with_state(state)
}

async fn authenticate(request: Request, next: Next) -> Response {
    match check(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal,
    }
}

fn check(headers: &HeaderMap) -> Result<(), Response> {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if header("user-agent").is_empty() {
        return Err(said(StatusCode::FORBIDDEN, "Request forbidden by administrative rules"));
    }
    if header("authorization") != format!("Bearer {TOKEN}") {
        return Err(said(StatusCode::UNAUTHORIZED, "Bad credentials"));
    }
    assert_eq!(header("accept"), "application/vnd.github+json");
    assert_eq!(header("x-github-api-version"), "2022-11-28");
    Ok(())
}

fn said(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Response> {
    serde_json::from_slice(body).map_err(|error| said(StatusCode::UNPROCESSABLE_ENTITY, &error.to_string()))
}

fn missing() -> Response {
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
