//! What came of an act, told at the post it was done with.

use leptos::either::Either;
use leptos::prelude::*;

use super::notice::Notice;
use super::problem::FormProblem;
use crate::state::{Outcome, Told};

/// The outcome, if there is one and it is that of this post.
#[component]
pub(crate) fn OutcomeOf(
    /// What was done last with the question or one of its replies.
    outcome: Option<Outcome>,
    /// This post, when it is a reply.
    reply: Option<String>,
) -> impl IntoView {
    outcome.filter(|outcome| outcome.reply == reply).map(|outcome| match outcome.told {
        Told::Notice(notice) => Either::Left(view! { <Notice notice quiet=true /> }),
        Told::Problem(problem) => {
            let prefix = format!("qa-act-{}", reply.unwrap_or_default());
            Either::Right(view! { <FormProblem prefix problem=Some(problem) /> })
        }
    })
}
