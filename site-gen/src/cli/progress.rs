//! How far a long build is: a bar on a terminal, a plain line now and then elsewhere, and nothing for a short build.

use std::io::{IsTerminal as _, Write as _};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Builds that are done by then need no bar.
const PATIENCE: Duration = Duration::from_millis(400);
/// Between two pictures of the bar, and between two plain lines.
const STEP: [Duration; 2] = [Duration::from_millis(80), Duration::from_secs(5)];
/// Cells of the bar.
const WIDTH: usize = 30;

/// Hears how many pages of how many are rendered, and shows it on standard error.
pub(crate) fn progress() -> Box<dyn Fn(usize, usize) + Send + Sync> {
    let is_terminal = std::io::stderr().is_terminal();
    let step = if is_terminal { STEP[0] } else { STEP[1] };
    let next = Mutex::new(Instant::now() + if is_terminal { PATIENCE } else { STEP[1] });
    let shown = Mutex::new(false);
    Box::new(move |rendered, all| {
        // Whoever finds the place taken has nothing newer to show.
        let (Ok(mut next), Ok(mut shown)) = (next.try_lock(), shown.try_lock()) else { return };
        let is_last = rendered >= all;
        if is_last && !(*shown && is_terminal) || !is_last && Instant::now() < *next {
            return;
        }
        *next = Instant::now() + step;
        *shown = true;
        let line = if !is_terminal {
            format!("rendering: {rendered} of {all} pages\n")
        } else if is_last {
            "\r\x1b[2K".to_owned()
        } else {
            let full = WIDTH * rendered / all.max(1);
            format!("\r\x1b[2K{}{} {rendered} of {all} pages", "█".repeat(full), "░".repeat(WIDTH - full))
        };
        // A closed terminal is no reason to stop building.
        drop(std::io::stderr().lock().write_all(line.as_bytes()));
    })
}
