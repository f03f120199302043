//! The server under load while it is killed, stopped, starved of its database or disk, held up, or cut off from others.
//!
//! `cargo xtask torture` runs all of it at full scale, one after the other, and prints the figures;
//! the usual run of the tests takes a small share of the rounds.
//!
//! | module | is |
//! |---|---|
//! | [`crowd`] | people who post without pause and remember what was acknowledged |
//! | [`peers`], [`talk`] | every system that is told what happens, and people who talk while a clock is moved |
//! | [`kills`] | `kill -9` under load |
//! | [`deliveries`] | `kill -9` between doing something elsewhere and knowing that it was done |
//! | [`outage`] | six hours in which no target can be reached |
//! | [`storms`] | targets that are asked too much, and say when to come again |
//! | [`stopping`] | SIGTERM under load |
//! | [`database`] | a database that is busy, or drops its connections |
//! | [`crashes`] | a PostgreSQL that is killed itself |
//! | [`power`], [`power_postgres`] | what a power failure would leave |
//! | [`backups`] | backups while people post |
//! | [`disk`] | a full disk |
//! | [`dawdlers`] | thousands of slow clients, and bodies without end |

mod backups;
mod crashes;
mod crowd;
mod database;
mod dawdlers;
mod deliveries;
mod disk;
mod kills;
mod outage;
mod peers;
mod power;
mod power_postgres;
mod stopping;
mod storms;
mod talk;

use std::env;
use std::fs::OpenOptions;
use std::io::Write;
use std::time::Duration;

const BINARY: &str = env!("CARGO_BIN_EXE_qa-server-under-test");

/// `full` of something where `cargo xtask torture` asked for it, else `few`.
fn rounds(few: usize, full: usize) -> usize {
    if env::var_os("POSTIL_TORTURE_REPORT").is_some() { full } else { few }
}

/// Keeps one line of the table that `cargo xtask torture` prints: the scene, what it found, and what is asked for.
fn report(what: &str, found: &str, asked: &str) {
    let Some(path) = env::var_os("POSTIL_TORTURE_REPORT") else { return };
    let mut file = OpenOptions::new().create(true).append(true).open(path).expect("the report can be written");
    writeln!(file, "{what}\t{asked}\t{found}").expect("the report can be written");
}

/// The time below which `share` of `times` are.
fn quantile(times: &mut [Duration], share: f64) -> Duration {
    times.sort_unstable();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a rank")]
    let rank = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len().max(1));
    times.get(rank - 1).copied().unwrap_or_default()
}
