//! `GET /_qa/reports` and `GET /_qa/reports/{page}`: what readers let writers know.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use qa_api::paths;

use super::super::extract::Who;
use super::super::shell;
use super::sign_in::sign_in_first;
use crate::app::App;
use crate::service::reports::{page_report, reports};

/// Shows where readers are hurt most, or how to sign in.
pub(in crate::http) async fn get_reports(State(app): State<Arc<App>>, Who(visitor): Who) -> Response {
    match reports(&app, &visitor).await {
        Ok(reports) => shell::page(&app, StatusCode::OK, "What readers say", &qa_widget::render::reports(&reports)),
        Err(refusal) => sign_in_first(&app, refusal, paths::REPORTS_PAGE),
    }
}

/// Shows everything about one page, or how to sign in.
pub(in crate::http) async fn get_page_report(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(id): Path<String>,
) -> Response {
    match page_report(&app, &visitor, &id).await {
        Ok(report) => {
            let title = format!("What readers say about “{}”", report.summary.title);
            shell::page(&app, StatusCode::OK, &title, &qa_widget::render::page_report(&report))
        }
        Err(refusal) => sign_in_first(&app, refusal, paths::REPORTS_PAGE),
    }
}
