//! How long people wait: the median first response and the median resolution, topic by topic.

use std::collections::BTreeMap;

use qa_api::inbox::{ResponseTimes, TopicTimes};

use super::moderation::moderator;
use super::{Refusal, Visitor};
use crate::app::App;
use crate::clock::{DAY, Millis, SECOND};
use crate::domain::inbox::median;
use crate::store::inbox::{WaitRow, list_waits};

/// How many days back questions count.
const DAYS: u32 = 90;
/// Most questions that count.
const MOST: i64 = 20_000;
/// What the line of pages without a topic is called.
const NO_TOPIC: &str = "Pages without a topic";

/// The times of published questions.
///
/// # Errors
/// When nobody is signed in, or the role does not allow it.
pub async fn times(app: &App, visitor: &Visitor) -> Result<ResponseTimes, Refusal> {
    moderator(visitor)?;
    let mut tx = app.store.read().await?;
    let rows = list_waits(&mut tx, app.now() - i64::from(DAYS) * DAY, MOST).await?;
    let contents = app.site.contents();
    let mut by_topic: BTreeMap<Option<String>, Vec<WaitRow>> = BTreeMap::new();
    for row in rows {
        let topic = contents.topic_of(&row.page_id).map(str::to_owned);
        by_topic.entry(topic).or_default().push(row);
    }
    let title = |topic: &Option<String>| match topic {
        Some(id) => contents.topic(id).map_or_else(|| id.clone(), |topic| topic.title.clone()),
        None => NO_TOPIC.to_owned(),
    };
    let mut topics: Vec<_> = by_topic.into_iter().map(|(topic, rows)| line(title(&topic), topic, &rows)).collect();
    topics.sort_by(|a, b| a.topic.is_none().cmp(&b.topic.is_none()).then_with(|| a.title.cmp(&b.title)));
    Ok(ResponseTimes { days: DAYS, topics })
}

fn line(title: String, topic: Option<String>, rows: &[WaitRow]) -> TopicTimes {
    let seconds = |row: &WaitRow, end: Millis| u64::try_from((end - row.created_at).max(0) / SECOND).unwrap_or(0);
    let waits = |end: fn(&WaitRow) -> Option<Millis>| -> Vec<u64> {
        rows.iter().filter_map(|row| Some(seconds(row, end(row)?))).collect()
    };
    let (replied, resolved) = (waits(|row| row.replied_at), waits(|row| row.resolved_at));
    let count = |values: usize| u32::try_from(values).unwrap_or(u32::MAX);
    TopicTimes {
        topic,
        title,
        questions: count(rows.len()),
        answered: count(replied.len()),
        resolved: count(resolved.len()),
        first_response: median(replied),
        resolution: median(resolved),
    }
}
