//! How many mails go out within an hour: what is over waits for the next one.
//!
//! Codes and links are not counted here: whoever asks for one waits for it, and asking has limits of its own.

use crate::app::App;
use crate::clock::Millis;
use crate::domain::limit::{Limit, MAILS_PER_ADDRESS, MAILS_PER_SITE};
use crate::store::counters::{is_used_up, update_counter};
use crate::store::{StoreError, Tx};

/// Counts a mail to `address`; or gives until when it has to wait.
pub(super) async fn count(app: &App, address: &str) -> Result<Option<Millis>, StoreError> {
    let (now, address) = (app.now(), address.to_owned());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let ceilings: [(&Limit, &str); 2] = [(&MAILS_PER_ADDRESS, &address), (&MAILS_PER_SITE, "site")];
                for (limit, subject) in ceilings {
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
