//! The file in which the operator names the providers.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use url::Url;

use crate::outward::is_safe;

/// One provider, ready to use.
#[derive(Clone, PartialEq, Eq)]
pub struct ProviderConfig {
    /// Part of addresses and of what is stored; never to be changed.
    pub id: String,
    /// How people call it.
    pub name: String,
    /// Who it is: the address that its tokens name, to the letter.
    pub issuer: String,
    /// Who we are there.
    pub client_id: String,
    /// What proves it.
    pub secret: String,
    /// Whether an address that it has verified counts as proven here.
    pub trusted_email: bool,
}

impl std::fmt::Debug for ProviderConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProviderConfig({:?} at {:?}, secret)", self.id, self.issuer)
    }
}

/// What is wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum ProvidersError {
    /// A file cannot be read.
    #[error("{path}: {source}")]
    File {
        /// Which one.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// It is not as it should be.
    #[error("{path}: {message}")]
    Content {
        /// Which one.
        path: PathBuf,
        /// What, and what to do.
        message: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    providers: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    name: String,
    issuer: String,
    client_id: String,
    secret: Option<String>,
    secret_file: Option<PathBuf>,
    #[serde(default)]
    trusted_email: bool,
}

/// Reads the providers from the YAML file at `path`; a `secret_file` is beside it unless its path is absolute.
///
/// # Errors
/// Says which provider is wrong, and how.
pub fn read(path: &Path) -> Result<Vec<ProviderConfig>, ProvidersError> {
    let text = fs::read_to_string(path).map_err(|source| ProvidersError::File { path: path.to_owned(), source })?;
    let wrong = |message: String| ProvidersError::Content { path: path.to_owned(), message };
    let file: File = serde_yaml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let mut providers: Vec<ProviderConfig> = Vec::new();
    for entry in file.providers {
        if providers.iter().any(|provider| provider.id == entry.id) {
            return Err(wrong(format!("two providers have the id {:?}; give each its own", entry.id)));
        }
        let folder = path.parent().unwrap_or(Path::new("."));
        providers.push(entry.resolve(folder, &wrong)?);
    }
    Ok(providers)
}

impl Entry {
    fn resolve(
        self,
        folder: &Path,
        wrong: &impl Fn(String) -> ProvidersError,
    ) -> Result<ProviderConfig, ProvidersError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.id.is_empty() || !self.id.chars().all(plain) {
            return Err(wrong(format!("the id {:?} has to consist of a to z, 0 to 9 and -", self.id)));
        }
        if !Url::parse(&self.issuer).is_ok_and(|url| is_safe(&url)) {
            return Err(wrong(format!("{}: the issuer {:?} has to begin with https://", self.id, self.issuer)));
        }
        let secret = match (self.secret, self.secret_file) {
            (Some(secret), None) => secret,
            (None, Some(file)) => {
                let path = folder.join(file);
                let text = fs::read_to_string(&path).map_err(|source| ProvidersError::File { path, source })?;
                text.trim_end().to_owned()
            }
            _ => return Err(wrong(format!("{}: give either secret or secret_file", self.id))),
        };
        Ok(ProviderConfig {
            id: self.id,
            name: self.name,
            issuer: self.issuer,
            client_id: self.client_id,
            secret,
            trusted_email: self.trusted_email,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Vec<ProviderConfig>, String> {
        let folder = tempfile::TempDir::new().unwrap();
        fs::write(folder.path().join("company.secret"), "from a file\n").unwrap();
        let path = folder.path().join("sign-in.yaml");
        fs::write(&path, text).unwrap();
        read(&path).map_err(|error| error.to_string())
    }

    const COMPANY: &str =
        "providers:\n- id: company\n  name: Company\n  issuer: https://id.example.org\n  client_id: postil\n";

    #[test]
    fn a_secret_is_in_the_file_or_in_one_of_its_own() {
        let read = read_text(&format!("{COMPANY}  secret_file: company.secret\n  trusted_email: true\n")).unwrap();
        assert_eq!((read[0].secret.as_str(), read[0].trusted_email), ("from a file", true));
        assert!(!format!("{read:?}").contains("from a file"), "not in any log");
        let read = read_text(&format!("{COMPANY}  secret: s\n")).unwrap();
        assert_eq!((read[0].secret.as_str(), read[0].trusted_email), ("s", false));
    }

    #[test]
    fn what_cannot_work_is_refused() {
        for (text, expected) in [
            (COMPANY.to_owned(), "either secret or secret_file"),
            (format!("{COMPANY}  secret: s\n  trusted_mail: true\n"), "trusted_mail"),
            (format!("{COMPANY}  secret_file: gone\n"), "gone"),
            (COMPANY.replace("https", "http") + "  secret: s\n", "https://"),
            (COMPANY.replace("id: company", "id: A b") + "  secret: s\n", "a to z"),
            (
                format!("{COMPANY}  secret: s\n{}  secret: s\n", COMPANY.trim_start_matches("providers:\n")),
                "two providers",
            ),
        ] {
            let error = read_text(&text).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
