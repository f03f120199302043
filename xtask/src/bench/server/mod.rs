//! `cargo xtask bench server`: what reading and posting cost, beside Isso and nginx in the same run.
//!
//! | module | is |
//! |---|---|
//! | [`client`] | a client of HTTP that keeps its connection |
//! | [`load`] | many clients for a few seconds, and what that took |
//! | [`ours`], [`isso`], [`nginx`] | the servers |
//! | [`page`] | `docs/benchmarks-server.md` |

mod client;
mod isso;
mod load;
mod nginx;
mod ours;
mod page;

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use self::client::{Client, Request};
use self::isso::Isso;
use self::load::{Took, family, resident};
use self::nginx::Nginx;
use self::ours::{Data, Programs};
use self::page::{Figures, Posting};
use crate::interrupt::Interrupt;
use crate::postgres::{Durability, Postgres};
use crate::process::PAUSE;
use crate::workspace::Workspace;
use crate::{http, install, process, report};

/// How many posts one measurement of posting may come to.
const MOST_POSTS: usize = 60_000;
/// Clients that read, and that post.
const READERS: usize = 8;
const WRITERS: usize = 64;
const PATIENCE: Duration = Duration::from_secs(20);
/// A body of usual length.
const WORDS: &str = "some or many, short or long, clear or not, as they come to those who ask in a hurry and need";

/// What `cargo xtask bench server` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// Posts in the database
    #[arg(long, default_value_t = 100_000)]
    posts: usize,
    /// Measures the release as it was built last
    #[arg(long)]
    no_build: bool,
}

/// Measures, prints, and writes the report.
pub(crate) fn run(workspace: &Workspace, interrupt: &Interrupt, options: &Options) -> Result<()> {
    if !options.no_build {
        report::step("Building the release");
        let mut build = workspace.cargo();
        build.args(["build", "--release", "--package", "qa-server", "--bins", "--example", "crowd"]);
        process::run(interrupt, "cargo build", &mut build)?;
        let mut build = workspace.cargo();
        process::run(interrupt, "cargo build", build.args(["build", "--release", "--package", "site-gen", "--bins"]))?;
    }
    // Durable posting is measured where a sync reaches a disk, so nothing of this is in memory.
    let scratch = tempfile::Builder::new().prefix("bench-server-").tempdir_in(workspace.target())?;
    let place = scratch.path();
    report::step(&format!("A site of a thousand pages with {} posts", options.posts));
    let programs = Programs::prepare(interrupt, workspace.target(), place)?;
    let data = programs.fill(&place.join("sqlite"), None, options.posts, 3 * MOST_POSTS)?;
    let mut bench = Bench { workspace, interrupt, place, programs, figures: Figures::default() };
    bench.figures.posts = options.posts;
    bench.reading(&data)?;
    bench.isso()?;
    bench.postgres()?;
    let file = workspace.root().join("docs/benchmarks-server.md");
    fs::write(&file, page::write(&bench.figures)).with_context(|| format!("cannot write {}", file.display()))?;
    report::step(&format!("Written to {}", file.display()));
    Ok(())
}

struct Bench<'a> {
    workspace: &'a Workspace,
    interrupt: &'a Interrupt,
    place: &'a Path,
    programs: Programs,
    figures: Figures,
}

impl Bench<'_> {
    fn reading(&mut self, data: &Data) -> Result<()> {
        report::step("qa-server on SQLite");
        let server = self.programs.serve(self.interrupt, data)?;
        self.figures.ready = server.ready;
        self.figures.resident = resident(server.process())?;
        let (id, path) = self.programs.page.clone();
        let spliced = Request::get(&path);
        let reply = Client::new(server.port).send(&spliced)?;
        if reply.status != 200 || !String::from_utf8_lossy(&reply.body).contains("data-qa-root") {
            bail!("{path} is not a page with questions");
        }
        self.figures.bytes = reply.body.len();
        match crate::nginx::find_or_unpack(self.workspace, self.interrupt) {
            Err(error) => report::note(&format!("nginx is left out: {error:#}")),
            Ok(program) => {
                let nginx = Nginx::start(self.interrupt, &program, &self.place.join("nginx"), &reply.body)?;
                let file = Request::get("/page.html");
                // In turns, so that whatever else the machine does meets both alike.
                for _ in 0..3 {
                    let took = self.load(server.port, server.process(), READERS, 200, &|_| spliced.clone())?;
                    self.figures.page.push(took);
                    let took = self.load(nginx.port, nginx.process(), READERS, 200, &|_| file.clone())?;
                    self.figures.nginx.push(took);
                }
            }
        }
        let list = Request::get(&format!("/_qa/api/v1/pages/{id}/threads"));
        self.figures.list = self.load(server.port, server.process(), 2, 200, &|_| list.clone())?;
        let search = |number| Request::get(&format!("/questions/?q={}", words(number)));
        self.figures.search = self.load(server.port, server.process(), 2, 200, &search)?;
        self.figures.resident_after = resident(server.process())?;
        let took = self.load(server.port, server.process(), WRITERS, 201, &|number| data.post(&id, number))?;
        self.figures.posting.push(Posting { server: "qa-server, SQLite", took });
        Ok(())
    }

    fn isso(&mut self) -> Result<()> {
        report::step("Isso");
        let program = match isso::install(self.workspace, self.interrupt) {
            Ok(program) => program,
            Err(error) => {
                report::note(&format!("Isso is left out: {error:#}"));
                return Ok(());
            }
        };
        let isso = Isso::start(self.interrupt, &program, &self.place.join("isso"))?;
        let list = isso.list();
        self.figures.isso_list = Some(self.load(isso.port, isso.process(), 2, 200, &|_| list.clone())?);
        self.figures.isso_resident = Some(resident(isso.process())?);
        let took = self.load(isso.port, isso.process(), WRITERS, 201, &|number| isso.post(50 + number))?;
        self.figures.posting.push(Posting { server: "Isso, SQLite", took });
        Ok(())
    }

    fn postgres(&mut self) -> Result<()> {
        report::step("qa-server on PostgreSQL");
        let programs = install::postgres(self.workspace, self.interrupt)?;
        let postgres = Postgres::start(&programs, Durability::Synced)?;
        let data = self.programs.fill(&self.place.join("postgres"), Some(postgres.url()), 0, MOST_POSTS)?;
        let server = self.programs.serve(self.interrupt, &data)?;
        let id = self.programs.page.0.clone();
        let took = self.load(server.port, server.process(), WRITERS, 201, &|number| data.post(&id, number))?;
        self.figures.posting.push(Posting { server: "qa-server, PostgreSQL", took });
        Ok(())
    }

    fn load(
        &self,
        port: u16,
        process: u32,
        clients: usize,
        good: u16,
        request: &(dyn Fn(usize) -> Request + Sync),
    ) -> Result<Took> {
        let took = load::run(self.interrupt, port, &family(process), clients, good, request)?;
        let path = request(0).path;
        report::note(&format!(
            "{path:44.44} {:8.0} a second, {:7.2} ms, p99 {:7.2} ms, {:6.3} ms of processor each",
            took.rate, took.middle, took.p99, took.cpu
        ));
        Ok(took)
    }
}

/// Two words of the texts in the database; `qa-server/examples/crowd.rs` makes them the same way.
fn words(number: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["la", "mo", "wi", "ck", "oil", "gla", "ru", "ten", "sa", "ver", "po", "lin", "be", "dra", "ki", "ston"];
    let word = |number: usize| [number >> 8, number >> 4, number].map(|part| SYLLABLES[part % 16]).concat();
    format!("{}+{}", word(number * 37 % 4096), word(number * 101 % 4096))
}

/// Waits until `port` answers `path` with 200.
fn wait_until_up(interrupt: &Interrupt, port: u16, path: &str) -> Result<()> {
    let began = Instant::now();
    while http::get_status(port, path) != Some(200) {
        interrupt.check()?;
        if began.elapsed() > PATIENCE {
            bail!("nobody answers {path} on port {port} within {} s", PATIENCE.as_secs());
        }
        thread::sleep(PAUSE / 10);
    }
    Ok(())
}
