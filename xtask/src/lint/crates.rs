//! Which crate of the workspace may use which.
//!
//! The directions are those of `ARCHITECTURE.md`: contracts at the bottom, programs above, tests on top.

use serde_json::Value;

/// What one crate may depend on.
struct Rule {
    name: &'static str,
    /// Our own crates, for any purpose.
    ours: &'static [&'static str],
    /// The only other crates, outside tests; `None` where the choice is free.
    others: Option<&'static [&'static str]>,
}

const RULES: [Rule; 6] = [
    // schemars describes the types to the server; a feature that the browser does without.
    Rule { name: "qa-api", ours: &[], others: Some(&["schemars", "serde", "serde_json"]) },
    Rule { name: "site-gen", ours: &["qa-api"], others: None },
    Rule { name: "qa-widget", ours: &["qa-api"], others: None },
    Rule { name: "qa-server", ours: &["qa-api", "qa-widget"], others: None },
    Rule { name: "tests", ours: &["qa-api", "qa-server", "qa-widget", "site-gen"], others: None },
    Rule { name: "xtask", ours: &[], others: None },
];

/// What breaks a rule in the workspace that `metadata` of cargo describes, a line each.
pub(super) fn check(metadata: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = text(&package["name"]);
        let manifest = format!("{name}/Cargo.toml");
        let Some(rule) = RULES.iter().find(|rule| rule.name == name) else {
            faults.push(format!("{manifest}: the crate `{name}` has no rule; give it one in xtask/src/lint/crates.rs"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let other = text(&dependency["name"]);
            let is_for_tests = dependency["kind"] == "dev";
            if RULES.iter().any(|rule| rule.name == other) {
                if !rule.ours.contains(&other) {
                    faults.push(format!("{manifest}: {name} uses {other}; it may use {}", list(rule.ours)));
                }
            } else if let Some(others) = rule.others
                && !is_for_tests
                && !others.contains(&other)
            {
                faults.push(format!("{manifest}: {name} uses {other}; outside tests it may use {}", list(others)));
            }
        }
    }
    faults
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "no crate of this workspace".to_owned() } else { format!("only {}", names.join(", ")) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn package(name: &str, dependencies: &[(&str, Value)]) -> Value {
        let dependencies: Vec<Value> =
            dependencies.iter().map(|(name, kind)| json!({ "name": name, "kind": kind })).collect();
        json!({ "packages": [{ "name": name, "dependencies": dependencies }] })
    }

    #[test]
    fn the_directions_hold() {
        let good = package("qa-server", &[("qa-api", Value::Null), ("qa-widget", Value::Null), ("axum", Value::Null)]);
        assert_eq!(check(&good), Vec::<String>::new());
        let upwards = package("qa-widget", &[("qa-server", json!("dev"))]);
        assert_eq!(check(&upwards), ["qa-widget/Cargo.toml: qa-widget uses qa-server; it may use only qa-api"]);
    }

    #[test]
    fn the_contracts_stay_small() {
        let good = package("qa-api", &[("serde", Value::Null), ("insta", json!("dev"))]);
        assert_eq!(check(&good), Vec::<String>::new());
        let heavy = package("qa-api", &[("chrono", Value::Null)]);
        assert_eq!(
            check(&heavy),
            ["qa-api/Cargo.toml: qa-api uses chrono; outside tests it may use only schemars, serde, serde_json"]
        );
    }

    #[test]
    fn a_new_crate_needs_a_rule() {
        assert_eq!(check(&package("newcomer", &[])).len(), 1);
    }
}
