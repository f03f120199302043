//! Days and weeks that are told of once, by one server of those that share a database.
//!
//! Called for digests and for the summary; periods that ended while no server ran are one.

use qa_api::follow::Often;

use crate::clock::Millis;
use crate::domain::digest::period_end;
use crate::store::news::{find_digest_period, insert_digest_period, update_digest_period};
use crate::store::{StoreError, Tx};

/// From when until when there is something to tell under `name`, for which these periods count; nothing if that was told,
/// is told by another server, or is for the first time to be told at the end of the period that has just begun.
pub(super) async fn begin(
    tx: &mut Tx,
    name: &str,
    often: Often,
    now: Millis,
) -> Result<Option<(Millis, Millis)>, StoreError> {
    let until = period_end(often, now);
    let Some(from) = find_digest_period(tx, name).await? else {
        insert_digest_period(tx, name, until).await?;
        return Ok(None);
    };
    let is_ours = from < until && update_digest_period(tx, name, from, until).await?;
    Ok(is_ours.then_some((from, until)))
}
