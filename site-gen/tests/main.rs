//! The generator tried as its users would, one module per promise.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails where it stands")]

mod approval;
mod command_line;
mod commonmark;
mod companions;
mod diagnostics;
mod duties;
mod editing;
mod external;
mod formats;
mod fuzz;
mod golden;
mod harness;
mod history;
mod hostile;
mod identity;
mod importing;
mod including;
mod killing;
mod languages;
mod manual;
mod mistakes;
mod properties;
mod publishing;
mod questions;
mod serving;
mod session;
mod watching;
