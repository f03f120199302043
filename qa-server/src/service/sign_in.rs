//! Signing in without a post, and signing out.

use std::sync::Arc;

use qa_api::limits;
use qa_api::request::{Challenge, SignInRequest};

use super::refusal::Fields;
use super::{Refusal, Visitor, challenge};
use crate::app::App;
use crate::clock::{HOUR, Millis};
use crate::domain::account::Account;
use crate::keys::token_hash;
use crate::store::sessions::{delete_session, find_session_account, update_session_seen};
use crate::store::{StoreError, Tx};

/// Mails a code or link to the address; what is answered does not depend on whether it has an account.
///
/// # Errors
/// When a field cannot be accepted or a limit is reached.
pub async fn sign_in(app: &Arc<App>, visitor: &Visitor, request: SignInRequest) -> Result<Challenge, Refusal> {
    let mut fields = Fields::default();
    let address = fields.take(limits::email(&request.email));
    let name =
        if request.name.trim().is_empty() { local_part(&address) } else { fields.take(limits::name(&request.name)) };
    fields.finish()?;
    let client = visitor.client.clone();
    let unit_app = app.clone();
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move { challenge::start(tx, &unit_app, &client, &address, &name, None).await })
        })
        .await
}

/// The part of an address before the `@`, as a name.
pub(super) fn local_part(address: &str) -> String {
    let local = address.split('@').next().unwrap_or_default();
    local.chars().take(limits::NAME_MAX_CHARS).collect()
}

/// How exactly it is known when a session was last seen: a request seldom writes.
pub const SEEN_STEP: Millis = HOUR;

/// The account whose session has the token of `token_hash`.
///
/// # Errors
/// When the database is away.
pub async fn session_account(app: &App, token_hash: &str) -> Result<Option<Account>, StoreError> {
    let now = app.now();
    let mut tx = app.store.read().await?;
    let Some((account, seen_at)) = find_session_account(&mut tx, token_hash, now).await? else { return Ok(None) };
    drop(tx);
    if now - seen_at >= SEEN_STEP {
        let hash = token_hash.to_owned();
        let unit = app.store.write(move |tx| Box::pin(async move { update_session_seen(tx, &hash, now).await }));
        if let Err(error) = unit.await {
            tracing::debug!(%error, "that a session was seen is noted another time");
        }
    }
    Ok(Some(account))
}

/// Ends the session of `token`.
///
/// # Errors
/// When the database is away.
pub async fn sign_out(app: &App, token: &str) -> Result<(), StoreError> {
    let hash = token_hash(token);
    app.store.write(move |tx| Box::pin(async move { delete_session(tx, &hash).await })).await
}
