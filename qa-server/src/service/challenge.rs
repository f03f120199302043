//! Proving an address: a code or link is mailed, answering it signs in and sends the waiting draft on.

use std::sync::Arc;

use qa_api::limits;
use qa_api::problem::{Code, Problem};
use qa_api::request::{self, Posted};
use qa_api::thread::Role;

use super::limits::count;
use super::posting::{self, Post};
use super::refusal::Fields;
use super::{Refusal, Visitor, outbox};
use crate::app::App;
use crate::clock::{DAY, MINUTE, Millis};
use crate::domain::account::Account;
use crate::domain::limit::{
    ANSWERS_PER_CLIENT, CODES_PER_ADDRESS, CODES_PER_CLIENT, TRIES_PER_CODE, WRONG_CODES_PER_ADDRESS,
};
use crate::domain::outbound::Outbound;
use crate::domain::policy::Signals;
use crate::keys::{Purpose, session_token, token_hash};
use crate::store::challenges::{self, Challenge, Method};
use crate::store::drafts::{self, Draft};
use crate::store::{Tx, accounts, counters, sessions};

/// How long a code is valid.
const CODE_LIFE: Millis = 10 * MINUTE;
/// How long a session lasts.
pub const SESSION_LIFE: Millis = 30 * DAY;

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
    let challenge = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let found = challenges::find_challenge(tx, &id).await?.filter(|found| found.used_at.is_none());
                renew(tx, &unit_app, &client, found.ok_or_else(expired)?).await
            })
        })
        .await?;
    app.outbox_wake.notify_one();
    Ok(challenge)
}

/// Somebody who has just signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The account.
    pub account: Account,
    /// The new session's token, for the cookie.
    pub token: String,
    /// What became of the draft that waited.
    pub posted: Option<Posted>,
    /// The page that the draft was written on.
    pub page: Option<String>,
    /// The question that the draft became or replies to.
    pub question: Option<String>,
}

/// Answers a challenge by the code from the mail.
///
/// # Errors
/// When the code is wrong, expired, used, or was tried too often.
pub async fn answer_code(app: &Arc<App>, visitor: &Visitor, token: &str, typed: &str) -> Result<SignedIn, Refusal> {
    let id = app.keys.verify(Purpose::Challenge, token).ok_or_else(Refusal::not_found)?.to_owned();
    let typed: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let client = visitor.client.clone();
    let unit_app = app.clone();
    // Wrong tries are counted, so they must be committed: the unit gives them back as a value, not as an error.
    let answer = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&ANSWERS_PER_CLIENT, client.as_str())], app.now()).await?;
                match check_code(tx, app, &id, &typed).await? {
                    Ok(challenge) => Ok::<_, Refusal>(Ok(finish(tx, app, challenge).await?)),
                    Err(refusal) => Ok(Err(refusal)),
                }
            })
        })
        .await?;
    app.outbox_wake.notify_one();
    answer
}

async fn check_code(tx: &mut Tx, app: &App, id: &str, typed: &str) -> Result<Result<Challenge, Refusal>, Refusal> {
    let now = app.now();
    let Some(challenge) = challenges::find_challenge(tx, id).await? else { return Ok(Err(expired())) };
    if challenge.used_at.is_some() || challenge.expires_at <= now {
        return Ok(Err(expired()));
    }
    if challenge.method == Method::Link {
        let detail = "For this address a link was mailed instead of a code. Open the link from the mail.";
        return Ok(Err(Refusal::new(Code::WrongCode, detail)));
    }
    if !challenges::update_challenge_tries(tx, id, TRIES_PER_CODE).await? {
        return Ok(Err(expired()));
    }
    if app.keys.is_code(id, challenge.generation, typed) {
        return Ok(Ok(challenge));
    }
    counters::update_counter(tx, &WRONG_CODES_PER_ADDRESS, &challenge.address, now).await?;
    let left = TRIES_PER_CODE - challenge.tries - 1;
    if left == 0 {
        return Ok(Err(expired()));
    }
    let detail =
        format!("Look at the mail again; {left} more {} possible.", if left == 1 { "try is" } else { "tries are" });
    let mut problem = Problem::new(Code::WrongCode, detail);
    problem.tries_left = u32::try_from(left).ok();
    Ok(Err(problem.into()))
}

/// The token of a challenge's link.
pub fn link_token(app: &App, challenge: &str, generation: i64) -> String {
    app.keys.sign(Purpose::Link, &format!("{challenge}:{generation}"))
}

/// Answers a challenge by the link from the mail.
///
/// # Errors
/// When the link is wrong, expired, or was used.
pub async fn answer_link(app: &Arc<App>, visitor: &Visitor, token: &str) -> Result<SignedIn, Refusal> {
    let text = app.keys.verify(Purpose::Link, token).ok_or_else(expired)?;
    let (id, generation) = text.split_once(':').ok_or_else(expired)?;
    let (id, generation) = (id.to_owned(), generation.to_owned());
    let client = visitor.client.clone();
    let unit_app = app.clone();
    let signed_in = app
        .store
        .write(move |tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&ANSWERS_PER_CLIENT, client.as_str())], app.now()).await?;
                let challenge = challenges::find_challenge(tx, &id).await?.ok_or_else(expired)?;
                if challenge.generation.to_string() != generation || challenge.expires_at <= app.now() {
                    return Err(expired());
                }
                finish(tx, app, challenge).await
            })
        })
        .await?;
    app.outbox_wake.notify_one();
    Ok(signed_in)
}

/// The address is proven: finds or makes the account, signs it in, sends the draft on.
async fn finish(tx: &mut Tx, app: &App, challenge: Challenge) -> Result<SignedIn, Refusal> {
    let now = app.now();
    if !challenges::update_challenge_used(tx, &challenge.id, now).await? {
        return Err(expired());
    }
    let fresh = Account {
        id: app.new_id(),
        address: challenge.address.clone(),
        name: challenge.name.clone(),
        role: Role::Member,
    };
    accounts::insert_account(tx, &fresh, now).await?;
    let account = accounts::find_account_by_address(tx, &challenge.address).await?.unwrap_or(fresh);
    let token = session_token(app.random.as_ref());
    sessions::insert_session(tx, &token_hash(&token), &account.id, now, now + SESSION_LIFE).await?;
    let mut signed_in = SignedIn { account, token, posted: None, page: None, question: None };
    let draft = match &challenge.draft {
        Some(draft) => drafts::find_draft(tx, draft).await?,
        None => None,
    };
    if let Some(draft) = draft {
        send_on(tx, app, draft, &mut signed_in).await?;
    }
    Ok(signed_in)
}

async fn send_on(tx: &mut Tx, app: &App, draft: Draft, signed_in: &mut SignedIn) -> Result<(), Refusal> {
    let post = Post {
        page: draft.page.clone(),
        question: draft.question.clone(),
        section: draft.section.clone(),
        title: draft.title.clone(),
        body: draft.body.clone(),
        body_html: draft.body_html.clone(),
        signals: Signals { honeypot: draft.honeypot },
    };
    let (id, posted) = posting::insert(tx, app, &signed_in.account, &draft.repeat_key, &post).await?;
    drafts::update_draft_sent(tx, &draft.id, &id).await?;
    signed_in.question = Some(draft.question.unwrap_or(id));
    signed_in.page = Some(draft.page);
    signed_in.posted = Some(posted);
    Ok(())
}

fn expired() -> Refusal {
    Refusal::new(
        Code::ExpiredCode,
        "It was used, has expired, or was tried too often. Ask for a new one; nothing is lost.",
    )
}
