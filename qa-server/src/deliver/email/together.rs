//! Several mails about the replies to one question become one: who has had one waits five minutes for the next,
//! and that one tells everything that came in between.
//!
//! Called before a mail about a reply is composed.
//! What joins it is written into its row in the unit of work that ends the others,
//! so that a process that dies in between forgets none and sends none twice.

use crate::app::App;
use crate::clock::{MINUTE, Millis};
use crate::domain::outbound::Message;
use crate::store::outbox::{LeasedRow, find_last_reply_mail, update_outbox_joined, update_outbox_payload};
use crate::store::questions::find_question;
use crate::store::replies::find_reply;
use crate::store::{StoreError, Tx};

/// The shortest time between two mails about the replies to one question.
const PAUSE: Millis = 5 * MINUTE;
/// What the rows that joined another one say.
const JOINED: &str = "told in one mail with another reply";

/// Whether a mail may go now.
pub(super) enum Gathered {
    /// It may, saying this.
    Now(Message),
    /// Not before this time.
    Later(Millis),
}

/// Waits if the receiver has just had a mail about the same question, else takes in what else is due.
pub(super) async fn gather(app: &App, row: &LeasedRow, message: Message) -> Result<Gathered, StoreError> {
    let (id, now) = (row.id.clone(), app.now());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let Some((mut replies, account)) = told(tx, &message).await? else {
                    return Ok(Gathered::Now(message));
                };
                if let Some(last) = find_last_reply_mail(tx, &id).await?
                    && now < last + PAUSE
                {
                    return Ok(Gathered::Later(last + PAUSE));
                }
                let joining = update_outbox_joined(tx, &id, now, JOINED).await?;
                if joining.is_empty() {
                    return Ok(Gathered::Now(message));
                }
                for payload in joining {
                    if let Ok(message) = serde_json::from_str(&payload)
                        && let Some((more, _)) = told(tx, &message).await?
                    {
                        replies.extend(more);
                    }
                }
                // Ids grow with time.
                replies.sort();
                let message = Message::RepliesTogether { replies, account };
                let payload = serde_json::to_string(&message).expect("a message serialises to JSON");
                update_outbox_payload(tx, &id, &payload).await?;
                Ok(Gathered::Now(message))
            })
        })
        .await
}

/// The replies that a message tells, and whom; nothing for other messages, and where the reply is gone.
async fn told(tx: &mut Tx, message: &Message) -> Result<Option<(Vec<String>, String)>, StoreError> {
    Ok(match message {
        Message::ReplyFollowed { reply, account } => Some((vec![reply.clone()], account.clone())),
        Message::RepliesTogether { replies, account } => Some((replies.clone(), account.clone())),
        Message::ReplyPosted { reply } => {
            let question = match find_reply(tx, reply).await? {
                Some(reply) => find_question(tx, &reply.question).await?,
                None => None,
            };
            question.map(|question| (vec![reply.clone()], question.author.id))
        }
        _ => None,
    })
}
