//! Judges: libraries that others wrote for receivers, run by scripts in `tests/peers` over what a stand-in got.

use std::env;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// What the judge `script` has to say about `cases`, of which it gets each on a line: nothing when all is well.
///
/// # Panics
/// When Python or the library is not there.
pub fn judge(script: &str, cases: &[Value]) -> String {
    let python = env::var("POSTIL_TEST_PYTHON").expect("POSTIL_TEST_PYTHON is set by `cargo xtask test`");
    let mut child = Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(script))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut input = child.stdin.take().expect("the input is piped");
    for case in cases {
        writeln!(input, "{case}").expect("the judge reads");
    }
    drop(input);
    let output = child.wait_with_output().expect("the judge ends");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}
