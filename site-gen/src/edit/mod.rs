//! Changes to the writers' own files: a new site or page, a move with everything that it entails, an import.
//!
//! Nothing is ever overwritten, and what cannot be done whole is not begun: [`EditError`] then says why.

pub mod import;
pub mod rename;
pub mod scaffold;

mod front;
mod relink;

use std::path::{Path, PathBuf};

use crate::BuildError;

/// Why files were not changed.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// Something would be lost, or the request makes no sense.
    #[error("{}", .0.join("\n       "))]
    Refused(Vec<String>),
    /// The site cannot be read.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// A file cannot be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
}

impl EditError {
    fn refused(reason: impl Into<String>) -> Self {
        Self::Refused(vec![reason.into()])
    }

    fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::File { path, error }
    }
}

/// The nearest folder around `path` that has a `site.yaml`.
pub fn content_folder(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    path.ancestors().find(|folder| folder.join(crate::source::site::FILE).is_file()).map(Path::to_owned)
}
