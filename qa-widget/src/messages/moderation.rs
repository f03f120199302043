//! What only moderators read, and those who report a post.

use qa_api::inbox::{BulkAct, InboxKind, Pace, Priority, ReportReason};

pub(crate) const CHOOSE_ALL_LABEL: &str = "With the chosen posts";
pub(crate) const CHOOSE: &str = "Choose";
pub(crate) const FILTER_KINDS: &str = "What is shown";
pub(crate) const FILTER_TOPICS: &str = "About which topic";
pub(crate) const EVERYTHING: &str = "Everything";
pub(crate) const EVERY_TOPIC: &str = "Every topic";
pub(crate) const DETAILS: &str = "Details and notes";
pub(crate) const ON_DUTY: &str = "On duty";
pub(crate) const TIMES_LINK: &str = "Response times";
pub(crate) const INBOX_LINK: &str = "Back to the inbox";
pub(crate) const NOTHING_OF_KIND: &str = "Nothing of this kind waits.";

pub(crate) const KEYS_SUMMARY: &str = "Keys";
pub(crate) const KEYS: [(&str, &str); 8] = [
    ("j", "next line"),
    ("k", "line before"),
    ("Enter", "open the line's post on its page"),
    ("x", "choose the line, or not"),
    ("p", "publish the line's post"),
    ("r", "turn the line's post down: asks for the reason first"),
    ("u", "undo what was done last"),
    ("?", "show these keys"),
];

pub(crate) const IN_PLACE: &str = "See it in its place, on the page";
pub(crate) const AUTHOR_HEADING: &str = "Who wrote it";
pub(crate) const FLAGS_HEADING: &str = "What was said about it";
pub(crate) const TICKETS_HEADING: &str = "Its tickets";
pub(crate) const TICKET_NOT_MADE: &str = "not made yet";
pub(crate) const TICKET_COMPARED: &str = "compared";
pub(crate) const NOTES_HEADING: &str = "Notes";
pub(crate) const NOTES_LEAD: &str = "Only moderators read these; no mail and no page has them.";
pub(crate) const NOTE_LABEL: &str = "Note";
pub(crate) const NOTE_ABOUT_AUTHOR: &str = "About the author, to be seen with all their posts";
pub(crate) const NOTE_BUTTON: &str = "Keep the note";
pub(crate) const ABOUT_AUTHOR: &str = "about the author";
pub(crate) const REPLIES_HEADING: &str = "Reply with words that are ready";
pub(crate) const REPLIES_LEAD: &str = "Change them as you like before you send them.";
pub(crate) const PASS_ON_HEADING: &str = "Pass it on";
pub(crate) const ESCALATE_LABEL: &str = "What the staff should know";
pub(crate) const ESCALATE_BUTTON: &str = "Ask the staff to decide";
pub(crate) const PRIORITY_LABEL: &str = "Priority";
pub(crate) const PRIORITY_OF_TOPIC: &str = "As its topic";
pub(crate) const PRIORITY_BUTTON: &str = "Set the priority";
pub(crate) const BAN_HEADING: &str = "Keep the author from posting";
pub(crate) const BAN_DAYS: &str = "For how many days";
pub(crate) const BAN_REASON: &str = "Why";
pub(crate) const BAN_REASON_HINT: &str = "The author reads this, with the day until when.";
pub(crate) const BAN_BUTTON: &str = "Keep from posting";
pub(crate) const SPAM_HEADING: &str = "Spam";
pub(crate) const SPAM_LEAD: &str =
    "Takes down everything of this author, and lets what they write next wait. One press undoes it.";
pub(crate) const HISTORY_HEADING: &str = "What was done";
pub(crate) const TAKEN_BACK_LATER: &str = "taken back";
pub(crate) const THE_SERVER: &str = "The server";

pub(crate) const REPORT_HEADING: &str = "Report a post";
pub(crate) const REPORT_LEAD: &str = "Moderators look at it soon. Nobody else learns who reported it.";
pub(crate) const REPORT_REASON: &str = "What is wrong?";
pub(crate) const REPORT_NOTE: &str = "In your words (optional)";
pub(crate) const REPORT_BUTTON: &str = "Send the report";
pub(crate) const REPORT_DONE: &str = "Thank you. Moderators look at it soon.";
pub(crate) const REPORT_BACK: &str = "Back to the page";

pub(crate) const TIMES_HEADING: &str = "Response times";
pub(crate) const TIMES_NONE: &str = "No question was published in this time.";
pub(crate) const TIMES_COLUMNS: [&str; 6] =
    ["Topic", "Questions", "Answered", "Resolved", "Median first response", "Median resolution"];

pub(crate) const OFFER_PUBLISH: &str = "Publish as my reply";
pub(crate) const OFFER_DISMISS: &str = "Leave it in the ticket";

/// What a line of the inbox is.
pub(crate) fn kind(kind: InboxKind, is_reply: bool) -> String {
    let post = if is_reply { "reply" } else { "question" };
    match kind {
        InboxKind::Escalated => format!("Escalated {post}"),
        InboxKind::Reported => format!("Reported {post}"),
        InboxKind::Held => format!("Held {post}"),
        InboxKind::Unanswered => "Unanswered question".to_owned(),
        InboxKind::LookAgain => "To look at again".to_owned(),
        InboxKind::Offered => "Answer in a ticket to".to_owned(),
        InboxKind::LostPage => "Question of a page that is gone".to_owned(),
    }
}

/// What a kind's filter is called.
pub(crate) fn kind_filter(kind: InboxKind) -> &'static str {
    match kind {
        InboxKind::Escalated => "Escalated",
        InboxKind::Reported => "Reported",
        InboxKind::Held => "Held",
        InboxKind::Unanswered => "Unanswered",
        InboxKind::LookAgain => "Look again",
        InboxKind::Offered => "From tickets",
        InboxKind::LostPage => "Lost pages",
    }
}

/// How a wait stands to the target, in words.
pub(crate) fn pace(pace: Pace) -> &'static str {
    match pace {
        Pace::Fresh => "within 15 minutes",
        Pace::Soon => "within the hour",
        Pace::Late => "over an hour",
        Pace::Overdue => "over a day",
    }
}

/// The class of a wait's mark.
pub(crate) fn pace_class(pace: Pace) -> &'static str {
    match pace {
        Pace::Fresh => "qa-pace qa-pace--fresh",
        Pace::Soon => "qa-pace qa-pace--soon",
        Pace::Late => "qa-pace qa-pace--late",
        Pace::Overdue => "qa-pace qa-pace--overdue",
    }
}

/// How long something has waited or took, roughly.
pub(crate) fn duration(seconds: u64) -> String {
    let (count, unit) = match seconds {
        s if s < 60 => return "less than a minute".to_owned(),
        s if s < 60 * 60 => (s / 60, "minute"),
        s if s < 48 * 60 * 60 => (s / (60 * 60), "hour"),
        s => (s / (24 * 60 * 60), "day"),
    };
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

/// A priority that is worth saying.
pub(crate) fn priority_badge(priority: Priority) -> Option<&'static str> {
    match priority {
        Priority::Normal => None,
        other => Some(priority_name(other)),
    }
}

/// A priority.
pub(crate) fn priority_name(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "Low priority",
        Priority::Normal => "Normal priority",
        Priority::High => "High priority",
        Priority::Urgent => "Urgent",
    }
}

/// A button of the inbox.
pub(crate) fn bulk_act(act: BulkAct) -> &'static str {
    match act {
        BulkAct::Publish => "Publish",
        BulkAct::TurnDown => "Turn down",
        BulkAct::Spam => "Spam",
        BulkAct::Dismiss => "Dismiss reports",
    }
}

/// What a reader can say is wrong.
pub(crate) fn report_reason(reason: ReportReason) -> &'static str {
    match reason {
        ReportReason::Spam => "It advertises",
        ReportReason::Abuse => "It hurts people",
        ReportReason::Private => "It tells something private about somebody",
        ReportReason::Wrong => "It is wrong or out of date",
        ReportReason::Other => "Something else",
    }
}

/// What the checkbox of a line chooses.
pub(crate) fn choose(title: &str, is_reply: bool) -> String {
    if is_reply { format!("Choose the reply to: {title}") } else { format!("Choose: {title}") }
}

/// How many days back the times go.
pub(crate) fn times_lead(days: u32) -> String {
    format!("Of the questions of the last {days} days that are published. Half of them took less, half took longer.")
}

/// What was done, by the name under which it was written down.
pub(crate) fn event(act: &str) -> String {
    match act {
        "publish" => "published",
        "turn_down" => "turned down several posts",
        "reject" => "turned down",
        "archive" => "took it off the page",
        "hide" => "hid a reply",
        "restore" => "restored",
        "resolve" => "marked as resolved",
        "reopen" => "reopened",
        "undo" => "took something back",
        "spam" => "called it spam",
        "dismiss" => "dismissed the reports",
        "ban" => "kept the author from posting",
        "note" => "wrote a note",
        "priority" => "set the priority",
        "escalate" => "asked the staff to decide",
        other => return other.replace('_', " "),
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_rough() {
        let durations = [5, 60, 3599, 3600, 47 * 3600, 49 * 3600].map(duration);
        assert_eq!(durations, ["less than a minute", "1 minute", "59 minutes", "1 hour", "47 hours", "2 days"]);
    }
}
