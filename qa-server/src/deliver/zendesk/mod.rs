//! Zendesk: a ticket for each question, with comments that only agents read.
//!
//! [`api`] calls, [`auth`] signs in, [`shapes`] is what is sent, [`hook`] what comes back by itself.
//!
//! **Invariant:** every comment is private and every ticket is tagged, so nothing that is written here mails the asker.

mod api;
mod auth;
mod shapes;

pub mod config;
pub mod hook;

use std::sync::Arc;

use hyper::Method;
use qa_api::inbox::Priority;
use url::Url;
use url::form_urlencoded::byte_serialize;

use self::api::Api;
use self::auth::SignIn;
use self::config::{Requester, ZendeskConfig};
use self::shapes::{
    AddComment, AuditsReply, Comment, CommentsReply, Create, Meta, Metadata, NewUser, Request, SetPriority, SetStatus,
    Ticket, TicketReply, TicketsReply, UserReply, UserRequest,
};
use super::tickets::{Answer, Desk, End, Fault, NewTicket, Note, Remote, Terms};
use crate::clock::{Clock, Millis};
use crate::domain::event::Level;
use crate::domain::ticket::TicketState;
use crate::outward::{Outward, is_safe};

/// The name of the lane and of the rows in the store.
pub const NAME: &str = "zendesk";
/// Most pages of audits or comments that are read of one ticket.
const MOST_PAGES: usize = 50;

/// The desk.
pub struct Zendesk {
    api: Api,
    config: ZendeskConfig,
}

/// What is wrong with the configuration, and what to do.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("targets.zendesk: {0}")]
pub struct ZendeskError(&'static str);

impl Zendesk {
    /// The desk that `config` names.
    ///
    /// # Errors
    /// When something does not fit together.
    pub fn new(config: ZendeskConfig, outward: Outward, clock: Arc<dyn Clock>) -> Result<Self, ZendeskError> {
        let base = Url::parse(&config.url).ok().filter(is_safe);
        let base = base.ok_or(ZendeskError("url has to begin with https://, as in https://example.zendesk.com"))?;
        let sign_in = SignIn::new(config.auth.clone());
        let sign_in = sign_in.ok_or(ZendeskError("auth needs either oauth or token"))?;
        if config.requester == Requester::Asker && !config.private {
            return Err(ZendeskError("requester: asker tells addresses, so it needs private: true"));
        }
        match &config.webhook_secret {
            None if config.level == Level::TwoWay => {
                return Err(ZendeskError(
                    "level: two-way needs the webhook_secret that Zendesk shows with its webhook",
                ));
            }
            Some(secret) if secret.expose() == hook::TEST_SECRET && base.scheme() == "https" => {
                return Err(ZendeskError(
                    "webhook_secret is the one that Zendesk publishes for tests; anybody knows it",
                ));
            }
            _ => {}
        }
        Ok(Self { api: Api { outward, clock, base, sign_in }, config })
    }

    /// What webhooks are signed with.
    pub fn webhook_secret(&self) -> Option<&str> {
        self.config.webhook_secret.as_ref().map(crate::config::Secret::expose)
    }

    async fn requester(&self, ticket: &NewTicket) -> Result<Option<u64>, Fault> {
        let Some(asker) = &ticket.asker else { return Ok(None) };
        let user = NewUser { name: &asker.name, email: &asker.address, skip_verify_email: true };
        let reply: UserReply =
            self.api.send(Method::POST, "/api/v2/users/create_or_update", &UserRequest { user }).await?;
        Ok(Some(reply.user.id))
    }
}

impl Desk for Zendesk {
    fn name(&self) -> &'static str {
        NAME
    }

    fn terms(&self) -> Terms {
        let ZendeskConfig { level, private, requester, .. } = self.config;
        Terms { level, private, addresses: requester == Requester::Asker, priorities: true }
    }

    async fn request(&self, ticket: &NewTicket) -> Result<String, Fault> {
        let requester_id = self.requester(ticket).await?;
        let own = ticket.topic.as_ref().and_then(|topic| self.config.groups.get(topic).copied());
        let mut tags: Vec<&str> = self.config.tags.iter().map(String::as_str).collect();
        if ticket.held {
            tags.push("handbook_held");
        }
        let ticket = Create {
            subject: &ticket.title,
            comment: Comment { body: &ticket.text, public: false },
            external_id: &ticket.external_id,
            tags,
            priority: ticket.priority.name(),
            kind: "question",
            requester_id,
            group_id: own.or(self.config.group),
            brand_id: self.config.brand,
            ticket_form_id: self.config.form,
            via_followup_source_id: ticket.follows.as_deref().and_then(|id| id.parse().ok()),
        };
        Ok(serde_json::to_string(&Request { ticket }).expect("a request serialises to JSON"))
    }

    async fn create(&self, request: &str, key: &str) -> Result<Remote, Fault> {
        let reply: TicketReply = self.api.post_once("/api/v2/tickets", request, key).await?;
        remote(reply.ticket)
    }

    async fn find(&self, external_id: &str, _since: Millis) -> Result<Option<Remote>, Fault> {
        let id: String = byte_serialize(external_id.as_bytes()).collect();
        let reply: TicketsReply = self.api.get(&format!("/api/v2/tickets?external_id={id}")).await?;
        let ours = reply.tickets.into_iter().filter(|ticket| ticket.external_id.as_deref() == Some(external_id));
        ours.min_by_key(|ticket| ticket.id).map(remote).transpose()
    }

    async fn read(&self, id: &str) -> Result<Remote, Fault> {
        let reply: TicketReply = self.api.get(&format!("/api/v2/tickets/{id}")).await?;
        remote(reply.ticket)
    }

    async fn write_state(&self, remote: &Remote, state: TicketState, _end: End) -> Result<(), Fault> {
        let ticket = SetStatus {
            status: if state == TicketState::Open { "open" } else { "solved" },
            safe_update: remote.stamp.as_ref().map(|_| true),
            updated_stamp: remote.stamp.as_deref(),
        };
        let path = format!("/api/v2/tickets/{}", remote.id);
        let _: TicketReply = self.api.send(Method::PUT, &path, &Request { ticket }).await?;
        Ok(())
    }

    async fn write_priority(&self, id: &str, priority: Priority) -> Result<(), Fault> {
        let ticket = SetPriority { priority: priority.name() };
        let path = format!("/api/v2/tickets/{id}");
        let _: TicketReply = self.api.send(Method::PUT, &path, &Request { ticket }).await?;
        Ok(())
    }

    /// Comments cannot be changed: what was told before stays, and what holds now stands below it.
    async fn tell(&self, id: &str, note: &Note, _before: Option<&str>) -> Result<Option<String>, Fault> {
        let comment = Comment { body: &note.text, public: false };
        let ticket = AddComment { comment, metadata: Metadata { postil: &note.marker } };
        let path = format!("/api/v2/tickets/{id}");
        let reply: TicketReply = self.api.send(Method::PUT, &path, &Request { ticket }).await?;
        Ok(reply.audit.map(|audit| audit.id.to_string()))
    }

    async fn find_note(&self, id: &str, marker: &str) -> Result<Option<String>, Fault> {
        let mut cursor = None;
        for _ in 0..MOST_PAGES {
            let page: AuditsReply = self.api.get(&paged(&format!("/api/v2/tickets/{id}/audits"), cursor)).await?;
            let ours = page
                .audits
                .iter()
                .find(|audit| audit.metadata.custom.get("postil").and_then(|value| value.as_str()) == Some(marker));
            if let Some(audit) = ours {
                return Ok(Some(audit.id.to_string()));
            }
            cursor = next(page.meta);
            if cursor.is_none() {
                break;
            }
        }
        Ok(None)
    }

    async fn answers(&self, id: &str) -> Result<Vec<Answer>, Fault> {
        let mut answers = Vec::new();
        let mut cursor = None;
        for _ in 0..MOST_PAGES {
            let path = format!("{}&include=users", paged(&format!("/api/v2/tickets/{id}/comments"), cursor));
            let page: CommentsReply = self.api.get(&path).await?;
            for comment in page.comments.into_iter().filter(|comment| comment.public) {
                let author = page.users.iter().find(|user| i64::try_from(user.id) == Ok(comment.author_id));
                // End users answer by mail; theirs are no answers of the team's.
                let Some(author) = author.filter(|user| matches!(user.role.as_str(), "agent" | "admin")) else {
                    continue;
                };
                answers.push(Answer {
                    id: comment.id.to_string(),
                    writer: author.name.clone(),
                    body: comment.plain_body.unwrap_or(comment.body),
                });
            }
            cursor = next(page.meta);
            if cursor.is_none() {
                break;
            }
        }
        Ok(answers)
    }

    fn link(&self, id: &str) -> String {
        self.api.base.join(&format!("/agent/tickets/{id}")).map(String::from).unwrap_or_default()
    }
}

/// A page of ten: answers are read up to a bound of bytes.
fn paged(path: &str, cursor: Option<String>) -> String {
    match cursor {
        Some(cursor) => {
            let cursor: String = byte_serialize(cursor.as_bytes()).collect();
            format!("{path}?page%5Bsize%5D=10&page%5Bafter%5D={cursor}")
        }
        None => format!("{path}?page%5Bsize%5D=10"),
    }
}

fn next(meta: Meta) -> Option<String> {
    meta.after_cursor.filter(|_| meta.has_more)
}

fn remote(ticket: Ticket) -> Result<Remote, Fault> {
    let state = match ticket.status.to_ascii_lowercase().as_str() {
        "new" | "open" | "pending" | "hold" => TicketState::Open,
        "solved" => TicketState::Solved,
        "closed" | "archived" => TicketState::Closed,
        "deleted" | "scrubbed" => TicketState::Gone,
        other => {
            return Err(Fault::Person(format!("Zendesk says that the ticket is {other:?}, which is not known here")));
        }
    };
    Ok(Remote { id: ticket.id.to_string(), state, stamp: ticket.updated_at })
}
