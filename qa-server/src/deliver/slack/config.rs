//! What the operator says about Slack.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::config::Secret;
use crate::domain::event::Level;
use crate::outward::is_safe;

/// Slack: questions are announced in a channel for everybody, and in those of the teams that answer for their topics.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlackConfig {
    /// How much the channel for everybody is told: `off`, `alert` (new questions), `mirror` (replies and resolutions
    /// too) or `two-way` (what moderators do by reactions is done here).
    #[serde(default)]
    pub level: Level,
    /// The bot's token, `xoxb-…`, with the scope `chat:write`, and `chat:write.public` for channels that the bot is
    /// not in. Either this or `webhook` is needed.
    #[serde(default)]
    pub token: Option<Secret>,
    /// The address of an incoming webhook instead of a token. It writes to one channel, and changes nothing that it
    /// wrote: there are no threads, no team channels and no reactions.
    #[serde(default)]
    pub webhook: Option<Secret>,
    /// The channel for everybody, by its id: `C0123456789`. Needed with `token`.
    #[serde(default)]
    pub channel: Option<String>,
    /// Whether only people who moderate read that channel. Then it is told of what waits for them too.
    #[serde(default)]
    pub private: bool,
    /// How much the teams' channels are told, which `slack` names in the writers' `teams.yaml`.
    #[serde(default)]
    pub teams: Level,
    /// Whether only people who moderate read the teams' channels.
    #[serde(default)]
    pub teams_private: bool,
    /// The app's signing secret, by which reactions are believed. Needed with `two-way`.
    #[serde(default)]
    pub signing_secret: Option<Secret>,
    /// Who acts by reactions: the addresses of moderators' accounts, by the ids of their members in Slack (`U…`).
    #[serde(default)]
    pub moderators: BTreeMap<String, String>,
    /// Where Slack's Web API is.
    #[serde(default = "api")]
    pub api: String,
}

fn api() -> String {
    "https://slack.com/api/".to_owned()
}

impl Default for SlackConfig {
    fn default() -> Self {
        Self {
            level: Level::default(),
            token: None,
            webhook: None,
            channel: None,
            private: false,
            teams: Level::default(),
            teams_private: false,
            signing_secret: None,
            moderators: BTreeMap::new(),
            api: api(),
        }
    }
}

impl SlackConfig {
    /// Where Slack's Web API is, if that is an address to which secrets may go.
    pub(super) fn api_url(&self) -> Option<Url> {
        Url::parse(&self.api).ok().filter(is_safe)
    }

    /// What does not fit together, and what to do.
    pub fn problem(&self) -> Option<String> {
        let two_way = self.level == Level::TwoWay || self.teams == Level::TwoWay;
        let problem = match (&self.token, &self.webhook) {
            (Some(_), Some(_)) => "targets.slack: give either token or webhook",
            (None, None) => "targets.slack: give the bot's token, or the address of an incoming webhook as webhook",
            (Some(_), None) if self.channel.is_none() && self.level != Level::Off => {
                "targets.slack: say which channel is for everybody, by its id, or level: off"
            }
            (None, Some(_)) if two_way => "targets.slack: two-way needs a token; an incoming webhook hears nothing",
            _ if self.api_url().is_none() => "targets.slack: api is no address of Slack's; leave it out",
            _ if two_way && self.signing_secret.is_none() => {
                "targets.slack: two-way needs signing_secret, which is on the page of your app at Slack"
            }
            _ => return None,
        };
        Some(problem.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_together_is_told() {
        let secret = || Some(Secret::from("xoxb-1".to_owned()));
        let channel = || Some("C1".to_owned());
        assert!(SlackConfig::default().problem().is_some());
        assert!(SlackConfig { token: secret(), ..SlackConfig::default() }.problem().is_some());
        let good = SlackConfig { token: secret(), channel: channel(), ..SlackConfig::default() };
        assert_eq!(good.problem(), None);
        assert!(SlackConfig { webhook: secret(), ..good.clone() }.problem().is_some());
        assert!(SlackConfig { level: Level::TwoWay, ..good.clone() }.problem().is_some());
        assert_eq!(SlackConfig { token: None, webhook: secret(), ..good }.problem(), None);
    }
}
