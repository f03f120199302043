//! What people say about themselves, and what a browser says about itself.

use qa_api::people::LeftPosts;

use crate::clock::Millis;

/// An account beside its name and role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// A few words; empty when there are none.
    pub bio: String,
    /// An `http` or `https` address; empty when there is none.
    pub link: String,
    /// That the account is on its way out.
    pub leaving: Option<Leaving>,
}

/// When and how an account is erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// From when on.
    pub at: Millis,
    /// What becomes of the posts.
    pub posts: LeftPosts,
}

/// The title of a question whose author has left with it, while others' answers to it stay.
pub const REMOVED_TITLE: &str = "Removed at its author's wish";

/// The families of browsers, told by a word of their `User-Agent`; one that names several is the first of them here.
const FAMILIES: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The family of the browser that calls itself `user_agent`: one word to know one's own sessions by, and all that is kept.
pub fn browser_family(user_agent: &str) -> &'static str {
    let found = FAMILIES.into_iter().find(|(word, _)| user_agent.contains(word));
    found.map_or("Another program", |(_, family)| family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_by_its_family() {
        let chrome =
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36";
        assert_eq!(browser_family(chrome), "Chrome");
        assert_eq!(browser_family(&format!("{chrome} Edg/141.0")), "Edge");
        assert_eq!(browser_family("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"), "Firefox");
        assert_eq!(browser_family("Mozilla/5.0 (Macintosh) AppleWebKit/605 Version/18.0 Safari/605"), "Safari");
        assert_eq!(browser_family("curl/8"), "Another program");
    }
}
