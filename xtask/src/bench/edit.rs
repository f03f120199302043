//! One page saved while `site-gen build --watch` runs: from the end of the save to the new file of the site.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};

use super::figures::Edit;
use super::tree;
use crate::interrupt::Interrupt;
use crate::process::Running;

/// How many pages are saved.
const SAVES: usize = 15;
/// How long a first build, or one save, may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// Starts `build` with `--watch` and saves pages one after the other.
pub(super) fn measure(
    interrupt: &Interrupt,
    mut build: Command,
    content: &Path,
    out: &Path,
    pages: usize,
) -> Result<Edit> {
    build.arg("--watch").stdout(Stdio::null()).stderr(Stdio::null());
    let mut running = Running::start("site-gen build --watch", &mut build)?;
    wait(interrupt, &mut running, || out.join("postil/manifest.json").is_file())?;
    let mut times = Vec::with_capacity(SAVES);
    for save in 0..SAVES {
        // The watcher rests, as it does between the saves of a person.
        thread::sleep(Duration::from_millis(500));
        let page = (save * 37 + 1) % pages;
        let mark = format!("Saved for the time number {save} of this run.");
        let file = content.join(tree::path(page));
        let html = out.join(tree::path(page).replace("/index.md", "").replace(".md", "")).join("index.html");
        let mut open = OpenOptions::new().append(true).open(&file)?;
        writeln!(open, "\n{mark}")?;
        drop(open);
        let saved = Instant::now();
        wait(interrupt, &mut running, || fs::read_to_string(&html).is_ok_and(|text| text.contains(&mark)))?;
        times.push(saved.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(Edit { pages, middle: times[times.len() / 2], worst: times[times.len() - 1] })
}

fn wait(interrupt: &Interrupt, running: &mut Running, is_there: impl Fn() -> bool) -> Result<()> {
    let started = Instant::now();
    while !is_there() {
        interrupt.check()?;
        running.ensure_alive()?;
        ensure!(started.elapsed() < PATIENCE, "site-gen build --watch built nothing for two minutes");
        thread::sleep(Duration::from_millis(1));
    }
    Ok(())
}
