//! How a mail leaves: to an SMTP server, or, on a machine for trying things out, into a folder.

use std::error::Error as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use url::Url;

use super::super::Delivery;
use super::refusal::{About, Refusal};

/// How long one mail may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a mail leaves.
pub enum Transport {
    /// To an SMTP server.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// Into a folder, one `.eml` file each, named by the outbox row.
    Folder(PathBuf),
}

/// Why there is no way for mail to leave.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// The SMTP server's address cannot be read.
    #[error(
        "the SMTP address cannot be used ({0}); write it as smtp://user:password@mail.example.org:587?tls=required"
    )]
    Address(lettre::transport::smtp::Error),
    /// A password would travel readable.
    #[error(
        "the SMTP address has a password but does not insist on encryption; add ?tls=required to it, or use smtps://"
    )]
    ReadablePassword,
    /// The file with certificates cannot be used.
    #[error("the certificates in {path} cannot be used: {reason}")]
    Certificates {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// The folder cannot be made.
    #[error("the mail folder {path} cannot be made: {source}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
}

impl Transport {
    /// An SMTP server, as `smtps://…`, `smtp://…?tls=required`, or `smtp://…` for one on this machine;
    /// `ca` is a file with certificates to trust beside the public ones.
    ///
    /// # Errors
    /// When `url` or `ca` cannot be read.
    pub fn smtp(url: &str, ca: Option<&Path>) -> Result<Self, TransportError> {
        if has_readable_password(url) {
            return Err(TransportError::ReadablePassword);
        }
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(TransportError::Address)?;
        if let Some(ca) = ca {
            builder = builder.tls(tls_with(url, ca)?);
        }
        Ok(Self::Smtp(builder.timeout(Some(PATIENCE)).build()))
    }

    /// A folder, which is made when it is missing.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(path: &Path) -> Result<Self, TransportError> {
        std::fs::create_dir_all(path).map_err(|source| TransportError::Folder { path: path.to_owned(), source })?;
        Ok(Self::Folder(path.to_owned()))
    }

    /// Connects, changes to TLS and signs in as for a mail, and sends none.
    ///
    /// # Errors
    /// Says what went wrong.
    pub async fn greet(&self) -> Result<(), String> {
        match self {
            Self::Smtp(smtp) => match smtp.test_connection().await {
                Ok(true) => Ok(()),
                Ok(false) => Err("it hung up".to_owned()),
                Err(error) => Err(error.to_string()),
            },
            Self::Folder(_) => Ok(()),
        }
    }

    pub(super) async fn send(&self, id: &str, mail: Message) -> Sending {
        let delivery = match self {
            Self::Smtp(smtp) => match smtp.send(mail).await {
                Ok(_) => Delivery::Sent,
                Err(error) => return sending(&error),
            },
            Self::Folder(folder) => match write(folder, id, &mail.formatted()).await {
                Ok(()) => Delivery::Sent,
                Err(error) => Delivery::Retry { error: error.to_string(), after: None },
            },
        };
        Sending::Ended(delivery)
    }
}

/// What became of a mail.
pub(super) enum Sending {
    /// This.
    Ended(Delivery),
    /// The server does not take mail for its receiver.
    Refused {
        /// Whether it never will.
        hard: bool,
        /// What it said.
        error: String,
    },
}

/// What an error comes to.
fn sending(error: &lettre::transport::smtp::Error) -> Sending {
    let Some(refusal) = refusal(error) else {
        // An answer that cannot be read may repeat an address, too.
        let is_answer = error.is_response();
        let error = if is_answer { "the mail server's answer cannot be read".to_owned() } else { error.to_string() };
        return Sending::Ended(Delivery::Retry { error, after: None });
    };
    let error = refusal.to_string();
    match refusal.about() {
        About::Receiver { hard } => Sending::Refused { hard, error },
        About::Mail => Sending::Ended(Delivery::Failed(error)),
        About::Us => Sending::Ended(Delivery::Retry { error, after: None }),
    }
}

fn refusal(error: &lettre::transport::smtp::Error) -> Option<Refusal> {
    let code = error.status()?.to_string().parse().ok()?;
    let said = error.source().map(ToString::to_string).unwrap_or_default();
    Some(Refusal::new(code, &said))
}

/// Whether a password would be sent without encryption, or with one that somebody in between can switch off.
fn has_readable_password(url: &str) -> bool {
    Url::parse(url).is_ok_and(|url| {
        let insists =
            url.scheme() == "smtps" || url.query_pairs().any(|(name, value)| name == "tls" && value == "required");
        url.password().is_some() && !insists
    })
}

/// Encryption as `url` asks for, trusting the certificates in `ca` too.
fn tls_with(url: &str, ca: &Path) -> Result<Tls, TransportError> {
    let unusable = |reason: String| TransportError::Certificates { path: ca.to_owned(), reason };
    let url = Url::parse(url).map_err(|error| unusable(error.to_string()))?;
    let pem = std::fs::read(ca).map_err(|error| unusable(error.to_string()))?;
    let certificates = Certificate::from_pem(&pem).map_err(|error| unusable(error.to_string()))?;
    let parameters = TlsParameters::builder(url.host_str().unwrap_or_default().to_owned())
        .add_root_certificate(certificates)
        .build()
        .map_err(|error| unusable(error.to_string()))?;
    match (url.scheme(), url.query_pairs().find(|(name, _)| name == "tls").as_ref().map(|(_, value)| value.as_ref())) {
        ("smtps", _) => Ok(Tls::Wrapper(parameters)),
        (_, Some("required")) => Ok(Tls::Required(parameters)),
        _ => Err(unusable("the SMTP address asks for no encryption; add ?tls=required to it".to_owned())),
    }
}

/// Writes beside and renames, so that whoever reads the folder never meets half a mail.
async fn write(folder: &Path, id: &str, mail: &[u8]) -> std::io::Result<()> {
    let part = folder.join(format!("{id}.part"));
    tokio::fs::write(&part, mail).await?;
    tokio::fs::rename(&part, folder.join(format!("{id}.eml"))).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_only_sent_encrypted() {
        for readable in ["smtp://qa:secret@mail.example.org", "smtp://qa:secret@mail.example.org:587?tls=opportunistic"]
        {
            assert!(matches!(Transport::smtp(readable, None), Err(TransportError::ReadablePassword)), "{readable}");
        }
        for fine in ["smtp://localhost", "smtps://qa:secret@mail.example.org"] {
            assert!(!has_readable_password(fine), "{fine}");
        }
        assert!(!has_readable_password("smtp://qa:secret@mail.example.org:587?tls=required"));
    }
}
