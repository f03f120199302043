//! Links as they have to be written after a move, in the manner in which they were written before.

use std::ops::Range;

/// A file of the site before and after a move.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// The file, below the content folder.
    pub path: &'a str,
    /// Its address, with slashes at both ends for pages.
    pub url: &'a str,
}

/// How `link` has to be written on the page that is at `from` afterwards to lead to `to`.
///
/// `names_file` tells a link to a file from one to an address.
pub(super) fn rewrite(link: &str, from: &str, to: Place<'_>, names_file: bool) -> String {
    let path = link.split(['?', '#']).next().unwrap_or_default();
    let rest = &link[path.len()..];
    let written = if path.starts_with('/') {
        if names_file {
            format!("/{}", to.path)
        } else if path.ends_with('/') || path == to.url {
            to.url.to_owned()
        } else {
            to.url.trim_end_matches('/').to_owned()
        }
    } else {
        let relative = relative(from, to.path);
        if path.starts_with("./") && !relative.starts_with("../") { format!("./{relative}") } else { relative }
    };
    encode(&written) + rest
}

/// How `link`, which is no URL but a file's name, has to be written in the file `from` afterwards to name `to`.
pub(super) fn rewrite_plain(link: &str, from: &str, to: &str) -> String {
    if link.starts_with('/') { format!("/{to}") } else { relative(from, to) }
}

/// The way from the folder of the file `from` to the file `to`.
fn relative(from: &str, to: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    let target: Vec<&str> = to.split('/').collect();
    let shared = folders.iter().zip(&target[..target.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folders.len() - shared);
    up.chain(target[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// What Markdown would take for the link's end, percent-encoded.
fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for character in path.chars() {
        match character {
            ' ' | '(' | ')' | '<' | '>' | '"' | '%' | '#' | '?' => {
                encoded.push_str(&format!("%{:02X}", u32::from(character)));
            }
            _ => encoded.push(character),
        }
    }
    encoded
}

/// Where link definitions of the file `text` have the destination `target`.
pub(super) fn definitions(text: &str, target: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let marks = line.len() - line.trim_start_matches([' ', '>']).len();
        if line[marks..].starts_with('[')
            && let Some(colon) = line.find("]:")
        {
            let after = &line[colon + 2..];
            let start = colon + 2 + (after.len() - after.trim_start_matches([' ', '\t', '<']).len());
            let ends = |rest: &str| rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == '>');
            if line[start..].starts_with(target) && ends(&line[start + target.len()..]) {
                found.push(at + start..at + start + target.len());
            }
        }
        at += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_the_manner_it_was_written_in() {
        let to = Place { path: "people/pay scale.md", url: "/people/pay-scale/" };
        assert_eq!(rewrite("../team/pay.md#top", "guide/a.md", to, true), "../people/pay%20scale.md#top");
        assert_eq!(rewrite("./pay.md", "people/a.md", to, true), "./pay%20scale.md");
        assert_eq!(rewrite("/team/pay.md", "a.md", to, true), "/people/pay%20scale.md");
        assert_eq!(rewrite("/team/pay/?q=1", "a.md", to, false), "/people/pay-scale/?q=1");
        assert_eq!(rewrite("/team/pay", "a.md", to, false), "/people/pay-scale");
        assert_eq!(rewrite("pay/", "people/x/a.md", to, false), "../pay%20scale.md");
    }

    #[test]
    fn definitions_are_found_by_their_destination() {
        let text = "[a]: x.md\n> [b]: <x.md> \"title\"\n[c]: x.mdx\ntext [d]: x.md\n";
        let found: Vec<_> = definitions(text, "x.md").into_iter().map(|range| range.start).collect();
        assert_eq!(found, [5, 18]);
    }
}
