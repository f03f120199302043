//! The URLs that a page's links lead to, one behind the other in one text: there are too many for a text each.

/// The URLs of a page's links, in their order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Urls {
    text: Box<str>,
    /// Where each ends in `text`.
    ends: Box<[usize]>,
}

impl Urls {
    /// Where the link of this index leads.
    ///
    /// # Panics
    /// When the page has no such link.
    pub fn get(&self, index: usize) -> &str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[index]]
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|index| self.get(index))
    }
}

/// Collects what is written URL by URL.
#[derive(Debug, Default)]
pub struct UrlsBuilder {
    /// The text so far; what is appended belongs to the next URL.
    pub text: String,
    ends: Vec<usize>,
}

impl UrlsBuilder {
    /// A builder for so many URLs.
    pub fn with_capacity(count: usize) -> Self {
        Self { text: String::with_capacity(count * 40), ends: Vec::with_capacity(count) }
    }

    /// The next URL ends here.
    pub fn end(&mut self) {
        self.ends.push(self.text.len());
    }

    /// All of them.
    pub fn finish(self) -> Urls {
        Urls { text: self.text.into_boxed_str(), ends: self.ends.into_boxed_slice() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_come_out_as_they_went_in() {
        let mut urls = UrlsBuilder::with_capacity(3);
        for url in ["/a/", "", "/ü/#b"] {
            urls.text.push_str(url);
            urls.end();
        }
        assert_eq!(urls.finish().iter().collect::<Vec<_>>(), ["/a/", "", "/ü/#b"]);
    }
}
