//! Diagnostics as SARIF 2.1.0, the format of code scanning services and editors.
//!
//! Names and their meaning are those of the OASIS standard "Static Analysis Results Interchange Format Version 2.1.0".
//! Columns count Unicode code points there as here.

use serde_json::{Value, json};

use super::{Code, Diagnostic, Severity};
use crate::markdown::push_url;

/// `diagnostics` as a SARIF log; `folder` leads from the repository's root to the content folder.
pub fn sarif(diagnostics: &[Diagnostic], folder: &str) -> String {
    let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code)).collect();
    let results: Vec<Value> = diagnostics.iter().map(|diagnostic| result(diagnostic, folder)).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "site-gen", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log).expect("JSON values serialise") + "\n"
}

fn rule(code: Code) -> Value {
    json!({
        "id": code.name(),
        "shortDescription": { "text": code.description() },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn result(diagnostic: &Diagnostic, folder: &str) -> Value {
    let text = match &diagnostic.hint {
        Some(hint) => format!("{}\nhint: {hint}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut place = json!({ "artifactLocation": { "uri": uri(&diagnostic.path, folder) } });
    if diagnostic.line > 0 {
        let mut region = json!({ "startLine": diagnostic.line, "startColumn": diagnostic.column });
        if let Some(excerpt) = &diagnostic.excerpt {
            let length = excerpt.line[excerpt.span.clone()].chars().count();
            region["endColumn"] = json!(diagnostic.column + length);
            region["snippet"] = json!({ "text": excerpt.line });
        }
        place["region"] = region;
    }
    json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == diagnostic.code),
        "level": level(diagnostic.severity),
        "message": { "text": text },
        "locations": [{ "physicalLocation": place }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// A relative URI reference (RFC 3986), whose first segment must not look like a scheme.
fn uri(path: &str, folder: &str) -> String {
    let mut uri = String::new();
    let path = if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
    push_url(&mut uri, &path.replace('%', "%25").replace('#', "%23").replace('?', "%3F"));
    uri.replace("&amp;", "&").replace("&#x27;", "'").replace(':', "%3A")
}
