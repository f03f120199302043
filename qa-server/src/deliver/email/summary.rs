//! What the weekly summary says. It goes to addresses of the operator's choosing, which are no accounts.

use qa_api::paths;
use serde::Serialize;

use super::compose::{ComposeError, Composed, Composer};
use super::letter::Letter;
use crate::clock::{Millis, day};
use crate::service::summary::week;
use crate::store::Tx;
use crate::store::suppressions::find_suppression;

/// A week.
#[derive(Serialize)]
pub(super) struct SummaryWords {
    pub site: String,
    pub home: String,
    pub since: String,
    pub asked: usize,
    pub replies: usize,
    pub resolved: usize,
    pub unanswered: i64,
    pub useful: i64,
    pub useless: i64,
    pub open: Vec<LinkWords>,
    pub changed: Vec<LinkWords>,
    pub unanswered_link: String,
}

/// Something with an address.
#[derive(Serialize)]
pub(super) struct LinkWords {
    pub title: String,
    pub link: String,
}

/// The summary of a week, or nothing when nothing happened in it.
pub(super) async fn compose(
    composer: &Composer<'_>,
    tx: &mut Tx,
    address: &str,
    (from, until): (Millis, Millis),
) -> Result<Composed, ComposeError> {
    if find_suppression(tx, address).await?.is_some() {
        return Ok(Composed::Dropped("the address wants no mail"));
    }
    let week = week(tx, from, until).await?;
    let contents = composer.app.site.contents();
    let open = week.open.iter().map(|question| {
        let question = question.get();
        let link = composer.post_link(question, &paths::question_anchor(&question.id), true);
        LinkWords { title: question.title.clone(), link }
    });
    let changed = week.changed.iter().filter_map(|id| {
        let page = contents.page(id)?;
        Some(LinkWords { title: page.title.clone(), link: composer.app.url(&page.path) })
    });
    let words = SummaryWords {
        site: composer.site(),
        home: composer.app.url("/"),
        since: day(from),
        asked: week.asked,
        replies: week.replies,
        resolved: week.resolved,
        unanswered: week.unanswered,
        useful: week.useful,
        useless: week.useless,
        open: open.collect(),
        changed: changed.collect(),
        unanswered_link: composer.app.url(paths::UNANSWERED_LIST),
    };
    if words.asked + words.replies + words.resolved + words.changed.len() == 0 && words.unanswered == 0 {
        return Ok(Composed::Dropped("nothing happened in that week"));
    }
    let words = composer.templates.render("summary", &words, None)?;
    Ok(Composed::Letter(Letter { to: address.to_owned(), to_name: None, words, about: None, unsubscribe: None }))
}
