//! Addresses that were published before and lead nowhere now, against the manifest of that time.
//!
//! Bookmarks, other sites and search engines hold on to them, and nobody notices the loss from inside.

use std::collections::HashSet;

use qa_api::manifest::{self, Manifest};

use super::suggestion::nearest;
use super::{Code, Diagnostic, Problem};
use crate::library::{Library, Page};
use crate::markdown::heading::Heading;

/// A warning for every page and every anchor of `previous` that is gone without a redirect.
pub fn check(previous: &Manifest, library: &Library) -> Vec<Diagnostic> {
    let redirected: HashSet<&str> = library.moves.iter().map(|moved| moved.from.as_str()).collect();
    let mut diagnostics = Vec::new();
    for old in &previous.pages {
        let page = library.page_at(&old.path).or_else(|| library.pages.iter().find(|page| page.id == old.id));
        match page {
            Some(page) => diagnostics.extend(vanished_anchors(old, page, &redirected)),
            None if redirected.contains(old.path.as_str()) || library.index.has_file_at(&old.path) => {}
            None => diagnostics.push(vanished_page(old, library)),
        }
    }
    diagnostics
}

fn vanished_page(old: &manifest::Page, library: &Library) -> Diagnostic {
    let message = format!("`{}` was published before and leads nowhere now", old.path);
    let successor = library
        .pages
        .iter()
        .find(|page| page.text.revision() == old.revision)
        .or_else(|| library.pages.iter().find(|page| page.title == old.title))
        .or_else(|| {
            let near = nearest(&old.path, library.pages.iter().map(|page| page.url.as_str()))?;
            library.page_at(near)
        });
    let hint = |source: &str| format!("add `aliases: [{}]` to the front matter of `{source}`", old.path);
    match successor {
        Some(page) => page.front_matter_diagnostic(Code::VanishedPage, "aliases", message, Some(hint(&page.source))),
        None => Diagnostic::about(&old.source, Code::VanishedPage, message, Some(hint("the page that replaces it"))),
    }
}

fn vanished_anchors(old: &manifest::Page, page: &Page, redirected: &HashSet<&str>) -> Vec<Diagnostic> {
    let known: HashSet<&str> = old.sections.iter().map(|section| section.anchor.as_str()).collect();
    let fresh: Vec<&Heading> =
        page.document.headings.iter().filter(|heading| !known.contains(heading.id.as_str())).collect();
    let mut diagnostics = Vec::new();
    for (position, section) in old.sections.iter().enumerate() {
        let anchor = &section.anchor;
        if page.document.anchors.contains(anchor) || redirected.contains(format!("{}#{anchor}", old.path).as_str()) {
            continue;
        }
        let message = format!("`{}#{anchor}` was published before and is no anchor of the page now", old.path);
        // A heading that was reworded is like the old one, or stands where it stood.
        let at_its_place = || {
            let here = page.document.headings.get(position)?;
            fresh.iter().find(|heading| heading.id == here.id && page.document.headings.len() == old.sections.len())
        };
        let successor = nearest(anchor, fresh.iter().map(|heading| heading.id.as_str()))
            .and_then(|near| fresh.iter().find(|heading| heading.id == near))
            .or_else(at_its_place);
        diagnostics.push(match successor {
            Some(heading) => {
                let place = page.text.place(&page.source, &(heading.start..heading.start));
                let start = place.span.start;
                let line = place.text[start..].lines().next().unwrap_or_default().trim_end();
                let problem = Problem::new(Code::VanishedAnchor, start..start + line.len(), message)
                    .hint(format!("keep the old id: `{line} {{#{anchor}}}`"));
                Diagnostic::at(place.path, place.text, problem)
            }
            None => {
                let hint = format!("put `<a id=\"{anchor}\"></a>` where the section's subject is dealt with now");
                Diagnostic::about(&page.source, Code::VanishedAnchor, message, Some(hint))
            }
        });
    }
    diagnostics
}
