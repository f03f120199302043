//! Requests, counted by what they are about and how they ended.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::text::Text;

/// What requests are about, by the beginning of their path; the last one is the site itself.
const CLASSES: [(&str, &str); 7] = [
    ("/_qa/api/", "api"),
    ("/_qa/form/", "form"),
    ("/_qa/widget/", "widget"),
    ("/_qa/healthz", "health"),
    ("/_qa/readyz", "health"),
    ("/_qa/", "page"),
    ("/questions", "questions"),
];
const SITE: &str = "site";
/// Each once, in the order in which they are told.
const NAMES: [&str; 7] = ["api", "form", "health", "page", "questions", "site", "widget"];
/// The first digit of a status, from 1 to 5.
const STATUSES: usize = 5;
/// Upper ends of the histogram's buckets, in milliseconds and as told in seconds.
const BUCKETS: [(u64, &str); 7] =
    [(1, "0.001"), (5, "0.005"), (25, "0.025"), (100, "0.1"), (500, "0.5"), (2500, "2.5"), (10_000, "10")];

#[derive(Default)]
struct Class {
    reads: [AtomicU64; STATUSES],
    writes: [AtomicU64; STATUSES],
    buckets: [AtomicU64; BUCKETS.len()],
    micros: AtomicU64,
}

/// See the module.
#[derive(Default)]
pub struct Requests([Class; NAMES.len()]);

impl Requests {
    /// Counts a request for `path` that was answered with `status` after `took`.
    pub fn count(&self, path: &str, is_read: bool, status: u16, took: Duration) {
        let name = CLASSES.iter().find(|(begins, _)| path.starts_with(begins)).map_or(SITE, |(_, name)| name);
        let place = NAMES.iter().position(|known| *known == name).expect("every class has a place");
        let class = &self.0[place];
        let digit = usize::from(status / 100).clamp(1, STATUSES) - 1;
        let statuses = if is_read { &class.reads } else { &class.writes };
        statuses[digit].fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        class.micros.fetch_add(micros, Ordering::Relaxed);
        if let Some(bucket) = BUCKETS.iter().position(|(end, _)| micros <= end * 1000) {
            class.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn write(&self, text: &mut Text) {
        let value = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        const TOTAL: (&str, &str) =
            ("postil_http_requests_total", "Requests, by what they are about and how they ended.");
        for (name, class) in NAMES.iter().zip(&self.0) {
            for (kind, statuses) in [("read", &class.reads), ("write", &class.writes)] {
                for (digit, counter) in (1..).zip(statuses).filter(|(_, counter)| value(counter) > 0) {
                    let labels = [("class", *name), ("kind", kind), ("status", &*format!("{digit}xx"))];
                    text.counter(TOTAL.0, TOTAL.1, &labels, value(counter));
                }
            }
        }
        const TIME: (&str, &str) = ("postil_http_request_seconds", "How long requests took, up to the reply's head.");
        for (name, class) in NAMES.iter().zip(&self.0) {
            let all: u64 = class.reads.iter().chain(&class.writes).map(value).sum();
            let mut within = 0;
            for ((_, end), counter) in BUCKETS.iter().zip(&class.buckets) {
                within += value(counter);
                text.histogram(TIME.0, TIME.1, "_bucket", &[("class", name), ("le", end)], within);
            }
            text.histogram(TIME.0, TIME.1, "_bucket", &[("class", name), ("le", "+Inf")], all);
            let micros = value(&class.micros);
            let seconds = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
            text.histogram(TIME.0, TIME.1, "_sum", &[("class", name)], seconds);
            text.histogram(TIME.0, TIME.1, "_count", &[("class", name)], all);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_path_is_about_is_one_of_few_words() {
        let requests = Requests::default();
        for path in ["/_qa/api/v1/me", "/_qa/anything/else", "/guide/", "/questions/a-01", "/_qa/readyz"] {
            requests.count(path, true, 200, Duration::from_millis(3));
        }
        requests.count("/_qa/form/ask", false, 503, Duration::from_secs(60));
        let mut text = Text::default();
        requests.write(&mut text);
        let text = text.into_string();
        for line in [
            "postil_http_requests_total{class=\"api\",kind=\"read\",status=\"2xx\"} 1",
            "postil_http_requests_total{class=\"page\",kind=\"read\",status=\"2xx\"} 1",
            "postil_http_requests_total{class=\"form\",kind=\"write\",status=\"5xx\"} 1",
            "postil_http_request_seconds_bucket{class=\"site\",le=\"0.001\"} 0",
            "postil_http_request_seconds_bucket{class=\"site\",le=\"0.005\"} 1",
            "postil_http_request_seconds_bucket{class=\"form\",le=\"10\"} 0",
            "postil_http_request_seconds_bucket{class=\"form\",le=\"+Inf\"} 1",
            "postil_http_request_seconds_sum{class=\"form\"} 60.000000",
        ] {
            assert!(text.lines().any(|told| told == line), "{line} is not in {text}");
        }
    }
}
