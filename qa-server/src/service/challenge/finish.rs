//! What a proven address leads to: an account, a session, and the draft sent on.

use qa_api::request::Posted;
use qa_api::thread::Role;

use super::expired;
use crate::app::App;
use crate::clock::{DAY, Millis};
use crate::domain::account::Account;
use crate::domain::policy::Signals;
use crate::keys::{session_token, token_hash};
use crate::service::moderation::ban::refuse_banned;
use crate::service::posting::{self, Post};
use crate::service::{Refusal, erasure, imported};
use crate::store::challenges::Challenge;
use crate::store::drafts::{self, Draft};
use crate::store::sessions::{NewSession, insert_session};
use crate::store::{StoreError, Tx, accounts, challenges};

/// How long a session lasts.
pub const SESSION_LIFE: Millis = 30 * DAY;

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

/// The address is proven: finds or makes the account, signs it in, sends the draft on.
pub(super) async fn finish(tx: &mut Tx, app: &App, challenge: Challenge, browser: &str) -> Result<SignedIn, Refusal> {
    let now = app.now();
    if !challenges::update_challenge_used(tx, &challenge.id, now).await? {
        return Err(expired());
    }
    let account = make_account(tx, app, &challenge.address, &challenge.name).await?;
    let token = begin_session(tx, app, &account, browser).await?;
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

/// The account of a proven `address`: the one it has, or a new one called `name`.
pub(in crate::service) async fn make_account(
    tx: &mut Tx,
    app: &App,
    address: &str,
    name: &str,
) -> Result<Account, StoreError> {
    imported::join(tx, app, address).await?;
    let fresh = Account { id: app.new_id(), address: address.to_owned(), name: name.to_owned(), role: Role::Member };
    if accounts::insert_account(tx, &fresh, app.now()).await? {
        erasure::recall_suppression(tx, app, address).await?;
    }
    Ok(accounts::find_account_by_address(tx, address).await?.unwrap_or(fresh))
}

/// Begins a session of `account` in a browser of the family `browser`; gives its token. Nobody who is banned gets one.
pub(in crate::service) async fn begin_session(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    browser: &str,
) -> Result<String, Refusal> {
    refuse_banned(tx, app, &account.id).await?;
    let token = session_token(app.random.as_ref());
    let now = app.now();
    let (token_hash, expires_at) = (token_hash(&token), now + SESSION_LIFE);
    let session = NewSession { token_hash: &token_hash, account: &account.id, expires_at, browser };
    insert_session(tx, &session, now).await?;
    Ok(token)
}

async fn send_on(tx: &mut Tx, app: &App, draft: Draft, signed_in: &mut SignedIn) -> Result<(), Refusal> {
    let post = Post {
        page: draft.page.clone(),
        question: draft.question.clone(),
        section: draft.section.clone(),
        title: draft.title.clone(),
        body: draft.body.clone(),
        body_html: draft.body_html.clone(),
        signals: Signals { honeypot: draft.honeypot, fill: draft.fill },
    };
    let (id, posted) = posting::insert(tx, app, &signed_in.account, &draft.repeat_key, &post).await?;
    drafts::update_draft_sent(tx, &draft.id, &id).await?;
    signed_in.question = Some(draft.question.unwrap_or(id));
    signed_in.page = Some(draft.page);
    signed_in.posted = Some(posted);
    Ok(())
}
