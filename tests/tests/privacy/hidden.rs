//! What happens in words that are for moderators, and for one person besides; and people who leave for good.

use qa_api::inbox::{BanRequest, NoteRequest, PostRef, ReportReason, ReportRequest};
use qa_api::paths;
use qa_api::people::{LeaveRequest, LeftPosts};
use qa_api::reader::VoteRequest;
use qa_api::thread::Role;
use qa_server::service::accounts;

use super::{Event, History, MEMBERS, PAGES, refuse_faults};

impl History {
    /// What only moderators are to read of.
    pub(super) async fn happen_in_private(&mut self, event: &Event) -> Result<(), String> {
        let moderator = self.people.last().expect("the moderator is always there").clone();
        let reply = match event {
            Event::Report { who, post } if !self.made.is_empty() => {
                let (who, post) = (who.index(self.people.len()), post.get(&self.made).named());
                let note = format!("This is {}.", self.secret(None));
                let report = ReportRequest { post, reason: ReportReason::Wrong, note };
                self.people[who].browser.post(paths::FLAGS, &report).await
            }
            Event::Note { post } if !self.made.is_empty() => {
                let post = post.get(&self.made).named();
                let text = format!("They said {}.", self.secret(None));
                let note = NoteRequest { post, about_author: self.secrets.len().is_multiple_of(2), text };
                moderator.browser.post(paths::MODERATION_NOTES, &note).await
            }
            Event::PageVote { page } => {
                let note = format!("It lacks {}.", self.secret(None));
                let page = PAGES[page.index(PAGES.len())].0.to_owned();
                let vote = VoteRequest { page, useful: "no".to_owned(), note, ..VoteRequest::default() };
                self.app.browser().post(paths::VOTES, &vote).await
            }
            Event::Ban { who } => {
                let who = who.index(MEMBERS.len());
                let Some(made) = self.made.iter().find(|made| made.author == who && !made.is_reply) else {
                    return Ok(());
                };
                let post = PostRef::Question(made.id.clone());
                let reason = format!("For {}.", self.secret(Some(self.people[who].email.clone())));
                let ban = BanRequest { post, days: 1, reason };
                let reply = moderator.browser.post(paths::MODERATION_BANS, &ban).await;
                self.app.settle_mail_due_now().await;
                self.come_back(who).await;
                reply
            }
            _ => return Ok(()),
        };
        refuse_faults(reply.status, &reply.text)
    }

    /// A word for moderators, and for the owner of one address.
    fn secret(&mut self, reader: Option<String>) -> String {
        let word = format!("zs{}x", self.secrets.len());
        self.secrets.push((word.clone(), reader));
        word
    }

    /// A member leaves, the days of grace pass, and all that is theirs is erased.
    pub(super) async fn leave(&mut self, who: usize) {
        self.left = true;
        let request = LeaveRequest { posts: LeftPosts::Keep };
        let reply = self.people[who].browser.post(paths::LEAVE, &request).await;
        assert_eq!(reply.status, 202, "{}", reply.text);
        // More days would end everybody's session.
        self.app.advance_seconds(8 * 24 * 60 * 60);
        self.app.keep_house().await;
        self.come_back(who).await;
    }

    /// Signs a member in again whose sessions have ended, whatever the reason.
    async fn come_back(&mut self, who: usize) {
        let email = self.people[who].email.clone();
        accounts::unban(self.app.server(), &email).await.expect("bans are lifted");
        let account = self.app.grant(&email, Role::Member).await;
        let link = self.app.sign_in_link(&account).await;
        self.people[who].sign_in_by_link(&link).await;
    }
}
