//! The state of the pages about people: one's own profile, somebody's public page, the staff's list.
//!
//! Filled in by qa-server, drawn by [`crate::render`]; [`crate::form`] holds that of all other pages.

use qa_api::follow::{Follow, Follows};
use qa_api::people::{People, Profile, ProfileRequest, Session};
use qa_api::problem::Problem;

use crate::form::Notice;

/// What people see and change of their own account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfilePage {
    /// The account as it is.
    pub profile: Profile,
    /// What was typed about it; the same as `profile` while nothing was refused.
    pub request: ProfileRequest,
    /// Why that was not taken.
    pub problem: Option<Problem>,
    /// Where the account is signed in, this browser first.
    pub sessions: Vec<Session>,
    /// What they follow.
    pub follows: Follows,
    /// What has just been done.
    pub done: Option<Notice>,
}

/// What there is to follow around a question or page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowPage {
    /// The question, its page, the page's topic.
    pub things: Vec<Follow>,
    /// What has just been done.
    pub done: Option<Notice>,
}

/// Who has a role, and who asks for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeoplePage {
    /// The lists.
    pub people: People,
    /// What has just been done.
    pub done: Option<Notice>,
}
