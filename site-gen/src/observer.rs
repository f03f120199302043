//! Who looks on while a site is built: how far it is, and where the time goes.
//!
//! An [`Observer`] that nobody asked for costs one comparison at each place where it might be told something.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How many slow pages are remembered.
const MOST_PAGES: usize = 10;

/// Looks on, or does not.
#[derive(Clone, Default)]
pub struct Observer(Option<Arc<Inner>>);

/// Hears how many pages of how many are rendered.
type Progress = Box<dyn Fn(usize, usize) + Send + Sync>;

struct Inner {
    progress: Option<Progress>,
    rendered: AtomicUsize,
    seen: Mutex<Seen>,
}

struct Seen {
    stage_began: Instant,
    timings: Timings,
}

/// Where the time of a run went.
#[derive(Clone, Debug, Default)]
pub struct Timings {
    /// The stages, in their order.
    pub stages: Vec<(&'static str, Duration)>,
    /// The pages that took longest to render, slowest first.
    pub pages: Vec<(Duration, String)>,
    /// Template or component → how often it was rendered, and how long that took in all, whatever the number of threads.
    pub templates: BTreeMap<String, (usize, Duration)>,
    /// What else is worth knowing, a line each.
    pub remarks: Vec<String>,
}

impl Observer {
    /// An observer that measures, and that hands on how many pages are rendered.
    pub fn new(progress: Option<Progress>) -> Self {
        let seen = Seen { stage_began: Instant::now(), timings: Timings::default() };
        Self(Some(Arc::new(Inner { progress, rendered: AtomicUsize::new(0), seen: Mutex::new(seen) })))
    }

    /// What was seen so far.
    pub fn timings(&self) -> Timings {
        self.0.as_ref().map(|inner| inner.seen().timings.clone()).unwrap_or_default()
    }

    /// The stage `name` ends here; it began where the one before it ended.
    pub(crate) fn end_stage(&self, name: &'static str) {
        if let Some(inner) = &self.0 {
            let mut seen = inner.seen();
            let took = seen.stage_began.elapsed();
            seen.timings.stages.push((name, took));
            seen.stage_began = Instant::now();
        }
    }

    /// Keeps `remark` for whoever asks where the time went.
    pub(crate) fn tell(&self, remark: String) {
        if let Some(inner) = &self.0 {
            inner.seen().timings.remarks.push(remark);
        }
    }

    /// Does `render`, which makes the page `source`, one of `all`.
    pub(crate) fn page<T>(&self, source: &str, all: usize, render: impl FnOnce() -> T) -> T {
        let Some(inner) = &self.0 else { return render() };
        let started = Instant::now();
        let outcome = render();
        inner.seen().timings.add_page(started.elapsed(), source);
        let rendered = inner.rendered.fetch_add(1, Ordering::Relaxed) + 1;
        if let Some(progress) = &inner.progress {
            progress(rendered, all);
        }
        outcome
    }

    /// Does `render`, which renders the template or component `name`.
    pub(crate) fn template<T>(&self, name: &str, render: impl FnOnce() -> T) -> T {
        let Some(inner) = &self.0 else { return render() };
        let started = Instant::now();
        let outcome = render();
        let took = started.elapsed();
        let mut seen = inner.seen();
        let (times, total) = seen.timings.templates.entry(name.to_owned()).or_default();
        *times += 1;
        *total += took;
        outcome
    }
}

impl Inner {
    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().expect("nobody panics while telling")
    }
}

impl Timings {
    fn add_page(&mut self, took: Duration, source: &str) {
        let at = self.pages.partition_point(|(other, _)| *other >= took);
        if at < MOST_PAGES {
            self.pages.insert(at, (took, source.to_owned()));
            self.pages.truncate(MOST_PAGES);
        }
    }
}

/// The stages, the slowest templates and the slowest pages, for people.
impl fmt::Display for Timings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = |time: &Duration| time.as_secs_f64() * 1000.0;
        writeln!(f, "stages")?;
        for (name, took) in &self.stages {
            writeln!(f, "{:>10.1} ms  {name}", ms(took))?;
        }
        writeln!(f, "templates and components, summed over all threads")?;
        let mut templates: Vec<_> = self.templates.iter().collect();
        templates.sort_by_key(|(name, (_, took))| (std::cmp::Reverse(*took), *name));
        for (name, (times, took)) in templates.into_iter().take(MOST_PAGES) {
            writeln!(f, "{:>10.1} ms  {name} ({times}×)", ms(took))?;
        }
        writeln!(f, "slowest pages")?;
        for (took, source) in &self.pages {
            writeln!(f, "{:>10.1} ms  {source}", ms(took))?;
        }
        self.remarks.iter().try_for_each(|remark| writeln!(f, "{remark}"))
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Observer(looking)" } else { "Observer" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_slowest_pages_are_remembered_slowest_first() {
        let mut timings = Timings::default();
        for millis in [3, 1, 2].into_iter().chain(4..20) {
            timings.add_page(Duration::from_millis(millis), &millis.to_string());
        }
        let names: Vec<_> = timings.pages.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["19", "18", "17", "16", "15", "14", "13", "12", "11", "10"]);
    }
}
