//! Starting, watching and ending other programs.
//!
//! Each program leads its own process group and is ended with it, so that nothing it started stays behind.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::interrupt::Interrupt;

/// How often a wait looks again.
pub(crate) const PAUSE: Duration = Duration::from_millis(50);
/// How long a program may take to end after it was asked.
const GRACE: Duration = Duration::from_secs(10);

/// A running program; ended when dropped.
pub(crate) struct Running {
    name: String,
    child: Child,
}

impl Running {
    /// Starts `command`, which messages call `name`.
    pub(crate) fn start(name: &str, command: &mut Command) -> Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .process_group(0)
            .spawn()
            .with_context(|| format!("{name} cannot be started ({})", command.get_program().display()))?;
        Ok(Self { name: name.to_owned(), child })
    }

    /// Its number.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it did.
    pub(crate) fn status(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().with_context(|| format!("cannot see whether {} still runs", self.name))
    }

    /// Fails with a sentence when it has ended.
    pub(crate) fn ensure_alive(&mut self) -> Result<()> {
        match self.status()? {
            Some(status) => bail!("{} ended by itself ({status}); its messages above say why", self.name),
            None => Ok(()),
        }
    }

    /// Asks it to end, waits, and insists after ten seconds.
    pub(crate) fn end(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        self.signal(Signal::TERM);
        let asked = Instant::now();
        while asked.elapsed() < GRACE {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(PAUSE);
        }
        self.signal(Signal::KILL);
        // A killed child can always be waited for; there is nobody to tell if it could not.
        let _ = self.child.wait();
    }

    fn signal(&self, signal: Signal) {
        let group = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        if let Some(group) = group {
            // It may have ended a moment ago, which is what was wanted.
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// Runs `command` to its end, with its output shown; fails unless it succeeds.
pub(crate) fn run(interrupt: &Interrupt, name: &str, command: &mut Command) -> Result<()> {
    let mut running = Running::start(name, command)?;
    loop {
        if let Some(status) = running.status()? {
            interrupt.check()?;
            if status.success() {
                return Ok(());
            }
            bail!("{name} failed ({status})");
        }
        interrupt.check()?;
        thread::sleep(PAUSE);
    }
}

/// Runs a short `command` to its end and gives its standard output; fails with its standard error.
pub(crate) fn read(name: &str, command: &mut Command) -> Result<String> {
    let Output { status, stdout, stderr } =
        command.stdin(Stdio::null()).output().with_context(|| format!("{name} cannot be started"))?;
    if !status.success() {
        bail!("{name} failed ({status}):\n{}", String::from_utf8_lossy(&stderr).trim());
    }
    Ok(String::from_utf8_lossy(&stdout).trim().to_owned())
}

/// Whether a short `command` can be started and succeeds, with its output thrown away.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|it| it.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_failure_names_the_program_and_its_status() {
        let interrupt = Interrupt::default();
        assert!(run(&interrupt, "the good one", &mut shell("true")).is_ok());
        let error = run(&interrupt, "the bad one", &mut shell("exit 3")).unwrap_err();
        assert_eq!(error.to_string(), "the bad one failed (exit status: 3)");
    }

    #[test]
    fn ending_takes_the_whole_group_along() {
        let mut running = Running::start("a shell", &mut shell("sleep 600 & wait")).unwrap();
        let group = Pid::from_raw(i32::try_from(running.child.id()).unwrap()).unwrap();
        running.end();
        let started = Instant::now();
        while rustix::process::test_kill_process_group(group).is_ok() {
            assert!(started.elapsed() < GRACE, "the group outlived its leader");
            thread::yield_now();
        }
    }

    #[test]
    fn what_cannot_be_started_is_no_panic() {
        assert!(!succeeds(&mut Command::new("no-such-program")));
        assert!(read("no-such-program", &mut Command::new("no-such-program")).is_err());
    }
}
