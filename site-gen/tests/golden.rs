//! One fixture per feature; every page of it as it is written, with a theme that only labels its parts.

use crate::harness::TestSite;

fn golden(name: &str) {
    let site = TestSite::fixture(name);
    site.build_well();
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, site.pages());
    });
}

#[test]
fn components() {
    golden("components");
}

#[test]
fn folders() {
    golden("folders");
}

#[test]
fn code() {
    golden("code");
}

#[test]
fn colours_are_the_same_from_the_cache() {
    let site = TestSite::fixture("code");
    site.build_well();
    let first = site.pages();
    assert!(site.folder().join(".postil-cache/highlight.bin").exists());
    site.build_well();
    assert_eq!(site.pages(), first);
    std::fs::write(site.folder().join(".postil-cache/highlight.bin"), b"pstlhl01 broken").unwrap();
    site.build_well();
    assert_eq!(site.pages(), first);
}

#[test]
fn a_module_is_loaded_only_where_it_is_used() {
    let mut site = TestSite::new(&[("code.md", "# Code\n\n```rust\nfn a() {}\n```\n"), ("plain.md", "# Plain\n")]);
    site.options.theme = None;
    site.build_well();
    assert!(site.read("code/index.html").contains("<script type=\"module\" src=\"/assets/code."));
    assert!(!site.read("plain/index.html").contains("/assets/code."));
}

#[test]
fn a_page_may_be_in_a_language_of_its_own() {
    let mut site = TestSite::new(&[
        ("de.md", "---\ntitle: Deutsch\nlang: de\n---\n\n> [!NOTE]\n> Hinweis\n\n<Callout>\n\nText\n\n</Callout>\n"),
        ("he.md", "---\ntitle: Hebrew\nlang: he\n---\n"),
        ("en.md", "# English\n\n- [x] Done\n"),
    ]);
    site.options.theme = None;
    site.build_well();
    let german = site.read("de/index.html");
    assert!(german.contains("<html lang=\"de\" dir=\"ltr\">") && german.contains("Zum Text springen"));
    assert!(german.contains("markdown-alert-title\">Hinweis</p>") && german.contains("callout__title\">Hinweis</p>"));
    assert!(site.read("he/index.html").contains("<html lang=\"he\" dir=\"rtl\">"));
    assert!(site.read("en/index.html").contains("aria-label=\"Done:\""));
}

#[test]
fn images() {
    golden("images");
}

#[test]
fn includes() {
    golden("includes");
}

#[test]
fn links() {
    golden("links");
}

#[test]
fn markdown() {
    golden("markdown");
}

#[test]
fn navigation() {
    golden("navigation");
}

#[test]
fn sidebars() {
    golden("sidebars");
}

#[test]
fn a_sidebar_opens_the_branch_of_its_page_and_no_other() {
    let mut site = TestSite::fixture("sidebars");
    site.options.theme = None;
    site.build_well();
    let opened = |path: &str| {
        let html = site.read(path);
        let details: Vec<_> = html.split("<details").skip(2).map(|rest| rest.starts_with(" open>")).collect();
        assert!(!html.contains("data-branch"));
        details
    };
    // Daily work, Outside, People, Pay
    assert_eq!(opened("index.html"), [true, false, false, false]);
    assert_eq!(opened("people/pay/scale/index.html"), [true, false, true, true]);
    assert_eq!(opened("people/index.html"), [true, false, true, false]);
}

#[test]
fn site_components() {
    golden("site_components");
}

#[test]
fn testimonials() {
    golden("testimonials");
}

#[test]
fn titles() {
    golden("titles");
}

#[test]
fn the_default_theme_writes_neither_styles_nor_scripts_into_its_pages() {
    for fixture in
        ["code", "components", "images", "links", "markdown", "navigation", "sidebars", "testimonials", "titles"]
    {
        let mut site = TestSite::fixture(fixture);
        if fixture == "components" {
            // It uses a component of the bare theme.
            continue;
        }
        site.options.theme = None;
        site.build_well();
        for (path, bytes) in site.files().into_iter().filter(|(path, _)| path.ends_with(".html")) {
            let html = String::from_utf8(bytes).unwrap();
            assert!(!html.contains(" style="), "{path}");
            assert!(!html.contains("<style"), "{path}");
            for script in html.split("<script").skip(1) {
                let tag = script.split('>').next().unwrap();
                assert!(tag.contains(" src=") || tag == " type=\"application/json\"", "{path}: {tag}");
            }
            assert!(!html.contains("data-page=\""), "{path}");
        }
        assert!(qa_api::shell::is_complete(&site.read("postil/shell.html")));
    }
}

#[test]
fn a_folder_of_plain_markdown_is_a_site() {
    let mut site = TestSite::new(&[("notes/b.md", "Just text.\n"), ("a.md", "# A\n\nSee [b](notes/b.md).\n")]);
    site.options.theme = None;
    let report = site.build_well();
    assert_eq!(report.pages, 2);
    assert!(site.read("index.html").contains("url=/a/"), "the first page is the home page");
    assert!(site.read("a/index.html").contains("<a href=\"/notes/b/\">b</a>"));
    assert!(site.read("404.html").contains("<title>"));
}

#[test]
fn other_files_are_copied_and_hidden_ones_are_not() {
    let site = TestSite::fixture("links");
    site.write(".secret", "no");
    site.write("_notes/plan.txt", "no");
    site.build_well();
    let paths: Vec<_> = site.files().into_iter().map(|(path, _)| path).collect();
    assert!(paths.contains(&"team/img/team.svg".to_owned()));
    assert!(paths.iter().all(|path| !path.contains("secret") && !path.contains("plan")), "{paths:?}");
    assert!(paths.iter().any(|path| path.starts_with("assets/style.") && path.ends_with(".css")));
}

#[test]
fn machines_find_the_sitemap() {
    let site = TestSite::fixture("links");
    site.build_well();
    assert!(site.read("robots.txt").contains("Sitemap: https://example.org/docs/sitemap.xml"));
    assert!(site.read("sitemap.xml").contains("<loc>https://example.org/docs/team/pay/</loc>"));
}

#[test]
fn the_default_components_need_no_script() {
    let mut site = TestSite::new(&[
        (
            "index.md",
            "# Home\n\n<Tabs>\n\n<Tab title=\"A\">\n\nOne\n\n</Tab>\n\n<Tab title=\"B\">\n\nTwo\n\n</Tab>\n\n</Tabs>\n\n\
             <Tabs>\n\n<Tab title=\"C\">\n\nThree\n\n</Tab>\n\n</Tabs>\n\n\
             <Cards>\n\n<Card title=\"Next\" href=\"team/pay.md#a-b\">\n\nMore\n\n</Card>\n\n</Cards>\n\n\
             <Details summary=\"Why\">\n\nSo\n\n</Details>\n",
        ),
        ("team/pay.md", "# Pay\n\n## A B\n\n<Steps>\n\n1. One\n\n</Steps>\n"),
    ]);
    site.options.theme = None;
    site.build_well();
    let home = site.read("index.html");
    assert!(home.contains("<details class=\"tab\" name=\"component-1\" open>\n<summary>A</summary>"), "{home}");
    assert!(home.contains("<details class=\"tab\" name=\"component-1\">\n<summary>B</summary>"));
    assert!(home.contains("<details class=\"tab\" name=\"component-4\" open>\n<summary>C</summary>"));
    assert!(home.contains("<a href=\"/team/pay/#a-b\">Next</a>"));
    assert!(home.contains("<summary>Why</summary>"));
    assert!(site.read("team/pay/index.html").contains("<div class=\"steps\">\n<ol>"));

    site.write("index.md", "# Home\n\n<Card title=\"Next\" href=\"team/pya.md\">\n\nMore\n\n</Card>\n");
    assert!(site.complaints().contains("error[dead-link]: there is no page or file `team/pya.md`\n --> index.md:3:26"));
}

#[test]
fn a_heading_still_answers_to_the_ids_it_had() {
    let site =
        TestSite::new(&[("index.md", "# Home\n\n## Ready {#ready was=before,older}\n\n[a](#before) [b](#older)\n")]);
    site.build_well();
    let home = site.read("index.html");
    assert!(
        home.contains("<h2 id=\"ready\"><span id=\"before\"></span><span id=\"older\"></span>Ready</h2>"),
        "{home}"
    );

    site.write("index.md", "# Home\n\n## Ready {was=before}\n\n## Before\n");
    assert!(site.complaints().contains("duplicate-anchor"));
}

#[test]
fn quotes_and_dashes_are_set_only_where_the_site_says_so() {
    let site =
        TestSite::new(&[("index.md", "# Home\n\n\"Quotes\" -- and 'more'... `\"code\" --` [a \"b\"](index.md)\n")]);
    site.build_well();
    assert!(site.read("index.html").contains("<p>\"Quotes\" -- and 'more'... <code>"));
    site.write("site.yaml", "smart_punctuation: true\n");
    site.build_well();
    let html = site.read("index.html");
    assert!(html.contains("<p>“Quotes” – and ‘more’… <code>\"code\" --</code> <a href=\"/\">a “b”</a></p>"), "{html}");
}
