//! The stable names of all mistakes: what `site.yaml` configures and what tools match on.

use serde::{Serialize, Serializer};

use super::Severity;

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:literal: $severity:ident,)*) => {
        /// Which mistake a diagnostic is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])* $variant,)* }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The stable name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The mistake in one sentence.
            pub fn description(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),*).trim_ascii(),)* }
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
    /// A key of the front matter has no value, or one that says nothing.
    FrontMatterEmpty = "front-matter-empty": Warning,
    /// An `_index.md` has text, which is shown nowhere.
    FolderText = "folder-text": Warning,
    /// A page names a template that the theme does not have.
    UnknownTemplate = "unknown-template": Error,
    /// A page has neither a title nor a first heading.
    MissingTitle = "missing-title": Warning,
    /// A link leads to no page and no file of the site.
    DeadLink = "dead-link": Error,
    /// A link leads to a page that has no such anchor.
    DeadAnchor = "dead-anchor": Error,
    /// An external address is gone.
    DeadExternalLink = "dead-external-link": Warning,
    /// An external address could not be asked, or did not say whether it is there.
    UncheckedExternalLink = "unchecked-external-link": Note,
    /// An image is not there.
    MissingImage = "missing-image": Error,
    /// A reference link or footnote has no definition.
    UndefinedReference = "undefined-reference": Error,
    /// A link definition or footnote is used nowhere.
    UnusedReference = "unused-reference": Warning,
    /// A label is defined twice; the first definition counts.
    DuplicateReference = "duplicate-reference": Warning,
    /// Two places of a page have the same anchor.
    DuplicateAnchor = "duplicate-anchor": Warning,
    /// A heading is two or more levels below the one before it.
    SkippedHeading = "skipped-heading": Warning,
    /// The braces of a heading hold what means nothing.
    HeadingAttribute = "heading-attribute": Warning,
    /// The published text shows marks of a template, or what belongs to the questions alone.
    PlaceholderLeak = "placeholder-leak": Warning,
    /// Raw HTML has an inline style, an inline script or an event handler, which the site's security policy blocks.
    BlockedHtml = "blocked-html": Warning,
    /// A tag in PascalCase names no component of the theme.
    UnknownComponent = "unknown-component": Error,
    /// An image has no text for those who cannot see it.
    MissingAlt = "missing-alt": Warning,
    /// A formula cannot be read.
    MathSyntax = "math-syntax": Error,
    /// A code block names a language that nobody knows.
    UnknownLanguage = "unknown-language": Warning,
    /// The first line of a fence asks for something that does not exist.
    CodeOption = "code-option": Warning,
    /// A component's parameter is unknown, missing or of the wrong type.
    ComponentParameter = "component-parameter": Error,
    /// A component asks for data that the site does not have.
    UnknownData = "unknown-data": Error,
    /// A component's tags do not pair.
    ComponentUnclosed = "component-unclosed": Error,
    /// A component that makes blocks stands among the words of a paragraph.
    BlockInText = "block-in-text": Warning,
    /// A tag includes a file, or a part of one, that is not there or cannot be included.
    Include = "include": Error,
    /// A page names a sidebar that is listed by hand and does not list it.
    UnlistedPage = "unlisted-page": Warning,
    /// Two pages have the same id.
    DuplicateId = "duplicate-id": Error,
    /// Two files want the same URL.
    DuplicatePath = "duplicate-path": Error,
    /// Two pages of a sidebar have the same title.
    DuplicateTitle = "duplicate-title": Warning,
    /// Nothing leads to a page.
    OrphanPage = "orphan-page": Warning,
    /// A page that was published before is gone, and its URL leads nowhere.
    VanishedPage = "vanished-page": Warning,
    /// An anchor that was published before is gone.
    VanishedAnchor = "vanished-anchor": Warning,
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
    /// The theme lacks words in a language that pages have.
    MissingWords = "missing-words": Warning,
    /// A page names a topic that `site.yaml` does not list.
    UnknownTopic = "unknown-topic": Error,
    /// No team is responsible for a topic.
    SilentTopic = "silent-topic": Warning,
    /// `site.yaml` is not as it should be.
    SiteConfig = "site-config": Error,
    /// A quote is not shown, and why.
    QuoteLeftOut = "quote-left-out": Note,
    /// The approval of a quote that may be shown ends soon.
    QuoteExpiring = "quote-expiring": Warning,
    /// The Q&A snapshot is old, or could not be fetched anew.
    StaleSnapshot = "stale-snapshot": Warning,
    /// A file is not UTF-8.
    NotUtf8 = "not-utf8": Error,
    /// A file contains NUL.
    Nul = "nul": Error,
    /// A file, folder or link of the content folder can be neither published nor read.
    UnusableFile = "unusable-file": Error,
    /// A page has more mistakes than anyone wants to read at once.
    TooMany = "too-many": Warning,
}

impl Code {
    /// Whether it is about a page's text alone: what is found by reading, linking and rendering that one page.
    ///
    /// [`crate::session`] tells these anew for a page that it makes anew; whatever else is wrong with a page may depend on
    /// others.
    pub(crate) fn is_of_text(self) -> bool {
        matches!(
            self,
            Self::DeadLink
                | Self::DeadAnchor
                | Self::UndefinedReference
                | Self::UnusedReference
                | Self::DuplicateReference
                | Self::DuplicateAnchor
                | Self::SkippedHeading
                | Self::HeadingAttribute
                | Self::MissingAlt
                | Self::MathSyntax
                | Self::UnknownLanguage
                | Self::CodeOption
                | Self::UnknownComponent
                | Self::UnknownData
                | Self::ComponentParameter
                | Self::ComponentUnclosed
                | Self::BlockInText
                | Self::BlockedHtml
        )
    }

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
