//! Tags: what pages are about, across folders and sidebars.
//!
//! Each tag has a page of its own that lists its pages, and `/tags/` lists the tags.
//! Tags that differ only in case, or in punctuation other than `+` and `#`, are one tag, called as it is first written.

use std::collections::BTreeMap;

use super::Page;
use crate::markdown::heading::slugify;

/// Where all tags are listed.
pub const URL: &str = "/tags/";

/// A tag.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag {
    /// As the first page writes it.
    pub title: String,
    /// Where its pages are listed.
    pub url: String,
    /// Its pages, ordered by title.
    pub pages: Vec<usize>,
}

/// All tags of `pages`.
pub(super) fn collect(pages: &[Page]) -> Vec<Tag> {
    let mut tags: BTreeMap<String, Tag> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        for title in page.front.tags() {
            let url = url_of(title);
            let tag = tags.entry(url.clone()).or_insert_with(|| Tag { title: title.clone(), url, pages: Vec::new() });
            if tag.pages.last() != Some(&index) {
                tag.pages.push(index);
            }
        }
    }
    let mut tags: Vec<_> = tags.into_values().collect();
    for tag in &mut tags {
        tag.pages.sort_by_key(|&page| (pages[page].title.to_lowercase(), page));
    }
    tags.sort_by_cached_key(|tag| (tag.title.to_lowercase(), tag.url.clone()));
    tags
}

/// Where the pages of the tag `title` are listed.
pub fn url_of(title: &str) -> String {
    // `C`, `C++` and `C#` are three things.
    format!("{URL}{}/", slugify(&title.replace('+', "plus").replace('#', "sharp")))
}
