//! The author's name mixes letters of scripts that look alike, as when somebody poses as somebody else.

use super::{Evidence, Finding};

/// Scripts whose letters look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Cherokee,
}

pub(super) fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let mixed = evidence.name.split_whitespace().find(|word| is_mixed(word))?;
    Some(Finding::new(50, format!("The name “{mixed}” mixes letters of scripts that look alike.")))
}

/// Whether one word has letters of two of the scripts; a name may well have one word in each.
fn is_mixed(word: &str) -> bool {
    let mut scripts = word.chars().filter_map(script);
    let Some(first) = scripts.next() else { return false };
    scripts.any(|other| other != first)
}

/// By Unicode's blocks, which for these scripts are the scripts but for a few signs.
fn script(c: char) -> Option<Script> {
    match c {
        'a'..='z' | 'A'..='Z' | 'À'..='ɏ' if c.is_alphabetic() => Some(Script::Latin),
        '\u{1E00}'..='\u{1EFF}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => Some(Script::Latin),
        '\u{0370}'..='\u{03FF}' | '\u{1F00}'..='\u{1FFF}' if c.is_alphabetic() => Some(Script::Greek),
        '\u{0400}'..='\u{052F}' | '\u{1C80}'..='\u{1C8F}' if c.is_alphabetic() => Some(Script::Cyrillic),
        '\u{0531}'..='\u{058A}' if c.is_alphabetic() => Some(Script::Armenian),
        '\u{13A0}'..='\u{13FF}' | '\u{AB70}'..='\u{ABBF}' => Some(Script::Cherokee),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::harmless;
    use super::*;

    #[test]
    fn a_word_of_two_scripts_counts_and_two_words_do_not() {
        let counts = |name| find(&Evidence { name, ..harmless() }).is_some();
        assert!(counts("Аdmin"), "a Cyrillic A");
        assert!(counts("Ada Lοvelace"), "a Greek o");
        for fine in ["Ada Lovelace", "Жанна", "Жанна Smith", "José Ångström", "田中 Kenji", "Ada99", ""]
        {
            assert!(!counts(fine), "{fine}");
        }
    }
}
