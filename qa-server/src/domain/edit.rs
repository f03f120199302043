//! Who may change the text of a post, and for how long.

use qa_api::thread::{QuestionState, ReplyState, Role};

use super::capability::{Capability, allows};
use super::post::{Question, Reply};
use crate::clock::{DAY, Millis};

/// How long the author of a published reply may change it.
pub const REPLY_EDIT_TIME: Millis = DAY;

/// Whether the account `editor` of `role` may change `question`.
///
/// Its asker may until somebody else has replied (`answered`): a reply must not come to stand below another question.
pub fn may_edit_question(editor: &str, role: Role, question: &Question, answered: bool) -> bool {
    let own = question.author.id == editor;
    match question.status.state {
        _ if allows(Some(role), own, Capability::EditOthers) => is_alive(question),
        QuestionState::Held => own,
        QuestionState::Published => own && !answered && !question.status.locked,
        _ => false,
    }
}

/// Whether the account `editor` of `role` may change `reply` to `question`.
pub fn may_edit_reply(editor: &str, role: Role, reply: &Reply, question: &Question, now: Millis) -> bool {
    let own = reply.author.id == editor;
    let alive = is_alive(question) && matches!(reply.status.state, ReplyState::Held | ReplyState::Published);
    if allows(Some(role), own, Capability::EditOthers) {
        return alive;
    }
    let in_time = reply.status.state == ReplyState::Held || now - reply.created_at < REPLY_EDIT_TIME;
    own && alive && in_time && !question.status.locked
}

fn is_alive(question: &Question) -> bool {
    matches!(question.status.state, QuestionState::Held | QuestionState::Published)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::account::PostAuthor;
    use crate::domain::status::{QuestionStatus, ReplyStatus};

    fn author(id: &str) -> PostAuthor {
        PostAuthor { id: id.to_owned(), name: id.to_owned(), role: Role::Member }
    }

    fn question(status: QuestionStatus) -> Question {
        Question { id: "q1".to_owned(), author: author("ada"), status, ..Question::default() }
    }

    #[test]
    fn an_asker_may_until_somebody_answers() {
        let open = question(QuestionStatus::published());
        assert!(may_edit_question("ada", Role::Member, &open, false));
        assert!(!may_edit_question("ada", Role::Member, &open, true));
        assert!(!may_edit_question("bob", Role::Member, &open, false));
        assert!(may_edit_question("mo", Role::Moderator, &open, true));
        let locked = question(QuestionStatus { locked: true, ..QuestionStatus::published() });
        assert!(!may_edit_question("ada", Role::Member, &locked, false));
        for state in [QuestionState::Rejected, QuestionState::Archived, QuestionState::Deleted, QuestionState::Merged] {
            let gone = question(QuestionStatus { state, ..QuestionStatus::published() });
            assert!(!may_edit_question("ada", Role::Member, &gone, false), "{state:?}");
            assert!(!may_edit_question("mo", Role::Staff, &gone, false), "{state:?}");
        }
    }

    #[test]
    fn a_reply_may_be_changed_for_a_day() {
        let open = question(QuestionStatus::published());
        let reply = Reply { author: author("bob"), status: ReplyStatus::published(), ..Reply::default() };
        assert!(may_edit_reply("bob", Role::Member, &reply, &open, DAY - 1));
        assert!(!may_edit_reply("bob", Role::Member, &reply, &open, DAY));
        assert!(!may_edit_reply("ada", Role::Member, &reply, &open, 0));
        assert!(may_edit_reply("mo", Role::Moderator, &reply, &open, 10 * DAY));
        let held = Reply { status: ReplyStatus::held(String::new()), ..reply };
        assert!(may_edit_reply("bob", Role::Member, &held, &open, 10 * DAY));
    }
}
