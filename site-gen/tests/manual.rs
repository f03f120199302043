//! The manual names every code, and none that does not exist.

use std::path::Path;

use site_gen::check::Code;

#[test]
fn every_diagnostic_has_its_section_in_the_manual() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/reference/diagnostics.md");
    let text = std::fs::read_to_string(page).unwrap();
    let mut documented: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let mut codes: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
    documented.sort_unstable();
    codes.sort_unstable();
    assert_eq!(documented, codes);
}
