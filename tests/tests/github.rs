//! Issues on GitHub: what a question becomes there, in both directions, and what nobody there is told.

use qa_api::inbox::{Inbox, InboxKind};
use qa_api::paths;
use qa_api::thread::{Act, PageView};
use qa_server::config::Targets;
use tests::app::App;
use tests::database::Database;
use tests::faults::Fault;
use tests::github::Github;
use tests::person::{Person, Post};

const PATH: &str = "/guide/cleaning/";
const PAGE: &str = "cleaning";
const TITLE: &str = "How long does the oil last?";

struct Scene {
    app: App,
    github: Github,
    ada: Person,
    moderator: Person,
}

impl Scene {
    async fn begin() -> Self {
        let github = Github::start().await;
        let targets = Targets { github: Some(github.config()), ..Targets::default() };
        let app = App::start_telling(Database::Sqlite, targets).await;
        let ada = app.person("Ada", "ada@example.org");
        let moderator = app.moderator().await;
        Self { app, github, ada, moderator }
    }

    async fn published(&self) -> String {
        let question = self.app.published_question(&self.ada, &self.moderator, PATH, TITLE).await;
        self.settle().await;
        question
    }

    async fn act(&self, post: Post<'_>, act: Act) {
        self.moderator.act(PAGE, post, act, "").await;
        self.settle().await;
    }

    async fn settle(&self) {
        for _ in 0..4 {
            self.app.settle_mail_due_now().await;
            self.app.advance_seconds(61);
            self.app.settle_mail_due_now().await;
        }
    }

    async fn tell(&self, number: u64, action: &str, delivery: &str) -> u16 {
        let (body, headers) = self.github.event(number, action, delivery);
        let mut request = self.app.browser().request(reqwest::Method::POST, paths::HOOK_GITHUB).body(body);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let reply = tests::browser::Reply::read(request).await;
        self.settle().await;
        reply.status
    }

    async fn is_resolved(&self) -> bool {
        let view: PageView = self.moderator.browser.get(&paths::my_page_threads(PAGE)).await.expect(200);
        view.threads[0].resolved
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_issue_goes_along_with_its_question() {
    let scene = Scene::begin().await;
    let question = scene.app.held_question(&scene.ada, PATH, TITLE).await;
    scene.settle().await;
    assert!(scene.github.issues().is_empty(), "everybody reads there");
    scene.act(Post::Question(&question), Act::Publish).await;
    let issue = scene.github.issue();
    assert_eq!((issue.title.as_str(), issue.labels), (TITLE, vec!["handbook-qa".to_owned()]));
    assert!(issue.body.ends_with(&format!("<!-- postil:postil-{question} -->")), "{}", issue.body);
    assert!(!issue.body.contains("example.org"), "no address: {}", issue.body);

    scene.moderator.reply(PATH, &question, "Ask @torvalds, see #12.").await;
    scene.settle().await;
    let comments = scene.github.issue().comments;
    assert_eq!(comments.len(), 1);
    assert!(comments[0].2.contains("Ask @\u{200d}torvalds, see #\u{200d}12."), "{}", comments[0].2);

    scene.act(Post::Question(&question), Act::Resolve).await;
    let issue = scene.github.issue();
    assert_eq!((issue.state.as_str(), issue.reason.as_deref()), ("closed", Some("completed")));
    scene.act(Post::Question(&question), Act::Reopen).await;
    assert_eq!(scene.github.issue().state, "open");

    scene.act(Post::Question(&question), Act::Archive).await;
    let issue = scene.github.issue();
    assert_eq!((issue.state.as_str(), issue.reason.as_deref()), ("closed", Some("not_planned")));
    assert!(!issue.title.contains("oil") && !issue.comments[0].2.contains("torvalds"), "{issue:#?}");
    assert_eq!(issue.comments.len(), 1, "what was said is changed where it stands");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_have_arrived_is_looked_for() {
    let scene = Scene::begin().await;
    scene.github.faults.next("POST /repos/example/handbook-questions/issues", Fault::LoseReply);
    let question = scene.published().await;
    scene.github.issue();
    scene.github.faults.next("POST /repos/example/handbook-questions/issues/", Fault::LoseReply);
    scene.moderator.reply(PATH, &question, "Two years.").await;
    scene.settle().await;
    assert_eq!(scene.github.issue().comments.len(), 1);
    assert!(scene.github.faults.are_over());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_used_up_quota_is_waited_for_and_a_deleted_issue_made_again() {
    let scene = Scene::begin().await;
    scene.github.faults.next("POST /repos/example/handbook-questions/issues", Fault::Wait(403, 30));
    let question = scene.published().await;
    let first = scene.github.issue();
    scene.github.delete(first.number);
    scene.moderator.reply(PATH, &question, "Two years.").await;
    scene.settle().await;
    let second = scene.github.issue();
    assert_ne!(second.number, first.number);
    assert_eq!(second.comments.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_done_there_is_done_here() {
    let scene = Scene::begin().await;
    scene.published().await;
    let number = scene.github.issue().number;
    scene.github.set_state(number, "closed");
    assert_eq!(scene.tell(number, "closed", "d1").await, 204);
    assert!(scene.is_resolved().await);
    assert_eq!(scene.github.issue().state, "closed");
    // Late and twice: what counts is how the issue is now.
    scene.github.set_state(number, "open");
    assert_eq!(scene.tell(number, "closed", "d2").await, 204);
    assert!(!scene.is_resolved().await);
    let asked = scene.github.faults.asked("GET ");
    assert_eq!(scene.tell(number, "closed", "d2").await, 204);
    assert_eq!(scene.github.faults.asked("GET "), asked);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_strangers_write_keeps_nothing_from_being_read() {
    let scene = Scene::begin().await;
    scene.published().await;
    let number = scene.github.issue().number;
    // As long as a comment may be.
    for _ in 0..5 {
        scene.github.comment(number, "NONE", &"\u{1f56f}".repeat(65_536));
    }
    scene.github.comment(number, "MEMBER", "Two years.");
    assert_eq!(scene.tell(number, "created", "d1").await, 204);
    let inbox: Inbox = scene.moderator.browser.get(paths::MODERATION_INBOX).await.expect(200);
    let offered: Vec<_> = inbox.items.iter().filter(|item| item.kind == InboxKind::Offered).collect();
    assert!(offered.len() == 1 && offered[0].excerpt.contains("Two years"), "{offered:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn comments_that_cannot_be_read_keep_nothing_from_being_written() {
    let scene = Scene::begin().await;
    let question = scene.published().await;
    let number = scene.github.issue().number;
    for _ in 0..200 {
        scene.github.faults.next("GET /repos/example/handbook-questions/issues/1/comments", Fault::Refuse(503, ""));
    }
    assert_eq!(number, 1);
    assert_eq!(scene.tell(number, "created", "d1").await, 204);
    scene.moderator.reply(PATH, &question, "Two years.").await;
    scene.act(Post::Question(&question), Act::Resolve).await;
    let issue = scene.github.issue();
    assert!(!scene.github.faults.are_over());
    assert_eq!((issue.comments.len(), issue.state.as_str()), (1, "closed"), "{issue:#?}");
}
