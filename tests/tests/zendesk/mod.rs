//! Tickets in Zendesk: what a question becomes there, and that nothing is lost or doubled whatever goes wrong.

mod faults;
mod mirror;
mod priority;
mod two_way;

use qa_api::thread::Act;
use qa_server::config::Targets;
use qa_server::deliver::zendesk::config::ZendeskConfig;
use tests::app::App;
use tests::database::Database;
use tests::person::{Person, Post};
use tests::zendesk::Zendesk;

const PATH: &str = "/guide/cleaning/";
const PAGE: &str = "cleaning";
const TITLE: &str = "How long does the oil last?";

/// A server that is told of a stand-in, with somebody who asks and somebody who decides.
struct Scene {
    app: App,
    zendesk: Zendesk,
    ada: Person,
    moderator: Person,
}

impl Scene {
    async fn begin() -> Self {
        Self::begin_with(Database::Sqlite, |config| config).await
    }

    async fn begin_with(database: Database, change: impl FnOnce(ZendeskConfig) -> ZendeskConfig) -> Self {
        let zendesk = Zendesk::start().await;
        let targets = Targets { zendesk: Some(change(zendesk.config())), ..Targets::default() };
        let app = App::start_telling(database, targets).await;
        let ada = app.person("Ada", "ada@example.org");
        let moderator = app.moderator().await;
        Self { app, zendesk, ada, moderator }
    }

    /// A question that is on its page, with everything about it told; gives its id.
    async fn published(&self) -> String {
        let question = self.app.published_question(&self.ada, &self.moderator, PATH, TITLE).await;
        self.settle().await;
        question
    }

    async fn act(&self, question: &str, act: Act) {
        self.moderator.act(PAGE, Post::Question(question), act, "").await;
    }

    async fn reply(&self, question: &str, body: &str) {
        self.moderator.reply(PATH, question, body).await;
    }

    /// Lets time pass until what is tried again soon has been tried.
    async fn settle(&self) {
        for _ in 0..4 {
            self.pass(61).await;
        }
    }

    /// Lets time pass here and there, and everything go out that is due then.
    async fn pass(&self, seconds: u64) {
        // What is under way ends first: its lease is not to expire.
        self.app.settle_mail_due_now().await;
        self.zendesk.pass(i64::try_from(seconds).expect("a test lasts no eternity") * 1000);
        self.app.advance_seconds(seconds);
        self.app.settle_mail_due_now().await;
    }
}
