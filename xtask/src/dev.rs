//! `cargo xtask dev`: the manual with its questions on this machine, rebuilt as content and theme are edited.
//!
//! site-gen watches and writes `.dev/public`; qa-server serves that folder, keeps its data in `.dev/data`
//! and writes mails to files that a page shows.
//! Nothing beside Rust is needed.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::interrupt::Interrupt;
use crate::process::{PAUSE, Running};
use crate::workspace::Workspace;
use crate::{http, process, report, widget};

/// Where the site and the data of `dev` are, below the checkout.
const FOLDER: &str = ".dev";
/// The account that a fresh sign-in link is made for.
const MODERATOR: &str = "moderator@example.org";
/// A first build that takes longer than this has met mistakes, or a very slow disk.
const USUAL_BUILD: Duration = Duration::from_secs(10);

/// What `cargo xtask dev` takes.
#[derive(Args)]
pub(crate) struct Options {
    /// Serves on this port of 127.0.0.1
    #[arg(long, default_value_t = 4000)]
    port: u16,
}

/// Runs until Ctrl-C, or until one of the two programs ends by itself.
pub(crate) fn run(workspace: &Workspace, interrupt: &Interrupt, options: &Options) -> Result<()> {
    let port = options.port;
    if !http::is_free(port) {
        bail!("port {port} is taken by another program; choose another one: cargo xtask dev --port {}", another(port));
    }
    let site = Site::prepare(workspace, port)?;

    widget::build(workspace, interrupt)?;
    report::step("Building site-gen and qa-server (the first time takes some minutes)");
    let mut build = workspace.cargo();
    build.args(["build", "--package", "site-gen", "--package", "qa-server"]);
    process::run(interrupt, "cargo build", &mut build)?;

    report::step("Building the site from content/, and again whenever content/ or themes/default/ changes");
    let mut generator = Running::start("site-gen", &mut site.generator(workspace))?;
    await_first_build(&site, &mut generator, interrupt)?;

    report::step("Starting the server");
    let link = process::read("qa-server account grant", &mut site.grant(workspace))?;
    let mut server = Running::start("qa-server", &mut site.server(workspace))?;
    await_health(port, &mut server, interrupt)?;

    report::block(
        "Postil is running. Ctrl-C ends it.",
        &[
            ("Site", &format!("{}/", site.base_url)),
            ("Mail", &format!("{}/_qa/dev/mail", site.base_url)),
            ("Moderator", link.lines().last().unwrap_or_default()),
        ],
    );
    report::note("The moderator's link signs in once; `cargo xtask dev` prints a new one each time.");

    while !interrupt.is_set() {
        generator.ensure_alive()?;
        server.ensure_alive()?;
        thread::sleep(PAUSE);
    }
    report::step("Stopping");
    server.end();
    generator.end();
    Ok(())
}

/// The folders and address of one `dev`.
struct Site {
    public: PathBuf,
    data: PathBuf,
    base_url: String,
    port: u16,
}

impl Site {
    /// Makes the folders; what was built for another run goes, questions and accounts stay.
    fn prepare(workspace: &Workspace, port: u16) -> Result<Self> {
        let folder = workspace.root().join(FOLDER);
        let site = Self {
            public: folder.join("public"),
            data: folder.join("data"),
            base_url: format!("http://localhost:{port}"),
            port,
        };
        if site.public.exists() {
            fs::remove_dir_all(&site.public).with_context(|| format!("cannot empty {}", site.public.display()))?;
        }
        fs::create_dir_all(&site.data).with_context(|| format!("cannot make {}", site.data.display()))?;
        Ok(site)
    }

    fn generator(&self, workspace: &Workspace) -> Command {
        let mut command = workspace.program("site-gen");
        command.args(["build", "content", "--watch", "--theme", "themes/default", "--base-url", &self.base_url]);
        command.arg("--out").arg(&self.public);
        command
    }

    fn grant(&self, workspace: &Workspace) -> Command {
        let mut command = workspace.program("qa-server");
        command.args(["account", "grant", MODERATOR, "--role", "moderator", "--name", "Moderator", "--sign-in-link"]);
        command.args(["--base-url", &self.base_url]).arg("--data").arg(&self.data);
        command
    }

    fn server(&self, workspace: &Workspace) -> Command {
        let mut command = workspace.program("qa-server");
        command.args(["serve", "--dev", "--base-url", &self.base_url]);
        command.arg("--listen").arg(format!("127.0.0.1:{}", self.port));
        command.arg("--site").arg(&self.public).arg("--data").arg(&self.data);
        command
    }
}

/// Waits for the manifest, which site-gen writes last.
fn await_first_build(site: &Site, generator: &mut Running, interrupt: &Interrupt) -> Result<()> {
    let manifest = site.public.join("postil/manifest.json");
    let started = Instant::now();
    let mut hinted = false;
    while !manifest.is_file() {
        interrupt.check()?;
        generator.ensure_alive()?;
        if !hinted && started.elapsed() > USUAL_BUILD {
            report::note("There is no site yet. Mend the mistakes shown above; saving a file builds again.");
            hinted = true;
        }
        thread::sleep(PAUSE);
    }
    Ok(())
}

fn await_health(port: u16, server: &mut Running, interrupt: &Interrupt) -> Result<()> {
    while http::get_status(port, "/_qa/healthz") != Some(200) {
        interrupt.check()?;
        server.ensure_alive()?;
        thread::sleep(PAUSE);
    }
    Ok(())
}

fn another(port: u16) -> u16 {
    port.checked_add(1).unwrap_or(4000)
}
