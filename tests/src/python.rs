//! Judges: libraries that others wrote for receivers, run by scripts in `tests/peers` over what a stand-in got.

use std::env;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::judging::ask;

/// What the judge `script` has to say about `cases`, of which it gets each on a line: nothing when all is well.
/// `more` are its arguments.
///
/// # Panics
/// When Python or the library is not there.
pub fn judge(script: &str, more: &[&Path], cases: &[Value]) -> String {
    let python = env::var("POSTIL_TEST_PYTHON").expect("POSTIL_TEST_PYTHON is set by `cargo xtask test`");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(script);
    ask(Command::new(python).arg(script).args(more), cases)
}
