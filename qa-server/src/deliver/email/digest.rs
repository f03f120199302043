//! What a digest says: the questions with something new, and how much of it.

use qa_api::follow::Often;
use qa_api::paths;
use serde::Serialize;

use super::compose::{ComposeError, Composed, Composer, Stop};
use crate::clock::Millis;
use crate::domain::account::Account;
use crate::service::{digest, unsubscribe};
use crate::store::Tx;

/// A digest.
#[derive(Serialize)]
pub(super) struct DigestWords {
    pub name: String,
    pub site: String,
    pub weekly: bool,
    pub items: Vec<ItemWords>,
    pub profile: String,
}

/// What is new about one question.
#[derive(Clone, Serialize)]
pub(super) struct ItemWords {
    pub title: String,
    pub link: String,
    pub page: String,
    pub news: String,
}

/// The digest of a period, or nothing when nothing of it is on a page now.
pub(super) async fn compose(
    composer: &Composer<'_>,
    tx: &mut Tx,
    account: &str,
    often: Often,
    period: (Millis, Millis),
) -> Result<Composed, ComposeError> {
    let items = digest::items(tx, composer.app, account, often, period).await?;
    if items.is_empty() {
        return Ok(Composed::Dropped("nothing new is on a page"));
    }
    let contents = composer.app.site.contents();
    let shown = |item: &digest::Item| {
        let question = item.question.get();
        ItemWords {
            title: question.title.clone(),
            link: composer.post_link(question, &paths::question_anchor(&question.id), true),
            page: contents.home_title(&question.page),
            news: news(item),
        }
    };
    let words = |account: &Account| DigestWords {
        name: account.name.clone(),
        site: composer.site(),
        weekly: often == Often::Weekly,
        items: items.iter().map(shown).collect(),
        profile: composer.app.url(&format!("{}#qa-follows", paths::PROFILE)),
    };
    let token = unsubscribe::digest_token(composer.app, account, often);
    let stop = Stop { token, words: "Stop these digests, or all mail".to_owned() };
    composer.stoppable(tx, account, "digest", None, stop, words).await
}

/// What is new, in a few words.
fn news(item: &digest::Item) -> String {
    let replies = match item.replies {
        0 => None,
        1 => Some("one new reply".to_owned()),
        many => Some(format!("{many} new replies")),
    };
    let parts = [item.asked.then(|| "new".to_owned()), replies, item.resolved.then(|| "resolved".to_owned())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
