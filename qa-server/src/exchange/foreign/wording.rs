//! Times, names, texts and titles of posts from elsewhere, made such as people could have written them here.

use qa_api::limits;

use super::Post;
use crate::clock::{Millis, rfc3339};
use crate::domain::account::ERASED_NAME;
use crate::domain::text;

/// The name of authors who gave none.
const NAMELESS: &str = "Guest";
/// Most characters of a title that is made of a text.
const TITLE_CHARS: usize = 100;
/// Makes a post such as could have been written here: a time that was, a name and an address as people here have them,
/// no characters that cannot be stored.
pub(super) fn tidy(post: &mut Post, now: Millis) {
    post.at = post.at.clamp(0, now);
    post.text = post.text.replace("\r\n", "\n").replace(|c: char| c.is_control() && !matches!(c, '\n' | '\t'), "");
    post.author.address = post.author.address.take().and_then(|address| limits::email(&address).ok());
    post.author.name = if post.has_left { ERASED_NAME.to_owned() } else { name(&post.author.name) };
}

fn name(name: &str) -> String {
    let plain: String = name.chars().filter(|c| !c.is_control()).collect();
    let short: String = plain.trim().chars().take(limits::NAME_MAX_CHARS).collect();
    limits::name(&short).unwrap_or_else(|_| NAMELESS.to_owned())
}

/// What a question is called: as it was, or by its first line. Where that says too little, the page helps.
pub(super) fn title(given: Option<&str>, text: &str, page_title: &str, at: Millis) -> String {
    let given = given.map(|given| given.split_whitespace().collect::<Vec<_>>().join(" "));
    let line = match given {
        Some(given) => text::cut(&given, limits::TITLE_MAX_CHARS - 1),
        None => first_words(text),
    };
    let day = rfc3339(at);
    let longer = [line.clone(), format!("{line} – {page_title}"), format!("{line} – {page_title} – {}", &day[..10])];
    let fits = |title: &String| limits::title(title).ok();
    longer.iter().find_map(fits).unwrap_or_else(|| format!("{} – {}", text::cut(&line, TITLE_CHARS), &day[..10]))
}

/// The beginning of a text: to the end of a sentence, where there is one in time.
fn first_words(text: &str) -> String {
    let short = text::cut(text, TITLE_CHARS);
    if short == text {
        return short;
    }
    let mut ends =
        short.match_indices(['.', '!', '?']).map(|(at, _)| at + 1).filter(|end| short[*end..].starts_with(' '));
    match ends.rfind(|end| *end >= limits::TITLE_MIN_CHARS) {
        Some(end) => short[..end].to_owned(),
        None => short,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_long_enough_and_short_enough() {
        assert_eq!(title(None, "How long does it last?", "Oil", 0), "How long does it last?");
        let text = format!("Too dark. Is it the oil? {}", "word ".repeat(30));
        assert_eq!(title(None, &text, "Oil", 0), "Too dark. Is it the oil?");
        assert_eq!(title(None, "Thanks", "Oil", 0), "Thanks – Oil");
        assert_eq!(title(None, "x", "y", 0), "x – y – 1970-01-01");
        assert_eq!(title(None, "", "", 0).chars().filter(char::is_ascii_digit).count(), 8);
        let long = "word ".repeat(99);
        for (given, text) in [(None, long.as_str()), (Some(long.as_str()), "")] {
            let title = title(given, text, &long, 0);
            assert!(limits::title(&title).is_ok() && title.ends_with('…'), "{title}");
        }
    }

    #[test]
    fn names_are_such_as_people_have_here() {
        assert_eq!(name(" Ada \u{0} Lovelace "), "Ada Lovelace");
        assert_eq!(name(""), "Guest");
        assert_eq!(name("a\u{202E}b"), "Guest");
        assert_eq!(name(&"x".repeat(999)).len(), limits::NAME_MAX_CHARS);
    }
}
