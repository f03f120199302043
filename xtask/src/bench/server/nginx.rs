//! nginx with one file: the bytes that our server sends for a page with its questions.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Result;

use super::wait_until_up;
use crate::http;
use crate::interrupt::Interrupt;
use crate::process::Running;

/// A running nginx; its page is at `/page.html`.
pub(super) struct Nginx {
    running: Running,
    pub(super) port: u16,
}

impl Nginx {
    /// Starts it in `folder` with the file `bytes`, with one worker for each processor as its manual advises.
    pub(super) fn start(interrupt: &Interrupt, program: &Path, folder: &Path, bytes: &[u8]) -> Result<Self> {
        let port = http::free_port()?;
        fs::create_dir_all(folder)?;
        fs::write(folder.join("page.html"), bytes)?;
        let place = folder.display();
        let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|kind| format!("{kind}_temp_path {place}/{kind};\n"))
            .concat();
        let config = format!(
            "worker_processes auto;\npid {place}/pid;\nerror_log {place}/error.log;\nevents {{ worker_connections 1024; }}\n\
             http {{\naccess_log off;\nsendfile on;\ntcp_nopush on;\nkeepalive_requests 1000000;\n\
             types {{ text/html html; }}\n{temporary}\
             server {{ listen 127.0.0.1:{port}; root {place}; }}\n}}\n"
        );
        fs::write(folder.join("nginx.conf"), config)?;
        let mut command = Command::new(program);
        command.arg("-p").arg(folder).arg("-c").arg(folder.join("nginx.conf")).args(["-g", "daemon off;"]);
        let running = Running::start("nginx", command.stdout(Stdio::null()).stderr(Stdio::null()))?;
        wait_until_up(interrupt, port, "/page.html")?;
        Ok(Self { running, port })
    }

    /// Its process; the workers are its children.
    pub(super) fn process(&self) -> u32 {
        self.running.id()
    }
}
