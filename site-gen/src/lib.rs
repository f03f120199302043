//! Renders a folder of Markdown to a static site whose pages carry their published questions.
//!
//! ```text
//! source → library → markdown → theme → output        check beside all of them
//! ```
//!
//! | module | is | touches the disk |
//! |---|---|---|
//! | [`source`] | the content folder, read: front matter, `site.yaml`, data, git's dates | reads |
//! | [`markdown`] | Markdown to HTML with holes for URLs and components; pure | no |
//! | [`library`] | all pages: ids, URLs, sidebars, redirects, the link index | no |
//! | [`highlight`] | the parts of code blocks, by tree-sitter grammars | keeps a cache |
//! | [`theme`] | Tera templates and components; knows no Markdown | reads |
//! | [`mod@check`] | diagnostics: what they are, how they are printed, which checks need all pages | no |
//! | [`site`] | the stages put together, for building and for checking | – |
//! | [`output`] | the site's files, staged and published at once | writes |
//! | [`external`] | asks whether addresses outside the site are still there | keeps what was good |
//! | [`qa`](crate::Options::qa) | the Q&A snapshot, from file or server | reads, keeps a copy |
//! | [`session`] | builds that follow each other, with what was parsed in memory | – |
//! | [`serve`] | the site in memory for a browser beside the editor, with its diagnostics | reads copied files |
//! | [`observer`] | how far a run is, and where its time goes | no |
//! | [`watch`] | builds again when something changes | – |
//! | [`server_data`] | what the server alone is told: teams, duties, rules of moderation | no |
//! | [`gallery`], [`schema`] | what writers may use: components, and schemas for their editors | no |
//! | [`edit`] | changes to the sources: new sites and pages, moves, imports | writes sources |
//! | [`quotes`] | the state of every testimonial | no |
//!
//! Mistakes of writers are never errors of this library: they are [`check::Diagnostic`]s of a [`Report`],
//! all of them in one run. [`BuildError`] is for what makes a run impossible.
//!
//! **Invariant:** the same sources give the same bytes, and sources with errors change nothing below the output folder.

pub mod check;
pub mod edit;
pub mod external;
pub mod gallery;
pub mod highlight;
pub mod library;
pub mod markdown;
pub mod observer;
pub mod output;
pub mod quotes;
pub mod schema;
pub mod serve;
pub mod server_data;
pub mod session;
pub mod site;
pub mod source;
pub mod theme;
pub mod watch;

mod qa;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use time::OffsetDateTime;

pub use qa::Follower;

use check::{Code, Diagnostic, Severity};
use highlight::Highlighter;
use output::stage::{Stage, StageError};
use output::{Discard, Sink};
use site::Site;

/// What later builds may use again, in a folder beside the output folder.
const CACHE: &str = ".postil-cache";

/// What to build, from what, and how strictly.
#[derive(Clone, Debug)]
pub struct Options {
    /// The content folder.
    pub content: PathBuf,
    /// The output folder; only [`build`] needs it.
    pub out: Option<PathBuf>,
    /// Replaces `base_url` of `site.yaml`.
    pub base_url: Option<String>,
    /// Replaces `server` of `site.yaml`.
    pub server: Option<String>,
    /// Replaces `theme` of `site.yaml`.
    pub theme: Option<PathBuf>,
    /// Replaces `edit_url` of `site.yaml`.
    pub edit_url: Option<String>,
    /// The Q&A snapshot: a file, an https URL, or an http URL of this machine.
    pub qa: Option<String>,
    /// Keeps a server's snapshot from run to run.
    pub snapshots: Follower,
    /// The manifest of what was published before.
    pub previous: Option<PathBuf>,
    /// Where to write what the server alone is told, outside of what is published.
    pub server_data: Option<PathBuf>,
    /// Whether warnings fail.
    pub strict: bool,
    /// Whether drafts are built too.
    pub drafts: bool,
    /// Whether the search index is made, unless the site does without; it holds every page, and every build makes it anew.
    pub search: bool,
    /// Whether addresses outside the site are asked for, and how much that may take.
    pub external: Option<external::Limits>,
    /// Colours code, in place of a highlighter whose memory lies beside the output folder.
    pub highlighter: Option<Arc<Highlighter>>,
    /// Looks on; measures and tells how far the run is.
    pub observer: observer::Observer,
    /// The present, for approvals that expire and snapshots that age.
    pub now: OffsetDateTime,
}

impl Options {
    /// Plain options for a content folder at the present `now`.
    pub fn new(content: impl Into<PathBuf>, now: OffsetDateTime) -> Self {
        Self {
            content: content.into(),
            out: None,
            base_url: None,
            server: None,
            theme: None,
            edit_url: None,
            qa: None,
            snapshots: Follower::default(),
            previous: None,
            server_data: None,
            strict: false,
            drafts: false,
            search: false,
            external: None,
            highlighter: None,
            observer: observer::Observer::default(),
            now,
        }
    }

    /// Where things are kept from run to run: beside the output folder, or beside the content folder for a check.
    fn cache(&self) -> PathBuf {
        let content = || std::path::absolute(&self.content).unwrap_or_else(|_| self.content.clone());
        self.out.clone().unwrap_or_else(content).with_file_name(CACHE)
    }
}

/// What makes a run impossible.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The content folder cannot be read.
    #[error(transparent)]
    Source(#[from] source::SourceError),
    /// The output folder cannot be written.
    #[error(transparent)]
    Stage(#[from] StageError),
    /// Something that an option names cannot be used.
    #[error("{what} cannot be used: {reason}")]
    Unusable {
        /// What the option names.
        what: String,
        /// Why it cannot be used.
        reason: String,
    },
}

/// How a run went.
#[derive(Clone, Debug)]
pub struct Report {
    /// Everything that a person should know, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// Pages of the site.
    pub pages: usize,
    /// How long it took.
    pub elapsed: Duration,
    /// Whether there are errors, or warnings under `strict`; nothing was written then.
    pub failed: bool,
}

impl Report {
    /// How many diagnostics are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// How many quotes are not shown.
    pub fn quotes_left_out(&self) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::QuoteLeftOut).count()
    }
}

/// How a new site takes the place of the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publish {
    /// The whole folder in one step.
    Swap,
    /// Changed files one by one, each in one step, the manifest last.
    Merge,
}

/// Builds the site into `out`, unless there are errors.
///
/// # Errors
/// When the run is impossible; see [`BuildError`].
pub fn build(options: &Options, out: &Path, publish: Publish) -> Result<Report, BuildError> {
    let started = Instant::now();
    let options = Options { out: Some(out.to_owned()), ..options.clone() };
    let stage = Stage::beside(out)?;
    let (report, site) = run(&options, &stage, started, out, Mistakes::Stop)?;
    if !report.failed {
        match publish {
            Publish::Swap => stage.swap()?,
            Publish::Merge => drop(stage.merge()?),
        }
    }
    if let (Some(file), Some(site), false) = (&options.server_data, &site, report.failed) {
        output::server_data::write(file, &site.server_data)?;
    }
    options.observer.end_stage("publish");
    Ok(Report { elapsed: started.elapsed(), ..report })
}

/// Finds everything that is wrong with the site without writing it.
///
/// # Errors
/// When the run is impossible; see [`BuildError`].
pub fn check(options: &Options) -> Result<Report, BuildError> {
    run(options, &Discard, Instant::now(), Path::new(""), Mistakes::Stop).map(|(report, _)| report)
}

/// What becomes of a site that has mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mistakes {
    /// It is not written.
    Stop,
    /// It is written as far as possible.
    Show,
}

/// Builds into `sink`; the site is handed on for whoever goes on with it.
fn run(
    options: &Options,
    sink: &impl Sink,
    started: Instant,
    out: &Path,
    mistakes: Mistakes,
) -> Result<(Report, Option<Site>), BuildError> {
    let (site, diagnostics) = site::assemble(options)?;
    let policy = site.as_ref().map(|site| site.config.policy.clone()).unwrap_or_default();
    let mut diagnostics = policy.apply(diagnostics);
    // Errors so far are of the writers' making; rendering still finds what a component refuses.
    if let Some(site) = &site {
        let written = if mistakes == Mistakes::Stop && has_failed(&diagnostics, options.strict) {
            output::write(site, &Discard)
        } else {
            output::write(site, sink)
        };
        let found = written.map_err(|error| StageError::Write { path: out.to_owned(), error })?;
        diagnostics.extend(policy.apply(found));
        if let Some(limits) = &options.external {
            diagnostics.extend(policy.apply(external::check(site, limits, &options.cache(), options.now)));
        }
        // A cache that cannot be kept costs time, and nothing else.
        drop(site.highlighter.save());
    }
    check::sort(&mut diagnostics);
    options.observer.end_stage("finish");
    let report = Report {
        failed: has_failed(&diagnostics, options.strict),
        diagnostics,
        pages: site.as_ref().map_or(0, |site| site.library.pages.len()),
        elapsed: started.elapsed(),
    };
    Ok((report, site))
}

fn has_failed(diagnostics: &[Diagnostic], strict: bool) -> bool {
    diagnostics.iter().any(|diagnostic| match diagnostic.severity {
        Severity::Error => true,
        Severity::Warning => strict,
        Severity::Note => false,
    })
}
