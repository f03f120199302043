//! Threads that come from elsewhere, and go there.
//!
//! [`export`] writes published threads as files that people and git can read, one Markdown file with front matter for
//! each question; [`import`] takes a folder of them into a server without questions; [`file`] is the format.
//! [`foreign`] takes in what another system exported.
//!
//! **Invariants:** what is exported is what everybody may see: it is made of `Published<…>`, and has no address.
//! What is imported belongs to accounts that nobody can sign in to ([`authors`]), and sends no mail.

pub mod export;
pub mod foreign;
pub mod import;

mod authors;
mod file;

use std::io;
use std::path::{Path, PathBuf};

use crate::store::StoreError;

/// Why threads were not written or taken in.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    File {
        /// Which one.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A file does not hold what it should.
    #[error("{path}: {reason}")]
    Content {
        /// Which one.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// What is there would be mixed up with what comes.
    #[error("this server has questions already; import into one without any")]
    NotEmpty,
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> ExchangeError {
    let path = path.to_owned();
    move |source| ExchangeError::File { path, source }
}
