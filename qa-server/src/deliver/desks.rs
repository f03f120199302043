//! The desks that the operator configured: made at start, asked for links, words of theirs and comparisons later.

use std::sync::Arc;

use super::Target;
use super::github::{Github, GithubError};
use super::tickets::{Desk, Drift, Fault, Tickets};
use super::zendesk::{Zendesk, ZendeskError};
use crate::app::App;
use crate::clock::Clock;
use crate::config::Targets;
use crate::outward::Outward;
use crate::service::tickets::reconcile;

/// Each system that keeps tickets, where it is configured.
#[derive(Default)]
pub struct Desks {
    /// Zendesk.
    pub zendesk: Option<Arc<Zendesk>>,
    /// GitHub.
    pub github: Option<Arc<Github>>,
}

/// What is wrong with the configuration, and what to do.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeskError {
    /// Of Zendesk.
    #[error(transparent)]
    Zendesk(#[from] ZendeskError),
    /// Of GitHub.
    #[error(transparent)]
    Github(#[from] GithubError),
}

impl Desks {
    /// The desks that `targets` names.
    ///
    /// # Errors
    /// When something in their configuration does not fit together.
    pub fn new(targets: &Targets, outward: &Outward, clock: &Arc<dyn Clock>) -> Result<Self, DeskError> {
        let zendesk = targets.zendesk.clone().map(|config| Zendesk::new(config, outward.clone(), clock.clone()));
        let github = targets.github.clone().map(|config| Github::new(config, outward.clone(), clock.clone()));
        Ok(Self { zendesk: zendesk.transpose()?.map(Arc::new), github: github.transpose()?.map(Arc::new) })
    }

    /// Each as a target of the outbox.
    pub fn targets(&self) -> Vec<Arc<dyn Target>> {
        let mut targets: Vec<Arc<dyn Target>> = Vec::new();
        targets.extend(self.zendesk.clone().map(|desk| Arc::new(Tickets(desk)) as Arc<dyn Target>));
        targets.extend(self.github.clone().map(|desk| Arc::new(Tickets(desk)) as Arc<dyn Target>));
        targets
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.zendesk.is_none() && self.github.is_none()
    }

    /// Where people look at the ticket that `target` calls `id`.
    pub fn link(&self, target: &str, id: &str) -> Option<String> {
        let zendesk = self.zendesk.as_ref().filter(|desk| desk.name() == target).map(|desk| desk.link(id));
        zendesk.or_else(|| self.github.as_ref().filter(|desk| desk.name() == target).map(|desk| desk.link(id)))
    }

    /// Every question that does not agree with a ticket of its.
    ///
    /// # Errors
    /// When a desk or the database cannot be asked.
    pub async fn drift(&self, app: &App) -> Result<Vec<Drift>, Fault> {
        let mut drift = Vec::new();
        if let Some(desk) = &self.zendesk {
            drift.extend(reconcile::drift(app, desk.as_ref()).await?);
        }
        if let Some(desk) = &self.github {
            drift.extend(reconcile::drift(app, desk.as_ref()).await?);
        }
        Ok(drift)
    }
}
