//! What nobody may see, over random histories: whatever people and moderators do in whatever order,
//! nothing public shows an address or a post that is not published, and no mail brings what it may not.

mod desks;
mod hidden;

use std::collections::{BTreeMap, BTreeSet};
use std::env;

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use qa_api::follow::{FollowRequest, Often, Scope};
use qa_api::inbox::PostRef;
use qa_api::paths;
use qa_api::people::{Profile, ProfileRequest};
use qa_api::reader::Similar;
use qa_api::request::{ActRequest, Acted, AskRequest, Changed, EditRequest, Posted, ReplyRequest};
use qa_api::thread::{Act, PageView, QuestionState, ReplyState, Thread};
use qa_server::config::Targets;
use tests::app::App;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::Person;
use tests::slack::Slack;
use tests::webhook::Receiver;
use tokio::runtime::Handle;

use self::desks::{Desks, Got};

on_both_databases!(nothing_unpublished_and_no_address_gets_out);

/// Pages on which things happen, and a topic to which questions are moved: id and path.
const PAGES: [(&str, &str); 3] =
    [("start", "/"), ("cleaning", "/guide/cleaning/"), ("topic:lamp", "/_qa/page/topic:lamp")];
/// A section of one of them, and its heading.
const SECTION: &str = "with-water";
const SECTION_HEADING: &str = "## With water";
/// Members; the moderator comes after them.
const MEMBERS: [&str; 3] = ["ada", "bob", "cleo"];

/// One thing that happens.
#[derive(Clone, Debug)]
enum Event {
    Ask {
        who: Index,
        page: Index,
    },
    /// A question whose address is never proven.
    Draft {
        page: Index,
    },
    Reply {
        who: Index,
        question: Index,
    },
    /// One of the acts that somebody is offered.
    Act {
        who: Index,
        offer: Index,
    },
    /// Any act on any post, by anybody: mostly refused.
    Try {
        who: Index,
        post: Index,
        act: Act,
    },
    /// Somebody changes what they, or others, wrote; the new text has a word of its own.
    Edit {
        who: Index,
        post: Index,
    },
    Vote {
        who: Index,
        post: Index,
    },
    Undo {
        act: Index,
    },
    Unsubscribe {
        who: Index,
    },
    Rename {
        who: Index,
    },
    /// Somebody chooses how often they get mail about a question, a page or a topic.
    Follow {
        who: Index,
        thing: Index,
        often: Often,
    },
    /// Somebody says that something is wrong with a post, in words for moderators.
    Report {
        who: Index,
        post: Index,
    },
    /// The moderator notes something about a post or its author.
    Note {
        post: Index,
    },
    /// The moderator keeps a member from posting, who reads why; later that is taken back.
    Ban {
        who: Index,
    },
    /// Somebody says that a page was of no use, in words for its writers.
    PageVote {
        page: Index,
    },
    /// A member leaves for good, and comes back as somebody new; what was published stays.
    Leave {
        who: Index,
    },
    /// The section that questions are about is written anew, so that answers wait to be confirmed.
    Section,
    /// A day passes, and digests are due.
    Day,
    /// A minute passes, so that mails about acts become due.
    Wait,
}

fn event() -> impl Strategy<Value = Event> {
    let index = any::<Index>;
    let act = select(Act::ALL.to_vec());
    prop_oneof![
        4 => (index(), index()).prop_map(|(who, page)| Event::Ask { who, page }),
        1 => index().prop_map(|page| Event::Draft { page }),
        5 => (index(), index()).prop_map(|(who, question)| Event::Reply { who, question }),
        12 => (index(), index()).prop_map(|(who, offer)| Event::Act { who, offer }),
        2 => (index(), index(), act).prop_map(|(who, post, act)| Event::Try { who, post, act }),
        3 => (index(), index()).prop_map(|(who, post)| Event::Edit { who, post }),
        1 => (index(), index()).prop_map(|(who, post)| Event::Vote { who, post }),
        3 => index().prop_map(|act| Event::Undo { act }),
        1 => index().prop_map(|who| Event::Unsubscribe { who }),
        1 => index().prop_map(|who| Event::Rename { who }),
        3 => (index(), index(), select(Often::ALL.to_vec()))
            .prop_map(|(who, thing, often)| Event::Follow { who, thing, often }),
        1 => (index(), index()).prop_map(|(who, post)| Event::Report { who, post }),
        1 => index().prop_map(|post| Event::Note { post }),
        1 => index().prop_map(|who| Event::Ban { who }),
        1 => index().prop_map(|page| Event::PageVote { page }),
        1 => index().prop_map(|who| Event::Leave { who }),
        1 => Just(Event::Section),
        1 => Just(Event::Day),
        4 => Just(Event::Wait),
    ]
}

async fn nothing_unpublished_and_no_address_gets_out(database: Database) {
    let config = Config { cases: cases(), max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let result = tokio::task::block_in_place(|| {
        TestRunner::new(config).run(&vec(event(), 10..60), |events| {
            Handle::current().block_on(History::play(database, &events)).map_err(TestCaseError::fail)
        })
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// A few histories, or as many as `PROPTEST_CASES` asks for.
fn cases() -> u32 {
    env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(6)
}

/// A post that was made, with a word that stands in it alone.
#[derive(Clone, Debug)]
struct Made {
    id: String,
    word: String,
    author: usize,
    is_reply: bool,
}

impl Made {
    fn named(&self) -> PostRef {
        if self.is_reply { PostRef::Reply(self.id.clone()) } else { PostRef::Question(self.id.clone()) }
    }
}

struct History {
    app: App,
    people: Vec<Person>,
    /// Posts in the order they were made.
    made: Vec<Made>,
    /// Words of drafts that nobody proved.
    drafts: Vec<String>,
    /// Words that only moderators may read, and the one address that may besides.
    secrets: Vec<(String, Option<String>)>,
    /// Whether somebody has left.
    left: bool,
    acts: Vec<String>,
    /// Questions that replies became.
    split: Vec<String>,
    /// Whom, by which link, the mails stopped that carry it; a link to all mail stops all that have any.
    stopped: Vec<(String, String)>,
    /// Deleted questions, with whether they were on their page.
    deleted: BTreeMap<String, bool>,
    /// Systems that the public reads, which are told of everything that happens.
    slack: Slack,
    receiver: Receiver,
    /// Systems that keep tickets.
    desks: Desks,
    /// Everything that the second of them ever got.
    told: String,
}

impl History {
    async fn play(database: Database, events: &[Event]) -> Result<(), String> {
        let (slack, receiver) = (Slack::start().await, Receiver::start().await);
        let webhooks = Targets { webhooks: vec![receiver.config("public")], ..Targets::default() };
        let desks = Desks::start(events.len().is_multiple_of(2)).await;
        let targets = desks.among(Targets { slack: Some(slack.config()), ..webhooks });
        let app = App::start_telling(database, targets).await;
        let mut people = Vec::new();
        for name in MEMBERS {
            people.push(app.signed_in(name, &format!("{name}@example.org")).await);
        }
        people.push(app.moderator().await);
        let mut history = Self {
            app,
            people,
            made: Vec::new(),
            drafts: Vec::new(),
            secrets: Vec::new(),
            left: false,
            acts: Vec::new(),
            split: Vec::new(),
            stopped: Vec::new(),
            deleted: BTreeMap::new(),
            slack,
            receiver,
            desks,
            told: String::new(),
        };
        for event in events {
            history.happen(event).await?;
            history.app.settle_mail_due_now().await;
            history.check().await.map_err(|fault| format!("after {event:?}: {fault}"))?;
        }
        for _ in 0..3 {
            history.app.settle_mail().await;
        }
        let visible = history.visible().await;
        history.check_outsiders(&visible)?;
        let published = history.found_by_searching().await;
        let asked = |made: &&Made| !made.is_reply && published.contains(&made.word);
        if let Some(made) = history.made.iter().find(|made| asked(made) && !history.told.contains(&made.word)) {
            return Err(format!("{made:?} is on its page, and other systems were not told"));
        }
        if let Some(fault) = history.desks.disagreement(&history.app).await {
            return Err(fault);
        }
        history.app.stop().await;
        Ok(())
    }

    async fn happen(&mut self, event: &Event) -> Result<(), String> {
        match event {
            Event::Ask { who, page } => {
                let who = who.index(self.people.len());
                let word = self.word();
                let request = AskRequest {
                    page: PAGES[page.index(PAGES.len())].0.to_owned(),
                    title: format!("What does {word} mean?"),
                    body: format!("I read {word} somewhere, @Mo."),
                    // On the page that has such a section, some are about it.
                    section: Some(SECTION.to_owned()),
                    ..AskRequest::default()
                };
                let reply = self.people[who].browser.post(paths::QUESTIONS, &request).await;
                self.note(who, word, false, reply.status, &reply.text)?;
            }
            Event::Draft { page } => {
                let word = self.word();
                let request = AskRequest {
                    page: PAGES[page.index(PAGES.len())].0.to_owned(),
                    title: format!("What does {word} mean?"),
                    name: word.clone(),
                    email: "dora@example.org".to_owned(),
                    ..AskRequest::default()
                };
                self.app.browser().post(paths::QUESTIONS, &request).await;
                self.drafts.push(word);
            }
            Event::Reply { who, question } => {
                let visible = self.visible().await;
                let questions: Vec<_> =
                    self.made.iter().filter(|made| !made.is_reply && visible.contains(&made.word)).collect();
                if questions.is_empty() {
                    return Ok(());
                }
                let (who, question) = (who.index(self.people.len()), question.get(&questions).id.clone());
                let word = self.word();
                let request = ReplyRequest { body: format!("It means {word}, @Mo, @bob."), ..ReplyRequest::default() };
                let reply = self.people[who].browser.post(&paths::replies(&question), &request).await;
                self.note(who, word, true, reply.status, &reply.text)?;
            }
            Event::Act { who, offer } => {
                // Mostly the moderator, who is offered most.
                let who = who.index(self.people.len() + 6).min(self.people.len() - 1);
                let offers = self.offers(who).await;
                if !offers.is_empty() {
                    let (path, act) = &offers[offer.index(offers.len())];
                    self.act(who, path, *act).await?;
                }
            }
            Event::Try { who, post, act } if !self.made.is_empty() => {
                let post = post.get(&self.made);
                let path = if post.is_reply { paths::reply_acts(&post.id) } else { paths::question_acts(&post.id) };
                self.act(who.index(self.people.len()), &path, *act).await?;
            }
            Event::Edit { who, post } if !self.made.is_empty() => {
                let (who, made) = (who.index(self.people.len()), post.get(&self.made).clone());
                let word = self.word();
                let (title, body) = (format!("What did {word} mean?"), format!("I meant {word}."));
                let path = if made.is_reply { paths::reply_edits(&made.id) } else { paths::question_edits(&made.id) };
                let reply = self.people[who].browser.post(&path, &EditRequest { title, body }).await;
                refuse_faults(reply.status, &reply.text)?;
                if [200, 202].contains(&reply.status) {
                    self.acts.extend(reply.expect::<Changed>(reply.status).undo);
                    self.made.push(Made { word, ..made });
                }
            }
            Event::Vote { who, post } if !self.made.is_empty() => {
                let post = post.get(&self.made);
                let path = if post.is_reply { paths::reply_vote(&post.id) } else { paths::question_vote(&post.id) };
                let who = &self.people[who.index(self.people.len())];
                let reply = who.browser.post(&path, &serde_json::json!({})).await;
                refuse_faults(reply.status, &reply.text)?;
            }
            Event::Undo { act } if !self.acts.is_empty() => {
                let path = paths::undo(&self.acts[act.index(self.acts.len())]);
                let moderator = self.people.last().expect("the moderator is always there");
                let reply = moderator.browser.post(&path, &serde_json::json!({})).await;
                refuse_faults(reply.status, &reply.text)?;
            }
            Event::Unsubscribe { who } => {
                let address = self.people[who.index(MEMBERS.len())].email.clone();
                let mails = self.app.mails_to(&address);
                if let Some(mail) = mails.iter().rfind(|mail| mail.has_header("List-Unsubscribe")) {
                    let link = tests::mail::unsubscribe_link(mail);
                    let form = [("List-Unsubscribe", "One-Click")];
                    self.app
                        .browser()
                        .request(reqwest::Method::POST, &link)
                        .form(&form)
                        .send()
                        .await
                        .expect("an answer");
                    self.stopped.push((address, link));
                }
            }
            Event::Rename { who } => {
                let request = ProfileRequest {
                    name: format!("Somebody {}", self.made.len()),
                    bio: "Lamps, mostly.".to_owned(),
                    link: String::new(),
                };
                let browser = &self.people[who.index(MEMBERS.len())].browser;
                let reply = browser.post(paths::MY_PROFILE, &request).await;
                refuse_faults(reply.status, &reply.text)?;
            }
            Event::Follow { who, thing, often } => {
                let who = &self.people[who.index(self.people.len())];
                let questions =
                    self.made.iter().filter(|made| !made.is_reply).map(|made| (Scope::Question, made.id.as_str()));
                let pages = PAGES.iter().map(|(page, _)| (Scope::Page, *page));
                let things: Vec<_> = questions.chain(pages).chain([(Scope::Topic, "lamp")]).collect();
                let (scope, id) = *thing.get(&things);
                let request = FollowRequest { scope, id: id.to_owned(), often: *often };
                let reply = who.browser.post(paths::MY_FOLLOWS, &request).await;
                refuse_faults(reply.status, &reply.text)?;
                // What somebody chooses anew holds from then on.
                self.stopped.retain(|(address, link)| *address != who.email || stops_all(link));
            }
            Event::Report { .. } | Event::Note { .. } | Event::Ban { .. } | Event::PageVote { .. } => {
                self.happen_in_private(event).await?;
            }
            Event::Leave { who } if !self.left => self.leave(who.index(MEMBERS.len())).await,
            Event::Section => {
                let more = format!("{SECTION_HEADING}\n\nOnce more, for the {}th time.\n", self.acts.len());
                self.app.rebuild(|content| tests::site::edit(content, "guide/cleaning.md", SECTION_HEADING, &more));
                self.app.settle_index().await;
            }
            Event::Day => {
                self.app.advance_seconds(24 * 60 * 60);
                self.app.keep_house().await;
            }
            Event::Wait => self.app.advance_seconds(61),
            Event::Try { .. } | Event::Edit { .. } | Event::Vote { .. } | Event::Undo { .. } | Event::Leave { .. } => {}
        }
        Ok(())
    }

    async fn act(&mut self, who: usize, path: &str, act: Act) -> Result<(), String> {
        let mut request = ActRequest::new(act, "It has been answered elsewhere.");
        let turn = self.acts.len();
        match act {
            Act::Move => PAGES[turn % PAGES.len()].0.clone_into(&mut request.to),
            Act::Merge => self.made[turn % self.made.len()].id.clone_into(&mut request.to),
            Act::Split => request.title = format!("A question of its own, the {turn}th"),
            _ => {}
        }
        let id = path.rsplit('/').nth(1).unwrap_or_default().to_owned();
        let published = act == Act::Delete && self.published().await.contains(&id);
        let reply = self.people[who].browser.post(path, &request).await;
        refuse_faults(reply.status, &reply.text)?;
        if reply.status == 200 {
            let acted: Acted = reply.expect(200);
            match act {
                Act::Split => self.split.push(acted.thread.id),
                Act::Delete => {
                    self.deleted.insert(id, published);
                }
                _ => {}
            }
            self.acts.push(acted.id);
        }
        Ok(())
    }

    /// The acts that somebody is offered, and where each is posted.
    async fn offers(&self, who: usize) -> Vec<(String, Act)> {
        let mut offers = Vec::new();
        for (page, _) in PAGES {
            let view: PageView = self.people[who].browser.get(&paths::my_page_threads(page)).await.expect(200);
            for thread in view.threads {
                offers.extend(thread.acts.iter().map(|act| (paths::question_acts(&thread.id), *act)));
                for reply in thread.replies {
                    offers.extend(reply.acts.iter().map(|act| (paths::reply_acts(&reply.id), *act)));
                }
            }
        }
        offers
    }

    /// A word that no other text contains.
    fn word(&self) -> String {
        format!("zq{}x", self.made.len() + self.drafts.len() * 1000)
    }

    fn note(&mut self, author: usize, word: String, is_reply: bool, status: u16, text: &str) -> Result<(), String> {
        refuse_faults(status, text)?;
        if status != 201 {
            return Ok(());
        }
        let (Posted::Held { thread } | Posted::Published { thread }) =
            serde_json::from_str(text).map_err(|error| error.to_string())?
        else {
            return Err(format!("a draft of a signed-in account: {text}"));
        };
        let id = if is_reply {
            let reply = thread.replies.iter().find(|reply| reply.body_html.contains(&word));
            reply.ok_or_else(|| format!("the reply is not in its own thread: {text}"))?.id.clone()
        } else {
            thread.id
        };
        self.made.push(Made { id, word, author, is_reply });
        Ok(())
    }

    /// The threads of all pages as the moderator sees them.
    async fn threads(&self) -> Vec<Thread> {
        let moderator = self.people.last().expect("the moderator is always there");
        let mut threads = Vec::new();
        for (page, _) in PAGES {
            let view: PageView = moderator.browser.get(&paths::my_page_threads(page)).await.expect(200);
            threads.extend(view.threads);
        }
        threads
    }

    /// The ids of the published questions.
    async fn published(&self) -> BTreeSet<String> {
        let threads = self.threads().await.into_iter();
        threads.filter(|thread| thread.state == QuestionState::Published).map(|thread| thread.id).collect()
    }

    /// The words that everybody may see now, by what the moderator's own view says of the posts they are in.
    async fn visible(&self) -> BTreeSet<String> {
        self.words(|thread| {
            let shown = thread.replies.iter().filter(|reply| reply.state == ReplyState::Published);
            // A question that was deleted from its page leaves the replies there, if any is by somebody else.
            let others = shown.filter(|reply| reply.author.name != thread.author.name).count() > 0;
            thread.state == QuestionState::Deleted && self.deleted.get(&thread.id) == Some(&true) && others
        })
        .await
    }

    /// The words of published questions and their replies.
    async fn found_by_searching(&self) -> BTreeSet<String> {
        self.words(|_| false).await
    }

    /// The words in published threads, and in what is published below those that leave their replies.
    async fn words(&self, leaves_replies: impl Fn(&Thread) -> bool) -> BTreeSet<String> {
        let mut text = String::new();
        for thread in self.threads().await {
            let published = thread.state == QuestionState::Published;
            if published {
                text.push_str(&format!("{} {}", thread.title, thread.body_html));
            }
            if published || leaves_replies(&thread) {
                let shown = thread.replies.iter().filter(|reply| reply.state == ReplyState::Published);
                shown.for_each(|reply| text.push_str(&reply.body_html));
            }
        }
        self.made.iter().map(|made| made.word.clone()).filter(|word| text.contains(word)).collect()
    }

    async fn check(&mut self) -> Result<(), String> {
        let visible = self.visible().await;
        self.check_public(&visible).await?;
        self.check_outsiders(&visible)?;
        self.check_mails(&visible)
    }

    /// Lists and feeds show every published question, part by part, and no other.
    async fn check_lists(&self, visible: &BTreeSet<String>) -> Result<(), String> {
        let outside = self.app.browser();
        let mut next = Some(paths::QUESTIONS_LIST.to_owned());
        let mut listed = outside.get(&paths::feed(paths::UNANSWERED_LIST)).await.text;
        for person in &self.people {
            let profile: Profile = person.browser.get(paths::MY_PROFILE).await.expect(200);
            listed.push_str(&outside.get(&paths::person_data(&profile.id)).await.text);
            listed.push_str(&outside.open(&paths::person(&profile.id)).await.html);
        }
        while let Some(part) = next {
            let page = outside.open(&part).await;
            listed.push_str(&page.html);
            next = page.attributes("a[rel=next]", "href").pop();
        }
        for made in self.made.iter().filter(|made| !made.is_reply) {
            let may = visible.contains(&made.word);
            if listed.contains(&made.word) != may {
                return Err(format!("lists: {made:?} is {}", if may { "missing" } else { "shown" }));
            }
        }
        // A reply stands in a list only where it became a question.
        let replies = self.made.iter().filter(|made| made.is_reply && !visible.contains(&made.word));
        let words = self.drafts.iter().chain(replies.map(|made| &made.word));
        let words = words.chain(self.secrets.iter().map(|(word, _)| word));
        match words.clone().find(|word| listed.contains(*word)) {
            Some(word) => Err(format!("lists show {word}, which is no published question")),
            None if listed.contains("example.org") => Err("lists show an address".to_owned()),
            None => Ok(()),
        }
    }

    /// Searching finds, and askers are offered, what is published and no other.
    async fn check_searches(&self, visible: &BTreeSet<String>) -> Result<(), String> {
        let outside = self.app.browser();
        // What is left below a deleted question is on its page, and found nowhere else.
        let published = self.found_by_searching().await;
        for made in &self.made {
            let may = visible.contains(&made.word) && published.contains(&made.word);
            let found = outside.open(&format!("{}?q={}", paths::QUESTIONS_LIST, made.word)).await;
            let is_found = !found.texts(".qa-queue a").is_empty();
            let similar = format!("{}?page=cleaning&q={}", paths::SIMILAR, made.word);
            let similar: Similar = outside.get(&similar).await.expect(200);
            if is_found != may || similar.is_empty() == may {
                return Err(format!("searching: {made:?} is {}", if may { "missing" } else { "found" }));
            }
        }
        for word in &self.drafts {
            let similar: Similar = outside.get(&format!("{}?q={word}", paths::SIMILAR)).await.expect(200);
            if !similar.is_empty() {
                return Err(format!("searching finds the draft {word}"));
            }
        }
        Ok(())
    }

    async fn check_public(&self, visible: &BTreeSet<String>) -> Result<(), String> {
        let outside = self.app.browser();
        let mut public = String::new();
        for (page, path) in PAGES {
            let events = outside.get(&paths::page_events(page)).await.text;
            for text in [outside.open(path).await.html, outside.get(&paths::page_threads(page)).await.text, events] {
                public.push_str(&text);
            }
        }
        let snapshot = outside.get(paths::SNAPSHOT).await;
        let mut permalinks = String::new();
        let questions = self.made.iter().filter(|made| !made.is_reply).map(|made| &made.id);
        for id in questions.chain(&self.split).collect::<BTreeSet<_>>() {
            permalinks.push_str(&outside.open(&format!("/questions/{id}")).await.html);
        }
        self.check_lists(visible).await?;
        self.check_searches(visible).await?;
        let places = [("pages and API", &public), ("the snapshot", &snapshot.text), ("permalinks", &permalinks)];
        for (what, text) in places {
            if text.contains("example.org") {
                return Err(format!("{what} show an address"));
            }
            for made in &self.made {
                let may = visible.contains(&made.word);
                if text.contains(&made.word) != may {
                    return Err(format!("{what}: {made:?} is {}", if may { "missing" } else { "shown" }));
                }
            }
            if let Some(word) = self.drafts.iter().find(|word| text.contains(*word)) {
                return Err(format!("{what} show the draft {word}"));
            }
            if let Some((word, _)) = self.secrets.iter().find(|(word, _)| text.contains(word)) {
                return Err(format!("{what} show {word}, which is for moderators"));
            }
        }
        Ok(())
    }

    /// What systems that the public reads got since they were looked at last.
    fn check_outsiders(&mut self, visible: &BTreeSet<String>) -> Result<(), String> {
        let got = self.receiver.everything();
        let Got { outsiders, insider } = self.desks.take();
        let others = outsiders.iter().map(|(who, text)| (*who, text));
        let slack = self.slack.everything();
        for (who, text) in [("Slack", &slack), ("a webhook", &got)].into_iter().chain(others) {
            if text.contains("example.org") {
                return Err(format!("{who} is told an address: {text}"));
            }
            let hidden = self.made.iter().map(|made| &made.word).filter(|word| !visible.contains(*word));
            if let Some(word) = hidden.chain(&self.drafts).find(|word| text.contains(*word)) {
                return Err(format!("{who} is told {word}, which is not published: {text}"));
            }
        }
        let unseen = self.drafts.iter().chain(self.secrets.iter().map(|(word, _)| word));
        let all = [&slack, &got, &insider].into_iter().chain(outsiders.iter().map(|(_, text)| text));
        for text in all {
            if let Some(word) = unseen.clone().find(|word| text.contains(*word)) {
                return Err(format!("another system is told {word}, which is for nobody there: {text}"));
            }
        }
        if insider.contains("example.org") {
            return Err(format!("a ticket says an address: {insider}"));
        }
        self.told.push_str(&got);
        self.slack.forget();
        self.receiver.forget();
        Ok(())
    }

    fn check_mails(&self, visible: &BTreeSet<String>) -> Result<(), String> {
        for mail in self.app.take_new_mails() {
            if mail.has_header("List-Unsubscribe") {
                let own = tests::mail::unsubscribe_link(&mail);
                let stopped =
                    |(address, link): &&(String, String)| mail.is_to(address) && (stops_all(link) || *link == own);
                if let Some(stopped) = self.stopped.iter().find(stopped) {
                    return Err(format!("after {stopped:?} went out {mail:#?}"));
                }
            }
            for made in &self.made {
                if !mail.text.contains(&made.word) && !mail.html.contains(&made.word) {
                    continue;
                }
                let to_author = mail.is_to(&self.people[made.author].email);
                let public = visible.contains(&made.word);
                let allowed = if made.is_reply { to_author != public } else { to_author || public };
                if !allowed {
                    return Err(format!("{made:?} (public: {public}) went out in {mail:#?}"));
                }
            }
            let secret = |(word, reader): &&(String, Option<String>)| {
                let may = mail.is_to("mo@example.org") || reader.as_ref().is_some_and(|reader| mail.is_to(reader));
                !may && (mail.text.contains(word) || mail.html.contains(word))
            };
            if let Some((word, _)) = self.secrets.iter().find(secret) {
                return Err(format!("{word}, which is for moderators, went out in {mail:#?}"));
            }
            if let Some(word) = self.drafts.iter().find(|word| mail.text.contains(*word)) {
                return Err(format!("the draft {word} went out in {mail:#?}"));
            }
        }
        Ok(())
    }
}

/// Whether a link that unsubscribes names no single thing.
fn stops_all(link: &str) -> bool {
    link.rsplit_once("?t=").is_some_and(|(_, token)| !token.contains(':'))
}

fn refuse_faults(status: u16, text: &str) -> Result<(), String> {
    if status >= 500 { Err(format!("the server answered {status}: {text}")) } else { Ok(()) }
}
