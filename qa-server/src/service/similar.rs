//! What may answer a question before it is asked: sections of the handbook and earlier questions that are like it.

use qa_api::paths;
use qa_api::reader::{Chosen, Similar, SimilarQuestion, SimilarSection};

use super::limits::count;
use super::{Refusal, Visitor};
use crate::app::App;
use crate::domain::limit::CHOICES_PER_CLIENT;
use crate::domain::search::{Query, best, spread};
use crate::store::drafts::find_draft;
use crate::store::search::list_similar;
use crate::store::section_choices::update_section_chosen;
use crate::store::sections::list_found_sections;

/// Most sections that are offered.
const MOST_SECTIONS: usize = 4;
/// Most sections of one page among them.
const MOST_OF_PAGE: usize = 3;
/// Most questions that are offered.
const MOST_QUESTIONS: usize = 4;
/// Candidates of each kind that the database gives.
const CANDIDATES: i64 = 24;

/// What is like `text`, which somebody is about to ask on page `page`.
///
/// # Errors
/// When the database is away.
pub async fn similar(app: &App, page: &str, text: &str) -> Result<Similar, Refusal> {
    let Some(query) = Query::like(text) else { return Ok(Similar::default()) };
    let mut tx = app.store.read().await?;
    let sections = list_found_sections(&mut tx, &query, CANDIDATES).await?;
    let questions = list_similar(&mut tx, &query, CANDIDATES).await?;
    drop(tx);
    let contents = app.site.contents();
    let sections = best(&query, sections, |section| section.page_id == page);
    let sections = spread(sections, MOST_SECTIONS, MOST_OF_PAGE, |section| &section.page_id);
    let sections = sections.into_iter().filter_map(|section| {
        let page = contents.page(&section.page_id)?;
        let url = section_url(&page.path, &section.anchor);
        Some(SimilarSection { title: section.title, page_title: page.title.clone(), url })
    });
    let questions = best(&query, questions, |_| false);
    let questions = questions.into_iter().take(MOST_QUESTIONS).map(|question| SimilarQuestion {
        url: paths::permalink(&question.title, &question.id),
        title: question.title,
        replies: u32::try_from(question.replies).unwrap_or(u32::MAX),
        resolved: question.resolved,
    });
    Ok(Similar { sections: sections.collect(), questions: questions.collect() })
}

/// What is like the question that waits as `draft`; nothing for a reply.
///
/// # Errors
/// When the database is away.
pub async fn similar_to_draft(app: &App, draft: &str) -> Result<Similar, Refusal> {
    let mut tx = app.store.read().await?;
    let draft = find_draft(&mut tx, draft).await?;
    drop(tx);
    match draft.filter(|draft| draft.question.is_none()) {
        Some(draft) => similar(app, &draft.page, &draft.title).await,
        None => Ok(Similar::default()),
    }
}

/// Counts that an offered section was chosen; anything else that was offered is not counted, and nobody is.
///
/// # Errors
/// When the machine chose too much, or the database is away.
pub async fn choose(app: &App, visitor: &Visitor, chosen: &Chosen) -> Result<(), Refusal> {
    let (path, anchor) = chosen.url.split_once('#').unwrap_or((&chosen.url, ""));
    let page = app.site.contents().page_at(path).map(|page| page.id.clone());
    let (client, anchor, now) = (visitor.client.clone(), anchor.to_owned(), app.now());
    app.store
        .write(move |tx| {
            Box::pin(async move {
                count(tx, &[(&CHOICES_PER_CLIENT, client.as_str())], now).await?;
                if let Some(page) = &page {
                    update_section_chosen(tx, page, &anchor).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Where a section is; without an anchor, where its page is.
pub fn section_url(path: &str, anchor: &str) -> String {
    if anchor.is_empty() { path.to_owned() } else { format!("{path}#{anchor}") }
}
