//! The words of each kind of mail: `templates/mail/<kind>/{subject.txt,body.txt,body.html}`, inside the binary.

use serde::Serialize;
use tera::{Context, Tera};

macro_rules! kinds {
    ($($kind:literal)+) => {
        [$((
            $kind,
            include_str!(concat!("../../../templates/mail/", $kind, "/subject.txt")),
            include_str!(concat!("../../../templates/mail/", $kind, "/body.txt")),
            include_str!(concat!("../../../templates/mail/", $kind, "/body.html")),
        )),+]
    };
}

const KINDS: [(&str, &str, &str, &str); 30] = kinds![
    "code" "sign_in_link"
    "question_published" "question_rejected" "question_waiting" "question_moved" "question_merged"
    "reply_posted" "reply_hidden" "reply_followed" "reply_split" "mentioned"
    "post_edited" "edit_refused"
    "replies_together" "question_followed" "resolution_followed" "digest"
    "account_leaving" "role_asked" "role_decided" "address_bounced" "target_off" "ticket_stuck"
    "summary" "solved"
    "banned" "escalated" "waits" "hand_over"
];
const FOOTER_TEXT: &str = include_str!("../../../templates/mail/footer.txt");
const FOOTER_HTML: &str = include_str!("../../../templates/mail/footer.html");

/// A template that cannot be read or filled in.
#[derive(Debug, thiserror::Error)]
#[error("a mail template is broken: {0}")]
pub struct TemplateError(#[from] tera::Error);

/// The words of every kind of mail.
pub(super) struct Templates(Tera);

/// The words of one mail.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// What the footer of a mail that can be stopped says.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Footer {
    pub site: String,
    pub home: String,
    /// What the link says that stops such mails.
    pub stop: String,
    pub unsubscribe: String,
}

impl Templates {
    pub(super) fn load() -> Result<Self, TemplateError> {
        let mut tera = Tera::default();
        let mut templates = vec![("footer.txt".to_owned(), FOOTER_TEXT), ("footer.html".to_owned(), FOOTER_HTML)];
        for (kind, subject, text, html) in KINDS {
            templates.push((format!("{kind}/subject.txt"), subject));
            templates.push((format!("{kind}/body.txt"), text));
            templates.push((format!("{kind}/body.html"), html));
        }
        tera.add_raw_templates(templates)?;
        Ok(Self(tera))
    }

    /// The words of a mail of `kind`; with a footer when it can be stopped.
    pub(super) fn render<C: Serialize>(
        &self,
        kind: &str,
        context: &C,
        footer: Option<&Footer>,
    ) -> Result<Words, TemplateError> {
        let context = Context::from_serialize(context)?;
        let part = |name: &str| self.0.render(&format!("{kind}/{name}"), &context);
        let mut words = Words { subject: part("subject.txt")?, text: part("body.txt")?, html: part("body.html")? };
        if let Some(footer) = footer {
            let context = Context::from_serialize(footer)?;
            words.text.push_str(&self.0.render("footer.txt", &context)?);
            words.html.push_str(&self.0.render("footer.html", &context)?);
        }
        Ok(words)
    }
}

#[cfg(test)]
mod tests {
    use super::super::accounts::{AskedWords, BouncedWords, DecidedWords, LeavingWords, TargetWords};
    use super::super::compose::{CodeWords, LinkWords, PostWords};
    use super::super::digest::{DigestWords, ItemWords};
    use super::super::follows::{FollowedWords, RepliesWords, ReplyWords};
    use super::super::moderation::{BanWords, HandOverWords, OpenWords, WaitWords};
    use super::super::solved::SolvedWords;
    use super::super::summary::{LinkWords as SummaryLinkWords, SummaryWords};
    use super::super::tickets::StuckWords;
    use super::*;

    #[test]
    fn every_kind_of_mail_reads_well() {
        let templates = Templates::load().unwrap();
        let footer = Footer {
            site: "Handbook".to_owned(),
            home: "https://example.org/".to_owned(),
            stop: "Stop all mail about your posts".to_owned(),
            unsubscribe: "https://example.org/_qa/unsubscribe?t=x".to_owned(),
        };
        let post = |archived, reason: Option<&str>| PostWords {
            name: "Ada".to_owned(),
            title: "How do <b> & \"c\" work?".to_owned(),
            link: "https://example.org/guide/#question-1".to_owned(),
            archived,
            reason: reason.map(str::to_owned),
        };
        let code = CodeWords { site: footer.site.clone(), code: "012345".to_owned(), minutes: 10 };
        let link = LinkWords { site: footer.site.clone(), link: "https://example.org/l?t=x".to_owned(), minutes: 10 };
        let reply = ReplyWords {
            name: "Ada".to_owned(),
            title: "How do <b> & \"c\" work?".to_owned(),
            link: "https://example.org/guide/#reply-2".to_owned(),
            author: "Grace <admin>".to_owned(),
            text: "Like *this*.".to_owned(),
            html: "<p>Like <em>this</em>.</p>".to_owned(),
        };
        let replies = RepliesWords {
            name: "Ada".to_owned(),
            title: reply.title.clone(),
            link: "https://example.org/guide/#question-1".to_owned(),
            replies: vec![reply.clone(), ReplyWords { author: "Bob".to_owned(), ..reply.clone() }],
        };
        let followed = FollowedWords {
            name: "Ada".to_owned(),
            title: reply.title.clone(),
            link: "https://example.org/guide/#question-1".to_owned(),
            author: "Grace <admin>".to_owned(),
            page: "Wicks & oil".to_owned(),
            html: "<p>It <em>smokes</em>.</p>".to_owned(),
        };
        let item = ItemWords {
            title: reply.title.clone(),
            link: "https://example.org/guide/#question-1".to_owned(),
            page: "Wicks & oil".to_owned(),
            news: "new, 2 new replies".to_owned(),
        };
        let digest = |weekly| DigestWords {
            name: "Ada".to_owned(),
            site: footer.site.clone(),
            weekly,
            items: vec![item.clone(), ItemWords { news: "resolved".to_owned(), ..item.clone() }],
            profile: "https://example.org/_qa/profile#qa-follows".to_owned(),
        };
        let bounced = BouncedWords {
            name: "Grace".to_owned(),
            site: footer.site.clone(),
            person: "Ada <admin>".to_owned(),
            address: "ada@example.net".to_owned(),
        };
        let target = TargetWords {
            name: "Grace".to_owned(),
            site: footer.site.clone(),
            target: "slack:C0123".to_owned(),
            reason: "Slack says is_archived".to_owned(),
            link: "https://docs.example.org/_qa/moderate/outbox".to_owned(),
        };
        let stuck = StuckWords {
            name: "Grace".to_owned(),
            site: footer.site.clone(),
            target: "zendesk".to_owned(),
            reason: "Zendesk refuses it: Product: is required".to_owned(),
            ticket: Some("https://example.zendesk.com/agent/tickets/7".to_owned()),
            link: "https://handbook.example.org/_qa/moderate/posts/question-q1".to_owned(),
        };
        let page = || SummaryLinkWords {
            title: "Wicks & oil".to_owned(),
            link: "https://example.org/guide/wicks/".to_owned(),
        };
        let summary = SummaryWords {
            site: footer.site.clone(),
            home: footer.home.clone(),
            since: "16 November 2026".to_owned(),
            asked: 3,
            replies: 1,
            resolved: 2,
            unanswered: 1,
            useful: 12,
            useless: 1,
            open: vec![SummaryLinkWords { title: "How do <b> work?".to_owned(), ..page() }, page()],
            changed: vec![page()],
            unanswered_link: "https://example.org/questions/unanswered/".to_owned(),
        };
        let full = templates.render("summary", &summary, None);
        let quiet = SummaryWords {
            asked: 0,
            open: Vec::new(),
            changed: Vec::new(),
            since: summary.since.clone(),
            site: footer.site.clone(),
            home: footer.home.clone(),
            unanswered_link: summary.unanswered_link.clone(),
            ..summary
        };
        let solved = SolvedWords {
            name: "Ada".to_owned(),
            title: "How do <b> & \"c\" work?".to_owned(),
            author: "Grace <admin>".to_owned(),
            link: "https://example.org/guide/#reply-2".to_owned(),
            yes: "https://example.org/_qa/solved?t=x&a=yes".to_owned(),
            no: "https://example.org/_qa/solved?t=x&a=no".to_owned(),
        };
        let leaving = LeavingWords {
            site: footer.site.clone(),
            day: "28 November 2026".to_owned(),
            link: "https://example.org/_qa/profile".to_owned(),
        };
        let asked = AskedWords {
            name: "Grace".to_owned(),
            site: footer.site.clone(),
            asker: "Ada <admin>".to_owned(),
            reason: "I answer most of these anyway.".to_owned(),
            link: "https://example.org/_qa/moderate/people".to_owned(),
        };
        let decided = |granted, refused, reason: &str| DecidedWords {
            name: "Ada".to_owned(),
            site: footer.site.clone(),
            granted,
            refused,
            reason: reason.to_owned(),
            link: "https://example.org/_qa/profile".to_owned(),
        };
        let ban = BanWords {
            name: "Ada".to_owned(),
            site: footer.site.clone(),
            until: "5 December 2026".to_owned(),
            reason: "Advertising, \"again\".".to_owned(),
        };
        let waits = |escalated| WaitWords {
            name: "Grace".to_owned(),
            site: footer.site.clone(),
            what: "A question".to_owned(),
            page: "Cleaning & care".to_owned(),
            topic: Some("The lamp".to_owned()),
            answered: false,
            escalated,
            link: "https://example.org/_qa/moderate/posts/question-1".to_owned(),
        };
        let hand_over = HandOverWords {
            name: "Grace".to_owned(),
            site: footer.site.clone(),
            team: "Docs team".to_owned(),
            on_duty: Some("Grace".to_owned()),
            held: 2,
            reported: 1,
            passed_on: 0,
            resolved: 3,
            open: vec![OpenWords {
                title: "How do <b> work?".to_owned(),
                link: "https://example.org/guide/#question-1".to_owned(),
            }],
            more: 4,
            inbox: "https://example.org/_qa/moderate".to_owned(),
        };
        let mails = [
            ("banned", templates.render("banned", &ban, Some(&footer))),
            ("waits", templates.render("waits", &waits(false), Some(&footer))),
            ("escalated", templates.render("escalated", &waits(true), Some(&footer))),
            ("hand_over", templates.render("hand_over", &hand_over, Some(&footer))),
            ("code", templates.render("code", &code, None)),
            ("sign_in_link", templates.render("sign_in_link", &link, None)),
            ("question_published", templates.render("question_published", &post(false, None), Some(&footer))),
            (
                "question_rejected",
                templates.render("question_rejected", &post(false, Some("A duplicate.")), Some(&footer)),
            ),
            ("question_archived", templates.render("question_rejected", &post(true, None), Some(&footer))),
            ("reply_posted", templates.render("reply_posted", &reply, Some(&footer))),
            ("account_leaving", templates.render("account_leaving", &leaving, None)),
            ("role_asked", templates.render("role_asked", &asked, Some(&footer))),
            ("role_granted", templates.render("role_decided", &decided(true, false, ""), Some(&footer))),
            ("role_refused", templates.render("role_decided", &decided(false, true, "Later."), Some(&footer))),
            ("role_ended", templates.render("role_decided", &decided(false, false, ""), Some(&footer))),
            ("question_waiting", templates.render("question_waiting", &post(false, None), Some(&footer))),
            ("question_moved", templates.render("question_moved", &post(false, None), Some(&footer))),
            ("question_merged", templates.render("question_merged", &post(false, None), Some(&footer))),
            ("reply_followed", templates.render("reply_followed", &reply, Some(&footer))),
            ("replies_together", templates.render("replies_together", &replies, Some(&footer))),
            ("question_followed", templates.render("question_followed", &followed, Some(&footer))),
            ("resolution_followed", templates.render("resolution_followed", &followed, Some(&footer))),
            ("digest_daily", templates.render("digest", &digest(false), Some(&footer))),
            ("digest_weekly", templates.render("digest", &digest(true), Some(&footer))),
            ("address_bounced", templates.render("address_bounced", &bounced, Some(&footer))),
            ("ticket_stuck", templates.render("ticket_stuck", &stuck, Some(&footer))),
            ("summary", full),
            ("summary_quiet", templates.render("summary", &quiet, None)),
            ("solved", templates.render("solved", &solved, Some(&footer))),
            ("target_off", templates.render("target_off", &target, Some(&footer))),
            ("mentioned", templates.render("mentioned", &reply, Some(&footer))),
            ("reply_split", templates.render("reply_split", &post(false, None), Some(&footer))),
            ("post_edited", templates.render("post_edited", &post(false, None), Some(&footer))),
            ("edit_refused", templates.render("edit_refused", &post(false, Some("Off topic.")), Some(&footer))),
            ("reply_hidden", templates.render("reply_hidden", &post(false, Some("Off topic.")), Some(&footer))),
        ];
        for (name, words) in mails {
            let Words { subject, text, html } = words.unwrap();
            assert!(!subject.contains('\n'), "{name}");
            insta::assert_snapshot!(name, format!("Subject: {subject}\n\n{text}\n=====\n{html}"));
        }
    }
}
