//! What `site.yaml` says about checks: severities that differ, and targets that are known to be elsewhere.
//!
//! Every exception carries its reason, so that whoever meets it later can tell whether it still holds.

use std::collections::BTreeMap;

use super::{Code, Diagnostic, Severity};

/// The exceptions of a site.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Codes with another severity; `None` turns the check off.
    pub severities: BTreeMap<Code, Option<Severity>>,
    /// Link targets that are served by something else: exact, or a prefix followed by `*`.
    pub allowed: Vec<String>,
}

impl Policy {
    /// Whether a link to `target` (without query and fragment) is allowed to lead out of the site.
    pub fn allows(&self, target: &str) -> bool {
        self.allowed.iter().any(|pattern| match pattern.strip_suffix('*') {
            Some(prefix) => target.starts_with(prefix),
            None => target == pattern || target.strip_suffix('/') == Some(pattern),
        })
    }

    /// `diagnostics` with this site's severities, without those that are off.
    pub fn apply(&self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let judge = |mut diagnostic: Diagnostic| {
            if let Some(severity) = self.severities.get(&diagnostic.code) {
                diagnostic.severity = (*severity)?;
            }
            Some(diagnostic)
        };
        diagnostics.into_iter().filter_map(judge).collect()
    }
}
