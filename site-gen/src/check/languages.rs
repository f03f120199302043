//! Languages that pages have and the theme has no words for.

use std::collections::BTreeMap;

use super::{Code, Diagnostic, Problem};
use crate::library::Library;
use crate::source::STRINGS;
use crate::source::site::{self, SiteConfig};
use crate::theme::Theme;

/// Most keys that are named.
const MOST_NAMED: usize = 5;

/// A warning for every language in which English words would stand between others.
pub fn check(library: &Library, config: &SiteConfig, theme: &Theme) -> Vec<Diagnostic> {
    let mut first_pages = BTreeMap::new();
    for page in &library.pages {
        first_pages.entry(page.language(config)).or_insert(page);
    }
    let mut diagnostics = Vec::new();
    for (language, page) in first_pages {
        let missing = theme.missing_words(language);
        if missing.is_empty() {
            continue;
        }
        let named = missing.iter().take(MOST_NAMED).map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let more = if missing.len() > MOST_NAMED { ", …" } else { "" };
        let message = format!("{} words of the theme are missing in `{language}`: {named}{more}", missing.len());
        let hint = format!("put them into `{STRINGS}/{language}.yaml`; English ones stand for them");
        diagnostics.push(if page.front.lang.is_some() {
            page.front_matter_diagnostic(Code::MissingWords, "lang", message, Some(hint))
        } else {
            let span = site::find(&config.text, language);
            Diagnostic::at(site::FILE, &config.text, Problem::new(Code::MissingWords, span, message).hint(hint))
        });
    }
    diagnostics
}
