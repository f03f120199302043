//! Where the lines of the inbox come from: one function for each kind.

use std::collections::BTreeMap;

use qa_api::inbox::{InboxItem, InboxKind, ReportReason};
use qa_api::thread::{QuestionState, ReplyState};

use super::{Desk, Waiting};
use crate::domain::post::{Question, Reply};
use crate::store::flags::{ESCALATION, Flag, REPORT, list_open_flags};
use crate::store::homes::list_lost_questions;
use crate::store::inbox::list_unanswered;
use crate::store::look_again::list_look_again;
use crate::store::questions::{find_question, list_held_questions};
use crate::store::replies::{find_reply, list_held_replies};
use crate::store::ticket_notes::list_open_offers;
use crate::store::versions::list_held_versions;
use crate::store::{StoreError, Tx};

/// Most lines of each kind that one look shows.
const MOST: i64 = 200;

pub(super) struct Source<'a, 'app> {
    pub(super) desk: &'a Desk<'app>,
    pub(super) tx: &'a mut Tx,
}

impl Source<'_, '_> {
    /// Questions and replies that are not published yet.
    pub(super) async fn held(self) -> Result<Vec<InboxItem>, StoreError> {
        let mut items = Vec::new();
        for question in list_held_questions(self.tx, MOST).await? {
            let reasons = sentences(question.status.note.as_deref());
            items.push(self.desk.item(InboxKind::Held, of_question(&question, question.created_at, reasons)));
        }
        for reply in list_held_replies(self.tx, MOST).await? {
            if let Some(question) = find_question(self.tx, &reply.question).await? {
                let reasons = sentences(reply.status.note.as_deref());
                items.push(self.desk.item(InboxKind::Held, of_reply(&question, &reply, reply.created_at, reasons)));
            }
        }
        for version in list_held_versions(self.tx, MOST).await? {
            let reply = find_reply(self.tx, &version.post_id).await?;
            let question = reply.as_ref().map_or(version.post_id.as_str(), |reply| reply.question.as_str());
            let Some(question) = find_question(self.tx, question).await? else { continue };
            let mut reasons = vec!["It is a change of what is published; decide on it in its place.".to_owned()];
            reasons.extend(version.note.iter().flat_map(|note| note.lines()).map(str::to_owned));
            items.push(self.desk.item(
                InboxKind::Held,
                match &reply {
                    Some(reply) => of_reply(&question, reply, version.created_at, reasons),
                    None => of_question(&question, version.created_at, reasons),
                },
            ));
        }
        Ok(items)
    }

    /// Published posts that readers reported, or that moderators passed on to the staff: one line for each post.
    pub(super) async fn flagged(self, kind: InboxKind) -> Result<Vec<InboxItem>, StoreError> {
        let name = if kind == InboxKind::Reported { REPORT } else { ESCALATION };
        let mut posts: BTreeMap<(String, Option<String>), Vec<Flag>> = BTreeMap::new();
        for flag in list_open_flags(self.tx, MOST).await?.into_iter().filter(|flag| flag.kind == name) {
            posts.entry((flag.question_id.clone(), flag.reply_id.clone())).or_default().push(flag);
        }
        let mut items = Vec::new();
        for ((question, reply), flags) in posts {
            let Some(question) = find_question(self.tx, &question).await? else { continue };
            let since = flags.first().map_or(question.created_at, |flag| flag.created_at);
            let reasons = flags.iter().map(told).collect();
            let is_shown = |published| published || kind == InboxKind::Escalated;
            match reply {
                None if is_shown(question.status.state == QuestionState::Published) => {
                    items.push(self.desk.item(kind, of_question(&question, since, reasons)));
                }
                Some(reply) => {
                    let reply = find_reply(self.tx, &reply).await?;
                    let reply = reply.filter(|reply| is_shown(reply.status.state == ReplyState::Published));
                    if let Some(reply) = reply {
                        items.push(self.desk.item(kind, of_reply(&question, &reply, since, reasons)));
                    }
                }
                // What is no longer on the page hurts nobody.
                None => {}
            }
        }
        Ok(items)
    }

    /// Published questions that nobody has replied to.
    pub(super) async fn unanswered(self) -> Result<Vec<InboxItem>, StoreError> {
        let questions = list_unanswered(self.tx, MOST).await?;
        let reason = || vec!["Nobody has replied yet.".to_owned()];
        let item = |question: &Question| {
            self.desk.item(InboxKind::Unanswered, of_question(question, question.created_at, reason()))
        };
        Ok(questions.iter().map(|question| item(question.get())).collect())
    }

    /// Answers whose section has changed since.
    pub(super) async fn look_again(self) -> Result<Vec<InboxItem>, StoreError> {
        let mut items = Vec::new();
        for answer in list_look_again(self.tx, "", MOST).await? {
            let question = find_question(self.tx, &answer.question_id).await?;
            let reply = find_reply(self.tx, &answer.reply_id).await?;
            let (Some(question), Some(reply)) = (question, reply) else { continue };
            let reasons = vec![format!("The section “{}” has changed since this answer.", answer.section)];
            let waiting = of_reply(&question, &reply, reply.created_at, reasons);
            items.push(self.desk.item(InboxKind::LookAgain, waiting));
        }
        Ok(items)
    }

    /// Answers that were typed into tickets.
    pub(super) async fn offered(self) -> Result<Vec<InboxItem>, StoreError> {
        let mut items = Vec::new();
        for offer in list_open_offers(self.tx, MOST).await? {
            let Some(question) = find_question(self.tx, &offer.question_id).await? else { continue };
            let html = offer.body.replace('&', "&amp;").replace('<', "&lt;");
            let reasons = vec![format!("{} answered it in a ticket, where the asker does not read it.", offer.writer)];
            let since = offer.created_at;
            let waiting =
                Waiting { question: &question, reply: None, author: &offer.writer, html: &html, since, reasons };
            items.push(InboxItem { offer: Some(offer.id.clone()), ..self.desk.item(InboxKind::Offered, waiting) });
        }
        Ok(items)
    }

    /// Questions whose page is gone.
    pub(super) async fn lost_pages(self) -> Result<Vec<InboxItem>, StoreError> {
        let mut items = Vec::new();
        let homes = self.desk.app.site.contents().topic_homes();
        for id in list_lost_questions(self.tx, &homes, MOST).await? {
            let Some(question) = find_question(self.tx, &id).await? else { continue };
            let reasons = vec![format!("The page “{}” that it was asked on is gone.", question.page)];
            items.push(self.desk.item(InboxKind::LostPage, of_question(&question, question.created_at, reasons)));
        }
        Ok(items)
    }
}

fn of_question(question: &Question, since: i64, reasons: Vec<String>) -> Waiting<'_> {
    let (author, html) = (question.author.name.as_str(), question.body_html.as_str());
    Waiting { question, reply: None, author, html, since, reasons }
}

fn of_reply<'a>(question: &'a Question, reply: &'a Reply, since: i64, reasons: Vec<String>) -> Waiting<'a> {
    let (author, html) = (reply.author.name.as_str(), reply.body_html.as_str());
    Waiting { question, reply: Some(reply.id.clone()), author, html, since, reasons }
}

/// The sentences of a held post's note; one that lost its note is still told of.
fn sentences(note: Option<&str>) -> Vec<String> {
    let sentences: Vec<_> = note.unwrap_or_default().lines().map(str::to_owned).collect();
    if sentences.is_empty() { vec!["It waits for a moderator.".to_owned()] } else { sentences }
}

fn told(flag: &Flag) -> String {
    let what = match ReportReason::from_name(&flag.reason) {
        Some(ReportReason::Spam) => "A reader says that it advertises",
        Some(ReportReason::Abuse) => "A reader says that it hurts people",
        Some(ReportReason::Private) => "A reader says that it tells something private",
        Some(ReportReason::Wrong) => "A reader says that it is wrong or out of date",
        Some(ReportReason::Other) => "A reader says that something is wrong with it",
        None => "A moderator asks the staff to decide",
    };
    if flag.note.is_empty() { format!("{what}.") } else { format!("{what}: {}", flag.note) }
}
