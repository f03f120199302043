//! A configuration that tells a system less holds for what waited when it changed.

use qa_api::paths;
use qa_api::thread::{Act, PageView};
use qa_server::config::Targets;
use qa_server::deliver::github::config::GithubConfig;
use qa_server::deliver::webhook::config::WebhookConfig;
use qa_server::domain::event::Level;
use tests::app::App;
use tests::browser::Reply;
use tests::database::Database;
use tests::faults::Fault;
use tests::github::Github;
use tests::on_both_databases;
use tests::person::Post;
use tests::webhook::Receiver;

on_both_databases!(what_waits_goes_only_where_it_may_go_now, what_is_off_is_left_alone);

const PATH: &str = "/guide/cleaning/";
const PAGE: &str = "cleaning";
const TITLE: &str = "How long does the oil last?";

async fn settle(app: &App) {
    for _ in 0..4 {
        app.settle_mail().await;
    }
}

async fn what_waits_goes_only_where_it_may_go_now(database: Database) {
    let (open, off, still) = (Receiver::start().await, Receiver::start().await, Receiver::start().await);
    let configs = [("open", &open), ("off", &off), ("still", &still)];
    let private = |name, receiver: &Receiver| WebhookConfig { private: true, ..receiver.config(name) };
    let before = configs.iter().map(|(name, receiver)| private(name, receiver)).collect();
    let app = App::start_telling(database, Targets { webhooks: before, ..Targets::default() }).await;
    for (_, receiver) in configs {
        receiver.faults.next("POST", Fault::Wait(503, 60));
    }
    let ada = app.person("Ada", "ada@example.org");
    app.held_question(&ada, PATH, TITLE).await;
    app.settle_mail_due_now().await;
    let after = vec![
        WebhookConfig { private: false, ..private("open", &open) },
        WebhookConfig { level: Level::Off, ..private("off", &off) },
        private("still", &still),
    ];
    let app = app.reconfigured(Targets { webhooks: after, ..Targets::default() }).await;
    settle(&app).await;
    assert_eq!(still.kinds(), ["question.held"]);
    assert_eq!((open.everything(), off.everything()), (String::new(), String::new()));
    app.stop().await;
}

async fn what_is_off_is_left_alone(database: Database) {
    let github = Github::start().await;
    let on = Targets { github: Some(github.config()), ..Targets::default() };
    let app = App::start_telling(database, on).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let question = app.published_question(&ada, &moderator, PATH, TITLE).await;
    settle(&app).await;
    let number = github.issue().number;
    moderator.act(PAGE, Post::Question(&question), Act::Resolve, "").await;

    // It was to be closed within a minute, and somebody reads there what is said no more.
    let off = GithubConfig { level: Level::Off, ..github.config() };
    let app = app.reconfigured(Targets { github: Some(off), ..Targets::default() }).await;
    let asked = github.faults.asked("");
    settle(&app).await;
    let (body, headers) = github.event(number, "closed", "d1");
    let mut request = app.browser().request(reqwest::Method::POST, paths::HOOK_GITHUB).body(body);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    assert_eq!(Reply::read(request).await.status, 204);
    settle(&app).await;
    assert_eq!(github.faults.asked(""), asked, "nothing is asked there any more");
    let view: PageView = app.browser().get(&paths::page_threads(PAGE)).await.expect(200);
    assert!(view.threads[0].resolved);
    app.stop().await;
}
