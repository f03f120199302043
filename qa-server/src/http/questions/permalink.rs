//! `GET /questions/{name}`: one published question.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use qa_api::thread::QuestionState;
use qa_widget::form::QuestionPage;

use super::super::problem::PageFailure;
use super::{page, structured};
use crate::app::App;
use crate::service::permalink::{Found, find};

/// Shows it, or goes on to its present path. Not for search engines until somebody has replied, nor once it is deleted.
pub(in crate::http) async fn get_permalink(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageFailure> {
    let (thread, page_id) = match find(&app, &name).await {
        Ok(Found::Here(thread, page)) => (*thread, page),
        // Asked for again each time, since a merge can be taken back.
        Ok(Found::At(path)) => {
            let head = [(LOCATION, path), (CACHE_CONTROL, "no-cache".to_owned())];
            return Ok((StatusCode::MOVED_PERMANENTLY, head).into_response());
        }
        Err(refusal) => return Err(PageFailure::refusal(&app, refusal)),
    };
    let contents = app.site.contents();
    let asked_on = contents.page(&page_id);
    let path = qa_api::paths::permalink(&thread.title, &thread.id);
    let deleted = thread.state != QuestionState::Published;
    let mut head = String::new();
    if deleted || thread.replies.is_empty() {
        head.push_str("<meta name=\"robots\" content=\"noindex\">");
    }
    if !deleted {
        let question = qa_api::json_for_script(&structured::question(&thread, &app.url(&path)));
        head.push_str(&format!("<script type=\"application/ld+json\">{question}</script>"));
    }
    let title = if deleted { "A deleted question".to_owned() } else { thread.title.clone() };
    let form = QuestionPage {
        thread,
        page_title: contents.home_title(&page_id),
        page_path: asked_on.map_or_else(|| qa_api::paths::personal_page(&page_id), |page| page.path.clone()),
    };
    Ok(page(&app, &headers, &title, &path, &head, &qa_widget::render::question(&form)))
}
