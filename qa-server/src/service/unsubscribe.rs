//! Unsubscribing by the link in a mail, without signing in (RFC 8058).

use super::Refusal;
use crate::app::App;
use crate::keys::Purpose;
use crate::store::accounts::find_account;
use crate::store::suppressions::insert_suppression;

/// The token of an account's unsubscribe link.
pub fn token(app: &App, account: &str) -> String {
    app.keys.sign(Purpose::Unsubscribe, account)
}

/// Whether this server made `token`.
pub fn is_valid(app: &App, token: &str) -> bool {
    app.keys.verify(Purpose::Unsubscribe, token).is_some()
}

/// Suppresses all mail to the token's account but the codes it asks for.
///
/// # Errors
/// When the token is not from this server.
pub async fn unsubscribe(app: &App, token: &str) -> Result<(), Refusal> {
    let account = app.keys.verify(Purpose::Unsubscribe, token).ok_or_else(Refusal::not_found)?.to_owned();
    let now = app.now();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                let account = find_account(tx, &account).await?.ok_or_else(Refusal::not_found)?;
                Ok(insert_suppression(tx, &account.address, now).await?)
            })
        })
        .await
}
