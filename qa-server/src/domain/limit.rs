//! How often things may be done.

use crate::clock::{DAY, HOUR, Millis};

/// At most `max` within one window of `window`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Part of the counter's name.
    pub name: &'static str,
    /// The most that is possible within one window.
    pub max: i64,
    /// The window's length.
    pub window: Millis,
}

impl Limit {
    /// When the window that `now` lies in began.
    pub fn window_start(&self, now: Millis) -> Millis {
        now - now.rem_euclid(self.window)
    }

    /// Whole seconds until the next window, at least one.
    pub fn retry_after(&self, now: Millis) -> u64 {
        let left = self.window_start(now) + self.window - now;
        u64::try_from(left.div_euclid(1000)).unwrap_or(0).max(1)
    }
}

/// Posts of one machine or network.
pub const POSTS_PER_CLIENT: Limit = Limit { name: "posts-client", max: 30, window: HOUR };
/// Posts of one account or address.
pub const POSTS_PER_ADDRESS: Limit = Limit { name: "posts-address", max: 10, window: HOUR };
/// Codes and links asked for by one machine or network.
pub const CODES_PER_CLIENT: Limit = Limit { name: "codes-client", max: 20, window: HOUR };
/// Codes and links mailed to one address.
pub const CODES_PER_ADDRESS: Limit = Limit { name: "codes-address", max: 5, window: HOUR };
/// Codes typed wrong for one address; after that only a link works.
pub const WRONG_CODES_PER_ADDRESS: Limit = Limit { name: "wrong-codes", max: 10, window: DAY };
/// Codes and links tried by one machine or network.
pub const ANSWERS_PER_CLIENT: Limit = Limit { name: "answers-client", max: 60, window: HOUR };
/// Acts of one account, undoing included.
pub const ACTS_PER_ACCOUNT: Limit = Limit { name: "acts-account", max: 600, window: HOUR };
/// Offered sections of one machine or network that are counted as chosen.
pub const CHOICES_PER_CLIENT: Limit = Limit { name: "choices-client", max: 60, window: HOUR };
/// Votes on pages of one machine or network.
pub const VOTES_PER_CLIENT: Limit = Limit { name: "votes-client", max: 60, window: HOUR };
/// Searches of one machine or network that are counted as having found nothing.
pub const EMPTY_SEARCHES_PER_CLIENT: Limit = Limit { name: "empty-searches-client", max: 20, window: HOUR };
/// Changes of one account to itself: profile, sessions, wishes.
pub const PROFILE_CHANGES_PER_ACCOUNT: Limit = Limit { name: "profile-account", max: 60, window: HOUR };
/// Choices of one account of what it follows.
pub const FOLLOWS_PER_ACCOUNT: Limit = Limit { name: "follows-account", max: 120, window: HOUR };
/// Votes of one account, given and taken back.
pub const VOTES_PER_ACCOUNT: Limit = Limit { name: "votes-account", max: 300, window: HOUR };
/// Edits of one account.
pub const EDITS_PER_ACCOUNT: Limit = Limit { name: "edits-account", max: 60, window: HOUR };
/// Texts that one machine or network has shown as they will look, which is done while somebody types.
pub const PREVIEWS_PER_CLIENT: Limit = Limit { name: "previews-client", max: 600, window: HOUR };

/// Reports of one machine or network.
pub const REPORTS_PER_CLIENT: Limit = Limit { name: "reports-client", max: 20, window: HOUR };
/// Reports of one account.
pub const REPORTS_PER_ACCOUNT: Limit = Limit { name: "reports-account", max: 15, window: HOUR };

/// Events that one system sends by itself.
pub const HOOKS_PER_TARGET: Limit = Limit { name: "hooks-target", max: 3000, window: HOUR };

/// Mails to one address, codes and links left out.
pub const MAILS_PER_ADDRESS: Limit = Limit { name: "mails-address", max: 30, window: HOUR };
/// Mails to others that one member's posts cause.
pub const MAILS_PER_AUTHOR: Limit = Limit { name: "mails-author", max: 300, window: HOUR };
/// Mails of the whole site, codes and links left out.
pub const MAILS_PER_SITE: Limit = Limit { name: "mails-site", max: 3000, window: HOUR };

/// Wrong tries that one code takes.
pub const TRIES_PER_CODE: i64 = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_follow_each_other() {
        let limit = Limit { name: "x", max: 1, window: HOUR };
        assert_eq!(limit.window_start(HOUR + 5), HOUR);
        assert_eq!(limit.retry_after(HOUR + 5), 3599);
        assert_eq!(limit.retry_after(2 * HOUR - 1), 1);
    }
}
