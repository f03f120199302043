//! Telling a ticket one thing, once, where the system lets that be seen afterwards.

use std::sync::Arc;

use super::case::{Case, Wish};
use super::{Desk, Fault, Note, Whole};
use crate::app::App;
use crate::store::ticket_notes::{TicketNote, update_ticket_note};
use crate::store::tickets::Ticket;
use crate::store::{StoreError, Tx};

/// Tells the ticket that is called `remote` there; where it may have been told before, it is asked first.
pub(super) async fn tell<D: Desk>(
    app: &Arc<App>,
    desk: &D,
    case: &Case,
    ticket: &Ticket,
    remote: &str,
    wish: &Wish,
) -> Result<(), Fault> {
    let before = case.told.iter().find(|told| told.about == wish.about);
    if let Some(priority) = wish.priority {
        // Twice is as good as once, so nothing has to be looked for.
        desk.write_priority(remote, priority).await?;
        let (about, told) = (wish.about.clone(), wish.told.clone());
        let note = TicketNote { about, told, arrived: true, ..TicketNote::default() };
        return Ok(write_down(app, ticket, note).await?);
    }
    let tried = before.filter(|before| before.told == wish.told && !before.arrived);
    let serial = tried.map_or_else(|| before.map_or(1, |before| before.serial + 1), |tried| tried.serial);
    let marker = format!("{}:{}:{serial}", ticket.external_id, wish.about);
    let mut told = TicketNote {
        about: wish.about.clone(),
        told: wish.told.clone(),
        serial,
        arrived: false,
        remote_id: before.and_then(|before| before.remote_id.clone()),
    };
    if tried.is_some()
        && let Some(id) = desk.find_note(remote, &marker).await?
    {
        told = TicketNote { arrived: true, remote_id: Some(id), ..told };
        write_down(app, ticket, told).await?;
        return Ok(());
    }
    write_down(app, ticket, told.clone()).await?;
    let whole = wish.whole.as_ref().map(|(title, text)| Whole {
        external_id: ticket.external_id.clone(),
        title: title.clone(),
        text: text.clone(),
    });
    let note = Note { marker, text: wish.text.clone(), whole };
    let remote_id = desk.tell(remote, &note, told.remote_id.as_deref()).await?;
    write_down(app, ticket, TicketNote { arrived: true, remote_id, ..told }).await?;
    Ok(())
}

async fn write_down(app: &Arc<App>, ticket: &Ticket, told: TicketNote) -> Result<(), StoreError> {
    let id = ticket.id.clone();
    app.store.write(move |tx: &mut Tx| Box::pin(async move { update_ticket_note(tx, &id, &told).await })).await
}
