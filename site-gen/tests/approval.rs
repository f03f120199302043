//! Which quotes are shown: decided in Rust, said to people, and never left to a template.

use site_gen::check::{Code, Severity};

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
fn a_quote_left_out_does_not_fail_a_strict_build() {
    let mut site = TestSite::fixture("testimonials");
    site.options.strict = true;
    site.build_well();
}
