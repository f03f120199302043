//! Whose wish counts: of all that somebody follows, the narrowest thing that a post is part of.

use qa_api::follow::{Often, Scope};

/// What one account chose about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Follow {
    /// The account's id.
    pub account: String,
    /// What it is.
    pub scope: Scope,
    /// The id of the question, page or topic.
    pub subject: String,
    /// How often.
    pub often: Often,
}

/// Of what accounts chose about a question, its page and its topic, what counts for each; ordered by account.
pub fn deciding(mut follows: Vec<Follow>) -> Vec<Follow> {
    follows.sort_by(|a, b| a.account.cmp(&b.account).then(b.scope.cmp(&a.scope)));
    follows.dedup_by(|later, first| later.account == first.account);
    follows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_choice_counts() {
        let follow =
            |account: &str, scope, often| Follow { account: account.to_owned(), scope, subject: "s".to_owned(), often };
        let all = vec![
            follow("ada", Scope::Topic, Often::AtOnce),
            follow("bob", Scope::Page, Often::Weekly),
            follow("ada", Scope::Question, Often::Never),
            follow("ada", Scope::Page, Often::Daily),
            follow("bob", Scope::Topic, Often::Daily),
        ];
        let decided = deciding(all);
        let found: Vec<_> = decided.iter().map(|follow| (follow.account.as_str(), follow.often)).collect();
        assert_eq!(found, [("ada", Often::Never), ("bob", Often::Weekly)]);
    }
}
