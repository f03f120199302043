//! What leaves the server: the rows of the outbox before they are rows.
//!
//! **Invariant:** a message to the public about a post can only be made from a [`Published`] one,
//! and a message names things by id: what is sent is read again, and proven published again, when it is sent.

use qa_api::follow::Often;
use serde::{Deserialize, Serialize};

use super::account::{Account, AccountAct};
use super::event::Event;
use super::post::{Published, Question, Reply};
use crate::clock::{DAY, MINUTE, Millis};

/// How long a mail about an act waits, so that taking the act back takes back the mail.
pub const ACT_DELAY: Millis = MINUTE;

/// One outward effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Message {
    /// The code of a challenge, to the address it is for.
    Code {
        /// The challenge's id.
        challenge: String,
        /// Which of its codes.
        generation: i64,
    },
    /// The link of a challenge, to the address it is for.
    SignInLink {
        /// The challenge's id.
        challenge: String,
    },
    /// "Your question is on the page", to its asker.
    QuestionPublished {
        /// The question's id.
        question: String,
    },
    /// "Your question was turned down" or "taken off the page", with the reason, to its asker and nobody else.
    QuestionRejected {
        /// The question's id.
        question: String,
    },
    /// "Your question has a reply", to its asker.
    ReplyPosted {
        /// The reply's id.
        reply: String,
    },
    /// "You cannot post until", with the reason, to whom a moderator keeps from posting.
    Banned {
        /// The ban's id.
        ban: String,
    },
    /// "A moderator asks you to decide", to one of the staff. Says where the post is, and nothing of what it says.
    Escalated {
        /// The flag's id.
        flag: String,
        /// Whom to tell: the account's id.
        to: String,
    },
    /// "Something waits for you", to whoever is on duty. Says where, and nothing of what it says.
    Waits {
        /// The question, or that of the reply.
        question: String,
        /// The reply that waits.
        reply: Option<String>,
        /// Whom to tell: the account's id.
        to: String,
    },
    /// What is open, resolved or passed on at a hand-over, to somebody of the team.
    HandOver {
        /// The team's id.
        team: String,
        /// When the hand-over is.
        at: Millis,
        /// Whom to tell: the account's id.
        to: String,
    },
    /// "Your reply was taken off the page", with the reason, to its author and nobody else.
    ReplyHidden {
        /// The reply's id.
        reply: String,
    },
    /// "Your account will be deleted", to its owner.
    AccountLeaving {
        /// The account's id.
        account: String,
    },
    /// "Somebody asks to become a moderator", to one of the staff.
    RoleAsked {
        /// Who asks: the account's id.
        account: String,
        /// Whom to tell: the account's id.
        to: String,
    },
    /// "You are a moderator now", "no longer" or "not for now", to whom it is about.
    RoleDecided {
        /// The entry in the book of acts on accounts.
        act: String,
    },
    /// "A question that you follow has a reply", to one who follows it.
    ReplyFollowed {
        /// The reply's id.
        reply: String,
        /// The account's id.
        account: String,
    },
    /// Several of those, about one question, in one mail: what the outbox's row becomes when others join it.
    RepliesTogether {
        /// The replies' ids.
        replies: Vec<String>,
        /// The account's id.
        account: String,
    },
    /// "There is a question on a page that you follow", to one who follows the page or its topic.
    QuestionFollowed {
        /// The question's id.
        question: String,
        /// The account's id.
        account: String,
    },
    /// "A question that you follow is resolved", to one who follows it.
    ResolutionFollowed {
        /// The question's id.
        question: String,
        /// The account's id.
        account: String,
    },
    /// What was new in a period about what somebody follows, to them.
    Digest {
        /// The account's id.
        account: String,
        /// How often they get one.
        often: Often,
        /// When the period began.
        from: Millis,
        /// When it ended.
        until: Millis,
    },
    /// "Mail to somebody is not taken", to one of the staff.
    AddressBounced {
        /// Whose address it is: the account's id.
        account: String,
        /// Whom to tell: the account's id.
        to: String,
    },
    /// "Somebody mentions you", to whom they mention.
    Mentioned {
        /// The question's id.
        question: String,
        /// The reply's id, where it is a reply that mentions them.
        reply: Option<String>,
        /// The account's id.
        account: String,
    },
    /// "Nothing goes to a target any more", to one of the staff.
    TargetOff {
        /// The target, as rows of the outbox name it.
        target: String,
        /// Whom to tell: the account's id.
        to: String,
    },
    /// The week in numbers and titles, to an address of the operator's list.
    Summary {
        /// The address.
        to: String,
        /// When the week began.
        from: Millis,
        /// When it ended.
        until: Millis,
    },
    /// "Did this solve it?", to the asker, the day after a reply.
    Solved {
        /// The question's id.
        question: String,
        /// The reply's id.
        reply: String,
    },
    /// What happened to a question, to any target but e-mail.
    Event {
        /// What happened.
        event: Event,
    },
    /// That what is public changed, to whoever builds the site.
    SiteChanged,
    /// That something was done to a question's ticket at the target that the row is for, or may have been.
    TicketTouched {
        /// The question's id.
        question: String,
    },
    /// "Somebody has to see to a ticket", to one of the staff. Says where the question is, and nothing of what it says.
    TicketStuck {
        /// The question's id.
        question: String,
        /// The system that keeps the ticket.
        target: String,
        /// Whom to tell: the account's id.
        to: String,
    },
    /// "Please say more", to the asker.
    QuestionWaiting {
        /// The question's id.
        question: String,
    },
    /// "Your question is on another page now", to its asker.
    QuestionMoved {
        /// The question's id.
        question: String,
    },
    /// "Your question was asked before", to its asker; names the question that stays.
    QuestionMerged {
        /// The id of the question that does not stay.
        question: String,
    },
    /// "Your reply is a question of its own now", to its author.
    ReplySplit {
        /// The new question's id.
        question: String,
    },
    /// "A moderator changed what you wrote", to its author.
    PostEdited {
        /// The question's id.
        question: String,
        /// The id of the question or reply.
        post: String,
        /// The author's account.
        account: String,
    },
    /// "Your change was turned down", with the reason, to whoever sent it and nobody else.
    EditRefused {
        /// The question's id.
        question: String,
        /// The version's id.
        version: String,
    },
}

/// A message with what the outbox needs to know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbound {
    /// What to send.
    pub message: Message,
    /// The same for the same effect, so that it is sent once.
    pub dedupe_key: String,
    /// Messages with the same key are sent one after the other.
    pub order_key: String,
    /// How long to wait first.
    pub delay: Millis,
}

impl Outbound {
    fn new(message: Message, dedupe_key: String, order_key: String, delay: Millis) -> Self {
        Self { message, dedupe_key, order_key, delay }
    }

    /// The mail with the code of a challenge.
    pub fn code(challenge: &str, generation: i64) -> Self {
        let message = Message::Code { challenge: challenge.to_owned(), generation };
        Self::new(message, format!("code:{challenge}:{generation}"), format!("challenge:{challenge}"), 0)
    }

    /// The mail with the link of a challenge.
    pub fn sign_in_link(challenge: &str, generation: i64) -> Self {
        let message = Message::SignInLink { challenge: challenge.to_owned() };
        Self::new(message, format!("link:{challenge}:{generation}"), format!("challenge:{challenge}"), 0)
    }

    /// The mail that tells the asker that the question is on the page.
    pub fn question_published(question: &Published<Question>) -> Self {
        let id = &question.get().id;
        let message = Message::QuestionPublished { question: id.clone() };
        Self::new(message, question_published_key(id), order_key(id, &question.get().author.id), ACT_DELAY)
    }

    /// The mail that tells the asker that the question was turned down, and why.
    ///
    /// `act` is the audit entry: turned down again, for another reason, is told again.
    pub fn question_rejected(question: &Question, act: &str) -> Self {
        let message = Message::QuestionRejected { question: question.id.clone() };
        let key = format!("question_rejected:{}:{act}", question.id);
        Self::new(message, key, order_key(&question.id, &question.author.id), ACT_DELAY)
    }

    /// The mail that tells the asker of a reply; nothing when they wrote it themselves.
    pub fn reply_posted(reply: &Published<Reply>, question: &Published<Question>, delay: Millis) -> Option<Self> {
        let (reply, question) = (reply.get(), question.get());
        if reply.author.id == question.author.id {
            return None;
        }
        let message = Message::ReplyPosted { reply: reply.id.clone() };
        let order_key = order_key(&question.id, &question.author.id);
        Some(Self::new(message, format!("reply_posted:{}", reply.id), order_key, delay))
    }

    /// The mail that tells an account that follows the question of a reply; nothing when they wrote it, or asked.
    pub fn reply_followed(
        reply: &Published<Reply>,
        question: &Published<Question>,
        account: &str,
        delay: Millis,
    ) -> Option<Self> {
        let (reply, question) = (reply.get(), question.get());
        if [&reply.author.id, &question.author.id].contains(&&account.to_owned()) {
            return None;
        }
        let message = Message::ReplyFollowed { reply: reply.id.clone(), account: account.to_owned() };
        let key = format!("reply_followed:{}:{account}", reply.id);
        Some(Self::new(message, key, order_key(&question.id, account), delay))
    }

    /// The mail that tells an account that follows the page or topic of a question; nothing when they asked it.
    pub fn question_followed(question: &Published<Question>, account: &str, delay: Millis) -> Option<Self> {
        let question = question.get();
        if question.author.id == account {
            return None;
        }
        let message = Message::QuestionFollowed { question: question.id.clone(), account: account.to_owned() };
        let key = format!("question_followed:{}:{account}", question.id);
        Some(Self::new(message, key, order_key(&question.id, account), delay))
    }

    /// The mail that tells an account that follows the question that it is resolved.
    pub fn resolution_followed(question: &Published<Question>, account: &str, act: &str) -> Self {
        let id = &question.get().id;
        let message = Message::ResolutionFollowed { question: id.clone(), account: account.to_owned() };
        Self::new(message, format!("resolution_followed:{id}:{account}:{act}"), order_key(id, account), ACT_DELAY)
    }

    /// The mail that tells an account that the question, or a reply to it, mentions it; nothing when they wrote it.
    pub fn mentioned(
        question: &Published<Question>,
        reply: Option<&Published<Reply>>,
        account: &str,
        delay: Millis,
    ) -> Option<Self> {
        let question = question.get();
        let (post, author) = match reply {
            Some(reply) => (&reply.get().id, &reply.get().author.id),
            None => (&question.id, &question.author.id),
        };
        if author == account {
            return None;
        }
        let message = Message::Mentioned {
            question: question.id.clone(),
            reply: reply.map(|reply| reply.get().id.clone()),
            account: account.to_owned(),
        };
        Some(Self::new(message, format!("mentioned:{post}:{account}"), order_key(&question.id, account), delay))
    }

    /// The mail that asks the asker to say more.
    pub fn question_waiting(question: &Published<Question>, act: &str) -> Self {
        let id = question.get().id.clone();
        Self::about_act("question_waiting", Message::QuestionWaiting { question: id }, question.get(), act)
    }

    /// The mail that tells the asker that the question is on another page.
    pub fn question_moved(question: &Published<Question>, act: &str) -> Self {
        let id = question.get().id.clone();
        Self::about_act("question_moved", Message::QuestionMoved { question: id }, question.get(), act)
    }

    /// The mail that tells the asker of a duplicate where it is answered.
    pub fn question_merged(question: &Question, act: &str) -> Self {
        let id = question.id.clone();
        Self::about_act("question_merged", Message::QuestionMerged { question: id }, question, act)
    }

    /// The mail that tells the author of a reply that it is a question of its own.
    pub fn reply_split(question: &Published<Question>, act: &str) -> Self {
        let id = question.get().id.clone();
        Self::about_act("reply_split", Message::ReplySplit { question: id }, question.get(), act)
    }

    /// The mail that tells `account`, who wrote `post` of this thread, that a moderator changed it.
    pub fn post_edited(question: &Question, post: &str, account: &str, act: &str) -> Self {
        let message =
            Message::PostEdited { question: question.id.clone(), post: post.to_owned(), account: account.to_owned() };
        let key = format!("post_edited:{post}:{act}");
        Self::new(message, key, order_key(&question.id, account), ACT_DELAY)
    }

    /// The mail that tells `account` that their change of a post of this thread was turned down, and why.
    pub fn edit_refused(question: &Question, version: &str, account: &str, act: &str) -> Self {
        let message = Message::EditRefused { question: question.id.clone(), version: version.to_owned() };
        let key = format!("edit_refused:{version}:{act}");
        Self::new(message, key, order_key(&question.id, account), ACT_DELAY)
    }

    fn about_act(kind: &str, message: Message, question: &Question, act: &str) -> Self {
        let key = format!("{kind}:{}:{act}", question.id);
        Self::new(message, key, order_key(&question.id, &question.author.id), ACT_DELAY)
    }

    /// The mail that tells the author that the reply was taken off the page, and why.
    pub fn reply_hidden(reply: &Reply, act: &str) -> Self {
        let message = Message::ReplyHidden { reply: reply.id.clone() };
        let key = format!("reply_hidden:{}:{act}", reply.id);
        Self::new(message, key, order_key(&reply.question, &reply.author.id), ACT_DELAY)
    }
}

impl Outbound {
    /// The mail that tells the owner that the account will be deleted on the day of `at`.
    pub fn account_leaving(account: &Account, at: Millis) -> Self {
        let message = Message::AccountLeaving { account: account.id.clone() };
        Self::new(message, format!("account_leaving:{}:{at}", account.id), account_order_key(&account.id), 0)
    }

    /// The mail that tells `staff` that `account` asked at `at` to become a moderator.
    pub fn role_asked(account: &Account, staff: &Account, at: Millis) -> Self {
        let message = Message::RoleAsked { account: account.id.clone(), to: staff.id.clone() };
        let key = format!("role_asked:{}:{at}:{}", account.id, staff.id);
        Self::new(message, key, account_order_key(&staff.id), 0)
    }

    /// The mail that tells an account what was new from `from` until just before `until`.
    pub fn digest(account: &str, often: Often, from: Millis, until: Millis) -> Self {
        let message = Message::Digest { account: account.to_owned(), often, from, until };
        Self::new(message, format!("digest:{}:{until}:{account}", often.name()), account_order_key(account), 0)
    }

    /// The mail that tells `staff` that the address of `account` took no mail at `at`.
    pub fn address_bounced(account: &Account, staff: &Account, at: Millis) -> Self {
        let message = Message::AddressBounced { account: account.id.clone(), to: staff.id.clone() };
        let key = format!("address_bounced:{}:{at}:{}", account.id, staff.id);
        Self::new(message, key, account_order_key(&staff.id), 0)
    }

    /// The summary of the week from `from` until just before `until`, to `address` of the operator's list.
    pub fn summary(address: &str, from: Millis, until: Millis) -> Self {
        let message = Message::Summary { to: address.to_owned(), from, until };
        Self::new(message, format!("summary:{until}:{address}"), format!("email:summary:{address}"), 0)
    }

    /// The mail that asks the asker, a day after `reply`, whether it solved the question; nothing when they wrote it.
    /// It has an order of its own, so that nothing waits for that day with it.
    pub fn solved(reply: &Published<Reply>, question: &Published<Question>) -> Option<Self> {
        let (reply, question) = (reply.get(), question.get());
        if reply.author.id == question.author.id || question.status.resolved_at.is_some() {
            return None;
        }
        let message = Message::Solved { question: question.id.clone(), reply: reply.id.clone() };
        let order_key = format!("email:solved:{}:{}", question.id, question.author.id);
        Some(Self::new(message, format!("solved:{}", reply.id), order_key, DAY))
    }

    /// The mail that tells `staff` that nothing goes to `target` any more since `at`.
    pub fn target_off(target: &str, staff: &Account, at: Millis) -> Self {
        let message = Message::TargetOff { target: target.to_owned(), to: staff.id.clone() };
        let key = format!("target_off:{target}:{at}:{}", staff.id);
        Self::new(message, key, account_order_key(&staff.id), 0)
    }

    /// The mail that tells `staff` that the ticket of `question` at `target` was found stuck at `at`.
    pub fn ticket_stuck(question: &str, target: &str, staff: &Account, at: Millis) -> Self {
        let message =
            Message::TicketStuck { question: question.to_owned(), target: target.to_owned(), to: staff.id.clone() };
        let key = format!("ticket_stuck:{target}:{question}:{at}:{}", staff.id);
        Self::new(message, key, account_order_key(&staff.id), 0)
    }

    /// The mail that tells a person what was decided about their role.
    pub fn role_decided(act: &AccountAct) -> Self {
        let message = Message::RoleDecided { act: act.id.clone() };
        Self::new(message, format!("role_decided:{}", act.id), account_order_key(&act.account_id), ACT_DELAY)
    }
}

fn account_order_key(account: &str) -> String {
    format!("email:account:{account}")
}

/// What moderation tells people apart from what became of their posts.
impl Outbound {
    /// The mail that tells somebody until when and why they cannot post.
    pub fn banned(ban: &str, account: &str) -> Self {
        let message = Message::Banned { ban: ban.to_owned() };
        Self::new(message, format!("banned:{ban}"), staff_order_key(account), ACT_DELAY)
    }

    /// The mail that asks account `to` of the staff to decide.
    pub fn escalated(flag: &str, to: &str) -> Self {
        let message = Message::Escalated { flag: flag.to_owned(), to: to.to_owned() };
        Self::new(message, format!("escalated:{flag}:{to}"), staff_order_key(to), ACT_DELAY)
    }

    /// The mail that tells account `to`, who is on duty, that a post waits.
    pub fn waits(question: &str, reply: Option<&str>, to: &str) -> Self {
        let message =
            Message::Waits { question: question.to_owned(), reply: reply.map(str::to_owned), to: to.to_owned() };
        let key = format!("waits:{}:{to}", reply.unwrap_or(question));
        Self::new(message, key, staff_order_key(to), 0)
    }

    /// The report of the hand-over of a team at `at`, to account `to` of the team.
    pub fn hand_over(team: &str, at: Millis, to: &str) -> Self {
        let message = Message::HandOver { team: team.to_owned(), at, to: to.to_owned() };
        Self::new(message, format!("hand_over:{team}:{at}:{to}"), staff_order_key(to), 0)
    }
}

fn staff_order_key(account: &str) -> String {
    format!("email:{account}")
}

/// The dedupe key of [`Outbound::question_published`], which a reply's mail makes superfluous.
pub fn question_published_key(question: &str) -> String {
    format!("question_published:{question}")
}

fn order_key(question: &str, account: &str) -> String {
    format!("email:{question}:{account}")
}
