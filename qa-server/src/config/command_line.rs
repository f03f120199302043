//! The command line and its `QA_…` environment.
//!
//! An option that is not given leaves the word to the file, so none has a default of its own here.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU16;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use qa_api::limits::BAN_MAX_DAYS;
use url::Url;

use super::settings::{HoldSetting, LogFormat, Settings, Start, read_file};
use super::{ConfigError, DataConfig, Secret};
use crate::exchange::foreign::{Order, System};

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
    /// Look at what did not arrive
    #[command(subcommand)]
    Outbox(OutboxCommand),
    /// Look at the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Say where questions and their tickets in other systems do not agree; ends with 1 if some do not
    Reconcile(Box<ReconcileArgs>),
    /// Look at everything that a server needs, change nothing, and say what to do
    Doctor(ServeArgs),
    /// Bring the database's tables up to date, as a server does when it starts
    Migrate(DataArgs),
    /// Copy database, key and configuration into a new folder, and check the copy; a server may run meanwhile
    Backup(BackupArgs),
    /// Put a backup in place, where no server's data is
    Restore(RestoreArgs),
    /// Copy everything into another, empty database; stop the server first
    Copy(CopyArgs),
    /// Write every published thread into a folder, one Markdown file each
    Export(ExchangeArgs),
    /// Take such a folder into a server without questions, or into any what Disqus, Isso or GitHub exported
    Import(Box<ImportArgs>),
}

/// `qa-server export`.
#[derive(Clone, Debug, Args)]
pub struct ExchangeArgs {
    /// The folder of Markdown files
    #[arg(long)]
    pub markdown: PathBuf,
    /// Data folder, database, base URL
    #[command(flatten)]
    pub data: DataArgs,
}

/// `qa-server import`.
#[derive(Clone, Debug, Args)]
pub struct ImportArgs {
    /// The folder of Markdown files
    #[arg(long, required_unless_present = "from", conflicts_with = "from")]
    pub markdown: Option<PathBuf>,
    /// The system that FILE is from
    #[arg(long, value_enum, requires = "file")]
    pub from: Option<System>,
    /// What that system exported
    #[arg(requires = "from")]
    pub file: Option<PathBuf>,
    /// A YAML file that says on which pages threads belong whose address is not that of a page
    #[arg(long, requires = "from")]
    pub map: Option<PathBuf>,
    /// Take in threads whose page is not found, too: moderators find them among the lost pages
    #[arg(long, requires = "from")]
    pub keep_lost: bool,
    /// Say what would be taken in, and store nothing
    #[arg(long, requires = "from")]
    pub dry_run: bool,
    /// The folder that `site-gen build` wrote [default: public]
    #[arg(long, env = "QA_SITE")]
    pub site: Option<PathBuf>,
    /// Data folder, database, base URL
    #[command(flatten)]
    pub data: DataArgs,
}

/// `qa-server backup`.
#[derive(Clone, Debug, Args)]
pub struct BackupArgs {
    /// The folder to make
    pub to: PathBuf,
    /// What to back up
    #[command(flatten)]
    pub data: DataArgs,
}

/// `qa-server restore`.
#[derive(Clone, Debug, Args)]
pub struct RestoreArgs {
    /// The backup's folder
    pub from: PathBuf,
    /// Where the data is to be
    #[command(flatten)]
    pub data: DataArgs,
}

/// `qa-server copy`.
#[derive(Clone, Debug, Args)]
pub struct CopyArgs {
    /// The empty database: postgres://user:password@host/database, or a folder for SQLite
    #[arg(long, env = "QA_COPY_TO", hide_env_values = true, value_parser = secret)]
    pub to: Secret,
    /// What to copy
    #[command(flatten)]
    pub data: DataArgs,
}

/// What can be done with the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Print what a server would be started with, or say what is wrong; secrets are not shown
    Check(Box<ServeArgs>),
    /// Print the JSON Schema of the file, by which editors complete and check it
    Schema,
}

/// What can be done with the outbox.
#[derive(Debug, Subcommand)]
pub enum OutboxCommand {
    /// Print what did not arrive: id, when, target, kind, tries, error
    List(DataArgs),
    /// Try what did not arrive again, which turns its target on; or send again what another system than mail already got
    Retry(LetterArgs),
    /// Forget what did not arrive
    Drop(LetterArgs),
}

/// `qa-server outbox retry` and `drop`.
#[derive(Clone, Debug, Args)]
pub struct LetterArgs {
    /// The ids of the letters, as `qa-server outbox list` prints them
    #[arg(required_unless_present = "all")]
    pub letters: Vec<String>,
    /// Every letter that did not arrive
    #[arg(long, conflicts_with = "letters")]
    pub all: bool,
    /// Data folder, database, base URL
    #[command(flatten)]
    pub data: DataArgs,
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

/// `qa-server reconcile`.
#[derive(Clone, Debug, Args)]
pub struct ReconcileArgs {
    /// Have the running server mend what does not agree
    #[arg(long)]
    pub mend: bool,
    /// What the server is started with
    #[command(flatten)]
    pub serve: ServeArgs,
}

/// Where the data is.
#[derive(Clone, Debug, Args)]
pub struct DataArgs {
    /// The YAML file of the configuration; options and QA_… variables win over it
    #[arg(long, env = "QA_CONFIG")]
    pub config: Option<PathBuf>,
    /// Folder for the database, the secret key and, with --dev, the mails; made when it is missing [default: data]
    #[arg(long, env = "QA_DATA")]
    pub data: Option<PathBuf>,
    /// PostgreSQL instead of SQLite in the data folder: postgres://user:password@host/database
    #[arg(long, env = "QA_DATABASE", hide_env_values = true, value_parser = secret)]
    pub database: Option<Secret>,
    /// Where readers reach the site, such as https://handbook.example.org
    #[arg(long, env = "QA_BASE_URL")]
    pub base_url: Option<Url>,
}

/// `qa-server serve`.
#[derive(Clone, Debug, Args)]
pub struct ServeArgs {
    /// The folder that `site-gen build` wrote [default: public]
    #[arg(long, env = "QA_SITE")]
    pub site: Option<PathBuf>,
    /// Data folder, database, base URL
    #[command(flatten)]
    pub data: DataArgs,
    /// Another origin whose pages may use this server, such as https://docs.example.org; may be given several times
    #[arg(long, env = "QA_SITE_ORIGIN", value_delimiter = ',')]
    pub site_origin: Vec<String>,
    /// Address and port to listen on [default: 127.0.0.1:4000]
    #[arg(long, env = "QA_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// Address and port where metrics are told, which readers should not reach; nowhere when not given
    #[arg(long, env = "QA_METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,
    /// How logs are written [default: text]
    #[arg(long, env = "QA_LOG_FORMAT", value_enum)]
    pub log_format: Option<LogFormat>,
    /// The SMTP server: smtp://user:password@mail.example.org:587?tls=required
    #[arg(long, env = "QA_SMTP_URL", hide_env_values = true, value_parser = secret)]
    pub smtp_url: Option<Secret>,
    /// A PEM file with the certificates of an authority of one's own that the SMTP server's certificate is from
    #[arg(long, env = "QA_SMTP_CA")]
    pub smtp_ca: Option<PathBuf>,
    /// The sender of mail, such as "Handbook <handbook@example.org>"
    #[arg(long, env = "QA_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// A proxy whose X-Forwarded-For is believed; may be given several times
    #[arg(long, env = "QA_TRUSTED_PROXY", value_delimiter = ',')]
    pub trusted_proxy: Vec<IpAddr>,
    /// Lock questions to which nobody has said anything for this many days; they are never locked when not given
    #[arg(long, env = "QA_LOCK_AFTER_DAYS")]
    pub lock_after_days: Option<NonZeroU16>,
    /// The file that `site-gen build --server-data` wrote: rules of moderation, teams, duties, canned replies
    #[arg(long, env = "QA_SERVER_DATA")]
    pub server_data: Option<PathBuf>,
    /// Which posts of members wait for a moderator, where the server data says nothing else
    #[arg(long, env = "QA_HOLD", value_enum)]
    pub hold: Option<HoldSetting>,
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

#[expect(clippy::unnecessary_wraps, reason = "clap's parsers can fail")]
fn secret(text: &str) -> Result<Secret, std::convert::Infallible> {
    Ok(Secret::from(text.to_owned()))
}

impl DataArgs {
    /// The file's settings, with what was given here in their place.
    ///
    /// # Errors
    /// Says what is wrong with the file.
    pub fn settings(&self) -> Result<Settings, ConfigError> {
        let mut settings = self.config.as_deref().map(read_file).transpose()?.unwrap_or_default();
        replace(&mut settings.data, self.data.clone());
        replace(&mut settings.database, self.database.clone());
        replace(&mut settings.base_url, self.base_url.clone());
        Ok(settings)
    }

    /// Where the data is.
    ///
    /// # Errors
    /// Says what is wrong with the file.
    pub fn into_config(self) -> Result<DataConfig, ConfigError> {
        Ok(self.settings()?.with_defaults().data_config())
    }
}

impl ImportArgs {
    /// Where the data is, and what to take in, where it is another system's file.
    ///
    /// # Errors
    /// Says what is wrong with the configuration's file.
    pub fn into_order(self) -> Result<(DataConfig, Option<Order>), ConfigError> {
        let mut settings = self.data.settings()?;
        replace(&mut settings.site, self.site);
        let settings = settings.with_defaults();
        let site = settings.site.clone().unwrap_or_default();
        let order = self.from.zip(self.file).map(|(system, file)| Order {
            system,
            file,
            site,
            map: self.map,
            keep_lost: self.keep_lost,
            dry_run: self.dry_run,
        });
        Ok((settings.data_config(), order))
    }
}

impl ServeArgs {
    /// All settings: the file's, with what was given here in their place, and the defaults.
    ///
    /// # Errors
    /// Says what is wrong with the file.
    pub fn settings(self) -> Result<Settings, ConfigError> {
        let mut settings = self.data.settings()?;
        replace(&mut settings.site, self.site);
        if !self.site_origin.is_empty() {
            settings.site_origins = self.site_origin;
        }
        replace(&mut settings.listen, self.listen);
        replace(&mut settings.metrics_listen, self.metrics_listen);
        replace(&mut settings.log_format, self.log_format);
        replace(&mut settings.mail.smtp_url, self.smtp_url);
        replace(&mut settings.mail.smtp_ca, self.smtp_ca);
        replace(&mut settings.mail.from, self.mail_from);
        if !self.trusted_proxy.is_empty() {
            settings.trusted_proxies = self.trusted_proxy;
        }
        replace(&mut settings.lock_after_days, self.lock_after_days);
        replace(&mut settings.server_data, self.server_data);
        replace(&mut settings.moderation.hold, self.hold);
        replace(&mut settings.moderation.first, self.hold_first);
        replace(&mut settings.moderation.threshold, self.hold_threshold);
        replace(&mut settings.sign_in, self.sign_in);
        Ok(settings.with_defaults())
    }

    /// All that the program needs to serve, if it can work.
    ///
    /// # Errors
    /// Says what is missing or does not fit together.
    pub fn into_start(self) -> Result<Start, ConfigError> {
        let dev = self.dev;
        self.settings()?.into_start(dev)
    }
}

fn replace<T>(value: &mut Option<T>, given: Option<T>) {
    if given.is_some() {
        *value = given;
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{Config, Mail};
    use super::*;

    fn config(arguments: &[&str]) -> Result<Config, ConfigError> {
        let Command::Serve(serve) = Cli::parse_from([&["qa-server", "serve"], arguments].concat()).command else {
            panic!("parsed another command");
        };
        serve.into_start().map(|start| start.config)
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
        let origin = [&good[..], &["--site-origin", "https://docs.example/"]].concat();
        assert!(matches!(config(&origin), Err(ConfigError::SiteOrigin(_))));
        let missing = [&good[..], &["--config", "gone.yaml"]].concat();
        assert!(matches!(config(&missing), Err(ConfigError::Unreadable { .. })));
    }

    #[test]
    fn trying_things_out_needs_nothing() {
        let config = config(&["--dev"]).unwrap();
        assert_eq!(config.base_url.as_str(), "http://127.0.0.1:4000/");
        assert!(matches!(config.mail, Mail::Folder));
    }

    #[test]
    fn the_command_line_wins_over_the_file() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("qa.yaml");
        fs::write(&path, "base_url: https://a.example\nlock_after_days: 9\nmoderation: { hold: first, first: 5 }\n")
            .unwrap();
        let file = ["--dev", "--config", path.to_str().unwrap()];
        let of_file = config(&file).unwrap();
        assert_eq!((of_file.base_url.as_str(), of_file.hold.first), ("https://a.example/", Some(5)));
        let given = [&file[..], &["--base-url", "https://b.example", "--hold-first", "7"]].concat();
        let both = config(&given).unwrap();
        assert_eq!((both.base_url.as_str(), both.hold.first), ("https://b.example/", Some(7)));
        assert_eq!((both.hold.hold, both.lock_after), (of_file.hold.hold, of_file.lock_after));
    }
}
