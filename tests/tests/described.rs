//! Everything that is asked of systems that keep tickets is what those systems say that they take: GitHub in its own
//! OpenAPI document, Zendesk in the types that node-zendesk made after its reference.

use qa_api::inbox::{Decided, Priority, PriorityRequest};
use qa_api::paths;
use qa_api::request::{ActRequest, Acted, Changed, EditRequest};
use qa_api::thread::{Act, PageView};
use qa_server::config::Targets;
use qa_server::domain::event::Level;
use tests::app::App;
use tests::database::Database;
use tests::faults::Fault;
use tests::github::Github;
use tests::person::Person;
use tests::zendesk::Zendesk;

const PATH: &str = "/guide/cleaning/";
const PAGE: &str = "cleaning";
const TITLE: &str = "How long does the oil last?";

async fn settle(app: &App) {
    app.settle_mail_due_now().await;
    for _ in 0..4 {
        app.settle_mail().await;
    }
}

async fn act(app: &App, moderator: &Person, path: &str, act: Act) {
    let _: Acted = moderator.browser.post(path, &ActRequest::new(act, "")).await.expect(200);
    settle(app).await;
}

/// A question's life, from its first wait to its end.
async fn live(app: &App, closes: impl AsyncFnOnce()) {
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let staff = app.staff("grace@example.org").await;
    let question = app.held_question(&ada, PATH, TITLE).await;
    let acts = paths::question_acts(&question);
    settle(app).await;
    act(app, &moderator, &acts, Act::Publish).await;
    moderator.reply(PATH, &question, "Two years.").await;
    settle(app).await;
    let view: PageView = moderator.browser.get(&paths::my_page_threads(PAGE)).await.expect(200);
    let reply = view.threads[0].replies[0].id.clone();
    let edit = EditRequest { title: String::new(), body: "Three years.".to_owned() };
    let _: Changed = moderator.browser.post(&paths::reply_edits(&reply), &edit).await.expect(200);
    let edit = EditRequest { title: TITLE.to_owned(), body: "In the dark?".to_owned() };
    let _: Changed = moderator.browser.post(&paths::question_edits(&question), &edit).await.expect(200);
    let urgent = PriorityRequest { question: question.clone(), priority: Some(Priority::Urgent) };
    let _: Decided = staff.browser.post(paths::MODERATION_PRIORITIES, &urgent).await.expect(200);
    settle(app).await;
    act(app, &moderator, &paths::reply_acts(&reply), Act::Hide).await;
    act(app, &moderator, &acts, Act::Resolve).await;
    act(app, &moderator, &acts, Act::Reopen).await;
    act(app, &moderator, &acts, Act::Resolve).await;
    closes().await;
    act(app, &moderator, &acts, Act::Reopen).await;
    act(app, &moderator, &acts, Act::Archive).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs GitHub's description of its API: cargo xtask test"]
async fn github_describes_what_it_is_asked() {
    let github = Github::start().await;
    let targets = Targets { github: Some(github.config_by_app()), ..Targets::default() };
    let app = App::start_telling(Database::Sqlite, targets).await;
    // What may have arrived is looked for, which asks in other ways.
    github.faults.next("POST /repos/example/handbook-questions/issues", Fault::LoseReply);
    github.faults.next("POST /repos/example/handbook-questions/issues/", Fault::LoseReply);
    live(&app, async || {}).await;
    assert!(github.faults.are_over() && github.faults.asked("PATCH") > 3, "{:#?}", github.faults.requests());
    assert_eq!(github.judge(), "");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs node-zendesk: cargo xtask test"]
async fn zendesks_reference_has_what_it_is_asked() {
    let zendesk = Zendesk::start().await;
    let mut config = zendesk.config();
    (config.brand, config.form, config.level) = (Some(3), Some(4), Level::TwoWay);
    let targets = Targets { zendesk: Some(config), ..Targets::default() };
    let app = App::start_telling(Database::Sqlite, targets).await;
    live(&app, async || zendesk.set_status(zendesk.ticket().id, "closed")).await;
    assert_eq!(zendesk.tickets().len(), 2, "a closed ticket is followed by another");
    assert_eq!(zendesk.judge(), "");
    app.stop().await;
}
