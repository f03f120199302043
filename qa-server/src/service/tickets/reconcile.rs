//! Comparing every open question with its tickets: finding out today, and not in weeks, that a mirror has drifted.
//!
//! Called by `qa-server reconcile`.

use std::sync::Arc;

use crate::app::App;
use crate::clock::{DAY, Millis};
use crate::deliver::tickets::{Desk, Drift, Fault, compare};
use crate::domain::event::Level;
use crate::store::outbox::find_outbox_state;
use crate::store::tickets::list_questions_with_tickets;
use crate::store::{StoreError, Tx};

/// Questions that are read at a time.
const PAGE: i64 = 200;
/// What was resolved longer ago is left alone: systems close such tickets by themselves.
const RESOLVED_WITHIN: Millis = 35 * DAY;

/// Every question that does not agree with its ticket at `desk`, oldest first.
///
/// # Errors
/// When the desk or the database cannot be asked: a comparison of a part would look like one of the whole.
pub async fn drift<D: Desk>(app: &App, desk: &D) -> Result<Vec<Drift>, Fault> {
    let mut found = Vec::new();
    if desk.terms().level == Level::Off {
        return Ok(found);
    }
    let mut after = String::new();
    loop {
        let resolved = app.now() - RESOLVED_WITHIN;
        let mut tx = app.store.read().await?;
        let page = list_questions_with_tickets(&mut tx, desk.name(), &after, resolved, PAGE).await?;
        drop(tx);
        for question in &page {
            found.extend(compare(app, desk, question).await?);
        }
        match page.into_iter().next_back() {
            Some(last) => after = last,
            None => return Ok(found),
        }
    }
}

/// Has the worker mend what drifted; gives the effects that do it.
///
/// # Errors
/// When the database is away.
pub async fn mend(app: &Arc<App>, drift: &[Drift]) -> Result<Vec<String>, StoreError> {
    let (unit_app, drift) = (app.clone(), drift.to_vec());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let mut effects = Vec::new();
                for Drift { question, target, .. } in drift {
                    let id = unit_app.new_id();
                    super::look_again(tx, &unit_app, &question, &target, &id, None).await?;
                    effects.push(super::touched_key(&target, &id));
                }
                Ok::<_, StoreError>(effects)
            })
        })
        .await
}

/// How many of these effects are still under way.
///
/// # Errors
/// When the database is away.
pub async fn count_under_way(app: &App, effects: &[String]) -> Result<usize, StoreError> {
    let mut tx = app.store.read().await?;
    let mut count = 0;
    for effect in effects {
        let state = find_outbox_state(&mut tx, effect).await?;
        count += usize::from(state.is_some_and(|state| matches!(state.as_str(), "waiting" | "leased")));
    }
    Ok(count)
}

/// What drifted, as a table for people; the columns are as wide as what is in them.
pub fn table(drift: &[Drift]) -> String {
    let head = ["question", "target", "ticket", "here", "there"].map(str::to_owned);
    let rows = drift.iter().map(|drift| {
        let ticket = drift.ticket.clone().unwrap_or_else(|| "–".to_owned());
        [drift.question.clone(), drift.target.clone(), ticket, drift.here.clone(), drift.there.clone()]
    });
    let rows: Vec<_> = std::iter::once(head).chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 5] = std::array::from_fn(width);
    let line = |row: &[String; 5]| {
        let cells: Vec<_> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        format!("{}\n", cells.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_lines_up() {
        let drift = Drift {
            question: "01k".to_owned(),
            target: "zendesk".to_owned(),
            ticket: None,
            here: "open".to_owned(),
            there: "no ticket".to_owned(),
        };
        let expected = "question  target   ticket  here  there\n01k       zendesk  –       open  no ticket\n";
        assert_eq!(table(&[drift]), expected);
    }
}
