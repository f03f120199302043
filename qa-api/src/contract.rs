//! Reading a versioned contract: the version is looked at before the shape.

use std::fmt;

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Why a contract's text could not be read.
#[derive(Debug)]
pub enum ContractError {
    /// The text is not the JSON of this contract.
    Shape(serde_json::Error),
    /// The text is of a version that this build does not know.
    Version {
        /// Which contract.
        contract: &'static str,
        /// The version the text says it has.
        found: u32,
        /// The version this build reads.
        known: u32,
    },
}

impl fmt::Display for ContractError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shape(error) => write!(f, "not readable: {error}"),
            Self::Version { contract, found, known } => write!(
                f,
                "{contract} has version {found}, this build reads version {known}; use the same release of site-gen and qa-server"
            ),
        }
    }
}

impl std::error::Error for ContractError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Shape(error) => Some(error),
            Self::Version { .. } => None,
        }
    }
}

#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// Reads `text` as contract `T` after checking that its `version` is `known`.
pub(crate) fn read<T: DeserializeOwned>(contract: &'static str, known: u32, text: &str) -> Result<T, ContractError> {
    let Versioned { version } = serde_json::from_str(text).map_err(ContractError::Shape)?;
    if version != known {
        return Err(ContractError::Version { contract, found: version, known });
    }
    serde_json::from_str(text).map_err(ContractError::Shape)
}
