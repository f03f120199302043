//! The loader as it is sent: without comments and indentation, and with the names of what it imports.

use anyhow::{Result, ensure};

/// Stands for the name of a visitor's module in the loader's source.
const VISITOR: &str = "QA_VISITOR";
/// Stands for the name of a member's module in the loader's source.
const MEMBER: &str = "QA_MEMBER";

/// `source` with the names filled in, and without what only its readers need.
///
/// Comments count only on lines of their own, which is how the source has them.
pub(crate) fn fill(source: &str, visitor: &str, member: &str) -> Result<String> {
    for name in [VISITOR, MEMBER] {
        ensure!(source.matches(name).count() == 1, "the loader names {name} once");
    }
    let lines = source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    let text = lines.collect::<Vec<_>>().join("\n");
    Ok(text.replace(VISITOR, visitor).replace(MEMBER, member))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_names_come() {
        let source = "// Says why.\n\nconst a = \"QA_VISITOR\"; // stays\n  b(\"QA_MEMBER\");\n";
        assert_eq!(fill(source, "v-1", "m-2").unwrap(), "const a = \"v-1\"; // stays\nb(\"m-2\");");
        assert!(fill("nothing", "v-1", "m-2").is_err());
    }
}
