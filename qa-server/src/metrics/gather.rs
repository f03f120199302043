//! What the database knows, and this process of itself, at the moment somebody asks.

use std::fs;
use std::sync::Arc;

use super::text::Text;
use crate::app::App;
use crate::clock::SECOND;
use crate::store::StoreError;
use crate::store::gauges::{count_outbox, count_posts, count_unproven};

/// Bytes of a page of memory on the machines this runs on.
const PAGE: u64 = 4096;

pub(super) async fn write(app: &Arc<App>, text: &mut Text) -> Result<(), StoreError> {
    let now = app.now();
    let mut tx = app.store.read().await?;
    for row in count_posts(&mut tx).await? {
        let labels = [("kind", &*row.kind), ("state", &*row.state)];
        text.gauge("postil_posts", "Posts, by kind and state.", &labels, row.count);
    }
    text.gauge("postil_drafts", "Posts that wait for their code.", &[], count_unproven(&mut tx).await?);
    let rows = count_outbox(&mut tx).await?;
    for row in &rows {
        let labels = [("target", &*row.target), ("state", &*row.state)];
        text.gauge("postil_outbox", "Outward effects, by target and state.", &labels, row.count);
    }
    for row in rows.iter().filter(|row| row.state == "waiting") {
        let age = (now - row.oldest).max(0) / SECOND;
        let help = "Since when the oldest effect that is not done waits.";
        text.gauge("postil_outbox_oldest_waiting_seconds", help, &[("target", &row.target)], age);
    }
    text.gauge("postil_site_pages", "Pages that the site's manifest lists.", &[], app.site.contents().page_count());
    if let Some(bytes) = resident() {
        text.gauge("process_resident_memory_bytes", "Memory of this process.", &[], bytes);
    }
    Ok(())
}

/// The memory of this process, where the system tells it in `/proc`.
fn resident() -> Option<u64> {
    let pages: u64 = fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse().ok()?;
    Some(pages * PAGE)
}
