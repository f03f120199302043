//! What readers let writers know: votes, open questions, answers to look at again, searches that found nothing.
//!
//! For moderators and staff; a page's notes are nobody else's business.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use qa_api::manifest::Page;
use qa_api::paths;
use qa_api::problem::Code;
use qa_api::reader::{
    EmptySearch, LookAgain, LostPage, OpenQuestion, PageReport, PageSummary, ReasonCount, Reports, SectionReport,
    VoteNote, VoteReason, Votes,
};

use super::{Refusal, Visitor};
use crate::app::App;
use crate::clock::{DAY, Millis, rfc3339};
use crate::domain::capability::{Capability, allows};
use crate::domain::report::Signs;
use crate::store::empty_searches::list_empty_searches;
use crate::store::homes::list_lost_pages;
use crate::store::look_again::{AnswerToLookAt, list_look_again};
use crate::store::open_questions::{OpenCount, count_open_questions, list_open_questions};
use crate::store::page_votes::{NoteRow, VoteCount, count_page_votes, list_vote_notes};
use crate::store::section_choices::list_section_choices;
use crate::store::{StoreError, Tx};

/// How far back votes count.
pub const VOTES_LIFE: Millis = 365 * DAY;
/// Most pages of one report.
const MOST_PAGES: usize = 200;
/// Most notes, and most questions, of one page's report.
const MOST_OF_PAGE: i64 = 200;
/// Most answers to look at again that are counted.
const MOST_TO_LOOK_AT: i64 = 10_000;
/// Most searches that are told.
const MOST_SEARCHES: i64 = 100;

/// Where readers are hurt most.
///
/// # Errors
/// When nobody is signed in, or the role does not allow it.
pub async fn reports(app: &App, visitor: &Visitor) -> Result<Reports, Refusal> {
    check(visitor)?;
    let contents = app.site.contents();
    let mut tx = app.store.read().await?;
    let known = Known::read(&mut tx, app.now(), "").await?;
    let mut pages: Vec<_> = contents.pages().iter().map(|page| known.summary(page)).filter(has_something).collect();
    pages.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| b.votes.yes.cmp(&a.votes.yes)));
    pages.truncate(MOST_PAGES);
    let empty_searches = list_empty_searches(&mut tx, MOST_SEARCHES).await?.into_iter().map(|search| EmptySearch {
        words: search.words,
        hits: small(search.hits),
        last_at: rfc3339(search.last_at),
    });
    let lost_pages = list_lost_pages(&mut tx, &contents.topic_homes()).await?.into_iter().map(|page| LostPage {
        page: page.page_id,
        title: page.title,
        questions: small(page.questions),
    });
    Ok(Reports { pages, lost_pages: lost_pages.collect(), empty_searches: empty_searches.collect() })
}

fn has_something(page: &PageSummary) -> bool {
    page.score > 0 || page.votes != Votes::default()
}

/// Everything about one page.
///
/// # Errors
/// When nobody is signed in, the role does not allow it, or there is no such page.
pub async fn page_report(app: &App, visitor: &Visitor, page: &str) -> Result<PageReport, Refusal> {
    check(visitor)?;
    let contents = app.site.contents();
    let page = contents.page(page).ok_or_else(Refusal::not_found)?;
    let now = app.now();
    let mut tx = app.store.read().await?;
    let known = Known::read(&mut tx, now, &page.id).await?;
    let choices: BTreeMap<String, i64> = list_section_choices(&mut tx, &page.id).await?.into_iter().collect();
    let notes = list_vote_notes(&mut tx, &page.id, now - VOTES_LIFE, MOST_OF_PAGE).await?;
    let open = list_open_questions(&mut tx, &page.id, MOST_OF_PAGE).await?;
    let summary = known.summary(page);
    Ok(PageReport {
        path: page.path.clone(),
        earlier: known.votes(page, |vote| !is_present(page, &vote.anchor, &vote.hash)),
        sections: known.sections(page, &choices),
        reasons: reasons(&notes),
        notes: notes.into_iter().filter(|note| !note.note.is_empty()).map(|row| note(page, row)).collect(),
        open: open
            .into_iter()
            .map(|question| OpenQuestion {
                url: paths::permalink(&question.title, &question.id),
                title: question.title,
                asked_at: rfc3339(question.created_at),
                replies: small(question.replies),
            })
            .collect(),
        look_again: known.look_again.iter().map(look_again).collect(),
        summary,
    })
}

fn check(visitor: &Visitor) -> Result<(), Refusal> {
    let account = visitor.account.as_ref().ok_or_else(Refusal::signed_out)?;
    if allows(Some(account.role), false, Capability::SeeReports) {
        return Ok(());
    }
    Err(Refusal::new(Code::Forbidden, "What readers say about pages is for moderators and staff."))
}

/// What the database knows of one page or of all.
struct Known {
    votes: Vec<VoteCount>,
    open: Vec<OpenCount>,
    look_again: Vec<AnswerToLookAt>,
}

impl Known {
    async fn read(tx: &mut Tx, now: Millis, page: &str) -> Result<Self, StoreError> {
        Ok(Self {
            votes: count_page_votes(tx, now - VOTES_LIFE, page).await?,
            open: count_open_questions(tx, page).await?,
            look_again: list_look_again(tx, page, MOST_TO_LOOK_AT).await?,
        })
    }

    fn summary(&self, page: &Page) -> PageSummary {
        let votes = self.votes(page, |vote| is_present(page, &vote.anchor, &vote.hash));
        let open = self.open.iter().find(|open| open.page_id == page.id);
        let unanswered = open.map_or(0, |open| small(open.unanswered));
        let unresolved = open.map_or(0, |open| small(open.open - open.unanswered));
        let look_again = self.look_again.iter().filter(|answer| answer.page_id == page.id).count();
        let look_again = u32::try_from(look_again).unwrap_or(u32::MAX);
        let signs = Signs { no: votes.no, unanswered, unresolved, look_again };
        PageSummary {
            page: page.id.clone(),
            title: page.title.clone(),
            score: signs.readers_hurt(),
            votes,
            unanswered,
            unresolved,
            look_again: signs.look_again,
        }
    }

    /// The votes on `page` and its sections that `counts` wants.
    fn votes(&self, page: &Page, counts: impl Fn(&VoteCount) -> bool) -> Votes {
        let of_page = self.votes.iter().filter(|vote| vote.page_id == page.id && counts(vote));
        of_page.fold(Votes::default(), |mut votes, vote| {
            let sum = if vote.useful { &mut votes.yes } else { &mut votes.no };
            *sum = sum.saturating_add(small(vote.count));
            votes
        })
    }

    /// The page as a whole, and those of its sections about which anything is known, in the order of the page.
    fn sections(&self, page: &Page, choices: &BTreeMap<String, i64>) -> Vec<SectionReport> {
        let whole = std::iter::once(("", page.title.as_str()));
        let sections = page.sections.iter().map(|section| (section.anchor.as_str(), section.title.as_str()));
        let report = |(anchor, title): (&str, &str)| SectionReport {
            anchor: anchor.to_owned(),
            title: title.to_owned(),
            votes: self.votes(page, |vote| vote.anchor == anchor && is_present(page, anchor, &vote.hash)),
            chosen: choices.get(anchor).map_or(0, |hits| small(*hits)),
        };
        let says = |section: &SectionReport| {
            section.anchor.is_empty() || section.chosen > 0 || section.votes != Votes::default()
        };
        whole.chain(sections).map(report).filter(says).collect()
    }
}

/// Whether a vote on the text of this hash is one on what stands there now.
fn is_present(page: &Page, anchor: &str, hash: &str) -> bool {
    let present = match anchor {
        "" => Some(&page.revision),
        _ => page.sections.iter().find(|section| section.anchor == anchor).map(|section| &section.hash),
    };
    present.is_some_and(|present| present == hash)
}

fn reasons(notes: &[NoteRow]) -> Vec<ReasonCount> {
    let given = |reason: VoteReason| notes.iter().filter(|note| note.reason.as_deref() == Some(reason.name())).count();
    let counts = VoteReason::ALL
        .into_iter()
        .map(|reason| ReasonCount { reason, count: u32::try_from(given(reason)).unwrap_or(u32::MAX) });
    let mut counts: Vec<_> = counts.filter(|count| count.count > 0).collect();
    counts.sort_by_key(|count| Reverse(count.count));
    counts
}

fn note(page: &Page, row: NoteRow) -> VoteNote {
    VoteNote {
        given_at: rfc3339(row.created_at),
        outdated: !is_present(page, &row.anchor, &row.hash),
        section: row.anchor,
        useful: row.useful,
        reason: row.reason.as_deref().and_then(VoteReason::from_name),
        note: row.note,
    }
}

fn look_again(answer: &AnswerToLookAt) -> LookAgain {
    LookAgain {
        question: answer.question_id.clone(),
        reply: answer.reply_id.clone(),
        title: answer.title.clone(),
        page: answer.page_id.clone(),
        section: answer.section.clone(),
        posted_at: rfc3339(answer.created_at),
    }
}

fn small(count: i64) -> u32 {
    u32::try_from(count.max(0)).unwrap_or(u32::MAX)
}
