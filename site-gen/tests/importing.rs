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
        (
            "config.toml",
            "base_url = \"https://example.org/\"\ntitle = \"Zola: site\"\ndefault_language = \"de\"\ncompile_sass = true\n\n[extra]\nx = 1\n"
        ),
        ("content/_index.md", "+++\ntitle = \"Home\"\nsort_by = \"weight\"\n+++\n\nSee [pay](@/team/pay.md#how).\n"),
        (
            "content/team/pay.md",
            "+++\ntitle = \"Pay: how it works\"\nweight = 2\ndate = 2024-01-01\nupdated = 2026-01-02T03:04:05Z\n[taxonomies]\ntags = [\"money\"]\n+++\n\n## How\n\n`{{ x }}` [home](../_index.md)\n",
        ),
        ("content/team/logo.svg", "<svg/>"),
    ]));
}

#[test]
fn a_hugo_tree() {
    insta::assert_snapshot!(imported(&[
        (
            "hugo.toml",
            "baseURL = 'https://example.org/'\ntitle = 'Hugo: site'\nlanguageCode = 'en-GB'\nenableGitInfo = true\n\n[params]\n  description = 'Everything'\n  author = 'Us'\n\n[[menu.main]]\n  name = 'Contact'\n  pageRef = '/contact'\n  weight = 20\n[[menu.main]]\n  name = 'Code'\n  url = 'https://code.example.org'\n  weight = 10\n[[menu.main]]\n  identifier = 'odd'\n[[menu.footer]]\n  name = 'Legal'\n",
        ),
        (
            "content/_index.md",
            "---\ntitle: Home\ncascade:\n  type: docs\n---\n\n[Contact]({{< ref \"contact.md\" >}})\n"
        ),
        (
            "content/contact.md",
            "---\ntitle: Contact\nlastmod: 2026-05-06T07:08:09Z\naliases: [/reach-us/]\nlinkTitle: Reach us\n---\n\n> [!NOTE]\n> Write to us.\n\n{{< figure src=\"a.png\" >}}\n\n[Home]({{< relref \"/_index.md\" >}})\n",
        ),
        ("layouts/index.html", "{{ .Content }}"),
    ]));
}

#[test]
fn a_docusaurus_tree() {
    insta::assert_snapshot!(imported(&[
        (
            "docusaurus.config.js",
            "const config = {\n  title: 'Docs',\n  tagline: \"What we know\",\n  url: 'https://example.org',\n  baseUrl: '/docs/',\n  i18n: {\n    defaultLocale: 'fr',\n  },\n  presets: [{ title: 'Other' }],\n};\nexport default config;\n",
        ),
        ("sidebars.js", "export default { docs: ['intro'] };\n"),
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
            "site_name: Manual\nsite_url: https://example.org/manual/\ndocs_dir: pages\ntheme:\n  name: material\n  language: nl\nmarkdown_extensions:\n  - emoji:\n      generator: !!python/name:material.extensions.emoji.to_svg\nextra:\n  key: !ENV [KEY, 'none']\nnav:\n  - index.md\n  - Guide:\n      - Start: guide/start.md\n      - Forum: https://forum.example.org\n",
        ),
        (
            "pages/index.md",
            "---\nhide: [toc]\nicon: x\n---\n# Home\n\n!!! warning \"Mind: this\"\n    First.\n\n    Second.\n\n[start](guide/start.md)\n"
        ),
        (
            "pages/guide/start.md",
            "# Start\n\n- point\n\n    !!! info\n        In a list.\n\n??? question \"Why?\"\n    Because.\n"
        ),
    ]));
}
