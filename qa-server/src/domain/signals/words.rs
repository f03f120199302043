//! The text has words of the site's list.

use super::{Evidence, Finding};
use crate::domain::search::words;

/// Points of each word found.
const EACH: u32 = 40;
/// More words say nothing more.
const MOST: usize = 3;

pub(super) fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    if evidence.bad_words.is_empty() {
        return None;
    }
    // Each side in plain words between single spaces, so that a listed phrase is found as well as a word.
    let text = format!(" {} ", words(evidence.text).join(" "));
    let is_in_text = |listed: &&String| {
        let listed = words(listed).join(" ");
        !listed.is_empty() && text.contains(&format!(" {listed} "))
    };
    let found: Vec<_> =
        evidence.bad_words.iter().filter(is_in_text).take(MOST).map(|word| format!("“{word}”")).collect();
    let points = EACH * u32::try_from(found.len()).unwrap_or(0);
    (points > 0)
        .then(|| Finding::new(points, format!("It says {}, which is on the list of unwanted words.", found.join(", "))))
}

#[cfg(test)]
mod tests {
    use super::super::tests::harmless;
    use super::*;

    #[test]
    fn whole_words_and_phrases_count_whatever_their_case_and_accents() {
        let listed = ["casino".to_owned(), "easy money".to_owned()];
        let points = |text| find(&Evidence { text, bad_words: &listed, ..harmless() }).map(|finding| finding.points);
        assert_eq!(points("The best CASINÓ in town"), Some(40));
        assert_eq!(points("Casino: easy, money!"), Some(80));
        assert_eq!(points("An occasion for easymoney"), None);
    }
}
