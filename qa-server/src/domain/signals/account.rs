//! Who writes: somebody whose post was called spam before, or an account that was made just now.

use super::{Evidence, Finding};
use crate::clock::HOUR;

pub(super) fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let standing = evidence.standing;
    if standing.suspect {
        return Some(Finding::new(100, "An earlier post of its author was called spam."));
    }
    let reason = "The account is less than an hour old, and nothing of it has been published yet.";
    (standing.is_new() && standing.age < HOUR).then(|| Finding::new(20, reason))
}

#[cfg(test)]
mod tests {
    use super::super::Standing;
    use super::super::tests::harmless;
    use super::*;

    #[test]
    fn new_accounts_count_a_little_and_suspects_a_lot() {
        let points = |standing| find(&Evidence { standing, ..harmless() }).map(|finding| finding.points);
        assert_eq!(points(Standing { age: HOUR - 1, ..Standing::default() }), Some(20));
        assert_eq!(points(Standing { age: HOUR, ..Standing::default() }), None);
        assert_eq!(points(Standing { age: 0, published: 1, ..Standing::default() }), None);
        assert_eq!(points(Standing { published: 9, suspect: true, ..Standing::default() }), Some(100));
    }
}
