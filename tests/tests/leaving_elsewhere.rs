//! What somebody who has left wrote, in the systems that were told of it.

use qa_api::paths;
use qa_api::people::{LeaveRequest, Leaving, LeftPosts};
use qa_api::thread::{Act, PageView};
use qa_server::config::Targets;
use qa_server::domain::profile::REMOVED_TITLE;
use tests::app::App;
use tests::database::Database;
use tests::github::Github;
use tests::on_both_databases;
use tests::person::{Person, Post};
use tests::slack::{COMMUNITY, Slack};

on_both_databases!(words_that_are_removed_leave_every_system, words_that_are_kept_have_no_name_there);

const PATH: &str = "/guide/cleaning/";
const PAGE: &str = "cleaning";
const TITLE: &str = "How long does zqoil last?";
const WEEK: u64 = 7 * 24 * 60 * 60;

struct Scene {
    app: App,
    slack: Slack,
    github: Github,
    ada: Person,
}

impl Scene {
    /// A question and a reply by Ada, both published, the question answered by somebody who stays.
    async fn begin(database: Database) -> Self {
        let (slack, github) = (Slack::start().await, Github::start().await);
        let targets = Targets { slack: Some(slack.config()), github: Some(github.config()), ..Targets::default() };
        let app = App::start_telling(database, targets).await;
        let (ada, moderator) = (app.person("Adalina", "ada@example.org"), app.moderator().await);
        let question = app.published_question(&ada, &moderator, PATH, TITLE).await;
        moderator.reply(PATH, &question, "Six evenings, mostly.").await;
        ada.reply(&paths::personal_page(PAGE), &question, "Of zqwhale, that is.").await;
        let view: PageView = moderator.browser.get(&paths::my_page_threads(PAGE)).await.expect(200);
        let own = view.threads[0].replies.iter().find(|reply| reply.body_html.contains("zqwhale"));
        let own = own.expect("the moderator sees it").id.clone();
        if !app.public_page(PATH).await.text().contains("zqwhale") {
            moderator.act(PAGE, Post::Reply(&own), Act::Publish, "").await;
        }
        let scene = Self { app, slack, github, ada };
        scene.settle().await;
        for word in ["zqoil", "zqwhale", "Adalina"] {
            assert!(scene.in_slack().contains(word) && scene.in_github().contains(word), "{word} was told");
        }
        scene
    }

    async fn leave(&self, posts: LeftPosts) {
        let _: Leaving = self.ada.browser.post(paths::LEAVE, &LeaveRequest { posts }).await.expect(202);
        self.app.settle_mail_due_now().await;
        self.app.advance_seconds(WEEK);
        self.app.keep_house().await;
        self.settle().await;
    }

    async fn settle(&self) {
        self.app.settle_mail_due_now().await;
        for _ in 0..5 {
            self.app.settle_mail().await;
        }
    }

    fn in_slack(&self) -> String {
        self.slack.messages().iter().map(|message| format!("{} {}\n", message.text, message.blocks)).collect()
    }

    fn in_github(&self) -> String {
        let issue = self.github.issue();
        let comments: Vec<_> = issue.comments.iter().map(|(_, _, body)| body.as_str()).collect();
        format!("{}\n{}\n{}", issue.title, issue.body, comments.join("\n"))
    }
}

async fn words_that_are_removed_leave_every_system(database: Database) {
    let scene = Scene::begin(database).await;
    scene.leave(LeftPosts::Remove).await;
    for said in [scene.in_slack(), scene.in_github()] {
        assert!(!said.contains("zq") && !said.contains("Adalina"), "{said}");
        assert!(said.contains(REMOVED_TITLE) && said.contains("Six evenings"), "what others wrote stays: {said}");
    }
    assert_eq!(scene.slack.announcements(COMMUNITY).len(), 1);
    scene.app.stop().await;
}

async fn words_that_are_kept_have_no_name_there(database: Database) {
    let scene = Scene::begin(database).await;
    scene.leave(LeftPosts::Keep).await;
    for said in [scene.in_slack(), scene.in_github()] {
        assert!(said.contains("zqoil") && said.contains("zqwhale"), "{said}");
        assert!(!said.contains("Adalina") && said.contains("Deleted user asks"), "{said}");
    }
    scene.app.stop().await;
}
