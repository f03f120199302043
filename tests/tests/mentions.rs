//! Naming somebody in a post: a link to their page, and one mail once everybody may read it.

use qa_api::paths;
use qa_api::people::{Profile, ProfileRequest};
use qa_api::request::{ActRequest, AskRequest, Changed, EditRequest, Posted, ReplyRequest};
use qa_api::thread::{Act, Reply, Thread};
use tests::app::App;
use tests::browser;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::Person;

on_both_databases!(
    people_of_the_thread_and_moderators_can_be_named,
    nobody_is_told_before_it_is_published,
    a_thread_mails_one_mention_in_five_minutes,
    an_edit_tells_whom_it_names_anew
);

const PATH: &str = "/guide/cleaning/";

fn posted(reply: browser::Reply) -> Thread {
    match reply.expect::<Posted>(201) {
        Posted::Held { thread } | Posted::Published { thread } => thread,
        Posted::Draft(_) => panic!("a draft of a signed-in account"),
    }
}

async fn reply(who: &Person, question: &str, body: &str) -> Reply {
    let request = ReplyRequest { body: body.to_owned(), ..ReplyRequest::default() };
    let thread = posted(who.browser.post(&paths::replies(question), &request).await);
    thread.replies.into_iter().max_by(|a, b| a.id.cmp(&b.id)).expect("the reply is in its thread")
}

async fn publish(who: &Person, path: &str) {
    assert_eq!(who.browser.post(path, &ActRequest::new(Act::Publish, "")).await.status, 200);
}

async fn id(person: &Person) -> String {
    person.browser.get(paths::MY_PROFILE).await.expect::<Profile>(200).id
}

/// Somebody of the staff with a name of their own.
async fn grace(app: &App) -> Person {
    let grace = app.staff("grace@example.org").await;
    let profile = ProfileRequest { name: "Grace".into(), ..ProfileRequest::default() };
    grace.browser.post(paths::MY_PROFILE, &profile).await.expect::<Profile>(200);
    grace
}

/// Mails to `email` that tell of a mention and have not been looked at.
async fn mentions(app: &App, email: &str) -> Vec<String> {
    let mails = app.new_mails_to(email).await.into_iter();
    mails.map(|mail| mail.text).filter(|text| text.contains("mentions you")).collect()
}

async fn people_of_the_thread_and_moderators_can_be_named(database: Database) {
    let app = App::start(database).await;
    let (ada, mo) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let bob = app.signed_in("Bob", "bob@example.org").await;
    app.signed_in("Cleo", "cleo@example.org").await;
    let question = app.published_question(&ada, &mo, PATH, "How long does the oil last?").await;
    let of_bob = reply(&bob, &question, "Mine lasts a year.").await;
    publish(&mo, &paths::reply_acts(&of_bob.id)).await;
    app.settle_mail().await;

    let body = "@Bob, and @mo: is that so? @Cleo and @Nobody know nothing, nor does `@Bob`. – @Ada";
    app.advance_seconds(1);
    let named = reply(&ada, &question, body).await;
    let link = |id: &str, text: &str| format!("<a href=\"{}\">{text}</a>", paths::person(id));
    assert!(named.body_html.contains(&link(&id(&bob).await, "@Bob")), "{}", named.body_html);
    assert!(named.body_html.contains(&link(&id(&mo).await, "@mo")), "{}", named.body_html);
    assert_eq!(named.body_html.matches("<a ").count(), 2, "not others, code or oneself: {}", named.body_html);
    publish(&grace(&app).await, &paths::reply_acts(&named.id)).await;
    assert_eq!(mentions(&app, "mo@example.org").await.len(), 1);
    let of_bob = app.mails_to("bob@example.org");
    assert_eq!(
        of_bob.iter().filter(|mail| mail.text.contains("is that so?")).count(),
        1,
        "he follows: one mail says it"
    );
    for nobody in ["bob@example.org", "cleo@example.org", "ada@example.org"] {
        assert!(app.mails_to(nobody).iter().all(|mail| !mail.text.contains("mentions you")), "{nobody}");
    }
    let page = app.public_page(PATH).await;
    let person = app.public_page(&page.attributes(".qa-body a", "href")[0]).await;
    assert_eq!(person.texts("h1"), ["Bob"], "the link leads to a page that everybody can read");
    app.stop().await;
}

async fn nobody_is_told_before_it_is_published(database: Database) {
    let app = App::start(database).await;
    let (ada, mo) = (app.signed_in("Ada", "ada@example.org").await, app.moderator().await);
    let request = AskRequest {
        page: "cleaning".to_owned(),
        title: "How long does the oil last?".to_owned(),
        body: "@Mo knows.".to_owned(),
        ..AskRequest::default()
    };
    let question = posted(ada.browser.post(paths::QUESTIONS, &request).await).id;
    app.settle_mail_due_now().await;
    assert_eq!(mentions(&app, "mo@example.org").await, Vec::<String>::new());
    publish(&grace(&app).await, &paths::question_acts(&question)).await;
    let told = mentions(&app, "mo@example.org").await;
    assert!(told.len() == 1 && told[0].contains("Ada mentions you in “How long"), "{told:?}");

    let taken_back = reply(&ada, &question, "@Mo, really?").await;
    app.advance_seconds(600);
    let path = paths::reply_acts(&taken_back.id);
    publish(&grace(&app).await, &path).await;
    let hide = ActRequest::new(Act::Hide, "");
    assert_eq!(mo.browser.post(&path, &hide).await.status, 200);
    assert_eq!(mentions(&app, "mo@example.org").await, Vec::<String>::new(), "it is off the page by then");
    app.stop().await;
}

async fn a_thread_mails_one_mention_in_five_minutes(database: Database) {
    let app = App::start(database).await;
    let (ada, mo) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let question = app.published_question(&ada, &mo, PATH, "How long does the oil last?").await;
    grace(&app).await;
    app.settle_mail().await;
    reply(&mo, &question, "Ask @Grace.").await;
    app.advance_seconds(60);
    reply(&mo, &question, "@Grace, please.").await;
    assert_eq!(mentions(&app, "grace@example.org").await.len(), 1);
    app.advance_seconds(300);
    reply(&mo, &question, "@Grace?").await;
    assert_eq!(mentions(&app, "grace@example.org").await.len(), 1, "a later one is told again");
    app.stop().await;
}

async fn an_edit_tells_whom_it_names_anew(database: Database) {
    let app = App::start(database).await;
    let (ada, mo) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let question = app.published_question(&ada, &mo, PATH, "How long does the oil last?").await;
    grace(&app).await;
    app.settle_mail().await;
    let named = reply(&mo, &question, "About a year, I think.").await;
    app.settle_mail().await;
    let edit = async |body: &str| {
        let request = EditRequest { title: String::new(), body: body.to_owned() };
        mo.browser.post(&paths::reply_edits(&named.id), &request).await.expect::<Changed>(200)
    };
    let changed = edit("About a year, @Grace?").await;
    assert!(changed.thread.replies[0].body_html.contains("@Grace</a>"));
    assert_eq!(mentions(&app, "grace@example.org").await.len(), 1);
    edit("About two years, @Grace?").await;
    assert_eq!(mentions(&app, "grace@example.org").await, Vec::<String>::new(), "she knows");
    assert_eq!(mentions(&app, "mo@example.org").await, Vec::<String>::new());

    // Taken back in time, nobody hears of it.
    let second = reply(&mo, &question, "Or three.").await;
    app.advance_seconds(600);
    let request = EditRequest { title: String::new(), body: "Or three, @Grace.".to_owned() };
    let changed: Changed = mo.browser.post(&paths::reply_edits(&second.id), &request).await.expect(200);
    let undo = paths::undo(&changed.undo.expect("it can be taken back"));
    assert_eq!(mo.browser.post(&undo, &()).await.status, 200);
    assert_eq!(mentions(&app, "grace@example.org").await, Vec::<String>::new());

    // What waits for a moderator names people once it is published, and only those whom it names then.
    let held = reply(&ada, &question, "I asked @Mo.").await;
    let request = EditRequest { title: String::new(), body: "I asked @Grace.".to_owned() };
    ada.browser.post(&paths::reply_edits(&held.id), &request).await.expect::<Changed>(200);
    assert_eq!(mentions(&app, "grace@example.org").await, Vec::<String>::new());
    app.advance_seconds(600);
    publish(&mo, &paths::reply_acts(&held.id)).await;
    assert_eq!(mentions(&app, "grace@example.org").await.len(), 1);
    assert_eq!(mentions(&app, "mo@example.org").await, Vec::<String>::new());
    app.stop().await;
}
