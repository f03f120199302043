//! How a mail leaves: to an SMTP server, or, on a machine for trying things out, into a folder.

use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use super::super::Delivery;

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
    /// An SMTP server, as `smtps://…`, `smtp://…?tls=required`, or `smtp://…` for one on this machine.
    ///
    /// # Errors
    /// When `url` cannot be read.
    pub fn smtp(url: &str) -> Result<Self, TransportError> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(TransportError::Address)?;
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

    pub(super) async fn send(&self, id: &str, mail: Message) -> Delivery {
        match self {
            Self::Smtp(smtp) => match smtp.send(mail).await {
                Ok(_) => Delivery::Sent,
                Err(error) if error.is_permanent() => Delivery::Failed(error.to_string()),
                Err(error) => Delivery::Retry { error: error.to_string(), after: None },
            },
            Self::Folder(folder) => match write(folder, id, &mail.formatted()).await {
                Ok(()) => Delivery::Sent,
                Err(error) => Delivery::Retry { error: error.to_string(), after: None },
            },
        }
    }
}

/// Writes beside and renames, so that whoever reads the folder never meets half a mail.
async fn write(folder: &Path, id: &str, mail: &[u8]) -> std::io::Result<()> {
    let part = folder.join(format!("{id}.part"));
    tokio::fs::write(&part, mail).await?;
    tokio::fs::rename(&part, folder.join(format!("{id}.eml"))).await
}
