//! Everything that a ticket depends on, read in one transaction.
//!
//! **Invariant:** for a desk that is not private, every word of a question or reply comes from a [`Published`] one.

use qa_api::inbox::{PostRef, Priority};
use qa_api::paths;
use qa_api::thread::ReplyState;

use super::words::Words;
use super::{Asker, NewTicket, Terms};
use crate::app::App;
use crate::domain::post::{Published, Question, Reply};
use crate::domain::ticket::{Wanted, wanted};
use crate::store::accounts::find_account;
use crate::store::notes::find_priority;
use crate::store::questions::{find_question, find_question_text};
use crate::store::replies::{find_reply_text, list_replies};
use crate::store::ticket_notes::{Offer, TicketNote, list_offers, list_ticket_notes};
use crate::store::tickets::{Ticket, find_ticket};
use crate::store::{StoreError, Tx};

/// What is told about the question itself.
pub(super) const QUESTION: &str = "question";
/// What is told about how urgent the question is.
pub(super) const PRIORITY: &str = "priority";
/// What stands before the id of an answer that was typed into the ticket.
const OFFER: &str = "offer:";
/// What is told of something that is not on the page any more.
const GONE: &str = "gone";
/// What stands before the version of a question that waits.
const HELD: &str = "held ";

/// A question with its ticket at one desk.
pub(super) struct Case {
    /// What the question wants.
    pub wanted: Wanted,
    /// Its ticket.
    pub ticket: Option<Ticket>,
    /// What the ticket was told.
    pub told: Vec<TicketNote>,
    /// What the ticket should know, oldest first.
    pub wishes: Vec<Wish>,
    /// A new ticket for it; nothing where nothing may be said.
    pub new: Option<NewTicket>,
}

/// Something that a ticket should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wish {
    /// What it is about, as in [`TicketNote::about`].
    pub about: String,
    /// Which of the things that can be told about it.
    pub told: String,
    /// What to say.
    pub text: String,
    /// Title and text of the ticket itself from then on, where it is about the question itself.
    pub whole: Option<(String, String)>,
    /// How urgent the ticket is to be from then on, where it is about that; then nothing is said.
    pub priority: Option<Priority>,
}

impl Wish {
    fn note(about: impl Into<String>, told: impl Into<String>, text: String) -> Self {
        Self { about: about.into(), told: told.into(), text, whole: None, priority: None }
    }
}

impl Case {
    /// What the ticket does not know yet, or may not.
    pub(super) fn news(&self) -> impl Iterator<Item = &Wish> {
        self.wishes.iter().filter(|wish| {
            !self.told.iter().any(|told| told.about == wish.about && told.told == wish.told && told.arrived)
        })
    }
}

/// Reads the case of `question` at `desk`; nothing when there is no such question.
pub(super) async fn load(app: &App, desk: &str, terms: Terms, question: &str) -> Result<Option<Case>, StoreError> {
    let mut tx = app.store.read().await?;
    let Some(question) = find_question(&mut tx, question).await? else { return Ok(None) };
    let ticket = find_ticket(&mut tx, &question.id, desk).await?;
    let told = match &ticket {
        Some(ticket) => list_ticket_notes(&mut tx, &ticket.id).await?,
        None => Vec::new(),
    };
    let reader = Reader { app, terms, question: &question, told: &told };
    let wanted = wanted(&question.status, terms.private);
    let new = reader.new_ticket(&mut tx, wanted).await?;
    let wishes = reader.wishes(&mut tx, wanted).await?;
    Ok(Some(Case { wanted, ticket, new, wishes, told }))
}

struct Reader<'a> {
    app: &'a App,
    terms: Terms,
    question: &'a Question,
    told: &'a [TicketNote],
}

impl Reader<'_> {
    fn is_published(&self) -> bool {
        Published::question(self.question.clone()).is_some()
    }

    /// Where the question is: on its page, or where moderators see it.
    fn link(&self) -> String {
        if self.is_published() {
            let anchor = paths::question_anchor(&self.question.id);
            return format!("{}#{anchor}", self.app.page_url(&self.question.page));
        }
        self.app.url(&paths::case_page(&PostRef::Question(self.question.id.clone()).name()))
    }

    fn page_title(&self) -> String {
        let contents = self.app.site.contents();
        contents.home_title(&self.question.page)
    }

    fn was_told(&self, about: &str) -> Option<&str> {
        self.told.iter().find(|told| told.about == about).map(|told| told.told.as_str())
    }

    fn topic(&self) -> Option<String> {
        self.app.site.contents().topic_of(&self.question.page).map(str::to_owned)
    }

    async fn priority(&self, tx: &mut Tx) -> Result<Priority, StoreError> {
        let own = find_priority(tx, &self.question.id).await?.as_deref().and_then(Priority::from_name);
        Ok(own.unwrap_or_else(|| self.app.rules.current().priority(self.topic().as_deref())))
    }

    async fn new_ticket(&self, tx: &mut Tx, wanted: Wanted) -> Result<Option<NewTicket>, StoreError> {
        // `Wanted` allows a held question for private desks alone.
        if wanted == Wanted::Nothing {
            return Ok(None);
        }
        let question = self.question;
        let Some(text) = find_question_text(tx, &question.id).await? else { return Ok(None) };
        let asker = if self.terms.private && self.terms.addresses {
            let account = find_account(tx, &question.author.id).await?;
            account.map(|account| Asker { name: account.name, address: account.address })
        } else {
            None
        };
        let (link, page) = (self.link(), self.page_title());
        let section = question.section.as_ref().map(|section| section.title.as_str());
        let words = Words { link: &link, page: &page, section, author: question.author.shown_name() };
        let held = !self.is_published();
        Ok(Some(NewTicket {
            external_id: String::new(),
            title: question.title.clone(),
            text: words.question(&text.body, held),
            asker,
            priority: self.priority(tx).await?,
            topic: self.topic(),
            held,
            follows: None,
        }))
    }

    async fn wishes(&self, tx: &mut Tx, wanted: Wanted) -> Result<Vec<Wish>, StoreError> {
        let question = self.question;
        let (link, page) = (self.link(), self.page_title());
        let section = question.section.as_ref().map(|section| section.title.as_str());
        let words = Words { link: &link, page: &page, section, author: question.author.shown_name() };
        let mut wishes = Vec::new();
        wishes.extend(self.question_wish(tx, wanted, &words).await?);
        if self.terms.priorities && wanted == Wanted::Open {
            let priority = self.priority(tx).await?;
            let wish = Wish::note(PRIORITY, priority.name(), String::new());
            wishes.push(Wish { priority: Some(priority), ..wish });
        }
        let replies = list_replies(tx, &question.id).await?;
        for reply in &replies {
            wishes.extend(self.reply_wish(tx, reply, &words).await?);
        }
        let left = |about: &str| {
            let is_reply = ![QUESTION, PRIORITY].contains(&about) && !about.starts_with(OFFER);
            is_reply && !replies.iter().any(|reply| reply.id == about)
        };
        for told in self.told.iter().filter(|told| left(&told.about)) {
            wishes.push(Wish::note(&told.about, GONE, words.reply_removed()));
        }
        for Offer { id, writer, .. } in list_offers(tx, &question.id).await? {
            wishes.push(Wish::note(format!("{OFFER}{id}"), "offered", words.offered(&writer)));
        }
        Ok(wishes)
    }

    async fn question_wish(&self, tx: &mut Tx, wanted: Wanted, words: &Words<'_>) -> Result<Option<Wish>, StoreError> {
        let question = self.question;
        if wanted == Wanted::Nothing {
            let whole = ("A question that is not on its page".to_owned(), words.removed());
            return Ok(Some(Wish { whole: Some(whole), ..Wish::note(QUESTION, GONE, words.removed()) }));
        }
        let Some(text) = find_question_text(tx, &question.id).await? else { return Ok(None) };
        let told = question_told(question);
        let whole = (question.title.clone(), words.question(&text.body, !self.is_published()));
        let text = match self.was_told(QUESTION) {
            Some(before) if before == format!("{HELD}{told}") => words.published(),
            _ => words.question_again(&question.title, &text.body),
        };
        Ok(Some(Wish { whole: Some(whole), ..Wish::note(QUESTION, told, text) }))
    }

    async fn reply_wish(&self, tx: &mut Tx, reply: &Reply, words: &Words<'_>) -> Result<Option<Wish>, StoreError> {
        let before = self.was_told(&reply.id);
        let wish = |told: String, text| Some(Wish::note(&reply.id, told, text));
        let published =
            Published::question(self.question.clone()).and_then(|question| Published::reply(reply.clone(), &question));
        let Some(published) = published else {
            return Ok(before.and_then(|_| wish(GONE.to_owned(), words.reply_removed())));
        };
        debug_assert_eq!(published.get().status.state, ReplyState::Published, "that is what the proof says");
        let told = format!("v{}", reply.version);
        let Some(text) = find_reply_text(tx, &reply.id).await? else { return Ok(None) };
        let again = before.is_some_and(|before| before != told && before != GONE);
        Ok(wish(told, words.reply(reply.author.shown_name(), &text.body, again)))
    }
}

/// Which text of a question is told: what waits says where it is decided about, so it is told again once published.
fn question_told(question: &Question) -> String {
    let held = if Published::question(question.clone()).is_some() { "" } else { HELD };
    format!("{held}v{}", question.version)
}
