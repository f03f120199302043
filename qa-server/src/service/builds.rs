//! Telling whoever builds the site that what is public changed.
//!
//! Called wherever that changes, in the same unit of work, so that no change is forgotten.
//! **Invariant:** however much changes, there is one effect for each builder and slot ([`crate::domain::build`]); what
//! changed is not said, since a build reads the whole snapshot.

use crate::app::App;
use crate::domain::build::Urgency;
use crate::domain::outbound::Message;
use crate::store::outbox::{NewRow, insert_outbox_unless_waiting};
use crate::store::{StoreError, Tx};

/// The kind of these effects.
pub(super) const KIND: &str = "site_changed";

/// Has every builder told.
pub(super) async fn ask(tx: &mut Tx, app: &App, urgency: Urgency) -> Result<(), StoreError> {
    for builder in &app.builders {
        let id = app.new_id();
        let row = NewRow {
            id: &id,
            kind: KIND,
            lane: &builder.name,
            target: &builder.name,
            dedupe_key: &format!("{KIND}:{id}"),
            order_key: &builder.order_key(urgency),
            payload: &serde_json::to_string(&Message::SiteChanged).expect("a message serialises to JSON"),
            cause: None,
            not_before: builder.due(app.now(), urgency),
        };
        insert_outbox_unless_waiting(tx, &row, app.now()).await?;
    }
    Ok(())
}
