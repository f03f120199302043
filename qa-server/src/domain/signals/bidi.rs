//! The text has characters that change the direction of what follows, so that it reads as something else.

use super::{Evidence, Finding};

pub(super) fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let found = evidence.text.chars().find(|c| reorders(*c))?;
    let reason = format!("It contains U+{:04X}, which changes the direction of text.", u32::from(found));
    Some(Finding::new(40, reason))
}

/// The embeddings, overrides and isolates of Unicode's UAX #9, section 2; not the marks, which right-to-left texts need.
fn reorders(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::super::tests::harmless;
    use super::*;

    #[test]
    fn right_to_left_texts_are_fine_and_overrides_are_not() {
        assert_eq!(find(&Evidence { text: "ما هذا؟\u{200F} abc", ..harmless() }), None);
        let reason = find(&Evidence { text: "user\u{202E}gnp.exe", ..harmless() }).map(|finding| finding.reason);
        assert_eq!(reason.as_deref(), Some("It contains U+202E, which changes the direction of text."));
    }
}
