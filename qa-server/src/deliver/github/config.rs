//! The keys of `targets.github` in the configuration file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::config::Secret;
use crate::domain::event::Level;

/// Issues in a repository on GitHub.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GithubConfig {
    /// The repository: `owner/name`.
    pub repository: String,
    /// A GitHub App that is installed in the repository, with the permission to read and write issues.
    pub app: Option<GithubApp>,
    /// Instead of an app, a fine-grained personal access token with that permission.
    pub token: Option<Secret>,
    /// How much goes there: `off`, `alert` (an issue is made and left alone), `mirror` (it follows the question), or
    /// `two-way` (what is done there is done here, too).
    #[serde(default)]
    pub level: Level,
    /// Whether only people who moderate can read the repository. Then questions that wait for a moderator get an issue,
    /// too.
    #[serde(default)]
    pub private: bool,
    /// The label of every issue; it is what issues are looked for by.
    #[serde(default = "default_label")]
    pub label: String,
    /// The API's address, for GitHub Enterprise Server: `https://github.example.com/api/v3`.
    #[serde(default = "default_url")]
    pub url: String,
    /// Where people read issues, for GitHub Enterprise Server: `https://github.example.com`.
    #[serde(default = "default_site")]
    pub site: String,
    /// Seconds between two writes. GitHub asks for at least one.
    #[serde(default = "default_pace")]
    pub pace: u16,
    /// What GitHub signs its webhook with; needed for `two-way`.
    pub webhook_secret: Option<Secret>,
}

/// A GitHub App.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GithubApp {
    /// The app's client ID, as its settings show it.
    pub client_id: String,
    /// A private key of the app: the PEM file that GitHub makes.
    pub private_key: Secret,
}

fn default_label() -> String {
    "handbook-qa".to_owned()
}

fn default_url() -> String {
    "https://api.github.com".to_owned()
}

fn default_site() -> String {
    "https://github.com".to_owned()
}

fn default_pace() -> u16 {
    1
}
