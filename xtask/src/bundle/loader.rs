//! The loader as it is sent: without comments and indentation, and with the names of what it imports.

use anyhow::{Result, ensure};

/// Stands for the name of the glue in the loader's source.
const GLUE: &str = "QA_GLUE";
/// Stands for the name of the module in the loader's source.
const MODULE: &str = "QA_MODULE";

/// `source` with the names filled in, and without what only its readers need.
///
/// Comments count only on lines of their own, which is how the source has them.
pub(crate) fn fill(source: &str, glue: &str, module: &str) -> Result<String> {
    for name in [GLUE, MODULE] {
        ensure!(source.matches(name).count() == 1, "the loader names {name} once");
    }
    let lines = source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    let text = lines.collect::<Vec<_>>().join("\n");
    Ok(text.replace(GLUE, glue).replace(MODULE, module))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_names_come() {
        let source = "// Says why.\n\nconst a = \"./QA_GLUE\"; // stays\n  b(\"QA_MODULE\");\n";
        assert_eq!(fill(source, "g.js", "m.wasm").unwrap(), "const a = \"./g.js\"; // stays\nb(\"m.wasm\");");
        assert!(fill("nothing", "g.js", "m.wasm").is_err());
    }
}
