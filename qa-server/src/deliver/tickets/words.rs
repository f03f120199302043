//! What tickets say: Markdown that is also easy to read as plain text.
//!
//! **Invariant:** the first line says where to answer, since what is written into a ticket does not reach the asker.

/// What can be told.
pub(super) struct Words<'a> {
    /// Where the question is for those who read this.
    pub link: &'a str,
    /// The page's title.
    pub page: &'a str,
    /// The section that it is about.
    pub section: Option<&'a str>,
    /// Who asks, under the name that everybody sees.
    pub author: &'a str,
}

impl Words<'_> {
    /// A question's first text in a ticket.
    pub(super) fn question(&self, body: &str, held: bool) -> String {
        let first = if held {
            format!("This question waits for a moderator. Decide here: {}", self.link)
        } else {
            format!("Answer on the page, where the asker and everybody after them finds it: {}", self.link)
        };
        let place = match self.section {
            Some(section) => format!("“{section}” of “{}”", self.page),
            None => format!("“{}”", self.page),
        };
        join([first.as_str(), &format!("{} asks about {place}:", self.author), body])
    }

    /// That a question which waited is on its page.
    pub(super) fn published(&self) -> String {
        format!("The question is on its page now; answer it there: {}", self.link)
    }

    /// A question's text after it changed.
    pub(super) fn question_again(&self, title: &str, body: &str) -> String {
        join([&format!("The question now reads: {title}"), body, self.link])
    }

    /// That a question left its page.
    pub(super) fn removed(&self) -> String {
        format!("The question is not on its page, so there is nothing to answer. What became of it: {}", self.link)
    }

    /// A reply; `again` says that it was told before and changed.
    pub(super) fn reply(&self, author: &str, body: &str, again: bool) -> String {
        let verb = if again { "now says" } else { "replies on the page" };
        join([&format!("{author} {verb}:"), body, self.link])
    }

    /// That a reply left the page, or is below another question now.
    pub(super) fn reply_removed(&self) -> String {
        format!("A reply that was told here is not below the question any more. {}", self.link)
    }

    /// To whoever typed an answer into the ticket.
    pub(super) fn offered(&self, writer: &str) -> String {
        format!(
            "{writer}, what you answered here does not reach the page by itself: a moderator was asked to publish it. \
             Next time answer here, and it is there at once: {}",
            self.link
        )
    }
}

fn join<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let parts: Vec<_> = parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}
