//! `site-gen quotes`: the state of every quote, for whoever keeps the approvals.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;
use time::Date;

use crate::check::Diagnostic;
use crate::output::quotes::{Selection, arguments};
use crate::site::Site;
use crate::source::data::QUOTES;
use crate::source::testimonials::{self, Testimonial};
use crate::{BuildError, Options, site};

/// What has become of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Approved and shown, and its approval soon ends.
    Expiring,
    /// Not to be shown yet: something is missing, or its time has not come.
    Waiting,
    /// Approved, and no page shows it.
    Unused,
    /// Approved and shown.
    Shown,
    /// Not to be shown any more.
    LeftOut,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::Expiring => "expiring",
            Self::Waiting => "waiting",
            Self::Unused => "unused",
            Self::Shown => "shown",
            Self::LeftOut => "left out",
        }
    }
}

/// A quote and its state.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// What has become of it.
    pub state: State,
    /// Who said it.
    pub author: String,
    /// Where the author does what they do, or empty.
    pub company: String,
    /// The kind's name.
    pub source: &'static str,
    /// Its line in the file.
    pub line: usize,
    /// The last day of its approval, if that ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    /// Why it is not shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The pages that show it, by file.
    pub pages: Vec<String>,
    /// Its first words.
    pub quote: String,
}

/// Every quote of the site at `options.content`, what needs attention first; approvals that end within `days`, or within
/// as many as `site.yaml` says, expire soon.
///
/// # Errors
/// When the content folder cannot be read.
pub fn list(options: &Options, days: Option<u16>) -> Result<Result<Vec<Entry>, Vec<Diagnostic>>, BuildError> {
    let (site, diagnostics) = site::assemble(options)?;
    let today = options.now.date();
    let entries = |site: Site| entries(&site, today, testimonials::soon(today, days.unwrap_or(site.config.expiring)));
    Ok(site.map(entries).ok_or(diagnostics))
}

fn entries(site: &Site, today: Date, soon: Date) -> Vec<Entry> {
    let mut pages = shown_on(site);
    let describe = |(index, testimonial): (usize, &Testimonial)| {
        let pages = pages.remove(&index).unwrap_or_default();
        let refusal = testimonial.refusal(today);
        let expires = testimonial.approval.as_ref().and_then(|approval| approval.expires);
        let state = match &refusal {
            Some(refusal) if refusal.is_final() => State::LeftOut,
            Some(_) => State::Waiting,
            None if pages.is_empty() => State::Unused,
            None if expires.is_some_and(|day| day.0 <= soon) => State::Expiring,
            None => State::Shown,
        };
        Entry {
            state,
            author: testimonial.author.clone(),
            company: testimonial.company.clone(),
            source: testimonial.source.name(),
            line: site.testimonials_text[..testimonial.span.start].matches('\n').count() + 1,
            expires: expires.map(|day| day.to_string()),
            reason: refusal.map(|refusal| refusal.to_string()),
            pages,
            quote: first_words(&testimonial.quote),
        }
    };
    let mut entries: Vec<_> = site.testimonials.iter().enumerate().map(describe).collect();
    entries.sort_by_key(|entry| (entry.state, entry.line));
    entries
}

/// Which pages show which quotes.
fn shown_on(site: &Site) -> BTreeMap<usize, Vec<String>> {
    let mut shown: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for page in &site.library.pages {
        page.content.components(&mut |component| {
            let Some(signature) = site.theme.component(&component.name) else { return };
            if !signature.data.iter().any(|name| name == QUOTES) {
                return;
            }
            // A selection that cannot be read shows nothing, and the check says so.
            let Ok(selection) = Selection::read(component, signature, &arguments(component)) else { return };
            for quote in selection.apply(&site.quotes) {
                let pages = shown.entry(quote.entry).or_default();
                if pages.last() != Some(&page.source) {
                    pages.push(page.source.clone());
                }
            }
        });
    }
    shown
}

fn first_words(quote: &str) -> String {
    let words = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words,
    }
}

/// The list for people: a table, and how many quotes are in each state.
pub fn human(entries: &[Entry]) -> String {
    let rows: Vec<[String; 5]> = entries.iter().map(row).collect();
    let header = ["state", "line", "author", "kind", "until"].map(str::to_owned);
    let all = || std::iter::once(&header).chain(&rows);
    let widths: Vec<_> =
        (0..header.len()).map(|column| all().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    let mut text = String::new();
    for (position, row) in all().enumerate() {
        let cells: Vec<_> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        let last = match position.checked_sub(1).map(|position| &entries[position]) {
            None => "where, or why not".to_owned(),
            Some(Entry { reason: Some(reason), .. }) => reason.clone(),
            Some(entry) => entry.pages.join(", "),
        };
        let _ = writeln!(text, "{}", format!("{}  {last}", cells.join("  ")).trim_end());
    }
    let counted: Vec<_> = [State::Shown, State::Expiring, State::Unused, State::Waiting, State::LeftOut]
        .into_iter()
        .map(|state| format!("{} {}", entries.iter().filter(|entry| entry.state == state).count(), state.name()))
        .collect();
    let _ = writeln!(text, "\n{}", counted.join(", "));
    text
}

fn row(entry: &Entry) -> [String; 5] {
    [
        entry.state.name().to_owned(),
        entry.line.to_string(),
        entry.author.clone(),
        entry.source.to_owned(),
        entry.expires.clone().unwrap_or_default(),
    ]
}
