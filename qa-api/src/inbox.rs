//! What moderators see and decide beside single posts: the inbox, and the requests of its acts.

use serde::{Deserialize, Serialize};

use crate::thread::Act;

/// `GET /_qa/api/v1/moderation/inbox`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Inbox {
    /// What waits, most urgent first.
    pub items: Vec<InboxItem>,
    /// Who is on duty now, team by team.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on_duty: Vec<OnDuty>,
}

/// Something that waits for a moderator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InboxItem {
    /// Why it is here.
    pub kind: InboxKind,
    /// The question that waits, or whose reply waits.
    pub question: String,
    /// The reply that waits; absent when the question does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
    /// The question's title.
    pub title: String,
    /// The first words of the post; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub excerpt: String,
    /// The page's id.
    pub page: String,
    /// The page's title, or its id when the manifest no longer lists it.
    pub page_title: String,
    /// The id of the page's topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Who wrote it.
    pub author: String,
    /// Since when it waits: RFC 3339, UTC.
    pub waiting_since: String,
    /// Whole seconds that it has waited.
    pub waited: u64,
    /// How that stands to the target.
    pub pace: Pace,
    /// How urgent it is.
    pub priority: Priority,
    /// Why it waits: at least one sentence.
    pub reasons: Vec<String>,
    /// Who is on duty for the page's topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_duty: Option<String>,
    /// The answer from a ticket that waits to be published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
}

/// Why something is in the inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InboxKind {
    /// A moderator wants somebody of the staff to decide.
    Escalated,
    /// A reader says that something is wrong with it.
    Reported,
    /// It is not published yet.
    Held,
    /// Nobody has replied to it.
    Unanswered,
    /// What a reply was about has changed.
    LookAgain,
    /// Somebody answered it in a ticket, where the asker does not read it.
    Offered,
    /// The page that it was asked on is gone.
    LostPage,
}

impl InboxKind {
    /// Every kind, in the order of the inbox's filters.
    pub const ALL: [Self; 7] =
        [Self::Escalated, Self::Reported, Self::Held, Self::Unanswered, Self::LookAgain, Self::Offered, Self::LostPage];

    /// The kind's name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Escalated => "escalated",
            Self::Reported => "reported",
            Self::Held => "held",
            Self::Unanswered => "unanswered",
            Self::LookAgain => "look_again",
            Self::Offered => "offered",
            Self::LostPage => "lost_page",
        }
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// How the time that something has waited stands to the target of 15 minutes, an hour, a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// Less than 15 minutes.
    Fresh,
    /// Less than an hour.
    Soon,
    /// Less than a day.
    Late,
    /// A day or more.
    Overdue,
}

/// How urgent a question is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// When there is time.
    Low,
    /// In turn.
    #[default]
    Normal,
    /// Before others.
    High,
    /// Before everything.
    Urgent,
}

impl Priority {
    /// Every priority, the least urgent first.
    pub const ALL: [Self; 4] = [Self::Low, Self::Normal, Self::High, Self::Urgent];

    /// The priority's name in data files and the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }

    /// The priority of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|priority| priority.name() == name)
    }
}

/// Who is on duty for a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OnDuty {
    /// The team's title.
    pub team: String,
    /// The person's name.
    pub person: String,
    /// When the next one takes over: RFC 3339, UTC.
    pub until: String,
}

/// A question or a reply, as requests about posts name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum PostRef {
    /// The question of this id.
    Question(String),
    /// The reply of this id.
    Reply(String),
}

impl PostRef {
    /// The post's name in forms and addresses: `question-ID` or `reply-ID`.
    pub fn name(&self) -> String {
        match self {
            Self::Question(id) => format!("question-{id}"),
            Self::Reply(id) => format!("reply-{id}"),
        }
    }

    /// The post of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.split_once('-')? {
            ("question", id) => Some(Self::Question(id.to_owned())),
            ("reply", id) => Some(Self::Reply(id.to_owned())),
            _ => None,
        }
    }
}

/// What is decided over several posts at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BulkAct {
    /// Each is published.
    Publish,
    /// Each is turned down: a question rejected or archived, a reply hidden.
    TurnDown,
    /// Each is spam: everything of its author is turned down, and what they write next waits.
    Spam,
    /// What readers reported of each is settled; the post stays as it is.
    Dismiss,
}

impl BulkAct {
    /// Every act.
    pub const ALL: [Self; 4] = [Self::Publish, Self::TurnDown, Self::Spam, Self::Dismiss];

    /// The act's name in forms.
    pub fn name(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::TurnDown => "turn_down",
            Self::Spam => "spam",
            Self::Dismiss => "dismiss",
        }
    }

    /// The act of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.name() == name)
    }

    /// The act on one held or published post that this one comes down to, if it is one.
    pub fn on_post(self, post: &PostRef, published: bool) -> Option<Act> {
        match (self, post) {
            (Self::Publish, _) => Some(Act::Publish),
            (Self::Dismiss, _) => None,
            (Self::TurnDown | Self::Spam, PostRef::Question(_)) => {
                Some(if published { Act::Archive } else { Act::Reject })
            }
            (Self::TurnDown | Self::Spam, PostRef::Reply(_)) => Some(Act::Hide),
        }
    }
}

/// `POST /_qa/api/v1/moderation/bulk`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BulkRequest {
    /// What to do.
    pub act: BulkAct,
    /// With which posts.
    pub posts: Vec<PostRef>,
    /// Why; shown to the authors of what is turned down.
    #[serde(default)]
    pub reason: String,
}

/// `POST /_qa/api/v1/moderation/bans`: keeps the author of a post from posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BanRequest {
    /// A post of theirs.
    pub post: PostRef,
    /// For how many days, 1 to 365.
    pub days: u16,
    /// Why; the author reads it.
    pub reason: String,
}

/// `POST /_qa/api/v1/moderation/notes`: something that only moderators read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoteRequest {
    /// The post that it is about.
    pub post: PostRef,
    /// Whether it is about the post's author and not about the thread.
    #[serde(default)]
    pub about_author: bool,
    /// Plain text.
    pub text: String,
}

/// `POST /_qa/api/v1/moderation/offers`: what becomes of an answer that was typed into a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OfferRequest {
    /// The answer's id, as in the inbox.
    pub offer: String,
    /// Whether it becomes a reply of the moderator's; else it stays where it is.
    pub publish: bool,
}

/// `POST /_qa/api/v1/moderation/priorities`: how urgent a question is, whatever its topic says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PriorityRequest {
    /// The question.
    pub question: String,
    /// Its priority; absent for its topic's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
}

/// `POST /_qa/api/v1/moderation/escalations`: asks the staff to decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EscalateRequest {
    /// The post.
    pub post: PostRef,
    /// What the staff should know.
    pub reason: String,
}

/// `POST /_qa/api/v1/flags`: a reader says that something is wrong with a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportRequest {
    /// The post.
    pub post: PostRef,
    /// What is wrong.
    pub reason: ReportReason,
    /// In the reader's words; may be empty.
    #[serde(default)]
    pub note: String,
}

/// What a reader says is wrong with a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportReason {
    /// It advertises.
    Spam,
    /// It hurts people.
    Abuse,
    /// It says something about somebody that should not be here.
    Private,
    /// It is wrong or out of date.
    Wrong,
    /// Something else.
    Other,
}

impl ReportReason {
    /// Every reason.
    pub const ALL: [Self; 5] = [Self::Spam, Self::Abuse, Self::Private, Self::Wrong, Self::Other];

    /// The reason's name in forms and the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Abuse => "abuse",
            Self::Private => "private",
            Self::Wrong => "wrong",
            Self::Other => "other",
        }
    }

    /// The reason of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// What a moderator decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decided {
    /// The decision, for undoing it; absent when there is nothing to undo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// How many posts, people or reports it changed.
    pub done: u32,
    /// How many were left as they are, because they had changed or it was not possible.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub skipped: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// `GET /_qa/api/v1/moderation/times`: how long people wait, topic by topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ResponseTimes {
    /// Of how many days back.
    pub days: u32,
    /// The topics with questions, by title; the last one is that of pages without a topic.
    pub topics: Vec<TopicTimes>,
}

/// How long people wait for what concerns a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TopicTimes {
    /// The topic's id; absent for pages without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// For people.
    pub title: String,
    /// Published questions.
    pub questions: u32,
    /// How many of them somebody else has replied to.
    pub answered: u32,
    /// How many of them are resolved.
    pub resolved: u32,
    /// Median seconds from question to first reply of somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_response: Option<u64>,
    /// Median seconds from question to resolution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<u64>,
}
