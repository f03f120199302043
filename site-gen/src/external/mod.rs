//! `check --external`: whether the addresses outside the site that its pages link to are still there.
//!
//! Politeness first: one request at a time to each server, a pause between two, a name in the user agent,
//! `HEAD` before `GET`, nothing asked again for a day that was good, and no more from a server that says it is busy.
//! Bounded, too: so many servers at once, so long for a request, so long for all of them.

mod ask;
mod memory;

use std::collections::{BTreeMap, HashMap};
use std::ops::{Deref, Range};
use std::path::Path;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use time::OffsetDateTime;
use url::{Host, Url};

use crate::check::{Code, Diagnostic, Problem};
use crate::markdown::fragment::is_external;
use crate::site::Site;
use crate::source::{self, site};
use ask::{Asker, Verdict};
use memory::Memory;

/// How much a check of external addresses may take.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Servers that are asked at the same time.
    pub servers: usize,
    /// Between two requests to one server.
    pub pause: Duration,
    /// For one address, redirects included.
    pub request: Duration,
    /// For all addresses.
    pub total: Duration,
    /// Whether addresses of this machine are asked too; in a page they are examples.
    pub loopback: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            servers: 8,
            pause: Duration::from_millis(250),
            request: Duration::from_secs(15),
            total: Duration::from_secs(300),
            loopback: false,
        }
    }
}

/// Where an address stands: in which file, with which text, at which bytes.
struct Place<'a> {
    path: &'a str,
    /// Read for a diagnostic alone: most pages have nothing wrong.
    text: &'a dyn Deref<Target = str>,
    span: Range<usize>,
}

/// Asks for every external address of `site`; what was good is remembered in the folder `cache`.
pub(crate) fn check(site: &Site, limits: &Limits, cache: &Path, now: OffsetDateTime) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut places: BTreeMap<Url, Vec<Place<'_>>> = BTreeMap::new();
    for (target, place) in addresses(site) {
        if site.config.policy.allows(target) {
            continue;
        }
        match Url::parse(target) {
            Ok(mut url) if is_worth_asking(&url, limits) => {
                url.set_fragment(None);
                places.entry(url).or_default().push(place);
            }
            Ok(_) => {}
            Err(error) => diagnostics.push(place.diagnostic(
                Code::DeadExternalLink,
                format!("`{target}` is no address: {error}"),
                "correct it",
            )),
        }
    }
    let mut memory = Memory::open(cache, now);
    let mut queues: BTreeMap<(String, u16), Vec<&Url>> = BTreeMap::new();
    for url in places.keys().filter(|url| !memory.is_good(url)) {
        let host = url.host_str().unwrap_or_default().to_owned();
        queues.entry((host, url.port_or_known_default().unwrap_or_default())).or_default().push(url);
    }
    let verdicts = ask_all(queues.into_values().collect(), limits);
    for (url, verdict) in &verdicts {
        let (code, reason, hint) = match verdict {
            Verdict::Good => {
                memory.keep(url);
                continue;
            }
            Verdict::Dead(reason) => (Code::DeadExternalLink, reason, "find where it went, or remove the link"),
            Verdict::Unknown(reason) => {
                (Code::UncheckedExternalLink, reason, "look at it in a browser; `allow` in site.yaml leaves it out")
            }
        };
        for place in &places[*url] {
            diagnostics.push(place.diagnostic(code, format!("`{url}`: {reason}"), hint));
        }
    }
    // Without it the next check asks again, which is no harm.
    drop(memory.save());
    diagnostics
}

impl Place<'_> {
    fn diagnostic(&self, code: Code, message: String, hint: &str) -> Diagnostic {
        Diagnostic::at(self.path, self.text, Problem::new(code, self.span.clone(), message).hint(hint))
    }
}

/// Every external address with its place: in pages, and in the header.
fn addresses(site: &Site) -> impl Iterator<Item = (&str, Place<'_>)> {
    let in_pages = site.library.pages.iter().flat_map(|page| {
        page.document.externals.iter().map(|link| {
            let source::Place { path, text, span } = page.text.place(&page.source, &link.span);
            (link.target.as_str(), Place { path, text, span })
        })
    });
    let in_header = site.config.nav.iter().map(|link| link.url.as_str()).filter(|url| is_external(url)).map(|url| {
        let text = &site.config.text;
        (url, Place { path: site::FILE, text, span: site::find(text, url) })
    });
    in_pages.chain(in_header)
}

/// Names that RFC 2606 and RFC 6761 keep for examples lead nowhere by design, and this machine is not the readers'.
fn is_worth_asking(url: &Url, limits: &Limits) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let is_or_ends_with =
                |other: &str| name == other || name.strip_suffix(other).is_some_and(|rest| rest.ends_with('.'));
            !["example", "test", "invalid", "localhost", "example.com", "example.net", "example.org"]
                .into_iter()
                .any(is_or_ends_with)
        }
        Some(Host::Ipv4(address)) => limits.loopback || !(address.is_loopback() || address.is_private()),
        Some(Host::Ipv6(address)) => limits.loopback || !address.is_loopback(),
        None => false,
    }
}

/// Asks one server's queue after the other, several servers at a time.
fn ask_all<'a>(queues: Vec<Vec<&'a Url>>, limits: &Limits) -> HashMap<&'a Url, Verdict> {
    let deadline = Instant::now() + limits.total;
    let workers = limits.servers.clamp(1, queues.len().max(1));
    let waiting = Mutex::new(queues);
    let verdicts = Mutex::new(HashMap::new());
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                let asker = Asker::new(limits.request);
                loop {
                    let Some(queue) = waiting.lock().expect("no worker panics").pop() else { return };
                    let answers = ask_one_server(&asker, &queue, limits, deadline);
                    verdicts.lock().expect("no worker panics").extend(queue.into_iter().zip(answers));
                }
            });
        }
    });
    verdicts.into_inner().expect("no worker panics")
}

fn ask_one_server(asker: &Asker, queue: &[&Url], limits: &Limits, deadline: Instant) -> Vec<Verdict> {
    let mut verdicts: Vec<Verdict> = Vec::with_capacity(queue.len());
    let mut busy = false;
    for (position, url) in queue.iter().enumerate() {
        let verdict = if busy {
            Verdict::Unknown("not asked, because its server is busy".to_owned())
        } else if Instant::now() >= deadline {
            Verdict::Unknown(format!("not asked within the {} s for all addresses", limits.total.as_secs()))
        } else {
            if position > 0 {
                thread::sleep(limits.pause);
            }
            let (verdict, says_busy) = asker.ask(url);
            busy = says_busy;
            verdict
        };
        verdicts.push(verdict);
    }
    verdicts
}
