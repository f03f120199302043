//! The built site as the server knows it: its manifest, its shell, its folder.
//!
//! Read at start and again whenever the manifest changes; a broken new one is refused and the last good one stays.
//! [`prose`] reads what its pages say.

pub mod prose;

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};
use std::time::SystemTime;

use qa_api::manifest::{Manifest, Move, Page, Topic};
use qa_api::{paths, shell};

use crate::domain::home;

/// A built site.
pub struct Site {
    root: PathBuf,
    current: RwLock<Arc<Contents>>,
    seen: Mutex<Option<Stamp>>,
}

/// What was read of it last.
#[derive(Debug)]
pub struct Contents {
    /// The site's title.
    pub title: String,
    /// The theme's page with slots.
    pub shell: String,
    /// The topics that pages name.
    pub topics: Vec<Topic>,
    /// Where pages and sections went.
    pub moves: Vec<Move>,
    pages: Vec<Page>,
    by_id: HashMap<String, usize>,
    by_path: HashMap<String, usize>,
}

/// The manifest of a site cannot be used.
#[derive(Debug, thiserror::Error)]
#[error(
    "the site's manifest {file} cannot be used: {source}; build the site again with site-gen, or name its folder by --site"
)]
pub struct SiteError {
    file: PathBuf,
    source: io::Error,
}

/// When and how long the manifest was: a change of either means reading it again.
type Stamp = (SystemTime, u64);

impl Contents {
    fn new(manifest: Option<Manifest>, shell: Option<String>) -> Self {
        let title = manifest.as_ref().map_or_else(|| "Questions".to_owned(), |manifest| manifest.site.title.clone());
        let (pages, topics, moves) =
            manifest.map(|manifest| (manifest.pages, manifest.topics, manifest.moves)).unwrap_or_default();
        Self {
            title,
            shell: shell.filter(|text| shell::is_complete(text)).unwrap_or_else(|| shell::PLAIN.to_owned()),
            by_id: pages.iter().enumerate().map(|(at, page)| (page.id.clone(), at)).collect(),
            by_path: pages.iter().enumerate().map(|(at, page)| (page.path.clone(), at)).collect(),
            topics,
            moves,
            pages,
        }
    }

    /// The page of this id.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.by_id.get(id).map(|at| &self.pages[*at])
    }

    /// The page at this URL path, which ends with a slash.
    pub fn page_at(&self, path: &str) -> Option<&Page> {
        self.by_path.get(path).map(|at| &self.pages[*at])
    }

    /// The topic of this id.
    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == id)
    }

    /// The pages about a topic.
    pub fn pages_of_topic<'a>(&'a self, topic: &'a str) -> impl Iterator<Item = &'a Page> {
        self.pages.iter().filter(move |page| page.topic.as_deref() == Some(topic))
    }

    /// The topic of a page, or the one that is a question's home by itself.
    pub fn topic_of(&self, home: &str) -> Option<&str> {
        match home::topic(home) {
            Some(topic) => self.topic(topic).map(|topic| topic.id.as_str()),
            None => self.page(home)?.topic.as_deref(),
        }
    }

    /// What a question's home is called: its page's title or its topic's, or else its id.
    pub fn home_title(&self, id: &str) -> String {
        let title = match home::topic(id) {
            Some(topic) => self.topic(topic).map(|topic| &topic.title),
            None => self.page(id).map(|page| &page.title),
        };
        title.map_or_else(|| id.to_owned(), String::clone)
    }

    /// The homes that topics are, separated by commas.
    pub fn topic_homes(&self) -> String {
        self.topics.iter().map(|topic| home::of_topic(&topic.id)).collect::<Vec<_>>().join(",")
    }

    /// Every page, ordered by path.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// How many pages there are.
    pub fn page_count(&self) -> usize {
        self.pages.len()
    }
}

impl Site {
    /// The site in folder `root`, which may still be empty.
    ///
    /// # Errors
    /// When there is a manifest that cannot be used; later a broken one is refused, and the last good one stays.
    pub fn open(root: &Path) -> Result<Self, SiteError> {
        let file = root.join(paths::MANIFEST_FILE);
        if let Err(source) = read(root, &file)
            && source.kind() != io::ErrorKind::NotFound
        {
            return Err(SiteError { file, source });
        }
        let site = Self {
            root: root.to_owned(),
            current: RwLock::new(Arc::new(Contents::new(None, None))),
            seen: Mutex::new(None),
        };
        site.refresh();
        Ok(site)
    }

    /// The site's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What was read last.
    pub fn contents(&self) -> Arc<Contents> {
        self.current.read().expect("no thread panics while it swaps the site").clone()
    }

    /// Reads the manifest and the shell again if the manifest changed.
    pub fn refresh(&self) {
        let file = self.root.join(paths::MANIFEST_FILE);
        let stamp = fs::metadata(&file).and_then(|data| Ok((data.modified()?, data.len()))).ok();
        {
            let mut seen = self.seen.lock().expect("no thread panics while it compares stamps");
            if stamp == *seen {
                return;
            }
            *seen = stamp;
        }
        match read(&self.root, &file) {
            Ok(contents) => {
                tracing::info!(pages = contents.page_count(), "read the site manifest");
                *self.current.write().expect("no thread panics while it swaps the site") = Arc::new(contents);
            }
            Err(error) => {
                tracing::warn!(file = %file.display(), %error, "kept the last site: the manifest is not usable");
            }
        }
    }
}

fn read(root: &Path, manifest: &Path) -> io::Result<Contents> {
    let text = fs::read_to_string(manifest)?;
    let manifest = Manifest::parse(&text).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
    Ok(Contents::new(Some(manifest), fs::read_to_string(root.join(paths::SHELL_FILE)).ok()))
}
