//! More links than a question needs, above all from somebody new.

use super::{Evidence, Finding};

/// Links of a known author that say nothing.
const FREE: u32 = 3;

pub(super) fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let links = u32::try_from(evidence.hosts.len()).unwrap_or(u32::MAX);
    let (points, whose) = if evidence.standing.is_new() {
        (links.saturating_mul(25), " from somebody whose posts are not known yet")
    } else {
        (links.saturating_sub(FREE).saturating_mul(10), "")
    };
    let plural = if links == 1 { "link" } else { "links" };
    (points > 0).then(|| Finding::new(points.min(75), format!("It has {links} {plural}{whose}.")))
}

#[cfg(test)]
mod tests {
    use super::super::Standing;
    use super::super::tests::harmless;
    use super::*;

    #[test]
    fn the_links_of_somebody_new_weigh_more() {
        let points = |count, published| {
            let hosts = vec!["a.example".to_owned(); count];
            let standing = Standing { published, ..Standing::default() };
            find(&Evidence { hosts: &hosts, standing, ..harmless() }).map(|finding| finding.points)
        };
        assert_eq!([points(0, 0), points(1, 0), points(9, 0)], [None, Some(25), Some(75)]);
        assert_eq!([points(3, 4), points(5, 4)], [None, Some(20)]);
    }
}
