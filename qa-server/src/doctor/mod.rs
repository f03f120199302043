//! `qa-server doctor`: looks at everything that a server needs, changes nothing, and says what to do.
//!
//! One file for each part of the world: [`data`] on this machine, [`database`], [`mail`] with its [`records`] in DNS, which
//! [`resolver`] asks for, [`site`] that readers reach.

mod data;
mod database;
mod mail;
mod records;
mod resolver;
mod site;

use std::net::SocketAddr;

use crate::config::Config;

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// As it should be.
    Good,
    /// Worth a look; the server works.
    Doubtful,
    /// The server does not work, or would lose something.
    Bad,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub subject: &'static str,
    /// How it is.
    pub state: State,
    /// What was found and, unless it is good, what to do.
    pub told: String,
}

impl Finding {
    fn good(subject: &'static str, told: impl Into<String>) -> Self {
        Self { subject, state: State::Good, told: told.into() }
    }

    fn doubtful(subject: &'static str, told: impl Into<String>) -> Self {
        Self { subject, state: State::Doubtful, told: told.into() }
    }

    fn bad(subject: &'static str, told: impl Into<String>) -> Self {
        Self { subject, state: State::Bad, told: told.into() }
    }
}

/// Looks at everything; `now` is this machine's time in milliseconds.
pub async fn examine(config: &Config, listen: SocketAddr, now: i64) -> Vec<Finding> {
    let mut findings = data::examine(config);
    findings.extend(database::examine(config, now).await);
    findings.extend(site::examine(config, listen, now).await);
    findings.extend(mail::examine(config).await);
    findings
}
