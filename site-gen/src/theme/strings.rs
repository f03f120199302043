//! The theme's own words, in one catalogue per language: `strings/en.yaml`, `strings/de.yaml` …
//!
//! A language that lacks a word has it from its main language (`de` for `de-AT`), and that from English.
//! The default theme's catalogues stand behind every other theme's, so that a theme needs only what it says otherwise.

use std::collections::BTreeMap;

use time::Date;

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
        self.extend(language, words);
        Ok(())
    }

    /// Adds `words` in `language`.
    pub(super) fn extend(&mut self, language: &str, words: Catalogue) {
        self.by_language.entry(language.to_ascii_lowercase()).or_default().extend(words);
    }

    /// The keys that the language of this tag has no words for, so that English ones stand for them.
    pub fn missing(&self, language: &str) -> Vec<&str> {
        let tag = language.to_ascii_lowercase();
        let main = tag.split('-').next().unwrap_or_default();
        let known: Vec<&Catalogue> = [main, &tag].iter().filter_map(|name| self.by_language.get(*name)).collect();
        let all = self.by_language.get(FALLBACK).map(Catalogue::keys).into_iter().flatten();
        all.map(String::as_str).filter(|key| !known.iter().any(|words| words.contains_key(*key))).collect()
    }

    /// All keys that the theme prints.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.by_language.get(FALLBACK).map(Catalogue::keys).into_iter().flatten().map(String::as_str)
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

/// `day` as people write it in the language of these words: `3 November 2026`.
///
/// `months` has the twelve names with commas between them, and `day` says where day, month and year go.
pub fn day(words: &Catalogue, day: Date) -> String {
    let months = words.get("months").map(|months| months.split(',').map(str::trim).collect::<Vec<_>>());
    let month = months.as_ref().and_then(|months| months.get(usize::from(u8::from(day.month())) - 1));
    let Some((pattern, month)) = words.get("day").zip(month) else { return day.to_string() };
    let written = pattern.replace("{day}", &day.day().to_string()).replace("{year}", &day.year().to_string());
    written.replace("{month}", month)
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
    fn days_are_written_as_the_language_does() {
        let mut strings = Strings::default();
        strings
            .add("en", "day: \"{day} {month} {year}\"\nmonths: a, b, c, d, e, f, g, h, i, j, November, l\n")
            .unwrap();
        strings.add("hu", "day: \"{year}. {month} {day}.\"\n").unwrap();
        let november = time::macros::date!(2026 - 11 - 03);
        assert_eq!(day(&strings.catalogue("hu"), november), "2026. November 3.");
        assert_eq!(strings.missing("hu-HU"), ["months"]);
        assert_eq!(day(&Catalogue::new(), november), "2026-11-03");
    }

    #[test]
    fn the_script_decides_before_the_language() {
        assert!(is_right_to_left("ar-EG") && is_right_to_left("az-Arab"));
        assert!(!is_right_to_left("de") && !is_right_to_left("ku-Latn"));
    }
}
