//! A mail as it was sent, read by an independent parser.

use mailparse::{MailHeaderMap, ParsedMail, parse_mail};

/// A mail that left the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    headers: Vec<(String, String)>,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
}

impl Mail {
    /// Reads the mail's bytes.
    ///
    /// # Panics
    /// When it is not an Internet message.
    pub fn parse(message: &[u8]) -> Self {
        let mail = parse_mail(message).expect("what was sent is a mail");
        Self {
            headers: mail.headers.iter().map(|header| (header.get_key(), header.get_value())).collect(),
            text: part(&mail, "text/plain").unwrap_or_default(),
            html: part(&mail, "text/html").unwrap_or_default(),
        }
    }

    /// The value of a header, which stands there once.
    ///
    /// # Panics
    /// When it is missing or stands there more often.
    pub fn header(&self, name: &str) -> &str {
        let mut values = self.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
        let (_, value) = values.next().unwrap_or_else(|| panic!("no header {name} in {:?}", self.headers));
        assert!(values.next().is_none(), "header {name} stands in {:?} more than once", self.headers);
        value
    }

    /// Whether it has this header.
    pub fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(key, _)| key.eq_ignore_ascii_case(name))
    }

    /// Whether it goes to this address.
    pub fn is_to(&self, address: &str) -> bool {
        self.header("To").contains(address)
    }

    /// The six digits that are a word of their own in its text, when it brings a code; links have digits, too.
    pub fn code(&self) -> Option<String> {
        let is_code = |word: &str| {
            word.len() == qa_api::limits::CODE_DIGITS && word.chars().all(|letter| letter.is_ascii_digit())
        };
        self.text.split_whitespace().find(|word| is_code(word)).map(str::to_owned)
    }

    /// The first link in its text whose path begins with `path`.
    pub fn link(&self, path: &str) -> Option<String> {
        let mut words = self.text.split_whitespace();
        words.find(|word| word.starts_with("http") && word.contains(path)).map(str::to_owned)
    }
}

fn part(mail: &ParsedMail<'_>, kind: &str) -> Option<String> {
    if mail.ctype.mimetype == kind {
        return mail.get_body().ok();
    }
    mail.subparts.iter().find_map(|inner| part(inner, kind))
}

/// The addresses of [`Mail::link`] that unsubscribe, from the header for programs.
pub fn unsubscribe_link(mail: &Mail) -> String {
    let value = mail.header("List-Unsubscribe");
    let link = value.split(['<', '>']).find(|part| part.starts_with("http"));
    link.unwrap_or_else(|| panic!("{value:?} holds no web address")).to_owned()
}

/// The `Message-ID` of a message's bytes, for mails that are only counted.
pub fn message_id(message: &[u8]) -> String {
    let (headers, _) = mailparse::parse_headers(message).expect("what was sent is a mail");
    headers.get_first_value("Message-ID").expect("a mail has a Message-ID")
}
