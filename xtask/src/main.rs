//! The one entry for people and CI: `cargo xtask dev | test | ci | lint | widget | bench | torture`.
//!
//! | module | is |
//! |---|---|
//! | [`dev`] | the site and its questions on this machine, rebuilt as they are edited |
//! | [`dist`] | the archive that a release is |
//! | [`test`] | every test, with the programs they need found or installed |
//! | [`ci`] | what a change must pass |
//! | [`bench`] | whole runs of the generator beside its peers |
//! | [`torture`] | the server under load while everything goes wrong |
//! | [`fuzz`] | texts by chance into what reads writers' texts |
//! | [`lint`] | the directions between crates and modules |
//! | [`widget`] | the widget as the browser gets it, held against its budget |
//! | [`install`] | finding what the tests need, installing what is missing |
//! | [`nginx`] | a proxy for the tests |
//! | [`pictures`] | the manual's pictures, taken anew |
//! | [`postgres`] | a PostgreSQL server that lives as long as one run |
//! | [`process`] | starting, watching and ending other programs |
//! | [`interrupt`] | Ctrl-C, seen as a flag |
//! | [`http`] | the one request that tells whether a server is up |
//! | [`workspace`] | where the checkout and its build results are |
//! | [`report`] | the one voice in which all of this speaks |
//!
//! **Invariant:** whatever was started is ended before xtask is, however the run goes.

mod bench;
mod ci;
mod dev;
mod dist;
mod fuzz;
mod http;
mod install;
mod interrupt;
mod lint;
mod nginx;
mod pictures;
mod postgres;
mod process;
mod report;
mod test;
mod torture;
mod widget;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::interrupt::Interrupt;
use crate::workspace::Workspace;

/// Runs, tests and checks Postil.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the manual with its questions on this machine and rebuilds it as files change.
    Dev(dev::Options),
    /// Runs every test, on both databases and against real peers.
    Test(test::Options),
    /// Checks format, lints, crate directions and the manual, then runs every test.
    Ci,
    /// Checks which crate and module may use what.
    Lint,
    /// Measures, and writes what was measured into docs/.
    #[command(subcommand)]
    Bench(bench::What),
    /// Gives what reads writers' texts such as chance makes.
    Fuzz(fuzz::Options),
    /// Kills, stops, starves and holds up the server under load.
    Torture(torture::Options),
    /// Makes the archive of a release: both programs, theme, manual, examples for systemd, containers and proxies.
    Dist(dist::Options),
    /// Takes the manual's pictures of the widget anew.
    Pictures,
    /// Builds the widget for the browser; qa-server's next build takes it in.
    Widget(widget::Options),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<interrupt::Interrupted>() => {
            report::note("interrupted; everything that was started has ended");
            ExitCode::from(130)
        }
        Err(error) => {
            report::error(&error);
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> Result<()> {
    let interrupt = Interrupt::watch()?;
    let workspace = Workspace::find()?;
    match command {
        Command::Dev(options) => dev::run(&workspace, &interrupt, options),
        Command::Test(options) => test::run(&workspace, &interrupt, options),
        Command::Ci => ci::run(&workspace, &interrupt),
        Command::Lint => lint::run(&workspace),
        Command::Fuzz(options) => fuzz::run(&workspace, &interrupt, options),
        Command::Bench(what) => bench::run(&workspace, &interrupt, what),
        Command::Torture(options) => torture::run(&workspace, &interrupt, options),
        Command::Dist(options) => dist::run(&workspace, &interrupt, options),
        Command::Pictures => pictures::run(&workspace, &interrupt),
        Command::Widget(options) => widget::run(&workspace, &interrupt, options),
    }
}
