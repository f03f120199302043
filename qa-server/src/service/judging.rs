//! Judging a post that comes in: gathers the evidence, has the signals look at it, and lets the policy decide.
//!
//! Called in the unit of work that stores the post, by whatever takes new words of people: asking, replying, editing.

use url::Url;

use super::posting::Post;
use crate::app::App;
use crate::clock::{DAY, Millis};
use crate::domain::account::Account;
use crate::domain::policy::{Decision, decide};
use crate::domain::signals::sketch::Sketch;
use crate::domain::signals::{Evidence, find};
use crate::store::sketches::{Reach, find_past, insert_sketch};
use crate::store::{StoreError, Tx};

/// Posts of the same author that a new one is compared with.
const MOST_OWN: i64 = 50;
/// Posts of others that it is compared with.
const MOST_OTHERS: i64 = 200;
/// How far back those of others count.
const OTHERS_SINCE: Millis = 7 * DAY;

/// What becomes of `post` by `account`; `id` is that of the post it changes, which it may well repeat, or empty.
pub(super) async fn judge(
    tx: &mut Tx,
    app: &App,
    account: &Account,
    post: &Post,
    id: &str,
) -> Result<Decision, StoreError> {
    let now = app.now();
    let text = text(post);
    let sketch = Sketch::of(&text);
    let reach = Reach { most_own: MOST_OWN, most_others: MOST_OTHERS, others_since: now - OTHERS_SINCE };
    let past = find_past(tx, &account.id, id, reach, now).await?;
    let rules = app.rules.current();
    let own_host = app.base_url.host_str().unwrap_or_default();
    let hosts: Vec<String> = linked_hosts(&post.body_html).filter(|host| host != own_host).collect();
    let evidence = Evidence {
        signals: post.signals,
        text: &text,
        hosts: &hosts,
        name: &account.name,
        standing: past.standing,
        sketch: &sketch,
        own: &past.own,
        others: &past.others,
        bad_words: &rules.data().words,
        bad_hosts: &rules.data().hosts,
    };
    let contents = app.site.contents();
    let topic = contents.topic_of(&post.page);
    Ok(decide(account.role, rules.policy(topic), past.standing, &find(&evidence)))
}

/// Keeps what the post says, so that repeating it is noticed.
pub(super) async fn remember(tx: &mut Tx, app: &App, account: &str, id: &str, post: &Post) -> Result<(), StoreError> {
    insert_sketch(tx, id, account, &Sketch::of(&text(post)), app.now()).await
}

fn text(post: &Post) -> String {
    format!("{}\n{}", post.title, post.body)
}

/// The hosts of the links in sanitised HTML, one for each link to another place.
fn linked_hosts(html: &str) -> impl Iterator<Item = String> {
    html.split("href=\"").skip(1).filter_map(|rest| {
        let url = rest.split('"').next()?.replace("&amp;", "&");
        Some(Url::parse(&url).ok()?.host_str()?.to_ascii_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_to_another_place_has_its_host() {
        let html = "<p><a href=\"https://A.example/x?a=1&amp;b=2\">a</a> <a href=\"/guide/\">here</a> \
            <a href=\"mailto:x@b.example\">m</a> <a href=\"http://a.example:8080\">again</a></p>";
        assert_eq!(linked_hosts(html).collect::<Vec<_>>(), ["a.example", "a.example"]);
    }
}
