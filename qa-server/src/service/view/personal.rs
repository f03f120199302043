//! Threads as one account sees them: its own posts in any state, everything for those who may see it, and what may be
//! done with each.

use std::collections::{HashMap, HashSet};

use qa_api::follow::{Often, Scope};
use qa_api::thread::{self, Act, Claim, PageView, PendingEdit, Personal, QuestionState, ReplyState, Thread};

use super::{may_see_question, may_see_reply, shape, stub_thread};
use crate::app::App;
use crate::clock::{Millis, rfc3339};
use crate::domain::account::Account;
use crate::domain::capability::{Capability, allows};
use crate::domain::edit::{may_edit_question, may_edit_reply};
use crate::domain::post::{Question, Reply};
use crate::domain::transition::{Doing, after_question_act, after_reply_act};
use crate::store::follows::{find_follow, list_follows_on_page};
use crate::store::questions::list_questions;
use crate::store::replies::{list_replies, list_replies_of_page};
use crate::store::versions::{Version, list_held_versions_in_thread, list_held_versions_on_page};
use crate::store::votes::{list_votes_in_thread, list_votes_on_page};
use crate::store::{StoreError, Tx};

/// The page as `account` sees it: what waits comes first, what is off the page comes last.
pub async fn personal(tx: &mut Tx, app: &App, page: &str, account: &Account) -> Result<PageView, StoreError> {
    let sight = Sight {
        account,
        now: app.now(),
        chosen: chosen(tx, app, page, account).await?,
        voted: list_votes_on_page(tx, &account.id, page).await?,
        edits: by_post(list_held_versions_on_page(tx, page).await?),
    };
    let questions = list_questions(tx, page).await?;
    let mut replies: HashMap<String, Vec<Reply>> = HashMap::new();
    for reply in list_replies_of_page(tx, page).await? {
        replies.entry(reply.question.clone()).or_default().push(reply);
    }
    let mut threads: Vec<_> = questions
        .into_iter()
        .filter_map(|question| {
            let replies = replies.remove(&question.id).unwrap_or_default();
            if may_see_question(account, &question) {
                Some(sight.thread(&question, &replies))
            } else {
                stub_thread(&question, &replies)
            }
        })
        .collect();
    threads.sort_by_key(|thread| match thread.state {
        QuestionState::Held => 0,
        QuestionState::Published => 1,
        // What keeps a deleted question's place stays in that place.
        QuestionState::Deleted if thread.title.is_empty() => 1,
        _ => 2,
    });
    Ok(PageView { page: page.to_owned(), viewer: Some(account.viewer()), threads })
}

/// One question, which `account` may see, with what they may see below it.
pub async fn thread(tx: &mut Tx, app: &App, question: Question, account: &Account) -> Result<Thread, StoreError> {
    let sight = Sight {
        account,
        now: app.now(),
        chosen: chosen(tx, app, &question.page, account).await?,
        voted: list_votes_in_thread(tx, &account.id, &question.id).await?,
        edits: by_post(list_held_versions_in_thread(tx, &question.id).await?),
    };
    let replies = list_replies(tx, &question.id).await?;
    Ok(sight.thread(&question, &replies))
}

/// The question that `account` has just asked, as they see it: nobody has replied, and they follow it.
pub fn fresh(app: &App, question: &Question, account: &Account) -> Thread {
    let chosen = HashMap::from([(Some(question.id.clone()), Often::AtOnce)]);
    let sight = Sight { account, now: app.now(), chosen, voted: HashSet::new(), edits: HashMap::new() };
    sight.thread(question, &[])
}

/// What `account` chose about the questions of a page; what it chose about the page or its topic has no key.
async fn chosen(
    tx: &mut Tx,
    app: &App,
    page: &str,
    account: &Account,
) -> Result<HashMap<Option<String>, Often>, StoreError> {
    let of_question = list_follows_on_page(tx, &account.id, page).await?;
    let mut chosen: HashMap<_, _> =
        of_question.into_iter().map(|follow| (Some(follow.subject), follow.often)).collect();
    let topic = app.site.contents().topic_of(page).map(str::to_owned);
    let of_topic = match &topic {
        Some(topic) => find_follow(tx, Scope::Topic, topic, &account.id).await?,
        None => None,
    };
    let of_page = find_follow(tx, Scope::Page, page, &account.id).await?;
    chosen.extend(of_page.or(of_topic).map(|follow| (None, follow.often)));
    Ok(chosen)
}

fn by_post(versions: Vec<Version>) -> HashMap<String, Version> {
    versions.into_iter().map(|version| (version.post_id.clone(), version)).collect()
}

/// Who looks, when, and what that depends on beside the posts.
struct Sight<'a> {
    account: &'a Account,
    now: Millis,
    /// What they chose to get mail about, by question, or for all others.
    chosen: HashMap<Option<String>, Often>,
    /// The posts that they voted for.
    voted: HashSet<String>,
    /// The edits that wait, by post.
    edits: HashMap<String, Version>,
}

impl Sight<'_> {
    fn thread(&self, question: &Question, replies: &[Reply]) -> Thread {
        let own = question.author.id == self.account.id;
        let seen = replies.iter().filter(|reply| may_see_reply(self.account, reply));
        let shown = shape::question(question, seen.map(|reply| self.reply(question, reply)).collect());
        let published = question.status.state == QuestionState::Published;
        let answered = replies
            .iter()
            .any(|reply| reply.status.state == ReplyState::Published && reply.author.id != question.author.id);
        let editable = may_edit_question(&self.account.id, self.account.role, question, answered);
        let personal = Personal {
            follows: published.then(|| self.follows(question)),
            merged_into: question.status.merged_into.clone(),
            ..self.post(&question.id, own, published, editable, question.edited_at.is_some())
        };
        let acts = Act::ALL.into_iter().filter(|act| self.may(*act, own) && self.is_possible(question, *act));
        Thread {
            note: question.status.note.clone(),
            acts: acts.collect(),
            claim: self.claim(question),
            personal: some(personal),
            ..shown
        }
    }

    fn reply(&self, question: &Question, reply: &Reply) -> thread::Reply {
        let own = reply.author.id == self.account.id;
        let asked = question.author.id == self.account.id;
        let published =
            question.status.state == QuestionState::Published && reply.status.state == ReplyState::Published;
        let editable = may_edit_reply(&self.account.id, self.account.role, reply, question, self.now);
        let acts = Act::ALL.into_iter().filter(|act| {
            let own = if *act == Act::Resolve { asked } else { own };
            self.may(*act, own) && self.is_possible_on_reply(question, reply, *act)
        });
        thread::Reply {
            note: reply.status.note.clone(),
            acts: acts.collect(),
            personal: some(self.post(&reply.id, own, published, editable, reply.edited_at.is_some())),
            ..shape::reply(reply, &question.author.id)
        }
    }

    fn post(&self, id: &str, own: bool, published: bool, editable: bool, edited: bool) -> Personal {
        let role = Some(self.account.role);
        let may_look = own || allows(role, false, Capability::SeeUnpublished);
        let may_vote = published && !own && allows(role, false, Capability::Vote);
        let edit = self.edits.get(id).filter(|edit| may_look || edit.account_id == self.account.id);
        Personal {
            voted: may_vote.then(|| self.voted.contains(id)),
            editable,
            history: may_look && (edited || edit.is_some()),
            edit: edit.map(|edit| PendingEdit {
                title: edit.text.title.clone(),
                body_html: edit.text.body_html.clone(),
                sent_at: rfc3339(edit.created_at),
                note: edit.note.clone().unwrap_or_default(),
            }),
            merged_into: None,
            follows: None,
        }
    }

    fn follows(&self, question: &Question) -> Often {
        let chosen = self.chosen.get(&Some(question.id.clone())).or_else(|| self.chosen.get(&None));
        chosen.copied().unwrap_or(Often::Never)
    }

    fn claim(&self, question: &Question) -> Option<Claim> {
        let claim = question.status.claim_at(self.now)?;
        Some(Claim {
            name: question.claimant.clone().unwrap_or_default(),
            until: rfc3339(claim.until),
            own: claim.by == self.account.id,
        })
    }

    fn may(&self, act: Act, own: bool) -> bool {
        allows(Some(self.account.role), own, Capability::Act(act))
    }

    fn doing<'a>(&'a self, act: Act, other: Option<&'a str>) -> Doing<'a> {
        Doing { act, actor: &self.account.id, now: self.now, reason: "", other }
    }

    fn is_possible(&self, question: &Question, act: Act) -> bool {
        let other = match act {
            // A question that is resolved by a reply is resolved already: by none would only lose the solution.
            Act::Resolve if question.status.resolved_at.is_some() => return false,
            Act::AcceptEdit | Act::RefuseEdit if !self.edits.contains_key(&question.id) => return false,
            Act::Merge => Some(""),
            _ => None,
        };
        after_question_act(&question.status, &self.doing(act, other)).is_some()
    }

    fn is_possible_on_reply(&self, question: &Question, reply: &Reply, act: Act) -> bool {
        match act {
            Act::Resolve => {
                reply.status.state == ReplyState::Published
                    && after_question_act(&question.status, &self.doing(act, Some(&reply.id))).is_some()
            }
            Act::AcceptEdit | Act::RefuseEdit if !self.edits.contains_key(&reply.id) => false,
            Act::Split
                if question.status.state != QuestionState::Published
                    || question.status.solution.as_deref() == Some(reply.id.as_str()) =>
            {
                false
            }
            Act::Confirm => after_reply_act(&reply.status, &self.doing(act, reply.section_now.as_deref())).is_some(),
            _ => after_reply_act(&reply.status, &self.doing(act, None)).is_some(),
        }
    }
}

/// Nothing is said where there is nothing to say.
fn some(personal: Personal) -> Option<Personal> {
    (personal != Personal::default()).then_some(personal)
}
