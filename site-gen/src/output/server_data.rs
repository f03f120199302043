//! The file of `--server-data`: what the server alone is told, outside of what is published.
//!
//! Written once a build has gone well, after the site itself.

use std::path::Path;

use qa_api::server_data::ServerData;

use crate::BuildError;

/// Writes `data` to `file`, in one step, so that the server never reads half of it.
///
/// # Errors
/// When the file cannot be written.
pub fn write(file: &Path, data: &ServerData) -> Result<(), BuildError> {
    let beside = file.with_extension("part");
    let written = std::fs::write(&beside, data.to_json()).and_then(|()| std::fs::rename(&beside, file));
    written.map_err(|error| BuildError::Unusable {
        what: format!("--server-data {}", file.display()),
        reason: error.to_string(),
    })
}
