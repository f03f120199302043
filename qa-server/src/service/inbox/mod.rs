//! What waits for moderators: one source for each kind, put into one order.

mod sources;

use std::collections::HashMap;

use qa_api::inbox::{Inbox, InboxItem, InboxKind, Priority};

use self::sources::Source;
use super::moderation::moderator;
use super::{Refusal, Visitor};
use crate::app::App;
use crate::clock::{SECOND, rfc3339};
use crate::domain::inbox::{pace, priority, sort};
use crate::domain::post::Question;
use crate::domain::text;
use crate::rules::Current;
use crate::store::notes::list_priorities;
use crate::store::{StoreError, Tx};

/// Most characters of a post that its line shows.
const EXCERPT_CHARS: usize = 200;

/// What to leave out.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Every kind but this one.
    pub kind: Option<InboxKind>,
    /// Every topic but this one.
    pub topic: Option<String>,
}

/// Everything that waits and is not left out, most urgent first.
///
/// # Errors
/// When nobody is signed in, or the role does not allow it.
pub async fn inbox(app: &App, visitor: &Visitor, filter: &Filter) -> Result<Inbox, Refusal> {
    moderator(visitor)?;
    let mut tx = app.store.read().await?;
    let rules = app.rules.current();
    let items = gather(&mut tx, app, &rules, filter).await?;
    Ok(Inbox { items, on_duty: rules.everybody_on_duty(app.now()) })
}

/// Everything that waits and is not left out, most urgent first, for whoever may know of it.
pub(super) async fn gather(
    tx: &mut Tx,
    app: &App,
    rules: &Current,
    filter: &Filter,
) -> Result<Vec<InboxItem>, StoreError> {
    let priorities = list_priorities(tx).await?;
    let priorities = priorities.into_iter().filter_map(|(id, name)| Some((id, Priority::from_name(&name)?))).collect();
    let desk = Desk { app, rules, priorities };
    let mut items = Vec::new();
    for kind in InboxKind::ALL.into_iter().filter(|kind| filter.kind.is_none_or(|only| only == *kind)) {
        let source = Source { desk: &desk, tx: &mut *tx };
        items.extend(match kind {
            InboxKind::Escalated | InboxKind::Reported => source.flagged(kind).await?,
            InboxKind::Held => source.held().await?,
            InboxKind::Unanswered => source.unanswered().await?,
            InboxKind::LookAgain => source.look_again().await?,
            InboxKind::Offered => source.offered().await?,
            InboxKind::LostPage => source.lost_pages().await?,
        });
    }
    items.retain(|item| filter.topic.is_none() || item.topic == filter.topic);
    sort(&mut items);
    Ok(items)
}

/// What every line needs to know beside its post.
struct Desk<'a> {
    app: &'a App,
    rules: &'a Current,
    /// Questions with a priority of their own.
    priorities: HashMap<String, Priority>,
}

/// What waits: a question, or a reply to it.
struct Waiting<'a> {
    question: &'a Question,
    reply: Option<String>,
    author: &'a str,
    html: &'a str,
    since: i64,
    reasons: Vec<String>,
}

impl Desk<'_> {
    /// The line of something that waits.
    fn item(&self, kind: InboxKind, waiting: Waiting<'_>) -> InboxItem {
        let question = waiting.question;
        let contents = self.app.site.contents();
        let topic = contents.topic_of(&question.page).map(str::to_owned);
        let now = self.app.now();
        let waited = (now - waiting.since).max(0);
        let own = self.priorities.get(&question.id).copied();
        let team = self.rules.team_of(topic.as_deref());
        let on_duty = team.and_then(|(team, _)| Some(self.rules.on_duty(team, now)?.0.name.clone()));
        InboxItem {
            kind,
            question: question.id.clone(),
            reply: waiting.reply,
            title: question.title.clone(),
            excerpt: excerpt(waiting.html),
            page: question.page.clone(),
            page_title: contents.home_title(&question.page),
            priority: priority(kind, own.unwrap_or_else(|| self.rules.priority(topic.as_deref()))),
            topic,
            author: waiting.author.to_owned(),
            waiting_since: rfc3339(waiting.since),
            waited: u64::try_from(waited / SECOND).unwrap_or(0),
            pace: pace(waited),
            reasons: waiting.reasons,
            on_duty,
            offer: None,
        }
    }
}

/// The first words of sanitised HTML, as plain text.
fn excerpt(html: &str) -> String {
    let words = text::plain(html);
    match words.char_indices().nth(EXCERPT_CHARS) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_plain_and_short() {
        assert_eq!(excerpt("<p>a <em>b</em></p><p>&lt;c&gt; &amp;amp;</p>"), "a b <c> &amp;");
        assert_eq!(excerpt(&"word ".repeat(100)).chars().count(), EXCERPT_CHARS + 1);
    }
}
