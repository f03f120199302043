//! What other systems send by themselves: each body is signed, and nothing is believed without that.

mod slack;

pub(super) use self::slack::post_slack;
