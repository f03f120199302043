//! Drafts: posts whose address is not proven yet.

use super::sql::{Sql, execute, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;
use crate::domain::post::Section;

/// The columns of a row, from where they are, and then `$rest`.
macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, repeat_key, address, name, page_id, question_id, section_anchor, section_title, section_hash, title, body, body_html, honeypot, fill_time, challenge_id, sent_as FROM drafts ", $rest)
    };
}

statements! {
    INSERT = Sql::both("INSERT INTO drafts (id, repeat_key, address, name, page_id, question_id, section_anchor, section_title, section_hash, title, body, body_html, honeypot, challenge_id, created_at, fill_time) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)");
    FIND = Sql::both(select!("WHERE id = $1"));
    FIND_BY_REPEAT_KEY = Sql::both(select!("WHERE repeat_key = $1"));
    UPDATE_SENT = Sql::both("UPDATE drafts SET sent_as = $2 WHERE id = $1 AND sent_as IS NULL");
    DELETE_OLD = Sql::both("DELETE FROM drafts WHERE created_at <= $1");
}

/// A post whose address is not proven yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The draft's id.
    pub id: String,
    /// The same for a repeat of the same post.
    pub repeat_key: String,
    /// The address that has to be proven.
    pub address: String,
    /// How its author wants to be called.
    pub name: String,
    /// The page's id.
    pub page: String,
    /// The question that it replies to; absent for a question.
    pub question: Option<String>,
    /// The section it is about.
    pub section: Option<Section>,
    /// The title; empty for a reply.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Sanitised HTML.
    pub body_html: String,
    /// Whether the field that people do not see was filled in.
    pub honeypot: bool,
    /// Milliseconds from opening the form to sending it.
    pub fill: Option<Millis>,
    /// The challenge that sends it on.
    pub challenge: String,
    /// The question or reply that it became.
    pub sent_as: Option<String>,
}

#[derive(sqlx::FromRow)]
struct DraftRow {
    id: String,
    repeat_key: String,
    address: String,
    name: String,
    page_id: String,
    question_id: Option<String>,
    section_anchor: Option<String>,
    section_title: Option<String>,
    section_hash: Option<String>,
    title: String,
    body: String,
    body_html: String,
    honeypot: bool,
    fill_time: Option<i64>,
    challenge_id: String,
    sent_as: Option<String>,
}

impl From<DraftRow> for Draft {
    fn from(row: DraftRow) -> Self {
        Self {
            id: row.id,
            repeat_key: row.repeat_key,
            address: row.address,
            name: row.name,
            page: row.page_id,
            question: row.question_id,
            section: super::questions::section(row.section_anchor, row.section_title, row.section_hash),
            title: row.title,
            body: row.body,
            body_html: row.body_html,
            honeypot: row.honeypot,
            fill: row.fill_time,
            challenge: row.challenge_id,
            sent_as: row.sent_as,
        }
    }
}

/// Inserts a draft.
pub async fn insert_draft(tx: &mut Tx, draft: &Draft, now: Millis) -> Result<(), StoreError> {
    let section = draft.section.as_ref();
    execute!(
        tx,
        INSERT,
        &draft.id,
        &draft.repeat_key,
        &draft.address,
        &draft.name,
        &draft.page,
        draft.question.as_deref(),
        section.map(|section| section.anchor.as_str()),
        section.map(|section| section.title.as_str()),
        section.map(|section| section.hash.as_str()),
        &draft.title,
        &draft.body,
        &draft.body_html,
        draft.honeypot,
        &draft.challenge,
        now,
        draft.fill,
    )?;
    Ok(())
}

/// The draft of this id.
pub async fn find_draft(tx: &mut Tx, id: &str) -> Result<Option<Draft>, StoreError> {
    let row: Option<DraftRow> = fetch_optional!(tx, FIND, id)?;
    Ok(row.map(Draft::from))
}

/// The draft that is repeated by a post with this key.
pub async fn find_draft_by_repeat_key(tx: &mut Tx, repeat_key: &str) -> Result<Option<Draft>, StoreError> {
    let row: Option<DraftRow> = fetch_optional!(tx, FIND_BY_REPEAT_KEY, repeat_key)?;
    Ok(row.map(Draft::from))
}

/// Notes which post the draft became; false when it became one before.
pub async fn update_draft_sent(tx: &mut Tx, id: &str, post: &str) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_SENT, id, post)? == 1)
}

/// Forgets drafts made before `created`; gives how many.
pub async fn delete_old_drafts(tx: &mut Tx, created: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OLD, created)
}
