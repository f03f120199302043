//! The stable names of all mistakes: what `site.yaml` configures and what tools match on.

use serde::{Serialize, Serializer};

use super::Severity;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal: $severity:ident,)*) => {
        /// Which mistake a diagnostic is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// How much it matters unless `site.yaml` says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    /// The front matter is not YAML, or is not closed.
    FrontMatterSyntax = "front-matter-syntax": Error,
    /// The front matter has a key that does not exist.
    FrontMatterKey = "front-matter-key": Error,
    /// A value of the front matter has the wrong type or form.
    FrontMatterType = "front-matter-type": Error,
    /// A page has neither a title nor a first heading.
    MissingTitle = "missing-title": Warning,
    /// A link leads to no page and no file of the site.
    DeadLink = "dead-link": Error,
    /// A link leads to a page that has no such anchor.
    DeadAnchor = "dead-anchor": Error,
    /// An image is not there.
    MissingImage = "missing-image": Error,
    /// A reference link or footnote has no definition.
    UndefinedReference = "undefined-reference": Error,
    /// Raw HTML has an inline style, an inline script or an event handler, which the site's security policy blocks.
    BlockedHtml = "blocked-html": Warning,
    /// A tag in PascalCase names no component of the theme.
    UnknownComponent = "unknown-component": Error,
    /// A component's parameter is unknown, missing or of the wrong type.
    ComponentParameter = "component-parameter": Error,
    /// A component's tags do not pair.
    ComponentUnclosed = "component-unclosed": Error,
    /// Two pages have the same id.
    DuplicateId = "duplicate-id": Error,
    /// Two files want the same URL.
    DuplicatePath = "duplicate-path": Error,
    /// A page wants a URL that belongs to the server.
    ReservedPath = "reserved-path": Error,
    /// An alias is malformed, taken or doubled.
    BadAlias = "bad-alias": Error,
    /// A data file is not YAML.
    DataSyntax = "data-syntax": Error,
    /// A data file has an unknown key or a value of the wrong type or form.
    DataSchema = "data-schema": Error,
    /// A template or component of the theme fails.
    ThemeError = "theme-error": Error,
    /// A page names a topic that `site.yaml` does not list.
    UnknownTopic = "unknown-topic": Error,
    /// `site.yaml` is not as it should be.
    SiteConfig = "site-config": Error,
    /// A quote is not shown, and why.
    QuoteLeftOut = "quote-left-out": Note,
    /// The Q&A snapshot is old, or could not be fetched anew.
    StaleSnapshot = "stale-snapshot": Warning,
    /// A file is not UTF-8.
    NotUtf8 = "not-utf8": Error,
    /// A file contains NUL.
    Nul = "nul": Error,
}

impl Code {
    /// The code of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
