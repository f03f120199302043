//! Whose wish counts: of all that somebody follows, the narrowest thing that a post is part of.

use std::collections::BTreeMap;

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

/// Everything that one account follows, for looking at many questions.
#[derive(Clone, Debug, Default)]
pub struct Choices(BTreeMap<(Scope, String), Often>);

impl Choices {
    /// The choices of one account.
    pub fn new(follows: Vec<Follow>) -> Self {
        Self(follows.into_iter().map(|follow| ((follow.scope, follow.subject), follow.often)).collect())
    }

    /// What counts for a question on `page`, which is about `topic`.
    pub fn decide(&self, question: &str, page: &str, topic: Option<&str>) -> Option<Often> {
        let chosen = |scope, subject: &str| self.0.get(&(scope, subject.to_owned())).copied();
        chosen(Scope::Question, question).or_else(|| chosen(Scope::Page, page)).or_else(|| chosen(Scope::Topic, topic?))
    }
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
        let decided = deciding(all.clone());
        let found: Vec<_> = decided.iter().map(|follow| (follow.account.as_str(), follow.often)).collect();
        assert_eq!(found, [("ada", Often::Never), ("bob", Often::Weekly)]);
        for account in ["ada", "bob"] {
            let own = all.iter().filter(|follow| follow.account == account).cloned().collect();
            let expected = found.iter().find(|(of, _)| *of == account).map(|(_, often)| *often);
            assert_eq!(Choices::new(own).decide("s", "s", Some("s")), expected);
        }
        let other = Choices::new(all);
        assert_eq!((other.decide("t", "t", Some("s")), other.decide("t", "t", None)), (Some(Often::Daily), None));
    }
}
