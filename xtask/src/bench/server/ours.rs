//! qa-server with a handbook of a thousand pages and as many posts as it gets after years.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::client::Request;
use super::wait_until_up;
use crate::bench::tree::{self, Dialect};
use crate::interrupt::Interrupt;
use crate::process::Running;
use crate::{http, process, report};

/// Pages of the site.
const PAGES: usize = 1000;
/// Posts that an account may write within an hour; see the manual's page on limits.
const POSTS_PER_ACCOUNT: usize = 10;

/// The programs and the site.
pub(super) struct Programs {
    qa_server: PathBuf,
    crowd: PathBuf,
    site: PathBuf,
    /// The page with fifty posts: its id and its address.
    pub(super) page: (String, String),
}

/// A running server.
pub(super) struct Ours {
    running: Running,
    pub(super) port: u16,
    /// How long it took until it served.
    pub(super) ready: Duration,
}

/// Where a server's posts are, and who may post there.
pub(super) struct Data {
    folder: PathBuf,
    database: Option<String>,
    tokens: Vec<String>,
}

impl Programs {
    /// Builds the site below `folder` with the release in `target`.
    pub(super) fn prepare(interrupt: &Interrupt, target: &Path, folder: &Path) -> Result<Self> {
        let (content, site) = (folder.join("content"), folder.join("public"));
        tree::write(&content, PAGES, Dialect::Postil)?;
        fs::write(content.join("site.yaml"), "title: Site\nbase_url: http://localhost:4000\nsearch: false\n")?;
        let mut build = Command::new(target.join("release/site-gen"));
        build.arg("build").arg(&content).arg("--out").arg(&site).stdout(Stdio::null());
        process::run(interrupt, "site-gen build", &mut build)?;
        let manifest = fs::read_to_string(site.join("postil/manifest.json")).context("the site has no manifest")?;
        let manifest: serde_json::Value = serde_json::from_str(&manifest)?;
        let pages: Vec<(&str, &str)> = manifest["pages"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|page| Some((page["id"].as_str()?, page["path"].as_str()?)))
            .collect();
        let (id, path) = pages.first().context("the manifest lists no page")?;
        let ids: Vec<&str> = pages.iter().map(|(id, _)| *id).collect();
        fs::write(folder.join("pages"), ids.join("\n"))?;
        Ok(Self {
            qa_server: target.join("release/qa-server"),
            crowd: target.join("release/examples/crowd"),
            page: ((*id).to_owned(), (*path).to_owned()),
            site,
        })
    }

    /// A database with `posts` posts beside the fifty of one page, and as many accounts as may write `more` posts.
    pub(super) fn fill(&self, folder: &Path, database: Option<String>, posts: usize, more: usize) -> Result<Data> {
        fs::create_dir_all(folder)?;
        let mut crowd = Command::new(&self.crowd);
        crowd.arg(folder).arg(database.as_deref().unwrap_or("-")).arg(self.site.with_file_name("pages"));
        crowd.arg(posts.to_string()).arg((more / POSTS_PER_ACCOUNT + 1).to_string());
        let tokens = process::read("crowd", &mut crowd)?.lines().map(str::to_owned).collect();
        Ok(Data { folder: folder.to_owned(), database, tokens })
    }

    /// Starts the server on `data`.
    pub(super) fn serve(&self, interrupt: &Interrupt, data: &Data) -> Result<Ours> {
        let port = http::free_port()?;
        let mut command = Command::new(&self.qa_server);
        command.args(["serve", "--dev", "--trusted-proxy", "127.0.0.1", "--listen"]).arg(format!("127.0.0.1:{port}"));
        command.arg("--site").arg(&self.site).arg("--data").arg(&data.folder);
        if let Some(database) = &data.database {
            command.arg("--database").arg(database);
        }
        let log = fs::File::create(data.folder.join("server.log"))?;
        let started = Instant::now();
        let running = Running::start("qa-server", command.stdout(Stdio::null()).stderr(log))?;
        wait_until_up(interrupt, port, "/_qa/healthz")?;
        let ready = started.elapsed();
        report::note(&format!("qa-server serves after {} ms", ready.as_millis()));
        Ok(Ours { running, port, ready })
    }
}

impl Ours {
    /// Its process.
    pub(super) fn process(&self) -> u32 {
        self.running.id()
    }
}

impl Data {
    /// Another question on page `page`, by the next account, from a machine of its own.
    pub(super) fn post(&self, page: &str, number: usize) -> Request {
        let token = &self.tokens[number % self.tokens.len()];
        Request {
            path: "/_qa/api/v1/questions".to_owned(),
            headers: format!(
                "Content-Type: application/json\r\nSec-Fetch-Site: same-origin\r\nCookie: qa-session={token}\r\n\
                 X-Forwarded-For: 2001:db8:{:x}:{:x}::1\r\n",
                number >> 16,
                number & 0xffff
            ),
            body: Some(format!(
                "{{\"page\":\"{page}\",\"title\":\"Does lamp {number} want oil?\",\"body\":\"It has {} words.\"}}",
                super::WORDS
            )),
        }
    }
}
