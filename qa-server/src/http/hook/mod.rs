//! What other systems send by themselves: each body is signed, and nothing is believed without that.

mod signed;
mod slack;
mod tickets;

pub(super) use self::slack::post_slack;
pub(super) use self::tickets::{post_github, post_zendesk};
