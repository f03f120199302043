//! Trees of other generators, as sites.

use std::fs;
use std::path::Path;

use site_gen::check::Severity;
use site_gen::check::format::human;
use site_gen::edit::import::{self, import};
use site_gen::{Options, check};
use tempfile::TempDir;

use crate::harness::{NOW, files_below};

/// Imports a tree of these files, and shows the outcome with its report.
fn imported(files: &[(&str, &str)]) -> String {
    let folder = TempDir::new().unwrap();
    let (from, out) = (folder.path().join("from"), folder.path().join("out"));
    for (path, text) in files {
        let file = from.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    let report = import(&from, &out).unwrap();
    assert!(import(&from, &out).unwrap_err().to_string().ends_with("is not empty"));
    assert_no_errors(&out);
    let files =
        files_below(&out).into_iter().map(|(path, bytes)| format!("==== {path}\n{}", String::from_utf8_lossy(&bytes)));
    files.collect::<Vec<_>>().join("\n") + "\n==== report\n" + &import::human(&report)
}

fn assert_no_errors(content: &Path) {
    let report = check(&Options::new(content, NOW)).unwrap();
    assert_eq!(report.count(Severity::Error), 0, "{}", human(&report.diagnostics, false));
}

#[test]
fn a_zola_tree() {
    insta::assert_snapshot!(imported(&[
        ("config.toml", "base_url = \"https://example.org/\"\ntitle = \"Zola: site\"\ncompile_sass = true\n"),
        ("content/_index.md", "+++\ntitle = \"Home\"\nsort_by = \"weight\"\n+++\n\nSee [pay](@/team/pay.md#how).\n"),
        (
            "content/team/pay.md",
            "+++\ntitle = \"Pay: how it works\"\nweight = 2\ndate = 2024-01-01\nupdated = 2026-01-02T03:04:05Z\n[taxonomies]\ntags = [\"money\"]\n+++\n\n## How\n\n`{{ x }}` [home](../_index.md)\n",
        ),
        ("content/team/logo.svg", "<svg/>"),
    ]));
}

#[test]
fn a_docusaurus_tree() {
    insta::assert_snapshot!(imported(&[
        ("docusaurus.config.js", "export default {};\n"),
        (
            "docs/intro.mdx",
            "---\nid: intro\ntitle: Intro\nsidebar_position: 1\nhide_table_of_contents: true\nlast_update:\n  date: 2026-01-02\n---\nimport Tabs from '@theme/Tabs';\n\n:::note[Your title]\nText with [more](./more.mdx).\n\n:::\n\n::::tip\n:::danger Take care\nNested.\n:::\n::::\n",
        ),
        ("docs/more.mdx", "# More\n\n```md\n:::note\n:::\n```\n"),
    ]));
}

#[test]
fn a_mkdocs_tree() {
    insta::assert_snapshot!(imported(&[
        (
            "mkdocs.yml",
            "site_name: Manual\nsite_url: https://example.org/manual/\ntheme:\n  name: material\nnav:\n  - index.md\n  - Guide:\n      - Start: guide/start.md\n      - Forum: https://forum.example.org\n",
        ),
        (
            "docs/index.md",
            "---\nhide: [toc]\nicon: x\n---\n# Home\n\n!!! warning \"Mind: this\"\n    First.\n\n    Second.\n\n[start](guide/start.md)\n"
        ),
        (
            "docs/guide/start.md",
            "# Start\n\n- point\n\n    !!! info\n        In a list.\n\n??? question \"Why?\"\n    Because.\n"
        ),
    ]));
}
