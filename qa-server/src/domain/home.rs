//! Where a question is at home: on a page or, where no page fits, with a topic as a whole.
//!
//! A topic stands where a page's id would, behind a prefix that no page's id can have; so everything that is done with
//! the questions of a page is done with those of a topic, too. [`crate::site::Contents`] knows what each is called.

/// What an id of a page cannot begin with: those are letters, digits and hyphens.
const PREFIX: &str = "topic:";

/// The home of questions about `topic` as a whole.
pub fn of_topic(topic: &str) -> String {
    format!("{PREFIX}{topic}")
}

/// The topic, if that is what a home is.
pub fn topic(home: &str) -> Option<&str> {
    home.strip_prefix(PREFIX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_told_from_a_page() {
        assert_eq!(topic(&of_topic("lamp")), Some("lamp"));
        assert_eq!(topic("lamp"), None);
    }
}
