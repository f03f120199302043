//! Refusals of receivers' mail servers: an address that takes no mail is left alone, and the staff are told.
//!
//! Called when a mail was refused because of whom it is for.
//! Codes go out all the same: whoever asks for one may have mended the address.

use std::sync::Arc;

use qa_api::follow::Stopped;

use super::outbox;
use crate::app::App;
use crate::clock::{DAY, Millis};
use crate::domain::account::Account;
use crate::domain::outbound::Outbound;
use crate::store::accounts::find_account_by_address;
use crate::store::suppressions::{Bounce, count_bounces, delete_bounces, insert_bounce, insert_suppression};
use crate::store::{StoreError, Tx};

/// How long a refusal for the time being counts.
const MEMORY: Millis = 3 * DAY;
/// How many of these within that time are as good as one for ever.
const MOST: i64 = 5;

/// Notes that mail `mail` to `address` was refused, for ever when `hard`, and stops mail there when that was often enough.
///
/// # Errors
/// When the database is away.
pub async fn note(app: &Arc<App>, mail: &str, address: &str, hard: bool, error: &str) -> Result<(), StoreError> {
    let (now, unit_app) = (app.now(), app.clone());
    let bounce = Bounce { id: mail.to_owned(), address: address.to_owned(), hard, error: error.to_owned() };
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                insert_bounce(tx, &bounce, now).await?;
                let stops = hard || count_bounces(tx, &bounce.address, now - MEMORY).await? >= MOST;
                if !stops || !insert_suppression(tx, &bounce.address, Stopped::Bounced, now).await? {
                    return Ok(());
                }
                tracing::warn!(hard, "an address takes no mail and gets none from now on");
                let Some(account) = find_account_by_address(tx, &bounce.address).await? else { return Ok(()) };
                let told = |staff: &Account| Outbound::address_bounced(&account, staff, now);
                outbox::enqueue_for_staff(tx, &unit_app, Some(&account.id), None, told).await
            })
        })
        .await
}

/// Forgets earlier refusals, since a mail to `address` was taken.
///
/// # Errors
/// When the database is away.
pub async fn taken(app: &App, address: &str) -> Result<(), StoreError> {
    if count_bounces(&mut app.store.read().await?, address, 0).await? == 0 {
        return Ok(());
    }
    let address = address.to_owned();
    app.store.write(move |tx: &mut Tx| Box::pin(async move { delete_bounces(tx, &address).await })).await
}
