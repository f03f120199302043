//! The command line and its `QA_…` environment: the only place that reads either.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use qa_api::limits::BAN_MAX_DAYS;
use qa_api::server_data::{Hold, HoldRule};
use url::Url;

use crate::clock::{DAY, Millis};
use crate::identity::config::{self as providers, ProviderConfig};

/// Questions, moderation and mail for a site built by site-gen.
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the binary can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the site, the questions below its pages, and the API
    Serve(ServeArgs),
    /// Look after accounts
    #[command(subcommand)]
    Account(AccountCommand),
}

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// Give an address a role, making its account if it has none
    Grant(GrantArgs),
    /// Print every account: id, role, address, name
    List(DataArgs),
    /// Keep an address from posting for some days; its sessions end at once, and it is mailed until when and why
    Ban(BanArgs),
    /// Take every ban of an address back
    Unban(UnbanArgs),
}

/// `qa-server account ban`.
#[derive(Clone, Debug, Args)]
pub struct BanArgs {
    /// The e-mail address
    pub address: String,
    /// For how many days
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=i64::from(BAN_MAX_DAYS)))]
    pub days: u16,
    /// Why; the owner of the address reads it
    #[arg(long)]
    pub reason: String,
    /// Data folder, database, base URL
    #[command(flatten)]
    pub data: DataArgs,
}

/// `qa-server account unban`.
#[derive(Clone, Debug, Args)]
pub struct UnbanArgs {
    /// The e-mail address
    pub address: String,
    /// Data folder, database, base URL
    #[command(flatten)]
    pub data: DataArgs,
}

/// Where the data is.
#[derive(Clone, Debug, Args)]
pub struct DataArgs {
    /// Folder for the database, the secret key and, with --dev, the mails; made when it is missing
    #[arg(long, env = "QA_DATA", default_value = "data")]
    pub data: PathBuf,
    /// PostgreSQL instead of SQLite in the data folder: postgres://user:password@host/database
    #[arg(long, env = "QA_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// Where readers reach the site, such as https://handbook.example.org
    #[arg(long, env = "QA_BASE_URL")]
    pub base_url: Option<Url>,
}

/// `qa-server serve`.
#[derive(Clone, Debug, Args)]
pub struct ServeArgs {
    /// The folder that `site-gen build` wrote
    #[arg(long, env = "QA_SITE", default_value = "public")]
    pub site: PathBuf,
    /// Data folder, database, base URL
    #[command(flatten)]
    pub data: DataArgs,
    /// Address and port to listen on
    #[arg(long, env = "QA_LISTEN", default_value = "127.0.0.1:4000")]
    pub listen: SocketAddr,
    /// The SMTP server: smtp://user:password@mail.example.org:587?tls=required
    #[arg(long, env = "QA_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// A PEM file with the certificates of an authority of one's own that the SMTP server's certificate is from
    #[arg(long, env = "QA_SMTP_CA", requires = "smtp_url")]
    pub smtp_ca: Option<PathBuf>,
    /// The sender of mail, such as "Handbook <handbook@example.org>"
    #[arg(long, env = "QA_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// A proxy whose X-Forwarded-For is believed; may be given several times
    #[arg(long, env = "QA_TRUSTED_PROXY", value_delimiter = ',')]
    pub trusted_proxy: Vec<IpAddr>,
    /// Lock questions to which nobody has said anything for this many days; they are never locked when not given
    #[arg(long, env = "QA_LOCK_AFTER_DAYS", value_parser = clap::value_parser!(u16).range(1..))]
    pub lock_after_days: Option<u16>,
    /// The file that `site-gen build --server-data` wrote: rules of moderation, teams, duties, canned replies
    #[arg(long, env = "QA_SERVER_DATA")]
    pub server_data: Option<PathBuf>,
    /// Which posts of members wait for a moderator, where the server data says nothing else
    #[arg(long, env = "QA_HOLD", value_enum)]
    pub hold: Option<HoldArg>,
    /// How many published posts end an author's first ones
    #[arg(long, env = "QA_HOLD_FIRST")]
    pub hold_first: Option<u32>,
    /// From how many points on a post looks like spam
    #[arg(long, env = "QA_HOLD_THRESHOLD")]
    pub hold_threshold: Option<u32>,
    /// A file that names providers to sign in by, such as the company's: OpenID Connect
    #[arg(long, env = "QA_SIGN_IN")]
    pub sign_in: Option<PathBuf>,
    /// Try things out on this machine: mail goes into a folder that can be read in the browser, cookies need no TLS
    #[arg(long)]
    pub dev: bool,
}

/// Which posts wait, on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum HoldArg {
    /// Every one
    All,
    /// An author's first ones, and later ones that look like spam
    First,
    /// Those that look like spam
    Score,
}

impl From<HoldArg> for Hold {
    fn from(hold: HoldArg) -> Self {
        match hold {
            HoldArg::All => Self::All,
            HoldArg::First => Self::First,
            HoldArg::Score => Self::Score,
        }
    }
}

/// `qa-server account grant`.
#[derive(Clone, Debug, Args)]
pub struct GrantArgs {
    /// The account's e-mail address
    pub address: String,
    /// What the account may do
    #[arg(long, value_enum)]
    pub role: RoleArg,
    /// The display name of a new account; the part of the address before the @ when not given
    #[arg(long)]
    pub name: Option<String>,
    /// Print a link that signs the account in once, within a day
    #[arg(long)]
    pub sign_in_link: bool,
    /// Data folder, database, base URL
    #[command(flatten)]
    pub data: DataArgs,
}

/// A role on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RoleArg {
    /// Asks and answers
    Member,
    /// Decides over posts, reversibly
    Moderator,
    /// Everything but configuration
    Staff,
}

impl From<RoleArg> for qa_api::thread::Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Member => Self::Member,
            RoleArg::Moderator => Self::Moderator,
            RoleArg::Staff => Self::Staff,
        }
    }
}

/// How mail leaves.
#[derive(Clone, Debug)]
pub enum Mail {
    /// To an SMTP server.
    Smtp {
        /// Its address.
        url: String,
        /// Certificates to trust beside the public ones.
        ca: Option<PathBuf>,
        /// The sender.
        from: String,
    },
    /// Into the data folder.
    Folder,
}

/// What a server is started with.
#[derive(Clone, Debug)]
pub struct Config {
    /// The built site's folder.
    pub site: PathBuf,
    /// The data folder.
    pub data: PathBuf,
    /// The PostgreSQL database, if it is not SQLite in the data folder.
    pub database: Option<String>,
    /// Where readers reach the site.
    pub base_url: Url,
    /// How mail leaves.
    pub mail: Mail,
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
    /// Whether this is for trying things out.
    pub dev: bool,
}

/// What is wrong with the configuration, and what to do.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// `--dev` opens doors that only this machine may use.
    #[error("--dev listens on this machine only, not on {0}; use --listen 127.0.0.1:4000, or leave --dev out")]
    DevElsewhere(SocketAddr),
    /// Mail would go nowhere.
    #[error("no way for mail to leave: give --smtp-url and --mail-from, or --dev to try things out")]
    NoMail,
    /// Links in mail would lead nowhere.
    #[error("--base-url is missing: say where readers reach the site, such as https://handbook.example.org")]
    NoBaseUrl,
    /// A provider cannot be used.
    #[error("--sign-in: {0}")]
    Providers(String),
    /// Cookies would not be sent.
    #[error("--base-url {0} is not usable: it has to begin with https:// and have no path (http:// only with --dev)")]
    BaseUrl(Url),
}

impl ServeArgs {
    /// The configuration, if it can work.
    ///
    /// # Errors
    /// Says what is missing or does not fit together.
    pub fn into_config(self) -> Result<Config, ConfigError> {
        if self.dev && !self.listen.ip().is_loopback() {
            return Err(ConfigError::DevElsewhere(self.listen));
        }
        let mail = match (self.smtp_url, self.mail_from) {
            (Some(url), Some(from)) => Mail::Smtp { url, ca: self.smtp_ca, from },
            (None, _) if self.dev => Mail::Folder,
            _ => return Err(ConfigError::NoMail),
        };
        let base_url = match self.data.base_url {
            Some(url) => url,
            None if self.dev => Url::parse(&format!("http://{}", self.listen)).expect("a socket address makes a URL"),
            None => return Err(ConfigError::NoBaseUrl),
        };
        let secure = base_url.scheme() == "https" || (self.dev && base_url.scheme() == "http");
        if !secure || base_url.path() != "/" || base_url.host_str().is_none() {
            return Err(ConfigError::BaseUrl(base_url));
        }
        let providers = self.sign_in.as_deref().map(providers::read).transpose();
        Ok(Config {
            providers: providers.map_err(|error| ConfigError::Providers(error.to_string()))?.unwrap_or_default(),
            site: self.site,
            data: self.data.data,
            database: self.data.database,
            base_url,
            mail,
            trusted_proxies: self.trusted_proxy,
            lock_after: self.lock_after_days.map(|days| Millis::from(days) * DAY),
            server_data: self.server_data,
            hold: HoldRule { hold: self.hold.map(Hold::from), first: self.hold_first, threshold: self.hold_threshold },
            dev: self.dev,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(arguments: &[&str]) -> Result<Config, ConfigError> {
        let Command::Serve(serve) = Cli::parse_from([&["qa-server", "serve"], arguments].concat()).command else {
            panic!("parsed another command");
        };
        serve.into_config()
    }

    #[test]
    fn what_cannot_work_is_refused_at_start() {
        assert!(matches!(config(&["--dev", "--listen", "0.0.0.0:4000"]), Err(ConfigError::DevElsewhere(_))));
        assert!(matches!(config(&["--base-url", "https://a.example"]), Err(ConfigError::NoMail)));
        let smtp = ["--smtp-url", "smtp://localhost", "--mail-from", "a@b.example"];
        assert!(matches!(config(&smtp), Err(ConfigError::NoBaseUrl)));
        let plain = [&smtp[..], &["--base-url", "http://a.example"]].concat();
        assert!(matches!(config(&plain), Err(ConfigError::BaseUrl(_))));
        let good = [&smtp[..], &["--base-url", "https://a.example"]].concat();
        assert!(config(&good).is_ok());
    }

    #[test]
    fn trying_things_out_needs_nothing() {
        let config = config(&["--dev"]).unwrap();
        assert_eq!(config.base_url.as_str(), "http://127.0.0.1:4000/");
        assert!(matches!(config.mail, Mail::Folder));
    }
}
