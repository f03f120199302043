//! What other systems are told when a question becomes part of another one, and when that is taken back: every reply
//! is told at one place, that of the question it belongs to. And when a question goes along with its page.

use qa_api::paths;
use qa_api::request::{ActRequest, Acted};
use qa_api::thread::{Act, PageView, Thread};
use qa_server::config::Targets;
use serde_json::json;
use tests::app::App;
use tests::database::Database;
use tests::github::{Github, Issue};
use tests::on_both_databases;
use tests::person::Person;
use tests::site::edit;
use tests::slack::{COMMUNITY, Message, Slack};
use tests::wait;
use tests::webhook::Receiver;

on_both_databases!(replies_are_told_where_they_belong, a_page_that_moves_tells_of_its_questions);

const PATH: &str = "/guide/cleaning/";
const PAGE: &str = "cleaning";
const TITLES: [&str; 2] = ["How long does oil last?", "When is the oil to be changed?"];
const WORDS: &str = "Two winters in the dark";

struct Scene {
    app: App,
    slack: Slack,
    github: Github,
    receiver: Receiver,
    moderator: Person,
}

impl Scene {
    async fn begin(database: Database) -> Self {
        let (slack, github, receiver) = (Slack::start().await, Github::start().await, Receiver::start().await);
        let webhooks = Targets { webhooks: vec![receiver.config("erp")], ..Targets::default() };
        let targets = Targets { slack: Some(slack.config()), github: Some(github.config()), ..webhooks };
        let app = App::start_telling(database, targets).await;
        let moderator = app.moderator().await;
        Self { app, slack, github, receiver, moderator }
    }

    /// Lets time pass until everything has had its turn.
    async fn settle(&self) {
        self.app.settle_mail_due_now().await;
        for _ in 0..5 {
            self.app.settle_mail().await;
        }
    }

    fn issue(&self, title: &str) -> Issue {
        let found = self.github.issues().into_iter().find(|issue| issue.title == title);
        found.unwrap_or_else(|| panic!("no issue {title:?} in {:#?}", self.github.issues()))
    }

    /// The announcement that says this, and whether the reply's words are below it.
    fn announced(&self, title: &str) -> (Message, bool) {
        let all = self.slack.announcements(COMMUNITY);
        let found = all.into_iter().find(|message| message.text.contains(title));
        let message = found.unwrap_or_else(|| panic!("nothing says {title:?} in {:#?}", self.slack.messages()));
        let told = self.slack.thread(&message).iter().any(|reply| reply.blocks.to_string().contains(WORDS));
        (message, told)
    }

    /// How many messages in Slack have the reply's words.
    fn told_in_slack(&self) -> usize {
        self.slack.messages().iter().filter(|message| message.blocks.to_string().contains(WORDS)).count()
    }
}

/// Whether a comment of the issue has the reply's words.
fn told(issue: &Issue) -> bool {
    issue.comments.iter().any(|(_, _, body)| body.contains(WORDS))
}

async fn replies_are_told_where_they_belong(database: Database) {
    let scene = Scene::begin(database).await;
    let ada = scene.app.signed_in("Ada", "ada@example.org").await;
    let mut ids = Vec::new();
    for title in TITLES {
        ada.ask(PATH, title, "").await;
        let view: PageView = scene.moderator.browser.get(&paths::my_page_threads(PAGE)).await.expect(200);
        let id = view.threads.into_iter().find(|thread| thread.title == title).expect("it waits").id;
        let publish = ActRequest::new(Act::Publish, "");
        let _: Acted = scene.moderator.browser.post(&paths::question_acts(&id), &publish).await.expect(200);
        ids.push(id);
    }
    scene.moderator.reply(PATH, &ids[0], WORDS).await;
    scene.settle().await;
    assert!(told(&scene.issue(TITLES[0])) && scene.announced(TITLES[0]).1);

    let merge = ActRequest { to: ids[1].clone(), ..ActRequest::new(Act::Merge, "") };
    let merged: Acted = scene.moderator.browser.post(&paths::question_acts(&ids[0]), &merge).await.expect(200);
    scene.settle().await;
    let issues = scene.github.issues();
    assert_eq!(issues.iter().filter(|issue| told(issue)).count(), 1, "{issues:#?}");
    assert!(told(&scene.issue(TITLES[1])), "{issues:#?}");
    assert!(scene.announced(TITLES[1]).1 && scene.told_in_slack() == 1, "{:#?}", scene.slack.messages());

    let before = scene.receiver.kinds().len();
    let _: Thread = scene.moderator.browser.post(&paths::undo(&merged.id), &json!({})).await.expect(200);
    scene.settle().await;
    let issues = scene.github.issues();
    assert_eq!(issues.iter().filter(|issue| told(issue)).count(), 1, "{issues:#?}");
    let issue = scene.issue(TITLES[0]);
    assert!(told(&issue) && issue.state == "open", "{issue:#?}");
    assert!(scene.announced(TITLES[0]).1 && scene.told_in_slack() == 1, "{:#?}", scene.slack.messages());
    let mut kinds = scene.receiver.kinds().split_off(before);
    kinds.sort();
    assert_eq!(kinds, ["question.restored", "reply.hidden", "reply.published"]);

    // What is told of the reply from now on is told there.
    let view: PageView = scene.moderator.browser.get(&paths::my_page_threads(PAGE)).await.expect(200);
    let reply = view.threads.iter().flat_map(|thread| &thread.replies).next().expect("the reply is there").id.clone();
    let hide = ActRequest::new(Act::Hide, "");
    let _: Acted = scene.moderator.browser.post(&paths::reply_acts(&reply), &hide).await.expect(200);
    scene.settle().await;
    assert!(!scene.github.issues().iter().any(told) && scene.told_in_slack() == 0);
    scene.app.stop().await;
}

async fn a_page_that_moves_tells_of_its_questions(database: Database) {
    let scene = Scene::begin(database).await;
    let ada = scene.app.person("Ada", "ada@example.org");
    scene.app.published_question(&ada, &scene.moderator, PATH, TITLES[0]).await;
    scene.app.settle_index().await;
    scene.settle().await;
    scene.app.rebuild(|content| {
        edit(content, "guide/cleaning.md", "id: cleaning", "id: washing\naliases: [/guide/cleaning/]");
        edit(content, "index.md", "guide/cleaning.md", "guide/washing.md");
        std::fs::rename(content.join("guide/cleaning.md"), content.join("guide/washing.md")).expect("a page moves");
    });
    let moved = || async { scene.receiver.kinds().contains(&"question.moved".to_owned()).then_some(()) };
    wait::until("the move to be told", moved).await;
    scene.settle().await;
    let announced = scene.announced(TITLES[0]).0.blocks.to_string();
    assert!(announced.contains("/guide/washing/#question-"), "{announced}");
    scene.app.stop().await;
}
