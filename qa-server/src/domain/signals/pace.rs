//! One author posts faster than people do, though still within the limits.

use super::{Evidence, Finding};

/// Posts within ten minutes that say nothing.
const USUAL: u32 = 4;

pub(super) fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let recent = evidence.standing.recent;
    let points = recent.saturating_sub(USUAL).saturating_mul(20).min(60);
    (points > 0).then(|| Finding::new(points, format!("It is one of {} posts within ten minutes.", recent + 1)))
}

#[cfg(test)]
mod tests {
    use super::super::Standing;
    use super::super::tests::harmless;
    use super::*;

    #[test]
    fn only_a_flood_counts() {
        let points = |recent| {
            let standing = Standing { recent, ..Standing::default() };
            find(&Evidence { standing, ..harmless() }).map(|finding| finding.points)
        };
        assert_eq!([points(4), points(5), points(9)], [None, Some(20), Some(60)]);
    }
}
