//! What a text may be: the one place for every bound that people can run into.
//!
//! The widget checks before sending, the server checks again; both call the functions here.
//! Each takes the text as typed and gives back the text to keep, or a sentence for the person.

use crate::problem::FieldProblem;

/// Fewest characters of a question's title.
pub const TITLE_MIN_CHARS: usize = 8;
/// Most characters of a question's title.
pub const TITLE_MAX_CHARS: usize = 150;
/// Most bytes of a question's or reply's Markdown.
pub const BODY_MAX_BYTES: usize = 32 * 1024;
/// Deepest nesting of quotes and lists in a question's or reply's Markdown.
pub const BODY_MAX_DEPTH: usize = 50;
/// Most characters of a display name.
pub const NAME_MAX_CHARS: usize = 60;
/// Most characters of what people say about themselves.
pub const BIO_MAX_CHARS: usize = 300;
/// Most bytes of the link in a profile.
pub const LINK_MAX_BYTES: usize = 200;
/// Most bytes of an e-mail address (RFC 5321, section 4.5.3.1.3, less the angle brackets).
pub const EMAIL_MAX_BYTES: usize = 254;
/// Most characters of a moderator's reason.
pub const REASON_MAX_CHARS: usize = 500;
/// Most characters of what a reader writes about a page.
pub const VOTE_NOTE_MAX_CHARS: usize = 1000;
/// Most characters of a moderator's note.
pub const NOTE_MAX_CHARS: usize = 2000;
/// Most days that somebody can be kept from posting.
pub const BAN_MAX_DAYS: u16 = 365;
/// Most posts that are decided over at once.
pub const BULK_MAX_POSTS: usize = 100;
/// Most bytes of any request body, form or JSON: room for a body in which every byte is percent-encoded.
pub const REQUEST_MAX_BYTES: usize = 256 * 1024;
/// Digits of an e-mailed code.
pub const CODE_DIGITS: usize = 6;

/// A question's title: one line of [`TITLE_MIN_CHARS`] to [`TITLE_MAX_CHARS`] characters.
pub fn title(text: &str) -> Result<String, FieldProblem> {
    let text = one_line("title", text)?;
    match text.chars().count() {
        0 => problem("title", "Say in one line what you want to know.".to_owned()),
        n if n < TITLE_MIN_CHARS => problem("title", format!("A title has at least {TITLE_MIN_CHARS} characters.")),
        n if n > TITLE_MAX_CHARS => problem(
            "title",
            format!(
                "A title has at most {TITLE_MAX_CHARS} characters; this one has {n}. Details go into the text below."
            ),
        ),
        _ => Ok(text),
    }
}

/// A question's Markdown: may be empty, since the title may say it all.
pub fn question_body(text: &str) -> Result<String, FieldProblem> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim_end();
    if let Some(name) = forbidden_control(text, true) {
        return problem("body", format!("The text contains {name}, which cannot be stored. Remove it and send again."));
    }
    if text.len() > BODY_MAX_BYTES {
        return problem(
            "body",
            format!(
                "The text has {} KiB; at most {} KiB are possible. Shorten it, or link to the long part.",
                text.len().div_ceil(1024),
                BODY_MAX_BYTES / 1024
            ),
        );
    }
    Ok(text.to_owned())
}

/// A reply's Markdown: as a question's, and not empty.
pub fn reply_body(text: &str) -> Result<String, FieldProblem> {
    let text = question_body(text)?;
    if text.trim().is_empty() {
        return problem("body", "Write a reply first.".to_owned());
    }
    Ok(text)
}

/// A display name: one line, without characters that reorder the text around it.
pub fn name(text: &str) -> Result<String, FieldProblem> {
    let text = one_line("name", text)?;
    match text.chars().count() {
        0 => problem("name", "Say how you want to be called; any name will do.".to_owned()),
        n if n > NAME_MAX_CHARS => problem("name", format!("A name has at most {NAME_MAX_CHARS} characters.")),
        _ if text.chars().any(reorders_text) => {
            problem("name", "The name contains a character that changes the direction of text.".to_owned())
        }
        _ => Ok(text),
    }
}

/// What somebody says about themselves: one line, may be empty.
pub fn bio(text: &str) -> Result<String, FieldProblem> {
    let text = one_line("bio", &text.replace(['\r', '\n'], " "))?;
    match text.chars().count() {
        n if n > BIO_MAX_CHARS => {
            problem("bio", format!("At most {BIO_MAX_CHARS} characters are possible here; this has {n}."))
        }
        _ if text.chars().any(reorders_text) => {
            problem("bio", "The text contains a character that changes the direction of text.".to_owned())
        }
        _ => Ok(text),
    }
}

/// The link of a profile: empty, or an `http` or `https` address without a user in it.
pub fn link(text: &str) -> Result<String, FieldProblem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    let lower = text.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")).unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '`'));
    let named = host.contains('.') && !host.contains('@') && !host.starts_with('.') && !host.ends_with('.');
    if !plain || !named {
        let message = "That is not the address of a page, such as https://ada.example.org.";
        return problem("link", message.to_owned());
    }
    if text.len() > LINK_MAX_BYTES {
        return problem("link", format!("An address has at most {LINK_MAX_BYTES} characters here."));
    }
    Ok(text.to_owned())
}

/// An e-mail address, in lower case. Whether mail reaches it only the code that is sent there can tell.
pub fn email(text: &str) -> Result<String, FieldProblem> {
    let text = text.trim().to_lowercase();
    let wrong = || problem("email", "That does not look like an e-mail address, such as ada@example.org.".to_owned());
    let Some((local, domain)) = text.rsplit_once('@') else { return wrong() };
    let plain = |c: char| {
        c.is_ascii_graphic() && !matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '\\' | '"')
    };
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let local_is_plain = !local.is_empty()
        && local.len() <= 64
        && local.chars().all(|c| plain(c) && c != '@')
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..");
    if !local_is_plain || text.len() > EMAIL_MAX_BYTES || !domain.contains('.') || !domain.split('.').all(label) {
        return wrong();
    }
    Ok(text)
}

/// The id that a client made for a post: 16 to 64 of `[a-z0-9-]`.
pub fn client_id(text: &str) -> Result<String, FieldProblem> {
    let plain = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if plain && (16..=64).contains(&text.len()) {
        return Ok(text.to_owned());
    }
    problem("id", "An id has 16 to 64 characters of a to z, 0 to 9 and -; it may be left out.".to_owned())
}

/// A moderator's reason: may be empty.
pub fn reason(text: &str) -> Result<String, FieldProblem> {
    let text = one_line("reason", text)?;
    if text.chars().count() > REASON_MAX_CHARS {
        return problem("reason", format!("A reason has at most {REASON_MAX_CHARS} characters."));
    }
    Ok(text)
}

/// What a reader writes about a page: at most [`VOTE_NOTE_MAX_CHARS`] characters, perhaps none.
pub fn vote_note(text: &str) -> Result<String, FieldProblem> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    if let Some(name) = forbidden_control(text, true) {
        return problem("note", format!("The text contains {name}, which cannot be stored. Remove it and send again."));
    }
    match text.chars().count() {
        n if n > VOTE_NOTE_MAX_CHARS => problem(
            "note",
            format!(
                "At most {VOTE_NOTE_MAX_CHARS} characters are possible; this has {n}. Ask a question for what is longer."
            ),
        ),
        _ => Ok(text.to_owned()),
    }
}

/// A moderator's note: plain text of several lines, not empty.
pub fn note(text: &str) -> Result<String, FieldProblem> {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    if let Some(name) = forbidden_control(text, true) {
        return problem("text", format!("The note contains {name}, which cannot be stored."));
    }
    match text.chars().count() {
        0 => problem("text", "Write a note first.".to_owned()),
        n if n > NOTE_MAX_CHARS => problem("text", format!("A note has at most {NOTE_MAX_CHARS} characters.")),
        _ => Ok(text.to_owned()),
    }
}

fn one_line(field: &str, text: &str) -> Result<String, FieldProblem> {
    if let Some(name) = forbidden_control(text.trim(), false) {
        return problem(field, format!("This contains {name}; one plain line is possible here."));
    }
    Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn forbidden_control(text: &str, lines: bool) -> Option<String> {
    text.chars().find_map(|c| match c {
        '\0' => Some("a NUL character (U+0000)".to_owned()),
        '\t' => None,
        '\n' | '\r' if lines => None,
        '\n' | '\r' => Some("a line break".to_owned()),
        c if c.is_control() => Some(format!("a control character (U+{:04X})", c as u32)),
        _ => None,
    })
}

/// The bidirectional formatting characters of Unicode's UAX #9, section 2.
fn reorders_text(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{061C}')
}

fn problem<T>(field: &str, message: String) -> Result<T, FieldProblem> {
    Err(FieldProblem { field: field.to_owned(), message })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_trimmed_and_kept() {
        assert_eq!(title("  How  do I ask?\t").unwrap(), "How do I ask?");
        assert_eq!(question_body("a\r\n\r\nb\n\n").unwrap(), "a\n\nb");
        assert_eq!(name(" Ada  Lovelace ").unwrap(), "Ada Lovelace");
        assert_eq!(email(" Ada@Example.ORG ").unwrap(), "ada@example.org");
    }

    #[test]
    fn bounds_hold_at_their_edges() {
        assert!(title(&"x".repeat(TITLE_MAX_CHARS)).is_ok());
        assert!(title(&"x".repeat(TITLE_MAX_CHARS + 1)).is_err());
        assert!(title("short").is_err());
        assert!(question_body("").is_ok());
        assert!(reply_body("  \n").is_err());
        assert!(question_body(&"x".repeat(BODY_MAX_BYTES)).is_ok());
        assert!(question_body(&"x".repeat(BODY_MAX_BYTES + 1)).is_err());
    }

    #[test]
    fn control_characters_are_named() {
        assert!(question_body("a\0b").unwrap_err().message.contains("NUL"));
        assert!(title("a line\nand another").unwrap_err().message.contains("line break"));
        assert!(name("Ada\u{202E}").is_err());
    }

    #[test]
    fn what_people_say_about_themselves() {
        assert_eq!(bio(" Lamps,\r\nmostly. ").unwrap(), "Lamps, mostly.");
        assert!(bio(&"x".repeat(BIO_MAX_CHARS)).is_ok());
        assert!(bio(&"x".repeat(BIO_MAX_CHARS + 1)).is_err());
        assert_eq!(link("").unwrap(), "");
        assert_eq!(link(" https://ada.example.org/#me ").unwrap(), "https://ada.example.org/#me");
        for bad in
            ["ada", "javascript:alert(1)", "ftp://a.example", "https://", "https://a b.example", "http://x@a.example"]
        {
            assert!(link(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn ids_of_clients() {
        assert!(client_id("3f6c1e0a9b7d4c52").is_ok());
        for bad in ["", "short", "3F6C1E0A9B7D4C52", "3f6c1e0a 9b7d4c52", &"a".repeat(65)] {
            assert!(client_id(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn addresses() {
        for good in ["a@b.co", "first.last+tag@sub.example.org", "o'brien@example.com"] {
            assert!(email(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a",
            "@b.co",
            "a@b",
            "a@@b.co",
            "a b@c.de",
            "a@-b.co",
            "a..b@c.de",
            "a@b..c",
            "<a@b.co>",
            "a@b.co\nBcc: x@y.zz",
        ] {
            assert!(email(bad).is_err(), "{bad}");
        }
    }
}
