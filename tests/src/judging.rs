//! Asking a judge: a program that gets each case on a line and says what is wrong with it.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

/// What the judge that `command` starts has to say about `cases`: nothing when all is well.
///
/// # Panics
/// When it cannot be started.
pub(crate) fn ask(command: &mut Command, cases: &[Value]) -> String {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the judge starts");
    let mut input = child.stdin.take().expect("the input is piped");
    for case in cases {
        writeln!(input, "{case}").expect("the judge reads");
    }
    drop(input);
    let output = child.wait_with_output().expect("the judge ends");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!("{}{}", text(&output.stdout), text(&output.stderr))
}
