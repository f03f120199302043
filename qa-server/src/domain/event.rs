//! What happens to questions, as other systems are told of it: chat, tickets, webhooks.
//!
//! An event names posts by id and says nothing of what they say: whoever delivers it reads that again.
//!
//! **Invariant:** an event that targets of a public audience get is made of what is, or until now was, a [`Published`] post.

use qa_api::thread::{QuestionState, ReplyState};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::post::{Published, Question, Reply};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A question waits for a moderator. For private audiences alone.
    QuestionHeld,
    /// A reply waits for a moderator. For private audiences alone.
    ReplyHeld,
    /// A question that waited was turned down, or taken away. For private audiences alone.
    QuestionDeclined,
    /// A reply waits no more: it is on the page, or was turned down. For private audiences alone.
    ReplyDecided,
    /// A question came onto its page for the first time.
    QuestionPublished,
    /// A reply came onto the page, for the first time or again.
    ReplyPublished,
    /// A reply left the page: hidden, deleted, or made a question of its own.
    ReplyHidden,
    /// A question is answered; the event names the reply that does it, if one does.
    QuestionResolved,
    /// It is open again.
    QuestionReopened,
    /// A question left its page: archived, deleted, or merged into another.
    QuestionRemoved,
    /// It is back.
    QuestionRestored,
    /// The text of a question on its page, or of a reply there, changed.
    PostEdited,
    /// A question is on another page.
    QuestionMoved,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::QuestionHeld,
        Self::ReplyHeld,
        Self::QuestionDeclined,
        Self::ReplyDecided,
        Self::QuestionPublished,
        Self::ReplyPublished,
        Self::ReplyHidden,
        Self::QuestionResolved,
        Self::QuestionReopened,
        Self::QuestionRemoved,
        Self::QuestionRestored,
        Self::PostEdited,
        Self::QuestionMoved,
    ];

    /// Its name in the outbox.
    pub fn name(self) -> &'static str {
        match self {
            Self::QuestionHeld => "question_held",
            Self::ReplyHeld => "reply_held",
            Self::QuestionDeclined => "question_declined",
            Self::ReplyDecided => "reply_decided",
            Self::QuestionPublished => "question_published",
            Self::ReplyPublished => "reply_published",
            Self::ReplyHidden => "reply_hidden",
            Self::QuestionResolved => "question_resolved",
            Self::QuestionReopened => "question_reopened",
            Self::QuestionRemoved => "question_removed",
            Self::QuestionRestored => "question_restored",
            Self::PostEdited => "post_edited",
            Self::QuestionMoved => "question_moved",
        }
    }

    /// Whether something that was on a page is on none any more.
    pub fn takes_away(self) -> bool {
        matches!(self, Self::ReplyHidden | Self::QuestionRemoved)
    }

    /// Whether it is about what not everybody may know of.
    pub fn is_private(self) -> bool {
        matches!(self, Self::QuestionHeld | Self::ReplyHeld | Self::QuestionDeclined | Self::ReplyDecided)
    }
}

/// Something that happened to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    kind: EventKind,
    question: String,
    reply: Option<String>,
}

impl Event {
    /// What happened.
    pub fn kind(&self) -> EventKind {
        self.kind
    }

    /// The question's id.
    pub fn question(&self) -> &str {
        &self.question
    }

    /// The id of the reply that it is about.
    pub fn reply(&self) -> Option<&str> {
        self.reply.as_deref()
    }

    /// The id of the post that it is about.
    pub fn post(&self) -> &str {
        self.reply().unwrap_or(&self.question)
    }

    fn of(kind: EventKind, question: &Published<Question>, reply: Option<&str>) -> Self {
        Self { kind, question: question.get().id.clone(), reply: reply.map(str::to_owned) }
    }

    fn private(kind: EventKind, question: &Question, reply: Option<&Reply>) -> Self {
        Self { kind, question: question.id.clone(), reply: reply.map(|reply| reply.id.clone()) }
    }

    /// What is to be told when `before` becomes `after`; a new question was nothing before.
    pub fn of_question(before: Option<&Question>, after: &Question) -> Vec<Self> {
        let was = before.cloned().and_then(Published::question);
        let is = Published::question(after.clone());
        let held = |question: &Question| question.status.state == QuestionState::Held;
        let mut events = Vec::new();
        match (&was, &is) {
            (None, Some(is)) => {
                let left = |question: &Question| {
                    use QuestionState::{Archived, Deleted, Merged};
                    matches!(question.status.state, Archived | Deleted | Merged)
                };
                let back = before.is_some_and(left);
                let kind = if back { EventKind::QuestionRestored } else { EventKind::QuestionPublished };
                events.push(Self::of(kind, is, None));
            }
            (Some(was), None) => events.push(Self::of(EventKind::QuestionRemoved, was, None)),
            (Some(was), Some(is)) => events.extend(Self::on_page(was, is)),
            (None, None) => {}
        }
        match (before.is_some_and(held), held(after)) {
            (false, true) => events.push(Self::private(EventKind::QuestionHeld, after, None)),
            // That it is on its page is told to everybody.
            (true, false) if is.is_none() => events.push(Self::private(EventKind::QuestionDeclined, after, None)),
            _ => {}
        }
        events
    }

    fn on_page(was: &Published<Question>, is: &Published<Question>) -> Vec<Self> {
        let (before, after) = (&was.get().status, &is.get().status);
        let mut events = Vec::new();
        if was.get().page != is.get().page {
            events.push(Self::of(EventKind::QuestionMoved, is, None));
        }
        match (before.resolved_at, after.resolved_at) {
            (Some(_), None) => events.push(Self::of(EventKind::QuestionReopened, is, None)),
            (None, Some(_)) => events.push(Self::of(EventKind::QuestionResolved, is, after.solution.as_deref())),
            (Some(_), Some(_)) if before.solution != after.solution => {
                events.push(Self::of(EventKind::QuestionResolved, is, after.solution.as_deref()));
            }
            _ => {}
        }
        events
    }

    /// What is to be told when a reply that was `before` becomes `after`; a new reply was nothing before.
    /// Nothing is told of replies to what is not on its page.
    pub fn of_reply(question: &Question, before: Option<&Reply>, after: &Reply) -> Vec<Self> {
        let Some(question) = Published::question(question.clone()) else { return Vec::new() };
        let proof = |reply: &Reply| Published::reply(reply.clone(), &question);
        let held = |reply: &Reply| reply.status.state == ReplyState::Held;
        let mut events = Vec::new();
        match (before.and_then(proof), proof(after)) {
            (None, Some(is)) => events.push(Self::of(EventKind::ReplyPublished, &question, Some(&is.get().id))),
            (Some(was), None) => events.push(Self::of(EventKind::ReplyHidden, &question, Some(&was.get().id))),
            _ => {}
        }
        match (before.is_some_and(held), held(after)) {
            (false, true) => events.push(Self::private(EventKind::ReplyHeld, question.get(), Some(after))),
            // Told even where it is on the page: who is told of what is new alone is not told of that.
            (true, false) => events.push(Self::private(EventKind::ReplyDecided, question.get(), Some(after))),
            _ => {}
        }
        events
    }

    /// That the text of a question on its page, or of a reply there, changed.
    pub fn of_edit(question: &Question, reply: Option<&Reply>) -> Option<Self> {
        let question = Published::question(question.clone())?;
        let reply = match reply {
            Some(reply) => Some(Published::reply(reply.clone(), &question)?),
            None => None,
        };
        Some(Self::of(EventKind::PostEdited, &question, reply.as_ref().map(|reply| reply.get().id.as_str())))
    }
}

/// How much of what happens a target is told, and whether it answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Nothing.
    Off,
    /// That there is a new question.
    Alert,
    /// Everything that becomes of it.
    #[default]
    Mirror,
    /// Everything, and what is done there is done here.
    TwoWay,
}

/// Which questions a target is told of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// All of them, at the target itself.
    #[default]
    Everything,
    /// Those about a topic whose team names an address at the target, each at that address.
    Teams,
}

/// A configured target, as far as events go by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetSpec {
    /// Its name, and that of its lane in the outbox: `[a-z0-9:-]+`.
    pub name: String,
    /// Which questions it is told of.
    pub reach: Reach,
    /// How much of what happens.
    pub level: Level,
    /// Whether only people who moderate can read what it gets.
    pub private: bool,
}

impl TargetSpec {
    /// Whether an event goes there.
    pub fn wants(&self, kind: EventKind) -> bool {
        let announces = kind.is_private() || kind == EventKind::QuestionPublished;
        (self.private || !kind.is_private())
            && match self.level {
                Level::Off => false,
                Level::Alert => announces,
                Level::Mirror | Level::TwoWay => true,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::status::{QuestionStatus, ReplyStatus};

    fn question(state: QuestionState) -> Question {
        Question { status: QuestionStatus { state, ..QuestionStatus::published() }, ..Question::default() }
    }

    fn kinds(events: &[Event]) -> Vec<EventKind> {
        events.iter().map(Event::kind).collect()
    }

    #[test]
    fn the_public_hears_only_of_what_is_or_was_on_a_page() {
        let spec = TargetSpec { name: String::new(), reach: Reach::default(), level: Level::Mirror, private: false };
        for from in QuestionState::ALL.map(Some).into_iter().chain([None]) {
            for to in QuestionState::ALL {
                let before = from.map(question);
                for event in Event::of_question(before.as_ref(), &question(to)) {
                    let on_page = [from, Some(to)].contains(&Some(QuestionState::Published));
                    assert!(on_page || !spec.wants(event.kind()), "{from:?} {to:?} {event:?}");
                }
                for reply in ReplyState::ALL {
                    let reply =
                        Reply { status: ReplyStatus { state: reply, ..ReplyStatus::published() }, ..Reply::default() };
                    for event in Event::of_reply(&question(to), None, &reply) {
                        let published = reply.status.state == ReplyState::Published;
                        assert!(published || !spec.wants(event.kind()), "{to:?} {event:?}");
                        assert_eq!(to, QuestionState::Published);
                    }
                }
            }
        }
    }

    #[test]
    fn what_comes_back_is_not_new() {
        let published = question(QuestionState::Published);
        let from = |state| kinds(&Event::of_question(Some(&question(state)), &published));
        assert_eq!(from(QuestionState::Held), [EventKind::QuestionPublished]);
        assert_eq!(from(QuestionState::Archived), [EventKind::QuestionRestored]);
        assert_eq!(kinds(&Event::of_question(None, &published)), [EventKind::QuestionPublished]);
        let archived = question(QuestionState::Archived);
        assert_eq!(kinds(&Event::of_question(Some(&published), &archived)), [EventKind::QuestionRemoved]);
    }

    #[test]
    fn a_resolution_names_its_reply_and_a_move_is_told() {
        let open = question(QuestionState::Published);
        let mut resolved = open.clone();
        resolved.status.resolved_at = Some(1);
        resolved.status.solution = Some("r1".to_owned());
        let events = Event::of_question(Some(&open), &resolved);
        assert_eq!((kinds(&events), events[0].reply()), (vec![EventKind::QuestionResolved], Some("r1")));
        assert_eq!(kinds(&Event::of_question(Some(&resolved), &open)), [EventKind::QuestionReopened]);
        let moved = Question { page: "elsewhere".to_owned(), ..open.clone() };
        assert_eq!(kinds(&Event::of_question(Some(&open), &moved)), [EventKind::QuestionMoved]);
        assert_eq!(Event::of_question(Some(&open), &open), []);
    }

    #[test]
    fn an_alert_says_what_is_new_and_nothing_else() {
        let spec = TargetSpec { name: String::new(), reach: Reach::default(), level: Level::Alert, private: false };
        let wanted = EventKind::ALL.into_iter().filter(|kind| spec.wants(*kind));
        assert_eq!(wanted.collect::<Vec<_>>(), [EventKind::QuestionPublished]);
    }

    #[test]
    fn whoever_was_told_that_something_waits_is_told_when_it_does_no_more() {
        let (held, published) = (question(QuestionState::Held), question(QuestionState::Published));
        for state in QuestionState::ALL {
            let kinds = kinds(&Event::of_question(Some(&held), &question(state)));
            match state {
                QuestionState::Held => assert_eq!(kinds, []),
                QuestionState::Published => assert_eq!(kinds, [EventKind::QuestionPublished]),
                _ => assert_eq!(kinds, [EventKind::QuestionDeclined], "{state:?}"),
            }
        }
        let reply = |state| Reply { status: ReplyStatus { state, ..ReplyStatus::published() }, ..Reply::default() };
        for state in ReplyState::ALL {
            let told = kinds(&Event::of_reply(&published, Some(&reply(ReplyState::Held)), &reply(state)));
            assert_eq!(told.contains(&EventKind::ReplyDecided), state != ReplyState::Held, "{state:?}");
        }
    }
}
