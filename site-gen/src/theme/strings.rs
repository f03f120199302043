//! The theme's own words, in one catalogue per language: `strings/en.yaml`, `strings/de.yaml` …
//!
//! A language that lacks a word has it from its main language (`de` for `de-AT`), and that from English.
//! The default theme's catalogues stand behind every other theme's, so that a theme needs only what it says otherwise.

use std::collections::BTreeMap;

/// Key → words.
pub type Catalogue = BTreeMap<String, String>;

/// What stands for every language without a catalogue.
const FALLBACK: &str = "en";

/// The catalogues of a theme.
#[derive(Debug, Default)]
pub struct Strings {
    by_language: BTreeMap<String, Catalogue>,
}

impl Strings {
    /// Adds what `yaml` says in `language`.
    ///
    /// # Errors
    /// When it is no list of keys and texts.
    pub(super) fn add(&mut self, language: &str, yaml: &str) -> Result<(), String> {
        let words: Catalogue = serde_yaml::from_str(yaml).map_err(|error| error.to_string())?;
        self.by_language.entry(language.to_ascii_lowercase()).or_default().extend(words);
        Ok(())
    }

    /// All words in the language of this tag.
    pub fn catalogue(&self, language: &str) -> Catalogue {
        let tag = language.to_ascii_lowercase();
        let main = tag.split('-').next().unwrap_or_default();
        let mut words = Catalogue::new();
        for language in [FALLBACK, main, &tag] {
            words.extend(self.by_language.get(language).cloned().unwrap_or_default());
        }
        words
    }
}

/// `rtl` or `ltr`: how text in the language of this tag is written.
pub fn direction(language: &str) -> &'static str {
    if is_right_to_left(language) { "rtl" } else { "ltr" }
}

/// Whether text in the language of this tag is written from right to left.
fn is_right_to_left(language: &str) -> bool {
    let tag = language.to_ascii_lowercase();
    let mut parts = tag.split('-');
    let main = parts.next().unwrap_or_default();
    let script = parts.next().filter(|part| part.len() == 4);
    match script {
        Some(script) => ["arab", "hebr", "thaa", "syrc", "nkoo"].contains(&script),
        None => ["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"].contains(&main),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_language_lacks_comes_from_the_next_wider_one() {
        let mut strings = Strings::default();
        strings.add("en", "a: A\nb: B\nc: C\n").unwrap();
        strings.add("de", "b: Be\nc: Ce\n").unwrap();
        strings.add("de-AT", "c: Zeh\n").unwrap();
        let words: Vec<_> = strings.catalogue("de-AT").into_values().collect();
        assert_eq!(words, ["A", "Be", "Zeh"]);
        assert_eq!(strings.catalogue("fr")["b"], "B");
        assert!(strings.add("en", "- a\n").is_err());
    }

    #[test]
    fn the_script_decides_before_the_language() {
        assert!(is_right_to_left("ar-EG") && is_right_to_left("az-Arab"));
        assert!(!is_right_to_left("de") && !is_right_to_left("ku-Latn"));
    }
}
