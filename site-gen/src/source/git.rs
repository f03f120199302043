//! When each file last changed, from one pass over git's history.
//!
//! A shallow clone knows only its last commits, so every date from it may be wrong; then nothing is said at all.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};

use time::Date;
use time::macros::format_description;

/// File below `content` → day of its last commit; empty without git, outside a repository, and in a shallow clone.
pub fn last_updates(content: &Path) -> HashMap<String, Date> {
    let shallow = git(content, &["rev-parse", "--is-shallow-repository"]);
    if shallow.as_deref().map(str::trim) != Some("false") {
        return HashMap::new();
    }
    let arguments = [
        "-c",
        "core.quotePath=false",
        "log",
        "--format=%x00%cs",
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

/// Reads a log whose commits each start with NUL and a day; the newest commit comes first.
fn parse(log: &str) -> HashMap<String, Date> {
    let mut updates = HashMap::new();
    for commit in log.split('\0') {
        let mut lines = commit.lines();
        let Some(Ok(day)) = lines.next().map(|day| Date::parse(day, format_description!("[year]-[month]-[day]")))
        else {
            continue;
        };
        for file in lines.filter(|line| !line.is_empty()) {
            updates.entry(file.to_owned()).or_insert(day);
        }
    }
    updates
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn the_newest_commit_of_a_file_counts() {
        let updates = parse("\x002026-11-03\n\na.md\n\x002025-01-01\n\na.md\nb/c.md\n");
        assert_eq!(updates["a.md"], date!(2026 - 11 - 03));
        assert_eq!(updates["b/c.md"], date!(2025 - 01 - 01));
    }
}
