//! Which quotes are shown: decided in Rust, said to people, and never left to a template.

use site_gen::check::{Code, Severity};
use site_gen::quotes::{self, State};
use time::macros::datetime;

use crate::harness::TestSite;

#[test]
fn what_is_not_approved_never_reaches_the_site_and_is_named() {
    let site = TestSite::fixture("testimonials");
    let report = site.build_well();
    let everything: String =
        site.files().into_iter().map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned()).collect();
    for shown in ["Ada", "Alan", "Dan"] {
        assert!(everything.contains(shown), "{shown} should be shown");
    }
    for hidden in ["Bob", "Carol", "Erin", "Frank", "Grace", "Heidi"] {
        assert!(!everything.contains(hidden), "{hidden} should not be shown");
    }
    let notes: Vec<_> = report.diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::QuoteLeftOut).collect();
    assert_eq!(notes.len(), 6);
    assert!(notes.iter().all(|note| note.severity == Severity::Note && note.line > 0));
    insta::assert_snapshot!(notes.iter().map(|note| format!("{}: {}\n", note.line, note.message)).collect::<String>(), @r"
    12: the quote of Bob is not shown: a public review without approval needs the link where it is public
    15: the quote of Carol is not shown: a quote from a feedback call needs an approval
    22: the quote of Erin is not shown: its approval expired on 2025-01-01
    26: the quote of Frank is not shown: its approval starts on 2027-01-01
    30: the quote of Grace is not shown: its author withdrew it
    35: the quote of Heidi is not shown: its approval does not say by whom or on what evidence
    ");
}

#[test]
fn the_state_of_every_quote_is_listed() {
    let mut site = TestSite::fixture("testimonials");
    site.write(
        "more.md",
        "---\ntitle: More\n---\n\n<TestimonialsTable source=\"review\" order=\"author\" limit={1} />\n",
    );
    site.write("index.md", "---\ntitle: Home\n---\n\n<TestimonialsTable source=\"feedback_call\" />\n");
    site.write("own/_index.md", "---\nqa: false\n---\n");
    let entries = quotes::list(&site.options, None).unwrap().unwrap();
    insta::assert_snapshot!(quotes::human(&entries));
    site.options.now = datetime!(2024-12-15 12:00 UTC);
    let states = |site: &TestSite| quotes::list(&site.options, None).unwrap().unwrap();
    let erin = |site: &TestSite| states(site).into_iter().find(|entry| entry.author == "Erin").unwrap();
    assert_eq!(erin(&site).state, State::Unused);
    site.write("own/stories.md", "---\ntitle: Stories\n---\n\n<TestimonialsTable source=\"customer_story\" />\n");
    assert_eq!(
        (erin(&site).state, erin(&site).expires.as_deref(), erin(&site).pages),
        (State::Expiring, Some("2025-01-01"), vec!["own/stories.md".to_owned()])
    );
}

#[test]
fn an_approval_that_ends_soon_is_told_while_there_is_time() {
    let mut site = TestSite::fixture("testimonials");
    let told = |site: &TestSite| {
        let report = site_gen::check(&site.options).unwrap();
        let expiring = report.diagnostics.into_iter().filter(|diagnostic| diagnostic.code == Code::QuoteExpiring);
        expiring.map(|diagnostic| format!("{}: {}", diagnostic.line, diagnostic.message)).collect::<Vec<_>>()
    };
    assert_eq!(told(&site), [""; 0]);
    site.options.now = datetime!(2024-12-02 12:00 UTC);
    assert_eq!(told(&site), ["22: the approval for the quote of Erin ends on 2025-01-01"]);
    site.write("site.yaml", "expiring: 29\n");
    assert_eq!(told(&site), [""; 0]);
    site.options.now = datetime!(2025-01-01 12:00 UTC);
    assert_eq!(told(&site).len(), 1, "it holds to the end of its last day");
    site.options.now = datetime!(2025-01-02 12:00 UTC);
    assert_eq!(told(&site), [""; 0], "then it is left out");
}

#[test]
fn quotes_are_laid_out_as_asked() {
    let mut site = TestSite::fixture("testimonials");
    site.options.theme = None;
    site.write(
        "index.md",
        "---\ntitle: Home\n---\n\n<TestimonialsTable layout=\"cards\" order=\"date\" />\n\n<TestimonialsTable layout=\"single\" company=\"analytical\" />\n",
    );
    site.build_well();
    let html = site.read("index.html");
    assert_eq!(html.matches("<figure").count(), 4);
    assert_eq!(html.matches("testimonials--single").count(), 1);
    assert!(!html.contains("<table"));
    assert!(html.contains("<time datetime=\"2026-01-02\">2 January 2026</time>"), "{html}");
    site.write("index.md", "---\ntitle: Start\nlang: de\n---\n\n<TestimonialsTable order=\"date\" />\n");
    site.build_well();
    assert!(site.read("index.html").contains("<time datetime=\"2026-01-02\">2. Januar 2026</time>"));
    site.write(
        "index.md",
        "---\ntitle: Home\n---\n\n<TestimonialsTable layout=\"row\" />\n\n<TestimonialsTable order=\"dat\" />\n",
    );
    let complaints = site.complaints();
    insta::assert_snapshot!(&complaints[complaints.find("error[").unwrap()..]);
}

#[test]
fn a_quote_left_out_does_not_fail_a_strict_build() {
    let mut site = TestSite::fixture("testimonials");
    site.options.strict = true;
    site.build_well();
}
