//! Folder defaults: what `_index.md` says for every page of its folder and of the folders below.
//!
//! The nearest folder wins, key by key, and the page itself wins over all of them.

use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;

use super::front_matter::{self, Split};
use crate::check::{Code, Diagnostic, Problem};

/// The name of the file in its folder.
pub const FILE: &str = "_index.md";

/// What a folder says for its pages.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct FolderDefaults {
    /// The sidebar that lists the pages.
    pub sidebar: Option<String>,
    /// Whether titles are printed above the text.
    pub show_title: Option<bool>,
    /// Whether published builds leave the pages out.
    pub draft: Option<bool>,
    /// The topic's id.
    pub topic: Option<String>,
    /// The team that answers for the pages.
    pub owner: Option<String>,
    /// What the pages are about.
    pub tags: Option<Vec<String>>,
    /// Whether the pages show their tables of contents.
    pub toc: Option<bool>,
    /// The page template of the theme, instead of the ordinary one.
    pub template: Option<String>,
    /// Whether questions are taken.
    pub qa: Option<bool>,
}

/// An `_index.md`, read.
#[derive(Debug)]
pub struct DefaultsSource {
    /// The file, relative to the content folder.
    pub path: String,
    /// The whole file.
    pub text: String,
    /// What stands in it.
    pub defaults: FolderDefaults,
    /// Where each key's value stands.
    places: Vec<(String, Range<usize>)>,
}

impl DefaultsSource {
    /// Reads the file `text` at `path`, and says what is wrong with it.
    pub(super) fn read(path: String, text: String) -> (Self, Vec<Diagnostic>) {
        let Split { keys: defaults, places, body, mut problems } = front_matter::split::<FolderDefaults>(&text);
        let below = &text[body.clone()];
        if !below.trim().is_empty() {
            let start = body.start + below.len() - below.trim_start().len();
            let line = text[start..].lines().next().map_or(0, str::len);
            problems.push(
                Problem::new(Code::FolderText, start..start + line, "the text of `_index.md` is not shown")
                    .hint("put it into `index.md`; `_index.md` holds what the pages of the folder have in common"),
            );
        }
        let locate = |problem| Diagnostic::at(&path, &text, problem);
        let diagnostics = problems.into_iter().map(locate).collect();
        (Self { path, text, defaults, places }, diagnostics)
    }

    /// A diagnostic about the value of a key.
    pub fn diagnostic(&self, code: Code, key: &str, message: String, hint: Option<String>) -> Diagnostic {
        let place = self.places.iter().find(|(name, _)| name == key).map_or(0..0, |(_, place)| place.clone());
        Diagnostic::at(&self.path, &self.text, Problem::new(code, place, message).maybe_hint(hint))
    }
}

/// The defaults of every folder, with those of the folders above.
#[derive(Debug, Default)]
pub(super) struct Cascade {
    by_folder: BTreeMap<String, FolderDefaults>,
    nothing: FolderDefaults,
}

impl Cascade {
    /// `sources` may come in any order.
    pub(super) fn new(sources: &[DefaultsSource]) -> Self {
        let mut cascade = Self::default();
        let mut folders: Vec<_> = sources.iter().map(|source| (parent(&source.path), &source.defaults)).collect();
        // A folder sorts before those below it, so what is inherited is complete already.
        folders.sort_by_key(|(folder, _)| *folder);
        for (folder, own) in folders {
            let mut merged = own.clone();
            merged.inherit(cascade.nearest(folder));
            cascade.by_folder.insert(folder.to_owned(), merged);
        }
        cascade
    }

    /// What holds for the file at `path`.
    pub(super) fn for_file(&self, path: &str) -> &FolderDefaults {
        self.nearest(parent(path))
    }

    fn nearest(&self, mut folder: &str) -> &FolderDefaults {
        loop {
            match self.by_folder.get(folder) {
                Some(found) => return found,
                None if folder.is_empty() => return &self.nothing,
                None => folder = parent(folder),
            }
        }
    }
}

impl FolderDefaults {
    fn inherit(&mut self, above: &Self) {
        front_matter::inherit(&mut self.sidebar, &above.sidebar);
        front_matter::inherit(&mut self.show_title, &above.show_title);
        front_matter::inherit(&mut self.draft, &above.draft);
        front_matter::inherit(&mut self.topic, &above.topic);
        front_matter::inherit(&mut self.owner, &above.owner);
        front_matter::inherit(&mut self.tags, &above.tags);
        front_matter::inherit(&mut self.toc, &above.toc);
        front_matter::inherit(&mut self.template, &above.template);
        front_matter::inherit(&mut self.qa, &above.qa);
    }
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(path: &str, text: &str) -> DefaultsSource {
        let (source, diagnostics) = DefaultsSource::read(path.to_owned(), text.to_owned());
        assert_eq!(diagnostics, []);
        source
    }

    #[test]
    fn the_nearest_folder_wins_key_by_key() {
        let cascade = Cascade::new(&[
            source("a/b/_index.md", "---\ntopic: inner\n---\n"),
            source("_index.md", "---\ntopic: outer\nowner: all\n---\n"),
            source("a/_index.md", "---\nqa: false\n---\n"),
        ]);
        let found = cascade.for_file("a/b/c/page.md");
        assert_eq!(
            (found.topic.as_deref(), found.owner.as_deref(), found.qa),
            (Some("inner"), Some("all"), Some(false))
        );
        assert_eq!(cascade.for_file("other/page.md").topic.as_deref(), Some("outer"));
        assert_eq!(Cascade::default().for_file("a/b.md"), &FolderDefaults::default());
    }
}
