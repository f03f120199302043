//! One reply below a question.

use leptos::prelude::*;
use qa_api::paths;
use qa_api::thread::{Reply, ReplyState};

use super::moderator_bar::{ModeratorBar, Post};
use super::outcome::OutcomeOf;
use super::post_tools::Tools;
use super::report_link::{ReportLink, reply_post};
use super::share::Share;
use super::thread::{Body, Meta, Note};
use crate::messages;
use crate::state::Outcome;

/// A reply: who wrote it when, whether it is the solution, its text, and what the viewer may do with it.
#[component]
pub(crate) fn ReplyItem(
    /// The reply as the viewer sees it.
    reply: Reply,
    /// Where it can be linked to.
    permalink: String,
    /// Whether it resolved the question; said in words and not by colour alone.
    is_solution: bool,
    /// Whether everybody sees the question.
    is_public: bool,
    /// Whether the question takes replies.
    quotes: bool,
    /// What was done last with its question or one of the replies.
    outcome: Option<Outcome>,
) -> impl IntoView {
    let is_solution = is_solution && reply.state == ReplyState::Published;
    let class = match reply.state {
        ReplyState::Held => "qa-reply qa-reply--held",
        ReplyState::Hidden | ReplyState::Deleted | ReplyState::Split | ReplyState::Purged => {
            "qa-reply qa-reply--hidden"
        }
        ReplyState::Published if is_solution => "qa-reply qa-reply--solution",
        ReplyState::Published => "qa-reply",
    };
    let label = messages::reply_state(reply.state).or(is_solution.then_some(messages::SOLUTION));
    let anchor = paths::reply_anchor(&reply.id);
    let (id, post) = (reply.id.clone(), reply.id.clone());
    let share = (is_public && reply.state == ReplyState::Published).then(|| {
        view! { <Share permalink=permalink.clone() author=reply.author.name.clone() quotes /> }
    });
    let report = reply_post(&reply.id, reply.state == ReplyState::Published);
    let bar_label = messages::reply_bar(&reply.author.name);
    view! {
        <article class=class id=anchor tabindex="-1" data-qa-reply=post>
            <Meta
                author=reply.author
                time=reply.posted_at
                permalink=Some(permalink)
                edited=reply.edited_at.is_some()
                names_asker=true
            />
            {label.map(|label| view! { <p class="qa-state">{label}</p> })}
            {reply.section_changed.then(|| view! { <p class="qa-note qa-aged">{messages::SECTION_CHANGED}</p> })}
            <Body html=reply.body_html />
            {share}
            <ReportLink post=report />
            <Note note=reply.note />
            <Tools post=Post::Reply id=reply.id.clone() votes=reply.votes personal=reply.personal />
            <ModeratorBar post=Post::Reply id=reply.id acts=reply.acts label=bar_label />
            <OutcomeOf outcome reply=Some(id) />
        </article>
    }
}
