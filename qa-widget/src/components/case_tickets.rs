//! A question's tickets in other systems: where they are, how far, and when that was seen.

use leptos::either::Either;
use leptos::prelude::*;

use crate::messages::moderation as words;
use crate::{form, messages};

/// One line for each.
#[component]
pub(crate) fn Tickets(
    /// The tickets.
    tickets: Vec<form::CaseTicket>,
) -> impl IntoView {
    (!tickets.is_empty()).then(|| {
        let lines: Vec<_> = tickets
            .into_iter()
            .map(|ticket| {
                let name = match ticket.id {
                    Some(id) => format!("{} {id}", ticket.target),
                    None => ticket.target,
                };
                let name = match ticket.link {
                    Some(link) => Either::Left(view! { <a href=link>{name}</a> }),
                    None => Either::Right(view! { <bdi>{name}</bdi> }),
                };
                let compared = ticket.compared_at.map(|at| {
                    let when = minute(&at);
                    view! {
                        ", "
                        {words::TICKET_COMPARED}
                        " "
                        <time datetime=at>{when}</time>
                    }
                });
                view! {
                    <li>
                        {name}
                        ": "
                        {ticket.state.unwrap_or(words::TICKET_NOT_MADE)}
                        {compared}
                        {ticket.problem.map(|problem| view! { " – " <bdi>{problem}</bdi> })}
                    </li>
                }
            })
            .collect();
        view! {
            <h2>{words::TICKETS_HEADING}</h2>
            <ul>{lines}</ul>
        }
    })
}

/// Day and time of an RFC 3339 time in UTC, such as "21 November 2026, 17:18 UTC".
fn minute(time: &str) -> String {
    match time.split_once('T').and_then(|(_, clock)| clock.get(..5)) {
        Some(clock) => format!("{}, {clock} UTC", messages::day(time)),
        None => time.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_to_the_minute_and_odd_ones_stay() {
        assert_eq!(minute("2026-11-21T17:18:01.000Z"), "21 November 2026, 17:18 UTC");
        assert_eq!(minute("soon"), "soon");
    }
}
