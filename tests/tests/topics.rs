//! A question that fits no page finds its place with a topic.

use qa_api::paths;
use qa_api::problem::{Code, Problem};
use qa_api::reader::Reports;
use qa_api::request::{ActRequest, Acted};
use qa_api::thread::{Act, PageView};
use tests::app::App;
use tests::database::Database;
use tests::on_both_databases;

on_both_databases!(a_question_moves_to_a_topic_and_back);

const PATH: &str = "/guide/cleaning/";
const TITLE: &str = "Which lamp is the best one?";
/// Where the topic's questions are.
const HOME: &str = "topic:lamp";

async fn a_question_moves_to_a_topic_and_back(database: Database) {
    let app = App::start(database).await;
    app.settle_index().await;
    let (asker, mo) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&asker, &mo, PATH, TITLE).await;
    app.settle_mail().await;
    let move_to = async |to: &str| {
        let request = ActRequest { to: to.to_owned(), ..ActRequest::new(Act::Move, "It is about all of them.") };
        mo.browser.post(&paths::question_acts(&id), &request).await
    };
    let problem: Problem = move_to("topic:no-such").await.expect(422);
    assert_eq!(problem.code, Code::InvalidInput);
    let list = paths::topic_list("lamp");
    let moved: Acted = move_to(app.browser().url(&list).as_str()).await.expect(200);
    assert_eq!(move_to(HOME).await.status, 422, "it is there already");

    assert!(!app.public_page(PATH).await.text().contains(TITLE));
    assert!(app.public_page(&list).await.text().contains(TITLE), "the topic's list has it");
    let permalink = app.public_page(&paths::permalink(TITLE, &id)).await;
    let back = permalink.attributes(&format!("a[href^='{}#']", paths::personal_page(HOME)), "href");
    assert!(!back.is_empty(), "{}", permalink.html);
    let mail = app.new_mails_to("ada@example.org").await.remove(0);
    assert!(mail.header("Subject").starts_with("Your question has moved"), "{mail:?}");
    assert!(mail.text.contains(&paths::personal_page(HOME)), "{}", mail.text);

    // It is answered there as on a page, and waits in no list of lost ones.
    mo.reply(&paths::personal_page(HOME), &id, "The one that is *lit*.").await;
    let view: PageView = app.browser().get(&paths::page_threads(HOME)).await.expect(200);
    assert_eq!(view.threads[0].replies.len(), 1);
    assert!(app.public_page(&paths::personal_page(HOME)).await.text().contains("The one that is lit"));
    assert_eq!(mo.browser.get(paths::REPORTS).await.expect::<Reports>(200).lost_pages, []);

    assert_eq!(mo.browser.post(&paths::undo(&moved.id), &()).await.status, 200);
    assert!(app.public_page(PATH).await.text().contains("The one that is lit"));
    assert_eq!(app.public_page(&paths::personal_page(HOME)).await.status, 404, "nothing is left there");
    app.stop().await;
}
