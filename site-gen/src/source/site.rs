//! `site.yaml`: what a site says about itself. Every key may be left out, and so may the file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::{JsonSchema, Schema};
use serde::Deserialize;
use url::Url;

use super::yaml;
use crate::check::policy::Policy;
use crate::check::suggestion::did_you_mean;
use crate::check::{Code, Diagnostic, Problem, Severity};

/// The file's name, in the content folder.
pub const FILE: &str = "site.yaml";

/// Days in which another approval can usually be had.
const SOON: u16 = 30;

/// A site's configuration.
#[derive(Clone, Debug)]
pub struct SiteConfig {
    /// For the header and every page's `<title>`.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Where the site is published, without a slash at its end; empty when not said.
    pub base_url: String,
    /// The origin of the server, where that is another one than the site's; empty when not said.
    pub server: String,
    /// BCP 47 language tag.
    pub language: String,
    /// Where a page can be edited; `{path}` stands for its file below the content folder.
    pub edit_url: Option<String>,
    /// Links in the header.
    pub nav: Vec<NavLink>,
    /// Sidebars that are listed by hand, by their names.
    pub sidebars: BTreeMap<String, Vec<SidebarEntry>>,
    /// Topic id → title.
    pub topics: BTreeMap<String, String>,
    /// A theme's folder, relative to the content folder.
    pub theme: Option<PathBuf>,
    /// Whether pages take questions.
    pub qa: bool,
    /// Whether each section can be read on one page.
    pub print: bool,
    /// The picture that stands for pages that name none where their links are shared.
    pub image: Option<String>,
    /// Whether readers can search the site; they can where it is not said.
    pub search: Option<bool>,
    /// Whether the key `/` alone leads to the search box.
    pub search_key: bool,
    /// Whether pages name their authors.
    pub contributors: bool,
    /// Whether straight quotes, `--` and `...` become what printers set.
    pub smart_punctuation: bool,
    /// How many days before the end of an approval the build warns.
    pub expiring: u16,
    /// What the checks should let pass.
    pub policy: Policy,
    /// The file's text, for later stages that find something wrong in it.
    pub text: String,
}

/// A link in the header.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NavLink {
    /// What to show.
    pub title: String,
    /// A URL, or a path of the site such as `/handbook/`.
    pub url: String,
}

/// An entry of a sidebar that is listed by hand: a page, a folder, a link, or a group with a title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SidebarEntry {
    /// What to show; pages and folders have a title of their own.
    pub title: Option<String>,
    /// A page: its file or its address.
    pub page: Option<String>,
    /// A folder, whose pages are listed by themselves.
    pub folder: Option<String>,
    /// A URL, or a file of the site.
    pub url: Option<String>,
    /// What stands below the page or group.
    pub items: Vec<Self>,
    /// Whether what stands below is shown from the start.
    pub open: bool,
}

impl SidebarEntry {
    /// Where the entry leads, as it is written; empty for a group.
    pub fn target(&self) -> &str {
        [&self.page, &self.folder, &self.url].into_iter().flatten().next().map_or("", String::as_str)
    }

    /// What is wrong with the entry by itself.
    fn mistake(&self) -> Option<(&'static str, &'static str)> {
        let targets = [&self.page, &self.folder, &self.url].into_iter().flatten().count();
        match targets {
            0 if self.title.is_none() || self.items.is_empty() => {
                Some(("an entry of a sidebar leads nowhere", "give it a `page`, a `folder`, a `url`, or `items` below"))
            }
            2.. => Some(("an entry of a sidebar leads to several places", "make them entries of their own")),
            1 if self.url.is_some() && self.title.is_none() => {
                Some(("a link in a sidebar has no title", "add `title: …`"))
            }
            1 if self.page.is_none() && !self.items.is_empty() => {
                Some(("only a page or a group has `items`", "put the entry and its items into a group"))
            }
            _ => None,
        }
    }
}

impl Default for SiteConfig {
    fn default() -> Self {
        File::default().into_config(String::new(), Policy::default())
    }
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct File {
    /// The site's title, for the header and every page's `<title>`.
    title: Option<String>,
    /// One sentence about the site.
    description: Option<String>,
    /// Where the site is published, such as `https://example.org/docs`.
    base_url: Option<String>,
    /// The origin of the server, such as `https://questions.example.org`, where that is not the site's own.
    server: Option<String>,
    /// The language of the pages: a BCP 47 tag such as `en` or `pt-BR`.
    language: Option<String>,
    /// Where a page can be edited; `{path}` stands for its file.
    edit_url: Option<String>,
    /// The links in the header.
    nav: Vec<NavLink>,
    /// Sidebars that are listed by hand, by their names.
    sidebars: BTreeMap<String, Vec<SidebarEntry>>,
    /// The topics that pages may name: id and title.
    topics: BTreeMap<String, String>,
    /// A theme's folder, relative to the content folder.
    theme: Option<PathBuf>,
    /// Whether pages take questions.
    qa: Option<bool>,
    /// Whether each section gets a page with all its pages, for printing.
    print: bool,
    /// The picture that stands for pages that name none, where their links are shared: a file of the site, or an address.
    image: Option<String>,
    /// Whether readers can search the site; they can where it is not said.
    search: Option<bool>,
    /// Whether the key `/` alone leads to the search box; it does where it is not said, and Ctrl-K always does.
    search_key: Option<bool>,
    /// Whether pages name everybody who committed to them.
    contributors: bool,
    /// Whether straight quotes become curly ones, `--` and `---` dashes, and `...` an ellipsis.
    smart_punctuation: bool,
    /// How many days before the approval of a quote ends the build warns; 30 where it is not said.
    expiring: Option<u16>,
    /// Checks that should weigh more or less, by their codes.
    checks: BTreeMap<String, Check>,
    /// Addresses that something else serves.
    allow: Vec<Allowed>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Check {
    /// How much the check weighs on this site.
    severity: Level,
    /// Why.
    reason: String,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Level {
    Error,
    Warning,
    Off,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Allowed {
    /// A path of the site; a star at its end stands for whatever follows.
    path: String,
    /// What serves it.
    reason: String,
}

impl File {
    fn into_config(self, text: String, policy: Policy) -> SiteConfig {
        SiteConfig {
            title: self.title.unwrap_or_else(|| "Handbook".to_owned()),
            description: self.description.unwrap_or_default(),
            base_url: self.base_url.unwrap_or_default().trim_end_matches('/').to_owned(),
            server: self.server.unwrap_or_default(),
            language: self.language.unwrap_or_else(|| "en".to_owned()),
            edit_url: self.edit_url,
            nav: self.nav,
            sidebars: self.sidebars,
            topics: self.topics,
            theme: self.theme,
            qa: self.qa.unwrap_or(true),
            print: self.print,
            image: self.image,
            search: self.search,
            search_key: self.search_key.unwrap_or(true),
            contributors: self.contributors,
            smart_punctuation: self.smart_punctuation,
            expiring: self.expiring.unwrap_or(SOON),
            policy,
            text,
        }
    }
}

/// The schema of `site.yaml`.
pub(crate) fn schema() -> Schema {
    crate::schema::of::<File>()
}

/// Reads `site.yaml`.
pub(crate) fn read(text: &str, diagnostics: &mut Vec<Diagnostic>) -> SiteConfig {
    let code = Code::SiteConfig;
    let codes = yaml::Codes { syntax: code, key: code, value: code };
    let (file, mut problems) = yaml::read::<File>(text, 0..text.len(), codes);
    let policy = policy(&file, text, &mut problems);
    for id in file.topics.keys().filter(|id| !is_topic_id(id)) {
        problems
            .push(Problem::new(code, find(text, id), format!("`{id}` is no topic id")).hint("use a-z, 0-9 and `-`"));
    }
    for entries in file.sidebars.values() {
        check_entries(entries, text, &mut problems);
    }
    if let Some(url) = &file.base_url
        && !url.is_empty()
        && !url.starts_with("https://")
        && !url.starts_with("http://")
    {
        problems.push(
            Problem::new(code, find(text, url), "base_url is no URL")
                .hint("write it whole, as in `https://example.org`"),
        );
    }
    if let Some(server) = &file.server
        && !is_origin(server)
    {
        problems.push(
            Problem::new(code, find(text, server), "server is no origin")
                .hint("write it without a path, as in `https://questions.example.org`"),
        );
    }
    if let Some(pattern) = &file.edit_url
        && !pattern.contains("{path}")
    {
        problems.push(
            Problem::new(code, find(text, pattern), "edit_url has no `{path}`")
                .hint("put `{path}` where the page's file goes"),
        );
    }
    diagnostics.extend(problems.into_iter().map(|problem| Diagnostic::at(FILE, text, problem)));
    file.into_config(text.to_owned(), policy)
}

fn check_entries(entries: &[SidebarEntry], text: &str, problems: &mut Vec<Problem>) {
    for entry in entries {
        if let Some((message, hint)) = entry.mistake() {
            let name = entry.title.as_deref().unwrap_or(entry.target());
            let name = if name.is_empty() { "sidebars" } else { name };
            problems.push(Problem::new(Code::SiteConfig, find(text, name), message).hint(hint));
        }
        check_entries(&entry.items, text, problems);
    }
}

fn policy(file: &File, text: &str, problems: &mut Vec<Problem>) -> Policy {
    let mut policy = Policy::default();
    for (name, check) in &file.checks {
        let Some(code) = Code::from_name(name) else {
            problems.push(
                Problem::new(Code::SiteConfig, find(text, name), format!("there is no check `{name}`"))
                    .maybe_hint(did_you_mean(name, Code::ALL.iter().map(|code| code.name()))),
            );
            continue;
        };
        require_reason(text, name, &check.reason, problems);
        let severity = match check.severity {
            Level::Error => Some(Severity::Error),
            Level::Warning => Some(Severity::Warning),
            Level::Off => None,
        };
        policy.severities.insert(code, severity);
    }
    for allowed in &file.allow {
        require_reason(text, &allowed.path, &allowed.reason, problems);
        policy.allowed.push(allowed.path.clone());
    }
    policy
}

fn require_reason(text: &str, about: &str, reason: &str, problems: &mut Vec<Problem>) {
    if reason.trim().is_empty() {
        problems.push(
            Problem::new(Code::SiteConfig, find(text, about), format!("`{about}` has no reason"))
                .hint("say why, for whoever meets this line next year"),
        );
    }
}

/// Where `word` first stands in `text`: alone if it does anywhere, else as a part of another word.
pub fn find(text: &str, word: &str) -> std::ops::Range<usize> {
    let is_part = |character: Option<char>| character.is_some_and(|c| c.is_alphanumeric() || "-_/.".contains(c));
    let stands_alone =
        |at: usize| !is_part(text[..at].chars().next_back()) && !is_part(text[at + word.len()..].chars().next());
    let alone = text.match_indices(word).map(|(at, _)| at).find(|&at| stands_alone(at));
    alone.or_else(|| text.find(word)).map_or(0..0, |at| at..at + word.len())
}

/// Whether `text` is just what browsers call the origin of an address.
fn is_origin(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| url.scheme().starts_with("http") && url.origin().ascii_serialization() == text)
}

fn is_topic_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
