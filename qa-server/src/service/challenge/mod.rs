//! Proving an address: a code or link is mailed ([`start`], [`resend`]), answering it ([`answer_code`], [`answer_link`])
//! signs in and sends the waiting draft on.

mod answer;
mod finish;

use std::sync::Arc;

use qa_api::limits;
use qa_api::problem::Code;
use qa_api::request;

pub use self::answer::{answer_code, answer_link};
pub use self::finish::{SESSION_LIFE, SignedIn};
pub(super) use self::finish::{begin_session, make_account};

use super::limits::count;
use super::posting::Post;
use super::refusal::Fields;
use super::{Refusal, Visitor, outbox};
use crate::app::App;
use crate::clock::{MINUTE, Millis};
use crate::domain::account::Account;
use crate::domain::limit::{CODES_PER_ADDRESS, CODES_PER_CLIENT, WRONG_CODES_PER_ADDRESS};
use crate::domain::outbound::Outbound;
use crate::keys::Purpose;
use crate::store::challenges::{self, Challenge, Method};
use crate::store::drafts::{self, Draft};
use crate::store::{Tx, accounts, counters};

/// How long a code is valid.
const CODE_LIFE: Millis = 10 * MINUTE;
/// Whose a post is.
#[derive(Clone, Debug)]
pub(super) enum Sender {
    /// A signed-in account's.
    Account(Account),
    /// Somebody's who has yet to prove the address.
    Unproven { address: String, name: String },
}

impl Sender {
    /// What limits go by: nobody can use up an account's by typing its address.
    pub(super) fn counted_as(&self) -> &str {
        match self {
            Self::Account(account) => &account.id,
            Self::Unproven { address, .. } => address,
        }
    }

    /// What repeats go by: the same before and after the address is proven.
    pub(super) fn key(&self) -> &str {
        match self {
            Self::Account(account) => &account.address,
            Self::Unproven { address, .. } => address,
        }
    }
}

/// The sender of a post: the account, or the name and address that were typed.
pub(super) fn sender(fields: &mut Fields, visitor: &Visitor, name: &str, email: &str) -> Sender {
    match &visitor.account {
        Some(account) => Sender::Account(account.clone()),
        None => Sender::Unproven { name: fields.take(limits::name(name)), address: fields.take(limits::email(email)) },
    }
}

/// Starts a challenge for `address`, which mails a code or, to those who need one, a link.
pub(super) async fn start(
    tx: &mut Tx,
    app: &App,
    client: &str,
    address: &str,
    name: &str,
    draft: Option<&str>,
) -> Result<request::Challenge, Refusal> {
    let now = app.now();
    count(tx, &[(&CODES_PER_CLIENT, client), (&CODES_PER_ADDRESS, address)], now).await?;
    let challenge = Challenge {
        id: app.new_id(),
        address: address.to_owned(),
        name: name.to_owned(),
        draft: draft.map(str::to_owned),
        method: method(tx, address, now).await?,
        generation: 0,
        tries: 0,
        expires_at: now + CODE_LIFE,
        used_at: None,
    };
    challenges::insert_challenge(tx, &challenge, now).await?;
    send(tx, app, &challenge).await?;
    Ok(public(app, &challenge))
}

/// A code, unless six digits are too little for the account's role or too many were typed wrong today.
async fn method(tx: &mut Tx, address: &str, now: Millis) -> Result<Method, Refusal> {
    let account = accounts::find_account_by_address(tx, address).await?;
    let needs_link = account.is_some_and(|account| account.needs_link())
        || counters::is_used_up(tx, &WRONG_CODES_PER_ADDRESS, address, now).await?;
    Ok(if needs_link { Method::Link } else { Method::Code })
}

async fn send(tx: &mut Tx, app: &App, challenge: &Challenge) -> Result<(), Refusal> {
    let outbound = match challenge.method {
        Method::Code => Outbound::code(&challenge.id, challenge.generation),
        Method::Link => Outbound::sign_in_link(&challenge.id, challenge.generation),
    };
    Ok(outbox::enqueue(tx, app, outbound, None).await?)
}

fn public(app: &App, challenge: &Challenge) -> request::Challenge {
    request::Challenge {
        challenge: app.keys.sign(Purpose::Challenge, &challenge.id),
        email: challenge.address.clone(),
        expires_in: u64::try_from((challenge.expires_at - app.now()) / 1000).unwrap_or(0),
    }
}

/// Stores a draft with its challenge; a repeat gets the challenge it already has, with a new code if that one is over.
pub(super) async fn start_for_draft(
    tx: &mut Tx,
    app: &App,
    client: &str,
    address: &str,
    name: &str,
    repeat_key: &str,
    post: &Post,
) -> Result<request::Challenge, Refusal> {
    if let Some(draft) = drafts::find_draft_by_repeat_key(tx, repeat_key).await? {
        return match challenges::find_challenge(tx, &draft.challenge).await? {
            Some(challenge) if challenge.used_at.is_some() => {
                start(tx, app, client, address, name, Some(&draft.id)).await
            }
            Some(challenge) if challenge.expires_at <= app.now() => renew(tx, app, client, challenge).await,
            Some(challenge) => Ok(public(app, &challenge)),
            None => Err(expired()),
        };
    }
    let id = app.new_id();
    let started = start(tx, app, client, address, name, Some(&id)).await?;
    let challenge = app.keys.verify(Purpose::Challenge, &started.challenge).unwrap_or_default().to_owned();
    let draft = Draft {
        id,
        repeat_key: repeat_key.to_owned(),
        address: address.to_owned(),
        name: name.to_owned(),
        page: post.page.clone(),
        question: post.question.clone(),
        section: post.section.clone(),
        title: post.title.clone(),
        body: post.body.clone(),
        body_html: post.body_html.clone(),
        honeypot: post.signals.honeypot,
        fill: post.signals.fill,
        challenge,
        sent_as: None,
    };
    drafts::insert_draft(tx, &draft, app.now()).await?;
    Ok(started)
}

async fn renew(tx: &mut Tx, app: &App, client: &str, challenge: Challenge) -> Result<request::Challenge, Refusal> {
    let now = app.now();
    count(tx, &[(&CODES_PER_CLIENT, client), (&CODES_PER_ADDRESS, &challenge.address)], now).await?;
    let method = method(tx, &challenge.address, now).await?;
    let expires_at = now + CODE_LIFE;
    if !challenges::update_challenge_generation(tx, &challenge, method, expires_at).await? {
        return Err(expired());
    }
    let generation = challenge.generation + 1;
    let renewed = Challenge { method, expires_at, generation, tries: 0, ..challenge };
    send(tx, app, &renewed).await?;
    Ok(public(app, &renewed))
}

/// Mails another code for the challenge that `token` names; the one before stops working.
///
/// # Errors
/// When the challenge was answered or forgotten, or a limit is reached.
pub async fn resend(app: &Arc<App>, visitor: &Visitor, token: &str) -> Result<request::Challenge, Refusal> {
    let id = app.keys.verify(Purpose::Challenge, token).ok_or_else(Refusal::not_found)?.to_owned();
    let client = visitor.client.clone();
    let unit_app = app.clone();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                let found = challenges::find_challenge(tx, &id).await?.filter(|found| found.used_at.is_none());
                renew(tx, &unit_app, &client, found.ok_or_else(expired)?).await
            })
        })
        .await
}

/// The token of a challenge's link.
pub fn link_token(app: &App, challenge: &str, generation: i64) -> String {
    app.keys.sign(Purpose::Link, &format!("{challenge}:{generation}"))
}

fn expired() -> Refusal {
    Refusal::new(
        Code::ExpiredCode,
        "It was used, has expired, or was tried too often. Ask for a new one; nothing is lost.",
    )
}
