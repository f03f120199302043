//! Comparing a question with its ticket and changing nothing: what `qa-server reconcile` prints.

use super::case::load;
use super::{Desk, Fault};
use crate::app::App;
use crate::domain::event::Level;
use crate::domain::ticket::{Step, TicketState, Wanted, step};

/// Where a question and its ticket do not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// The question's id.
    pub question: String,
    /// The desk's name.
    pub target: String,
    /// What the desk calls the ticket.
    pub ticket: Option<String>,
    /// How the question is.
    pub here: String,
    /// How the ticket is.
    pub there: String,
}

/// Where `question` and its ticket at `desk` do not agree, if they do not.
///
/// # Errors
/// When the desk cannot be asked now.
pub async fn compare<D: Desk>(app: &App, desk: &D, question: &str) -> Result<Option<Drift>, Fault> {
    let terms = desk.terms();
    let Some(case) = load(app, desk.name(), terms, question).await? else { return Ok(None) };
    let drift = |here: &str, there: String| {
        Ok(Some(Drift {
            question: question.to_owned(),
            target: desk.name().to_owned(),
            ticket: case.ticket.as_ref().and_then(|ticket| ticket.remote_id.clone()),
            here: here.to_owned(),
            there,
        }))
    };
    let here = match case.wanted {
        Wanted::Open => "open",
        Wanted::Solved => "resolved",
        Wanted::Nothing => "not on its page",
    };
    let Some(ticket) = &case.ticket else {
        let missing = case.wanted == Wanted::Open;
        return if missing { drift(here, "no ticket".to_owned()) } else { Ok(None) };
    };
    let Some(remote_id) = &ticket.remote_id else {
        return drift(here, ticket.problem.clone().unwrap_or_else(|| "not made yet".to_owned()));
    };
    if terms.level == Level::Alert {
        return Ok(None);
    }
    let seen = match desk.read(remote_id).await {
        Ok(remote) => remote.state,
        Err(Fault::Gone) if case.wanted == Wanted::Open => return drift(here, "gone".to_owned()),
        Err(Fault::Gone) => return Ok(None),
        Err(fault) => return Err(fault),
    };
    if step(case.wanted, ticket.written, seen, terms.level == Level::TwoWay) != Step::Nothing {
        return drift(here, seen.name().to_owned());
    }
    match case.news().count() {
        0 => Ok(None),
        _ if seen == TicketState::Closed && case.wanted == Wanted::Nothing => Ok(None),
        1 => drift(here, format!("{}, does not know 1 thing", seen.name())),
        count => drift(here, format!("{}, does not know {count} things", seen.name())),
    }
}
