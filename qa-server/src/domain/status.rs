//! How far a post is. Stored whole in the audit, before and after each act, so that every act can be taken back.

use qa_api::thread::{QuestionState, ReplyState};
use serde::{Deserialize, Serialize};

use crate::clock::Millis;

/// How far a question is.
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
    /// The question that it is a duplicate of.
    #[serde(default)]
    pub merged_into: Option<String>,
    /// When its author deleted it.
    #[serde(default)]
    pub deleted_at: Option<Millis>,
    /// Whether it was on its page when it was deleted: then others' replies keep its place.
    #[serde(default)]
    pub stub: bool,
    /// Whether it stands before the page's other questions.
    #[serde(default)]
    pub pinned: bool,
    /// Whether it takes no more replies.
    #[serde(default)]
    pub locked: bool,
    /// Whether somebody waits for the asker to say more.
    #[serde(default)]
    pub waiting: bool,
    /// Who says that they are answering it.
    #[serde(default)]
    pub claim: Option<Claim>,
}

/// Somebody's word that they are answering a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The account's id.
    pub by: String,
    /// When the word expires.
    pub until: Millis,
}

/// How far a reply is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyStatus {
    /// How far moderation is.
    pub state: ReplyState,
    /// Why it waits or is hidden.
    pub note: Option<String>,
    /// When its author deleted it.
    #[serde(default)]
    pub deleted_at: Option<Millis>,
    /// The hash of the question's section when the reply was written, or was last found still right.
    #[serde(default)]
    pub section_hash: Option<String>,
}

impl Default for QuestionStatus {
    fn default() -> Self {
        Self::published()
    }
}

impl Default for ReplyStatus {
    fn default() -> Self {
        Self::published()
    }
}

impl QuestionStatus {
    /// On the page, open.
    pub fn published() -> Self {
        Self {
            state: QuestionState::Published,
            note: None,
            resolved_at: None,
            solution: None,
            merged_into: None,
            deleted_at: None,
            stub: false,
            pinned: false,
            locked: false,
            waiting: false,
            claim: None,
        }
    }

    /// Waiting for a moderator.
    pub fn held(reason: String) -> Self {
        Self { state: QuestionState::Held, note: Some(reason), ..Self::published() }
    }

    /// Whether readers meet anything of it on its page: the question, or the place it keeps for others' replies.
    pub fn is_on_page(&self) -> bool {
        self.state == QuestionState::Published || self.stub
    }

    /// The claim, while it lasts.
    pub fn claim_at(&self, now: Millis) -> Option<&Claim> {
        self.claim.as_ref().filter(|claim| claim.until > now)
    }

    /// This status without what led from `before` to `after`, or nothing when that has changed again since.
    ///
    /// What moderation decided goes back as a whole; each flag goes back by itself, so that pinning a question does
    /// not keep anybody from taking back an earlier lock.
    pub fn without(&self, before: &Self, after: &Self) -> Option<Self> {
        let mut next = self.clone();
        if before.decided() != after.decided() {
            if self.decided() != after.decided() {
                return None;
            }
            next = Self {
                pinned: self.pinned,
                locked: self.locked,
                waiting: self.waiting,
                claim: self.claim.clone(),
                ..before.clone()
            };
        }
        revert(&mut next.pinned, &before.pinned, &after.pinned)?;
        revert(&mut next.locked, &before.locked, &after.locked)?;
        revert(&mut next.waiting, &before.waiting, &after.waiting)?;
        revert(&mut next.claim, &before.claim, &after.claim)?;
        Some(next)
    }

    /// What acts change together.
    fn decided(&self) -> (QuestionState, [Option<&str>; 3], [Option<Millis>; 2], bool) {
        let texts = [self.note.as_deref(), self.solution.as_deref(), self.merged_into.as_deref()];
        (self.state, texts, [self.resolved_at, self.deleted_at], self.stub)
    }
}

impl ReplyStatus {
    /// On the page.
    pub fn published() -> Self {
        Self { state: ReplyState::Published, note: None, deleted_at: None, section_hash: None }
    }

    /// Waiting for a moderator.
    pub fn held(reason: String) -> Self {
        Self { state: ReplyState::Held, note: Some(reason), deleted_at: None, section_hash: None }
    }

    /// `before`, or nothing when the status is no longer `after`.
    pub fn without(&self, before: &Self, after: &Self) -> Option<Self> {
        (self == after).then(|| before.clone())
    }
}

/// Puts `before` back where it changed, unless it changed again since.
fn revert<T: PartialEq + Clone>(value: &mut T, before: &T, after: &T) -> Option<()> {
    if before == after {
        return Some(());
    }
    if value != after {
        return None;
    }
    *value = before.clone();
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_goes_back_by_itself_and_a_decision_as_a_whole() {
        let open = QuestionStatus::published();
        let locked = QuestionStatus { locked: true, ..open.clone() };
        let both = QuestionStatus { pinned: true, ..locked.clone() };
        assert_eq!(both.without(&open, &locked), Some(QuestionStatus { pinned: true, ..open.clone() }));
        assert_eq!(open.without(&open, &locked), None, "it was unlocked since");

        let resolved = QuestionStatus { resolved_at: Some(5), ..open.clone() };
        let by_reply = QuestionStatus { solution: Some("r1".to_owned()), ..resolved.clone() };
        assert_eq!(by_reply.without(&open, &resolved), None);
        let pinned = QuestionStatus { pinned: true, ..resolved.clone() };
        assert_eq!(pinned.without(&open, &resolved), Some(QuestionStatus { pinned: true, ..open }));
    }

    #[test]
    fn an_audit_of_an_earlier_release_is_read() {
        let text = r#"{"state":"published","note":null,"resolved_at":null,"solution":null}"#;
        assert_eq!(serde_json::from_str::<QuestionStatus>(text).unwrap(), QuestionStatus::published());
    }
}
