//! Reactions in Slack that do something: 👀 claims a question, ✅ resolves it, and taking one away takes it back.
//!
//! Called for events that Slack signed. A reaction of anybody who is not named in the configuration, or whose account
//! may not do it, or that comes too late, does nothing.

use std::sync::Arc;

use qa_api::request::ActRequest;
use qa_api::thread::Act;

use super::act::{Subject, act};
use super::limits::count;
use super::{Refusal, Visitor};
use crate::app::App;
use crate::deliver::slack::config::SlackConfig;
use crate::domain::account::Account;
use crate::domain::event::Level;
use crate::domain::limit::HOOKS_PER_TARGET;
use crate::store::accounts::find_account_by_address;
use crate::store::questions::find_question;
use crate::store::slack_messages::{SlackMessage, find_slack_message_by_ts};
use crate::store::{StoreError, Tx};

/// A reaction to a message.
#[derive(Clone, Debug)]
pub struct Reaction {
    /// Whose: the member's id in Slack.
    pub member: String,
    /// Its name, without colons.
    pub name: String,
    /// Whether it was added; else it was taken away.
    pub added: bool,
    /// The message's channel.
    pub channel: String,
    /// The message's id there.
    pub ts: String,
}

/// Counts an event of Slack's that is about something here. A workspace is full of others.
///
/// # Errors
/// When there were too many within an hour.
pub async fn count_event(app: &Arc<App>) -> Result<(), Refusal> {
    let now = app.now();
    app.store
        .write(move |tx: &mut Tx| Box::pin(async move { count(tx, &[(&HOOKS_PER_TARGET, "slack")], now).await }))
        .await
}

/// Does what a reaction asks for, if it asks for anything; only then does it count.
///
/// # Errors
/// When there were too many within an hour, or the database is away.
pub async fn react(app: &Arc<App>, reaction: &Reaction) -> Result<(), Refusal> {
    let Some(config) = &app.slack else { return Ok(()) };
    let Some((account, subject, deed)) = meaning(app, config, reaction).await? else { return Ok(()) };
    count_event(app).await?;
    let visitor = Visitor { account: Some(account), session: None, client: String::new(), browser: "Slack" };
    match act(app, &visitor, subject, ActRequest::new(deed, "")).await {
        Ok(_) => Ok(()),
        Err(Refusal::Problem(problem)) => {
            tracing::info!(act = deed.name(), code = ?problem.code, "a reaction in Slack does nothing");
            Ok(())
        }
        Err(error @ Refusal::Store(_)) => Err(error),
    }
}

/// Who does what to which post.
async fn meaning(
    app: &App,
    config: &SlackConfig,
    reaction: &Reaction,
) -> Result<Option<(Account, Subject, Act)>, StoreError> {
    let Some(address) = config.moderators.get(&reaction.member) else { return Ok(None) };
    let mut tx = app.store.read().await?;
    let message = find_slack_message_by_ts(&mut tx, &reaction.channel, &reaction.ts).await?;
    let Some(message) = message.filter(|message| !message.is_note()) else { return Ok(None) };
    let level = if message.target.contains(':') { config.teams } else { config.level };
    let Some(account) = find_account_by_address(&mut tx, &address.to_lowercase()).await? else { return Ok(None) };
    let Some(question) = find_question(&mut tx, &message.question_id).await? else { return Ok(None) };
    let is_theirs = question.status.claim.as_ref().is_some_and(|claim| claim.by == account.id);
    let deed = match (reaction.name.as_str(), reaction.added) {
        ("eyes", true) => Act::Claim,
        ("eyes", false) if is_theirs => Act::Release,
        ("white_check_mark" | "heavy_check_mark", true) => Act::Resolve,
        ("white_check_mark" | "heavy_check_mark", false) => Act::Reopen,
        _ => return Ok(None),
    };
    // Their role is looked at by the act itself, which an asker could do too; here it is for moderators alone.
    let may = level == Level::TwoWay && account.role >= qa_api::thread::Role::Moderator;
    Ok(may.then(|| (account, subject(&message, deed), deed)))
}

/// A reply resolves; everything else is done to the question.
fn subject(message: &SlackMessage, deed: Act) -> Subject {
    if deed == Act::Resolve && message.post_id != message.question_id {
        Subject::Reply(message.post_id.clone())
    } else {
        Subject::Question(message.question_id.clone())
    }
}
