//! Putting outward effects into the outbox, in the unit of work that causes them.

use qa_api::thread::Role;

use crate::app::App;
use crate::clock::Millis;
use crate::domain::account::Account;
use crate::domain::outbound::{Message, Outbound};
use crate::store::accounts::list_team;
use crate::store::outbox::{NewRow, insert_outbox};
use crate::store::{StoreError, Tx};

/// Where e-mail goes; [`super::events`] addresses all other targets.
const EMAIL: &str = "email";

/// Inserts `outbound`, caused by audit entry `cause`.
pub(super) async fn enqueue(tx: &mut Tx, app: &App, outbound: Outbound, cause: Option<&str>) -> Result<(), StoreError> {
    insert(tx, &app.new_id(), app.now(), outbound, cause).await
}

/// Inserts what `outbound` says to each of the staff, but for the account `except`.
pub(super) async fn enqueue_for_staff(
    tx: &mut Tx,
    app: &App,
    except: Option<&str>,
    cause: Option<&str>,
    outbound: impl Fn(&Account) -> Outbound,
) -> Result<(), StoreError> {
    let mut staff = list_team(tx).await?;
    staff.retain(|person| person.role == Role::Staff && Some(person.id.as_str()) != except);
    for person in staff {
        enqueue(tx, app, outbound(&person), cause).await?;
    }
    Ok(())
}

/// [`enqueue`] for those who have no [`App`] within their unit of work: `id` is the row's.
pub(super) async fn insert(
    tx: &mut Tx,
    id: &str,
    now: Millis,
    outbound: Outbound,
    cause: Option<&str>,
) -> Result<(), StoreError> {
    let payload = serde_json::to_string(&outbound.message).expect("a message serialises to JSON");
    let row = NewRow {
        id,
        kind: kind(&outbound.message),
        lane: EMAIL,
        target: EMAIL,
        dedupe_key: &outbound.dedupe_key,
        order_key: &outbound.order_key,
        payload: &payload,
        cause,
        not_before: now + outbound.delay,
    };
    insert_outbox(tx, &row, now).await
}

fn kind(message: &Message) -> &'static str {
    match message {
        Message::Code { .. } => "code",
        Message::SignInLink { .. } => "sign_in_link",
        Message::QuestionPublished { .. } => "question_published",
        Message::QuestionRejected { .. } => "question_rejected",
        Message::ReplyPosted { .. } => "reply_posted",
        Message::ReplyHidden { .. } => "reply_hidden",
        Message::AccountLeaving { .. } => "account_leaving",
        Message::RoleAsked { .. } => "role_asked",
        Message::RoleDecided { .. } => "role_decided",
        Message::ReplyFollowed { .. } => "reply_followed",
        Message::RepliesTogether { .. } => "replies_together",
        Message::QuestionFollowed { .. } => "question_followed",
        Message::ResolutionFollowed { .. } => "resolution_followed",
        Message::Digest { .. } => "digest",
        Message::AddressBounced { .. } => "address_bounced",
        Message::Mentioned { .. } => "mentioned",
        Message::QuestionWaiting { .. } => "question_waiting",
        Message::QuestionMoved { .. } => "question_moved",
        Message::QuestionMerged { .. } => "question_merged",
        Message::ReplySplit { .. } => "reply_split",
        Message::PostEdited { .. } => "post_edited",
        Message::EditRefused { .. } => "edit_refused",
        Message::Banned { .. } => "banned",
        Message::Escalated { .. } => "escalated",
        Message::Waits { .. } => "waits",
        Message::HandOver { .. } => "hand_over",
        Message::TargetOff { .. } => "target_off",
        Message::Summary { .. } => "summary",
        Message::Solved { .. } => "solved",
        Message::Event { event } => event.kind().name(),
        Message::SiteChanged => super::builds::KIND,
        Message::TicketTouched { .. } => super::tickets::TOUCHED,
        Message::TicketStuck { .. } => "ticket_stuck",
    }
}
