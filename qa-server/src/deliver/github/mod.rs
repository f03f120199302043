//! GitHub: an issue for each question, in one repository.
//!
//! GitHub knows no idempotency keys, so what we write has a mark that nobody sees, and is looked for by it.
//! Texts can be changed there: what is edited or taken off the page here is changed there, too.
//!
//! **Invariant:** nothing that somebody typed pings anybody or passes for a mark ([`text`]).

mod api;
mod auth;
mod text;

pub mod config;
pub mod hook;

use std::sync::Arc;
use std::time::Duration;

use hyper::Method;
use serde::{Deserialize, Serialize};
use url::Url;
use url::form_urlencoded::byte_serialize;

use self::api::{Api, Pace};
use self::auth::SignIn;
use self::config::GithubConfig;
use self::text::{has_mark, is_ours, marked};
use super::tickets::{Answer, Desk, End, Fault, NewTicket, Note, Remote, Terms};
use crate::clock::{Clock, Millis, rfc3339};
use crate::config::Secret;
use crate::domain::event::Level;
use crate::domain::ticket::TicketState;
use crate::outward::{Outward, is_safe};

/// The name of the lane and of the rows in the store.
pub const NAME: &str = "github";
/// Issues or comments of a page: answers are read up to a bound of bytes.
const PER_PAGE: usize = 10;
/// Most pages that are read at once.
const MOST_PAGES: usize = 100;

/// The desk.
pub struct Github {
    api: Api,
    clock: Arc<dyn Clock>,
    config: GithubConfig,
}

/// What is wrong with the configuration, and what to do.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("targets.github: {0}")]
pub struct GithubError(String);

#[derive(Serialize)]
struct Create<'a> {
    title: &'a str,
    body: String,
    labels: [&'a str; 1],
}

#[derive(Serialize)]
struct Rewrite<'a> {
    title: &'a str,
    body: String,
}

#[derive(Serialize)]
struct SetState {
    state: &'static str,
    state_reason: &'static str,
}

#[derive(Serialize)]
struct Comment {
    body: String,
}

#[derive(Deserialize)]
struct Issue {
    number: u64,
    state: String,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    pull_request: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct SeenComment {
    id: u64,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    author_association: String,
    #[serde(default)]
    user: Option<User>,
}

#[derive(Deserialize)]
struct User {
    login: String,
    #[serde(rename = "type", default)]
    kind: String,
}

impl Github {
    /// The desk that `config` names.
    ///
    /// # Errors
    /// When something does not fit together.
    pub fn new(config: GithubConfig, outward: Outward, clock: Arc<dyn Clock>) -> Result<Self, GithubError> {
        let base = Url::parse(&config.url).ok().filter(is_safe);
        let wrong = |what: &str| GithubError(what.to_owned());
        let base = base.ok_or_else(|| wrong("url has to begin with https://"))?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let parts: Vec<_> = config.repository.split('/').collect();
        if parts.len() != 2 || parts.iter().any(|part| part.is_empty() || !part.chars().all(plain)) {
            return Err(wrong("repository has to be written as owner/name"));
        }
        if config.level == Level::TwoWay && config.webhook_secret.is_none() {
            return Err(wrong("level: two-way needs the webhook_secret that GitHub's webhook was given"));
        }
        let pace = Pace::new(Duration::from_secs(config.pace.into()));
        let sign_in = SignIn::new(&config).map_err(GithubError)?;
        Ok(Self { api: Api { outward, base, sign_in, pace }, clock, config })
    }

    /// What webhooks are signed with.
    pub fn webhook_secret(&self) -> Option<&str> {
        self.config.webhook_secret.as_ref().map(Secret::expose)
    }

    /// Whether `name` is the repository of the issues.
    pub fn is_repository(&self, name: &str) -> bool {
        self.config.repository.eq_ignore_ascii_case(name)
    }

    fn path(&self, rest: &str) -> String {
        format!("/repos/{}{rest}", self.config.repository)
    }

    fn now(&self) -> Millis {
        self.clock.now()
    }

    /// What a missing issue means: one who may not see the repository is told the same.
    async fn missing(&self) -> Fault {
        match self.api.get::<serde_json::Value>(&self.path(""), self.now()).await {
            Ok(_) => Fault::Gone,
            Err(Fault::Gone) => {
                Fault::Off(format!("GitHub shows no repository {} to these credentials", self.config.repository))
            }
            Err(fault) => fault,
        }
    }

    /// Every comment of an issue, oldest first, until `found` is.
    async fn comments<T>(&self, id: &str, mut found: impl FnMut(SeenComment) -> Option<T>) -> Result<Option<T>, Fault> {
        for page in 1..=MOST_PAGES {
            let path = self.path(&format!("/issues/{id}/comments?per_page={PER_PAGE}&page={page}"));
            let comments: Vec<SeenComment> = self.api.get(&path, self.now()).await?;
            let last = comments.len() < PER_PAGE;
            if let Some(found) = comments.into_iter().find_map(&mut found) {
                return Ok(Some(found));
            }
            if last {
                break;
            }
        }
        Ok(None)
    }
}

impl Desk for Github {
    fn name(&self) -> &'static str {
        NAME
    }

    fn terms(&self) -> Terms {
        Terms { level: self.config.level, private: self.config.private, addresses: false, priorities: false }
    }

    async fn request(&self, ticket: &NewTicket) -> Result<String, Fault> {
        let body = marked(&ticket.text, &ticket.external_id);
        let issue = Create { title: &ticket.title, body, labels: [&self.config.label] };
        Ok(serde_json::to_string(&issue).expect("a request serialises to JSON"))
    }

    async fn create(&self, request: &str, _key: &str) -> Result<Remote, Fault> {
        let body = request.as_bytes().to_vec();
        match self.api.send_bytes(Method::POST, &self.path("/issues"), body, self.now()).await {
            Ok(issue) => Ok(remote(issue)),
            Err(Fault::Gone) => Err(Fault::Off(format!("there are no issues in {}", self.config.repository))),
            Err(fault) => Err(fault),
        }
    }

    async fn find(&self, external_id: &str, since: Millis) -> Result<Option<Remote>, Fault> {
        let label: String = byte_serialize(self.config.label.as_bytes()).collect();
        let since: String = byte_serialize(rfc3339(since).as_bytes()).collect();
        let query = format!("labels={label}&state=all&since={since}&sort=created&direction=asc&per_page={PER_PAGE}");
        for page in 1..=MOST_PAGES {
            let path = self.path(&format!("/issues?{query}&page={page}"));
            let issues: Vec<Issue> = self.api.get(&path, self.now()).await?;
            let last = issues.len() < PER_PAGE;
            let ours = |issue: &Issue| {
                issue.pull_request.is_none() && issue.body.as_ref().is_some_and(|body| has_mark(body, external_id))
            };
            if let Some(issue) = issues.into_iter().find(ours) {
                return Ok(Some(remote(issue)));
            }
            if last {
                break;
            }
        }
        Ok(None)
    }

    async fn read(&self, id: &str) -> Result<Remote, Fault> {
        match self.api.get(&self.path(&format!("/issues/{id}")), self.now()).await {
            Ok(issue) => Ok(remote(issue)),
            Err(Fault::Gone) => Err(self.missing().await),
            Err(fault) => Err(fault),
        }
    }

    async fn write_state(&self, remote: &Remote, state: TicketState, end: End) -> Result<(), Fault> {
        let body = match (state, end) {
            (TicketState::Open, _) => SetState { state: "open", state_reason: "reopened" },
            (_, End::Resolved) => SetState { state: "closed", state_reason: "completed" },
            (_, End::Removed) => SetState { state: "closed", state_reason: "not_planned" },
        };
        let path = self.path(&format!("/issues/{}", remote.id));
        let _: Issue = self.api.send(Method::PATCH, &path, &body, self.now()).await?;
        Ok(())
    }

    async fn tell(&self, id: &str, note: &Note, before: Option<&str>) -> Result<Option<String>, Fault> {
        if let Some(whole) = &note.whole {
            let body = marked(&whole.text, &whole.external_id);
            let issue = Rewrite { title: &whole.title, body };
            let path = self.path(&format!("/issues/{id}"));
            let _: Issue = self.api.send(Method::PATCH, &path, &issue, self.now()).await?;
            return Ok(None);
        }
        let comment = Comment { body: marked(&note.text, &note.marker) };
        if let Some(before) = before {
            let path = self.path(&format!("/issues/comments/{before}"));
            match self.api.send::<SeenComment>(Method::PATCH, &path, &comment, self.now()).await {
                // Somebody deleted it: it is told anew.
                Err(Fault::Gone) => {}
                changed => return changed.map(|comment| Some(comment.id.to_string())),
            }
        }
        let path = self.path(&format!("/issues/{id}/comments"));
        let made: SeenComment = self.api.send(Method::POST, &path, &comment, self.now()).await?;
        Ok(Some(made.id.to_string()))
    }

    async fn find_note(&self, id: &str, marker: &str) -> Result<Option<String>, Fault> {
        self.comments(id, |comment| comment.body.filter(|body| has_mark(body, marker)).map(|_| comment.id.to_string()))
            .await
    }

    async fn answers(&self, id: &str) -> Result<Vec<Answer>, Fault> {
        let mut answers = Vec::new();
        self.comments(id, |comment| {
            let insider = matches!(comment.author_association.as_str(), "OWNER" | "MEMBER" | "COLLABORATOR");
            if let (Some(user), Some(body)) = (comment.user, comment.body)
                && insider
                && user.kind != "Bot"
                && !is_ours(&body)
            {
                answers.push(Answer { id: comment.id.to_string(), writer: user.login, body });
            }
            None::<()>
        })
        .await?;
        Ok(answers)
    }

    fn link(&self, id: &str) -> String {
        format!("{}/{}/issues/{id}", self.config.site.trim_end_matches('/'), self.config.repository)
    }
}

fn remote(issue: Issue) -> Remote {
    let state = if issue.state == "closed" { TicketState::Solved } else { TicketState::Open };
    Remote { id: issue.number.to_string(), state, stamp: None }
}
