//! What is searched for, and in what: words in one plain form, so that both databases find the same.
//!
//! A [`Query`] is either what somebody looks for ([`Query::new`]: all words, exactly) or the sentence they are about to
//! ask ([`Query::like`]: any telling word, by its beginning). The database finds candidates; how well each fits is
//! decided here, by [`best`].

mod common;

use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most words of a query that count.
const MOST_WORDS: usize = 12;
/// Most bytes of one word; longer ones are addresses or keys that nobody searches for.
const WORD_MAX_BYTES: usize = 64;
/// Most bytes of plain words that are kept of one text; PostgreSQL indexes no more than a megabyte of them.
const PLAIN_MAX_BYTES: usize = 192 * 1024;
/// Fewest characters of a word that is found by its beginning: shorter beginnings fit nearly every text.
const PREFIX_MIN_CHARS: usize = 4;
/// How much of what is asked a text has to say to be offered, from 0 to 1.
const FIT_MIN: f64 = 0.4;
/// What being on the asker's own page adds to how well a text fits.
const SAME_PAGE: f64 = 0.25;

/// The words of `text`: letters and digits, in lower case, without accents.
pub fn words(text: &str) -> Vec<String> {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && word.len() <= WORD_MAX_BYTES)
        .map(str::to_owned)
        .collect()
}

/// The words of `texts` one after the other, with spaces between, as they are indexed.
pub fn plain(texts: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let mut plain = String::new();
    for word in texts.into_iter().flat_map(|text| words(text.as_ref())) {
        if plain.len() + word.len() >= PLAIN_MAX_BYTES {
            break;
        }
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(&word);
    }
    plain
}

/// A word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Term {
    word: String,
    /// Whether longer words that begin with it are meant too.
    prefix: bool,
}

impl Term {
    fn fits(&self, word: &str) -> bool {
        if self.prefix { word.starts_with(&self.word) } else { word == self.word }
    }
}

/// What somebody searches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    terms: Vec<Term>,
    /// Whether every word has to be said.
    all: bool,
}

impl Query {
    /// The search that `text` asks for: all of its words, the last one perhaps still being typed.
    /// Nothing when it has no word.
    pub fn new(text: &str) -> Option<Self> {
        let mut words = words(text);
        words.truncate(MOST_WORDS);
        let last = words.len().checked_sub(1)?;
        let terms = words.into_iter().enumerate().map(|(at, word)| Term { word, prefix: at == last });
        Some(Self { terms: terms.collect(), all: true })
    }

    /// What is like the sentence `text`: any of the words that tell what it is about, in whatever form they end.
    /// Nothing when it has no such word.
    pub fn like(text: &str) -> Option<Self> {
        let mut terms: Vec<Term> = Vec::new();
        for word in words(text).into_iter().filter(|word| !common::is_common(word)) {
            let prefix = word.chars().count() >= PREFIX_MIN_CHARS;
            let word = if prefix { stem(&word).to_owned() } else { word };
            let term = Term { word, prefix };
            if terms.len() < MOST_WORDS && !terms.contains(&term) {
                terms.push(term);
            }
        }
        (!terms.is_empty()).then_some(Self { terms, all: false })
    }

    /// For SQLite's `MATCH` (FTS5, section 3): words in quotes, a star after those that are beginnings.
    pub fn fts5(&self) -> String {
        let term = |term: &Term| format!("\"{}\"{}", term.word, if term.prefix { " *" } else { "" });
        let terms: Vec<_> = self.terms.iter().map(term).collect();
        terms.join(if self.all { " " } else { " OR " })
    }

    /// For PostgreSQL's `to_tsquery`: words joined by `&` or `|`, beginnings marked.
    pub fn tsquery(&self) -> String {
        let term = |term: &Term| format!("{}{}", term.word, if term.prefix { ":*" } else { "" });
        let terms: Vec<_> = self.terms.iter().map(term).collect();
        terms.join(if self.all { " & " } else { " | " })
    }

    /// The words, with a space between: the same for everybody who searches for the same.
    pub fn plain(&self) -> String {
        let words: Vec<_> = self.terms.iter().map(|term| term.word.as_str()).collect();
        words.join(" ")
    }

    /// How much of the query a text says, from 0 to 1: what its title says counts whole, the rest a good half.
    fn fit(&self, candidate: &impl Candidate) -> f64 {
        let says = |text: &str, term: &Term| text.split(' ').any(|word| term.fits(word));
        let mut said = 0.0;
        for term in &self.terms {
            if says(candidate.title_words(), term) {
                said += 1.0;
            } else if says(candidate.words(), term) {
                said += 0.6;
            }
        }
        said / f64::from(u32::try_from(self.terms.len()).unwrap_or(u32::MAX))
    }
}

/// What is left of `word` without the ending of a plural.
fn stem(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && stem.chars().count() >= PREFIX_MIN_CHARS => stem,
        _ => word,
    }
}

/// A text that the database found.
pub trait Candidate {
    /// Its title as plain words.
    fn title_words(&self) -> &str;
    /// The rest, or its beginning, as plain words.
    fn words(&self) -> &str;
}

/// The candidates that say enough of `query`, those that say most first.
///
/// Those of the asker's page come before others that say about as much; among equals the database's order stays.
pub fn best<C: Candidate>(query: &Query, candidates: Vec<C>, is_on_page: impl Fn(&C) -> bool) -> Vec<C> {
    let mut fitting: Vec<_> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let fit = query.fit(&candidate);
            let bonus = if is_on_page(&candidate) { SAME_PAGE } else { 0.0 };
            (fit >= FIT_MIN).then_some((fit + bonus, candidate))
        })
        .collect();
    fitting.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    fitting.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The first `most` of `found`, with no more than `most_of_page` of one page: a long page does not hide the others.
pub fn spread<T>(found: Vec<T>, most: usize, most_of_page: usize, page: impl Fn(&T) -> &str) -> Vec<T> {
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut is_wanted = |item: &T| {
        let count = taken.entry(page(item).to_owned()).or_default();
        *count += 1;
        *count <= most_of_page
    };
    found.into_iter().filter(|item| is_wanted(item)).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_plain() {
        assert_eq!(words("Ça va, où? `cargo run` x²"), ["ca", "va", "ou", "cargo", "run", "x2"]);
        assert_eq!(words(" … "), Vec::<String>::new());
        assert_eq!(plain(["Ça va,", "où?"]), "ca va ou");
        assert!(plain([&"word ".repeat(100_000)]).len() < PLAIN_MAX_BYTES);
    }

    #[test]
    fn nothing_typed_reaches_a_query_language() {
        let query = Query::new("\"oil\" OR -lamp' & (x:*").unwrap();
        assert_eq!(query.fts5(), "\"oil\" \"or\" \"lamp\" \"x\" *");
        assert_eq!(query.tsquery(), "oil & or & lamp & x:*");
        assert_eq!(query.plain(), "oil or lamp x");
        assert_eq!(Query::new("* : &"), None);
    }

    #[test]
    fn a_sentence_is_its_telling_words() {
        let query = Query::like("How do I clean the lamps, and oil the lamps?").unwrap();
        assert_eq!(query.fts5(), "\"clean\" * OR \"lamp\" * OR \"oil\"");
        assert_eq!(query.tsquery(), "clean:* | lamp:* | oil");
        assert_eq!(Query::like("How do I?"), None);
    }

    #[derive(Debug, PartialEq)]
    struct Text(&'static str, &'static str);

    impl Candidate for Text {
        fn title_words(&self) -> &str {
            self.0
        }

        fn words(&self) -> &str {
            self.1
        }
    }

    #[test]
    fn titles_count_more_and_the_same_page_comes_first() {
        let query = Query::like("Cleaning the glass with water").unwrap();
        let texts = || {
            vec![
                Text("other", "glass"),
                Text("trimming", "water glass cleaning"),
                Text("cleaning", "water and glass"),
                Text("cleaning glass", "with water"),
            ]
        };
        let titles = |on_page: &str| {
            let found = best(&query, texts(), |text| text.0 == on_page);
            found.iter().map(|text| text.0).collect::<Vec<_>>()
        };
        assert_eq!(titles(""), ["cleaning glass", "cleaning", "trimming"]);
        assert_eq!(titles("cleaning"), ["cleaning", "cleaning glass", "trimming"]);
        assert_eq!(titles("other"), ["cleaning glass", "cleaning", "trimming"], "one word of three is too little");
    }

    #[test]
    fn a_long_page_does_not_hide_the_others() {
        let found = vec![("a", 1), ("a", 2), ("a", 3), ("b", 4), ("a", 5), ("c", 6)];
        assert_eq!(spread(found, 3, 2, |(page, _)| page), [("a", 1), ("a", 2), ("b", 4)]);
    }
}
