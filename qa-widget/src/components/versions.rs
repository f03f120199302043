//! Every text that a post had, for its author and moderators.

use leptos::prelude::*;
use qa_api::request::Version;

use super::thread::Note;
use crate::{form, messages};

/// The versions, the newest first.
#[component]
pub(crate) fn VersionsPage(
    /// The versions and where the post is.
    page: form::VersionsPage,
) -> impl IntoView {
    let form::VersionsPage { title, back, versions } = page;
    let versions: Vec<_> = versions.into_iter().map(|version| view! { <VersionItem version /> }).collect();
    view! {
        <h1 dir="auto">{messages::versions_heading(&title)}</h1>
        <p>{messages::VERSIONS_LEAD}</p>
        {versions}
        <p>
            <a href=back>{messages::VERSIONS_BACK}</a>
        </p>
    }
}

#[component]
fn VersionItem(version: Version) -> impl IntoView {
    let Version { author, at, title, body, state, note, .. } = version;
    let day = messages::day(&at);
    view! {
        <section class="qa-version">
            <h2>{messages::version_state(state)}</h2>
            <p class="qa-meta">
                <bdi>{author}</bdi>
                " · "
                <time datetime=at>{day}</time>
            </p>
            {(!title.is_empty()).then(|| view! { <p dir="auto"><strong>{title}</strong></p> })}
            <pre class="qa-source" dir="auto" tabindex="0">{body}</pre>
            <Note note />
        </section>
    }
}
