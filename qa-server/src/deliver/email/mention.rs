//! What the mail to somebody says whom a question or a reply mentions.
//!
//! **Invariant:** it is composed of what is published when it is sent.

use qa_api::paths;

use super::compose::{ComposeError, Composed, Composer, published_question};
use super::follows::{ReplyWords, absolute, published_reply, reply_words};
use crate::domain::account::Account;
use crate::store::Tx;
use crate::store::questions::find_question_text;

/// The letter to `account` about `reply`, or else about the question itself.
pub(super) async fn compose(
    composer: &Composer<'_>,
    tx: &mut Tx,
    question: &str,
    reply: Option<&str>,
    account: &str,
) -> Result<Composed, ComposeError> {
    let (about, author, said) = match reply {
        Some(id) => {
            let Some((question, reply)) = published_reply(tx, id).await? else {
                return Ok(Composed::Dropped("the reply is not published"));
            };
            let said = reply_words(composer, tx, question.get(), reply.get()).await?;
            (question, reply.get().author.id.clone(), said)
        }
        None => {
            let Some(question) = published_question(tx, question).await? else {
                return Ok(Composed::Dropped("the question is not published"));
            };
            let asked = question.get();
            let said = ReplyWords {
                name: String::new(),
                title: asked.title.clone(),
                link: composer.post_link(asked, &paths::question_anchor(&asked.id), true),
                author: asked.author.public(&asked.author.id).name,
                text: find_question_text(tx, &asked.id).await?.map(|text| text.body).unwrap_or_default(),
                html: absolute(&asked.body_html, &composer.app.url("/")),
            };
            let author = asked.author.id.clone();
            (question, author, said)
        }
    };
    // Accounts that were joined since would be told of what they wrote.
    if author == account {
        return Ok(Composed::Dropped("it is their own post"));
    }
    let words = |account: &Account| ReplyWords { name: account.name.clone(), ..said };
    composer.to_account(tx, account, "mentioned", Some(&about.get().id), words).await
}
