//! The form was sent sooner after it was opened than anybody types.

use super::{Evidence, Finding};
use crate::clock::{Millis, SECOND};

/// Nobody reads a form, types and sends it in less.
const SOONEST: Millis = 3 * SECOND;
/// A fast writer types some six characters a second; twice that many were pasted or made by a program.
const CHARS_PER_SECOND: i64 = 12;

pub(super) fn find(evidence: &Evidence<'_>) -> Option<Finding> {
    let fill = evidence.signals.fill?;
    let seconds = fill / SECOND;
    if fill < SOONEST {
        return Some(Finding::new(60, format!("The form was filled in within {} seconds.", seconds + 1)));
    }
    let chars = i64::try_from(evidence.text.chars().count()).unwrap_or(i64::MAX);
    let hasty = chars / CHARS_PER_SECOND > seconds;
    hasty.then(|| Finding::new(15, format!("{chars} characters were filled in within {seconds} seconds.")))
}

#[cfg(test)]
mod tests {
    use super::super::tests::harmless;
    use super::*;
    use crate::domain::policy::Signals;

    #[test]
    fn only_haste_counts() {
        let after = |fill| {
            let signals = Signals { fill, ..Signals::default() };
            find(&Evidence { signals, ..harmless() }).map(|finding| finding.points)
        };
        assert_eq!(after(None), None, "a form of a page that everybody shares tells no time");
        assert_eq!(after(Some(SECOND)), Some(60));
        assert_eq!(after(Some(20 * SECOND)), None);
    }
}
