//! The order of the inbox: how urgent something is, and how its waiting stands to the target.

use qa_api::inbox::{InboxItem, InboxKind, Pace, Priority};

use crate::clock::{DAY, HOUR, MINUTE, Millis};

/// How a wait stands to the target.
pub fn pace(waited: Millis) -> Pace {
    match waited {
        waited if waited < 15 * MINUTE => Pace::Fresh,
        waited if waited < HOUR => Pace::Soon,
        waited if waited < DAY => Pace::Late,
        _ => Pace::Overdue,
    }
}

/// The priority of something in the inbox, by that of its question:
/// what somebody asked for help with goes before what nobody did.
pub fn priority(kind: InboxKind, question: Priority) -> Priority {
    match kind {
        InboxKind::Escalated | InboxKind::Reported => question.max(Priority::High),
        InboxKind::Held | InboxKind::Unanswered | InboxKind::LookAgain | InboxKind::Offered | InboxKind::LostPage => {
            question
        }
    }
}

/// Sorts by priority, then by age.
pub fn sort(items: &mut [InboxItem]) {
    items.sort_by(|a, b| {
        let by_age = || a.waiting_since.cmp(&b.waiting_since).then_with(|| a.question.cmp(&b.question));
        b.priority.cmp(&a.priority).then_with(by_age)
    });
}

/// The middle of `values`, or of the two in the middle their mean.
pub fn median(mut values: Vec<u64>) -> Option<u64> {
    values.sort_unstable();
    let (low, high) = (values.get((values.len().checked_sub(1)?) / 2)?, values.get(values.len() / 2)?);
    Some(low.midpoint(*high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_is_fifteen_minutes_an_hour_a_day() {
        let paces = [0, 15 * MINUTE - 1, 15 * MINUTE, HOUR - 1, HOUR, DAY - 1, DAY].map(pace);
        let expected = [Pace::Fresh, Pace::Fresh, Pace::Soon, Pace::Soon, Pace::Late, Pace::Late, Pace::Overdue];
        assert_eq!(paces, expected);
    }

    #[test]
    fn what_was_reported_is_at_least_of_high_priority() {
        assert_eq!(priority(InboxKind::Reported, Priority::Low), Priority::High);
        assert_eq!(priority(InboxKind::Escalated, Priority::Urgent), Priority::Urgent);
        assert_eq!(priority(InboxKind::Held, Priority::Low), Priority::Low);
    }

    #[test]
    fn medians() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![5]), Some(5));
        assert_eq!(median(vec![9, 1]), Some(5));
        assert_eq!(median(vec![9, 1, 2]), Some(2));
    }
}
