//! Lists of questions as Atom feeds (RFC 4287).

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use qa_api::{escape_html, paths};

use super::super::problem::PageFailure;
use super::{list, public};
use crate::app::App;
use crate::service::lists::{List, Listed, part};

pub(in crate::http) async fn get_newest(app: State<Arc<App>>, headers: HeaderMap) -> Result<Response, PageFailure> {
    show(&app, &List::Newest, &headers).await
}

pub(in crate::http) async fn get_unanswered(app: State<Arc<App>>, headers: HeaderMap) -> Result<Response, PageFailure> {
    show(&app, &List::Unanswered, &headers).await
}

pub(in crate::http) async fn get_solved(app: State<Arc<App>>, headers: HeaderMap) -> Result<Response, PageFailure> {
    show(&app, &List::Solved, &headers).await
}

pub(in crate::http) async fn get_topic(
    app: State<Arc<App>>,
    Path(topic): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageFailure> {
    show(&app, &List::Topic(topic), &headers).await
}

async fn show(app: &App, list: &List, headers: &HeaderMap) -> Result<Response, PageFailure> {
    let part = part(app, list, "").await.map_err(|refusal| PageFailure::refusal(app, refusal))?;
    let path = list.path();
    let title = format!("{} – {}", list::heading(app, list), app.site.contents().title);
    // A feed has to have been updated some time; one without questions never was.
    let updated = part.items.first().map_or("1970-01-01T00:00:00Z", |item| item.thread.asked_at.as_str());
    let entries: String = part.items.iter().map(|item| entry(app, item)).collect();
    let feed = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <title>{title}</title>\n<id>{id}</id>\n<link href=\"{id}\"/>\n<link rel=\"self\" href=\"{itself}\"/>\n\
         <updated>{updated}</updated>\n{entries}</feed>\n",
        title = escape_html(&title),
        id = escape_html(&app.url(&path)),
        itself = escape_html(&app.url(&paths::feed(&path))),
    );
    Ok(public(headers, "application/atom+xml; charset=utf-8", feed))
}

fn entry(app: &App, item: &Listed) -> String {
    let thread = &item.thread;
    let link = escape_html(&app.url(&paths::permalink(&thread.title, &thread.id)));
    // The words of a permalink follow the title; the id alone never changes.
    let id = escape_html(&app.url(&paths::permalink("", &thread.id)));
    format!(
        "<entry><title>{title}</title><id>{id}</id><link href=\"{link}\"/><published>{at}</published>\
         <updated>{at}</updated><author><name>{name}</name></author><content type=\"html\">{body}</content></entry>\n",
        title = escape_html(&thread.title),
        at = thread.asked_at,
        name = escape_html(&thread.author.name),
        body = escape_html(&thread.body_html),
    )
}
