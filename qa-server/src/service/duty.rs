//! Duties: whoever is on duty for a topic is told of what comes in, and the team of what a hand-over leaves.
//!
//! Only moderators and staff are told, by the address that the server data has for them.

use std::sync::Arc;

use qa_api::inbox::InboxKind;
use qa_api::request::Posted;
use qa_api::thread::Role;

use super::inbox::{Filter, gather};
use super::outbox;
use super::posting::Post;
use crate::app::App;
use crate::clock::{DAY, HOUR, Millis};
use crate::domain::account::Account;
use crate::domain::outbound::Outbound;
use crate::domain::rotation::WEEK;
use crate::store::duties::find_moderator;
use crate::store::inbox::list_waits;
use crate::store::{StoreError, Tx};

/// A hand-over is reported for so long; a server that was away for longer leaves the report out.
const REPORT_WITHIN: Millis = 12 * HOUR;
/// Most questions that are looked at for a report.
const MOST_WAITS: i64 = 20_000;

/// Tells whoever is on duty that a post of a member waits for a decision, or a question for an answer.
pub(super) async fn tell(
    tx: &mut Tx,
    app: &App,
    author: &Account,
    id: &str,
    post: &Post,
    posted: &Posted,
) -> Result<(), StoreError> {
    let waits = matches!(posted, Posted::Held { .. }) || post.question.is_none();
    if author.role > Role::Member || !waits {
        return Ok(());
    }
    let (rules, contents) = (app.rules.current(), app.site.contents());
    let topic = contents.topic_of(&post.page);
    let on_duty = rules.team_of(topic).and_then(|(team, _)| rules.on_duty(team, app.now()));
    let Some(address) = on_duty.and_then(|(person, _)| person.email.as_deref()) else { return Ok(()) };
    let Some(to) = find_moderator(tx, address).await? else { return Ok(()) };
    let (question, reply) = match &post.question {
        Some(question) => (question.as_str(), Some(id)),
        None => (id, None),
    };
    outbox::enqueue(tx, app, Outbound::waits(question, reply, &to.id), None).await
}

/// Puts the report of each hand-over that has just been into the outbox, once for everybody of the team.
///
/// # Errors
/// When the database is away.
pub async fn hand_over(app: &Arc<App>) -> Result<(), StoreError> {
    let now = app.now();
    let rules = app.rules.current();
    let due: Vec<(String, Millis)> = rules
        .hand_overs(now)
        .into_iter()
        .filter(|(_, at)| now - at < REPORT_WITHIN)
        .map(|(team, at)| (team.to_owned(), at))
        .collect();
    if due.is_empty() {
        return Ok(());
    }
    let unit_app = app.clone();
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                for (team, at) in due {
                    let people = rules.data().teams.get(&team).map(|team| &team.people);
                    let addresses = people
                        .into_iter()
                        .flat_map(|people| people.values())
                        .filter_map(|person| person.email.as_deref());
                    for address in addresses {
                        if let Some(to) = find_moderator(tx, address).await? {
                            outbox::enqueue(tx, &unit_app, Outbound::hand_over(&team, at, &to.id), None).await?;
                        }
                    }
                }
                Ok::<_, StoreError>(())
            })
        })
        .await?;
    Ok(())
}

/// What a hand-over leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The team's title.
    pub team: String,
    /// Who is on duty from then on.
    pub on_duty: Option<String>,
    /// Posts that wait for a decision.
    pub held: usize,
    /// Posts that readers reported.
    pub reported: usize,
    /// Posts that the staff was asked to decide on.
    pub passed_on: usize,
    /// Questions that were resolved in the week before.
    pub resolved: usize,
    /// Published questions without an answer: page, title and id.
    pub open: Vec<(String, String, String)>,
}

/// What the hand-over of `team` at `at` leaves, as it is now; nothing when there is no such team any more.
///
/// # Errors
/// When the database is away.
pub async fn report(tx: &mut Tx, app: &App, team: &str, at: Millis) -> Result<Option<Report>, StoreError> {
    let rules = app.rules.current();
    let Some(entry) = rules.data().teams.get(team) else { return Ok(None) };
    let is_ours = |topic: Option<&str>| topic.is_some_and(|topic| entry.topics.iter().any(|ours| ours == topic));
    let contents = app.site.contents();
    let mut report = Report {
        team: entry.title.clone(),
        on_duty: rules.on_duty(team, at).map(|(person, _)| person.name.clone()),
        ..Report::default()
    };
    for item in gather(tx, app, &rules, &Filter::default()).await? {
        if !is_ours(item.topic.as_deref()) {
            continue;
        }
        match item.kind {
            InboxKind::Held => report.held += 1,
            InboxKind::Reported => report.reported += 1,
            InboxKind::Escalated => report.passed_on += 1,
            InboxKind::Unanswered => report.open.push((item.page, item.title, item.question)),
            InboxKind::LookAgain | InboxKind::Offered | InboxKind::LostPage => {}
        }
    }
    let waits = list_waits(tx, at - WEEK - 365 * DAY, MOST_WAITS).await?;
    report.resolved = waits
        .iter()
        .filter(|row| is_ours(contents.topic_of(&row.page_id)))
        .filter(|row| row.resolved_at.is_some_and(|resolved| (at - WEEK..at).contains(&resolved)))
        .count();
    Ok(Some(report))
}
