//! What people are told: every mistake, at its place, in one run.

use insta::assert_snapshot;
use site_gen::check;
use site_gen::check::format::{github, json};
use site_gen::check::sarif::sarif;
use site_gen::check::{Code, Severity};

use crate::harness::TestSite;

/// A site of one page with this Markdown.
fn page(markdown: &str) -> TestSite {
    TestSite::new(&[("page.md", &format!("---\ntitle: Page\n---\n\n{markdown}\n"))])
}

#[test]
fn wrong_front_matter_an_unknown_component_and_a_dead_anchor_are_three_diagnostics_of_one_run() {
    let site = TestSite::new(&[
        ("a.md", "---\ntitel: A\n---\n\n# A\n"),
        ("b.md", "---\ntitle: B\n---\n\nText <Calout>here</Calout>.\n"),
        ("handbook/c.md", "---\ntitle: C\n---\n\n## Feedback\n\nSee [above](#feedbak).\n"),
    ]);
    assert_snapshot!(site.complaints(), @r"
    error[front-matter-key]: there is no key `titel`
     --> a.md:2:1
      |
    2 | titel: A
      | ^^^^^
      |
      = hint: did you mean `title`?

    error[unknown-component]: there is no component `Calout`
     --> b.md:5:7
      |
    5 | Text <Calout>here</Calout>.
      |       ^^^^^^
      |
      = hint: did you mean `Callout`?

    error[dead-anchor]: there is no anchor `#feedbak` on this page
     --> handbook/c.md:7:13
      |
    7 | See [above](#feedbak).
      |             ^^^^^^^^
      |
      = hint: did you mean `#feedback`?
    ");
}

#[test]
fn links() {
    let site = page(
        "[a](pag.md) [b](/nowhere/) ![c](img.png) <a href=\"gone.md\">d</a>\n\n[e][undefined] and a footnote[^1].\n\n\
         [f](other.md#sectoin)",
    );
    site.write("other.md", "# Other\n\n## Section\n");
    assert_snapshot!(site.complaints());
}

#[test]
fn components() {
    let site = page(
        "<Badge />\n\n<Badge text={3} lvel={1} level=\"2\" />\n\n<Badge text=\"a\" text=\"b\" />\n\n\
         - <Callout>\n\n</Callout>\n\n</Badge>\n\nA `Vec` is a Vec<String>, and <Badge text={ \"a\" } />.\n\n\
         <Badge text=plain />\n\n<TestimonialsTable source=\"reviews\" />",
    );
    assert_snapshot!(site.complaints());
}

#[test]
fn code_blocks() {
    let site = page(
        "```pyton\n```\n\n```rust tilte=\"a.rs\" {9} start=x\nfn a() {}\n```\n\n> ```rust {3-1} diff=1\n> ```\n\n```c title=\n```",
    );
    assert_snapshot!(site.complaints());
}

#[test]
fn images_and_formulas() {
    let site = page("![](a.png)\n\n<img src=\"a.png\"> <img src=\"a.png\" ALT=\"\">\n\nOne $a + \\foo{b}$ and $a & b$");
    site.write("a.png", "");
    assert_snapshot!(site.complaints());
}

#[test]
fn front_matter() {
    let site = TestSite::new(&[
        ("colon.md", "---\ntitle: Pay: how it works\n---\n"),
        ("duplicate.md", "---\ntitle: A\ntitle: B\n---\n"),
        ("slug.md", "---\ntitle: S\nslug: a/b\nid: Not An Id\ntopic: peple\n---\n"),
        (
            "types.md",
            "---\ntitle: T\nweight: heavy\ndraft: yes\nlang: english language\naliases: /old/\nshow_title: true\n---\n",
        ),
        ("quote.md", "---\ntitle: \"Never closed\nweight: 1\n---\n"),
        ("unclosed.md", "---\ntitle: U\n\nText\n"),
        ("untitled.md", "Text\n"),
        ("site.yaml", "topics:\n  people: People\n"),
    ]);
    assert_snapshot!(site.complaints());
}

#[test]
fn folder_defaults() {
    let site = TestSite::new(&[
        ("_index.md", "---\ntitle: Home\ntopic: peple\ntemplate: wid\n---\n\nWelcome.\n"),
        ("a.md", "---\ntitle: A\ntags: [\"-\"]\n---\n"),
        ("b.md", "---\ntitle: B\ntemplate: narrow\nupdated: today\n---\n"),
        ("site.yaml", "topics:\n  people: People\n"),
    ]);
    assert_snapshot!(site.complaints());
}

#[test]
fn sidebars() {
    let site = TestSite::new(&[
        ("a.md", "---\ntitle: A\nsidebar: Manual\n---\n"),
        ("b.md", "---\ntitle: B\n---\n"),
        (
            "site.yaml",
            "sidebars:\n  Manual:\n    - page: bb.md\n    - title: Empty\n    - folder: gone\n    - url: https://example.org\n    \
             - page: b.md\n      url: /b/\n    - folder: x\n      title: Both\n      items: [{ page: b.md }]\n",
        ),
    ]);
    assert_snapshot!(site.complaints());
}

#[test]
fn data_files() {
    let site = TestSite::new(&[
        ("index.md", "---\ntitle: Home\n---\n\n<Shelf />\n"),
        ("_components/Shelf.html", "{% component Shelf(@prizes, @prices) %}x{% endcomponent Shelf %}"),
        (
            "_data/prices.yaml",
            "- name: Tea\n  amount: cheap\n- name: Cake\n  amout: 3\n- {name: Pie, amount: -1, tags: [1, two]}\n",
        ),
        (
            "_data/prices.schema.json",
            r#"{ "type": "array", "items": { "type": "object", "required": ["name", "amount"], "additionalProperties": false,
                "properties": { "name": { "type": "string" }, "amount": { "type": "number", "minimum": 0 },
                "tags": { "type": "array", "items": { "type": "string" } } } } }"#,
        ),
        ("_data/a.json", "{\n  \"a\": 1,\n}\n"),
        ("_data/b.csv", "name,amount\nTea,2,3\n\"Pie,1\n"),
        ("_data/c.yaml", "a: [1\n"),
        ("_data/c.json", "{}"),
        ("_data/d.json", "[{ \"n\": 1 }]"),
        ("_data/d.schema.json", r#"{ "type": "nothing" }"#),
        ("_data/quotes.yaml", "- a\n"),
    ]);
    assert_snapshot!(site.complaints());
}

#[test]
fn a_component_that_fails_is_pointed_at_in_its_file() {
    let site = TestSite::new(&[
        ("index.md", "---\ntitle: Home\n---\n"),
        ("_components/Broken.html", "{% component Broken() %}\n{{ what }\n{% endcomponent Broken %}"),
    ]);
    let complaints = site.complaints();
    assert!(complaints.contains("_components/Broken.html:2:"), "{complaints}");
}

#[test]
fn identities() {
    let site = TestSite::new(&[
        ("a.md", "---\ntitle: A\nid: same\naliases: [/b/, nowhere, /old/, /_qa/x/]\n---\n"),
        ("b.md", "---\ntitle: B\nid: same\naliases: [/old]\n---\n"),
        ("c/index.md", "---\ntitle: C\n---\n"),
        ("c.md", "---\ntitle: C again\n---\n"),
        ("questions/d.md", "---\ntitle: D\n---\n"),
    ]);
    assert_snapshot!(site.complaints());
}

#[test]
fn files_that_are_no_text() {
    let site = TestSite::new(&[]);
    site.write_bytes("latin.md", b"# Caf\xe9\n");
    site.write_bytes("nul.md", b"# A\n\nB\0C\n");
    assert_snapshot!(site.complaints());
}

#[test]
fn configuration_and_data() {
    let site = TestSite::new(&[
        ("index.md", "---\ntitle: Home\n---\n"),
        (
            "site.yaml",
            "titel: Site\nbase_url: example.org\nedit_url: https://example.org/\nnav:\n  - title: Gone\n    url: /gone/\n\
             checks:\n  dead-lnk: { severity: off, reason: none }\n  dead-link: { severity: warning, reason: \"\" }\n",
        ),
        (
            "_data/testimonials.yaml",
            "- quote: A\n  author: B\n  source: reviw\n- quote: C\n  source: social\n- quote: D\n  author: E\n  \
             source: social\n  link: nowhere\n  date: yesterday\n- quote: F\n  author: G\n  source: social\n  url: x\n",
        ),
    ]);
    assert_snapshot!(site.complaints());
}

#[test]
fn html_that_the_security_policy_blocks_is_a_warning() {
    let site = page("<p style=\"color: red\" onclick=\"go()\">x</p>\n\n<script>alert(1)</script>");
    let report = check(&site.options).unwrap();
    assert_eq!((report.count(Severity::Warning), report.failed), (3, false));
}

#[test]
fn a_site_may_lower_a_check_and_allow_a_path_with_a_reason() {
    let site = page("[a](/slack) [b](/slack/help) [c](/gone)");
    site.write(
        "site.yaml",
        "allow:\n  - { path: /slack*, reason: the proxy answers }\nchecks:\n  dead-link: { severity: warning, reason: we move }\n",
    );
    let report = check(&site.options).unwrap();
    assert_eq!((report.count(Severity::Error), report.count(Severity::Warning)), (0, 1));
    assert!(!report.failed);
    let mut strict = site.options.clone();
    strict.strict = true;
    assert!(check(&strict).unwrap().failed);
}

#[test]
fn programs_get_the_same_diagnostics() {
    let site = page("[a](gone.md)");
    let diagnostics = check(&site.options).unwrap().diagnostics;
    assert_snapshot!(json(&diagnostics), @r#"
    [
      {
        "code": "dead-link",
        "severity": "error",
        "path": "page.md",
        "line": 5,
        "column": 5,
        "message": "there is no page or file `gone.md`",
        "hint": "create it, or list `/gone.md` in site.yaml under `allow` if something else serves it"
      }
    ]
    "#);
    assert_snapshot!(github(&diagnostics, "content"), @"::error file=content/page.md,line=5,col=5,title=dead-link::there is no page or file `gone.md`%0Ahint: create it, or list `/gone.md` in site.yaml under `allow` if something else serves it");
}

#[test]
fn code_scanning_gets_them_as_sarif() {
    let site = page("[ä](gone.md)\n\n{{ name }}");
    let log: serde_json::Value =
        serde_json::from_str(&sarif(&check(&site.options).unwrap().diagnostics, "my content")).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    assert!(rules.iter().all(|rule| rule["shortDescription"]["text"].as_str().unwrap().ends_with('.')));
    let region = serde_json::json!({
        "startLine": 5, "startColumn": 5, "endColumn": 12, "snippet": { "text": "[ä](gone.md)" },
    });
    let place = &run["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "my%20content/page.md");
    assert_eq!(place["region"], region);
    assert_eq!(run["results"][0]["level"], "error");
    assert_eq!(run["results"][1]["level"], "warning");
}

#[test]
fn every_link_into_a_renamed_folder_is_told_where_the_page_is_now() {
    let site = TestSite::new(&[]);
    for number in 0..1200 {
        site.write(
            &format!("new/page-{number}.md"),
            &format!("# Page {number}\n\n[next](../old/page-{}.md)\n", (number + 7) % 1200),
        );
    }
    let report = check(&site.options).unwrap();
    let dead: Vec<_> = report.diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::DeadLink).collect();
    assert_eq!(dead.len(), 1200);
    for diagnostic in dead {
        let name = diagnostic.message.split('/').next_back().unwrap().trim_end_matches('`');
        assert_eq!(diagnostic.hint, Some(format!("did you mean `new/{name}`?")));
    }
}
