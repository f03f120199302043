//! Mentions: whom a text names by `@` and a display name.
//!
//! [`crate::service::mentions`] says who can be named; here their names are found in the text, after it became HTML.
//! **Invariant:** only text is read, never a tag, and neither links nor code: what is there stays as it is.

use qa_api::paths;

/// Tags in which nobody is mentioned: a link cannot be in a link, and code means what it says.
const OUTSIDE: [&str; 3] = ["a", "code", "pre"];

/// Somebody who can be mentioned, and whom everybody may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mentionable {
    /// The account's id.
    pub id: String,
    /// The display name, never empty.
    pub name: String,
}

/// A text with its mentions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// The HTML, in which each mention is a link to the person's page.
    pub html: String,
    /// The accounts that are mentioned, each once, in the text's order.
    pub accounts: Vec<String>,
}

/// Whom of `people` the mentions in `html` lead to, which [`find`] made before.
pub fn linked(html: &str, people: &[Mentionable]) -> Vec<String> {
    let leads = |person: &&Mentionable| html.contains(&format!("<a href=\"{}\">@", paths::person(&person.id)));
    people.iter().filter(leads).map(|person| person.id.clone()).collect()
}

/// Finds `people` in `html`, which is sanitised: of several who fit, the one with the longest name, then the first.
pub fn find(html: &str, people: &[Mentionable]) -> Mentions {
    let mut found = Mentions { html: String::with_capacity(html.len()), accounts: Vec::new() };
    let mut outside = 0_usize;
    let mut rest = html;
    let mut before = None;
    while let Some(next) = rest.chars().next() {
        let step = match next {
            '<' => {
                let tag = &rest[..rest.find('>').map_or(rest.len(), |end| end + 1)];
                outside = match kind(tag) {
                    Tag::Opens => outside + 1,
                    Tag::Closes => outside.saturating_sub(1),
                    Tag::Other => outside,
                };
                tag.len()
            }
            '@' if outside == 0 && !before.is_some_and(continues) => match best(&rest[1..], people) {
                Some((person, length)) => {
                    let text = &rest[..=length];
                    found.html.push_str(&format!("<a href=\"{}\">{text}</a>", paths::person(&person.id)));
                    if !found.accounts.contains(&person.id) {
                        found.accounts.push(person.id.clone());
                    }
                    before = text.chars().next_back();
                    rest = &rest[text.len()..];
                    continue;
                }
                None => 1,
            },
            other => other.len_utf8(),
        };
        found.html.push_str(&rest[..step]);
        before = rest[..step].chars().next_back();
        rest = &rest[step..];
    }
    found
}

enum Tag {
    Opens,
    Closes,
    Other,
}

fn kind(tag: &str) -> Tag {
    let name =
        tag.trim_start_matches(['<', '/']).split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    match (OUTSIDE.contains(&name), tag.starts_with("</")) {
        (true, false) => Tag::Opens,
        (true, true) => Tag::Closes,
        _ => Tag::Other,
    }
}

/// Who is named at the beginning of `text`, and how many bytes of it the name takes.
fn best<'p>(text: &str, people: &'p [Mentionable]) -> Option<(&'p Mentionable, usize)> {
    let mut best: Option<(&Mentionable, usize)> = None;
    for person in people {
        let length = named(text, &person.name);
        if length > best.map_or(0, |(_, length)| length) {
            best = Some((person, length));
        }
    }
    best
}

/// How many bytes of `text` are `name`, whatever their case; none when they are not, or when the word goes on.
fn named(text: &str, name: &str) -> usize {
    let mut rest = text.chars();
    for wanted in escaped(name).chars() {
        match rest.next() {
            Some(found) if found.to_lowercase().eq(wanted.to_lowercase()) => {}
            _ => return 0,
        }
    }
    if rest.clone().next().is_some_and(continues) { 0 } else { text.len() - rest.as_str().len() }
}

/// Whether a character belongs to the word it follows or precedes.
fn continues(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-' | '@')
}

/// A name as sanitised HTML writes it in text.
fn escaped(name: &str) -> String {
    name.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn people() -> Vec<Mentionable> {
        let names = [("1", "Ada"), ("2", "Ada Lovelace"), ("3", "ada"), ("4", "Tom & Co <x>"), ("5", "Élan")];
        names.map(|(id, name)| Mentionable { id: id.to_owned(), name: name.to_owned() }).to_vec()
    }

    #[test]
    fn people_are_found_where_text_names_them() {
        for (html, accounts) in [
            ("<p>@Ada, look</p>", vec!["1"]),
            ("<p>(@ada lovelace) and @ADA.</p>", vec!["2", "1"]),
            ("<p>@Tom &amp; Co &lt;x&gt;: yes</p>", vec!["4"]),
            ("<p><em>@élan</em></p>", vec!["5"]),
            ("<p>@Ada @Ada</p>", vec!["1"]),
            ("<p>mail ada@Ada, @Adam, @Ada-Marie, @@Ada</p>", vec![]),
            ("<pre><code>@Ada</code></pre><code>@Ada</code>", vec![]),
            ("<p><a href=\"/x@Ada\">@Ada</a></p>", vec![]),
            ("<p>@Tom &amp; Co</p>", vec![]),
        ] {
            assert_eq!(find(html, &people()).accounts, accounts, "{html}");
        }
    }

    #[test]
    fn a_mention_is_a_link_and_keeps_what_was_typed() {
        let found = find("<p>@ada lovelace’s <code>@Ada</code></p>", &people());
        assert_eq!(found.html, "<p><a href=\"/_qa/people/2\">@ada lovelace</a>’s <code>@Ada</code></p>");
        assert_eq!(find("<p>a &lt; b @ c</p>", &people()).html, "<p>a &lt; b @ c</p>");
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "(<p>|</p>|<code>|</code>|<a href=\"@Ada\">|</a>|@|Ada| |Lovelace|&amp;|é|>|<){0,40}") {
            let found = find(&text, &people());
            let mut plain = found.html.clone();
            for person in people() {
                plain = plain.replace(&format!("<a href=\"{}\">", paths::person(&person.id)), "\u{1}");
            }
            let links = plain.matches('\u{1}').count();
            prop_assert!(found.accounts.len() <= links);
            prop_assert_eq!(plain.replace('\u{1}', "").len() - links * "</a>".len(), text.len());
        }
    }
}
