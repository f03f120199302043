//! The same loop over the JSON API, with what each step may and may not show.

use qa_api::paths;
use qa_api::problem::{Code, MEDIA_TYPE, Problem};
use qa_api::request::{ActRequest, Acted, AnswerRequest, AskRequest, Challenge, Me, Posted, ReplyRequest, SignedIn};
use qa_api::thread::{Act, PageView, QuestionState, ReplyState, Role};
use serde_json::json;
use tests::app::App;
use tests::browser::{Browser, Reply};
use tests::database::Database;
use tests::on_both_databases;

on_both_databases!(
    a_question_is_asked_published_answered_and_resolved,
    sending_again_changes_nothing,
    the_second_of_two_moderators_is_told_the_state,
    members_cannot_moderate,
    problems_are_problem_json
);

fn question(page: &str, title: &str) -> AskRequest {
    AskRequest {
        page: page.to_owned(),
        title: title.to_owned(),
        body: "Say **how**.".to_owned(),
        name: "Ada".to_owned(),
        email: "ada@example.org".to_owned(),
        ..AskRequest::default()
    }
}

/// The challenge that a post of somebody unknown is answered with.
fn challenge(reply: &Reply) -> Challenge {
    match reply.expect(202) {
        Posted::Draft(challenge) => challenge,
        other => panic!("not a draft: {other:?}"),
    }
}

async fn answer(app: &App, browser: &Browser, challenge: &Challenge) -> SignedIn {
    let code = app.mail_to(&challenge.email).await.code().expect("the mail has a code");
    browser.post(&paths::challenge_answer(&challenge.challenge), &AnswerRequest { code }).await.expect(200)
}

async fn threads(browser: &Browser, path: &str) -> PageView {
    browser.get(path).await.expect(200)
}

async fn a_question_is_asked_published_answered_and_resolved(database: Database) {
    let app = App::start(database).await;
    let (asker, moderator) = (app.browser(), app.moderator().await.browser);
    let public = app.browser();

    let challenge =
        challenge(&asker.post(paths::QUESTIONS, &question("cleaning", "How long does the oil last?")).await);
    assert_eq!(asker.get(paths::ME).await.expect::<Me>(200).viewer, None);
    let signed_in = answer(&app, &asker, &challenge).await;
    assert_eq!(signed_in.viewer.role, Role::Member);
    let Some(Posted::Held { thread }) = signed_in.posted else { panic!("not held: {:?}", signed_in.posted) };
    assert_eq!((thread.state, thread.body_html.as_str()), (QuestionState::Held, "<p>Say <strong>how</strong>.</p>"));
    assert_eq!(threads(&public, &paths::page_threads("cleaning")).await.threads, []);
    assert_eq!(threads(&asker, &paths::my_page_threads("cleaning")).await.threads.len(), 1);

    let publish = ActRequest::new(Act::Publish, "");
    let acted: Acted = moderator.post(&paths::question_acts(&thread.id), &publish).await.expect(200);
    assert_eq!((acted.act, acted.thread.state), (Act::Publish, QuestionState::Published));

    let reply = ReplyRequest { body: "Six evenings.".to_owned(), ..ReplyRequest::default() };
    let posted: Posted = moderator.post(&paths::replies(&thread.id), &reply).await.expect(201);
    let Posted::Published { thread } = posted else { panic!("not published: {posted:?}") };
    let reply = thread.replies[0].clone();
    assert_eq!((reply.state, reply.author.badge), (ReplyState::Published, Some(Role::Moderator)));

    let resolve = ActRequest::new(Act::Resolve, "");
    let acted: Acted = asker.post(&paths::reply_acts(&reply.id), &resolve).await.expect(200);
    assert_eq!(acted.thread.solution.as_deref(), Some(reply.id.as_str()));

    let view = threads(&public, &paths::page_threads("cleaning")).await;
    assert!(view.viewer.is_none() && view.threads[0].resolved && view.threads[0].acts.is_empty());
    let with_cookie = asker.get(&paths::page_threads("cleaning")).await;
    assert_eq!(with_cookie.text, public.get(&paths::page_threads("cleaning")).await.text, "public is public");
    app.stop().await;
}

async fn sending_again_changes_nothing(database: Database) {
    let app = App::start(database).await;
    let asker = app.browser();
    let request =
        AskRequest { id: Some("0123456789abcdef".to_owned()), ..question("cleaning", "How long does the oil last?") };
    let first = challenge(&asker.post(paths::QUESTIONS, &request).await);
    let second = challenge(&asker.post(paths::QUESTIONS, &request).await);
    assert_eq!(first.challenge, second.challenge);
    assert_eq!(app.new_mails_to("ada@example.org").await.len(), 1, "one code");

    let signed_in: SignedIn = {
        let code = app.mails_to("ada@example.org")[0].code().expect("the mail has a code");
        asker.post(&paths::challenge_answer(&first.challenge), &AnswerRequest { code }).await.expect(200)
    };
    assert!(matches!(signed_in.posted, Some(Posted::Held { .. })));
    let again: Posted = asker.post(paths::QUESTIONS, &request).await.expect(201);
    assert!(matches!(again, Posted::Held { .. }));
    assert_eq!(threads(&asker, &paths::my_page_threads("cleaning")).await.threads.len(), 1);
    app.stop().await;
}

async fn the_second_of_two_moderators_is_told_the_state(database: Database) {
    let app = App::start(database).await;
    let moderator = app.moderator().await;
    let id =
        app.held_question(&app.person("Ada", "ada@example.org"), "/guide/cleaning/", "How long does it last?").await;
    let publish = ActRequest::new(Act::Publish, "");
    assert_eq!(moderator.browser.post(&paths::question_acts(&id), &publish).await.status, 200);
    let late: Problem = moderator.browser.post(&paths::question_acts(&id), &publish).await.expect(409);
    assert_eq!((late.code, late.state.as_deref()), (Code::Conflict, Some("published")));
    app.stop().await;
}

async fn members_cannot_moderate(database: Database) {
    let app = App::start(database).await;
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let other = app.person("Bob", "bob@example.org");
    let held = app.held_question(&asker, "/guide/cleaning/", "How long does it last?").await;
    let public = app.published_question(&other, &moderator, "/guide/cleaning/", "Where is the wick sold?").await;

    // What somebody wrote is theirs to delete; everything else follows.
    for act in Act::ALL.into_iter().filter(|act| ![Act::Delete, Act::Undelete].contains(act)) {
        let request = ActRequest::new(act, "");
        let theirs = other.browser.post(&paths::question_acts(&held), &request).await;
        assert_eq!(theirs.expect::<Problem>(404).code, Code::NotFound, "{act:?} shows what is held");
        let own = other.browser.post(&paths::question_acts(&public), &request).await;
        let may = act == Act::Resolve || act == Act::Reopen;
        assert_eq!(own.status, if may { 200 } else { 403 }, "{act:?}: {}", own.text);
        let outside = app.browser().post(&paths::question_acts(&public), &request).await;
        assert_eq!(outside.expect::<Problem>(401).code, Code::SignedOut);
    }
    app.stop().await;
}

async fn problems_are_problem_json(database: Database) {
    let app = App::start(database).await;
    let browser = app.browser();
    let unknown = browser.post(paths::QUESTIONS, &question("no-such-page", "How long does it last?")).await;
    assert_eq!(unknown.headers["content-type"], MEDIA_TYPE);
    assert_eq!(unknown.expect::<Problem>(404).code, Code::UnknownPage);
    let quiet = browser.post(paths::QUESTIONS, &question("quiet", "How long does it last?")).await;
    assert_eq!(quiet.expect::<Problem>(404).code, Code::UnknownPage);
    let short: Problem = browser.post(paths::QUESTIONS, &question("cleaning", "Why?")).await.expect(422);
    assert!(short.field("title").is_some(), "{short:?}");
    let misspelt = browser.post(paths::QUESTIONS, &json!({ "page": "cleaning", "titel": "x" })).await;
    assert_eq!(misspelt.expect::<Problem>(400).code, Code::BadRequest);
    let nowhere = browser.get("/_qa/api/v1/nowhere").await;
    assert_eq!(nowhere.expect::<Problem>(404).code, Code::NotFound);
    app.stop().await;
}
