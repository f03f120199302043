//! A ticket in another system: how far it should be for its question, and who gives way where the two differ.
//!
//! Called by the targets that keep tickets, and by the comparison of all of them.

use qa_api::thread::QuestionState;

use super::status::QuestionStatus;

/// How far a ticket is, in the words that all systems share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TicketState {
    /// Somebody has to do something, whoever it is.
    Open,
    /// Nothing is left to do; it can be opened again.
    Solved,
    /// Nothing about it can be changed any more.
    Closed,
    /// It is not there any more.
    Gone,
}

impl TicketState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Open, Self::Solved, Self::Closed, Self::Gone];

    /// The name under which it is stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Solved => "solved",
            Self::Closed => "closed",
            Self::Gone => "gone",
        }
    }

    /// The state of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether nothing is left to do.
    fn is_over(self) -> bool {
        self != Self::Open
    }
}

/// What a question wants of a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// One that is open.
    Open,
    /// One that is solved.
    Solved,
    /// None that is open, and none that says what the question said.
    Nothing,
}

impl Wanted {
    /// The state of a ticket that is there.
    pub fn state(self) -> TicketState {
        match self {
            Self::Open => TicketState::Open,
            Self::Solved | Self::Nothing => TicketState::Solved,
        }
    }
}

/// What a question wants of a ticket; `private` says that those who read the ticket may know of held questions.
pub fn wanted(status: &QuestionStatus, private: bool) -> Wanted {
    match status.state {
        QuestionState::Published if status.resolved_at.is_some() => Wanted::Solved,
        QuestionState::Published => Wanted::Open,
        QuestionState::Held if private => Wanted::Open,
        QuestionState::Held
        | QuestionState::Rejected
        | QuestionState::Archived
        | QuestionState::Merged
        | QuestionState::Deleted
        | QuestionState::Purged => Wanted::Nothing,
    }
}

/// What makes both sides agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// They do.
    Nothing,
    /// The ticket is to be as the question.
    Write(TicketState),
    /// The question is to be as the ticket.
    Adopt(TicketState),
}

/// What to do about a ticket that is `seen` and was `written` last: whichever side changed since then has its way,
/// and the question when both did. Only `two_way` lets the ticket have its way at all.
pub fn step(wanted: Wanted, written: Option<TicketState>, seen: TicketState, two_way: bool) -> Step {
    let state = wanted.state();
    if state.is_over() == seen.is_over() {
        return Step::Nothing;
    }
    let question_stayed = written.is_some_and(|written| written.is_over() == state.is_over());
    if two_way && question_stayed && wanted != Wanted::Nothing { Step::Adopt(seen) } else { Step::Write(state) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn held_questions_are_for_private_systems_alone() {
        let held = QuestionStatus::held("first post".to_owned());
        assert_eq!((wanted(&held, true), wanted(&held, false)), (Wanted::Open, Wanted::Nothing));
        let resolved = QuestionStatus { resolved_at: Some(1), ..QuestionStatus::published() };
        assert_eq!(
            (wanted(&QuestionStatus::published(), false), wanted(&resolved, false)),
            (Wanted::Open, Wanted::Solved)
        );
        for state in [QuestionState::Rejected, QuestionState::Archived, QuestionState::Merged, QuestionState::Deleted] {
            let status = QuestionStatus { state, ..QuestionStatus::published() };
            assert_eq!(wanted(&status, true), Wanted::Nothing, "{state:?}");
        }
    }

    #[test]
    fn the_side_that_changed_has_its_way() {
        use TicketState::{Closed, Open, Solved};
        for (wanted, written, seen, one_way, two_way) in [
            (Wanted::Open, Some(Open), Open, Step::Nothing, Step::Nothing),
            (Wanted::Solved, Some(Open), Open, Step::Write(Solved), Step::Write(Solved)),
            (Wanted::Open, Some(Open), Solved, Step::Write(Open), Step::Adopt(Solved)),
            (Wanted::Solved, Some(Solved), Open, Step::Write(Solved), Step::Adopt(Open)),
            (Wanted::Open, Some(Solved), Solved, Step::Write(Open), Step::Write(Open)),
            (Wanted::Solved, Some(Open), Solved, Step::Nothing, Step::Nothing),
            (Wanted::Solved, Some(Solved), Closed, Step::Nothing, Step::Nothing),
            (Wanted::Open, Some(Solved), Closed, Step::Write(Open), Step::Write(Open)),
            (Wanted::Nothing, Some(Solved), Open, Step::Write(Solved), Step::Write(Solved)),
        ] {
            assert_eq!(step(wanted, written, seen, false), one_way, "{wanted:?} {written:?} {seen:?}");
            assert_eq!(step(wanted, written, seen, true), two_way, "{wanted:?} {written:?} {seen:?}");
        }
    }

    #[test]
    fn names_are_read_back() {
        for state in TicketState::ALL {
            assert_eq!(TicketState::from_name(state.name()), Some(state));
        }
    }
}
