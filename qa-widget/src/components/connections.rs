//! The providers that somebody signs in by, on their own profile page.

use leptos::prelude::*;
use qa_api::paths::FORM_DISCONNECT;
use qa_api::people::Connection;

use crate::messages;

/// Each with the way to part from it; nothing when there is none.
#[component]
pub(crate) fn Connections(
    /// By name.
    connections: Vec<Connection>,
) -> impl IntoView {
    let items: Vec<_> = connections.into_iter().map(|connection| view! { <Item connection /> }).collect();
    (!items.is_empty()).then(|| {
        view! {
            <h2>{messages::CONNECTIONS_HEADING}</h2>
            <p>{messages::CONNECTIONS_LEAD}</p>
            <ul class="qa-sessions">{items}</ul>
        }
    })
}

#[component]
fn Item(connection: Connection) -> impl IntoView {
    let Connection { provider, name, since } = connection;
    let (day, label) = (messages::day(&since), messages::disconnect(&name));
    view! {
        <li>
            <p>
                <strong>{name}</strong>
            </p>
            <p class="qa-meta">
                {messages::SESSION_BEGUN} " " <time datetime=since>{day}</time>
            </p>
            <form method="post" action=FORM_DISCONNECT>
                <input type="hidden" name="provider" value=provider />
                <button class="qa-button qa-button--quiet" type="submit" aria-label=label>
                    {messages::DISCONNECT}
                </button>
            </form>
        </li>
    }
}
