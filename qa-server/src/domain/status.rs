//! How far a post is, and the one table of what each act does to that.

use qa_api::thread::{Act, QuestionState, ReplyState};
use serde::{Deserialize, Serialize};

use crate::clock::Millis;

/// How far a question is. Stored whole in the audit, so that every act can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionStatus {
    /// How far moderation is.
    pub state: QuestionState,
    /// Why it waits or was turned down.
    pub note: Option<String>,
    /// When it was called resolved.
    pub resolved_at: Option<Millis>,
    /// By which reply.
    pub solution: Option<String>,
}

/// How far a reply is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyStatus {
    /// How far moderation is.
    pub state: ReplyState,
    /// Why it waits or is hidden.
    pub note: Option<String>,
}

impl QuestionStatus {
    /// On the page, open.
    pub fn published() -> Self {
        Self { state: QuestionState::Published, note: None, resolved_at: None, solution: None }
    }

    /// Waiting for a moderator.
    pub fn held(reason: String) -> Self {
        Self { state: QuestionState::Held, note: Some(reason), resolved_at: None, solution: None }
    }
}

impl ReplyStatus {
    /// On the page.
    pub fn published() -> Self {
        Self { state: ReplyState::Published, note: None }
    }

    /// Waiting for a moderator.
    pub fn held(reason: String) -> Self {
        Self { state: ReplyState::Held, note: Some(reason) }
    }
}

/// State × act → state, of questions. What is not here is not possible.
const QUESTION: [(QuestionState, Act, QuestionState); 7] = [
    (QuestionState::Held, Act::Publish, QuestionState::Published),
    (QuestionState::Held, Act::Reject, QuestionState::Rejected),
    (QuestionState::Rejected, Act::Restore, QuestionState::Held),
    (QuestionState::Published, Act::Archive, QuestionState::Archived),
    (QuestionState::Archived, Act::Restore, QuestionState::Published),
    (QuestionState::Published, Act::Resolve, QuestionState::Published),
    (QuestionState::Published, Act::Reopen, QuestionState::Published),
];

/// State × act → state, of replies.
const REPLY: [(ReplyState, Act, ReplyState); 4] = [
    (ReplyState::Held, Act::Publish, ReplyState::Published),
    (ReplyState::Held, Act::Hide, ReplyState::Hidden),
    (ReplyState::Published, Act::Hide, ReplyState::Hidden),
    (ReplyState::Hidden, Act::Restore, ReplyState::Held),
];

/// The status of a question after `act`, or nothing when the act is not possible now.
///
/// `reason` becomes the note where the act turns the question down; `solution` is the reply that resolves it.
pub fn after_question_act(
    status: &QuestionStatus,
    act: Act,
    now: Millis,
    reason: &str,
    solution: Option<&str>,
) -> Option<QuestionStatus> {
    let (_, _, state) = QUESTION.into_iter().find(|(from, by, _)| *from == status.state && *by == act)?;
    let mut next = QuestionStatus { state, ..status.clone() };
    match act {
        Act::Resolve if status.resolved_at.is_some() && status.solution.as_deref() == solution => return None,
        Act::Resolve => {
            next.resolved_at = Some(now);
            next.solution = solution.map(str::to_owned);
        }
        Act::Reopen if status.resolved_at.is_none() => return None,
        Act::Reopen => {
            next.resolved_at = None;
            next.solution = None;
        }
        Act::Reject | Act::Archive => next.note = given(reason),
        Act::Restore if state == QuestionState::Held => next.note = Some("Brought back by a moderator.".to_owned()),
        Act::Publish | Act::Restore | Act::Hide => next.note = None,
    }
    Some(next)
}

/// The status of a reply after `act`, or nothing when the act is not possible now.
pub fn after_reply_act(status: &ReplyStatus, act: Act, reason: &str) -> Option<ReplyStatus> {
    let (_, _, state) = REPLY.into_iter().find(|(from, by, _)| *from == status.state && *by == act)?;
    let note = match act {
        Act::Hide => given(reason),
        Act::Restore => Some("Brought back by a moderator.".to_owned()),
        _ => None,
    };
    Some(ReplyStatus { state, note })
}

fn given(reason: &str) -> Option<String> {
    (!reason.is_empty()).then(|| reason.to_owned())
}

/// A question state's name in the database and in problem replies.
pub fn question_state_name(state: QuestionState) -> &'static str {
    match state {
        QuestionState::Held => "held",
        QuestionState::Published => "published",
        QuestionState::Rejected => "rejected",
        QuestionState::Archived => "archived",
    }
}

/// A reply state's name in the database and in problem replies.
pub fn reply_state_name(state: ReplyState) -> &'static str {
    match state {
        ReplyState::Held => "held",
        ReplyState::Published => "published",
        ReplyState::Hidden => "hidden",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION_STATES: [QuestionState; 4] =
        [QuestionState::Held, QuestionState::Published, QuestionState::Rejected, QuestionState::Archived];

    fn question(state: QuestionState) -> QuestionStatus {
        QuestionStatus { state, ..QuestionStatus::published() }
    }

    #[test]
    fn only_publishing_and_restoring_lead_to_the_page() {
        for state in QUESTION_STATES.into_iter().filter(|state| *state != QuestionState::Published) {
            for act in Act::ALL {
                let next = after_question_act(&question(state), act, 1, "", None);
                let reaches_page = next.is_some_and(|next| next.state == QuestionState::Published);
                let may = act == Act::Publish || (act == Act::Restore && state == QuestionState::Archived);
                assert!(!reaches_page || may, "{state:?} {act:?}");
            }
        }
    }

    #[test]
    fn resolving_twice_and_reopening_an_open_question_are_refused() {
        let open = QuestionStatus::published();
        let resolved = after_question_act(&open, Act::Resolve, 5, "", Some("r1")).unwrap();
        assert_eq!((resolved.resolved_at, resolved.solution.as_deref()), (Some(5), Some("r1")));
        assert_eq!(after_question_act(&resolved, Act::Resolve, 6, "", Some("r1")), None);
        assert!(after_question_act(&resolved, Act::Resolve, 6, "", Some("r2")).is_some());
        assert_eq!(after_question_act(&resolved, Act::Reopen, 7, "", None), Some(open.clone()));
        assert_eq!(after_question_act(&open, Act::Reopen, 7, "", None), None);
    }

    #[test]
    fn a_reason_stays_with_what_was_turned_down() {
        let held = QuestionStatus::held("new".to_owned());
        let rejected = after_question_act(&held, Act::Reject, 1, "A duplicate.", None).unwrap();
        assert_eq!(rejected.note.as_deref(), Some("A duplicate."));
        let hidden = after_reply_act(&ReplyStatus::published(), Act::Hide, "Off topic.").unwrap();
        assert_eq!((hidden.state, hidden.note.as_deref()), (ReplyState::Hidden, Some("Off topic.")));
    }
}
