//! Mails that the calendar sends: whether a reply solved it, the day after; and the week, to everybody who works on
//! the site.

use qa_api::paths;
use qa_api::thread::{Act, PageView};
use tests::app::{App, SUMMARY_LIST};
use tests::database::Database;
use tests::mail::Mail;
use tests::on_both_databases;
use tests::person::{Person, Post};

on_both_databases!(
    an_asker_answers_the_day_after_without_signing_in,
    nobody_is_asked_once_more_was_said_or_it_is_resolved,
    the_week_is_mailed_to_the_list
);

const PATH: &str = "/guide/cleaning/";
const PAGE: &str = "cleaning";
const TITLE: &str = "Which oil is the right one?";
const DAY: u64 = 24 * 60 * 60;

/// A question of Ada's, answered by the moderator.
async fn answered(app: &App) -> (Person, Person, String) {
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let question = app.published_question(&ada, &moderator, PATH, TITLE).await;
    moderator.reply(PATH, &question, "Only lamp oil.").await;
    app.settle_mail().await;
    (ada, moderator, question)
}

/// The mails that ask, the day after.
async fn asking(app: &App) -> Vec<Mail> {
    app.advance_seconds(DAY);
    let mails = app.new_mails_to("ada@example.org").await;
    mails.into_iter().filter(|mail| mail.header("Subject").starts_with("Did this solve it?")).collect()
}

fn link(mail: &Mail, answer: &str) -> String {
    let line = mail.text.lines().find_map(|line| line.split_once(&format!("{answer}: "))).expect("the mail has a link");
    line.1.trim().to_owned()
}

async fn an_asker_answers_the_day_after_without_signing_in(database: Database) {
    let app = App::start(database).await;
    let (_, _, question) = answered(&app).await;
    let mails = asking(&app).await;
    assert_eq!(mails.len(), 1, "{mails:#?}");
    let browser = app.browser();
    let not_yet = browser.open(&link(&mails[0], "Not yet")).await;
    assert!(!not_yet.has_form(paths::SOLVED) && not_yet.text().contains("missing"), "{}", not_yet.text());
    let asked = browser.open(&link(&mails[0], "Yes")).await;
    let resolved = async || {
        let view: PageView = app.browser().get(&paths::page_threads(PAGE)).await.expect(200);
        (view.threads[0].resolved, view.threads[0].solution.is_some())
    };
    assert_eq!(resolved().await, (false, false), "opening the link only asks");
    let form = asked.form(paths::SOLVED);
    for _ in 0..2 {
        let done = browser.submit(&form).await;
        assert!(done.status == 200 && done.text().contains("It is resolved"), "{}", done.text());
        assert_eq!(resolved().await, (true, true), "{question}");
    }
    assert!(asking(&app).await.is_empty(), "once is enough");
    app.stop().await;
}

async fn nobody_is_asked_once_more_was_said_or_it_is_resolved(database: Database) {
    let app = App::start(database).await;
    let (_, moderator, question) = answered(&app).await;
    app.advance_seconds(DAY / 2);
    moderator.reply(PATH, &question, "Or olive oil, at need.").await;
    app.settle_mail().await;
    app.advance_seconds(DAY / 2);
    let about_the_first = app.new_mails_to("ada@example.org").await;
    assert!(about_the_first.iter().all(|mail| !mail.text.contains("solve")), "{about_the_first:#?}");
    moderator.act(PAGE, Post::Question(&question), Act::Resolve, "").await;
    assert!(asking(&app).await.is_empty());
    app.stop().await;
}

async fn the_week_is_mailed_to_the_list(database: Database) {
    let app = App::start(database).await;
    app.keep_house().await;
    let (ada, moderator, question) = answered(&app).await;
    moderator.act(PAGE, Post::Question(&question), Act::Resolve, "").await;
    let open = tests::person::question_id(&ada.ask("/", "Where do I begin?", "").await, "Where do I begin?");
    let held = tests::person::question_id(&ada.ask("/", "Does anybody see this?", "").await, "Does anybody see this?");
    moderator.act("start", Post::Question(&open), Act::Publish, "").await;
    app.settle_index().await;
    app.rebuild(|content| {
        let page = content.join("guide/cleaning.md");
        let text = std::fs::read_to_string(&page).expect("the page is there");
        std::fs::write(&page, text + "\nAnd dry it.\n").expect("the page is written");
    });
    app.settle_index().await;
    app.advance_seconds(7 * DAY);
    for _ in 0..2 {
        app.keep_house().await;
        app.settle_mail().await;
    }
    let mails = app.mails_to(SUMMARY_LIST);
    assert_eq!(mails.len(), 1, "{mails:#?}");
    let text = &mails[0].text;
    assert!(text.contains("2 new questions, 1 new reply, 1 resolved"), "{text}");
    assert!(text.contains("Where do I begin?") && text.contains("1 question waits"), "{text}");
    assert!(!text.contains("anybody") && !text.contains(&held) && !text.contains("@example.org"), "{text}");
    assert!(text.contains("Pages that changed:"), "{text}");
    app.stop().await;
}
