//! When each file last changed and who wrote it, from one pass over git's history.
//!
//! A shallow clone knows only its last commits, so every date from it may be wrong; then nothing is said at all.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use time::Date;
use time::macros::format_description;

/// What git knows of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The day of its last commit.
    pub updated: Date,
    /// The names of its authors, each once, the last one first; programs are left out.
    pub authors: Vec<Arc<str>>,
}

/// File below `content` → its history; empty without git, outside a repository, and in a shallow clone.
pub fn histories(content: &Path) -> HashMap<String, History> {
    let shallow = git(content, &["rev-parse", "--is-shallow-repository"]);
    if shallow.as_deref().map(str::trim) != Some("false") {
        return HashMap::new();
    }
    let arguments = [
        "-c",
        "core.quotePath=false",
        "log",
        "--format=%x00%cs%x09%aN",
        "--name-only",
        "--no-renames",
        "--relative",
        "--",
        ".",
    ];
    git(content, &arguments).map(|log| parse(&log)).unwrap_or_default()
}

fn git(content: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(content).args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Reads a log whose commits each start with NUL, a day, a tab and a name; the newest commit comes first.
fn parse(log: &str) -> HashMap<String, History> {
    let mut histories: HashMap<String, History> = HashMap::new();
    let mut names: HashMap<&str, Arc<str>> = HashMap::new();
    for commit in log.split('\0') {
        let mut lines = commit.lines();
        let Some((day, name)) = lines.next().and_then(|line| line.split_once('\t')) else { continue };
        let Ok(updated) = Date::parse(day, format_description!("[year]-[month]-[day]")) else { continue };
        let is_person = !name.trim().is_empty() && !name.ends_with("[bot]");
        let author = is_person.then(|| Arc::clone(names.entry(name).or_insert_with(|| name.into())));
        for file in lines.filter(|line| !line.is_empty()) {
            let history = match histories.get_mut(file) {
                Some(history) => history,
                None => histories.entry(file.to_owned()).or_insert(History { updated, authors: Vec::new() }),
            };
            if let Some(author) = author.as_ref().filter(|author| !history.authors.contains(author)) {
                history.authors.push(Arc::clone(author));
            }
        }
    }
    histories
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn the_newest_commit_of_a_file_counts_and_every_author() {
        let log = "\x002026-11-03\tAda\n\na.md\n\x002026-01-01\tdeploy[bot]\n\na.md\n\x002025-01-01\tBob\n\na.md\nb/c.md\n\
                   \x002024-01-01\tAda\n\na.md\n";
        let histories = parse(log);
        assert_eq!(histories["a.md"].updated, date!(2026 - 11 - 03));
        assert_eq!(histories["a.md"].authors, ["Ada".into(), "Bob".into()]);
        assert_eq!(histories["b/c.md"].updated, date!(2025 - 01 - 01));
    }
}
