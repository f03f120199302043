//! Signing in at GitHub as an app: tokens that are kept while they are good, and what is told when there are none.

use std::sync::Arc;

use qa_api::thread::Role;
use qa_server::clock::SystemClock;
use qa_server::config::{Secret, Targets};
use qa_server::deliver::github::Github as Desk;
use qa_server::deliver::github::config::{GithubApp, GithubConfig};
use qa_server::outward::Outward;
use tests::app::App;
use tests::database::Database;
use tests::github::Github;
use tests::person::Person;

const PATH: &str = "/guide/cleaning/";
const TITLE: &str = "How long does the oil last?";
const ASKS: &str = "POST /app/installations/77/access_tokens";

struct Scene {
    app: App,
    github: Github,
    moderator: Person,
}

impl Scene {
    async fn begin() -> Self {
        let github = Github::start().await;
        let targets = Targets { github: Some(github.config_by_app()), ..Targets::default() };
        let app = App::start_telling(Database::Sqlite, targets).await;
        let moderator = app.moderator().await;
        Self { app, github, moderator }
    }

    async fn published(&self) -> String {
        let ada = self.app.person("Ada", "ada@example.org");
        let question = self.app.published_question(&ada, &self.moderator, PATH, TITLE).await;
        self.pass(61).await;
        question
    }

    async fn reply(&self, question: &str, text: &str) {
        self.moderator.reply(PATH, question, text).await;
        self.pass(61).await;
    }

    async fn pass(&self, seconds: u64) {
        self.app.settle_mail_due_now().await;
        self.app.advance_seconds(seconds);
        self.app.settle_mail_due_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_kept_while_it_is_good_and_renewed_when_it_is_refused() {
    let scene = Scene::begin().await;
    let question = scene.published().await;
    assert_eq!(scene.github.issue().title, TITLE);
    assert_eq!(scene.github.faults.asked(ASKS), 1);

    scene.pass(50 * 60).await;
    scene.reply(&question, "Two years.").await;
    assert_eq!(scene.github.faults.asked(ASKS), 1, "it is good for some minutes yet");
    scene.pass(5 * 60).await;
    scene.reply(&question, "Or three.").await;
    assert_eq!(scene.github.faults.asked(ASKS), 2, "it is renewed before it ends");

    scene.github.revoke_tokens();
    scene.reply(&question, "Or four.").await;
    assert_eq!(scene.github.issue().comments.len(), 3);
    assert_eq!(scene.github.faults.asked(ASKS), 3, "once, and what was refused is done");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_app_that_is_taken_out_of_the_repository_turns_the_target_off() {
    let scene = Scene::begin().await;
    scene.app.grant("grace@example.org", Role::Staff).await;
    scene.github.uninstall();
    scene.published().await;
    scene.pass(61).await;
    let told = scene.app.mails_to("grace@example.org");
    let says = told.iter().filter(|mail| mail.text.contains("is not installed in example/handbook-questions"));
    assert_eq!(says.count(), 1, "{told:#?}");
}

#[tokio::test]
async fn either_an_app_or_a_token_is_needed_and_the_key_has_to_be_one() {
    let github = Github::start().await;
    let by_app = github.config_by_app();
    let problem = |config: GithubConfig| {
        Desk::new(config, Outward::default(), Arc::new(SystemClock)).err().map(|error| error.to_string())
    };
    assert_eq!(problem(by_app.clone()), None);
    let both = GithubConfig { token: github.config().token, ..by_app.clone() };
    let neither = GithubConfig { app: None, ..by_app.clone() };
    for config in [both, neither] {
        assert_eq!(problem(config).as_deref(), Some("targets.github: give either app or token"));
    }
    let app = GithubApp { client_id: "Iv1".to_owned(), private_key: Secret::from("hunter2".to_owned()) };
    let said = problem(GithubConfig { app: Some(app), ..by_app }).expect("that is no key");
    assert!(said.starts_with("targets.github: app.private_key cannot be used") && !said.contains("hunter2"), "{said}");
}
