//! The ids of a page that links can lead to.

/// The ids of a page, each once and in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Anchors(Box<[Box<str>]>);

impl Anchors {
    /// Whether the page has the id.
    pub fn contains(&self, id: &str) -> bool {
        self.0.binary_search_by(|known| (**known).cmp(id)).is_ok()
    }

    /// Whether the page has every id of `other`.
    pub fn is_superset(&self, other: &Self) -> bool {
        other.iter().all(|id| self.contains(id))
    }

    /// All ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|id| &**id)
    }
}

impl<S: Into<Box<str>>> FromIterator<S> for Anchors {
    fn from_iter<I: IntoIterator<Item = S>>(ids: I) -> Self {
        let mut ids: Vec<Box<str>> = ids.into_iter().map(Into::into).collect();
        ids.sort_unstable();
        ids.dedup();
        Self(ids.into_boxed_slice())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_whatever_their_order_was() {
        let anchors: Anchors = ["why", "how", "why"].into_iter().collect();
        assert!(anchors.contains("how") && anchors.contains("why") && !anchors.contains("who"));
        assert!(anchors.is_superset(&["how"].into_iter().collect()));
        assert!(!anchors.is_superset(&["who"].into_iter().collect()));
    }
}
