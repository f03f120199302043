//! Templates that pages and folders name, against those that the theme has.

use super::suggestion::did_you_mean;
use super::{Code, Diagnostic};
use crate::library::Library;
use crate::markdown::include;
use crate::source::defaults::DefaultsSource;
use crate::theme::Theme;

/// Every template that the theme does not have, where it is named.
pub fn check(library: &Library, defaults: &[DefaultsSource], theme: &Theme) -> Vec<Diagnostic> {
    let unknown = |template: &Option<String>| {
        let name = template.as_ref().filter(|name| !theme.page_templates().any(|known| known == name.as_str()))?;
        let known: Vec<_> = theme.page_templates().collect();
        let all = if known.is_empty() {
            "the theme has none; leave the key out".to_owned()
        } else {
            format!("the theme has {}", known.join(", "))
        };
        let hint = did_you_mean(name, known).unwrap_or(all);
        Some((format!("there is no template `{name}`"), Some(hint)))
    };
    let mut diagnostics = Vec::new();
    if let Some(signature) = theme.component(include::NAME) {
        let message = format!("`<{}>` is built in, so this component is never used", include::NAME);
        let hint = Some("give it another name".to_owned());
        diagnostics.push(Diagnostic::about(&signature.template, Code::ThemeError, message, hint));
    }
    for page in library.pages.iter().filter(|page| page.front.has("template")) {
        if let Some((message, hint)) = unknown(&page.front.template) {
            diagnostics.push(page.front_matter_diagnostic(Code::UnknownTemplate, "template", message, hint));
        }
    }
    for folder in defaults {
        if let Some((message, hint)) = unknown(&folder.defaults.template) {
            diagnostics.push(folder.diagnostic(Code::UnknownTemplate, "template", message, hint));
        }
    }
    diagnostics
}
