//! How many mails go out within an hour: what is over waits for the next one.
//!
//! Codes and links are not counted here: whoever asks for one waits for it, and asking has limits of its own.

use qa_api::thread::Role;

use crate::app::App;
use crate::clock::Millis;
use crate::domain::limit::{Limit, MAILS_PER_ADDRESS, MAILS_PER_AUTHOR, MAILS_PER_SITE};
use crate::domain::outbound::Message;
use crate::store::accounts::find_account;
use crate::store::counters::{is_used_up, update_counter};
use crate::store::questions::find_question;
use crate::store::replies::find_reply;
use crate::store::{StoreError, Tx};

/// Counts a mail to `address` that says `message`; or gives until when it has to wait.
pub(super) async fn count(app: &App, address: &str, message: &Message) -> Result<Option<Millis>, StoreError> {
    let (now, address, message) = (app.now(), address.to_owned(), message.clone());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let author = author(tx, &message).await?;
                let mut ceilings: Vec<(&Limit, &str)> = vec![(&MAILS_PER_ADDRESS, &address), (&MAILS_PER_SITE, "site")];
                ceilings.extend(author.iter().map(|author| (&MAILS_PER_AUTHOR, author.as_str())));
                for (limit, subject) in &ceilings {
                    if is_used_up(tx, limit, subject, now).await? {
                        tracing::warn!(ceiling = limit.name, "too many mails in an hour: this one waits");
                        return Ok(Some(limit.window_start(now) + limit.window));
                    }
                }
                for (limit, subject) in ceilings {
                    update_counter(tx, limit, subject, now).await?;
                }
                Ok(None)
            })
        })
        .await
}

/// The member by whose post the mail was caused; nobody where it was not, or by a post of the team.
async fn author(tx: &mut Tx, message: &Message) -> Result<Option<String>, StoreError> {
    let author = match message {
        Message::ReplyPosted { reply }
        | Message::ReplyFollowed { reply, .. }
        | Message::Mentioned { reply: Some(reply), .. } => find_reply(tx, reply).await?.map(|reply| reply.author.id),
        Message::QuestionFollowed { question, .. } | Message::Mentioned { question, reply: None, .. } => {
            find_question(tx, question).await?.map(|question| question.author.id)
        }
        _ => None,
    };
    let Some(author) = author else { return Ok(None) };
    let account = find_account(tx, &author).await?;
    Ok(account.filter(|account| account.role == Role::Member).map(|account| account.id))
}
