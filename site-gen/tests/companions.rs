//! What stands beside the pages: Markdown, lists for machines, a feed, sections to print, named assets.

use insta::assert_snapshot;

use crate::harness::TestSite;

fn site() -> TestSite {
    TestSite::new(&[
        (
            "site.yaml",
            "title: Our handbook\ndescription: How we work\nbase_url: https://example.org/docs\nprint: true\n",
        ),
        ("index.md", "# Home\n\nWelcome.\n"),
        (
            "guide/index.md",
            "---\ntitle: Guide\nsidebar: Guide\nupdated: 2026-10-01\n---\n\nBegin with [the start](start.md#first).\n",
        ),
        (
            "guide/start.md",
            "---\ntitle: Start [here]\nsidebar: Guide\ndescription: The first day.\nupdated: 2026-11-02\n---\n\n\
             ## First\n\n[up](index.md), [below](#first), [out](https://example.net/), [twice][guide] and [again][guide].\n\n\
             [guide]: index.md\n",
        ),
        ("guide/draft.md", "---\ntitle: Draft\nsidebar: Guide\nupdated: 2026-11-03\ndraft: true\n---\n"),
    ])
}

#[test]
fn a_page_stands_beside_itself_as_markdown_with_links_that_hold() {
    let site = site();
    site.build_well();
    assert_snapshot!(site.read("guide/start/index.md"), @r"
    # Start [here]

    ## First

    [up](https://example.org/docs/guide/), [below](#first), [out](https://example.net/), [twice][guide] and [again][guide].

    [guide]: https://example.org/docs/guide/
    ");
    assert_eq!(site.read("index.md"), "# Home\n\nWelcome.\n");
}

#[test]
fn llms_txt_lists_every_page_that_is_no_draft() {
    let mut site = site();
    site.options.drafts = true;
    site.build_well();
    assert_snapshot!(site.read("llms.txt"), @r"
    # Our handbook

    > How we work

    ## Guide

    - [Guide](https://example.org/docs/guide/index.md): Begin with the start.
    - [Start \[here\]](https://example.org/docs/guide/start/index.md): The first day.

    ## Our handbook

    - [Home](https://example.org/docs/index.md): Welcome.
    ");
}

#[test]
fn the_feed_has_what_changed_last() {
    let site = site();
    site.build_well();
    assert_snapshot!(site.read("feed.xml"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
    <title>Our handbook</title>
    <subtitle>How we work</subtitle>
    <id>https://example.org/docs/</id>
    <link rel="alternate" href="https://example.org/docs/"/>
    <link rel="self" href="https://example.org/docs/feed.xml"/>
    <updated>2026-11-02T00:00:00Z</updated>
    <author><name>Our handbook</name>
    </author>
    <entry>
    <title>Start [here]</title>
    <id>https://example.org/docs/guide/start/</id>
    <link rel="alternate" href="https://example.org/docs/guide/start/"/>
    <updated>2026-11-02T00:00:00Z</updated>
    <summary>The first day.</summary>
    </entry>
    <entry>
    <title>Guide</title>
    <id>https://example.org/docs/guide/</id>
    <link rel="alternate" href="https://example.org/docs/guide/"/>
    <updated>2026-10-01T00:00:00Z</updated>
    <summary>Begin with the start.</summary>
    </entry>
    </feed>
    "#);
}

#[test]
fn without_an_address_or_dates_there_is_no_feed() {
    let site = TestSite::new(&[("index.md", "---\ntitle: Home\nupdated: 2026-10-01\n---\n")]);
    site.build_well();
    assert!(site.files().iter().all(|(path, _)| path != "feed.xml"));
    let site = TestSite::new(&[("index.md", "# Home\n"), ("site.yaml", "base_url: https://example.org\n")]);
    site.build_well();
    assert!(site.files().iter().all(|(path, _)| path != "feed.xml"));
}

#[test]
fn a_shared_link_shows_the_pages_picture_or_the_sites() {
    let plan = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"480\" height=\"160\"></svg>";
    let mut site = TestSite::new(&[
        ("index.md", "# Home\n\n[Own](guide/own.md)\n"),
        ("guide/own.md", "---\ntitle: Own\nimage: plan.svg\n---\n"),
        ("guide/plan.svg", plan),
        ("card.png", "png"),
        ("site.yaml", "base_url: https://example.org/docs\nimage: card.png\n"),
    ]);
    site.options.theme = None;
    site.build_well();
    let own = site.read("guide/own/index.html");
    assert!(own.contains("<meta property=\"og:image\" content=\"https://example.org/docs/guide/plan.svg\">"), "{own}");
    assert!(own.contains("<meta property=\"og:image:width\" content=\"480\">"));
    assert!(own.contains("<meta name=\"twitter:card\" content=\"summary_large_image\">"));
    assert!(site.read("index.html").contains("content=\"https://example.org/docs/card.png\""));

    site.write("guide/own.md", "---\ntitle: Own\nimage: plam.svg\n---\n");
    let complaints = site.complaints();
    assert!(complaints.contains("error[missing-image]: there is no image `plam.svg`"), "{complaints}");
    assert!(complaints.contains("guide/own.md:3:8"), "{complaints}");
}

#[test]
fn a_section_can_be_printed_and_its_ids_never_meet() {
    let mut site = site();
    site.options.theme = None;
    site.write("guide/end.md", "---\ntitle: End\nsidebar: Guide\n---\n\n## First\n");
    site.build_well();
    let printed = site.read("guide/print/index.html");
    for id in ["guide", "guide-start--first", "guide-end--first"] {
        assert_eq!(printed.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
    assert!(printed.contains("<a href=\"#guide-start--first\">below</a>"));
    assert!(printed.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(printed.find("id=\"guide\"") < printed.find("id=\"guide-start\""));
    assert!(site.read("guide/start/index.html").contains("<a href=\"/docs/guide/print/\">"));
    assert!(!site.read("index.html").contains("print/"));

    // A folder in the folder has a page of its own to print, and stands in the one around it.
    site.write("guide/deep/index.md", "---\ntitle: Deep\n---\n\nDeep text.\n");
    site.write("guide/deep/end.md", "---\ntitle: Deep end\n---\n\nDeeper text.\n");
    site.build_well();
    let deep = site.read("guide/deep/print/index.html");
    assert!(deep.contains("Deep text.") && deep.contains("Deeper text.") && !deep.contains("id=\"guide\""));
    assert!(site.read("guide/print/index.html").contains("Deeper text."));
    assert!(site.read("guide/deep/end/index.html").contains("<a href=\"/docs/guide/deep/print/\">"));
    assert!(!site.read("sitemap.xml").contains("print"));

    // However deep a page is, it is printed no more than three times.
    site.write("guide/deep/er/index.md", "---\ntitle: Deeper\n---\n");
    site.write("guide/deep/er/still/index.md", "---\ntitle: Deeper still\n---\n");
    site.write("guide/deep/er/still/end.md", "---\ntitle: The very end\n---\n\nDeepest text.\n");
    site.build_well();
    let printed = site.files().into_iter().filter(|(path, _)| path.ends_with("print/index.html"));
    let ends =
        printed.filter(|(_, html)| String::from_utf8_lossy(html).contains("Deepest text.")).map(|(path, _)| path);
    assert_eq!(
        ends.collect::<Vec<_>>(),
        ["guide/deep/er/print/index.html", "guide/deep/print/index.html", "guide/print/index.html"]
    );
    assert!(site.read("guide/deep/er/still/end/index.html").contains("<a href=\"/docs/guide/deep/er/print/\">"));
}

#[test]
fn pages_name_the_feed_their_markdown_and_every_asset_by_its_content() {
    let mut site = site();
    site.options.theme = None;
    site.build_well();
    let page = site.read("guide/start/index.html");
    assert!(page.contains("type=\"application/atom+xml\" title=\"Our handbook\" href=\"/docs/feed.xml\""));
    assert!(page.contains("<link rel=\"alternate\" type=\"text/markdown\" href=\"/docs/guide/start/index.md\">"));
    assert!(page.contains("<meta property=\"article:modified_time\" content=\"2026-11-02\">"));
    for (path, _) in site.files().into_iter().filter(|(path, _)| path.starts_with("assets/")) {
        let hash = path.rsplit('.').nth(1).unwrap();
        assert!(hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{path}");
    }
    assert!(page.contains("href=\"/docs/assets/icon."));
}

#[cfg(not(feature = "search"))]
#[test]
fn a_program_without_search_says_so() {
    let site = TestSite::new(&[("index.md", "# Home\n"), ("site.yaml", "search: true\n")]);
    assert!(site.complaints().contains("this site-gen was compiled without search"));
}

#[cfg(feature = "search")]
#[test]
fn a_site_that_can_be_searched_has_its_index_and_its_box() {
    let mut site = TestSite::new(&[
        ("index.md", "# Home\n\nWelcome.\n"),
        ("bees.md", "# Bees\n\n## Honey\n\nThey make honey.\n"),
        ("wasps.md", "---\ntitle: Wasps\ndraft: true\n---\n\nNot yet.\n"),
        ("site.yaml", "base_url: https://example.org/docs\n"),
    ]);
    site.options.theme = None;
    site.options.drafts = true;
    site.options.search = true;
    site.build_well();
    let first = site.files();
    let paths: Vec<_> = first.iter().map(|(path, _)| path.as_str()).collect();
    assert!(paths.contains(&"pagefind/pagefind.js"), "{paths:?}");
    let pages = paths.iter().filter(|path| path.starts_with("pagefind/fragment/")).count();
    assert_eq!(pages, 2, "drafts are not found: {paths:?}");
    assert!(paths.iter().all(|path| !path.contains("ui.")));
    let home = site.read("index.html");
    assert!(home.contains("role=\"search\" action=\"/docs/questions/\" data-module=\"/docs/pagefind/pagefind.js\""));
    let contents = site.read("questions/index.html");
    assert!(contents.contains("<a href=\"/docs/bees/\">Bees</a>") && !contents.contains("Wasps"), "{contents}");
    site.build_well();
    assert!(site.files() == first, "the index is the same on rebuild");

    assert!(!home.contains("data-without-key"));
    site.write("site.yaml", "base_url: https://example.org/docs\nsearch_key: false\n");
    site.build_well();
    assert!(site.read("index.html").contains(" data-without-key "));
}

#[test]
fn a_run_without_an_index_has_a_plain_box_and_a_site_can_do_without() {
    let mut site = TestSite::new(&[("index.md", "# Home\n")]);
    site.options.theme = None;
    site.build_well();
    let home = site.read("index.html");
    assert!(home.contains("role=\"search\" action=\"/questions/\">") && !home.contains("search.js"), "{home}");
    assert!(site.files().iter().all(|(path, _)| !path.starts_with("pagefind/")));

    site.write("site.yaml", "search: false\n");
    site.options.search = true;
    site.build_well();
    assert!(!site.read("index.html").contains("role=\"search\""));
    assert!(site.files().iter().all(|(path, _)| !path.starts_with("pagefind/") && !path.starts_with("questions/")));
}
