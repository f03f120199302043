//! A stand-in for Zendesk that keeps tickets and answers as Zendesk's documentation says; [`api`] is its door.
//!
//! Requests with a field that is not published are refused. Its clock is its own and moved by the test.

mod api;
mod shapes;

use std::collections::BTreeMap;
use std::env;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex, MutexGuard};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use qa_server::config::Secret;
use qa_server::deliver::zendesk::config::{ApiToken, Auth, Oauth, Requester, ZendeskConfig};
use qa_server::domain::event::Level;
use serde_json::json;
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::faults::Faults;
use crate::judging::ask;

/// What it signs its webhook with.
pub const WEBHOOK_SECRET: &str = "between two tests";
const CLIENT: &str = "postil";
const CLIENT_SECRET: &str = "a client's secret";
/// How long a key is known: two hours, in milliseconds.
const KEY_LIFE: i64 = 2 * 60 * 60 * 1000;

/// A running stand-in; it ends when dropped.
pub struct Zendesk {
    url: String,
    state: Arc<Mutex<State>>,
    /// What goes wrong.
    pub faults: Faults,
    running: JoinHandle<()>,
}

/// A ticket as the stand-in keeps it.
#[derive(Clone, Debug, Default)]
pub struct Ticket {
    /// Its number.
    pub id: u64,
    /// What the client calls it.
    pub external_id: String,
    /// Its title.
    pub subject: String,
    /// How far it is.
    pub status: String,
    /// How urgent it is.
    pub priority: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// The group that has it.
    pub group: Option<u64>,
    /// Whose it is.
    pub requester: u64,
    /// The closed ticket that it follows.
    pub follows: Option<u64>,
    /// What was said, first to last.
    pub comments: Vec<Comment>,
    /// Counts its changes.
    pub changes: u64,
}

/// Something that was said in a ticket.
#[derive(Clone, Debug)]
pub struct Comment {
    id: u64,
    author: u64,
    /// Whether the requester reads it.
    pub public: bool,
    /// What it says.
    pub body: String,
    marker: Option<String>,
}

#[derive(Clone, Debug)]
struct User {
    name: String,
    email: String,
    role: &'static str,
}

#[derive(Default)]
struct State {
    now: i64,
    last: u64,
    tickets: BTreeMap<u64, Ticket>,
    users: BTreeMap<u64, User>,
    tokens: BTreeMap<String, i64>,
    keys: BTreeMap<String, (i64, String, String)>,
    mails: Vec<String>,
    required: bool,
}

impl State {
    fn id(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    fn user(&mut self, name: &str, email: &str, role: &'static str) -> u64 {
        if let Some((id, _)) = self.users.iter().find(|(_, user)| user.email == email) {
            return *id;
        }
        let id = self.id();
        self.users.insert(id, User { name: name.to_owned(), email: email.to_owned(), role });
        id
    }
}

impl Zendesk {
    /// A stand-in on a free port of this machine.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("a bound socket has an address"));
        let (state, faults) = (Arc::<Mutex<State>>::default(), Faults::default());
        state.lock().expect("nobody else has it yet").user("The service", "service@example.org", "agent");
        let router = api::router(state.clone(), faults.clone());
        let running = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the stand-in serves");
        });
        Self { url, state, faults, running }
    }

    /// How a server is told of it: two-way, private, the asker as requester.
    pub fn config(&self) -> ZendeskConfig {
        let client_secret = Secret::from(CLIENT_SECRET.to_owned());
        ZendeskConfig {
            url: self.url.clone(),
            level: Level::TwoWay,
            private: true,
            auth: Auth { oauth: Some(Oauth { client_id: CLIENT.to_owned(), client_secret }), token: None },
            requester: Requester::Asker,
            group: Some(1),
            groups: BTreeMap::from([("people".to_owned(), 7)]),
            brand: None,
            form: None,
            tags: vec!["handbook_qa".to_owned(), "handbook_low".to_owned()],
            webhook_secret: Some(Secret::from(WEBHOOK_SECRET.to_owned())),
        }
    }

    /// The same, by an API token.
    pub fn config_by_token(&self) -> ZendeskConfig {
        let token = ApiToken { email: "service@example.org".to_owned(), token: Secret::from("legacy".to_owned()) };
        ZendeskConfig { auth: Auth { oauth: None, token: Some(token) }, ..self.config() }
    }

    /// What the types of node-zendesk, which are made after Zendesk's reference, have to say about every ticket that was
    /// written: nothing when all is well.
    ///
    /// # Panics
    /// When Node.js or the types are not there.
    pub fn judge(&self) -> String {
        let modules = env::var("POSTIL_TEST_NODE_MODULES").expect("set by `cargo xtask test`");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/zendesk_requests.mjs");
        ask(Command::new("node").arg(script).arg(modules), &self.faults.requests())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no handler panics")
    }

    /// Every ticket, oldest first.
    pub fn tickets(&self) -> Vec<Ticket> {
        self.state().tickets.values().cloned().collect()
    }

    /// The only ticket.
    ///
    /// # Panics
    /// When there is none, or there are several.
    pub fn ticket(&self) -> Ticket {
        let tickets = self.tickets();
        assert_eq!(tickets.len(), 1, "{tickets:#?}");
        tickets[0].clone()
    }

    /// Mails that Zendesk would have sent to people who are no agents.
    pub fn mails(&self) -> Vec<String> {
        self.state().mails.clone()
    }

    /// The address of a ticket's requester.
    pub fn requester(&self, ticket: &Ticket) -> String {
        self.state().users[&ticket.requester].email.clone()
    }

    /// Lets time pass.
    pub fn pass(&self, milliseconds: i64) {
        self.state().now += milliseconds;
    }

    /// Forgets every token that it gave.
    pub fn revoke_tokens(&self) {
        self.state().tokens.clear();
    }

    /// From now on tickets can only be solved by somebody who fills in a field.
    pub fn require_field(&self, required: bool) {
        self.state().required = required;
    }

    /// An agent gives a ticket another status.
    pub fn set_status(&self, id: u64, status: &str) {
        let mut state = self.state();
        let ticket = state.tickets.get_mut(&id).expect("there is such a ticket");
        ticket.status = status.to_owned();
        ticket.changes += 1;
    }

    /// An agent gives a ticket another priority.
    pub fn set_priority(&self, id: u64, priority: &str) {
        let mut state = self.state();
        let ticket = state.tickets.get_mut(&id).expect("there is such a ticket");
        ticket.priority = priority.to_owned();
        ticket.changes += 1;
    }

    /// An agent deletes a ticket.
    pub fn delete(&self, id: u64) {
        self.state().tickets.remove(&id).expect("there is such a ticket");
    }

    /// An agent answers in a ticket, for the requester to read.
    pub fn answer(&self, id: u64, name: &str, body: &str) {
        let mut state = self.state();
        let author = state.user(name, &format!("{}@example.com", name.to_lowercase()), "agent");
        let comment = Comment { id: state.id(), author, public: true, body: body.to_owned(), marker: None };
        state.tickets.get_mut(&id).expect("there is such a ticket").comments.push(comment);
    }

    /// Body and headers of the event that something was done to a ticket at `timestamp`, signed.
    pub fn event(&self, id: u64, event: &str, timestamp: &str) -> (String, Vec<(&'static str, String)>) {
        let status = self.state().tickets.get(&id).map(|ticket| ticket.status.to_uppercase()).unwrap_or_default();
        let body = json!({
            "type": "zen:event-type:ticket.status_changed",
            "id": event,
            "account_id": 1,
            "time": timestamp,
            "zendesk_event_version": "2022-11-06",
            "subject": format!("zen:ticket:{id}"),
            "detail": { "id": id.to_string(), "status": status },
            "event": { "current": status, "previous": "OPEN" },
        })
        .to_string();
        let mut mac = Hmac::<Sha256>::new_from_slice(WEBHOOK_SECRET.as_bytes()).expect("any length will do");
        mac.update(timestamp.as_bytes());
        mac.update(body.as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        let headers = vec![
            ("content-type", "application/json".to_owned()),
            ("x-zendesk-webhook-signature", signature),
            ("x-zendesk-webhook-signature-timestamp", timestamp.to_owned()),
            ("x-zendesk-webhook-id", "01".to_owned()),
        ];
        (body, headers)
    }
}

impl Drop for Zendesk {
    fn drop(&mut self) {
        self.running.abort();
    }
}
