//! Every kind of system that is told what happens, as stand-ins, and what each of them heard in the end.
//!
//! The crowd and the talk say "What does WORD mean?" and "It means WORD.", so that each post is known by what it says
//! wherever it is told.

use std::collections::{BTreeMap, BTreeSet};

use qa_server::config::{Secret, Targets};
use serde_json::{Value, json};
use tests::faults::Faults;
use tests::github::Github;
use tests::slack::Slack;
use tests::webhook::Receiver;
use tests::zendesk::Zendesk;

/// What stands before a question's word, and before a reply's.
const QUESTION: &str = "What does ";
const REPLY: &str = "It means ";

/// One of each kind.
pub(super) struct Peers {
    pub slack: Slack,
    pub zendesk: Zendesk,
    pub github: Github,
    pub receiver: Receiver,
}

/// Something that a peer was told, by the word of the post.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Heard {
    Question(String),
    Reply(String),
    /// That the question with this word is resolved.
    Resolution(String),
}

/// How what a peer heard differs from what there was to hear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    pub lost: Vec<Heard>,
    /// Heard more than once; once for each time too many.
    pub doubled: Vec<Heard>,
}

impl Peers {
    pub(super) async fn start() -> Self {
        Self {
            slack: Slack::start().await,
            zendesk: Zendesk::start().await,
            github: Github::start().await,
            receiver: Receiver::start().await,
        }
    }

    /// How a server in this process is told of them.
    pub(super) fn targets(&self) -> Targets {
        Targets {
            slack: Some(self.slack.config()),
            zendesk: Some(self.zendesk.config()),
            github: Some(self.github.config()),
            webhooks: vec![self.receiver.config("erp")],
            builds: Vec::new(),
        }
    }

    /// The same as a configuration file.
    pub(super) fn settings(&self) -> String {
        // Secrets, and addresses that may hold one, are not written by whoever writes the configuration; a test puts them back.
        let mut targets = serde_json::to_value(self.targets()).expect("a configuration is JSON");
        let reveal = |place: &mut Value, secret: Option<&Secret>| {
            *place = secret.map_or(Value::Null, |secret| json!(secret.expose()));
        };
        let Targets { slack, zendesk, github, webhooks, .. } = self.targets();
        let (slack, zendesk, github) = (slack.expect("given"), zendesk.expect("given"), github.expect("given"));
        reveal(&mut targets["slack"]["token"], slack.token.as_ref());
        reveal(&mut targets["slack"]["signing_secret"], slack.signing_secret.as_ref());
        let oauth = zendesk.auth.oauth.as_ref().map(|oauth| &oauth.client_secret);
        reveal(&mut targets["zendesk"]["auth"]["oauth"]["client_secret"], oauth);
        reveal(&mut targets["zendesk"]["webhook_secret"], zendesk.webhook_secret.as_ref());
        reveal(&mut targets["github"]["token"], github.token.as_ref());
        reveal(&mut targets["github"]["webhook_secret"], github.webhook_secret.as_ref());
        reveal(&mut targets["webhooks"][0]["secrets"][0], webhooks[0].secrets.first());
        targets["webhooks"][0]["url"] = json!(webhooks[0].url);
        // Every document of JSON is one of YAML.
        json!({ "targets": targets }).to_string()
    }

    /// What goes wrong at each of them.
    pub(super) fn faults(&self) -> [(&'static str, &Faults); 4] {
        [
            ("slack", &self.slack.faults),
            ("zendesk", &self.zendesk.faults),
            ("github", &self.github.faults),
            ("webhook", &self.receiver.faults),
        ]
    }

    /// What each of them heard, first to last for each question.
    pub(super) fn heard(&self) -> [(&'static str, Vec<Heard>); 4] {
        [
            ("slack", self.heard_by_slack()),
            ("zendesk", self.heard_by_zendesk()),
            ("github", self.heard_by_github()),
            ("webhook", heard_by(&self.receiver)),
        ]
    }

    fn heard_by_slack(&self) -> Vec<Heard> {
        let messages = self.slack.messages();
        let asked = |thread: &str| {
            let announcement = messages.iter().find(|message| message.ts == thread);
            announcement.and_then(|announcement| word(&announcement.text, QUESTION))
        };
        let heard = |message: &tests::slack::Message| match (&message.thread, word(&message.blocks.to_string(), REPLY))
        {
            (None, _) => word(&message.text, QUESTION).map(Heard::Question),
            (Some(_), Some(reply)) => Some(Heard::Reply(reply)),
            (Some(thread), None) if message.text.starts_with("Resolved") => asked(thread).map(Heard::Resolution),
            (Some(_), None) => None,
        };
        messages.iter().filter_map(heard).collect()
    }

    fn heard_by_zendesk(&self) -> Vec<Heard> {
        let ticket = |ticket: tests::zendesk::Ticket| {
            let said = ticket.comments.into_iter().map(|comment| comment.body).collect();
            of_ticket(&ticket.subject, said, ticket.status == "solved")
        };
        self.zendesk.tickets().into_iter().flat_map(ticket).collect()
    }

    fn heard_by_github(&self) -> Vec<Heard> {
        let issue = |issue: tests::github::Issue| {
            let said = issue.comments.into_iter().map(|(_, _, body)| body).collect();
            of_ticket(&issue.title, said, issue.state == "closed")
        };
        self.github.issues().into_iter().flat_map(issue).collect()
    }
}

fn of_ticket(title: &str, said: Vec<String>, solved: bool) -> Vec<Heard> {
    let question = word(title, QUESTION);
    let replies = said.iter().filter_map(|text| word(text, REPLY)).map(Heard::Reply);
    let resolution = question.clone().filter(|_| solved).map(Heard::Resolution);
    question.map(Heard::Question).into_iter().chain(replies).chain(resolution).collect()
}

/// What a receiver heard; a message that came again under its id counts once, as it does for every receiver that looks.
pub(super) fn heard_by(receiver: &Receiver) -> Vec<Heard> {
    let mut known = BTreeSet::new();
    let fresh = receiver.messages().into_iter().filter(|got| known.insert(got.id.clone()));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    fresh
        .filter_map(|got| {
            let title = word(&text(&got.body["data"]["question"]["title"]), QUESTION);
            match got.kind() {
                "question.published" => title.map(Heard::Question),
                "reply.published" => word(&text(&got.body["data"]["reply"]["text"]), REPLY).map(Heard::Reply),
                "question.resolved" => title.map(Heard::Resolution),
                _ => None,
            }
        })
        .collect()
}

/// Compares what was `heard` with what there was to hear.
pub(super) fn compare(heard: &[Heard], expected: &BTreeSet<Heard>) -> Difference {
    let mut times = BTreeMap::<&Heard, usize>::new();
    for heard in heard {
        *times.entry(heard).or_default() += 1;
    }
    let lost = expected.iter().filter(|expected| !times.contains_key(expected)).cloned().collect();
    let doubled = times.iter().flat_map(|(heard, times)| std::iter::repeat_n((*heard).clone(), times - 1)).collect();
    Difference { lost, doubled }
}

/// The word that stands behind `before` in `text`.
pub(super) fn word(text: &str, before: &str) -> Option<String> {
    let word = text.split(before).skip(1).map(|rest| {
        let end = rest.find(|character: char| !character.is_ascii_alphanumeric()).unwrap_or(rest.len());
        &rest[..end]
    });
    word.filter(|word| word.starts_with("zw") && word.ends_with('q')).map(str::to_owned).next()
}

/// The word of the reply that a text is about.
pub(super) fn reply_word(text: &str) -> Option<String> {
    word(text, REPLY)
}
