//! The examples of the manual: that systemd takes the unit, that the container runs without rights, and that both set
//! what the server knows.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::report;

/// The page of the manual that lists every key, made of the server's own types.
const KEYS: &str = "content/operating/configuration.md";
const UNIT: &str = "content/operating/examples/postil.service";
const CONTAINER: &str = "content/operating/examples/Containerfile";

/// What is wrong with them, a line each.
pub(super) fn check(root: &Path) -> Result<Vec<String>> {
    let read = |name: &str| fs::read_to_string(root.join(name)).with_context(|| format!("cannot read {name}"));
    let (keys, unit, container) = (read(KEYS)?, read(UNIT)?, read(CONTAINER)?);
    let mut faults = check_container(&container);
    for (name, text) in [(UNIT, &unit), (CONTAINER, &container)] {
        let unknown = variables(text).filter(|variable| !keys.contains(&format!("`{variable}`")));
        faults.extend(unknown.map(|variable| format!("{name}: the server has no variable {variable}")));
    }
    faults.extend(check_unit(&root.join(UNIT)));
    Ok(faults)
}

fn check_container(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let last = |word: &str| text.lines().filter_map(|line| line.strip_prefix(word)).next_back();
    if last("USER ").is_none_or(|user| user.trim() == "root" || user.trim() == "0") {
        faults.push(format!("{CONTAINER}: it runs as root; end with another USER"));
    }
    if last("FROM ").is_none_or(|image| !image.contains(':') || image.ends_with(":latest")) {
        faults.push(format!("{CONTAINER}: its image is not of one release; name one"));
    }
    if last("VOLUME ").is_none() {
        faults.push(format!("{CONTAINER}: the data would go with the container; name its folder as a VOLUME"));
    }
    faults
}

/// The server's variables that a file sets.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with("QA_"))
}

/// What systemd says, where there is one.
fn check_unit(unit: &Path) -> Vec<String> {
    let Ok(output) = Command::new("systemd-analyze").arg("verify").arg(unit).output() else {
        report::note("systemd is not here: the unit is not looked at");
        return Vec::new();
    };
    let said = String::from_utf8_lossy(&output.stderr);
    // The program is installed where the unit is, and not here.
    let faults = said.lines().filter(|line| line.contains("postil.service") && !line.contains("is not executable"));
    faults.map(|line| format!("{UNIT}: {line}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_runs_without_rights_and_keeps_its_data() {
        assert_eq!(check_container("FROM debian:bookworm-slim\nUSER 10001\nVOLUME /data\n"), Vec::<String>::new());
        assert_eq!(check_container("FROM debian\nUSER a\nUSER root\n").len(), 3);
    }

    #[test]
    fn variables_are_found_wherever_they_stand() {
        let found: Vec<_> = variables("ENV QA_DATA=/data QA_SITE=/site\nEnvironment=QA_LISTEN=1\nXQA_NO").collect();
        assert_eq!(found, ["QA_DATA", "QA_SITE", "QA_LISTEN"]);
    }
}
