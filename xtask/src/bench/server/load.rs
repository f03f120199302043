//! Load on a server: many clients without pause for a few seconds, and what that took.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::client::{Client, Request};
use crate::interrupt::Interrupt;

/// How long one measurement lasts.
const LASTS: Duration = Duration::from_secs(4);
/// Clock ticks of the kernel in a second: what `/proc` counts in (`USER_HZ`, 100 on every Linux in use).
const TICKS: f64 = 100.0;

/// What a load came to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Took {
    /// Replies in a second.
    pub(super) rate: f64,
    /// Milliseconds for the middle reply.
    pub(super) middle: f64,
    /// Milliseconds below which 99 of 100 replies were.
    pub(super) p99: f64,
    /// Milliseconds of processor for each reply, over all processes of the server.
    pub(super) cpu: f64,
}

/// Lets `clients` ask for what `request` makes of a running number, each without pause; every reply must be `good`.
pub(super) fn run(
    interrupt: &Interrupt,
    port: u16,
    server: &[u32],
    clients: usize,
    good: u16,
    request: &(dyn Fn(usize) -> Request + Sync),
) -> Result<Took> {
    let before = processor_time(server)?;
    let (number, began) = (AtomicUsize::new(0), Instant::now());
    let results: Vec<Result<Vec<Duration>>> = thread::scope(|scope| {
        let work = || {
            let mut client = Client::new(port);
            let mut times = Vec::new();
            while began.elapsed() < LASTS && !interrupt.is_set() {
                let request = request(number.fetch_add(1, Ordering::Relaxed));
                let asked = Instant::now();
                let reply = client.send(&request)?;
                times.push(asked.elapsed());
                if reply.status != good {
                    bail!("{} answers {}: {}", request.path, reply.status, String::from_utf8_lossy(&reply.body));
                }
            }
            Ok(times)
        };
        let threads: Vec<_> = (0..clients).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().expect("a client does not panic")).collect()
    });
    let took = began.elapsed().as_secs_f64();
    interrupt.check()?;
    let mut times = Vec::new();
    for result in results {
        times.extend(result?);
    }
    times.sort_unstable();
    let at = |share: f64| {
        let rank = (times.len() as f64 * share) as usize;
        times.get(rank.min(times.len().saturating_sub(1))).map_or(0.0, |time| time.as_secs_f64() * 1e3)
    };
    Ok(Took {
        rate: times.len() as f64 / took,
        middle: at(0.5),
        p99: at(0.99),
        cpu: (processor_time(server)? - before) * 1e3 / times.len().max(1) as f64,
    })
}

/// Seconds of processor that the processes have used so far.
fn processor_time(processes: &[u32]) -> Result<f64> {
    let of = |process: &u32| -> Result<f64> {
        let text = fs::read_to_string(format!("/proc/{process}/stat")).context("a server has ended")?;
        // What follows the name in parentheses; user and system time are the 14th and 15th fields of all (proc(5)).
        let fields: Vec<&str> = text.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
        let ticks = |place: usize| fields.get(place).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
        Ok((ticks(11) + ticks(12)) / TICKS)
    };
    processes.iter().map(of).sum()
}

/// Megabytes that a process has in memory.
pub(super) fn resident(process: u32) -> Result<f64> {
    let text = fs::read_to_string(format!("/proc/{process}/status")).context("the server has ended")?;
    let kilobytes =
        text.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse::<f64>().ok());
    Ok(kilobytes.context("the system does not say how much memory a process has")? / 1024.0)
}

/// A process and all that it started, as long as they live.
pub(super) fn family(process: u32) -> Vec<u32> {
    let children = fs::read_to_string(format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    let children = children.split_whitespace().filter_map(|child| child.parse().ok());
    [process].into_iter().chain(children.flat_map(family)).collect()
}
