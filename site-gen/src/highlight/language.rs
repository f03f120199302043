//! The languages that the first word of a fence may name.

use crate::check::suggestion::nearest;

/// A language of code blocks.
#[derive(Debug, PartialEq, Eq)]
pub struct Language {
    /// The name that stands in `class="language-…"`.
    pub name: &'static str,
    /// Other names that writers use, file extensions among them.
    pub aliases: &'static [&'static str],
    /// What finds its parts; absent for languages that are shown in one colour.
    pub grammar: Option<Grammar>,
}

/// What finds the parts of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the languages' own names")]
pub enum Grammar {
    Bash,
    Css,
    Diff,
    Go,
    Html,
    JavaScript,
    Json,
    Python,
    Rust,
    Toml,
    Tsx,
    TypeScript,
    Yaml,
}

const fn coloured(name: &'static str, aliases: &'static [&'static str], grammar: Grammar) -> Language {
    Language { name, aliases, grammar: Some(grammar) }
}

const fn plain(name: &'static str, aliases: &'static [&'static str]) -> Language {
    Language { name, aliases, grammar: None }
}

/// Every language, those with a grammar first.
pub static ALL: [Language; 71] = [
    coloured("bash", &["sh", "shell", "zsh"], Grammar::Bash),
    coloured("css", &[], Grammar::Css),
    coloured("diff", &["patch"], Grammar::Diff),
    coloured("go", &["golang"], Grammar::Go),
    coloured("html", &["htm", "xhtml", "vue", "svelte"], Grammar::Html),
    coloured("javascript", &["js", "mjs", "cjs", "jsx"], Grammar::JavaScript),
    coloured("json", &["json5", "jsonc", "webmanifest"], Grammar::Json),
    coloured("python", &["py", "python3"], Grammar::Python),
    coloured("rust", &["rs"], Grammar::Rust),
    coloured("toml", &[], Grammar::Toml),
    coloured("tsx", &[], Grammar::Tsx),
    coloured("typescript", &["ts", "mts", "cts"], Grammar::TypeScript),
    coloured("yaml", &["yml"], Grammar::Yaml),
    plain("text", &["txt", "plain", "plaintext", "none", "output", "log", "ascii"]),
    plain("console", &["shell-session", "terminal"]),
    plain("markdown", &["md", "mdx"]),
    plain("apache", &["apacheconf", "htaccess"]),
    plain("awk", &[]),
    plain("batch", &["bat", "cmd"]),
    plain("bibtex", &["bib"]),
    plain("c", &["h"]),
    plain("clojure", &["clj"]),
    plain("cmake", &[]),
    plain("cpp", &["c++", "cc", "cxx", "hpp"]),
    plain("csharp", &["c#", "cs"]),
    plain("csv", &["tsv"]),
    plain("dart", &[]),
    plain("dockerfile", &["docker", "containerfile"]),
    plain("elixir", &["ex", "exs"]),
    plain("elm", &[]),
    plain("erlang", &["erl"]),
    plain("fish", &[]),
    plain("fortran", &["f90"]),
    plain("git", &["gitignore", "gitattributes"]),
    plain("graphql", &["gql"]),
    plain("groovy", &["gradle"]),
    plain("handlebars", &["hbs", "mustache"]),
    plain("haskell", &["hs"]),
    plain("hcl", &["terraform", "tf"]),
    plain("http", &[]),
    plain("ini", &["conf", "cfg", "properties", "env", "dotenv", "systemd"]),
    plain("java", &[]),
    plain("jinja", &["jinja2", "tera", "twig", "django"]),
    plain("julia", &["jl"]),
    plain("kotlin", &["kt", "kts"]),
    plain("latex", &["tex"]),
    plain("less", &[]),
    plain("lua", &[]),
    plain("makefile", &["make"]),
    plain("math", &[]),
    plain("mermaid", &[]),
    plain("nginx", &[]),
    plain("nix", &[]),
    plain("ocaml", &["ml"]),
    plain("perl", &["pl"]),
    plain("php", &[]),
    plain("powershell", &["ps1", "pwsh"]),
    plain("prolog", &[]),
    plain("proto", &["protobuf"]),
    plain("r", &[]),
    plain("ruby", &["rb", "erb"]),
    plain("scala", &[]),
    plain("scheme", &["lisp", "elisp", "racket"]),
    plain("scss", &["sass"]),
    plain("sql", &["postgresql", "mysql", "sqlite"]),
    plain("svg", &[]),
    plain("swift", &[]),
    plain("vim", &["viml"]),
    plain("wat", &["wast"]),
    plain("xml", &["xsd", "xslt", "plist"]),
    plain("zig", &[]),
];

/// The language of this name, upper and lower case being the same.
pub fn find(name: &str) -> Option<&'static Language> {
    ALL.iter().find(|language| {
        language.name.eq_ignore_ascii_case(name)
            || language.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    })
}

/// The name that was probably meant.
pub fn nearest_name(wrong: &str) -> Option<&'static str> {
    nearest(
        wrong,
        ALL.iter().flat_map(|language| std::iter::once(language.name).chain(language.aliases.iter().copied())),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_one_entry_however_it_is_called() {
        assert_eq!(find("YML").map(|language| language.name), Some("yaml"));
        assert_eq!(find("rs"), find("rust"));
        assert_eq!(find("javascrpt"), None);
        assert_eq!(nearest_name("javascrpt"), Some("javascript"));
        let mut names: Vec<_> = ALL
            .iter()
            .flat_map(|language| std::iter::once(language.name).chain(language.aliases.iter().copied()))
            .collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
