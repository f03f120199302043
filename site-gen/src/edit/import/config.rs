//! What another generator's configuration says about the site, as `site.yaml`.
//!
//! Title, address, language, header and navigation have counterparts; everything else is named in the report, with its
//! line. A configuration that is a program is never run: only what it says in so many words is taken.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Map, Value};

use super::{Left, Report};

/// Files that say something about the site; the first that is there counts.
const FILES: [&str; 8] = [
    "mkdocs.yml",
    "mkdocs.yaml",
    "hugo.toml",
    "hugo.yaml",
    "config.toml",
    "config.yaml",
    "docusaurus.config.js",
    "docusaurus.config.ts",
];

/// Keys of those files, with the keys around them, and the key here.
const KEYS: [(&str, &str); 17] = [
    ("title", "title"),
    ("site_name", "title"),
    ("description", "description"),
    ("params.description", "description"),
    ("site_description", "description"),
    ("tagline", "description"),
    ("baseURL", "base_url"),
    ("base_url", "base_url"),
    ("site_url", "base_url"),
    ("url", "base_url"),
    ("languageCode", "language"),
    ("locale", "language"),
    ("defaultContentLanguage", "language"),
    ("default_language", "language"),
    ("theme.language", "language"),
    ("i18n.defaultLocale", "language"),
    ("defaultLocale", "language"),
];

/// Maps whose keys are looked at one by one.
const OPENED: [&str; 4] = ["params", "theme", "i18n", "menu"];

/// The folder with the pages, where the configuration names one.
pub(super) fn pages_folder(from: &Path) -> Option<String> {
    let keys = Configuration::read(from)?.keys?;
    let folder = ["docs_dir", "contentDir"].into_iter().find_map(|key| keys.get(key)?.as_str());
    folder.map(|folder| folder.trim_matches('/').to_owned())
}

/// `site.yaml` for the tree at `from`, if it has a configuration that can be read.
pub(super) fn site_yaml(from: &Path, report: &mut Report) -> Option<String> {
    let Configuration { file, text, keys } = Configuration::read(from)?;
    let mut leave = |line: usize, message: String| report.left.push(Left { path: file.to_owned(), line, message });
    let Some(keys) = keys else {
        leave(0, "the configuration cannot be read; site.yaml is yours to write".to_owned());
        return None;
    };
    let mut found = Found::default();
    for (key, value) in &keys {
        found.take("", key, value, &mut |key, message| leave(line_of(&text, key), message));
    }
    if is_program(file) {
        leave(0, "this is a program, and was not run: look at what else it says".to_owned());
        for sidebars in ["sidebars.js", "sidebars.ts"].into_iter().filter(|name| from.join(name).is_file()) {
            let message = "a program, which was not run: list its sidebars in site.yaml by hand".to_owned();
            report.left.push(Left { path: sidebars.to_owned(), line: 0, message });
        }
    }
    let yaml = found.into_yaml();
    (!yaml.is_empty()).then_some(yaml)
}

/// A configuration as it was found.
struct Configuration {
    /// The file's name.
    file: &'static str,
    text: String,
    /// What it says, if that can be read.
    keys: Option<Map<String, Value>>,
}

impl Configuration {
    fn read(from: &Path) -> Option<Self> {
        let file = FILES.into_iter().find(|file| from.join(file).is_file())?;
        let text = std::fs::read_to_string(from.join(file)).ok()?;
        let value = if is_program(file) {
            Some(literals(&text))
        } else if file.ends_with(".toml") {
            toml::from_str::<Value>(&text).ok()
        } else {
            // Tags such as `!!python/name:…` mean something to one program alone.
            serde_yaml::from_str(&without_tags(&text)).ok()
        };
        let keys = value.and_then(|value| match value {
            Value::Object(keys) => Some(keys),
            _ => None,
        });
        Some(Self { file, text, keys })
    }
}

fn is_program(file: &str) -> bool {
    file.starts_with("docusaurus")
}

/// What a program says in so many words: lines such as `title: 'Handbook',`, the first of each key.
fn literals(program: &str) -> Value {
    let mut found = Map::new();
    for line in program.lines() {
        let Some((key, value)) = line.trim().split_once(':') else { continue };
        let value = value.trim().trim_end_matches(',');
        let quote = value.chars().next().filter(|c| matches!(c, '\'' | '"' | '`'));
        let text = quote.and_then(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
        let is_known = KEYS.iter().any(|(theirs, _)| *theirs == key) || key == "baseUrl";
        if let Some(text) = text.filter(|text| is_known && !text.contains(['\\', '$'])) {
            found.entry(key).or_insert_with(|| text.into());
        }
    }
    // One says the host, the other the path.
    if let (Some(Value::String(path)), Some(Value::String(url))) = (found.remove("baseUrl"), found.get_mut("url")) {
        *url = format!("{}/{}", url.trim_end_matches('/'), path.trim_matches('/'));
    }
    Value::Object(found)
}

fn without_tags(yaml: &str) -> String {
    let tagless = |line: &str| {
        let at = line.find(" !").filter(|at| !line[..*at].contains(['"', '\'', '#']));
        at.map_or_else(|| line.to_owned(), |at| format!("{} \"{}\"", &line[..at], line[at + 1..].replace('"', "'")))
    };
    yaml.lines().map(|line| tagless(line) + "\n").collect()
}

/// The line on which the last of `keys`, divided by dots, stands.
fn line_of(text: &str, keys: &str) -> usize {
    let key = keys.rsplit('.').next().unwrap_or(keys);
    let is_key = |line: &str| {
        let line = line.trim_start_matches([' ', '[', '\t']);
        line.strip_prefix(key).or_else(|| line.strip_prefix(keys)).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.is_empty() || rest.starts_with([':', '=', ']', '.'])
        })
    };
    text.lines().position(is_key).map_or(0, |line| line + 1)
}

/// What of a configuration has a counterpart.
#[derive(Default)]
struct Found {
    values: BTreeMap<&'static str, String>,
    /// Title and address of each link of the header.
    header: Vec<(String, String)>,
    /// Entries of the sidebar, as YAML.
    sidebar: String,
}

impl Found {
    fn take(&mut self, around: &str, key: &str, value: &Value, leave: &mut dyn FnMut(&str, String)) {
        let whole = if around.is_empty() { key.to_owned() } else { format!("{around}.{key}") };
        if let Some(((_, ours), text)) = KEYS.iter().find(|(theirs, _)| *theirs == whole).zip(value.as_str())
            && !self.values.contains_key(ours)
        {
            self.values.insert(ours, text.trim_end_matches('/').to_owned());
            return;
        }
        match value {
            Value::Array(entries) if key == "nav" => sidebar_entries(entries, 4, &mut self.sidebar),
            Value::Array(entries) if whole == "menu.main" || whole == "menus.main" => self.take_menu(entries, leave),
            Value::Object(map) if around.is_empty() && (OPENED.contains(&key) || key == "menus") => {
                for (inner, value) in map {
                    self.take(key, inner, value, leave);
                }
            }
            _ if matches!(key, "docs_dir" | "contentDir") => {}
            _ => leave(&whole, format!("the key `{whole}` was left out")),
        }
    }

    /// Hugo's menu of the header.
    fn take_menu(&mut self, entries: &[Value], leave: &mut dyn FnMut(&str, String)) {
        let weight = |entry: &Value| entry.get("weight").and_then(Value::as_i64).unwrap_or(i64::MAX);
        let mut entries: Vec<&Value> = entries.iter().collect();
        entries.sort_by_key(|entry| weight(entry));
        for entry in entries {
            let text = |key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
            match text("name").zip(text("pageRef").or_else(|| text("url"))) {
                Some((title, url)) if entry.get("parent").is_none() => self.header.push((title, url)),
                _ => leave("menu", "an entry of the menu was left out".to_owned()),
            }
        }
    }

    fn into_yaml(self) -> String {
        let mut yaml = String::new();
        for key in ["title", "description", "base_url", "language"] {
            if let Some(text) = self.values.get(key) {
                let _ = writeln!(yaml, "{key}: {}", Value::from(text.as_str()));
            }
        }
        if !self.header.is_empty() {
            yaml.push_str("nav:\n");
        }
        for (title, url) in self.header {
            let _ = writeln!(yaml, "  - title: {}\n    url: {}", Value::from(title), Value::from(url));
        }
        if !self.sidebar.is_empty() {
            let title = self.values.get("title").map_or("Handbook", String::as_str);
            let _ = writeln!(yaml, "sidebars:\n  {}:", Value::from(title));
            yaml.push_str(&self.sidebar);
        }
        yaml
    }
}

/// Entries of MkDocs' `nav`: a file, a title with a file or URL, or a title with more entries.
fn sidebar_entries(nav: &[Value], indent: usize, yaml: &mut String) {
    let space = " ".repeat(indent);
    for entry in nav {
        let named = entry.as_object().and_then(|map| map.iter().next());
        let _ = match (entry.as_str(), named) {
            (Some(page), _) => writeln!(yaml, "{space}- page: {}", Value::from(page)),
            (_, Some((title, Value::String(target)))) => {
                let key = if target.contains("://") { "url" } else { "page" };
                writeln!(
                    yaml,
                    "{space}- title: {}\n{space}  {key}: {}",
                    Value::from(title.as_str()),
                    Value::from(target.as_str())
                )
            }
            (_, Some((title, Value::Array(below)))) => {
                let _ = writeln!(yaml, "{space}- title: {}\n{space}  items:", Value::from(title.as_str()));
                sidebar_entries(below, indent + 4, yaml);
                Ok(())
            }
            _ => Ok(()),
        };
    }
}
