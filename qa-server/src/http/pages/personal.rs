//! `GET /_qa/page/{page}`: a page of the site with its threads as the signed-in reader may see them.
//!
//! The page's own address shows everybody the same; this one shows a reader their held posts and what they may do,
//! and works without JavaScript.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use qa_api::placeholder::Placeholder;
use qa_api::problem::{Code, Problem};
use qa_api::thread::{Act, PageView};
use qa_api::{json_for_script, paths};
use qa_widget::form::Notice;
use serde::Deserialize;

use super::super::extract::Who;
use super::super::problem::PageFailure;
use super::super::{shell, site};
use crate::app::App;
use crate::domain::account::Account;
use crate::service::{fragments, view};
use crate::store::StoreError;
use crate::store::pages::find_moved_page;

/// What was done just before, in words that only this server chooses.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Done {
    #[serde(default)]
    done: String,
    undo: Option<String>,
}

/// Shows the page.
pub(in crate::http) async fn get_personal_page(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Response, PageFailure> {
    let view =
        threads(&app, &id, visitor.account.as_ref()).await.map_err(|error| PageFailure::refusal(&app, error.into()))?;
    let contents = app.site.contents();
    let page = contents.page(&id).filter(|page| page.qa);
    if page.is_none()
        && view.threads.is_empty()
        && let Some(to) = moved_to(&app, &id).await
    {
        return Ok((StatusCode::MOVED_PERMANENTLY, [(LOCATION, paths::personal_page(&to))]).into_response());
    }
    if page.is_none() && view.threads.is_empty() {
        return Err(PageFailure::new(&app, Problem::new(Code::UnknownPage, "Check the address.")));
    }
    let mut fragment = notice(&done).map(|notice| qa_widget::render::notice(&notice)).unwrap_or_default();
    fragment.push_str(&qa_widget::render::page_view(&view));
    let html = match page {
        Some(page) => site::read_page(&app, page).await,
        None => None,
    };
    let placeholder = html.as_deref().and_then(Placeholder::find);
    Ok(match (html, placeholder) {
        // Not what was baked, so nothing may hydrate it: a build that no widget has.
        (Some(html), Some(placeholder)) => {
            let filled = placeholder.fill(&html, "personal", &fragment, &json_for_script(&view));
            shell::html_response(StatusCode::OK, filled)
        }
        _ => {
            let title = contents.home_title(&id);
            let body = format!("<section id=\"questions\"><div data-qa-root>{fragment}</div></section>");
            shell::page(&app, StatusCode::OK, &title, &body)
        }
    })
}

/// The page to which everything of a page that is gone went.
async fn moved_to(app: &App, page: &str) -> Option<String> {
    find_moved_page(&mut app.store.read().await.ok()?, page).await.ok()?
}

async fn threads(app: &App, page: &str, account: Option<&Account>) -> Result<PageView, StoreError> {
    match account {
        Some(account) => view::personal(&mut app.store.read().await?, app, page, account).await,
        None => Ok(fragments::fragment(app, page).await?.view.clone()),
    }
}

fn notice(done: &Done) -> Option<Notice> {
    let text = match done.done.as_str() {
        "held" => "Stored safely. It is waiting for a moderator; you get a mail when it is on the page.",
        "published" => "It is on the page now.",
        "undone" => "Taken back.",
        "voted" => "Thank you.",
        "unvoted" => "Your vote is taken back.",
        "edited" => "Changed.",
        "followed" => "Saved. Mail about it comes as you have chosen.",
        "edit_held" => "Your change waits for a moderator. Until then everybody sees the text before it.",
        name => qa_widget::form::done(Act::from_name(name)?),
    };
    // Only ids are letters and digits alone; anything else is not from this server.
    let undo = done.undo.clone().filter(|id| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric()));
    Some(Notice { text: text.to_owned(), undo })
}
