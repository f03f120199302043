//! The one voice in which xtask speaks: what is being done, what was found, what went wrong and what to do.
//!
//! Everything goes to standard error, as cargo's own messages do, so that nothing is out of order.

use anyhow::Error;

/// A step begins.
pub(crate) fn step(text: &str) {
    eprintln!("\n==> {text}");
}

/// Something worth knowing within a step.
pub(crate) fn note(text: &str) {
    eprintln!("    {text}");
}

/// What a program needs was there already.
pub(crate) fn found(what: &str, detail: &str) {
    eprintln!("    found      {what}: {detail}");
}

/// What a program needs was missing and is there now.
pub(crate) fn installed(what: &str, detail: &str) {
    eprintln!("    installed  {what}: {detail}");
}

/// The run cannot go on.
pub(crate) fn error(error: &Error) {
    eprintln!("\nerror: {error}");
    for cause in error.chain().skip(1) {
        eprintln!("  because: {cause}");
    }
}

/// A heading with aligned names and values below it, set off by empty lines.
pub(crate) fn block(heading: &str, lines: &[(&str, &str)]) {
    let width = lines.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    eprintln!("\n{heading}\n");
    for (name, value) in lines {
        eprintln!("  {name:width$}  {value}");
    }
    eprintln!();
}
