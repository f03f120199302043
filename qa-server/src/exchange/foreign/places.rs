//! On which page of this site a thread from elsewhere belongs: by its address, an old address, or the operator's map.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use qa_api::manifest::Manifest;
use qa_api::paths;
use url::Url;

use super::wrong;
use crate::domain::home;
use crate::exchange::{ExchangeError, at};

/// Most steps from an old address to the present one.
const MOST_STEPS: usize = 16;
/// How the map says a topic as a whole.
const TOPIC: &str = "topic:";
/// What the map says of everything else.
const REST: &str = "*";
/// What follows the name of a page where sites are made of files.
const FILES: [&str; 5] = ["index.html", "index.htm", "index.php", ".html", ".htm"];

/// Where a thread belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A page, or a topic as a whole.
    Home { id: String, title: String },
    /// Nowhere: the map leaves it out.
    Unwanted,
    /// Nobody knows.
    Unknown,
}

/// What the site and the map say.
pub(super) struct Places {
    by_path: HashMap<String, Place>,
    moves: HashMap<String, String>,
    map: BTreeMap<String, Place>,
    /// The path below which the site is published, without a slash at its end.
    below: String,
}

impl Places {
    /// Reads the manifest of the site in folder `site`, and the map.
    pub(super) fn read(site: &Path, map: Option<&Path>) -> Result<Self, ExchangeError> {
        let path = site.join(paths::MANIFEST_FILE);
        let advice = "build the site with site-gen and name its folder by --site";
        let text = fs::read_to_string(&path).map_err(|error| wrong(&path, format!("{error}; {advice}")))?;
        let manifest = Manifest::parse(&text).map_err(|error| wrong(&path, format!("{error}; {advice}")))?;
        let mut places = Self::new(&manifest);
        if let Some(path) = map {
            let text = fs::read_to_string(path).map_err(at(path))?;
            places.map = read_map(&text, &manifest, &places).map_err(|reason| wrong(path, reason))?;
        }
        Ok(places)
    }

    fn new(manifest: &Manifest) -> Self {
        // A page that takes no questions would not show them.
        let pages = manifest.pages.iter().filter(|page| page.qa);
        let below = Url::parse(&manifest.site.base_url).map(|url| url.path().trim_end_matches('/').to_owned());
        Self {
            by_path: pages
                .map(|page| (page.path.clone(), Place::Home { id: page.id.clone(), title: page.title.clone() }))
                .collect(),
            moves: manifest.moves.iter().map(|step| (step.from.clone(), step.to.clone())).collect(),
            map: BTreeMap::new(),
            below: below.unwrap_or_default(),
        }
    }

    /// Where a thread belongs that is known by `names`: the map's word first, then the first that is a page's.
    pub(super) fn find(&self, names: &[String]) -> Place {
        let paths: Vec<String> = names.iter().flat_map(|name| self.paths(name)).collect();
        let mapped = names.iter().chain(&paths).find_map(|name| self.map.get(name));
        let paged = || paths.iter().find_map(|path| self.page(path));
        mapped.or_else(paged).or_else(|| self.map.get(REST)).cloned().unwrap_or(Place::Unknown)
    }

    fn page(&self, path: &str) -> Option<&Place> {
        let mut path = path;
        for _ in 0..MOST_STEPS {
            if let Some(page) = self.by_path.get(path) {
                return Some(page);
            }
            path = self.moves.get(path)?.split('#').next().unwrap_or_default();
        }
        None
    }

    /// The paths that `name` may mean, each with a slash at both ends, if it is an address or a path.
    fn paths(&self, name: &str) -> Vec<String> {
        let path = match Url::parse(name) {
            Ok(url) if ["http", "https"].contains(&url.scheme()) => url.path().to_owned(),
            _ if name.starts_with('/') => name.split(['?', '#']).next().unwrap_or_default().to_owned(),
            _ => return Vec::new(),
        };
        let mut forms = vec![path.clone()];
        forms.extend(path.strip_prefix(&self.below).filter(|_| !self.below.is_empty()).map(str::to_owned));
        let plain = |form: &String| FILES.iter().find_map(|file| form.strip_suffix(file)).map(str::to_owned);
        let plain: Vec<String> = forms.iter().filter_map(plain).collect();
        let slashed = |form: String| match form.trim_matches('/') {
            "" => "/".to_owned(),
            inner => format!("/{inner}/"),
        };
        forms.into_iter().chain(plain).map(slashed).collect()
    }
}

/// Reads a map: from what a thread is known by to a page's path or id, `topic:ID`, or nothing.
fn read_map(text: &str, manifest: &Manifest, places: &Places) -> Result<BTreeMap<String, Place>, String> {
    let map: BTreeMap<String, Option<String>> =
        serde_yaml::from_str(text).map_err(|error| error.without_snippet().to_string().replace('\n', " "))?;
    let mut read = BTreeMap::new();
    for (from, to) in map {
        let place = match &to {
            None => Place::Unwanted,
            Some(to) => target(to, manifest, places).ok_or_else(|| {
                format!("{from}: {to:?} is neither the path or id of a page that takes questions nor {TOPIC} and a topic's id")
            })?,
        };
        // A path may be written with and without the slash at its end.
        for path in places.paths(&from) {
            read.insert(path, place.clone());
        }
        read.insert(from, place);
    }
    Ok(read)
}

fn target(to: &str, manifest: &Manifest, places: &Places) -> Option<Place> {
    if let Some(id) = to.strip_prefix(TOPIC) {
        let topic = manifest.topics.iter().find(|topic| topic.id == id.trim())?;
        return Some(Place::Home { id: home::of_topic(&topic.id), title: topic.title.clone() });
    }
    let path = || places.paths(to).iter().find_map(|path| places.page(path).cloned());
    let page = manifest.page(to).filter(|page| page.qa);
    page.map(|page| Place::Home { id: page.id.clone(), title: page.title.clone() }).or_else(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANIFEST: &str = r#"{"version": 1,
        "site": {"title": "S", "base_url": "https://a.example/docs", "language": "en"},
        "pages": [
            {"id": "oil", "path": "/guide/oil/", "title": "Oil", "source": "a.md", "revision": "0", "qa": true, "sections": []},
            {"id": "mute", "path": "/mute/", "title": "Mute", "source": "b.md", "revision": "0", "qa": false, "sections": []}],
        "moves": [{"from": "/old/", "to": "/older/"}, {"from": "/older/", "to": "/guide/oil/#top"},
            {"from": "/round/", "to": "/round/"}],
        "topics": [{"id": "lamp", "title": "Lamp"}]}"#;

    fn places(map: &str) -> Result<Places, String> {
        let manifest = Manifest::parse(MANIFEST).unwrap();
        let mut places = Places::new(&manifest);
        places.map = read_map(map, &manifest, &places)?;
        Ok(places)
    }

    #[test]
    fn addresses_old_addresses_and_files_are_pages() {
        let places = places("{}").unwrap();
        for name in [
            "/guide/oil/",
            "/guide/oil",
            "/guide/oil.html?x=1",
            "https://b.example/guide/oil/index.html#a",
            "https://a.example/docs/guide/oil",
            "/old",
        ] {
            assert!(matches!(places.find(&[name.to_owned()]), Place::Home { id, .. } if id == "oil"), "{name}");
        }
        for name in ["oil", "/mute/", "/round/", "/guide/", "mailto:a@b.example"] {
            assert_eq!(places.find(&[name.to_owned()]), Place::Unknown, "{name}");
        }
    }

    #[test]
    fn the_map_has_the_last_word() {
        let places = places("/guide/oil: topic:lamp\n\"#3\": oil\n/gone/: ~\n\"*\": /old/\n").unwrap();
        let find = |name: &str| places.find(&[name.to_owned()]);
        assert!(matches!(find("https://a.example/guide/oil/"), Place::Home { id, .. } if id == "topic:lamp"));
        assert_eq!(find("https://a.example/gone"), Place::Unwanted);
        for name in ["#3", "anything"] {
            assert!(matches!(find(name), Place::Home { id, .. } if id == "oil"), "{name}");
        }
    }

    #[test]
    fn a_map_into_nowhere_is_refused() {
        for (map, expected) in [("/a/: /b/", "/a/: \"/b/\" is neither"), ("/a/: mute", "neither"), ("- a", "")] {
            let error = places(map).err().unwrap();
            assert!(error.contains(expected) && !error.contains('\n'), "{error}");
        }
    }
}
