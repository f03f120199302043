//! Taking a folder of threads into a server that has no questions.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use qa_api::limits;

use super::authors::{Author, Authors};
use super::file::{ReplyHead, ThreadFile};
use super::{ExchangeError, at};
use crate::app::App;
use crate::clock::parse_rfc3339;
use crate::domain::post::{Question, Reply, Section};
use crate::domain::status::{QuestionStatus, ReplyStatus};
use crate::service::changes;
use crate::store::Tx;
use crate::store::gauges::count_posts;
use crate::store::questions::{NewQuestion, insert_question, update_question_status};
use crate::store::replies::{NewReply, insert_reply};

/// What authors of such files go by.
const SYSTEM: &str = "markdown";

/// A thread that was read, checked and rendered.
struct Ready {
    thread: ThreadFile,
    /// Sanitised HTML of each text.
    html: Vec<String>,
}

/// Imports every `.md` file in `folder` and the folders in it; gives how many. All of them, or none.
///
/// # Errors
/// When a file is not a thread, or the server has questions already.
pub async fn import(app: &Arc<App>, folder: &Path) -> Result<usize, ExchangeError> {
    let mut ready = Vec::new();
    for path in files(folder)? {
        ready.push(read(app, &path).await?);
    }
    let (count, unit_app) = (ready.len(), app.clone());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                if !count_posts(tx).await?.is_empty() {
                    return Err(ExchangeError::NotEmpty);
                }
                let mut authors = Authors::new(&unit_app);
                for thread in &ready {
                    insert(tx, &unit_app, &mut authors, thread).await?;
                }
                Ok(())
            })
        })
        .await?;
    Ok(count)
}

/// Every `.md` file in `folder` and the folders in it, in order.
pub(super) fn files(folder: &Path) -> Result<Vec<PathBuf>, ExchangeError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let path = entry.map_err(at(folder))?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

async fn read(app: &App, path: &Path) -> Result<Ready, ExchangeError> {
    let wrong = |reason: String| ExchangeError::Content { path: path.to_owned(), reason };
    let thread = ThreadFile::parse(&fs::read_to_string(path).map_err(at(path))?).map_err(wrong)?;
    limits::title(&thread.head.title).map_err(|problem| wrong(format!("title: {}", problem.message)))?;
    let replies = &thread.head.replies;
    let times = replies.iter().map(|reply| &reply.posted).chain([&thread.head.asked]).chain(&thread.head.resolved);
    for time in times {
        parse_rfc3339(time).ok_or_else(|| wrong(format!("{time:?} is no time such as 2026-11-21T10:00:00Z")))?;
    }
    if let Some(solution) = thread.head.solution.as_ref().filter(|id| !replies.iter().any(|reply| reply.id == **id)) {
        return Err(wrong(format!("its solution {solution} is none of its replies")));
    }
    let mut html = Vec::new();
    for (place, text) in thread.texts.iter().enumerate() {
        let checked = if place == 0 { limits::question_body(text) } else { limits::reply_body(text) };
        let body = checked.map_err(|problem| wrong(problem.message))?;
        html.push(app.renderer.render(body).await.map_err(|problem| wrong(problem.message))?);
    }
    Ok(Ready { thread, html })
}

async fn insert(tx: &mut Tx, app: &App, authors: &mut Authors<'_>, ready: &Ready) -> Result<(), ExchangeError> {
    let head = &ready.thread.head;
    let time = |text: &str| parse_rfc3339(text).unwrap_or_default();
    let section = head.section.clone();
    let question = Question {
        id: head.id.clone(),
        page: head.page.clone(),
        section: section.map(|it| Section { anchor: it.anchor, title: it.title, hash: it.hash }),
        author: authors.of(tx, SYSTEM, &by(&head.author)).await?,
        title: head.title.clone(),
        body_html: ready.html[0].clone(),
        created_at: time(&head.asked),
        version: 1,
        ..Question::default()
    };
    let repeat_key = format!("import {}", head.id);
    insert_question(tx, &NewQuestion { question: &question, repeat_key: &repeat_key, body: &ready.thread.texts[0] })
        .await?;
    let texts = ready.thread.texts.iter().zip(&ready.html).skip(1);
    for (ReplyHead { id, author, posted }, (body, html)) in head.replies.iter().zip(texts) {
        let reply = Reply {
            id: id.clone(),
            question: head.id.clone(),
            author: authors.of(tx, SYSTEM, &by(author)).await?,
            body_html: html.clone(),
            status: ReplyStatus::published(),
            created_at: time(posted),
            version: 1,
            ..Reply::default()
        };
        let repeat_key = format!("import {id}");
        insert_reply(tx, &NewReply { reply: &reply, repeat_key: &repeat_key, body }).await?;
    }
    let status = QuestionStatus {
        resolved_at: head.resolved.as_deref().map(time),
        solution: head.solution.clone(),
        locked: head.locked,
        pinned: head.pinned,
        ..QuestionStatus::published()
    };
    update_question_status(tx, &head.id, &QuestionStatus::published(), &status).await?;
    Ok(changes::note(tx, app, &question).await?)
}

fn by(name: &str) -> Author {
    Author { name: name.to_owned(), address: None }
}
