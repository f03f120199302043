//! Deciding over several posts at once, with one undo for all of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use qa_api::inbox::{BulkAct, BulkRequest, Decided, PostRef};
use qa_api::limits::{self, BULK_MAX_POSTS};
use qa_api::problem::{Code, FieldProblem, Problem};
use qa_api::request::ActRequest;

use super::super::act::{Subject, act_unit};
use super::super::limits::count;
use super::super::{Refusal, Visitor};
use super::{About, find, moderator, write_down};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::limit::ACTS_PER_ACCOUNT;
use crate::store::Tx;
use crate::store::bans::insert_suspect;
use crate::store::decisions::insert_decision_act;
use crate::store::flags::update_flags_settled;
use crate::store::inbox::{list_authored_questions, list_authored_replies};
use crate::store::outbox::update_outbox_cancelled_by_cause;

/// The name under which a bulk act is written down.
pub(super) const SPAM: &str = "spam";

/// What a bulk act does with one post.
#[derive(Clone, Debug)]
struct Step {
    post: PostRef,
    published: bool,
    /// Whether its author is told: of many posts that are taken down as spam, one mail is enough.
    tells: bool,
}

/// Does it with every post where it is possible.
///
/// # Errors
/// When nobody is signed in, the role does not allow it, or the request names no post or too many.
pub async fn decide(app: &Arc<App>, visitor: &Visitor, request: BulkRequest) -> Result<Decided, Refusal> {
    let account = moderator(visitor)?.clone();
    let reason = limits::reason(&request.reason).map_err(|problem| Problem::invalid(vec![problem]))?;
    let posts: BTreeSet<PostRef> = request.posts.into_iter().collect();
    if posts.is_empty() || posts.len() > BULK_MAX_POSTS {
        let message = format!("Choose at least one post, and at most {BULK_MAX_POSTS}.");
        return Err(Problem::invalid(vec![FieldProblem { field: "posts".to_owned(), message }]).into());
    }
    let reason = if reason.is_empty() && request.act == BulkAct::Spam { "Spam.".to_owned() } else { reason };
    let run = Run { app: app.clone(), account, act: request.act, reason };
    let (decision, steps, mut done) = run.begin(posts).await?;
    let mut skipped = 0;
    for step in steps {
        match run.step(&decision, step).await {
            Ok(()) => done += 1,
            Err(Refusal::Problem(problem)) if matches!(problem.code, Code::Conflict | Code::NotFound) => skipped += 1,
            // What was done so far stands, and is taken back with the decision.
            Err(error) if done == 0 => return Err(error),
            Err(_) => skipped += 1,
        }
    }
    Ok(Decided { id: (done > 0).then_some(decision), done, skipped })
}

#[derive(Clone)]
struct Run {
    app: Arc<App>,
    account: Account,
    act: BulkAct,
    reason: String,
}

impl Run {
    /// Writes the decision down and works out its steps; gives also how many reports were settled by dismissing them.
    async fn begin(&self, posts: BTreeSet<PostRef>) -> Result<(String, Vec<Step>, u32), Refusal> {
        let run = self.clone();
        self.app
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let app = &run.app;
                    count(tx, &[(&ACTS_PER_ACCOUNT, run.account.id.as_str())], app.now()).await?;
                    let mut chosen = Vec::new();
                    for post in posts {
                        match find(tx, &post, Some(&run.account)).await {
                            Ok(about) => chosen.push((post, about)),
                            Err(Refusal::Problem(_)) => {}
                            Err(error) => return Err(error),
                        }
                    }
                    let question = chosen.first().map(|(_, about)| about.question.clone());
                    let name = run.act.name();
                    let id = write_down(tx, app, &run.account, name, question.as_deref(), &run.reason, None).await?;
                    let mut settled = 0;
                    for (_, about) in &chosen {
                        settled +=
                            update_flags_settled(tx, &about.question, about.reply.as_deref(), &id, app.now()).await?;
                    }
                    let steps = run.steps(tx, chosen, &id).await?;
                    let dismissed = if run.act == BulkAct::Dismiss { settled } else { 0 };
                    Ok::<_, Refusal>((id, steps, u32::try_from(dismissed).unwrap_or(u32::MAX)))
                })
            })
            .await
    }

    async fn steps(&self, tx: &mut Tx, chosen: Vec<(PostRef, About)>, decision: &str) -> Result<Vec<Step>, Refusal> {
        let mut steps = Vec::new();
        let mut authors = BTreeSet::new();
        for (post, about) in chosen {
            match self.act {
                BulkAct::Dismiss => {}
                BulkAct::Spam if about.author.role >= self.account.role => {
                    return Err(Refusal::new(Code::Forbidden, "Only members' posts can be called spam this way."));
                }
                BulkAct::Spam => {
                    authors.insert(about.author.id);
                    steps.push(Step { post, published: about.published, tells: true });
                }
                BulkAct::Publish | BulkAct::TurnDown => {
                    steps.push(Step { post, published: about.published, tells: true });
                }
            }
        }
        for author in authors {
            insert_suspect(tx, &author, decision).await?;
            let questions = list_authored_questions(tx, &author).await?.into_iter();
            let replies = list_authored_replies(tx, &author).await?.into_iter();
            let others = questions
                .map(|(id, published)| (PostRef::Question(id), published))
                .chain(replies.map(|(id, published)| (PostRef::Reply(id), published)));
            for (post, published) in others {
                if !steps.iter().any(|step| step.post == post) {
                    steps.push(Step { post, published, tells: false });
                }
            }
        }
        Ok(steps)
    }

    /// One post in one unit of work: the act, and that it belongs to the decision.
    async fn step(&self, decision: &str, step: Step) -> Result<(), Refusal> {
        let Some(act) = self.act.on_post(&step.post, step.published) else { return Ok(()) };
        let (run, decision) = (self.clone(), decision.to_owned());
        self.app
            .store
            .write(move |tx| {
                Box::pin(async move {
                    let subject = match step.post {
                        PostRef::Question(id) => Subject::Question(id),
                        PostRef::Reply(id) => Subject::Reply(id),
                    };
                    let request = ActRequest::new(act, &run.reason);
                    let done = act_unit(tx, &run.app, &run.account, subject, &request, &run.reason).await?;
                    insert_decision_act(tx, &decision, &done.acted.id).await?;
                    if !step.tells {
                        update_outbox_cancelled_by_cause(tx, &done.acted.id).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}
