//! Where things are: every URL path that two crates must agree on.
//!
//! Everything the server owns lives under [`PREFIX`], so that a proxy needs one rule.

/// The one prefix of everything that qa-server owns.
pub const PREFIX: &str = "/_qa/";
/// First path segments that no page may take.
pub const RESERVED_SLUGS: [&str; 3] = ["_qa", "questions", "postil"];

/// The site manifest, below the site's output folder.
pub const MANIFEST_FILE: &str = "postil/manifest.json";
/// The shell, below the site's output folder.
pub const SHELL_FILE: &str = "postil/shell.html";

/// The API's description, in OpenAPI 3.1.
pub const OPENAPI: &str = "/_qa/api/v1/openapi.json";
/// The Q&A snapshot.
pub const SNAPSHOT: &str = "/_qa/api/v1/snapshot";
/// Who is signed in.
pub const ME: &str = "/_qa/api/v1/me";
/// What the signed-in person says about themselves.
pub const MY_PROFILE: &str = "/_qa/api/v1/me/profile";
/// Where the signed-in person is signed in.
pub const MY_SESSIONS: &str = "/_qa/api/v1/me/sessions";
/// Ending one of these, or all the others.
pub const END_SESSIONS: &str = "/_qa/api/v1/me/sessions/end";
/// Parting the account from a provider that one signs in by.
pub const DISCONNECT: &str = "/_qa/api/v1/me/providers/disconnect";
/// What the signed-in person follows.
pub const MY_FOLLOWS: &str = "/_qa/api/v1/me/follows";
/// Letting mail come again after it was stopped.
pub const RESUME_MAIL: &str = "/_qa/api/v1/me/mail";
/// Everything that is stored about the signed-in person.
pub const MY_EXPORT: &str = "/_qa/api/v1/me/export";
/// Leaving for good.
pub const LEAVE: &str = "/_qa/api/v1/me/leave";
/// Staying after all.
pub const STAY: &str = "/_qa/api/v1/me/stay";
/// Asking to become a moderator.
pub const ASK_ROLE: &str = "/_qa/api/v1/me/role";
/// Who has a role, and who asks for one.
pub const PEOPLE: &str = "/_qa/api/v1/people";
/// Asking.
pub const QUESTIONS: &str = "/_qa/api/v1/questions";
/// What a text will look like.
pub const PREVIEW: &str = "/_qa/api/v1/preview";
/// What may answer a question before it is asked.
pub const SIMILAR: &str = "/_qa/api/v1/similar";
/// That something of [`SIMILAR`] did.
pub const SIMILAR_CHOSEN: &str = "/_qa/api/v1/similar/chosen";
/// Whether a page was useful.
pub const VOTES: &str = "/_qa/api/v1/votes";
/// Where readers are hurt most.
pub const REPORTS: &str = "/_qa/api/v1/reports";
/// Asking for a sign-in code.
pub const SIGN_IN: &str = "/_qa/api/v1/sign-in";
/// Ending the session.
pub const SIGN_OUT: &str = "/_qa/api/v1/sign-out";

/// Form twin of [`QUESTIONS`].
pub const FORM_ASK: &str = "/_qa/form/ask";
/// Form twin of posting a reply.
pub const FORM_REPLY: &str = "/_qa/form/reply";
/// Form twin of answering a challenge.
pub const FORM_CODE: &str = "/_qa/form/code";
/// Form twin of asking for another code.
pub const FORM_RESEND: &str = "/_qa/form/resend";
/// Form twin of [`SIGN_IN`].
pub const FORM_SIGN_IN: &str = "/_qa/form/sign-in";
/// Form twin of [`SIGN_OUT`].
pub const FORM_SIGN_OUT: &str = "/_qa/form/sign-out";
/// Form twin of an act on a question or reply.
pub const FORM_ACT: &str = "/_qa/form/act";
/// Form twin of [`question_vote`] and [`reply_vote`].
pub const FORM_POST_VOTE: &str = "/_qa/form/post-vote";
/// Form twin of editing a post.
pub const FORM_EDIT: &str = "/_qa/form/edit";
/// Form twin of undoing an act.
pub const FORM_UNDO: &str = "/_qa/form/undo";

/// Form twin of [`MY_PROFILE`].
pub const FORM_PROFILE: &str = "/_qa/form/profile";
/// Form twin of [`DISCONNECT`].
pub const FORM_DISCONNECT: &str = "/_qa/form/disconnect";
/// Form twin of [`END_SESSIONS`].
pub const FORM_SESSIONS: &str = "/_qa/form/sessions";
/// Form twin of [`LEAVE`].
pub const FORM_LEAVE: &str = "/_qa/form/leave";
/// Form twin of [`STAY`].
pub const FORM_STAY: &str = "/_qa/form/stay";
/// Form twin of [`ASK_ROLE`].
pub const FORM_ASK_ROLE: &str = "/_qa/form/ask-role";
/// Form twin of [`letter_retry`] and [`letter_drop`].
pub const FORM_OUTBOX: &str = "/_qa/form/outbox";
/// Form twin of [`person_role`].
pub const FORM_ROLE: &str = "/_qa/form/role";

/// Form twin of [`MY_FOLLOWS`] and [`question_follow`].
pub const FORM_FOLLOW: &str = "/_qa/form/follow";
/// Form twin of [`RESUME_MAIL`].
pub const FORM_RESUME_MAIL: &str = "/_qa/form/mail";
/// What can be followed around a page or question.
pub const FOLLOW_PAGE: &str = "/_qa/follow";

/// What people see and change of their own account.
pub const PROFILE: &str = "/_qa/profile";
/// What did not arrive, as a page for staff.
pub const MODERATE_OUTBOX: &str = "/_qa/moderate/outbox";
/// Who has a role, and who asks for one, as a page for staff.
pub const MODERATE_PEOPLE: &str = "/_qa/moderate/people";
/// Form twin of [`VOTES`].
pub const FORM_VOTE: &str = "/_qa/form/vote";

/// [`REPORTS`] as a page for writers.
pub const REPORTS_PAGE: &str = "/_qa/reports";
/// Where a page thanks for a vote.
pub const VOTE_THANKS: &str = "feedback-thanks";
/// Where a page asks why it was not useful.
pub const VOTE_WHY: &str = "feedback-why";
/// What did not arrive, as data for staff.
pub const OUTBOX: &str = "/_qa/api/v1/outbox";
/// What waits for moderators, as data.
pub const MODERATION_INBOX: &str = "/_qa/api/v1/moderation/inbox";
/// Deciding over several posts at once.
pub const MODERATION_BULK: &str = "/_qa/api/v1/moderation/bulk";
/// Keeping the author of a post from posting.
pub const MODERATION_BANS: &str = "/_qa/api/v1/moderation/bans";
/// Writing down what only moderators read.
pub const MODERATION_NOTES: &str = "/_qa/api/v1/moderation/notes";
/// Deciding about an answer that was typed into a ticket.
pub const MODERATION_OFFERS: &str = "/_qa/api/v1/moderation/offers";
/// Saying how urgent a question is.
pub const MODERATION_PRIORITIES: &str = "/_qa/api/v1/moderation/priorities";
/// Asking the staff to decide.
pub const MODERATION_ESCALATIONS: &str = "/_qa/api/v1/moderation/escalations";
/// How long people wait, topic by topic.
pub const MODERATION_TIMES: &str = "/_qa/api/v1/moderation/times";
/// Saying that something is wrong with a post.
pub const FLAGS: &str = "/_qa/api/v1/flags";

/// Form twin of [`MODERATION_BULK`].
pub const FORM_MODERATE: &str = "/_qa/form/moderate";
/// Form twin of [`MODERATION_BANS`].
pub const FORM_BAN: &str = "/_qa/form/ban";
/// Form twin of [`MODERATION_NOTES`].
pub const FORM_NOTE: &str = "/_qa/form/note";
/// Form twin of [`MODERATION_OFFERS`].
pub const FORM_OFFER: &str = "/_qa/form/offer";
/// Form twin of [`MODERATION_PRIORITIES`].
pub const FORM_PRIORITY: &str = "/_qa/form/priority";
/// Form twin of [`MODERATION_ESCALATIONS`].
pub const FORM_ESCALATE: &str = "/_qa/form/escalate";
/// Form twin of [`decision_undo`].
pub const FORM_DECISION_UNDO: &str = "/_qa/form/decision-undo";
/// Form twin of [`FLAGS`].
pub const FORM_FLAG: &str = "/_qa/form/flag";

/// The sign-in page.
pub const SIGN_IN_PAGE: &str = "/_qa/sign-in";
/// The same page, under an address that the widget leads to instead of signing in in place.
pub const SIGN_IN_WAYS: &str = "/_qa/sign-in?ways";
/// The page behind an e-mailed sign-in link; its POST consumes the link.
pub const SIGN_IN_LINK: &str = "/_qa/sign-in/link";
/// The moderation queue.
pub const MODERATE: &str = "/_qa/moderate";
/// How long people wait, for moderators.
pub const MODERATE_TIMES: &str = "/_qa/moderate/times";
/// The keys of the inbox, as a script.
pub const MODERATE_KEYS: &str = "/_qa/moderate/keys.js";
/// Reporting a post, without JavaScript.
pub const FLAG_PAGE: &str = "/_qa/flag";
/// One-click unsubscribe (RFC 8058): GET asks, POST acts.
pub const UNSUBSCRIBE: &str = "/_qa/unsubscribe";
/// Word from Zendesk that something was done to a ticket.
pub const HOOK_ZENDESK: &str = "/_qa/hooks/zendesk";
/// Word from GitHub that something was done to an issue.
pub const HOOK_GITHUB: &str = "/_qa/hooks/github";
/// The mails of a server started with `--dev`.
pub const DEV_MAIL: &str = "/_qa/dev/mail";

/// Every published question, newest first; the lists and permalinks are below it.
pub const QUESTIONS_LIST: &str = "/questions/";
/// Published questions without a published reply.
pub const UNANSWERED_LIST: &str = "/questions/unanswered/";
/// Published questions that were resolved.
pub const SOLVED_LIST: &str = "/questions/solved/";

/// Where the lists of topics are.
pub const TOPIC_LISTS: &str = "/questions/topics/";

/// Published questions about a topic's pages, and about the topic as a whole.
pub fn topic_list(topic: &str) -> String {
    format!("{TOPIC_LISTS}{topic}/")
}

/// The Atom feed of a list.
pub fn feed(list: &str) -> String {
    format!("{list}feed.atom")
}

/// The permalink of a question: its id is what counts, the words of its title are for people.
pub fn permalink(title: &str, question: &str) -> String {
    let words: Vec<String> = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let mut slug = String::new();
    for word in words {
        if slug.len() + word.len() >= PERMALINK_WORDS_BYTES {
            break;
        }
        slug.push_str(&word);
        slug.push('-');
    }
    format!("/questions/{slug}{question}")
}

/// Most bytes of a permalink that come from the title.
const PERMALINK_WORDS_BYTES: usize = 60;

/// The published threads of a page, the same for every reader.
pub fn page_threads(page: &str) -> String {
    format!("/_qa/api/v1/pages/{page}/threads")
}

/// Server-sent events of a page: each says that what everybody sees of its threads has changed.
pub fn page_events(page: &str) -> String {
    format!("/_qa/api/v1/pages/{page}/events")
}

/// The threads of a page as the signed-in reader may see them.
pub fn my_page_threads(page: &str) -> String {
    format!("/_qa/api/v1/me/pages/{page}/threads")
}

/// Asking about a page, or with `?section=` about one of its sections, as a page of its own.
pub fn ask_page(page: &str) -> String {
    format!("/_qa/ask/{page}")
}

/// What readers let the writers of a page know.
pub fn page_report(page: &str) -> String {
    format!("/_qa/api/v1/pages/{page}/report")
}

/// [`page_report`] as a page.
pub fn report_page(page: &str) -> String {
    format!("{REPORTS_PAGE}/{page}")
}

/// Posting a reply.
pub fn replies(question: &str) -> String {
    format!("/_qa/api/v1/questions/{question}/replies")
}

/// Acting on a question.
pub fn question_acts(question: &str) -> String {
    format!("/_qa/api/v1/questions/{question}/acts")
}

/// Acting on a reply.
pub fn reply_acts(reply: &str) -> String {
    format!("/_qa/api/v1/replies/{reply}/acts")
}

/// Voting for a question, or taking the vote back.
pub fn question_vote(question: &str) -> String {
    format!("/_qa/api/v1/questions/{question}/vote")
}

/// Voting for a reply, or taking the vote back.
pub fn reply_vote(reply: &str) -> String {
    format!("/_qa/api/v1/replies/{reply}/vote")
}

/// Choosing how often one gets mail about a question.
pub fn question_follow(question: &str) -> String {
    format!("/_qa/api/v1/questions/{question}/follow")
}

/// Editing a question, and the versions of its text.
pub fn question_edits(question: &str) -> String {
    format!("/_qa/api/v1/questions/{question}/edits")
}

/// Editing a reply, and the versions of its text.
pub fn reply_edits(reply: &str) -> String {
    format!("/_qa/api/v1/replies/{reply}/edits")
}

/// Undoing an act.
pub fn undo(act: &str) -> String {
    format!("/_qa/api/v1/acts/{act}/undo")
}

/// Taking back what was decided about several posts, a person, or a report.
pub fn decision_undo(decision: &str) -> String {
    format!("/_qa/api/v1/moderation/decisions/{decision}/undo")
}

/// Trying a dead letter again.
pub fn letter_retry(letter: &str) -> String {
    format!("{OUTBOX}/{letter}/retry")
}

/// Discarding a dead letter.
pub fn letter_drop(letter: &str) -> String {
    format!("{OUTBOX}/{letter}/drop")
}

/// Everything that moderators know of a post; `post` is a [`crate::inbox::PostRef::name`].
pub fn case_page(post: &str) -> String {
    format!("/_qa/moderate/posts/{post}")
}

/// Reporting the post of this [`crate::inbox::PostRef::name`], without JavaScript.
pub fn flag_page(post: &str) -> String {
    format!("{FLAG_PAGE}?post={post}")
}

/// Answering a challenge with the e-mailed code.
pub fn challenge_answer(challenge: &str) -> String {
    format!("/_qa/api/v1/challenges/{challenge}/answer")
}

/// Having the code of a challenge sent again.
pub fn challenge_resend(challenge: &str) -> String {
    format!("/_qa/api/v1/challenges/{challenge}/resend")
}

/// The page with its threads as the signed-in reader may see them, without JavaScript.
pub fn personal_page(page: &str) -> String {
    format!("/_qa/page/{page}")
}

/// The page on which a post is edited; `kind` is `question` or `reply`.
pub fn edit_page(kind: &str, id: &str) -> String {
    format!("/_qa/edit/{kind}/{id}")
}

/// The page with the versions of a post's text.
pub fn versions_page(kind: &str, id: &str) -> String {
    format!("/_qa/versions/{kind}/{id}")
}

/// Entering the code of a challenge, without JavaScript.
pub fn code_page(challenge: &str) -> String {
    format!("/_qa/code/{challenge}")
}

/// Somebody's own page: what they say about themselves and what they wrote.
pub fn person(account: &str) -> String {
    format!("/_qa/people/{account}")
}

/// The same as data.
pub fn person_data(account: &str) -> String {
    format!("/_qa/api/v1/people/{account}")
}

/// Giving somebody another role.
pub fn person_role(account: &str) -> String {
    format!("/_qa/api/v1/people/{account}/role")
}

/// Leads to a provider to sign in there.
pub fn sign_in_with(provider: &str) -> String {
    format!("/_qa/sign-in/with/{provider}")
}

/// Where a provider leads back to; registered there.
pub fn sign_in_callback(provider: &str) -> String {
    format!("/_qa/sign-in/callback/{provider}")
}

/// What a mail asks the day after a reply: whether that solved it.
pub const SOLVED: &str = "/_qa/solved";

/// Takes events of Slack.
pub const HOOK_SLACK: &str = "/_qa/hooks/slack";

/// The anchor of a question on its page.
pub fn question_anchor(question: &str) -> String {
    format!("question-{question}")
}

/// The anchor of a reply on its page.
pub fn reply_anchor(reply: &str) -> String {
    format!("reply-{reply}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permalink_reads_like_its_title_and_ends_with_the_id() {
        assert_eq!(permalink("How do I start it?", "01abc"), "/questions/how-do-i-start-it-01abc");
        assert_eq!(permalink("Ça va où ?", "01abc"), "/questions/a-va-o-01abc");
        assert_eq!(permalink("日本語", "01abc"), "/questions/01abc");
        assert!(permalink(&"word ".repeat(30), "01abc").len() < 80);
    }
}
