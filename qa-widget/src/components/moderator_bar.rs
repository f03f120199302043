//! The acts that the viewer may do with a question or reply, as plain form posts.
//!
//! Moderators get most of them; an asker gets those on their own question. Which ones is decided by the server alone.

use leptos::prelude::*;
use qa_api::limits::REASON_MAX_CHARS;
use qa_api::paths::{self, FORM_ACT};
use qa_api::thread::Act;

use super::field::Field;
use super::input::LineInput;
use super::more_acts::MoreActs;
use crate::messages;

/// What is acted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Post {
    Question,
    Reply,
}

impl Post {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Reply => "reply",
        }
    }

    /// Where acts on it are sent.
    pub(super) fn path(self, id: &str) -> String {
        match self {
            Self::Question => paths::question_acts(id),
            Self::Reply => paths::reply_acts(id),
        }
    }

    pub(super) fn label(self, act: Act) -> &'static str {
        match self {
            Self::Question => messages::question_act(act),
            Self::Reply => messages::reply_act(act),
        }
    }
}

/// The bar of acts, or nothing when there are none.
///
/// What helps the author is one press; what turns a post down asks for a reason first; the rest is behind one more.
#[component]
pub(crate) fn ModeratorBar(
    /// What is acted on.
    post: Post,
    /// Its id.
    id: String,
    /// What the viewer may do with it now.
    acts: Vec<Act>,
    /// The bar's accessible name, since a page has many bars with the same buttons.
    label: String,
) -> impl IntoView {
    let of = |rank| acts.iter().copied().filter(|act| self::rank(*act) == rank).collect::<Vec<_>>();
    let (direct, turning_down, more) = (of(Rank::Direct), of(Rank::TurnsDown), of(Rank::More));
    let has_direct = !direct.is_empty();
    let shown = !acts.is_empty();
    shown.then(|| {
        let direct_form = has_direct.then(|| view! { <DirectActs post id=id.clone() acts=direct /> });
        let turning_down: Vec<_> =
            turning_down.into_iter().map(|act| view! { <ReasonedAct post id=id.clone() act /> }).collect();
        view! {
            <div class="qa-bar" role="group" aria-label=label>
                {direct_form}
                {turning_down}
                <MoreActs post id=id.clone() acts=more />
            </div>
        }
    })
}

#[component]
pub(super) fn DirectActs(post: Post, id: String, acts: Vec<Act>) -> impl IntoView {
    let buttons: Vec<_> = acts
        .into_iter()
        .map(|act| {
            let class =
                if matches!(act, Act::Publish | Act::AcceptEdit) { "qa-button" } else { "qa-button qa-button--quiet" };
            view! {
                <button class=class type="submit" name="act" value=act.name() data-qa-told=messages::done(act)>
                    {post.label(act)}
                </button>
            }
        })
        .collect();
    let path = post.path(&id);
    view! {
        <form method="post" action=FORM_ACT data-qa-deed=path>
            <input type="hidden" name="kind" value=post.name() />
            <input type="hidden" name="id" value=id />
            {buttons}
        </form>
    }
}

#[component]
fn ReasonedAct(post: Post, id: String, act: Act) -> impl IntoView {
    let prefix = format!("qa-act-{}-{id}-{}", post.name(), act.name());
    let reason = Field::new(&prefix, "reason", messages::REASON_LABEL).hint(messages::REASON_HINT);
    let path = post.path(&id);
    view! {
        <details class="qa-details">
            <summary>{messages::with_reason(post.label(act))}</summary>
            <form class="qa-form" method="post" action=FORM_ACT data-qa-deed=path>
                <input type="hidden" name="kind" value=post.name() />
                <input type="hidden" name="id" value=id />
                <LineInput field=reason maxlength=REASON_MAX_CHARS autocomplete="off" />
                <button
                    class="qa-button qa-button--danger"
                    type="submit"
                    name="act"
                    value=act.name()
                    data-qa-told=messages::done(act)
                >
                    {post.label(act)}
                </button>
            </form>
        </details>
    }
}

/// Where in the bar an act is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    Direct,
    TurnsDown,
    More,
}

fn rank(act: Act) -> Rank {
    match act {
        Act::Publish
        | Act::Restore
        | Act::Resolve
        | Act::Reopen
        | Act::Undelete
        | Act::AcceptEdit
        | Act::Confirm
        | Act::Claim => Rank::Direct,
        Act::Reject | Act::Archive | Act::Hide | Act::RefuseEdit => Rank::TurnsDown,
        _ => Rank::More,
    }
}
