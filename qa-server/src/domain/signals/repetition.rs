//! Nearly the same was posted before, by the same author or by others.

use super::{Evidence, Finding};

/// From here on, two texts say the same.
const ALIKE: f64 = 0.75;

pub(super) fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let count =
        |before: &[super::Sketch]| before.iter().filter(|sketch| sketch.likeness(evidence.sketch) >= ALIKE).count();
    let (own, others) = (count(evidence.own), count(evidence.others));
    if own > 0 {
        return Some(Finding::new(60, "Its author has posted nearly the same before."));
    }
    (others > 0).then(|| Finding::new(50, "Others have posted nearly the same lately."))
}

#[cfg(test)]
mod tests {
    use super::super::Sketch;
    use super::super::tests::harmless;
    use super::*;

    #[test]
    fn what_was_said_before_counts_for_author_and_others() {
        let sketch = Sketch::of("Buy our wonderful watches today, they are cheap and they never stop ticking.");
        let again = [Sketch::of("Buy our wonderful watches today! They are cheap, and they never stop ticking …")];
        let evidence = Evidence { sketch: &sketch, ..harmless() };
        assert_eq!(find(&evidence), None);
        assert_eq!(find(&Evidence { own: &again, ..evidence.clone() }).map(|finding| finding.points), Some(60));
        assert_eq!(find(&Evidence { others: &again, ..evidence }).map(|finding| finding.points), Some(50));
    }
}
