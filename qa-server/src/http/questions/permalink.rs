//! `GET /questions/{name}`: one published question.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use qa_widget::form::QuestionPage;

use super::super::problem::PageFailure;
use super::{page, structured};
use crate::app::App;
use crate::service::permalink::{Found, find};

/// Shows it, or goes on to its present path. Not for search engines until somebody has replied.
pub(in crate::http) async fn get_permalink(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageFailure> {
    let (thread, page_id) = match find(&app, &name).await {
        Ok(Found::Here(thread, page)) => (*thread, page),
        Ok(Found::At(path)) => return Ok((StatusCode::MOVED_PERMANENTLY, [(LOCATION, path)]).into_response()),
        Err(refusal) => return Err(PageFailure::refusal(&app, refusal)),
    };
    let contents = app.site.contents();
    let asked_on = contents.page(&page_id);
    let path = qa_api::paths::permalink(&thread.title, &thread.id);
    let unanswered = if thread.replies.is_empty() { "<meta name=\"robots\" content=\"noindex\">" } else { "" };
    let head = format!(
        "{unanswered}<script type=\"application/ld+json\">{}</script>",
        qa_api::json_for_script(&structured::question(&thread, &app.url(&path)))
    );
    let title = thread.title.clone();
    let form = QuestionPage {
        thread,
        page_title: asked_on.map_or_else(|| page_id.clone(), |page| page.title.clone()),
        page_path: asked_on.map_or_else(|| qa_api::paths::personal_page(&page_id), |page| page.path.clone()),
    };
    Ok(page(&app, &headers, &title, &path, &head, &qa_widget::render::question(&form)))
}
