//! Takes out what a dependency exports to JavaScript and nobody there calls: the streams of Leptos' server functions.
//!
//! An export keeps alive all that it may call, in the module and in the glue.

use walrus::{ExportId, Module, passes};

/// What the names of these exports have in common, in the module and, in capitals, in the glue.
const UNUSED: &str = "intounderlying";

/// The module without them and without what only they need.
pub(crate) fn module(module: &mut Module) -> Vec<u8> {
    let unused: Vec<ExportId> =
        module.exports.iter().filter(|export| export.name.contains(UNUSED)).map(walrus::Export::id).collect();
    for export in unused {
        module.exports.delete(export);
    }
    passes::gc::run(module);
    module.emit_wasm()
}

/// The glue without their classes, comments and indentation.
pub(crate) fn glue(glue: &str) -> String {
    let mut kept = String::with_capacity(glue.len());
    let mut in_class = false;
    let mut in_comment = false;
    for line in glue.lines().map(str::trim) {
        in_class |= line.starts_with("export class ") && line.to_lowercase().contains(UNUSED);
        in_comment |= line.starts_with("/**");
        if !in_class && !in_comment && !line.is_empty() {
            kept.push_str(line);
            kept.push('\n');
        }
        in_comment &= !line.ends_with("*/");
        // The line after a class, which is there for every class.
        in_class &= !line.starts_with("if (Symbol.dispose)");
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_glue_keeps_what_is_used() {
        let before = "export class IntoUnderlyingSink {\n  free() {\n  }\n}\nif (Symbol.dispose) IntoUnderlyingSink;\n\
                      /**\n * Says what.\n */\n  export function hydrate() {\n    /** @type {x} */\n    a();\n  }\n";
        assert_eq!(glue(before), "export function hydrate() {\na();\n}\n");
    }
}
