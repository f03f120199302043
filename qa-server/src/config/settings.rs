//! The keys of the file, and what they come to.
//!
//! The manual's page of all keys and the JSON Schema are made of these types: see [`super::reference`].

use std::fs;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use qa_api::server_data::{Hold, HoldRule};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

use super::retention::{Retention, days};
use super::secret::with_files_in;
use super::suggestion::did_you_mean;
use super::{Config, ConfigError, DataConfig, Mail, Secret, Targets};
use crate::identity::config as providers;

/// The folder of data, when nothing else is said.
const DATA: &str = "data";
/// The folder of the built site, when nothing else is said.
const SITE: &str = "public";
/// Where a server listens, when nothing else is said.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 4000);

/// The whole file. Paths are relative to the file's folder.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The folder that `site-gen build` wrote.
    #[schemars(extend("x-option" = "site", "x-default" = SITE))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<PathBuf>,
    /// The [data folder](index.md#the-data-folder).
    #[schemars(extend("x-option" = "data", "x-default" = DATA))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PathBuf>,
    /// The address of a [PostgreSQL database](index.md#the-database), instead of SQLite in the data folder.
    #[schemars(extend("x-option" = "database"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<Secret>,
    /// Where readers reach the site, such as `https://handbook.example.org`.
    #[schemars(with = "Option<String>", extend("x-option" = "base-url", "x-kind" = "URL", "x-default" = "needed"))]
    #[serde(deserialize_with = "url", serialize_with = "url_text", skip_serializing_if = "Option::is_none")]
    pub base_url: Option<Url>,
    /// Other origins whose pages may use this server, each to the letter as browsers send it: a site on
    /// [a static host](static-host.md), such as `https://docs.example.org`.
    #[schemars(extend("x-option" = "site-origin", "x-kind" = "list of origins"))]
    pub site_origins: Vec<String>,
    /// Address and port to listen on.
    #[schemars(with = "Option<String>", extend("x-option" = "listen", "x-default" = "127.0.0.1:4000", "x-kind" = "address:port"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<SocketAddr>,
    /// Address and port where [metrics](watching.md#metrics) are told, which readers should not reach.
    #[schemars(with = "Option<String>", extend("x-option" = "metrics-listen", "x-kind" = "address:port", "x-default" = "nowhere"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics_listen: Option<SocketAddr>,
    /// How [logs](watching.md#logs) are written.
    #[schemars(extend("x-option" = "log-format", "x-default" = "text", "x-kind" = "`text` or `json`"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_format: Option<LogFormat>,
    /// How [mail](index.md#mail) leaves.
    pub mail: MailSettings,
    /// [Proxies](index.md#behind-a-proxy) whose `X-Forwarded-For` is believed.
    #[schemars(with = "Vec<String>", extend("x-option" = "trusted-proxy", "x-kind" = "list of addresses"))]
    pub trusted_proxies: Vec<IpAddr>,
    /// Lock questions to which nobody has said anything for so many days; a moderator who unlocks one has the last word.
    #[schemars(extend("x-option" = "lock-after-days", "x-default" = "never"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lock_after_days: Option<NonZeroU16>,
    /// The file of [rules, teams and duties](../reference/contracts.md#server-data).
    #[schemars(extend("x-option" = "server-data"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_data: Option<PathBuf>,
    /// Which posts wait, where the server data says nothing else.
    pub moderation: Moderation,
    /// The file of [providers to sign in by](sign-in.md).
    #[schemars(extend("x-option" = "sign-in"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<PathBuf>,
    /// How long things are kept, in days.
    pub retention: Retention,
    /// Systems that are told what happens.
    pub targets: Targets,
}

/// How mail leaves.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MailSettings {
    /// The address of the SMTP server.
    #[schemars(extend("x-option" = "smtp-url", "x-default" = "needed"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_url: Option<Secret>,
    /// A PEM file with the certificate of an authority of your own.
    #[schemars(extend("x-option" = "smtp-ca"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_ca: Option<PathBuf>,
    /// The sender, such as `Handbook <handbook@example.org>`.
    #[schemars(extend("x-option" = "mail-from", "x-default" = "needed"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The name of the key that the mail server signs with, which `doctor` [looks up](backups.md#doctor).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dkim_selector: Option<String>,
    /// The DNS server that `doctor` asks, such as `192.0.2.53:53`, instead of this machine's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolver: Option<SocketAddr>,
    /// Addresses that get [a summary every Monday](index.md#summary).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weekly_summary: Vec<String>,
}

/// Which posts wait.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Moderation {
    /// Which posts of members [wait for a moderator](../moderating/policy.md).
    #[schemars(extend("x-option" = "hold", "x-default" = "all", "x-kind" = "`all`, `first` or `score`"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<HoldSetting>,
    /// How many published posts end an author's first ones.
    #[schemars(extend("x-option" = "hold-first", "x-default" = 2))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<u32>,
    /// From how many points on a post looks like spam.
    #[schemars(extend("x-option" = "hold-threshold", "x-default" = 50))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<u32>,
}

/// Which posts wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum HoldSetting {
    /// Every one
    All,
    /// An author's first ones, and later ones that look like spam
    First,
    /// Those that look like spam
    Score,
}

/// How logs are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Lines for people
    #[default]
    Text,
    /// One JSON object a line, for programs
    Json,
}

/// All that the program needs to serve.
#[derive(Clone, Debug)]
pub struct Start {
    /// What the server is started with.
    pub config: Config,
    /// Where it listens.
    pub listen: SocketAddr,
    /// Where metrics are told, if they are.
    pub metrics_listen: Option<SocketAddr>,
    /// How logs are written.
    pub log_format: LogFormat,
}

impl From<HoldSetting> for Hold {
    fn from(hold: HoldSetting) -> Self {
        match hold {
            HoldSetting::All => Self::All,
            HoldSetting::First => Self::First,
            HoldSetting::Score => Self::Score,
        }
    }
}

fn url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Url>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| Url::parse(&text)).transpose().map_err(|error| {
        serde::de::Error::custom(format!("not an address such as https://handbook.example.org: {error}"))
    })
}

#[expect(clippy::ref_option, reason = "serde hands over the field")]
fn url_text<S: Serializer>(url: &Option<Url>, serializer: S) -> Result<S::Ok, S::Error> {
    url.as_ref().map(Url::as_str).serialize(serializer)
}

/// Whether `text` is an origin to the letter as browsers send it, so that comparing it needs no knowledge of URLs.
fn is_origin(text: &str, dev: bool) -> bool {
    let url = Url::parse(text).ok().filter(|url| url.scheme() == "https" || (dev && url.scheme() == "http"));
    !text.contains('*') && url.is_some_and(|url| url.origin().ascii_serialization() == text)
}

/// Reads the file at `path`.
///
/// # Errors
/// When it cannot be read, or says something that cannot be: with file, line and column.
pub(super) fn read_file(path: &Path) -> Result<Settings, ConfigError> {
    let unreadable = |cause| ConfigError::Unreadable { path: path.to_owned(), cause };
    let text = fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let settings: Result<Option<Settings>, _> = with_files_in(folder, || serde_yaml::from_str(&text));
    let mut settings = settings.map_err(|error| located(path, &error))?.unwrap_or_default();
    for file in [
        &mut settings.site,
        &mut settings.data,
        &mut settings.mail.smtp_ca,
        &mut settings.server_data,
        &mut settings.sign_in,
    ] {
        *file = file.take().map(|file| folder.join(file));
    }
    Ok(settings)
}

fn located(path: &Path, error: &serde_yaml::Error) -> ConfigError {
    // The line itself is left out: it may hold a secret.
    let error = error.without_snippet();
    let (line, column) = error.location().map_or((0, 0), |location| (location.line(), location.column()));
    let message = match error {
        serde_yaml::Error::SerdeUnknownField { field, expected, .. } => match did_you_mean(field, expected) {
            Some(near) => format!("there is no key `{field}`; did you mean `{near}`?"),
            None => format!("there is no key `{field}`; there are {}", expected.join(", ")),
        },
        serde_yaml::Error::SerdeUnknownVariant { variant, expected, .. } => {
            format!("there is no `{variant}`; there are {}", expected.join(", "))
        }
        serde_yaml::Error::Message { msg, .. } => msg.clone(),
        other => {
            let told = other.to_string();
            told.split(" at line ").next().unwrap_or_default().replace("line 0 column 0: ", "")
        }
    };
    ConfigError::Content { path: path.to_owned(), line, column, message }
}

impl Settings {
    /// The same, with the defaults of what was not given.
    pub(super) fn with_defaults(mut self) -> Self {
        self.site.get_or_insert_with(|| SITE.into());
        self.data.get_or_insert_with(|| DATA.into());
        self.listen.get_or_insert(LISTEN);
        self
    }

    /// As YAML, without the secrets.
    pub fn to_yaml(&self) -> String {
        serde_yaml::to_string(self).expect("the settings are text, numbers, lists and maps")
    }

    pub(super) fn data_config(self) -> DataConfig {
        DataConfig { data: self.data.unwrap_or_else(|| DATA.into()), database: self.database, base_url: self.base_url }
    }

    /// What the program needs to serve.
    ///
    /// # Errors
    /// Says what is missing or does not fit together.
    pub fn into_start(self, dev: bool) -> Result<Start, ConfigError> {
        let listen = self.listen.unwrap_or(LISTEN);
        if dev && !listen.ip().is_loopback() {
            return Err(ConfigError::DevElsewhere(listen));
        }
        let mail = match (self.mail.smtp_url, self.mail.from) {
            (Some(url), Some(from)) => Mail::Smtp {
                url,
                ca: self.mail.smtp_ca,
                from,
                dkim_selector: self.mail.dkim_selector,
                resolver: self.mail.resolver,
            },
            (None, _) if dev => Mail::Folder,
            _ => return Err(ConfigError::NoMail),
        };
        let base_url = match self.base_url {
            Some(url) => url,
            None if dev => Url::parse(&format!("http://{listen}")).expect("a socket address makes a URL"),
            None => return Err(ConfigError::NoBaseUrl),
        };
        let secure = base_url.scheme() == "https" || (dev && base_url.scheme() == "http");
        if !secure || base_url.path() != "/" || base_url.host_str().is_none() {
            return Err(ConfigError::BaseUrl(base_url));
        }
        if let Some(origin) = self.site_origins.iter().find(|origin| !is_origin(origin, dev)) {
            return Err(ConfigError::SiteOrigin(origin.clone()));
        }
        if let Some(problem) = self.targets.problem() {
            return Err(ConfigError::Target(problem));
        }
        let providers = self.sign_in.as_deref().map(providers::read).transpose();
        let Moderation { hold, first, threshold } = self.moderation;
        let config = Config {
            providers: providers.map_err(|error| ConfigError::Providers(error.to_string()))?.unwrap_or_default(),
            site: self.site.unwrap_or_else(|| SITE.into()),
            data: self.data.unwrap_or_else(|| DATA.into()),
            database: self.database,
            base_url,
            site_origins: self.site_origins,
            mail,
            weekly_summary: self.mail.weekly_summary,
            trusted_proxies: self.trusted_proxies,
            lock_after: self.lock_after_days.map(days),
            server_data: self.server_data,
            hold: HoldRule { hold: hold.map(Hold::from), first, threshold },
            retention: self.retention,
            targets: self.targets,
            dev,
        };
        Ok(Start {
            config,
            listen,
            metrics_listen: self.metrics_listen,
            log_format: self.log_format.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The settings that `text` gives in a file, and the folder it is in.
    fn read_text(text: &str) -> Result<Settings, String> {
        let folder = tempfile::TempDir::new().unwrap();
        fs::write(folder.path().join("password"), "hunter2\n").unwrap();
        let path = folder.path().join("qa.yaml");
        fs::write(&path, text).unwrap();
        let told = |error: ConfigError| error.to_string().replace(&*folder.path().to_string_lossy(), "/etc/postil");
        read_file(&path).map_err(told)
    }

    #[test]
    fn paths_are_beside_the_file_and_secrets_are_not_printed() {
        let text = "site: ../public\nserver_data: /srv/server.json\nbase_url: https://a.example\nmail:\n  from: A <a@a.example>\n  smtp_url: { secret_file: password }\nretention: { drafts_days: 3 }\n";
        let settings = read_text(text).unwrap();
        assert!(
            settings.site.as_ref().unwrap().ends_with("../public") && settings.site.as_ref().unwrap().is_absolute()
        );
        assert_eq!(settings.server_data.as_deref(), Some(Path::new("/srv/server.json")));
        assert_eq!(settings.mail.smtp_url.as_ref().unwrap().expose(), "hunter2");
        assert_eq!((settings.retention.drafts_days.get(), settings.retention.mail_bodies_days.get()), (3, 30));
        let printed = settings.with_defaults().to_yaml();
        assert!(printed.contains("drafts_days: 3") && printed.contains("https://a.example/"), "{printed}");
        assert!(printed.contains("(secret)") && !printed.contains("hunter2"), "{printed}");
    }

    #[test]
    fn an_origin_is_written_as_browsers_send_it() {
        for origin in ["https://docs.example.org", "https://docs.example.org:8443", "https://xn--bcher-kva.example"] {
            assert!(is_origin(origin, false), "{origin}");
        }
        assert!(is_origin("http://localhost:8080", true) && !is_origin("http://localhost:8080", false));
        for wrong in [
            "",
            "*",
            "null",
            "docs.example.org",
            "https://docs.example.org/",
            "https://docs.example.org/guide",
            "https://docs.example.org:443",
            "https://DOCS.example.org",
            "https://*.example.org",
            "https://ada@docs.example.org",
            "https://bücher.example",
            "http://docs.example.org",
        ] {
            assert!(!is_origin(wrong, false), "{wrong}");
        }
    }

    #[test]
    fn a_file_may_say_nothing() {
        for text in ["", "# nothing yet\n", "mail: {}\n"] {
            assert_eq!(read_text(text).unwrap().with_defaults().listen, Some(LISTEN), "{text:?}");
        }
    }

    #[test]
    fn mistakes_are_told_with_their_place_and_never_with_a_secret() {
        let mut wrong = Vec::new();
        for (text, line, expected) in [
            ("site: public\nlisen: 127.0.0.1:80\n", 2, "there is no key `lisen`; did you mean `listen`?"),
            (
                "mail:\n  token: hunter2\n",
                2,
                "there is no key `token`; there are smtp_url, smtp_ca, from, dkim_selector, resolver, weekly_summary",
            ),
            ("mail:\n  smtp_url:\n    secret_file: gone\n", 3, "gone cannot be read: No such file or directory"),
            ("mail:\n  smtp_url: [hunter2]\n", 2, "expected a text, `secret: TEXT` or `secret_file: FILE`"),
            ("listen: everywhere\n", 1, "invalid socket address syntax"),
            ("base_url: handbook\n", 1, "not an address such as https://handbook.example.org"),
            ("retention:\n  drafts_days: 0\n", 2, "invalid value: integer `0`, expected a nonzero u16"),
            ("moderation: { hold: some }\n", 1, "there is no `some`; there are all, first, score"),
            ("site: a\nsite: b\n", 2, "duplicate mapping key: site"),
            ("site: [\n", 1, ""),
        ] {
            let error = read_text(text).unwrap_err();
            let placed = error.starts_with(&format!("/etc/postil/qa.yaml:{line}:"));
            if !placed || !error.contains(expected) || error.contains("hunter2") || error.contains('\n') {
                wrong.push(error);
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
    }
}
