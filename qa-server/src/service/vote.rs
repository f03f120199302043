//! Saying whether a page was useful.
//!
//! **Invariant:** a vote names nobody. Who voted is a digest of machine, browser, text and month under the server's key,
//! so that one reader counts once without a cookie; it tells nothing about any other page, and is forgotten after a month.

use qa_api::limits;
use qa_api::manifest::Page;
use qa_api::problem::{Code, FieldProblem};
use qa_api::reader::{VoteReason, VoteRequest};

use super::limits::count;
use super::refusal::Fields;
use super::{Refusal, Visitor};
use crate::app::App;
use crate::clock::{DAY, Millis};
use crate::domain::limit::VOTES_PER_CLIENT;
use crate::keys::Purpose;
use crate::store::page_votes::{NewVote, update_page_vote};

/// How long one reader has one vote on one text.
pub const WINDOW: Millis = 30 * DAY;

/// A vote that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voted {
    /// Where the page is.
    pub path: String,
    /// Whether to ask for the reason.
    pub asks_why: bool,
}

/// Takes the vote of a reader with the browser `agent`; voting again on the same text replaces it.
///
/// # Errors
/// When a field cannot be accepted, the page takes no votes, or a limit is reached.
pub async fn vote(app: &App, visitor: &Visitor, agent: &str, request: &VoteRequest) -> Result<Voted, Refusal> {
    let mut fields = Fields::default();
    let note = fields.take(limits::vote_note(&request.note));
    let useful = fields.take(yes_or_no(&request.useful)) == "yes";
    let reason = VoteReason::from_name(&request.reason);
    fields.finish()?;
    let contents = app.site.contents();
    let page = contents.page(&request.page).filter(|page| page.qa).ok_or_else(|| {
        Refusal::new(Code::UnknownPage, "Votes are about a page of this site; this one is not among them.")
    })?;
    let (anchor, hash) = text(page, &request.section);
    let now = app.now();
    let window = now.div_euclid(WINDOW);
    let reader = [&visitor.client, agent, &page.id, anchor, hash, &window.to_string()].join("\0");
    let vote = NewVote {
        id: app.new_id(),
        voter: app.keys.digest(Purpose::Vote, &reader),
        page: page.id.clone(),
        anchor: anchor.to_owned(),
        hash: hash.to_owned(),
        useful,
        reason: reason.filter(|_| !useful).map(VoteReason::name),
        note,
    };
    let asks_why = !useful && vote.reason.is_none() && vote.note.is_empty();
    let client = visitor.client.clone();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                count(tx, &[(&VOTES_PER_CLIENT, client.as_str())], now).await?;
                Ok::<_, Refusal>(update_page_vote(tx, &vote, now).await?)
            })
        })
        .await?;
    Ok(Voted { path: page.path.clone(), asks_why })
}

/// Anchor and hash of the text that a vote is about: the section, or the page when it has none of that name.
fn text<'page>(page: &'page Page, anchor: &str) -> (&'page str, &'page str) {
    match page.sections.iter().find(|section| section.anchor == anchor) {
        Some(section) => (&section.anchor, &section.hash),
        None => ("", &page.revision),
    }
}

fn yes_or_no(text: &str) -> Result<String, FieldProblem> {
    match text {
        "yes" | "no" => Ok(text.to_owned()),
        _ => Err(FieldProblem { field: "useful".to_owned(), message: "Say yes or no.".to_owned() }),
    }
}
