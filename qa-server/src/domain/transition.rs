//! What each act does to the status of a post: the one table for questions, the one for replies.
//!
//! Which acts are offered, which are refused, and what the tests walk through all follow from these two.

use qa_api::thread::{Act, QuestionState, ReplyState};

use super::status::{Claim, QuestionStatus, ReplyStatus};
use crate::clock::{MINUTE, Millis};

/// How long somebody's word that they are answering holds.
pub const CLAIM_LIFE: Millis = 30 * MINUTE;

/// State × act → state, of questions. What is not here is not possible.
pub const QUESTION: [(QuestionState, Act, QuestionState); 26] = [
    (QuestionState::Held, Act::Publish, QuestionState::Published),
    (QuestionState::Held, Act::Reject, QuestionState::Rejected),
    (QuestionState::Held, Act::Move, QuestionState::Held),
    (QuestionState::Held, Act::Merge, QuestionState::Merged),
    (QuestionState::Held, Act::Delete, QuestionState::Deleted),
    (QuestionState::Rejected, Act::Restore, QuestionState::Held),
    (QuestionState::Rejected, Act::Delete, QuestionState::Deleted),
    (QuestionState::Published, Act::Archive, QuestionState::Archived),
    (QuestionState::Published, Act::Resolve, QuestionState::Published),
    (QuestionState::Published, Act::Reopen, QuestionState::Published),
    (QuestionState::Published, Act::Pin, QuestionState::Published),
    (QuestionState::Published, Act::Unpin, QuestionState::Published),
    (QuestionState::Published, Act::Lock, QuestionState::Published),
    (QuestionState::Published, Act::Unlock, QuestionState::Published),
    (QuestionState::Published, Act::Claim, QuestionState::Published),
    (QuestionState::Published, Act::Release, QuestionState::Published),
    (QuestionState::Published, Act::Wait, QuestionState::Published),
    (QuestionState::Published, Act::Unwait, QuestionState::Published),
    (QuestionState::Published, Act::Move, QuestionState::Published),
    (QuestionState::Published, Act::Merge, QuestionState::Merged),
    (QuestionState::Published, Act::AcceptEdit, QuestionState::Published),
    (QuestionState::Published, Act::RefuseEdit, QuestionState::Published),
    (QuestionState::Published, Act::Delete, QuestionState::Deleted),
    (QuestionState::Archived, Act::Restore, QuestionState::Published),
    (QuestionState::Archived, Act::Delete, QuestionState::Deleted),
    (QuestionState::Deleted, Act::Undelete, QuestionState::Held),
];

/// State × act → state, of replies.
pub const REPLY: [(ReplyState, Act, ReplyState); 12] = [
    (ReplyState::Held, Act::Publish, ReplyState::Published),
    (ReplyState::Held, Act::Hide, ReplyState::Hidden),
    (ReplyState::Held, Act::Delete, ReplyState::Deleted),
    (ReplyState::Published, Act::Hide, ReplyState::Hidden),
    (ReplyState::Published, Act::Confirm, ReplyState::Published),
    (ReplyState::Published, Act::Split, ReplyState::Split),
    (ReplyState::Published, Act::AcceptEdit, ReplyState::Published),
    (ReplyState::Published, Act::RefuseEdit, ReplyState::Published),
    (ReplyState::Published, Act::Delete, ReplyState::Deleted),
    (ReplyState::Hidden, Act::Restore, ReplyState::Held),
    (ReplyState::Hidden, Act::Delete, ReplyState::Deleted),
    (ReplyState::Deleted, Act::Undelete, ReplyState::Held),
];

/// An act, with all that its outcome depends on.
#[derive(Clone, Copy, Debug)]
pub struct Doing<'a> {
    /// What is done.
    pub act: Act,
    /// The id of the account that does it.
    pub actor: &'a str,
    /// When.
    pub now: Millis,
    /// Why; becomes the note where the act turns something down.
    pub reason: &'a str,
    /// What else it is about: the reply that resolves, the question that is merged into, or for [`Act::Confirm`] the hash
    /// of the section as it is now.
    pub other: Option<&'a str>,
}

/// The status of a question afterwards, or nothing when the act is not possible now.
///
/// Whether there is an edit to decide on is not part of the status, so whoever calls this sees to it.
pub fn after_question_act(status: &QuestionStatus, doing: &Doing<'_>) -> Option<QuestionStatus> {
    let (_, _, state) = QUESTION.into_iter().find(|(from, by, _)| *from == status.state && *by == doing.act)?;
    let mut next = QuestionStatus { state, ..status.clone() };
    match doing.act {
        Act::Resolve if status.resolved_at.is_some() && status.solution.as_deref() == doing.other => return None,
        Act::Resolve => {
            next.resolved_at = Some(doing.now);
            next.solution = doing.other.map(str::to_owned);
            next.waiting = false;
            next.claim = None;
        }
        Act::Reopen => {
            status.resolved_at?;
            next.resolved_at = None;
            next.solution = None;
        }
        Act::Pin | Act::Unpin => next.pinned = flipped(status.pinned, doing.act == Act::Pin)?,
        Act::Lock | Act::Unlock => next.locked = flipped(status.locked, doing.act == Act::Lock)?,
        Act::Wait if status.resolved_at.is_some() => return None,
        Act::Wait | Act::Unwait => next.waiting = flipped(status.waiting, doing.act == Act::Wait)?,
        Act::Claim => {
            // What is resolved needs no answer, and what somebody answers is theirs until it expires.
            if status.resolved_at.is_some() || status.claim_at(doing.now).is_some() {
                return None;
            }
            next.claim = Some(Claim { by: doing.actor.to_owned(), until: doing.now + CLAIM_LIFE });
        }
        Act::Release => {
            status.claim_at(doing.now)?;
            next.claim = None;
        }
        Act::Merge => next.merged_into = Some(doing.other?.to_owned()),
        Act::Delete => {
            next.deleted_at = Some(doing.now);
            next.stub = status.state == QuestionState::Published;
            next.note = None;
        }
        Act::Undelete => {
            next.deleted_at = None;
            next.stub = false;
            next.note = Some("Brought back by its author.".to_owned());
        }
        Act::Reject | Act::Archive => next.note = given(doing.reason),
        Act::Restore if state == QuestionState::Held => next.note = Some("Brought back by a moderator.".to_owned()),
        Act::Publish | Act::Restore => next.note = None,
        Act::Hide | Act::Move | Act::Split | Act::AcceptEdit | Act::RefuseEdit | Act::Confirm => {}
    }
    Some(next)
}

/// The status of a reply afterwards, or nothing when the act is not possible now.
pub fn after_reply_act(status: &ReplyStatus, doing: &Doing<'_>) -> Option<ReplyStatus> {
    let (_, _, state) = REPLY.into_iter().find(|(from, by, _)| *from == status.state && *by == doing.act)?;
    let mut next = ReplyStatus { state, ..status.clone() };
    match doing.act {
        Act::Hide => next.note = given(doing.reason),
        Act::Restore => next.note = Some("Brought back by a moderator.".to_owned()),
        Act::Undelete => {
            next.deleted_at = None;
            next.note = Some("Brought back by its author.".to_owned());
        }
        Act::Delete => {
            next.deleted_at = Some(doing.now);
            next.note = None;
        }
        Act::Publish => next.note = None,
        Act::Confirm => {
            let (then, now) = (status.section_hash.as_deref()?, doing.other?);
            if then == now {
                return None;
            }
            next.section_hash = Some(now.to_owned());
        }
        _ => {}
    }
    Some(next)
}

/// `to`, unless it is so already.
fn flipped(now: bool, to: bool) -> Option<bool> {
    (now != to).then_some(to)
}

fn given(reason: &str) -> Option<String> {
    (!reason.is_empty()).then(|| reason.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doing(act: Act) -> Doing<'static> {
        Doing { act, actor: "mo", now: 5, reason: "", other: None }
    }

    fn question(state: QuestionState) -> QuestionStatus {
        QuestionStatus { state, ..QuestionStatus::published() }
    }

    #[test]
    fn only_publishing_and_restoring_lead_to_the_page() {
        for state in QuestionState::ALL.into_iter().filter(|state| *state != QuestionState::Published) {
            for act in Act::ALL {
                let next = after_question_act(&question(state), &doing(act));
                let reaches_page = next.is_some_and(|next| next.state == QuestionState::Published);
                let may = act == Act::Publish || (act == Act::Restore && state == QuestionState::Archived);
                assert!(!reaches_page || may, "{state:?} {act:?}");
            }
        }
        for state in ReplyState::ALL.into_iter().filter(|state| *state != ReplyState::Published) {
            for act in Act::ALL {
                let status = ReplyStatus { state, ..ReplyStatus::published() };
                let next = after_reply_act(&status, &doing(act));
                let reaches_page = next.is_some_and(|next| next.state == ReplyState::Published);
                assert!(!reaches_page || act == Act::Publish, "{state:?} {act:?}");
            }
        }
    }

    #[test]
    fn nothing_brings_back_what_was_purged() {
        for act in Act::ALL {
            assert_eq!(after_question_act(&question(QuestionState::Purged), &doing(act)), None);
            let purged = ReplyStatus { state: ReplyState::Purged, ..ReplyStatus::published() };
            assert_eq!(after_reply_act(&purged, &doing(act)), None);
        }
    }

    #[test]
    fn resolving_twice_and_reopening_an_open_question_are_refused() {
        let open = QuestionStatus::published();
        let by = |reply| Doing { other: Some(reply), ..doing(Act::Resolve) };
        let resolved = after_question_act(&open, &by("r1")).unwrap();
        assert_eq!((resolved.resolved_at, resolved.solution.as_deref()), (Some(5), Some("r1")));
        assert_eq!(after_question_act(&resolved, &by("r1")), None);
        assert!(after_question_act(&resolved, &by("r2")).is_some());
        assert_eq!(after_question_act(&resolved, &doing(Act::Reopen)), Some(open.clone()));
        assert_eq!(after_question_act(&open, &doing(Act::Reopen)), None);
    }

    #[test]
    fn only_an_answer_about_another_text_is_confirmed() {
        let about = |hash: &str| ReplyStatus { section_hash: Some(hash.to_owned()), ..ReplyStatus::published() };
        let confirm = |now| Doing { other: now, ..doing(Act::Confirm) };
        assert_eq!(after_reply_act(&about("old"), &confirm(Some("new"))), Some(about("new")));
        assert_eq!(after_reply_act(&about("new"), &confirm(Some("new"))), None);
        assert_eq!(after_reply_act(&about("old"), &confirm(None)), None);
        assert_eq!(after_reply_act(&ReplyStatus::published(), &confirm(Some("new"))), None);
    }

    #[test]
    fn a_claim_holds_for_half_an_hour_against_everybody() {
        let claimed = after_question_act(&QuestionStatus::published(), &doing(Act::Claim)).unwrap();
        assert_eq!(claimed.claim.as_ref().map(|claim| claim.by.as_str()), Some("mo"));
        let later = |act, now| Doing { act, actor: "jo", now, reason: "", other: None };
        assert_eq!(after_question_act(&claimed, &later(Act::Claim, CLAIM_LIFE)), None);
        assert!(after_question_act(&claimed, &later(Act::Claim, 5 + CLAIM_LIFE)).is_some());
        assert_eq!(after_question_act(&claimed, &later(Act::Release, 5 + CLAIM_LIFE)), None);
        let resolved = after_question_act(&claimed, &doing(Act::Resolve)).unwrap();
        assert_eq!(resolved.claim, None);
    }

    #[test]
    fn flags_are_set_once() {
        for (set, unset) in [(Act::Pin, Act::Unpin), (Act::Lock, Act::Unlock), (Act::Wait, Act::Unwait)] {
            let open = QuestionStatus::published();
            assert_eq!(after_question_act(&open, &doing(unset)), None);
            let with = after_question_act(&open, &doing(set)).unwrap();
            assert_eq!(after_question_act(&with, &doing(set)), None);
            assert_eq!(after_question_act(&with, &doing(unset)), Some(open));
        }
    }

    #[test]
    fn only_a_question_from_the_page_leaves_a_stub() {
        let deleted = |state| after_question_act(&question(state), &doing(Act::Delete)).unwrap();
        assert!(deleted(QuestionState::Published).stub);
        assert!(!deleted(QuestionState::Archived).stub && !deleted(QuestionState::Held).stub);
        let back = after_question_act(&deleted(QuestionState::Published), &doing(Act::Undelete)).unwrap();
        assert_eq!((back.state, back.stub, back.deleted_at), (QuestionState::Held, false, None));
    }

    #[test]
    fn a_reason_stays_with_what_was_turned_down() {
        let held = QuestionStatus::held("new".to_owned());
        let why = |act, reason| Doing { reason, ..doing(act) };
        let rejected = after_question_act(&held, &why(Act::Reject, "A duplicate.")).unwrap();
        assert_eq!(rejected.note.as_deref(), Some("A duplicate."));
        let hidden = after_reply_act(&ReplyStatus::published(), &why(Act::Hide, "Off topic.")).unwrap();
        assert_eq!((hidden.state, hidden.note.as_deref()), (ReplyState::Hidden, Some("Off topic.")));
    }
}
