//! Forgetting what need not be kept any longer.

use std::sync::Arc;

use super::locking;
use super::reports::VOTES_LIFE;
use super::vote::WINDOW;
use super::{digest, erasure, summary};
use crate::app::App;
use crate::clock::DAY;
use crate::config::retention::days;
use crate::store::account_acts::delete_old_account_acts;
use crate::store::audit::delete_old_audit;
use crate::store::challenges::delete_old_challenges;
use crate::store::counters::delete_old_counters;
use crate::store::dead_letters::delete_old_outbox_acts;
use crate::store::decisions::delete_old_decisions;
use crate::store::drafts::delete_old_drafts;
use crate::store::empty_searches::delete_old_empty_searches;
use crate::store::news::delete_old_news;
use crate::store::outbox::delete_old_outbox;
use crate::store::page_votes::{delete_old_page_votes, update_voters_forgotten};
use crate::store::questions::update_questions_purged;
use crate::store::replies::update_replies_purged;
use crate::store::sessions::delete_expired_sessions;
use crate::store::sketches::delete_old_sketches;
use crate::store::suppressions::delete_old_bounces;
use crate::store::ticket_notes::update_offers_purged;
use crate::store::tickets::update_tickets_purged;
use crate::store::versions::delete_purged_versions;
use crate::store::{StoreError, Tx};

/// How long a search that found nothing is remembered.
const EMPTY_SEARCHES: i64 = 90 * DAY;
/// How long what was new is remembered: longer than a week's digest may be late.
const NEWS: i64 = 60 * DAY;
/// How long it is remembered that mails were refused.
const BOUNCES: i64 = 30 * DAY;
/// How long what a post says is kept in numbers, to notice repetitions.
const SKETCHES: i64 = 30 * DAY;

/// Deletes what has outlived its time.
///
/// # Errors
/// When the database is away.
pub async fn forget(app: &Arc<App>) -> Result<(), StoreError> {
    let now = app.now();
    let kept = app.retention;
    let forgotten = app
        .store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let mut forgotten = delete_old_drafts(tx, now - days(kept.drafts_days)).await?;
                forgotten += delete_old_challenges(tx, now - days(kept.drafts_days), now).await?;
                forgotten += delete_expired_sessions(tx, now).await?;
                forgotten += delete_old_counters(tx, now - days(kept.machine_addresses_days)).await?;
                forgotten += update_questions_purged(tx, now - days(kept.deleted_posts_days)).await?;
                forgotten += update_replies_purged(tx, now - days(kept.deleted_posts_days)).await?;
                forgotten += delete_purged_versions(tx).await?;
                forgotten += update_tickets_purged(tx).await? + update_offers_purged(tx).await?;
                forgotten += delete_old_outbox(tx, now - days(kept.mail_bodies_days)).await?;
                forgotten += delete_old_news(tx, now - NEWS).await?;
                forgotten += delete_old_bounces(tx, now - BOUNCES).await?;
                forgotten += delete_old_sketches(tx, now - SKETCHES).await?;
                forgotten += delete_old_empty_searches(tx, now - EMPTY_SEARCHES).await?;
                forgotten += update_voters_forgotten(tx, now - WINDOW).await?;
                forgotten += delete_old_page_votes(tx, now - VOTES_LIFE).await?;
                if let Some(audit) = kept.audit_days.map(days) {
                    forgotten += delete_old_decisions(tx, now - audit).await?;
                    forgotten += delete_old_audit(tx, now - audit).await?;
                    forgotten += delete_old_account_acts(tx, now - audit).await?;
                    forgotten += delete_old_outbox_acts(tx, now - audit).await?;
                }
                Ok::<_, StoreError>(forgotten)
            })
        })
        .await?;
    erasure::erase_due(app).await?;
    digest::put_due(app).await?;
    summary::put_due(app).await?;
    locking::lock_quiet(app).await?;
    tracing::debug!(rows = forgotten, "forgot what need not be kept");
    Ok(())
}
