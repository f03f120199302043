//! Problem replies, as JSON for programs and as a page for people. The cause is logged here, once, and never sent.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use qa_api::problem::{Code, MEDIA_TYPE, Problem};

use super::shell;
use crate::app::App;
use crate::service::Refusal;
use crate::store::StoreError;

/// Seconds after which a busy server is asked again.
const BUSY_RETRY: u64 = 5;

/// The problem to tell; what the database said goes to the log.
pub(super) fn problem(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::Problem(problem) => *problem,
        Refusal::Store(StoreError::Unavailable(cause)) => {
            tracing::warn!(cause, "the database is busy or away");
            let mut problem = Problem::new(Code::Unavailable, "Nothing was stored. Try again in a moment.");
            problem.retry_after = Some(BUSY_RETRY);
            problem
        }
        Refusal::Store(error) => {
            tracing::error!(%error, "a request failed");
            Problem::new(Code::Internal, "Nothing was stored. The fault is logged; try again later.")
        }
    }
}

fn status(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The status and headers that go with a problem.
fn head(problem: &Problem) -> (StatusCode, HeaderMap) {
    let mut headers = HeaderMap::new();
    if let Some(seconds) = problem.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    (status(problem), headers)
}

/// A refusal as JSON.
pub(super) struct Failure(Refusal);

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        json(&problem(self.0))
    }
}

/// `problem` as JSON.
pub(super) fn json(problem: &Problem) -> Response {
    let body = serde_json::to_string(problem).expect("a problem serialises to JSON");
    let (status, headers) = head(problem);
    (status, headers, [(CONTENT_TYPE, MEDIA_TYPE)], body).into_response()
}

/// A problem as a page of the site.
pub(super) struct PageFailure(Response);

impl PageFailure {
    /// The page for a problem without a form to show it in.
    pub(super) fn new(app: &App, problem: Problem) -> Self {
        Self(page(app, &problem, &qa_widget::render::problem(&problem)))
    }

    /// The page for a refusal without a form to show it in.
    pub(super) fn refusal(app: &App, refusal: Refusal) -> Self {
        Self::new(app, problem(refusal))
    }
}

impl IntoResponse for PageFailure {
    fn into_response(self) -> Response {
        self.0
    }
}

/// A page with `problem`'s status, and `body`, which shows it.
pub(super) fn page(app: &App, problem: &Problem, body: &str) -> Response {
    let (status, headers) = head(problem);
    (headers, shell::page(app, status, &problem.title, body)).into_response()
}

/// `problem` as JSON below the API, as a page elsewhere.
pub(super) fn response(app: &App, uri: &Uri, problem: Problem) -> Response {
    if uri.path().starts_with("/_qa/api/") { json(&problem) } else { PageFailure::new(app, problem).into_response() }
}

/// A path below `/_qa/` that is not one.
pub(super) async fn nothing_here(State(app): State<Arc<App>>, uri: Uri) -> Response {
    response(&app, &uri, Problem::new(Code::NotFound, "Check the address."))
}

/// A path that does not take this method.
pub(super) async fn method_not_allowed(State(app): State<Arc<App>>, uri: Uri) -> Response {
    let detail = "The address is right, but not for this kind of request.";
    response(&app, &uri, Problem::new(Code::MethodNotAllowed, detail))
}

/// What a library refuses by itself, such as an address that is no UTF-8, is told by the API as a problem too.
pub(super) async fn of_libraries(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/_qa/api/");
    let response = next.run(request).await;
    let is_problem = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == MEDIA_TYPE);
    if !is_api || is_problem || !response.status().is_client_error() {
        return response;
    }
    match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE => json(&Problem::new(Code::TooLarge, "Shorten what you send.")),
        _ => {
            let detail = "Address and query are UTF-8, and each field of the query stands there once.";
            json(&Problem::new(Code::BadRequest, detail))
        }
    }
}
