//! What is sent to Zendesk and what is read of its answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The body of every call about one ticket.
#[derive(Debug, Serialize)]
pub(super) struct Request<T> {
    pub ticket: T,
}

/// A ticket to make.
#[derive(Debug, Serialize)]
pub(super) struct Create<'a> {
    pub subject: &'a str,
    pub comment: Comment<'a>,
    pub external_id: &'a str,
    pub tags: Vec<&'a str>,
    pub priority: &'static str,
    #[serde(rename = "type")]
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requester_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brand_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket_form_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via_followup_source_id: Option<u64>,
}

/// A comment, which only agents read: no trigger mails the requester about it.
#[derive(Debug, Serialize)]
pub(super) struct Comment<'a> {
    pub body: &'a str,
    pub public: bool,
}

/// A comment to add. What is in `metadata` comes back in the ticket's audits.
#[derive(Debug, Serialize)]
pub(super) struct AddComment<'a> {
    pub comment: Comment<'a>,
    pub metadata: Metadata<'a>,
}

/// What a comment is known by.
#[derive(Debug, Serialize)]
pub(super) struct Metadata<'a> {
    pub postil: &'a str,
}

/// Another status, unless the ticket has changed since `updated_stamp`.
#[derive(Debug, Serialize)]
pub(super) struct SetStatus<'a> {
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub safe_update: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_stamp: Option<&'a str>,
}

/// Another priority, whatever has become of the ticket.
#[derive(Debug, Serialize)]
pub(super) struct SetPriority {
    pub priority: &'static str,
}

/// A user to make, or to find by the address.
#[derive(Debug, Serialize)]
pub(super) struct UserRequest<'a> {
    pub user: NewUser<'a>,
}

/// A user. Without `skip_verify_email` they would get a mail from Zendesk.
#[derive(Debug, Serialize)]
pub(super) struct NewUser<'a> {
    pub name: &'a str,
    pub email: &'a str,
    pub skip_verify_email: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct UserReply {
    pub user: User,
}

#[derive(Debug, Deserialize)]
pub(super) struct User {
    pub id: u64,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub role: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct TicketReply {
    pub ticket: Ticket,
    #[serde(default)]
    pub audit: Option<Audit>,
}

#[derive(Debug, Deserialize)]
pub(super) struct TicketsReply {
    pub tickets: Vec<Ticket>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Ticket {
    pub id: u64,
    pub status: String,
    #[serde(default)]
    pub external_id: Option<String>,
    #[serde(default)]
    pub updated_at: Option<String>,
}

/// One page of a list, by cursor.
#[derive(Debug, Deserialize)]
pub(super) struct AuditsReply {
    pub audits: Vec<Audit>,
    #[serde(default)]
    pub meta: Meta,
}

#[derive(Debug, Deserialize)]
pub(super) struct CommentsReply {
    pub comments: Vec<SeenComment>,
    #[serde(default)]
    pub users: Vec<User>,
    #[serde(default)]
    pub meta: Meta,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Meta {
    #[serde(default)]
    pub has_more: bool,
    #[serde(default)]
    pub after_cursor: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Audit {
    pub id: u64,
    #[serde(default)]
    pub metadata: AuditMetadata,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct AuditMetadata {
    #[serde(default)]
    pub custom: BTreeMap<String, serde_json::Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct SeenComment {
    pub id: u64,
    pub author_id: i64,
    #[serde(default)]
    pub public: bool,
    #[serde(default)]
    pub body: String,
    #[serde(default)]
    pub plain_body: Option<String>,
}
