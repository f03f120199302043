//! What is searched for, and in what: words in one plain form, so that both databases find the same.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most words of a query that count.
const MOST_WORDS: usize = 12;
/// Most bytes of one word; longer ones are addresses or keys that nobody searches for.
const WORD_MAX_BYTES: usize = 64;

/// The words of `text`: letters and digits, in lower case, without accents.
pub fn words(text: &str) -> Vec<String> {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && word.len() <= WORD_MAX_BYTES)
        .map(str::to_owned)
        .collect()
}

/// What somebody searches for: all of these words, the last one perhaps still being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query(Vec<String>);

impl Query {
    /// The query that `text` asks; nothing when it has no word.
    pub fn new(text: &str) -> Option<Self> {
        let mut words = words(text);
        words.truncate(MOST_WORDS);
        (!words.is_empty()).then_some(Self(words))
    }

    /// For SQLite's `MATCH` (FTS5, section 3): words in quotes, the last one as a prefix.
    pub fn fts5(&self) -> String {
        let words: Vec<_> = self.0.iter().map(|word| format!("\"{word}\"")).collect();
        format!("{} *", words.join(" "))
    }

    /// For PostgreSQL's `to_tsquery`: words joined by `&`, the last one as a prefix.
    pub fn tsquery(&self) -> String {
        format!("{}:*", self.0.join(" & "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_plain() {
        assert_eq!(words("Ça va, où? `cargo run` x²"), ["ca", "va", "ou", "cargo", "run", "x2"]);
        assert_eq!(words(" … "), Vec::<String>::new());
    }

    #[test]
    fn nothing_typed_reaches_a_query_language() {
        let query = Query::new("\"oil\" OR -lamp' & (x:*").unwrap();
        assert_eq!(query.fts5(), "\"oil\" \"or\" \"lamp\" \"x\" *");
        assert_eq!(query.tsquery(), "oil & or & lamp & x:*");
        assert_eq!(Query::new("* : &"), None);
    }
}
