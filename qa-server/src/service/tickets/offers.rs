//! Answers that were typed into a ticket: a moderator publishes one as a reply of theirs, or leaves it.
//!
//! **Invariant:** nothing that was written elsewhere reaches the page without a moderator.

use std::sync::Arc;

use qa_api::inbox::{Decided, OfferRequest};
use qa_api::limits;
use qa_api::problem::{Code, Problem};

use super::super::limits::count;
use super::super::moderation::{moderator, write_down};
use super::super::posting::{self, Post};
use super::super::{Refusal, Visitor};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::limit::ACTS_PER_ACCOUNT;
use crate::domain::policy::Signals;
use crate::store::Tx;
use crate::store::questions::find_question;
use crate::store::ticket_notes::{Offer, find_offer, update_offer_settled};

/// The name under which it is written down that an answer was left where it is.
pub(in crate::service) const DISMISS_OFFER: &str = "dismiss_offer";

/// Publishes an answer or leaves it where it is; only the latter can be taken back here, the former is a reply like
/// any other.
///
/// # Errors
/// When nobody is signed in, the role does not allow it, somebody has decided about it before, or the question takes
/// no reply.
pub async fn decide(app: &Arc<App>, visitor: &Visitor, request: OfferRequest) -> Result<Decided, Refusal> {
    let account = moderator(visitor)?.clone();
    let (counted, now) = (account.id.clone(), app.now());
    app.store
        .write(move |tx| Box::pin(async move { count(tx, &[(&ACTS_PER_ACCOUNT, counted.as_str())], now).await }))
        .await?;
    let found = find_offer(&mut app.store.read().await?, &request.offer).await?;
    let offer = found.ok_or_else(Refusal::not_found)?;
    let rendered = if request.publish {
        let body = limits::reply_body(&offer.body).map_err(|problem| Problem::invalid(vec![problem]))?;
        let html = app.renderer.render(body.clone()).await.map_err(|problem| Problem::invalid(vec![problem]))?;
        Some((body, html))
    } else {
        None
    };
    let unit_app = app.clone();
    let id = app
        .store
        .write(move |tx| Box::pin(async move { decide_unit(tx, &unit_app, &account, &offer, rendered).await }))
        .await?;
    Ok(Decided { id, done: 1, skipped: 0 })
}

/// Gives the decision that can be taken back.
async fn decide_unit(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    offer: &Offer,
    rendered: Option<(String, String)>,
) -> Result<Option<String>, Refusal> {
    if !update_offer_settled(tx, &offer.id, app.now()).await? {
        return Err(Refusal::new(Code::Conflict, "Somebody has decided about this answer before."));
    }
    let Some((body, body_html)) = rendered else {
        let before = Some(offer.id.clone());
        return Ok(Some(write_down(tx, app, account, DISMISS_OFFER, Some(&offer.question_id), "", before).await?));
    };
    let question = find_question(tx, &offer.question_id).await?.ok_or_else(Refusal::not_found)?;
    let post = Post {
        page: question.page,
        question: Some(question.id),
        section: None,
        title: String::new(),
        body,
        body_html,
        signals: Signals { honeypot: false, fill: None },
    };
    let repeat_key = posting::repeat_key(app, &account.id, Some(&format!("offer {}", offer.id)), &post);
    posting::insert(tx, app, account, &repeat_key, &post).await?;
    Ok(None)
}
