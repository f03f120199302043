//! The keys of `targets.zendesk` in the configuration file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::Secret;
use crate::domain::event::Level;

/// Tickets in Zendesk.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ZendeskConfig {
    /// The account's address: `https://example.zendesk.com`.
    pub url: String,
    /// How much goes there: `off`, `alert` (a ticket is made and left alone), `mirror` (it follows the question), or
    /// `two-way` (what is done there is done here, too).
    #[serde(default)]
    pub level: Level,
    /// Whether only people who moderate read these tickets. Then questions that wait for a moderator get one, too, and
    /// `requester` may be `asker`.
    #[serde(default)]
    pub private: bool,
    /// What signs in.
    pub auth: Auth,
    /// Whether the asker is the ticket's requester (`asker`, needs `private`) or the user that signs in is (`service`):
    /// then no address of an asker ever reaches Zendesk.
    #[serde(default)]
    pub requester: Requester,
    /// The group that gets tickets whose topic has none of its own: its number.
    pub group: Option<u64>,
    /// The group of each topic: topic id to the group's number.
    #[serde(default)]
    pub groups: BTreeMap<String, u64>,
    /// The brand, where the account has several: its number.
    pub brand: Option<u64>,
    /// The ticket form, where the account has several: its number.
    pub form: Option<u64>,
    /// The tags that every ticket gets. Triggers that mail requesters have to leave out what has one of them.
    #[serde(default = "default_tags")]
    pub tags: Vec<String>,
    /// What Zendesk signs its webhook with; needed for `two-way`.
    pub webhook_secret: Option<Secret>,
}

/// What signs in at Zendesk: one of the two.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Auth {
    /// An OAuth client of the kind "confidential", by client credentials.
    pub oauth: Option<Oauth>,
    /// An API token. Zendesk makes no new ones, and ends all of them in April 2027.
    pub token: Option<ApiToken>,
}

/// An OAuth client.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Oauth {
    /// The client's unique identifier.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: Secret,
}

/// An API token.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApiToken {
    /// The address of the agent that it acts for.
    pub email: String,
    /// The token.
    pub token: Secret,
}

/// Who a ticket's requester is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Requester {
    /// Whoever asks.
    Asker,
    /// The user that signs in.
    #[default]
    Service,
}

fn default_tags() -> Vec<String> {
    ["handbook_qa", "handbook_low"].map(str::to_owned).to_vec()
}
