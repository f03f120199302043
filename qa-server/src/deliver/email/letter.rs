//! A letter as a message: the headers that thread it, say that no person wrote it, and let it be stopped.

use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use qa_api::paths;

use super::templates::Words;
use crate::clock::Millis;

/// A letter before it is a message.
pub(super) struct Letter {
    pub(super) to: String,
    pub(super) to_name: Option<String>,
    pub(super) words: Words,
    /// The question that the thread of mails is about.
    pub(super) about: Option<String>,
    /// Where one click stops such mails.
    pub(super) unsubscribe: Option<String>,
}

impl Letter {
    /// The message that leaves at `now`; `id` makes its Message-ID, at `host`.
    pub(super) fn into_message(
        self,
        from: &Mailbox,
        id: &str,
        host: &str,
        now: Millis,
    ) -> Result<lettre::Message, Box<dyn std::error::Error + Send + Sync>> {
        let to = Mailbox::new(self.to_name, self.to.parse()?);
        let mut builder = lettre::Message::builder()
            .from(from.clone())
            .to(to)
            .subject(self.words.subject)
            .date(UNIX_EPOCH + Duration::from_millis(now.unsigned_abs()))
            .message_id(Some(format!("<{id}@{host}>")))
            // RFC 3834, section 5.
            .raw_header(raw("Auto-Submitted", "auto-generated".to_owned())?)
            .raw_header(raw("X-Auto-Response-Suppress", "All".to_owned())?);
        if let Some(question) = self.about {
            let root = format!("<{}@{host}>", paths::question_anchor(&question));
            builder = builder
                .in_reply_to(root.clone())
                .references(root)
                .raw_header(raw("List-Id", format!("<{}.{host}>", paths::question_anchor(&question)))?);
        }
        if let Some(link) = self.unsubscribe {
            // RFC 8058, section 3.1.
            builder = builder
                .raw_header(raw("List-Unsubscribe", format!("<{link}>"))?)
                .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned())?);
        }
        Ok(builder.multipart(MultiPart::alternative_plain_html(self.words.text, self.words.html))?)
    }
}

fn raw(name: &str, value: String) -> Result<HeaderValue, Box<dyn std::error::Error + Send + Sync>> {
    Ok(HeaderValue::new(HeaderName::new_from_ascii(name.to_owned())?, value))
}
