//! What the operator decides: the command line ([`command_line`]), the environment and one YAML file ([`settings`]).
//!
//! An option of the command line wins over its `QA_…` variable, that wins over the file, the file over the default.
//! `main` calls this once; what comes out is a [`Config`], which a test makes by hand.
//!
//! **Invariants:** nothing outside of this module reads the environment.
//! What can be wrong with the configuration is found before anything is opened, and told in one line.
//! A [`Secret`] is printed by nothing.

pub mod command_line;
pub mod reference;
pub mod retention;
pub mod secret;
pub mod settings;
pub mod targets;

mod error;
mod suggestion;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use qa_api::server_data::HoldRule;
use url::Url;

pub use self::error::ConfigError;
pub use self::retention::Retention;
pub use self::secret::Secret;
pub use self::settings::Settings;
pub use self::targets::Targets;

use crate::clock::Millis;
use crate::identity::config::ProviderConfig;

/// How mail leaves.
#[derive(Clone, Debug)]
pub enum Mail {
    /// To an SMTP server.
    Smtp {
        /// Its address, with the password.
        url: Secret,
        /// Certificates to trust beside the public ones.
        ca: Option<PathBuf>,
        /// The sender.
        from: String,
        /// The name of the key that mail is signed with, to look it up.
        dkim_selector: Option<String>,
        /// The DNS server to look it up at, if not this machine's.
        resolver: Option<SocketAddr>,
    },
    /// Into the data folder.
    Folder,
}

/// Where the data is: all that the commands beside `serve` need.
#[derive(Clone, Debug)]
pub struct DataConfig {
    /// The data folder.
    pub data: PathBuf,
    /// The PostgreSQL database, if it is not SQLite in the data folder.
    pub database: Option<Secret>,
    /// Where readers reach the site, if that was said.
    pub base_url: Option<Url>,
}

/// What a server is started with.
#[derive(Clone, Debug)]
pub struct Config {
    /// The built site's folder.
    pub site: PathBuf,
    /// The data folder.
    pub data: PathBuf,
    /// The PostgreSQL database, if it is not SQLite in the data folder.
    pub database: Option<Secret>,
    /// Where readers reach the site.
    pub base_url: Url,
    /// Other origins whose pages may use this server, as browsers send them.
    pub site_origins: Vec<String>,
    /// How mail leaves.
    pub mail: Mail,
    /// Addresses that get a summary every week.
    pub weekly_summary: Vec<String>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// After how long without a word a question is locked, if ever.
    pub lock_after: Option<Millis>,
    /// The file of rules, teams and duties.
    pub server_data: Option<PathBuf>,
    /// Which posts wait, where that file says nothing.
    pub hold: HoldRule,
    /// Providers that people can sign in by.
    pub providers: Vec<ProviderConfig>,
    /// How long what need not be kept for ever is kept.
    pub retention: Retention,
    /// Systems that are told what happens.
    pub targets: Targets,
    /// Whether this is for trying things out.
    pub dev: bool,
}
