//! Writing every published thread into a folder.

use std::fs;
use std::path::Path;

use qa_api::paths;
use qa_api::thread::QuestionState;

use super::file::{Head, ReplyHead, SectionHead, ThreadFile};
use super::{ExchangeError, at};
use crate::app::App;
use crate::clock::rfc3339;
use crate::domain::post::{Published, Question, Reply};
use crate::store::Tx;
use crate::store::page_changes::list_changed_pages;
use crate::store::questions::{find_question_text, list_shown_questions};
use crate::store::replies::{find_reply_text, list_published_replies};

/// Pages that are asked for together.
const TOGETHER: i64 = 500;

/// Writes a file for each published question, in a folder for each page; gives how many.
/// A file that is there already is written anew, so that git shows what changed.
///
/// # Errors
/// When the database is away, or a file cannot be written.
pub async fn export(app: &App, folder: &Path) -> Result<usize, ExchangeError> {
    let mut tx = app.store.read().await?;
    let (mut since, mut after, mut written) = (0, String::new(), 0);
    loop {
        let pages = list_changed_pages(&mut tx, since, &after, TOGETHER).await?;
        let Some((last, changed_at)) = pages.last().cloned() else { return Ok(written) };
        for (page, _) in &pages {
            written += export_page(&mut tx, page, folder).await?;
        }
        (since, after) = (changed_at, last);
    }
}

async fn export_page(tx: &mut Tx, page: &str, folder: &Path) -> Result<usize, ExchangeError> {
    let questions = list_shown_questions(tx, page).await?;
    let replies = list_published_replies(tx, page, &questions).await?;
    let folder = folder.join(page);
    let mut written = 0;
    // A place that is kept for others' replies has no text of its own.
    for question in questions.iter().filter(|question| question.get().status.state == QuestionState::Published) {
        let id = &question.get().id;
        let own: Vec<_> = replies.iter().filter(|(of, _)| of.get().id == *id).map(|(_, reply)| reply).collect();
        let text = thread(tx, question, &own).await?.write();
        let permalink = paths::permalink(&question.get().title, id);
        let path = folder.join(format!("{}.md", permalink.rsplit('/').next().unwrap_or(id)));
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        fs::write(&path, text).map_err(at(&path))?;
        written += 1;
    }
    Ok(written)
}

async fn thread(
    tx: &mut Tx,
    question: &Published<Question>,
    replies: &[&Published<Reply>],
) -> Result<ThreadFile, ExchangeError> {
    let question = question.get();
    let mut texts = vec![find_question_text(tx, &question.id).await?.map(|text| text.body).unwrap_or_default()];
    let mut heads = Vec::new();
    for reply in replies.iter().map(|reply| reply.get()) {
        texts.push(find_reply_text(tx, &reply.id).await?.map(|text| text.body).unwrap_or_default());
        heads.push(ReplyHead {
            id: reply.id.clone(),
            author: reply.author.name.clone(),
            posted: rfc3339(reply.created_at),
        });
    }
    let section = question.section.clone();
    let head = Head {
        id: question.id.clone(),
        page: question.page.clone(),
        section: section.map(|it| SectionHead { anchor: it.anchor, title: it.title, hash: it.hash }),
        title: question.title.clone(),
        author: question.author.name.clone(),
        asked: rfc3339(question.created_at),
        resolved: question.status.resolved_at.map(rfc3339),
        solution: question.status.solution.clone().filter(|id| heads.iter().any(|head| head.id == *id)),
        locked: question.status.locked,
        pinned: question.status.pinned,
        replies: heads,
    };
    Ok(ThreadFile { head, texts })
}
