//! Writing every published thread into a folder.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use qa_api::paths;
use qa_api::thread::QuestionState;

use super::file::{Head, ReplyHead, SectionHead, ThreadFile};
use super::import::files;
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

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Threads that were written.
    pub written: usize,
    /// Files of threads that were removed, since these are not published any more or are in another file now.
    pub removed: usize,
}

/// Writes a file for each published question, in a folder for each page.
/// A file that is there already is written anew, so that git shows what changed;
/// a thread's file that is not written this time is removed, and other files stay.
///
/// # Errors
/// When the database is away, or a file cannot be written.
pub async fn export(app: &App, folder: &Path) -> Result<Exported, ExchangeError> {
    let mut tx = app.store.read().await?;
    let (mut since, mut after, mut written) = (0, String::new(), BTreeSet::new());
    loop {
        let pages = list_changed_pages(&mut tx, since, &after, TOGETHER).await?;
        let Some((last, changed_at)) = pages.last().cloned() else { break };
        for (page, _) in &pages {
            export_page(&mut tx, page, folder, &mut written).await?;
        }
        (since, after) = (changed_at, last);
    }
    Ok(Exported { written: written.len(), removed: remove_others(folder, &written)? })
}

/// Removes threads that are not among those that were `written`; gives how many.
fn remove_others(folder: &Path, written: &BTreeSet<PathBuf>) -> Result<usize, ExchangeError> {
    // A server without a single thread is rather the wrong one than one that lost them all.
    if written.is_empty() {
        return Ok(0);
    }
    let mut removed = 0;
    for path in files(folder)?.into_iter().filter(|path| !written.contains(path)) {
        // What is no thread somebody else put there.
        if fs::read_to_string(&path).is_ok_and(|text| ThreadFile::parse(&text).is_ok()) {
            fs::remove_file(&path).map_err(at(&path))?;
            removed += 1;
        }
    }
    Ok(removed)
}

async fn export_page(
    tx: &mut Tx,
    page: &str,
    folder: &Path,
    written: &mut BTreeSet<PathBuf>,
) -> Result<(), ExchangeError> {
    let questions = list_shown_questions(tx, page).await?;
    let replies = list_published_replies(tx, page, &questions).await?;
    let folder = folder.join(page);
    // A place that is kept for others' replies has no text of its own.
    for question in questions.iter().filter(|question| question.get().status.state == QuestionState::Published) {
        let id = &question.get().id;
        let own: Vec<_> = replies.iter().filter(|(of, _)| of.get().id == *id).map(|(_, reply)| reply).collect();
        let text = thread(tx, question, &own).await?.write();
        let permalink = paths::permalink(&question.get().title, id);
        let path = folder.join(format!("{}.md", permalink.rsplit('/').next().unwrap_or(id)));
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        fs::write(&path, text).map_err(at(&path))?;
        written.insert(path);
    }
    Ok(())
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
