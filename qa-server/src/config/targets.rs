//! The section `targets` of the file: one field for each system that is told what happens.
//!
//! A target's own keys are a type beside the target, in `deliver/<target>/config.rs`:
//! `Clone, Debug, Deserialize, Serialize, JsonSchema`, `#[serde(deny_unknown_fields)]`, a doc comment on every field,
//! [`Secret`](super::Secret) for what nobody may read. The manual's page of all keys is made of these.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::deliver::build::config::BuildConfig;
use crate::deliver::github::config::GithubConfig;
use crate::deliver::slack::config::SlackConfig;
use crate::deliver::webhook::config::WebhookConfig;
use crate::deliver::zendesk::config::ZendeskConfig;

/// Systems that are told what happens.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Targets {
    /// Issues on GitHub.
    pub github: Option<GithubConfig>,
    /// Tickets in Zendesk.
    pub zendesk: Option<ZendeskConfig>,
    /// Messages in Slack.
    pub slack: Option<SlackConfig>,
    /// Addresses that get signed events.
    pub webhooks: Vec<WebhookConfig>,
    /// Builders of the site, which are told when what is public changed.
    pub builds: Vec<BuildConfig>,
}

impl Targets {
    /// What does not fit together, and what to do.
    pub fn problem(&self) -> Option<String> {
        let twice = |(at, webhook): (usize, &WebhookConfig)| {
            let again = self.webhooks[..at].iter().any(|before| before.name == webhook.name);
            again.then(|| format!("targets.webhooks: two are called {}; give each its own name", webhook.name))
        };
        let builds_twice = |(at, build): (usize, &BuildConfig)| {
            let again = self.builds[..at].iter().any(|before| before.name == build.name);
            again.then(|| format!("targets.builds: two are called {}; give each its own name", build.name))
        };
        let slack = self.slack.iter().find_map(SlackConfig::problem);
        slack
            .or_else(|| self.webhooks.iter().find_map(WebhookConfig::problem))
            .or_else(|| self.webhooks.iter().enumerate().find_map(twice))
            .or_else(|| self.builds.iter().find_map(BuildConfig::problem))
            .or_else(|| self.builds.iter().enumerate().find_map(builds_twice))
    }
}
