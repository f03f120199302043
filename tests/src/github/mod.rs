//! A stand-in for GitHub that keeps the issues of one repository and answers as GitHub's documentation says; [`api`] is
//! its door, and [`app`] how an app gets in.
//!
//! Requests with a field that is not published are refused.

mod api;
mod app;

use std::collections::BTreeMap;
use std::env;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use hmac::{Hmac, KeyInit, Mac};
use qa_server::config::Secret;
use qa_server::deliver::github::config::{GithubApp, GithubConfig};
use qa_server::domain::event::Level;
use serde_json::json;
use sha2::Sha256;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::faults::Faults;
use crate::python;

/// What it signs its webhook with.
pub const WEBHOOK_SECRET: &str = "between two tests";
const REPOSITORY: &str = "example/handbook-questions";
const TOKEN: &str = "github_pat_of_a_test";

/// A running stand-in; it ends when dropped.
pub struct Github {
    url: String,
    state: Arc<Mutex<State>>,
    /// What goes wrong.
    pub faults: Faults,
    running: JoinHandle<()>,
}

/// An issue as the stand-in keeps it.
#[derive(Clone, Debug)]
pub struct Issue {
    /// Its number.
    pub number: u64,
    /// Its title.
    pub title: String,
    /// What it says.
    pub body: String,
    /// Its labels.
    pub labels: Vec<String>,
    /// `open` or `closed`.
    pub state: String,
    /// Why.
    pub reason: Option<String>,
    /// What was said, first to last: number, association and text.
    pub comments: Vec<(u64, &'static str, String)>,
}

#[derive(Default)]
struct State {
    last: u64,
    issues: BTreeMap<u64, Issue>,
    /// Tokens that the app got.
    tokens: Vec<String>,
    /// Whether the app is in the repository no more.
    uninstalled: bool,
}

impl Github {
    /// A stand-in on a free port of this machine.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("a bound socket has an address"));
        let (state, faults) = (Arc::<Mutex<State>>::default(), Faults::default());
        let router = api::router(state.clone(), faults.clone());
        let running = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the stand-in serves");
        });
        Self { url, state, faults, running }
    }

    /// How a server is told of it: two-way, read by everybody.
    pub fn config(&self) -> GithubConfig {
        GithubConfig {
            repository: REPOSITORY.to_owned(),
            app: None,
            token: Some(Secret::from(TOKEN.to_owned())),
            level: Level::TwoWay,
            private: false,
            label: "handbook-qa".to_owned(),
            url: self.url.clone(),
            site: "https://github.com".to_owned(),
            pace: 0,
            webhook_secret: Some(Secret::from(WEBHOOK_SECRET.to_owned())),
        }
    }

    /// The same, by an app.
    pub fn config_by_app(&self) -> GithubConfig {
        let app =
            GithubApp { client_id: app::CLIENT.to_owned(), private_key: Secret::from(app::PRIVATE_KEY.to_owned()) };
        GithubConfig { app: Some(app), token: None, ..self.config() }
    }

    /// Forgets every token that the app got.
    pub fn revoke_tokens(&self) {
        self.state().tokens.clear();
    }

    /// Somebody takes the app out of the repository.
    pub fn uninstall(&self) {
        self.revoke_tokens();
        self.state().uninstalled = true;
    }

    /// What GitHub's own description of its API has to say about everything that was asked: nothing when all is well.
    ///
    /// # Panics
    /// When the description is not there.
    pub fn judge(&self) -> String {
        let file = env::var_os("POSTIL_TEST_GITHUB_OPENAPI").expect("set by `cargo xtask test`");
        python::judge("github_requests.py", &[Path::new(&file)], &self.faults.requests())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no handler panics")
    }

    /// Every issue, oldest first.
    pub fn issues(&self) -> Vec<Issue> {
        self.state().issues.values().cloned().collect()
    }

    /// The only issue.
    ///
    /// # Panics
    /// When there is none, or there are several.
    pub fn issue(&self) -> Issue {
        let issues = self.issues();
        assert_eq!(issues.len(), 1, "{issues:#?}");
        issues[0].clone()
    }

    /// Somebody with the right to closes or opens an issue.
    pub fn set_state(&self, number: u64, state: &str) {
        self.state().issues.get_mut(&number).expect("there is such an issue").state = state.to_owned();
    }

    /// Somebody deletes an issue.
    pub fn delete(&self, number: u64) {
        self.state().issues.remove(&number).expect("there is such an issue");
    }

    /// Somebody comments on an issue.
    pub fn comment(&self, number: u64, association: &'static str, body: &str) {
        let mut state = self.state();
        state.last += 1;
        let id = state.last;
        let issue = state.issues.get_mut(&number).expect("there is such an issue");
        issue.comments.push((id, association, body.to_owned()));
    }

    /// Body and headers of the event that something was done to an issue, signed.
    pub fn event(&self, number: u64, action: &str, delivery: &str) -> (String, Vec<(&'static str, String)>) {
        let event = if action == "created" { "issue_comment" } else { "issues" };
        let body = json!({ "action": action, "issue": { "number": number },
            "repository": { "full_name": REPOSITORY } })
        .to_string();
        let mut mac = Hmac::<Sha256>::new_from_slice(WEBHOOK_SECRET.as_bytes()).expect("any length will do");
        mac.update(body.as_bytes());
        let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let headers = vec![
            ("content-type", "application/json".to_owned()),
            ("x-github-event", event.to_owned()),
            ("x-github-delivery", delivery.to_owned()),
            ("x-hub-signature-256", format!("sha256={hex}")),
        ];
        (body, headers)
    }
}

impl Drop for Github {
    fn drop(&mut self) {
        self.running.abort();
    }
}
