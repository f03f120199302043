//! What an import did, or would do, line by line.

use std::fmt;

/// Most lines of one kind; what is beyond is counted.
const MOST_LINES: usize = 100;

/// See the module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    dry_run: bool,
    /// New questions and replies.
    pub questions: usize,
    /// New replies.
    pub replies: usize,
    /// How many of both wait for a moderator, as they did.
    pub held: usize,
    /// Posts that were here before.
    pub known: usize,
    /// Posts that were deleted where they come from.
    pub deleted: usize,
    /// Posts that were spam where they come from.
    pub spam: usize,
    /// New replies to questions that are gone from here since.
    pub orphans: usize,
    /// Threads whose page was not found.
    pub lost: Vec<Lost>,
    /// Whether these are kept nevertheless.
    pub(super) keeps_lost: bool,
    /// Threads that the map leaves out.
    pub unwanted: usize,
    /// Posts that cannot be stored, and what else the file does not have: a line each.
    pub notes: Vec<String>,
}

/// A thread whose page was not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// What it is about, as a map can name it.
    pub place: String,
    /// What it is called.
    pub title: String,
    /// How many posts it has.
    pub posts: usize,
}

impl Report {
    pub(super) fn new(dry_run: bool) -> Self {
        Self { dry_run, ..Self::default() }
    }

    /// Adds what one unit of work did.
    pub(super) fn add(&mut self, done: &Self) {
        self.questions += done.questions;
        self.replies += done.replies;
        self.held += done.held;
        self.known += done.known;
        self.orphans += done.orphans;
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let took = if self.dry_run { "would take in" } else { "took in" };
        write!(f, "{took} {} questions and {} replies", self.questions, self.replies)?;
        let of_these = [
            (self.held, "of them wait for a moderator, as they did"),
            (self.known, "posts were here before"),
            (self.deleted, "deleted posts were left out"),
            (self.spam, "posts of spam were left out"),
            (self.unwanted, "threads were left out, as the map says"),
            (self.orphans, "replies were left out, since their question is gone from here"),
        ];
        for (count, what) in of_these.iter().filter(|(count, _)| *count > 0) {
            write!(f, "\n{count} {what}")?;
        }
        if !self.lost.is_empty() {
            let what = if self.keeps_lost {
                "are kept for moderators, who find them among the lost pages of the inbox"
            } else {
                "were left out; name their pages by --map, or keep them by --keep-lost"
            };
            write!(f, "\n{} threads have no page here and {what}:", self.lost.len())?;
        }
        let lost = self.lost.iter().map(|lost| format!("{}  {} posts  {}", lost.place, lost.posts, lost.title));
        lines(f, lost.collect())?;
        if !self.notes.is_empty() {
            write!(f, "\n{} things could not be taken in:", self.notes.len())?;
        }
        lines(f, self.notes.clone())
    }
}

fn lines(f: &mut fmt::Formatter<'_>, lines: Vec<String>) -> fmt::Result {
    for line in lines.iter().take(MOST_LINES) {
        write!(f, "\n  {}", line.replace(char::is_control, " "))?;
    }
    match lines.len().saturating_sub(MOST_LINES) {
        0 => Ok(()),
        more => write!(f, "\n  … and {more} more"),
    }
}
