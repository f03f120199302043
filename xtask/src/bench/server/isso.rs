//! Isso, the comment server that is measured beside ours, as its manual starts it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::client::{Client, Request};
use super::wait_until_up;
use crate::interrupt::Interrupt;
use crate::process::Running;
use crate::workspace::Workspace;
use crate::{http, install, process, report};

/// Its package on PyPI (MIT).
pub(super) const PACKAGE: &str = "isso==0.14.0";
/// The page that its comments are on.
const PAGE: &str = "/lamps/";

/// A running Isso, with fifty comments on one page.
pub(super) struct Isso {
    running: Running,
    pub(super) port: u16,
}

/// Isso's program, in a virtual environment below the target folder.
pub(super) fn install(workspace: &Workspace, interrupt: &Interrupt) -> Result<PathBuf> {
    let folder = workspace.target().join("bench-isso");
    let program = folder.join("bin/isso");
    if process::succeeds(Command::new(&program).arg("--version")) {
        report::found("Isso", &program.display().to_string());
        return Ok(program);
    }
    install::make_environment(workspace, interrupt, &folder)?;
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE]);
    process::run(interrupt, "pip install", pip.current_dir(workspace.root()))
        .context("Isso could not be installed from PyPI: see what pip says above")?;
    report::installed("Isso", PACKAGE);
    Ok(program)
}

impl Isso {
    /// Starts it in `folder`, without its limits and its moderation, and posts fifty comments.
    pub(super) fn start(interrupt: &Interrupt, program: &Path, folder: &Path) -> Result<Self> {
        let port = http::free_port()?;
        fs::create_dir_all(folder)?;
        let config = folder.join("isso.cfg");
        fs::write(
            &config,
            format!(
                "[general]\ndbpath = {}\nhost = http://localhost:{port}/\n[server]\nlisten = http://127.0.0.1:{port}/\n\
                 [guard]\nenabled = false\n[moderation]\nenabled = false\n",
                folder.join("comments.db").display()
            ),
        )?;
        let mut command = Command::new(program);
        command.arg("-c").arg(&config).arg("run").stdout(Stdio::null()).stderr(Stdio::null());
        let running = Running::start("Isso", &mut command)?;
        let isso = Self { running, port };
        wait_until_up(interrupt, port, "/config")?;
        let mut client = Client::new(port);
        for number in 0..50 {
            let reply = client.send(&isso.post(number))?;
            if reply.status != 201 {
                bail!("Isso answers {} to a comment", reply.status);
            }
        }
        Ok(isso)
    }

    /// Its process.
    pub(super) fn process(&self) -> u32 {
        self.running.id()
    }

    /// The comments of the page.
    pub(super) fn list(&self) -> Request {
        Request::get(&format!("/?uri={PAGE}"))
    }

    /// Another comment, on a page of its own for every hundred.
    pub(super) fn post(&self, number: usize) -> Request {
        let uri = if number < 50 { PAGE.to_owned() } else { format!("/page-{}/", number / 100) };
        Request {
            path: format!("/new?uri={uri}"),
            headers: format!("Content-Type: application/json\r\nOrigin: http://localhost:{}\r\n", self.port),
            body: Some(format!(
                "{{\"text\":\"Lamp {number} wants {} words of oil.\",\"title\":\"Lamps\"}}",
                super::WORDS
            )),
        }
    }
}
