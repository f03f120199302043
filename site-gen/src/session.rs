//! Builds that follow each other: what was parsed stays in memory, and a page whose text alone changed is made anew alone.
//!
//! Used by [`crate::watch`] for an output folder and by [`crate::serve`] for a site in memory; a [`Place`] says where the
//! files go. A changed page is compared with what other pages see of it – front matter, title, anchors,
//! summary, links; where those are the same, nothing else can come out differently, and what is wrong with its text is told
//! anew with it. Everything else is a whole build.
//! **Invariant:** after every update the place holds byte for byte what a new build of the same sources makes.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use time::{Date, OffsetDateTime};

use crate::check::{self, Code, Diagnostic};
use crate::output::Sink;
use crate::output::page::PageRenderer;
use crate::output::stage::{Stage, StageError};
use crate::site::Site;
use crate::source::site;
use crate::{BuildError, Mistakes, Options, Report, has_failed, output, run};

/// More pages than this at once are a whole build.
const MOST_PAGES: usize = 50;

/// Where the files of a session's site go.
pub trait Place {
    /// Takes the files of one build.
    type Sink: Sink;

    /// Whether a site that has mistakes is shown as far as it goes, instead of being left as it was.
    const SHOWS_MISTAKES: bool;

    /// Room for the files of a build.
    ///
    /// # Errors
    /// When there is none.
    fn begin(&self) -> Result<Self::Sink, StageError>;

    /// Puts `files` in the place of the whole site; `report` tells how they were made.
    ///
    /// # Errors
    /// When a file cannot take its place.
    fn replace(&mut self, files: Self::Sink, report: &Report) -> Result<(), StageError>;

    /// Puts `files` in the place of those of the same names, and leaves all others; `report` tells about the whole site.
    ///
    /// # Errors
    /// When a file cannot take its place.
    fn patch(&mut self, files: Self::Sink, report: &Report) -> Result<(), StageError>;
}

/// An output folder, whose files are replaced one by one.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Place for Folder {
    type Sink = Stage;

    const SHOWS_MISTAKES: bool = false;

    fn begin(&self) -> Result<Stage, StageError> {
        Stage::beside(&self.0)
    }

    fn replace(&mut self, files: Stage, _: &Report) -> Result<(), StageError> {
        files.merge().map(drop)
    }

    fn patch(&mut self, files: Stage, _: &Report) -> Result<(), StageError> {
        files.patch()
    }
}

/// A site that is built again and again into the same place.
#[derive(Debug)]
pub struct Session<P = Folder> {
    options: Options,
    place: P,
    /// The content folder without links in its path, as events name it.
    content: PathBuf,
    last: Option<Last>,
}

/// The last build that can be gone on from.
#[derive(Debug)]
struct Last {
    site: Site,
    report: Report,
    day: Date,
    /// File below the content folder → index of its page.
    pages: HashMap<String, usize>,
    /// Files that pages include.
    included: HashSet<String>,
}

impl Session {
    /// A session for the folder `out` that has built nothing yet.
    pub fn new(options: &Options, out: &Path) -> Self {
        Self::into(&Options { out: Some(out.to_owned()), ..options.clone() }, Folder(out.to_owned()))
    }
}

impl<P: Place> Session<P> {
    /// A session for `place` that has built nothing yet.
    pub fn into(options: &Options, place: P) -> Self {
        let content = options.content.canonicalize().unwrap_or_else(|_| options.content.clone());
        Self { options: options.clone(), place, content, last: None }
    }

    /// Where the files go.
    pub fn place(&mut self) -> &mut P {
        &mut self.place
    }

    /// Builds the whole site.
    ///
    /// # Errors
    /// When the run is impossible; see [`BuildError`].
    pub fn build(&mut self, now: OffsetDateTime) -> Result<Report, BuildError> {
        self.last = None;
        self.options.now = now;
        let started = Instant::now();
        let files = self.place.begin()?;
        let mistakes = if P::SHOWS_MISTAKES { Mistakes::Show } else { Mistakes::Stop };
        let (report, site) = run(&self.options, &files, started, self.out(), mistakes)?;
        if report.failed && !P::SHOWS_MISTAKES {
            return Ok(report);
        }
        self.place.replace(files, &report)?;
        if let (Some(file), Some(site)) = (&self.options.server_data, &site) {
            output::server_data::write(file, &site.server_data)?;
        }
        let report = Report { elapsed: started.elapsed(), ..report };
        self.last = site.map(|site| {
            let pages = site.library.pages.iter().enumerate();
            let pages = pages.map(|(index, page)| (page.source.clone(), index)).collect();
            let parts = site.library.pages.iter().flat_map(|page| page.text.parts());
            let included = parts.map(|part| part.path.clone()).collect();
            Last { site, report: report.clone(), day: now.date(), pages, included }
        });
        Ok(report)
    }

    /// Builds what the change of these files makes necessary.
    ///
    /// # Errors
    /// When the run is impossible; see [`BuildError`].
    pub fn update(&mut self, changed: &BTreeSet<PathBuf>, now: OffsetDateTime) -> Result<Report, BuildError> {
        match self.patch(changed, now)? {
            Some(report) => Ok(report),
            None => self.build(now),
        }
    }

    /// Makes the changed pages anew if that is all that there is to do.
    fn patch(&mut self, changed: &BTreeSet<PathBuf>, now: OffsetDateTime) -> Result<Option<Report>, BuildError> {
        let started = Instant::now();
        let Some(mut last) = self.last.take() else { return Ok(None) };
        let options = &self.options;
        if last.day != now.date() || options.previous.is_some() || options.external.is_some() || last.site.makes_index {
            return Ok(None);
        }
        let Some(mut pages) = self.changed_pages(&last, changed) else { return Ok(None) };
        // The files of the pages that were read again.
        let mut renewed = HashSet::new();
        for index in pages.clone() {
            let source = &last.site.library.pages[index].source;
            let parts = last.site.library.pages[index].text.parts();
            // What was found wrong with the page, or with what it includes, may be wrong no more.
            let is_in_part = |path: &str| parts.iter().any(|part| part.path == path);
            let diagnostics = &last.report.diagnostics;
            if diagnostics.iter().any(|diagnostic| is_in_part(&diagnostic.path) || is_about(source, diagnostic)) {
                return Ok(None);
            }
            let source = source.clone();
            let knows = |code| last.report.diagnostics.iter().any(|diagnostic| diagnostic.code == code);
            let (has_orphans, has_dead_anchors) = (knows(Code::OrphanPage), knows(Code::DeadAnchor));
            let Some(replaced) = last.site.replace_page(index, &options.content, has_orphans, has_dead_anchors) else {
                return Ok(None);
            };
            if replaced.diagnostics.iter().any(|diagnostic| diagnostic.path != source || is_about(&source, diagnostic))
            {
                return Ok(None);
            }
            last.report.diagnostics.retain(|diagnostic| diagnostic.path != source);
            last.report.diagnostics.extend(last.site.config.policy.apply(replaced.diagnostics));
            pages.extend(replaced.pages);
            renewed.insert(source);
            let parts = last.site.library.pages[index].text.parts();
            last.included.extend(parts.iter().map(|part| part.path.clone()));
        }
        if !pages.is_empty() {
            let out = self.out().to_owned();
            let failed = |error| StageError::Write { path: out.clone(), error };
            let policy = &last.site.config.policy;
            let renderer = PageRenderer::new(&last.site);
            // The pages are what somebody waits for; what lists all pages takes longer and comes after them.
            let files = self.place.begin()?;
            let pages: Vec<usize> = pages.into_iter().collect();
            let found = policy.apply(output::write_pages(&last.site, &renderer, &pages, &files).map_err(failed)?);
            let is_own = |diagnostic: &Diagnostic| renewed.contains(&diagnostic.path) && diagnostic.code.is_of_text();
            let (own, others): (Vec<_>, Vec<_>) = found.into_iter().partition(is_own);
            let report = &mut last.report;
            if others.iter().any(|diagnostic| !report.diagnostics.contains(diagnostic)) {
                return Ok(None);
            }
            report.diagnostics.extend(own);
            check::sort(&mut report.diagnostics);
            report.failed = has_failed(&report.diagnostics, options.strict);
            if report.failed && !P::SHOWS_MISTAKES {
                return Ok(None);
            }
            self.place.patch(files, report)?;
            let files = self.place.begin()?;
            let found = policy.apply(output::write_shared(&last.site, &renderer, &files).map_err(failed)?);
            if found.iter().any(|diagnostic| !report.diagnostics.contains(diagnostic)) {
                return Ok(None);
            }
            self.place.patch(files, report)?;
        }
        let report = Report { elapsed: started.elapsed(), ..last.report.clone() };
        self.last = Some(last);
        Ok(Some(report))
    }

    /// What a place is called where it cannot take a file.
    fn out(&self) -> &Path {
        self.options.out.as_deref().unwrap_or(Path::new(""))
    }

    /// The pages of the changed files; `None` when there are others that matter.
    fn changed_pages(&self, last: &Last, changed: &BTreeSet<PathBuf>) -> Option<BTreeSet<usize>> {
        let mut pages = BTreeSet::new();
        for path in changed {
            let name = path.strip_prefix(&self.content).ok()?.to_str()?.replace('\\', "/");
            let is_file = path.symlink_metadata().is_ok_and(|metadata| metadata.is_file());
            match last.pages.get(&name) {
                // Other pages show what a page says where they include it.
                Some(_) if last.included.contains(&name) => return None,
                Some(index) if is_file => pages.insert(*index),
                // Defaults, data, components and configuration count even when they are gone.
                None if name == site::FILE || name.split('/').any(|part| part.starts_with('_')) => return None,
                // An editor's file that came and went.
                None if path.symlink_metadata().is_err() && !last.site.files.iter().any(|file| file.path == name) => {
                    continue;
                }
                _ => return None,
            };
        }
        (pages.len() <= MOST_PAGES).then_some(pages)
    }
}

/// Whether `diagnostic` is about the page of the file `source`, and about more than its text.
fn is_about(source: &str, diagnostic: &Diagnostic) -> bool {
    diagnostic.path == source && !diagnostic.code.is_of_text()
}
