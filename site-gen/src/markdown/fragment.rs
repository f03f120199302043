//! HTML with holes: what is written once, and filled when all pages are known.

use std::ops::Range;

use super::code::CodeBlock;
use super::component::Component;

/// HTML, and what is missing in it.
#[derive(Debug, Default)]
pub struct Fragment {
    /// The HTML without what belongs into the holes.
    pub html: String,
    /// The holes, ordered by their byte in `html`.
    pub holes: Vec<(usize, Hole)>,
}

/// What is missing at a byte of a fragment.
#[derive(Debug)]
pub enum Hole {
    /// The URL of this link of the document, escaped for an attribute.
    Url(usize),
    /// What the theme makes of a component.
    Component(Box<Component>),
    /// A code block, with the colours of its parts.
    Code(Box<CodeBlock>),
    /// ` width="…" height="…"` of the image that this link of the document leads to, if they are known.
    Size(usize),
    /// What the theme's catalogue has under this key, in the page's language.
    Text(&'static str),
}

/// A link of the page whose URL depends on other files.
#[derive(Debug)]
pub struct Link<Target = String> {
    /// As the writer wrote it.
    pub target: Target,
    /// Where, in bytes of the file.
    pub span: Range<usize>,
    /// What leads there.
    pub kind: LinkKind,
}

/// What leads to a link's target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// A link, in Markdown or as `href`.
    Page,
    /// An image, in Markdown or as `src`.
    Image,
}

impl Fragment {
    /// Marks a hole at the end.
    pub fn push_hole(&mut self, hole: Hole) {
        self.holes.push((self.html.len(), hole));
    }

    /// Appends `other`.
    pub fn append(&mut self, other: Self) {
        let base = self.html.len();
        self.html.push_str(&other.html);
        self.holes.extend(other.holes.into_iter().map(|(at, hole)| (base + at, hole)));
    }

    /// Whether there is a code block in it.
    pub fn has_code(&self) -> bool {
        has_code(&self.holes)
    }

    /// Every component, outer ones before those in their bodies.
    pub fn components<'fragment>(&'fragment self, visit: &mut dyn FnMut(&'fragment Component)) {
        components(&self.holes, visit);
    }
}

/// Whether one of `holes` is a code block, or has one in it.
pub(super) fn has_code(holes: &[(usize, Hole)]) -> bool {
    holes.iter().any(|(_, hole)| match hole {
        Hole::Code(_) => true,
        Hole::Component(component) => component.body.as_ref().is_some_and(Fragment::has_code),
        Hole::Url(_) | Hole::Size(_) | Hole::Text(_) => false,
    })
}

/// Every component of `holes`, outer ones before those in their bodies.
pub(super) fn components<'page>(holes: &'page [(usize, Hole)], visit: &mut dyn FnMut(&'page Component)) {
    for (_, hole) in holes {
        if let Hole::Component(component) = hole {
            visit(component);
            if let Some(body) = &component.body {
                components(&body.holes, visit);
            }
        }
    }
}

/// Whether `target` leads out of the site and is written as it stands.
pub fn is_external(target: &str) -> bool {
    if target.starts_with("//") {
        return true;
    }
    let scheme = target.split(['/', '?', '#']).next().unwrap_or_default();
    scheme.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}
