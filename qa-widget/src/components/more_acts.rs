//! The acts that are needed now and then: behind one more press, so that the bar stays short.

use leptos::prelude::*;
use qa_api::limits::TITLE_MAX_CHARS;
use qa_api::paths::FORM_ACT;
use qa_api::thread::Act;

use super::field::Field;
use super::input::LineInput;
use super::moderator_bar::{DirectActs, Post};
use crate::messages;

/// Most characters of an address that is typed.
const ADDRESS_MAX_CHARS: usize = 500;

/// The acts in a fold of their own, or nothing when there are none.
#[component]
pub(super) fn MoreActs(
    /// What is acted on.
    post: Post,
    /// Its id.
    id: String,
    /// What the viewer may do with it now, of these.
    acts: Vec<Act>,
) -> impl IntoView {
    (!acts.is_empty()).then(|| {
        let (asking, direct): (Vec<_>, Vec<_>) = acts.into_iter().partition(|act| asked_for(*act).is_some());
        let direct = (!direct.is_empty()).then(|| view! { <DirectActs post id=id.clone() acts=direct /> });
        let asking: Vec<_> = asking.into_iter().map(|act| view! { <AskingAct post id=id.clone() act /> }).collect();
        view! {
            <details class="qa-details">
                <summary>{messages::with_reason(messages::MORE_ACTS)}</summary>
                {direct}
                {asking}
            </details>
        }
    })
}

/// The field, label and hint of what an act needs to know.
fn asked_for(act: Act) -> Option<(&'static str, &'static str, &'static str)> {
    match act {
        Act::Move => Some(("to", messages::MOVE_LABEL, messages::MOVE_HINT)),
        Act::Merge => Some(("to", messages::MERGE_LABEL, messages::MERGE_HINT)),
        Act::Split => Some(("title", messages::SPLIT_LABEL, messages::SPLIT_HINT)),
        _ => None,
    }
}

#[component]
fn AskingAct(post: Post, id: String, act: Act) -> impl IntoView {
    asked_for(act).map(|(name, label, hint)| {
        let prefix = format!("qa-act-{}-{id}-{}", post.name(), act.name());
        let field = Field::new(&prefix, name, label).hint(hint).required();
        let maxlength = if name == "title" { TITLE_MAX_CHARS } else { ADDRESS_MAX_CHARS };
        let path = post.path(&id);
        view! {
            <form class="qa-form" method="post" action=FORM_ACT data-qa-deed=path>
                <input type="hidden" name="kind" value=post.name() />
                <input type="hidden" name="id" value=id />
                <LineInput field maxlength=maxlength autocomplete="off" />
                <button
                    class="qa-button qa-button--quiet"
                    type="submit"
                    name="act"
                    value=act.name()
                    data-qa-told=messages::done(act)
                >
                    {post.label(act)}
                </button>
            </form>
        }
    })
}
