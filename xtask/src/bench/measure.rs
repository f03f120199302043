//! What runs of programs take: time by the clock, time on the processors, and the most memory at once.
//!
//! [`in_turns`] lets the programs of one table run one after the other, round by round, so that whatever else the machine
//! does meets all of them alike.
//! The system itself is asked about each ended program and all that it waited for, in microseconds.

use std::io::{Read as _, Seek as _};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};
use wait4::Wait4 as _;

use super::remove;
use crate::interrupt::Interrupt;
use crate::process::PAUSE;

/// The longest that one run may take.
pub(super) const LIMIT: Duration = Duration::from_secs(180);

/// A program to measure.
pub(super) struct Run {
    /// Its name in the report.
    pub(super) program: &'static str,
    /// What it does this time.
    pub(super) kind: &'static str,
    /// How it is called.
    pub(super) command: Command,
    /// Folders that are removed before each run.
    pub(super) away: Vec<PathBuf>,
}

/// What one run took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    /// Seconds by the clock.
    pub(super) clock: f64,
    /// Seconds on processors, in the program and in the system for it.
    pub(super) cpu: f64,
    /// Most memory at once, in MB.
    pub(super) memory: f64,
}

/// What the rounds of one [`Run`] took; at least one.
#[derive(Debug)]
pub(super) struct Series(Vec<Cost>);

impl Series {
    /// The middle of each figure.
    pub(super) fn middle(&self) -> Cost {
        let of = |figure: fn(&Cost) -> f64| middle(self.0.iter().map(figure).collect());
        Cost { clock: of(|cost| cost.clock), cpu: of(|cost| cost.cpu), memory: of(|cost| cost.memory) }
    }

    /// The least and the most time on processors.
    pub(super) fn range(&self) -> (f64, f64) {
        let cpu = || self.0.iter().map(|cost| cost.cpu);
        (cpu().fold(f64::INFINITY, f64::min), cpu().fold(0.0, f64::max))
    }
}

/// The middle of `figures`, of which there is at least one: between the two in the middle when their number is even.
pub(super) fn middle(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    let half = figures.len() / 2;
    if figures.len().is_multiple_of(2) { f64::midpoint(figures[half - 1], figures[half]) } else { figures[half] }
}

/// Lets `runs` take turns for so many `rounds`, at least one; nothing for what was stopped after [`LIMIT`].
///
/// # Errors
/// When a program cannot be started or fails, with the end of what it said.
pub(super) fn in_turns(interrupt: &Interrupt, rounds: usize, runs: &mut [Run]) -> Result<Vec<Option<Series>>> {
    let mut costs: Vec<Option<Vec<Cost>>> = runs.iter().map(|_| Some(Vec::new())).collect();
    for _ in 0..rounds.max(1) {
        for (run, costs) in runs.iter_mut().zip(&mut costs) {
            let Some(so_far) = costs else { continue };
            run.away.iter().try_for_each(|folder| remove(folder))?;
            match once(interrupt, run.program, &mut run.command)? {
                Some(cost) => so_far.push(cost),
                None => *costs = None,
            }
        }
    }
    Ok(costs.into_iter().map(|costs| costs.map(Series)).collect())
}

/// Runs `command`, a group of processes of its own, to its end; nothing when it had to be stopped.
fn once(interrupt: &Interrupt, name: &str, command: &mut Command) -> Result<Option<Cost>> {
    let mut said = tempfile::tempfile()?;
    command.stdin(Stdio::null()).stdout(said.try_clone()?).stderr(said.try_clone()?).process_group(0);
    let started = Instant::now();
    let mut child = command.spawn().with_context(|| format!("{name} cannot be started"))?;
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw).context("a process has no number")?;
    let (ended, has_ended) = mpsc::channel::<()>();
    let (used, was_stopped) = thread::scope(|scope| {
        let watch = scope.spawn(move || {
            while has_ended.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                if interrupt.is_set() || started.elapsed() > LIMIT {
                    // It may have ended a moment ago, which is what was wanted.
                    let _ = kill_process_group(group, Signal::KILL);
                    return true;
                }
            }
            false
        });
        let used = child.wait4().map(|used| (used, started.elapsed()));
        drop(ended);
        (used, watch.join().expect("the watch only looks at a clock"))
    });
    interrupt.check()?;
    let (used, clock) = used.with_context(|| format!("nothing can be learnt of {name}"))?;
    if was_stopped {
        return Ok(None);
    }
    if !used.status.success() {
        let mut text = Vec::new();
        said.rewind()?;
        said.read_to_end(&mut text)?;
        let text = String::from_utf8_lossy(&text);
        let end = text.len().saturating_sub(600);
        bail!("{name} failed ({}):\n{}", used.status, &text[text.ceil_char_boundary(end)..]);
    }
    let cpu = (used.rusage.utime + used.rusage.stime).as_secs_f64();
    Ok(Some(Cost { clock: clock.as_secs_f64(), cpu, memory: used.rusage.maxrss as f64 / (1024.0 * 1024.0) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_lies_between_two_when_there_is_none() {
        assert!((middle(vec![3.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        assert!((middle(vec![4.0, 1.0, 2.0, 9.0]) - 3.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_run_says_what_it_took_and_a_failure_what_it_said() {
        let shell = |script: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            command
        };
        let cost = once(&Interrupt::default(), "a shell", &mut shell("sleep 0.05")).unwrap().unwrap();
        assert!(cost.clock >= 0.05 && cost.cpu < cost.clock && cost.memory > 0.1, "{cost:?}");
        let error = once(&Interrupt::default(), "a shell", &mut shell("echo why; exit 3")).unwrap_err();
        assert_eq!(error.to_string(), "a shell failed (exit status: 3):\nwhy\n");
    }
}
