//! Lists of questions as pages.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use qa_api::reader::SimilarSection;
use qa_api::{escape_html, paths};
use qa_widget::form::{ListedQuestion, QuestionList};
use serde::Deserialize;

use super::super::extract::Client;
use super::super::problem::PageFailure;
use super::page;
use crate::app::App;
use crate::service::Refusal;
use crate::service::lists::{List, Listed, part};
use crate::service::search::{note_empty, search};
use crate::service::similar::section_url;
use crate::store::sections::FoundSection;

/// Where a part of a list begins, or what is searched for.
#[derive(Debug, Default, Deserialize)]
pub(in crate::http) struct Before {
    #[serde(default)]
    before: String,
    #[serde(default)]
    q: String,
}

pub(in crate::http) async fn get_newest(
    app: State<Arc<App>>,
    client: Client,
    before: Query<Before>,
    headers: HeaderMap,
) -> Result<Response, PageFailure> {
    if before.q.trim().is_empty() {
        return show(&app, &List::Newest, &before.before, &headers).await;
    }
    show_found(&app, &client, &before.q, &headers).await
}

pub(in crate::http) async fn get_unanswered(
    app: State<Arc<App>>,
    before: Query<Before>,
    headers: HeaderMap,
) -> Result<Response, PageFailure> {
    show(&app, &List::Unanswered, &before.before, &headers).await
}

pub(in crate::http) async fn get_solved(
    app: State<Arc<App>>,
    before: Query<Before>,
    headers: HeaderMap,
) -> Result<Response, PageFailure> {
    show(&app, &List::Solved, &before.before, &headers).await
}

pub(in crate::http) async fn get_topic(
    app: State<Arc<App>>,
    Path(topic): Path<String>,
    before: Query<Before>,
    headers: HeaderMap,
) -> Result<Response, PageFailure> {
    show(&app, &List::Topic(topic), &before.before, &headers).await
}

/// What the questions of `list` have in common.
pub(super) fn heading(app: &App, list: &List) -> String {
    match list {
        List::Newest => "Questions".to_owned(),
        List::Unanswered => "Unanswered questions".to_owned(),
        List::Solved => "Solved questions".to_owned(),
        List::Topic(topic) => {
            let title = app.site.contents().topic(topic).map_or_else(|| topic.clone(), |topic| topic.title.clone());
            format!("Questions about {title}")
        }
    }
}

async fn show(app: &App, list: &List, before: &str, headers: &HeaderMap) -> Result<Response, PageFailure> {
    let part = part(app, list, before).await.map_err(|refusal| PageFailure::refusal(app, refusal))?;
    let (path, heading) = (list.path(), heading(app, list));
    let form = QuestionList {
        heading: heading.clone(),
        lists: lists(app),
        path: path.clone(),
        query: String::new(),
        sections: Vec::new(),
        items: part.items.iter().map(|item| listed(app, item)).collect(),
        next: part.next.map(|before| format!("{path}?before={before}")),
    };
    // Later parts shift as questions come in: search engines find everything by the permalinks.
    let robots = if before.is_empty() { "" } else { "<meta name=\"robots\" content=\"noindex\">" };
    let feed = escape_html(&app.url(&paths::feed(&path)));
    let head = format!("{robots}<link rel=\"alternate\" type=\"application/atom+xml\" href=\"{feed}\">");
    Ok(page(app, headers, &heading, &path, &head, &qa_widget::render::question_list(&form)))
}

/// What was found, which search engines need not list.
async fn show_found(
    app: &App,
    Client(client): &Client,
    query: &str,
    headers: &HeaderMap,
) -> Result<Response, PageFailure> {
    let found = search(app, query).await.map_err(|refusal| PageFailure::refusal(app, refusal))?;
    if found.sections.is_empty() && found.questions.is_empty() {
        // Only counted: whether that works is nothing to the reader.
        if let Err(Refusal::Store(error)) = note_empty(app, client, query).await {
            tracing::warn!(%error, "a search that found nothing was not counted");
        }
    }
    let heading = "Search".to_owned();
    let form = QuestionList {
        heading: heading.clone(),
        lists: lists(app),
        path: paths::QUESTIONS_LIST.to_owned(),
        query: query.replace('\0', "\u{FFFD}"),
        sections: found.sections.into_iter().filter_map(|section| found_section(app, section)).collect(),
        items: found.questions.iter().map(|item| listed(app, item)).collect(),
        next: None,
    };
    let head = "<meta name=\"robots\" content=\"noindex\">";
    Ok(page(app, headers, &heading, paths::QUESTIONS_LIST, head, &qa_widget::render::question_list(&form)))
}

fn lists(app: &App) -> Vec<(String, String)> {
    let mut lists = vec![
        ("Newest".to_owned(), List::Newest.path()),
        ("Unanswered".to_owned(), List::Unanswered.path()),
        ("Solved".to_owned(), List::Solved.path()),
    ];
    lists.extend(app.site.contents().topics.iter().map(|topic| (topic.title.clone(), paths::topic_list(&topic.id))));
    lists
}

fn listed(app: &App, item: &Listed) -> ListedQuestion {
    let contents = app.site.contents();
    ListedQuestion {
        path: paths::permalink(&item.thread.title, &item.thread.id),
        title: item.thread.title.clone(),
        author: item.thread.author.name.clone(),
        asked_at: item.thread.asked_at.clone(),
        page_title: contents.home_title(&item.page),
        replies: item.replies,
        resolved: item.thread.resolved,
    }
}

/// The section, unless its page went in the meantime.
fn found_section(app: &App, section: FoundSection) -> Option<SimilarSection> {
    let contents = app.site.contents();
    let page = contents.page(&section.page_id)?;
    let url = section_url(&page.path, &section.anchor);
    Some(SimilarSection { title: section.title, page_title: page.title.clone(), url })
}
