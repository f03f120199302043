//! What was good within the last day, kept beside the site's other caches.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use time::{Duration, OffsetDateTime};
use url::Url;

/// The file's name in the cache folder.
const FILE: &str = "external.json";
/// How long an answer holds.
const HOLDS: Duration = Duration::DAY;

/// Addresses and when each was good: seconds since 1970.
pub(super) struct Memory {
    folder: PathBuf,
    now: i64,
    good: BTreeMap<String, i64>,
}

impl Memory {
    /// Reads what still holds at `now`; a file that is missing or damaged remembers nothing.
    pub(super) fn open(folder: &Path, now: OffsetDateTime) -> Self {
        let now = now.unix_timestamp();
        let text = fs::read_to_string(folder.join(FILE)).unwrap_or_default();
        let mut good: BTreeMap<String, i64> = serde_json::from_str(&text).unwrap_or_default();
        good.retain(|_, asked| (0..HOLDS.whole_seconds()).contains(&(now - *asked)));
        Self { folder: folder.to_owned(), now, good }
    }

    pub(super) fn is_good(&self, url: &Url) -> bool {
        self.good.contains_key(url.as_str())
    }

    pub(super) fn keep(&mut self, url: &Url) {
        self.good.insert(url.to_string(), self.now);
    }

    /// Writes what is remembered, in one step.
    pub(super) fn save(&self) -> io::Result<()> {
        if self.good.is_empty() {
            return Ok(());
        }
        fs::create_dir_all(&self.folder)?;
        fs::write(self.folder.join(".gitignore"), "*\n")?;
        let new = self.folder.join(FILE).with_extension("new");
        fs::write(&new, serde_json::to_string_pretty(&self.good).map_err(io::Error::other)?)?;
        fs::rename(new, self.folder.join(FILE))
    }
}
