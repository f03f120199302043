//! People who talk to a server in this process while its clock is moved: a question, a reply to it, its resolution.

use std::collections::BTreeSet;

use qa_api::paths;
use qa_api::request::Posted;
use qa_api::thread::{Act, Role};
use qa_server::clock::{Millis, SECOND};
use serde_json::json;
use sqlx::FromRow;
use tests::app::App;
use tests::person::{Person, Post};

use super::peers::{Heard, Peers, compare};

const PAGE: &str = "cleaning";

/// The talk so far.
pub(super) struct Talk {
    asker: Person,
    replier: Person,
    words: Vec<String>,
}

/// An effect that has not arrived.
#[derive(Clone, Debug, FromRow)]
pub(super) struct Waiting {
    pub id: String,
    pub lane: String,
    pub attempts: i64,
    pub not_before: Millis,
}

impl Talk {
    /// Two moderators, whose posts are on the page at once.
    pub(super) async fn begin(app: &App) -> Self {
        let mut people = Vec::new();
        for (name, email) in [("Ada", "ada@example.org"), ("Grace", "grace@example.org")] {
            let person = app.person(name, email);
            let account = app.grant(email, Role::Moderator).await;
            person.sign_in_by_link(&app.sign_in_link(&account).await).await;
            people.push(person);
        }
        let replier = people.pop().expect("two");
        Self { asker: people.pop().expect("two"), replier, words: Vec::new() }
    }

    /// One more question, the reply to it, and that this was it.
    pub(super) async fn go_on(&mut self, app: &App) {
        app.forget_counters().await;
        let word = format!("zw{}q", self.words.len());
        let question = json!({ "page": PAGE, "title": format!("What does {word} mean?"), "body": "I read it." });
        let posted: Posted = self.asker.browser.post(paths::QUESTIONS, &question).await.expect(201);
        let Posted::Published { thread } = posted else { panic!("a moderator's question waits") };
        let reply = json!({ "body": format!("It means {word}.") });
        let posted = self.replier.browser.post(&paths::replies(&thread.id), &reply).await;
        assert!(posted.status < 300, "{}", posted.text);
        self.asker.act(PAGE, Post::Question(&thread.id), Act::Resolve, "").await;
        self.words.push(word);
    }

    /// How many questions there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Everything that there is to hear of it.
    pub(super) fn expected(&self) -> BTreeSet<Heard> {
        let all = |word: &String| {
            [Heard::Question(word.clone()), Heard::Reply(word.clone()), Heard::Resolution(word.clone())]
        };
        self.words.iter().flat_map(all).collect()
    }

    /// What is wrong with what somebody heard: lost, doubled, or out of order within a question.
    pub(super) fn complaints(&self, heard: &[Heard]) -> Vec<String> {
        let difference = compare(heard, &self.expected());
        let mut complaints: Vec<_> = difference.lost.iter().map(|heard| format!("{heard:?} is lost")).collect();
        complaints.extend(difference.doubled.iter().map(|heard| format!("{heard:?} came again")));
        let at = |what: Heard| heard.iter().position(|heard| *heard == what);
        for word in &self.words {
            let order = [Heard::Question(word.clone()), Heard::Reply(word.clone()), Heard::Resolution(word.clone())];
            if !order.map(at).is_sorted() {
                complaints.push(format!("what happened to {word} came out of order"));
            }
        }
        complaints
    }

    /// What is wrong with what the peers heard.
    pub(super) fn complaints_of(&self, peers: &Peers) -> Vec<String> {
        let of_peer = |(peer, heard): (&'static str, Vec<Heard>)| {
            self.complaints(&heard).into_iter().map(move |complaint| format!("{peer}: {complaint}"))
        };
        peers.heard().into_iter().flat_map(of_peer).collect()
    }
}

/// Moves the clocks here and there.
pub(super) fn advance(app: &App, peers: &Peers, seconds: u64) {
    app.advance_seconds(seconds);
    peers.zendesk.pass(i64::try_from(seconds).expect("a test lasts no eternity") * SECOND);
}

/// Everything that has not arrived, oldest first.
pub(super) async fn waiting(app: &App) -> Vec<Waiting> {
    app.select("SELECT id, lane, attempts, not_before FROM outbox WHERE state IN ('waiting', 'leased') AND kind <> 'solved' ORDER BY id")
        .await
}

/// The lanes and errors of what was given up.
pub(super) async fn given_up(app: &App) -> Vec<(String, Option<String>)> {
    app.select("SELECT lane, last_error FROM outbox WHERE state = 'dead'").await
}
