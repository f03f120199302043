//! Which module may use what: libraries and parts of the standard library that belong to one place.
//!
//! Code under `#[cfg(test)]` is free.

use super::tokens::paths;

/// The crates whose modules have rules.
pub(super) const CRATES: [&str; 2] = ["qa-server", "site-gen"];

/// What is used in few places only.
struct Rule {
    /// The crate the rule is about.
    in_crate: &'static str,
    /// The path's first segments.
    path: &'static [&'static str],
    /// Files, or folders with a slash at their end, below the crate's `src`.
    allowed: &'static [&'static str],
}

const RULES: [Rule; 9] = [
    Rule { in_crate: "qa-server", path: &["axum"], allowed: &["http/"] },
    Rule { in_crate: "qa-server", path: &["sqlx"], allowed: &["store/"] },
    Rule { in_crate: "qa-server", path: &["jsonwebtoken"], allowed: &["identity/"] },
    Rule { in_crate: "qa-server", path: &["lettre"], allowed: &["deliver/email/"] },
    Rule { in_crate: "qa-server", path: &["std", "env"], allowed: &["config/"] },
    Rule {
        in_crate: "site-gen",
        path: &["std", "fs"],
        allowed: &[
            "source/",
            "theme/",
            "output/",
            "external/",
            "edit/",
            "highlight/cache.rs",
            "serve/",
            "qa.rs",
            "watch.rs",
            "main.rs",
        ],
    },
    Rule { in_crate: "site-gen", path: &["tera"], allowed: &["theme/", "output/"] },
    Rule { in_crate: "site-gen", path: &["pulldown_cmark"], allowed: &["markdown/"] },
    Rule { in_crate: "site-gen", path: &["std", "env"], allowed: &["main.rs"] },
];

/// What breaks a rule in the file `name` (`crate/src/…`) with `text`, a line each.
pub(super) fn check(name: &str, text: &str) -> Vec<String> {
    let Some((in_crate, file)) = name.split_once("/src/") else { return Vec::new() };
    let mut faults = Vec::new();
    let rules: Vec<&Rule> = RULES.iter().filter(|rule| rule.in_crate == in_crate && !rule.allows(file)).collect();
    if rules.is_empty() {
        return faults;
    }
    for path in paths(text) {
        for rule in &rules {
            if rule.path.len() <= path.segments.len() && rule.path.iter().eq(&path.segments[..rule.path.len()]) {
                faults.push(format!(
                    "{name}:{}: uses {}; in {in_crate} only {} may",
                    path.line,
                    rule.path.join("::"),
                    rule.allowed.join(", ")
                ));
            }
        }
    }
    faults
}

impl Rule {
    fn allows(&self, file: &str) -> bool {
        self.allowed.iter().any(|place| if place.ends_with('/') { file.starts_with(place) } else { file == *place })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_stays_in_its_place() {
        let text = "use axum::Router;\n\nfn routes() -> axum::Router { todo() }\n";
        assert_eq!(check("qa-server/src/http/ask.rs", text), Vec::<String>::new());
        assert_eq!(
            check("qa-server/src/domain/ask.rs", text),
            [
                "qa-server/src/domain/ask.rs:1: uses axum; in qa-server only http/ may",
                "qa-server/src/domain/ask.rs:3: uses axum; in qa-server only http/ may",
            ]
        );
    }

    #[test]
    fn nested_imports_are_seen() {
        let text = "use std::{\n    collections::BTreeMap,\n    fs::{self, File},\n};\n";
        assert_eq!(check("site-gen/src/markdown/links.rs", text).len(), 2);
        assert_eq!(check("site-gen/src/output/stage.rs", text), Vec::<String>::new());
        assert_eq!(check("site-gen/src/markdown/links.rs", "use std::fmt;"), Vec::<String>::new());
    }

    #[test]
    fn tests_comments_and_strings_are_free() {
        let text =
            "// axum::Router\nconst A: &str = \"axum::Router\";\n#[cfg(test)]\nmod tests { use axum::Router; }\n";
        assert_eq!(check("qa-server/src/domain/ask.rs", text), Vec::<String>::new());
    }
}
