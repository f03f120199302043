//! `site-gen serve` in this process, over a copy of a content folder that the test writes in.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use site_gen::serve::Server;
use site_gen::{Options, Report};
use tempfile::TempDir;
use time::OffsetDateTime;
use url::Url;

use crate::site;

/// How long a build may take on a busy machine before the test fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// A preview that runs until the tests end, over a folder that lives as long as this.
pub struct Preview {
    folder: TempDir,
    url: Url,
    reports: Receiver<Report>,
}

impl Preview {
    /// Serves a copy of the folder `from`, with the options that `change` makes, and waits for the first build.
    ///
    /// # Panics
    /// When it cannot be built or served.
    pub fn start(from: &Path, change: impl FnOnce(&mut Options)) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let content = folder.path().join("content");
        site::copy(from, &content);
        let mut options = Options::new(&content, OffsetDateTime::UNIX_EPOCH);
        change(&mut options);
        let server = Server::bind(&options, 0).expect("a port is free");
        let url = Url::parse(&format!("http://{}/", server.address())).expect("a URL");
        let (sender, reports) = channel();
        std::thread::spawn(move || {
            // When the test is over its folders go, and nobody listens any more.
            server.run(|| OffsetDateTime::UNIX_EPOCH, move |outcome| drop(outcome.map(|report| sender.send(report))))
        });
        let preview = Self { folder, url, reports };
        preview.built();
        preview
    }

    /// Where it is served.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Writes a file below the content folder, as an editor does.
    pub fn write(&self, path: &str, text: &str) {
        let file = self.content().join(path);
        fs::create_dir_all(file.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(file, text).expect("a file can be written");
    }

    /// Waits for the next build.
    ///
    /// # Panics
    /// When none comes for half a minute.
    pub fn built(&self) -> Report {
        self.reports.recv_timeout(PATIENCE).expect("a build within half a minute")
    }

    fn content(&self) -> PathBuf {
        self.folder.path().join("content")
    }
}
