//! How long people wait, topic by topic.

use leptos::either::Either;
use leptos::prelude::*;
use qa_api::inbox::{ResponseTimes, TopicTimes};
use qa_api::paths::MODERATE;

use crate::messages::moderation as words;

/// The table, or the sentence that there is nothing to count.
#[component]
pub(crate) fn TimesPage(
    /// The times.
    times: ResponseTimes,
) -> impl IntoView {
    let lead = words::times_lead(times.days);
    let table = if times.topics.is_empty() {
        Either::Left(view! { <p>{words::TIMES_NONE}</p> })
    } else {
        let columns: Vec<_> = words::TIMES_COLUMNS.map(|name| view! { <th scope="col">{name}</th> }).into();
        let lines: Vec<_> = times.topics.into_iter().map(|line| view! { <Line line /> }).collect();
        Either::Right(view! {
            <div class="qa-table" role="region" tabindex="0" aria-label=words::TIMES_HEADING>
                <table>
                    <thead>
                        <tr>{columns}</tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        })
    };
    view! {
        <h1>{words::TIMES_HEADING}</h1>
        <p>{lead}</p>
        {table}
        <p>
            <a href=MODERATE>{words::INBOX_LINK}</a>
        </p>
    }
}

#[component]
fn Line(line: TopicTimes) -> impl IntoView {
    let time = |seconds: Option<u64>| seconds.map_or_else(|| "–".to_owned(), words::duration);
    view! {
        <tr>
            <th scope="row" dir="auto">
                {line.title}
            </th>
            <td>{line.questions}</td>
            <td>{line.answered}</td>
            <td>{line.resolved}</td>
            <td>{time(line.first_response)}</td>
            <td>{time(line.resolution)}</td>
        </tr>
    }
}
