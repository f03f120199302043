//! Editing a post, deciding on an edit that waits, and the versions that come of it.
//!
//! **Invariant:** the text of a published post changes only by an edit that the policy lets through or a moderator
//! accepts; until then everybody else sees the text before it.

use std::sync::Arc;

use qa_api::limits;
use qa_api::problem::{Code, Problem};
use qa_api::request::{Changed, EditRequest, Version, VersionState};
use qa_api::thread::{QuestionState, ReplyState};

use super::act::Subject;
use super::announce::Cause;
use super::limits::count;
use super::record::{Deed, record};
use super::refusal::Fields;
use super::{Refusal, Visitor, changes, events, judging, mentions, outbox, posting, view};
use crate::app::App;
use crate::clock::{Millis, rfc3339};
use crate::domain::account::Account;
use crate::domain::capability::{Capability, allows};
use crate::domain::edit::{may_edit_question, may_edit_reply};
use crate::domain::limit::EDITS_PER_ACCOUNT;
use crate::domain::outbound::{ACT_DELAY, Outbound};
use crate::domain::policy::{Decision, Signals};
use crate::domain::post::{Question, Reply};
use crate::domain::trace::Trace;
use crate::store::questions::{find_question, find_question_text, update_question_text};
use crate::store::replies::{count_replies_of_others, find_reply, find_reply_text, update_reply_text};
use crate::store::versions::{self, DROPPED, HELD, SHOWN, Text};
use crate::store::{StoreError, Tx};

/// A question, or a reply with its question.
#[derive(Clone, Debug)]
pub(super) struct Post {
    /// The question.
    pub question: Question,
    reply: Option<Reply>,
}

impl Post {
    pub(super) fn new(question: Question, reply: Option<Reply>) -> Self {
        Self { question, reply }
    }

    async fn find(tx: &mut Tx, subject: &Subject) -> Result<Self, Refusal> {
        let (id, reply) = match subject {
            Subject::Question(id) => (id.clone(), None),
            Subject::Reply(id) => {
                let reply = find_reply(tx, id).await?.ok_or_else(Refusal::not_found)?;
                (reply.question.clone(), Some(reply))
            }
        };
        let question = find_question(tx, &id).await?.ok_or_else(Refusal::not_found)?;
        Ok(Self { question, reply })
    }

    /// The state's name, for a refusal.
    pub(super) fn state(&self) -> &'static str {
        self.reply.as_ref().map_or(self.question.status.state.name(), |reply| reply.status.state.name())
    }

    fn id(&self) -> &str {
        self.reply.as_ref().map_or(&self.question.id, |reply| &reply.id)
    }

    fn author(&self) -> &str {
        self.reply.as_ref().map_or(&self.question.author.id, |reply| &reply.author.id)
    }

    fn version(&self) -> i64 {
        self.reply.as_ref().map_or(self.question.version, |reply| reply.version)
    }

    fn created_at(&self) -> Millis {
        self.reply.as_ref().map_or(self.question.created_at, |reply| reply.created_at)
    }

    /// The post with another text, to be judged.
    fn words(&self, text: &Text) -> posting::Post {
        posting::Post {
            page: self.question.page.clone(),
            question: self.reply.as_ref().map(|_| self.question.id.clone()),
            section: None,
            title: text.title.clone(),
            body: text.body.clone(),
            body_html: text.body_html.clone(),
            signals: Signals::default(),
        }
    }

    fn is_published(&self) -> bool {
        match &self.reply {
            Some(reply) => reply.status.state == ReplyState::Published,
            None => self.question.status.state == QuestionState::Published,
        }
    }

    fn may_see(&self, account: &Account) -> bool {
        view::may_see_question(account, &self.question)
            && self.reply.as_ref().is_none_or(|reply| view::may_see_reply(account, reply))
    }

    async fn may_edit(&self, tx: &mut Tx, account: &Account, now: Millis) -> Result<bool, StoreError> {
        Ok(match &self.reply {
            Some(reply) => may_edit_reply(&account.id, account.role, reply, &self.question, now),
            None => {
                let answered = count_replies_of_others(tx, &self.question.id, &self.question.author.id).await? > 0;
                may_edit_question(&account.id, account.role, &self.question, answered)
            }
        })
    }

    async fn text(&self, tx: &mut Tx) -> Result<Text, Refusal> {
        let text = match &self.reply {
            Some(reply) => find_reply_text(tx, &reply.id).await?,
            None => find_question_text(tx, &self.question.id).await?,
        };
        text.ok_or_else(Refusal::not_found)
    }

    /// Gives the post version `number` of its text, edited at `edited_at`.
    async fn update(&self, tx: &mut Tx, text: &Text, number: i64, edited_at: Option<Millis>) -> Result<(), Refusal> {
        let (id, version) = (self.id(), self.version());
        let updated = match &self.reply {
            Some(_) => update_reply_text(tx, id, version, text, number, edited_at).await?,
            None => update_question_text(tx, id, version, text, number, edited_at).await?,
        };
        if updated { Ok(()) } else { Err(Refusal::conflict("edited")) }
    }

    async fn record(
        &self,
        tx: &mut Tx,
        app: &App,
        actor: &Account,
        act: &str,
        reason: &str,
        trace: &Trace,
    ) -> Result<String, StoreError> {
        let deed = Deed {
            actor: Some(&actor.id),
            act,
            question: &self.question.id,
            reply: self.reply.as_ref().map(|reply| reply.id.as_str()),
            reason,
            trace: Some(trace),
        };
        match &self.reply {
            Some(reply) => record(tx, app, &deed, &reply.status, &reply.status).await,
            None => record(tx, app, &deed, &self.question.status, &self.question.status).await,
        }
    }
}

/// What became of an edit.
#[derive(Clone, Debug)]
pub struct Edited {
    /// For the API.
    pub changed: Changed,
    /// The page's id.
    pub page: String,
    /// Whether it waits for a moderator.
    pub held: bool,
}

/// Edits the post.
///
/// # Errors
/// When nobody is signed in, the text cannot be accepted, or it is not, or no longer, theirs to change.
pub async fn edit(
    app: &Arc<App>,
    visitor: &Visitor,
    subject: Subject,
    request: EditRequest,
) -> Result<Edited, Refusal> {
    let account = visitor.account.clone().ok_or_else(Refusal::signed_out)?;
    let mut fields = Fields::default();
    let (title, body) = match subject {
        Subject::Question(_) => {
            (fields.take(limits::title(&request.title)), fields.take(limits::question_body(&request.body)))
        }
        Subject::Reply(_) => (String::new(), fields.take(limits::reply_body(&request.body))),
    };
    fields.finish()?;
    let rendered = app.renderer.render(body.clone()).await;
    let body_html = rendered.map_err(|problem| Problem::invalid(vec![problem]))?;
    let text = Text { title, body, body_html };
    let unit_app = app.clone();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                count(tx, &[(&EDITS_PER_ACCOUNT, account.id.as_str())], unit_app.now()).await?;
                let post = Post::find(tx, &subject).await?;
                edit_unit(tx, &unit_app, &account, post, text).await
            })
        })
        .await
}

async fn edit_unit(tx: &mut Tx, app: &App, account: &Account, post: Post, text: Text) -> Result<Edited, Refusal> {
    check(tx, app, account, &post).await?;
    // Names become links as when it was posted.
    let named = mentions::mentions(tx, post.author(), Some(&post.question), &text.body_html).await?;
    let text = Text { body_html: named.html, ..text };
    let (mut held, mut undo) = (false, None);
    if post.text(tx).await? != text {
        let words = post.words(&text);
        let decision = match post.is_published() {
            true => judging::judge(tx, app, account, &words, post.id()).await?,
            // Whatever waits is looked at anyway.
            false => Decision::Publish,
        };
        match decision {
            Decision::Publish => {
                let number = next_number(tx, app, &post).await?;
                let version = version(app, account, &post, &text, number, SHOWN, None);
                versions::insert_version(tx, &version).await?;
                post.update(tx, &text, number, Some(app.now())).await?;
                judging::remember(tx, app, post.author(), post.id(), &words).await?;
                let trace = Trace::Edited { from: post.version(), to: number };
                let audit = post.record(tx, app, account, "edit", "", &trace).await?;
                note_change(tx, app, &post, &named.accounts, &account.id, &audit).await?;
                if post.author() != account.id {
                    let outbound = Outbound::post_edited(&post.question, post.id(), post.author(), &audit);
                    outbox::enqueue(tx, app, outbound, Some(&audit)).await?;
                }
                undo = Some(audit);
            }
            Decision::Hold(reason) => {
                drop_held(tx, &post).await?;
                let version = version(app, account, &post, &text, 0, HELD, Some(reason));
                versions::insert_version(tx, &version).await?;
                held = true;
            }
        }
    }
    let question = find_question(tx, &post.question.id).await?.ok_or_else(Refusal::not_found)?;
    let page = question.page.clone();
    let thread = view::thread(tx, app, question, account).await?;
    Ok(Edited { changed: Changed { thread, undo }, page, held })
}

async fn check(tx: &mut Tx, app: &App, account: &Account, post: &Post) -> Result<(), Refusal> {
    if !post.may_see(account) {
        return Err(Refusal::not_found());
    }
    if post.may_edit(tx, account, app.now()).await? {
        return Ok(());
    }
    if post.author() == account.id {
        let detail = "A question can be changed until somebody replies, a reply for a day. \
                      Write a reply that says what has changed, or ask a moderator.";
        return Err(Refusal::new(Code::Forbidden, detail));
    }
    Err(Refusal::new(Code::Forbidden, "Only whoever wrote it and moderators can change it."))
}

/// The number that the next shown version gets; what is there becomes the version before it.
async fn next_number(tx: &mut Tx, app: &App, post: &Post) -> Result<i64, Refusal> {
    let last = versions::find_last_number(tx, post.id()).await?;
    if last > 0 {
        return Ok(last + 1);
    }
    let first = versions::Version {
        id: app.new_id(),
        post_id: post.id().to_owned(),
        account_id: post.author().to_owned(),
        author: String::new(),
        number: post.version(),
        text: post.text(tx).await?,
        state: SHOWN.to_owned(),
        note: None,
        created_at: post.created_at(),
    };
    versions::insert_version(tx, &first).await?;
    Ok(post.version() + 1)
}

fn version(
    app: &App,
    account: &Account,
    post: &Post,
    text: &Text,
    number: i64,
    state: &str,
    note: Option<String>,
) -> versions::Version {
    versions::Version {
        id: app.new_id(),
        post_id: post.id().to_owned(),
        account_id: account.id.clone(),
        author: account.name.clone(),
        number,
        text: text.clone(),
        state: state.to_owned(),
        note,
        created_at: app.now(),
    }
}

/// An edit that waits gives way to a later one.
async fn drop_held(tx: &mut Tx, post: &Post) -> Result<(), StoreError> {
    if let Some(held) = versions::find_held_version(tx, post.id()).await? {
        versions::update_version_state(tx, &held.id, HELD, DROPPED, 0, held.note.as_deref()).await?;
    }
    Ok(())
}

/// Tells of the change, and those whom the text mentions now and did not before.
async fn note_change(
    tx: &mut Tx,
    app: &App,
    post: &Post,
    named: &[String],
    actor: &str,
    audit: &str,
) -> Result<(), StoreError> {
    let cause = Cause { actor, audit: Some(audit), delay: ACT_DELAY };
    mentions::tell_new(tx, app, (&post.question, post.reply.as_ref()), named, cause).await?;
    events::edited(tx, app, &post.question, post.reply.as_ref(), cause).await?;
    if post.is_published() { changes::note(tx, app, &post.question).await } else { Ok(()) }
}

/// Shows the edit that waits, or turns it down; gives the audit entry.
pub(super) async fn decide(
    tx: &mut Tx,
    app: &App,
    moderator: &Account,
    post: &Post,
    accept: bool,
    reason: &str,
) -> Result<String, Refusal> {
    let held = versions::find_held_version(tx, post.id()).await?;
    let held = held.ok_or_else(|| Refusal::conflict("without an edit that waits"))?;
    if accept {
        let number = next_number(tx, app, post).await?;
        versions::update_version_state(tx, &held.id, HELD, SHOWN, number, None).await?;
        post.update(tx, &held.text, number, Some(held.created_at)).await?;
        let trace = Trace::Edited { from: post.version(), to: number };
        let audit = post.record(tx, app, moderator, "accept_edit", reason, &trace).await?;
        let named = mentions::linked_in(tx, post.author(), &post.question, &held.text.body_html).await?;
        note_change(tx, app, post, &named, &moderator.id, &audit).await?;
        return Ok(audit);
    }
    let note = Some(reason).filter(|reason| !reason.is_empty());
    versions::update_version_state(tx, &held.id, HELD, DROPPED, 0, note).await?;
    let trace = Trace::Refused { version: held.id.clone() };
    let audit = post.record(tx, app, moderator, "refuse_edit", reason, &trace).await?;
    if held.account_id != moderator.id {
        let outbound = Outbound::edit_refused(&post.question, &held.id, &held.account_id, &audit);
        outbox::enqueue(tx, app, outbound, Some(&audit)).await?;
    }
    Ok(audit)
}

/// Takes back an edit, or the decision on one; false when the text has changed since.
pub(super) async fn revert(tx: &mut Tx, subject: &Subject, act: &str, trace: &Trace) -> Result<bool, Refusal> {
    let post = Post::find(tx, subject).await?;
    match trace {
        Trace::Edited { from, to } => {
            let (Some(before), Some(after)) = (
                versions::find_version_by_number(tx, post.id(), *from).await?,
                versions::find_version_by_number(tx, post.id(), *to).await?,
            ) else {
                return Ok(false);
            };
            let waits_again = act == "accept_edit";
            let taken = waits_again && versions::find_held_version(tx, post.id()).await?.is_some();
            if post.version() != *to || taken {
                return Ok(false);
            }
            let (state, note) =
                if waits_again { (HELD, Some("Brought back by a moderator.")) } else { (DROPPED, None) };
            let edited_at = (before.number > 1).then_some(before.created_at);
            post.update(tx, &before.text, *from, edited_at).await?;
            Ok(versions::update_version_state(tx, &after.id, SHOWN, state, 0, note).await?)
        }
        Trace::Refused { version } => {
            if versions::find_held_version(tx, post.id()).await?.is_some() {
                return Ok(false);
            }
            let note = Some("Brought back by a moderator.");
            Ok(versions::update_version_state(tx, version, DROPPED, HELD, 0, note).await?)
        }
        _ => Ok(true),
    }
}

/// What somebody is about to edit.
#[derive(Clone, Debug)]
pub struct Editable {
    /// The text as it is now, or as their edit that waits would have it.
    pub request: EditRequest,
    /// The page's id.
    pub page: String,
    /// The question's id.
    pub question: String,
}

/// The text of a post for whoever may edit it.
///
/// # Errors
/// As [`edit`].
pub async fn editable(app: &App, visitor: &Visitor, subject: &Subject) -> Result<Editable, Refusal> {
    let account = visitor.account.as_ref().ok_or_else(Refusal::signed_out)?;
    let mut tx = app.store.read().await?;
    let post = Post::find(&mut tx, subject).await?;
    check(&mut tx, app, account, &post).await?;
    let held = versions::find_held_version(&mut tx, post.id()).await?;
    let text = match held.filter(|held| held.account_id == account.id) {
        Some(held) => held.text,
        None => post.text(&mut tx).await?,
    };
    Ok(Editable {
        request: EditRequest { title: text.title, body: text.body },
        page: post.question.page.clone(),
        question: post.question.id,
    })
}

/// The versions of a post, newest first, with the question's title and page, for its author and moderators.
///
/// # Errors
/// When nobody is signed in, or there is no such post that they wrote or may moderate.
pub async fn list_versions(
    app: &App,
    visitor: &Visitor,
    subject: &Subject,
) -> Result<(Vec<Version>, Question), Refusal> {
    let account = visitor.account.as_ref().ok_or_else(Refusal::signed_out)?;
    let mut tx = app.store.read().await?;
    let post = Post::find(&mut tx, subject).await?;
    let may = post.author() == account.id || allows(Some(account.role), false, Capability::SeeUnpublished);
    if !may || !post.may_see(account) {
        return Err(Refusal::not_found());
    }
    let mut listed: Vec<Version> =
        versions::list_versions(&mut tx, post.id()).await?.into_iter().map(|version| public(version, &post)).collect();
    if !listed.iter().any(|version| version.state == VersionState::Present) {
        let text = post.text(&mut tx).await?;
        let author = post.reply.as_ref().map_or(&post.question.author, |reply| &reply.author);
        listed.push(Version {
            number: Some(1),
            author: author.name.clone(),
            at: rfc3339(post.created_at()),
            title: text.title,
            body: text.body,
            state: VersionState::Present,
            note: None,
        });
    }
    Ok((listed, post.question))
}

fn public(version: versions::Version, post: &Post) -> Version {
    Version {
        number: (version.number > 0).then_some(version.number),
        author: version.author,
        at: rfc3339(version.created_at),
        title: version.text.title,
        body: version.text.body,
        state: match version.state.as_str() {
            SHOWN if version.number == post.version() => VersionState::Present,
            SHOWN => VersionState::Past,
            HELD => VersionState::Held,
            _ => VersionState::Dropped,
        },
        note: version.note,
    }
}
