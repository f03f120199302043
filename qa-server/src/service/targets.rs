//! Targets that are off, since they said that nothing will ever work there: a channel that is archived, a revoked token.
//!
//! What is for such a target becomes a dead letter at once; the staff are told, once.
//! Trying one of its letters again turns it on again.

use super::outbox;
use crate::app::App;
use crate::domain::outbound::Outbound;
use crate::store::disabled_targets::{find_disabled_target, insert_disabled_target};
use crate::store::{StoreError, Tx};

/// Why nothing goes to `target`, if nothing does.
///
/// # Errors
/// When the database is away.
pub async fn off_since(app: &App, target: &str) -> Result<Option<String>, StoreError> {
    Ok(find_disabled_target(&mut app.store.read().await?, target).await?.map(|off| off.reason))
}

/// Turns `target` off and tells the staff why.
pub(crate) async fn turn_off(tx: &mut Tx, app: &App, target: &str, reason: &str) -> Result<(), StoreError> {
    let now = app.now();
    if !insert_disabled_target(tx, target, reason, now).await? {
        return Ok(());
    }
    tracing::error!(target, reason, "a target is off until somebody mends it");
    outbox::enqueue_for_staff(tx, app, None, None, |staff| Outbound::target_off(target, staff, now)).await
}
