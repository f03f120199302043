//! What can be wrong with the configuration: one line each, with what to do.

use std::net::SocketAddr;
use std::path::PathBuf;

use url::Url;

/// What is wrong with the configuration, and what to do.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// `--dev` opens doors that only this machine may use.
    #[error("--dev listens on this machine only, not on {0}; use --listen 127.0.0.1:4000, or leave --dev out")]
    DevElsewhere(SocketAddr),
    /// Mail would go nowhere.
    #[error(
        "no way for mail to leave: give --smtp-url and --mail-from (mail.smtp_url and mail.from in the file), or --dev to try things out"
    )]
    NoMail,
    /// Links in mail would lead nowhere.
    #[error(
        "--base-url is missing (base_url in the file): say where readers reach the site, such as https://handbook.example.org"
    )]
    NoBaseUrl,
    /// A provider cannot be used.
    #[error("--sign-in: {0}")]
    Providers(String),
    /// A target cannot be used.
    #[error("{0}")]
    Target(String),
    /// Cookies would not be sent.
    #[error("--base-url {0} is not usable: it has to begin with https:// and have no path (http:// only with --dev)")]
    BaseUrl(Url),
    /// No browser would ever send it.
    #[error(
        "--site-origin {0:?} is no origin (site_origins in the file): write it as browsers send it, such as https://docs.example.org, with no path, no slash at its end and no default port (http:// only with --dev)"
    )]
    SiteOrigin(String),
    /// The file cannot be read.
    #[error("the configuration {path} cannot be read: {cause}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why not.
        cause: String,
    },
    /// The file says something that cannot be.
    #[error("{path}:{line}:{column}: {message}")]
    Content {
        /// Which file.
        path: PathBuf,
        /// The line, from 1; 0 if it cannot be told.
        line: u64,
        /// The column, from 1; 0 if it cannot be told.
        column: u64,
        /// What is wrong, and what to do.
        message: String,
    },
}
