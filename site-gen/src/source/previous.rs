//! The manifest of what was published before, which tells ids that stay and addresses that vanished.

use std::fs;
use std::path::Path;

use qa_api::manifest::Manifest;

use crate::BuildError;

/// Reads the manifest at `path`.
///
/// # Errors
/// When the file cannot be read, or is no manifest that this build knows.
pub fn read(path: &Path) -> Result<Manifest, BuildError> {
    let unusable =
        |reason: String| BuildError::Unusable { what: format!("the previous manifest {}", path.display()), reason };
    let text = fs::read_to_string(path).map_err(|error| unusable(error.to_string()))?;
    Manifest::parse(&text).map_err(|error| unusable(error.to_string()))
}
