//! Signing in by a provider: what an identity leads to.
//!
//! Who has joined an account before is signed in to it.
//! An address joins the account that has it, or makes one, where the operator trusts the provider with addresses and the
//! provider has verified this one. In every other case, and always where the account has a role, a mail has to prove
//! the address first, in the browser that holds the [`Join`].

use std::sync::Arc;

use qa_api::limits;
use qa_api::people::{DisconnectRequest, Profile};
use qa_api::problem::{Code, Problem};
use qa_api::request::Challenge;
use qa_api::thread::Role;
use serde::{Deserialize, Serialize};

use super::challenge::{SignedIn, begin_session, make_account, start};
use super::limits::count;
use super::profile::own_profile;
use super::sign_in::local_part;
use super::{Refusal, Visitor};
use crate::app::App;
use crate::clock::{MINUTE, Millis};
use crate::domain::account::{Account, AccountAct};
use crate::domain::limit::{ANSWERS_PER_CLIENT, PROFILE_CHANGES_PER_ACCOUNT};
use crate::identity::Identity;
use crate::store::account_acts::insert_account_act;
use crate::store::accounts::{find_account, find_account_by_address};
use crate::store::identities::{delete_identities, find_identity_account, insert_identity};
use crate::store::{StoreError, Tx};

/// How long a [`Join`] holds: as long as the code or link that it waits for.
const JOIN_LIFE: Millis = 10 * MINUTE;

/// That this browser came from a provider as somebody, and waits for a mail to prove the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    provider: String,
    subject: String,
    address: String,
    expires_at: Millis,
}

/// What an identity leads to.
#[derive(Debug)]
pub enum Outcome {
    /// A session.
    SignedIn(Box<SignedIn>),
    /// A mail, whose code or link signs in; the browser keeps the join until then.
    Prove(Challenge, Join),
}

/// Signs in, or has the address proven.
///
/// # Errors
/// When the provider told no address, or a limit is reached.
pub async fn sign_in(app: &Arc<App>, visitor: &Visitor, identity: Identity) -> Result<Outcome, Refusal> {
    let (client, browser, unit_app) = (visitor.client.clone(), visitor.browser, app.clone());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&ANSWERS_PER_CLIENT, client.as_str())], app.now()).await?;
                match joined(tx, app, &identity).await? {
                    Some(account) => {
                        let token = begin_session(tx, app, &account, browser).await?;
                        let signed_in = SignedIn { account, token, posted: None, page: None, question: None };
                        Ok::<_, Refusal>(Outcome::SignedIn(Box::new(signed_in)))
                    }
                    None => prove(tx, app, &client, &identity).await,
                }
            })
        })
        .await
}

/// The account of `identity`: the one it joined before, or the one it joins now; none where the address is to be proven.
async fn joined(tx: &mut Tx, app: &App, identity: &Identity) -> Result<Option<Account>, Refusal> {
    if let Some(id) = find_identity_account(tx, &identity.provider, &identity.subject).await? {
        return Ok(find_account(tx, &id).await?);
    }
    if !identity.proven {
        return Ok(None);
    }
    let address = address(identity)?;
    let account = match find_account_by_address(tx, &address).await? {
        // Six digits are too little for a role, and so is a word of the provider's.
        Some(account) if account.role > Role::Member => return Ok(None),
        Some(account) => account,
        None => make_account(tx, app, &address, &name(identity, &address)).await?,
    };
    join_account(tx, app, &identity.provider, &identity.subject, &account).await?;
    Ok(Some(account))
}

async fn prove(tx: &mut Tx, app: &App, client: &str, identity: &Identity) -> Result<Outcome, Refusal> {
    let address = address(identity)?;
    let challenge = start(tx, app, client, &address, &name(identity, &address), None).await?;
    let join = Join {
        provider: identity.provider.clone(),
        subject: identity.subject.clone(),
        address,
        expires_at: app.now() + JOIN_LIFE,
    };
    Ok(Outcome::Prove(challenge, join))
}

/// The browser with `join` has signed in to `account` by a mail: if that proved the very address, the two belong together.
///
/// # Errors
/// When the database is away.
pub async fn join(app: &Arc<App>, account: &Account, join: Join) -> Result<(), StoreError> {
    if join.address != account.address || join.expires_at <= app.now() {
        return Ok(());
    }
    let (account, unit_app) = (account.clone(), app.clone());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move { join_account(tx, &unit_app, &join.provider, &join.subject, &account).await })
        })
        .await
}

async fn join_account(
    tx: &mut Tx,
    app: &App,
    provider: &str,
    subject: &str,
    account: &Account,
) -> Result<(), StoreError> {
    if !insert_identity(tx, provider, subject, &account.id, app.now()).await? {
        return Ok(());
    }
    let entry = AccountAct {
        id: app.new_id(),
        actor_id: Some(account.id.clone()),
        account_id: account.id.clone(),
        act: format!("joined:{provider}"),
        reason: String::new(),
    };
    insert_account_act(tx, &entry, app.now()).await
}

fn address(identity: &Identity) -> Result<String, Refusal> {
    let told = identity.email.as_deref().unwrap_or_default();
    limits::email(told).map_err(|_| {
        let detail = "It did not tell an e-mail address that mail can reach. Sign in by a code instead.";
        Problem::new(Code::Forbidden, detail).into()
    })
}

fn name(identity: &Identity, address: &str) -> String {
    let told = identity.name.as_deref().unwrap_or_default();
    limits::name(told).unwrap_or_else(|_| local_part(address))
}

/// Parts the visitor's account from a provider; signing in there again joins the two anew.
///
/// Nobody is locked out: a mail lets everybody sign in.
///
/// # Errors
/// When nobody is signed in, the account is not joined to it, or a limit is reached.
pub async fn disconnect(app: &Arc<App>, visitor: &Visitor, request: DisconnectRequest) -> Result<Profile, Refusal> {
    let account = visitor.account.clone().ok_or_else(Refusal::signed_out)?;
    let unit_app = app.clone();
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&PROFILE_CHANGES_PER_ACCOUNT, account.id.as_str())], app.now()).await?;
                if !delete_identities(tx, &account.id, &request.provider).await? {
                    return Err(Refusal::not_found());
                }
                let entry = AccountAct {
                    id: app.new_id(),
                    actor_id: Some(account.id.clone()),
                    account_id: account.id.clone(),
                    act: format!("parted:{}", request.provider),
                    reason: String::new(),
                };
                insert_account_act(tx, &entry, app.now()).await?;
                own_profile(tx, app, &account).await
            })
        })
        .await
}
