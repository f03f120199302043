//! `_data/testimonials.yaml`: what people said, and who approved showing it.
//!
//! **Invariant:** only [`Testimonial`]s that [`Testimonial::refusal`] accepts reach the theme.
//! The rule stands here in Rust and nowhere in a template.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_yaml::Spanned;
use time::{Date, Duration};

use super::day::Day;
use super::yaml;
use crate::check::{Code, Diagnostic, Problem};

/// The file, below the content folder.
pub const FILE: &str = "_data/testimonials.yaml";

/// One quote.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Testimonial {
    /// What was said.
    pub quote: String,
    /// Who said it.
    pub author: String,
    /// What the author does.
    #[serde(default)]
    pub role: String,
    /// Where the author does it.
    #[serde(default)]
    pub company: String,
    /// How the quote came about.
    pub source: SourceKind,
    /// Where it can be read in public.
    #[serde(default)]
    pub link: String,
    /// When it was said: `2026-11-03`.
    #[serde(default)]
    pub date: Option<Day>,
    /// What it is about, for components that show one topic.
    #[serde(default)]
    pub topic: String,
    /// Its place among others, light ones first, for components that order by weight.
    #[serde(default)]
    pub weight: Option<i64>,
    /// Who agreed to showing it.
    #[serde(default)]
    pub approval: Option<Approval>,
    /// Whether the author took it back.
    #[serde(default)]
    pub withdrawn: bool,
    /// Where the entry stands in the file.
    #[serde(skip)]
    pub span: std::ops::Range<usize>,
}

/// How a quote came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A review that the author published.
    Review,
    /// A post that the author published.
    Social,
    /// A story that was written with the customer.
    CustomerStory,
    /// Something said in a call, and so in confidence.
    FeedbackCall,
}

impl SourceKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Review, Self::Social, Self::CustomerStory, Self::FeedbackCall];

    /// The name in data files and component parameters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Social => "social",
            Self::CustomerStory => "customer_story",
            Self::FeedbackCall => "feedback_call",
        }
    }

    /// For readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Review => "Public review",
            Self::Social => "Social post",
            Self::CustomerStory => "Customer story",
            Self::FeedbackCall => "Feedback call",
        }
    }

    /// Whether the author made the words public themselves.
    fn is_public(self) -> bool {
        matches!(self, Self::Review | Self::Social)
    }
}

/// An agreement to show a quote.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Who agreed.
    pub by: String,
    /// When.
    pub on: Day,
    /// What shows it: a mail's subject, a document, a ticket.
    pub evidence: String,
    /// Until when it holds.
    #[serde(default)]
    pub expires: Option<Day>,
}

impl Testimonial {
    /// Why the quote must not be shown on `today`; `None` when it may.
    ///
    /// Reviews and social posts are public by their authors' own doing; everything else needs an approval that holds.
    pub fn refusal(&self, today: Date) -> Option<Refusal> {
        if self.withdrawn {
            return Some(Refusal::Withdrawn);
        }
        match &self.approval {
            Some(approval) if approval.by.trim().is_empty() || approval.evidence.trim().is_empty() => {
                Some(Refusal::ApprovalIncomplete)
            }
            Some(approval) if approval.on.0 > today => Some(Refusal::ApprovalStarts(approval.on.0)),
            Some(Approval { expires: Some(Day(expires)), .. }) if *expires < today => {
                Some(Refusal::ApprovalExpired(*expires))
            }
            None if !self.source.is_public() => Some(Refusal::NotApproved(self.source)),
            None if self.link.is_empty() => Some(Refusal::NotPublic(self.source)),
            _ => None,
        }
    }
}

/// Why a quote must not be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Its author took it back.
    Withdrawn,
    /// Its approval does not say by whom or on what evidence.
    ApprovalIncomplete,
    /// Its approval does not hold before this day.
    ApprovalStarts(Date),
    /// Its approval held until this day.
    ApprovalExpired(Date),
    /// Nobody approved it, and its kind needs that.
    NotApproved(SourceKind),
    /// It is said to be public, and nothing shows where.
    NotPublic(SourceKind),
}

impl Refusal {
    /// Whether waiting changes nothing.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Withdrawn | Self::ApprovalExpired(_))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Withdrawn => write!(formatter, "its author withdrew it"),
            Self::ApprovalIncomplete => {
                write!(formatter, "its approval does not say by whom or on what evidence")
            }
            Self::ApprovalStarts(day) => write!(formatter, "its approval starts on {day}"),
            Self::ApprovalExpired(day) => write!(formatter, "its approval expired on {day}"),
            Self::NotApproved(kind) => {
                write!(formatter, "a quote from a {} needs an approval", kind.label().to_lowercase())
            }
            Self::NotPublic(kind) => {
                let kind = kind.label().to_lowercase();
                write!(formatter, "a {kind} without approval needs the link where it is public")
            }
        }
    }
}

/// Reads `_data/testimonials.yaml`.
pub(super) fn read(text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Testimonial> {
    let codes = yaml::Codes { syntax: Code::DataSyntax, key: Code::DataSchema, value: Code::DataSchema };
    let (entries, mut problems) = yaml::read::<Vec<Spanned<Testimonial>>>(text, 0..text.len(), codes);
    let mut testimonials = Vec::with_capacity(entries.len());
    for entry in entries {
        let at = entry.referenced.span().byte_offset().map_or(0, |offset| offset as usize).min(text.len());
        let mut testimonial = entry.value;
        testimonial.span = at..at + text[at..].lines().next().map_or(0, str::len);
        if !testimonial.link.is_empty()
            && !testimonial.link.starts_with("https://")
            && !testimonial.link.starts_with("http://")
        {
            problems.push(Problem::new(Code::DataSchema, testimonial.span.clone(), "the link of this quote is no URL"));
        }
        testimonials.push(testimonial);
    }
    diagnostics.extend(problems.into_iter().map(|problem| Diagnostic::at(FILE, text, problem)));
    testimonials
}

/// A note for every quote that is not shown on `today`.
pub fn left_out(testimonials: &[Testimonial], text: &str, today: Date) -> Vec<Diagnostic> {
    let note = |testimonial: &Testimonial| {
        let reason = testimonial.refusal(today)?;
        let message = format!("the quote of {} is not shown: {reason}", testimonial.author);
        Some(Diagnostic::at(FILE, text, Problem::new(Code::QuoteLeftOut, testimonial.span.clone(), message)))
    };
    testimonials.iter().filter_map(note).collect()
}

/// The last day that is soon, on `today`.
pub fn soon(today: Date, days: u16) -> Date {
    today.checked_add(Duration::days(i64::from(days))).unwrap_or(Date::MAX)
}

/// A warning for every quote that may be shown on `today` and not much longer: its approval ends on or before `soon`.
pub fn expiring(testimonials: &[Testimonial], text: &str, today: Date, soon: Date) -> Vec<Diagnostic> {
    let warning = |testimonial: &Testimonial| {
        let expires = testimonial.approval.as_ref()?.expires?.0;
        if expires > soon || testimonial.refusal(today).is_some() {
            return None;
        }
        let message = format!("the approval for the quote of {} ends on {expires}", testimonial.author);
        let problem = Problem::new(Code::QuoteExpiring, testimonial.span.clone(), message)
            .hint("ask again, and change `expires`; the quote leaves the site by itself the day after");
        Some(Diagnostic::at(FILE, text, problem))
    };
    testimonials.iter().filter_map(warning).collect()
}
