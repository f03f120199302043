//! `GET /_qa/api/v1/reports` and `GET /_qa/api/v1/pages/{page}/report`.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::super::extract::Who;
use super::super::problem::Failure;
use super::private;
use crate::app::App;
use crate::service::reports::{page_report, reports};

/// Where readers are hurt most.
pub(in crate::http) async fn get_reports(State(app): State<Arc<App>>, Who(visitor): Who) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &reports(&app, &visitor).await?))
}

/// Everything about one page.
pub(in crate::http) async fn get_page_report(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(page): Path<String>,
) -> Result<Response, Failure> {
    Ok(private(StatusCode::OK, &page_report(&app, &visitor, &page).await?))
}
