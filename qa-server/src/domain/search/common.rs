//! Words that are in nearly every text and so tell nothing about what it is about, in the plain form of [`super::words`].
//!
//! Used to find what is like a sentence that somebody types, in the languages that the theme speaks.
//! A search for exactly these words still finds them.

/// In order, so that they can be looked up.
const COMMON: [&str; 197] = [
    "a", "aber", "about", "after", "alle", "als", "also", "am", "an", "and", "any", "are", "as", "at", "au", "auch",
    "auf", "aus", "aux", "avec", "be", "been", "bei", "bin", "but", "by", "can", "ce", "ces", "com", "como", "con",
    "could", "cual", "cuando", "da", "dans", "das", "de", "del", "dem", "den", "der", "des", "did", "die", "do",
    "does", "doing", "don", "donde", "done", "du", "each", "ein", "eine", "einem", "einen", "einer", "el", "en", "er",
    "es", "est", "et", "etre", "for", "from", "fur", "get", "give", "habe", "haben", "had", "has", "hat", "have",
    "how", "i", "ich", "if", "il", "ils", "im", "in", "into", "is", "ist", "it", "its", "je", "just", "kann", "la",
    "las", "le", "les", "like", "los", "mais", "man", "mas", "may", "me", "mein", "meine", "mes", "mi", "mit", "mon",
    "more", "must", "my", "nach", "ne", "nicht", "no", "not", "nous", "o", "oder", "of", "on", "one", "or", "ou",
    "our", "par", "para", "pas", "pero", "por", "pour", "puedo", "qu", "quand", "que", "quel", "quelle", "quels",
    "qui", "se", "sein", "ser", "should", "sich", "sie", "sind", "so", "some", "son", "su", "sur", "than", "that",
    "the", "their", "them", "then", "there", "these", "they", "this", "to", "un", "und", "une", "up", "use", "von",
    "votre", "vous", "wann", "warum", "was", "we", "welche", "wer", "werden", "what", "when", "where", "which", "who",
    "why", "wie", "will", "wird", "with", "wo", "would", "y", "you", "your", "zu", "zum", "zur",
];

/// Whether `word` says nothing about a subject.
pub(super) fn is_common(word: &str) -> bool {
    COMMON.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert!(COMMON.is_sorted());
        assert!(is_common("the") && is_common("zur") && !is_common("lamp"));
    }
}
