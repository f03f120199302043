//! What another generator's configuration says about the site, as `site.yaml`.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::{Left, Report};

/// Files that say something about the site, the first that is there.
const FILES: [&str; 6] = ["mkdocs.yml", "mkdocs.yaml", "hugo.toml", "hugo.yaml", "config.toml", "config.yaml"];
/// Keys of those files and the key here.
const KEYS: [(&str, &str); 8] = [
    ("title", "title"),
    ("site_name", "title"),
    ("description", "description"),
    ("site_description", "description"),
    ("baseURL", "base_url"),
    ("base_url", "base_url"),
    ("site_url", "base_url"),
    ("languageCode", "language"),
];

/// `site.yaml` for the tree at `from`, if it has a configuration that can be read.
pub(super) fn site_yaml(from: &Path, report: &mut Report) -> Option<String> {
    let file = FILES.into_iter().find(|file| from.join(file).is_file());
    let Some(file) = file else {
        for script in ["docusaurus.config.js", "docusaurus.config.ts", "sidebars.js", "sidebars.ts"] {
            if from.join(script).is_file() {
                let message = "a program, which was not run: write its title and sidebars into site.yaml by hand";
                report.left.push(Left { path: script.to_owned(), line: 0, message: message.to_owned() });
            }
        }
        return None;
    };
    let text = std::fs::read_to_string(from.join(file)).ok()?;
    let read =
        if file.ends_with(".toml") { toml::from_str::<Value>(&text).ok() } else { serde_yaml::from_str(&text).ok() };
    let Some(Value::Object(config)) = read else {
        let message = "the configuration cannot be read; site.yaml is yours to write".to_owned();
        report.left.push(Left { path: file.to_owned(), line: 0, message });
        return None;
    };
    let mut yaml = String::new();
    let mut title = String::from("Handbook");
    for (key, value) in &config {
        match KEYS.iter().find(|(theirs, _)| theirs == key).zip(value.as_str()) {
            Some(((_, ours), text)) if !yaml.contains(&format!("{ours}: ")) => {
                let _ = writeln!(yaml, "{ours}: {}", Value::from(text.trim_end_matches('/')));
                if *ours == "title" {
                    text.clone_into(&mut title);
                }
            }
            _ if key == "nav" => {}
            _ => {
                let message = format!("the key `{key}` was left out");
                report.left.push(Left { path: file.to_owned(), line: 0, message });
            }
        }
    }
    if let Some(nav) = config.get("nav").and_then(Value::as_array) {
        let _ = writeln!(yaml, "sidebars:\n  {}:", Value::from(title));
        entries(nav, 4, &mut yaml);
    }
    (!yaml.is_empty()).then_some(yaml)
}

/// Entries of MkDocs' `nav`: a file, a title with a file or URL, or a title with more entries.
fn entries(nav: &[Value], indent: usize, yaml: &mut String) {
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
                entries(below, indent + 4, yaml);
                Ok(())
            }
            _ => Ok(()),
        };
    }
}
