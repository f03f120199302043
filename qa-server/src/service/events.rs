//! Telling other systems what happens to questions: one row of the outbox for each target that wants to know.
//!
//! Called wherever the state, place or text of a post changes, in the same unit of work.
//!
//! **Invariant:** rows for one question and one target are delivered in the order in which things happened.
//! What is taken back before it was told is not told, and neither is the taking back.

use super::announce::{Cause, topic};
use super::{builds, tickets};
use crate::app::App;
use crate::domain::build::Urgency;
use crate::domain::event::{Event, Reach};
use crate::domain::outbound::Message;
use crate::domain::post::{Question, Reply};
use crate::store::outbox::{NewRow, insert_outbox};
use crate::store::{StoreError, Tx};

/// Tells what became of a question that was `before`.
pub(super) async fn question(
    tx: &mut Tx,
    app: &App,
    before: Option<&Question>,
    after: &Question,
    cause: Cause<'_>,
) -> Result<(), StoreError> {
    tickets::turned_down(tx, app, before, after, cause).await?;
    emit(tx, app, after, &Event::of_question(before, after), cause, &[]).await
}

/// Tells what became of a reply that was `before`.
pub(super) async fn reply(
    tx: &mut Tx,
    app: &App,
    question: &Question,
    before: Option<&Reply>,
    after: &Reply,
    cause: Cause<'_>,
) -> Result<(), StoreError> {
    emit(tx, app, question, &Event::of_reply(question, before, after), cause, &[]).await
}

/// Tells that the text of a question, or of a reply to it, changed.
pub(super) async fn edited(
    tx: &mut Tx,
    app: &App,
    question: &Question,
    reply: Option<&Reply>,
    cause: Cause<'_>,
) -> Result<(), StoreError> {
    tickets::edited(tx, app, question, cause).await?;
    let events: Vec<_> = Event::of_edit(question, reply).into_iter().collect();
    emit(tx, app, question, &events, cause, &[]).await
}

/// Tells `events` about `question`, but for the targets in `unaware`, which never heard of what they take back.
pub(super) async fn emit(
    tx: &mut Tx,
    app: &App,
    question: &Question,
    events: &[Event],
    cause: Cause<'_>,
    unaware: &[String],
) -> Result<(), StoreError> {
    if events.iter().any(|event| event.kind().takes_away()) {
        builds::ask(tx, app, Urgency::Soon).await?;
    }
    if events.is_empty() || app.targets.is_empty() {
        return Ok(());
    }
    let topic = topic(app, question);
    let rules = app.rules.current();
    let team = rules.team_of(topic.as_deref()).map(|(_, team)| team);
    for spec in &app.targets {
        let target = match spec.reach {
            Reach::Everything => spec.name.clone(),
            Reach::Teams => match team.and_then(|team| team.more.get(&spec.name)?.as_str()) {
                Some(address) => format!("{}:{address}", spec.name),
                None => continue,
            },
        };
        if unaware.contains(&target) {
            continue;
        }
        for event in events.iter().filter(|event| spec.wants(event.kind())) {
            let kind = event.kind().name();
            let payload = serde_json::to_string(&Message::Event { event: event.clone() });
            let row = NewRow {
                id: &app.new_id(),
                kind,
                lane: &spec.name,
                target: &target,
                dedupe_key: &format!("{kind}:{}:{}@{target}", event.post(), cause.audit.unwrap_or_default()),
                order_key: &format!("{}@{target}", event.question()),
                payload: &payload.expect("a message serialises to JSON"),
                cause: cause.audit,
                not_before: app.now() + cause.delay,
            };
            insert_outbox(tx, &row, app.now()).await?;
        }
    }
    Ok(())
}
