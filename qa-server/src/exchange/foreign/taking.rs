//! Puts prepared threads into the database, some at a time; those that are here already stay as they are.

use std::sync::Arc;

use qa_api::thread::QuestionState;
use sha2::{Digest, Sha256};

use super::threads::{Home, Ready, ReadyPost};
use super::{Order, Report, System};
use crate::app::App;
use crate::domain::post::{Question, Reply};
use crate::domain::status::{QuestionStatus, ReplyStatus};
use crate::exchange::ExchangeError;
use crate::exchange::authors::Authors;
use crate::random::Ids;
use crate::service::changes;
use crate::store::pages::{find_moved_page, update_page, update_page_gone};
use crate::store::questions::{NewQuestion, find_question_by_repeat_key, insert_question, update_question_status};
use crate::store::replies::{NewReply, find_reply_by_repeat_key, insert_reply};
use crate::store::{StoreError, Tx};

/// Posts after which a unit of work ends: few enough that a running server's own writes do not wait long.
const TOGETHER: usize = 200;

/// Why a unit of work leaves no trace.
enum Halt {
    /// It was only to say what it would do.
    DryRun(Report),
    Store(StoreError),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Stores the threads, or finds out what that would do.
pub(super) async fn take(
    app: &Arc<App>,
    order: &Order,
    ready: Vec<Ready>,
    report: &mut Report,
) -> Result<(), ExchangeError> {
    let ids = Arc::new(Ids::default());
    let mut waiting = ready.into_iter().peekable();
    while waiting.peek().is_some() {
        let (mut threads, mut posts) = (Vec::new(), 0);
        while let Some(thread) = waiting.next_if(|_| posts < TOGETHER) {
            posts += 1 + thread.replies.len();
            threads.push(thread);
        }
        let unit = Unit { app: app.clone(), ids: ids.clone(), system: order.system };
        let dry_run = order.dry_run;
        let done = app.store.write(move |tx: &mut Tx| {
            Box::pin(async move {
                let mut done = Report::default();
                let mut authors = Authors::new(&unit.app);
                for thread in &threads {
                    unit.thread(tx, &mut authors, thread, &mut done).await?;
                }
                if dry_run { Err(Halt::DryRun(done)) } else { Ok(done) }
            })
        });
        match done.await {
            Ok(done) | Err(Halt::DryRun(done)) => report.add(&done),
            Err(Halt::Store(error)) => return Err(error.into()),
        }
    }
    Ok(())
}

/// One unit of work.
struct Unit {
    app: Arc<App>,
    ids: Arc<Ids>,
    system: System,
}

impl Unit {
    /// Stores what of a thread is not here yet.
    async fn thread(
        &self,
        tx: &mut Tx,
        authors: &mut Authors<'_>,
        thread: &Ready,
        done: &mut Report,
    ) -> Result<(), StoreError> {
        let known = find_question_by_repeat_key(tx, &self.repeat_key(&thread.question)).await?;
        let is_known = known.is_some();
        let (question, mut is_changed) = match known {
            Some(question) => {
                done.known += 1;
                (question, false)
            }
            None => {
                done.questions += 1;
                done.held += usize::from(thread.question.held);
                (self.question(tx, authors, thread).await?, true)
            }
        };
        let takes_replies = matches!(question.status.state, QuestionState::Published | QuestionState::Held);
        let ids = Ids::default();
        let mut solution = None;
        for reply in &thread.replies {
            if find_reply_by_repeat_key(tx, &self.repeat_key(reply)).await?.is_some() {
                done.known += 1;
            } else if !takes_replies {
                done.orphans += 1;
            } else {
                let id = self.reply(tx, authors, &ids, &question, reply).await?;
                done.replies += 1;
                done.held += usize::from(reply.held);
                is_changed = true;
                solution =
                    thread.solution.as_ref().filter(|(key, _)| *key == reply.key).map(|(_, at)| (id, *at)).or(solution);
            }
        }
        if !is_known && (thread.locked || solution.is_some()) {
            let status = QuestionStatus {
                locked: thread.locked,
                resolved_at: solution.as_ref().map(|(_, at)| *at),
                solution: solution.map(|(id, _)| id),
                ..question.status.clone()
            };
            update_question_status(tx, &question.id, &question.status, &status).await?;
        }
        if is_changed && question.status.state == QuestionState::Published {
            changes::note(tx, &self.app, &question).await?;
        }
        Ok(())
    }

    async fn question(&self, tx: &mut Tx, authors: &mut Authors<'_>, thread: &Ready) -> Result<Question, StoreError> {
        let post = &thread.question;
        let question = Question {
            id: self.ids.next(self.app.random.as_ref(), post.at),
            page: self.page(tx, &thread.home).await?,
            author: authors.of(tx, self.system.name(), &post.author).await?,
            title: thread.title.clone(),
            body_html: post.html.clone(),
            status: if post.held { QuestionStatus::held(self.held()) } else { QuestionStatus::published() },
            created_at: post.at,
            version: 1,
            ..Question::default()
        };
        let repeat_key = self.repeat_key(post);
        insert_question(tx, &NewQuestion { question: &question, repeat_key: &repeat_key, body: &post.body }).await?;
        Ok(question)
    }

    async fn reply(
        &self,
        tx: &mut Tx,
        authors: &mut Authors<'_>,
        ids: &Ids,
        question: &Question,
        post: &ReadyPost,
    ) -> Result<String, StoreError> {
        let reply = Reply {
            id: ids.next(self.app.random.as_ref(), post.at),
            question: question.id.clone(),
            author: authors.of(tx, self.system.name(), &post.author).await?,
            body_html: post.html.clone(),
            status: if post.held { ReplyStatus::held(self.held()) } else { ReplyStatus::published() },
            created_at: post.at,
            version: 1,
            ..Reply::default()
        };
        let repeat_key = self.repeat_key(post);
        insert_reply(tx, &NewReply { reply: &reply, repeat_key: &repeat_key, body: &post.body }).await?;
        Ok(reply.id)
    }

    /// The id of the page; one that the site does not have becomes a page that is gone, which waits with its questions
    /// for a moderator, or for an alias of the site's that says where its address leads now.
    async fn page(&self, tx: &mut Tx, home: &Home) -> Result<String, StoreError> {
        let (place, title) = match home {
            Home::Known(id) => return Ok(id.clone()),
            Home::Lost { place, title } => (place, title),
        };
        let id = lost_id(self.system, place);
        if let Some(to) = find_moved_page(tx, &id).await? {
            return Ok(to);
        }
        let path = url::Url::parse(place).map_or_else(|_| place.clone(), |url| url.path().to_owned());
        let path = if path.ends_with('/') { path } else { format!("{path}/") };
        let title = if title.trim().is_empty() { place } else { title };
        update_page(tx, (&id, &path, title), "", self.app.now()).await?;
        update_page_gone(tx, &id, self.app.now()).await?;
        Ok(id)
    }

    fn repeat_key(&self, post: &ReadyPost) -> String {
        format!("import {} {}", self.system.name(), post.key)
    }

    /// What moderators read beside a post that waits.
    fn held(&self) -> String {
        format!("It waited for a moderator at {} when it was imported.", self.system.title())
    }
}

/// The id of a page that the site does not have, the same in every run: letters, digits and hyphens.
fn lost_id(system: System, place: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let plain: String = place.chars().map(letter).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let digest: String = Sha256::digest(place).iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{digest}", system.name(), words.join("-"))
}
