//! The links of a page, their targets one behind the other in one text: there are too many for a text each.

use std::ops::Range;

use super::fragment::{Link, LinkKind};

/// The links of a page, in the order in which holes count them.
#[derive(Debug, Default)]
pub struct Links {
    targets: Box<str>,
    entries: Box<[Entry]>,
}

/// A link; no page has four gigabytes.
#[derive(Debug)]
struct Entry {
    /// Where its target ends in `targets`.
    end: u32,
    span: Range<u32>,
    kind: LinkKind,
}

impl Links {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Link<&str>> {
        let mut start = 0;
        self.entries.iter().map(move |entry| {
            let end = entry.end as usize;
            let target = &self.targets[std::mem::replace(&mut start, end)..end];
            Link { target, span: entry.span.start as usize..entry.span.end as usize, kind: entry.kind }
        })
    }
}

impl From<Vec<Link>> for Links {
    fn from(links: Vec<Link>) -> Self {
        let small = |at: usize| u32::try_from(at).expect("files are read up to a few megabytes");
        let mut targets = String::with_capacity(links.iter().map(|link| link.target.len()).sum());
        let mut entries = Vec::with_capacity(links.len());
        for Link { target, span, kind } in links {
            targets.push_str(&target);
            entries.push(Entry { end: small(targets.len()), span: small(span.start)..small(span.end), kind });
        }
        Self { targets: targets.into_boxed_str(), entries: entries.into_boxed_slice() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_come_out_as_they_went_in() {
        let link = |target: &str, span| Link { target: target.to_owned(), span, kind: LinkKind::Image };
        let links = Links::from(vec![link("a.md", 1..5), link("", 7..7), link("ü", 9..11)]);
        let found: Vec<_> = links.iter().map(|link| (link.target, link.span)).collect();
        assert_eq!(found, [("a.md", 1..5), ("", 7..7), ("ü", 9..11)]);
    }
}
