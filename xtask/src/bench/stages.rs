//! Where the time of a whole build goes, as `site-gen build --timings` tells it.

use std::process::{Command, Output};

use anyhow::{Result, bail, ensure};

use super::figures::Stages;

/// Runs `build` once more, and asks it.
pub(super) fn measure(pages: usize, build: &mut Command) -> Result<Stages> {
    let Output { status, stderr, .. } = build.arg("--timings").output()?;
    let said = String::from_utf8_lossy(&stderr);
    if !status.success() {
        bail!("site-gen build --timings failed ({status}):\n{said}");
    }
    let took = read(&said);
    ensure!(!took.is_empty(), "site-gen build --timings names no stages:\n{said}");
    Ok(Stages { pages, took })
}

/// The lines below `stages`, such as `   12.5 ms  read and parse`.
fn read(said: &str) -> Vec<(String, f64)> {
    let lines = said.lines().skip_while(|line| *line != "stages").skip(1);
    let stage = |line: &str| {
        let (took, name) = line.trim_start().split_once(" ms  ")?;
        Some((name.to_owned(), took.parse().ok()?))
    };
    lines.map_while(stage).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_read_and_nothing_below_them() {
        let said = "10 pages\n\nstages\n       1.5 ms  read and parse\n      12.0 ms  render pages, write\n\
                    templates and components, summed over all threads\n       9.0 ms  page.html (10×)\n";
        assert_eq!(read(said), [("read and parse".to_owned(), 1.5), ("render pages, write".to_owned(), 12.0)]);
    }
}
