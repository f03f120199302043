//! How badly a page serves its readers, as one figure to rank pages by.
//!
//! A reader who says *no* is one reader hurt. A question stands for several, since most who do not find something leave
//! without a word: more while nobody has answered, fewer once there is a reply. An answer about a section that has
//! changed may mislead everybody who reads it.

/// Readers for whom one unanswered question stands.
const UNANSWERED: u32 = 5;
/// Readers for whom one question stands that has a reply and is not resolved.
const UNRESOLVED: u32 = 2;
/// Readers for whom one answer stands whose section has changed.
const LOOK_AGAIN: u32 = 3;

/// What is known of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// Votes against what it says now.
    pub no: u32,
    /// Questions without a reply.
    pub unanswered: u32,
    /// Questions with a reply that are not resolved.
    pub unresolved: u32,
    /// Answers about sections that have changed since.
    pub look_again: u32,
}

impl Signs {
    /// About how many readers are hurt.
    pub fn readers_hurt(self) -> u32 {
        let counted = [(self.unanswered, UNANSWERED), (self.unresolved, UNRESOLVED), (self.look_again, LOOK_AGAIN)];
        counted.into_iter().fold(self.no, |hurt, (count, readers)| hurt.saturating_add(count.saturating_mul(readers)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_page_hurts_nobody_and_an_unanswered_question_most() {
        assert_eq!(Signs::default().readers_hurt(), 0);
        assert_eq!(Signs { no: 3, unanswered: 1, unresolved: 1, look_again: 1 }.readers_hurt(), 13);
        assert_eq!(Signs { unanswered: u32::MAX, ..Signs::default() }.readers_hurt(), u32::MAX);
    }
}
