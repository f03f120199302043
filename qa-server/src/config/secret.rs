//! What nobody may read in a log, a list of processes or a printed configuration.

use std::cell::RefCell;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What is printed in a secret's place.
pub(crate) const HIDDEN: &str = "(secret)";

thread_local! {
    /// The folder that a relative `secret_file` is in, while a file is read: serde hands nothing down to a field's type.
    static FOLDER: RefCell<PathBuf> = RefCell::default();
}

/// A password, a token, or an address that holds one.
/// In the file it is written as text, as `secret: TEXT`, or as `secret_file: FILE` with the text in a file of its own.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret itself, for the one who has to send it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(HIDDEN)
    }
}

/// Runs `read` with relative files of secrets looked for in `folder`.
pub(super) fn with_files_in<T>(folder: &Path, read: impl FnOnce() -> T) -> T {
    let before = FOLDER.replace(folder.to_owned());
    let value = read();
    FOLDER.set(before);
    value
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    secret: Option<String>,
    secret_file: Option<PathBuf>,
}

impl Written {
    fn resolve(self) -> Result<Secret, String> {
        match (self.secret, self.secret_file) {
            (Some(text), None) => Ok(Secret(text)),
            (None, Some(file)) => {
                let path = FOLDER.with_borrow(|folder| folder.join(file));
                let text = fs::read_to_string(&path).map_err(|error| {
                    format!("the secret_file {} cannot be read: {error}; let the server's user read it", path.display())
                })?;
                let text = text.trim_end();
                if text.is_empty() {
                    return Err(format!("the secret_file {} is empty", path.display()));
                }
                Ok(Secret(text.to_owned()))
            }
            _ => Err("give either secret or secret_file".to_owned()),
        }
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SecretVisitor)
    }
}

/// Written by hand so that no error repeats what was given.
struct SecretVisitor;

impl<'de> Visitor<'de> for SecretVisitor {
    type Value = Secret;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, `secret: TEXT` or `secret_file: FILE`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Secret, E> {
        Ok(Secret(text.to_owned()))
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Secret, E> {
        Err(unquoted())
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Secret, E> {
        Err(unquoted())
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<Secret, E> {
        Err(unquoted())
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<Secret, E> {
        Err(unquoted())
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Secret, E> {
        Err(unquoted())
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Secret, E> {
        Err(unquoted())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Secret, A::Error> {
        let written = Written::deserialize(MapAccessDeserializer::new(map))?;
        written.resolve().map_err(de::Error::custom)
    }
}

fn unquoted<E: de::Error>() -> E {
    E::custom("a secret that looks like a number, or like yes or no, needs quotes")
}

impl JsonSchema for Secret {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Secret".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let one = |key: &str| {
            json_schema!({
                "type": "object", "properties": { key: { "type": "string" } },
                "required": [key], "additionalProperties": false
            })
        };
        json_schema!({ "x-kind": "secret", "anyOf": [{ "type": "string" }, one("secret"), one("secret_file")] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, folder: &Path) -> Result<Secret, String> {
        with_files_in(folder, || serde_yaml::from_str(text)).map_err(|error| error.without_snippet().to_string())
    }

    #[test]
    fn it_is_written_in_three_ways_and_printed_in_none() {
        let folder = tempfile::TempDir::new().unwrap();
        fs::write(folder.path().join("token"), "hunter2\n").unwrap();
        for text in ["hunter2", "secret: hunter2", "secret_file: token"] {
            let secret = read(text, folder.path()).unwrap();
            assert_eq!(secret.expose(), "hunter2");
            assert_eq!(format!("{secret:?}"), HIDDEN);
            assert_eq!(serde_json::to_string(&secret).unwrap(), "\"(secret)\"");
        }
    }

    #[test]
    fn what_is_wrong_is_told_without_repeating_it() {
        let folder = tempfile::TempDir::new().unwrap();
        fs::write(folder.path().join("empty"), "\n").unwrap();
        for (text, expected) in [
            ("{ secret: hunter2, secret_file: b }", "either secret or secret_file"),
            ("secret_file: gone", "gone cannot be read"),
            ("secret_file: empty", "is empty"),
            ("secret_flie: hunter2", "secret_flie"),
            ("[hunter2]", "`secret_file: FILE`"),
            ("4711", "needs quotes"),
            ("-4711", "needs quotes"),
            ("47.11", "needs quotes"),
            ("471147114711471147114711", "needs quotes"),
            ("true", "needs quotes"),
        ] {
            let error = read(text, folder.path()).unwrap_err();
            let repeated = ["hunter2", "4711", "47.11", "true"].iter().any(|secret| error.contains(secret));
            assert!(error.contains(expected) && !repeated, "{error}");
        }
    }
}
