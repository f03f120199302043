//! What is done with questions and replies once they are there: editing, deleting, voting, moving, merging, splitting,
//! pinning, locking, claiming – and taking each of them back.

use qa_api::paths;
use qa_api::problem::{Code, Problem};
use qa_api::request::{ActRequest, Acted, Changed, EditRequest, Posted, ReplyRequest, VersionState, Versions};
use qa_api::thread::{Act, PageView, QuestionState, ReplyState, Role, Thread};
use qa_server::domain::capability::{Capability, allows};
use qa_server::domain::transition::{QUESTION, REPLY};
use serde_json::json;
use tests::app::{App, LOCK_AFTER};
use tests::browser::Reply;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::Person;

on_both_databases!(
    votes_are_counted_once_and_can_be_taken_back,
    an_edit_of_a_published_post_waits_and_can_be_accepted,
    an_edit_that_is_refused_leaves_the_text,
    a_held_post_is_edited_in_place,
    edits_have_their_time,
    a_moderator_edits_and_undoes,
    a_deleted_question_leaves_a_stub_while_others_have_replied,
    what_is_deleted_is_purged_after_thirty_days,
    a_question_moves_and_moves_back,
    duplicates_are_merged_and_unmerged,
    a_reply_becomes_a_question_and_goes_back,
    a_locked_question_takes_no_replies,
    a_claim_is_released_by_a_reply_and_by_time,
    the_asker_clears_what_they_are_waited_for,
    flags_are_taken_back_one_by_one,
    quiet_questions_are_locked_once,
    every_role_may_do_what_the_tables_say
);

const PAGE: &str = "cleaning";
const PATH: &str = "/guide/cleaning/";
const TITLE: &str = "How long does the oil last?";

/// A published question with its people.
struct Scene {
    app: App,
    ada: Person,
    bob: Person,
    mo: Person,
    question: String,
}

impl Scene {
    async fn open(database: Database) -> Self {
        let app = App::start(database).await;
        let (ada, bob) = (app.signed_in("Ada", "ada@example.org").await, app.signed_in("Bob", "bob@example.org").await);
        let mo = app.moderator().await;
        let question = ask(&ada, TITLE).await;
        act(&mo, &paths::question_acts(&question), Act::Publish).await;
        app.settle_mail().await;
        Self { app, ada, bob, mo, question }
    }

    async fn published_reply(&self, who: &Person, body: &str) -> String {
        let id = reply(who, &self.question, body).await;
        if who.email != self.mo.email {
            act(&self.mo, &paths::reply_acts(&id), Act::Publish).await;
        }
        id
    }

    async fn public(&self) -> Vec<Thread> {
        threads(&self.app.browser(), &paths::page_threads(PAGE)).await
    }

    async fn seen_by(&self, who: &Person) -> Thread {
        let threads = threads(&who.browser, &paths::my_page_threads(PAGE)).await;
        threads.into_iter().find(|thread| thread.id == self.question).expect("they see the question")
    }

    fn acts(&self) -> String {
        paths::question_acts(&self.question)
    }
}

async fn threads(browser: &tests::browser::Browser, path: &str) -> Vec<Thread> {
    browser.get(path).await.expect::<PageView>(200).threads
}

async fn ask(who: &Person, title: &str) -> String {
    let request = qa_api::request::AskRequest {
        page: PAGE.to_owned(),
        title: title.to_owned(),
        body: "The *old* text.".to_owned(),
        ..Default::default()
    };
    posted(who.browser.post(paths::QUESTIONS, &request).await).id
}

async fn reply(who: &Person, question: &str, body: &str) -> String {
    let request = ReplyRequest { body: body.to_owned(), ..ReplyRequest::default() };
    let thread = posted(who.browser.post(&paths::replies(question), &request).await);
    let reply = thread.replies.into_iter().find(|reply| reply.body_html.contains(body));
    reply.expect("the reply is in its thread").id
}

fn posted(reply: Reply) -> Thread {
    match reply.expect::<Posted>(201) {
        Posted::Held { thread } | Posted::Published { thread } => thread,
        Posted::Draft(_) => panic!("a draft of a signed-in account"),
    }
}

async fn act(who: &Person, path: &str, act: Act) -> Acted {
    who.browser.post(path, &ActRequest::new(act, "")).await.expect(200)
}

async fn undo(who: &Person, act: &str) -> Thread {
    who.browser.post(&paths::undo(act), &json!({})).await.expect(200)
}

async fn edit(who: &Person, path: &str, body: &str) -> Reply {
    let request = EditRequest { title: TITLE.to_owned(), body: body.to_owned() };
    who.browser.post(path, &request).await
}

fn code(reply: Reply) -> Code {
    serde_json::from_str::<Problem>(&reply.text).unwrap_or_else(|_| panic!("no problem: {}", reply.text)).code
}

async fn votes_are_counted_once_and_can_be_taken_back(database: Database) {
    let scene = Scene::open(database).await;
    let helpful = scene.published_reply(&scene.mo, "About a year.").await;
    let vote = async |who: &Person, path: &str| who.browser.post(path, &json!({})).await;
    let (on_question, on_reply) = (paths::question_vote(&scene.question), paths::reply_vote(&helpful));

    assert_eq!(code(vote(&scene.ada, &on_question).await), Code::Forbidden, "one's own question");
    assert_eq!(code(vote(&scene.mo, &on_reply).await), Code::Forbidden, "one's own reply");
    assert_eq!(vote(&scene.app.person("Eve", "eve@example.org"), &on_reply).await.status, 401);
    let changed: Changed = vote(&scene.bob, &on_question).await.expect(200);
    assert_eq!((changed.thread.votes, changed.undo), (1, None));
    assert_eq!(changed.thread.personal.and_then(|personal| personal.voted), Some(true));
    for who in [&scene.ada, &scene.bob] {
        vote(who, &on_reply).await.expect::<Changed>(200);
    }
    let public = scene.public().await;
    assert_eq!((public[0].votes, public[0].replies[0].votes), (1, 2));
    assert_eq!(public[0].personal, None, "the count is everybody's, the vote is not");
    let page = scene.app.public_page(PATH).await.text();
    assert!(page.contains("1 other person has this question") && page.contains("helped 2 people"), "{page}");

    vote(&scene.ada, &on_reply).await.expect::<Changed>(200);
    assert_eq!(scene.public().await[0].replies[0].votes, 1);
    let held = reply(&scene.bob, &scene.question, "Two years.").await;
    assert_eq!(vote(&scene.ada, &paths::reply_vote(&held)).await.status, 404, "what is held is not there");
    scene.app.stop().await;
}

async fn an_edit_of_a_published_post_waits_and_can_be_accepted(database: Database) {
    let scene = Scene::open(database).await;
    let path = paths::question_edits(&scene.question);
    let changed: Changed = edit(&scene.ada, &path, "The **new** text.").await.expect(202);
    let pending = changed.thread.personal.and_then(|personal| personal.edit).expect("the author sees what waits");
    assert_eq!(pending.body_html, "<p>The <strong>new</strong> text.</p>");
    assert_eq!(scene.public().await[0].body_html, "<p>The <em>old</em> text.</p>");
    assert_eq!(scene.seen_by(&scene.bob).await.personal.and_then(|personal| personal.edit), None);
    assert!(scene.seen_by(&scene.mo).await.acts.contains(&Act::AcceptEdit));
    let queue = scene.mo.browser.open(paths::MODERATE).await.text();
    assert!(queue.contains(TITLE), "{queue}");

    let accepted = act(&scene.mo, &scene.acts(), Act::AcceptEdit).await;
    let public = scene.public().await;
    assert_eq!(public[0].body_html, "<p>The <strong>new</strong> text.</p>");
    assert!(public[0].edited_at.is_some());
    assert!(scene.app.public_page(PATH).await.text().contains("edited"));
    let versions: Versions = scene.ada.browser.get(&path).await.expect(200);
    let states: Vec<_> = versions.versions.iter().map(|version| (version.number, version.state)).collect();
    assert_eq!(states, [(Some(2), VersionState::Present), (Some(1), VersionState::Past)]);
    assert_eq!(versions.versions[1].body, "The *old* text.");
    for who in [&scene.bob, &scene.app.person("Eve", "eve@example.org")] {
        assert!(matches!(who.browser.get(&path).await.status, 401 | 404), "versions are not everybody's");
    }

    let back = undo(&scene.mo, &accepted.id).await;
    assert!(back.personal.is_some_and(|personal| personal.edit.is_some()), "it waits again");
    let public = scene.public().await;
    assert_eq!((public[0].body_html.as_str(), &public[0].edited_at), ("<p>The <em>old</em> text.</p>", &None));
    scene.app.stop().await;
}

async fn an_edit_that_is_refused_leaves_the_text(database: Database) {
    let scene = Scene::open(database).await;
    let id = scene.published_reply(&scene.bob, "About a year.").await;
    scene.app.settle_mail().await;
    edit(&scene.bob, &paths::reply_edits(&id), "Buy my oil.").await.expect::<Changed>(202);
    let request = ActRequest::new(Act::RefuseEdit, "No advertising.");
    let refused: Acted = scene.mo.browser.post(&paths::reply_acts(&id), &request).await.expect(200);
    assert_eq!(refused.thread.replies[0].body_html, "<p>About a year.</p>");
    let mails = scene.app.new_mails_to("bob@example.org").await;
    assert!(
        mails[0].text.contains("No advertising.") && mails[0].header("Subject").contains("not published"),
        "{mails:?}"
    );
    assert!(scene.app.new_mails_to("ada@example.org").await.is_empty());
    let again = scene.mo.browser.post(&paths::reply_acts(&id), &request).await;
    assert_eq!(code(again), Code::Conflict, "nothing waits any more");
    let back = undo(&scene.mo, &refused.id).await;
    assert!(back.replies[0].personal.as_ref().is_some_and(|personal| personal.edit.is_some()));
    scene.app.stop().await;
}

async fn a_held_post_is_edited_in_place(database: Database) {
    let scene = Scene::open(database).await;
    let held = ask(&scene.bob, "Which cloth is soft enough?").await;
    let request = EditRequest { title: "Which cloth is the softest?".to_owned(), body: "Any.".to_owned() };
    let changed: Changed = scene.bob.browser.post(&paths::question_edits(&held), &request).await.expect(200);
    assert_eq!(
        (changed.thread.title.as_str(), changed.thread.state),
        ("Which cloth is the softest?", QuestionState::Held)
    );
    assert_eq!(scene.ada.browser.post(&paths::question_edits(&held), &request).await.status, 404);
    assert_eq!(scene.public().await.len(), 1);

    let page = scene.bob.browser.open(&paths::edit_page("question", &held)).await;
    let form = page.form(paths::FORM_EDIT);
    assert_eq!((form.value("title"), form.value("body")), (Some("Which cloth is the softest?"), Some("Any.")));
    let refused = scene.bob.browser.submit(&form.clone().fill("title", "Which?")).await;
    assert_eq!((refused.status, refused.form(paths::FORM_EDIT).value("title")), (422, Some("Which?")));
    let done = scene.bob.browser.submit(&form.fill("body", "Cotton?")).await;
    assert!(done.text().contains("Changed.") && done.text().contains("Cotton?"), "{}", done.text());
    scene.app.stop().await;
}

async fn edits_have_their_time(database: Database) {
    let scene = Scene::open(database).await;
    let id = scene.published_reply(&scene.bob, "About a year.").await;
    let question = edit(&scene.ada, &paths::question_edits(&scene.question), "Newer.").await;
    assert_eq!(code(question), Code::Forbidden, "somebody has replied");
    assert_eq!(code(edit(&scene.ada, &paths::reply_edits(&id), "Mine.").await), Code::Forbidden);
    scene.app.advance_seconds(24 * 60 * 60);
    assert_eq!(code(edit(&scene.bob, &paths::reply_edits(&id), "Two.").await), Code::Forbidden, "a day is over");
    assert_eq!(edit(&scene.mo, &paths::reply_edits(&id), "Two years.").await.status, 200);
    scene.app.stop().await;
}

async fn a_moderator_edits_and_undoes(database: Database) {
    let scene = Scene::open(database).await;
    let path = paths::question_edits(&scene.question);
    let changed: Changed = edit(&scene.mo, &path, "Clearer.").await.expect(200);
    assert_eq!(scene.public().await[0].body_html, "<p>Clearer.</p>");
    let mails = scene.app.new_mails_to("ada@example.org").await;
    assert!(mails[0].header("Subject").starts_with("A moderator has changed"), "{mails:?}");
    undo(&scene.mo, &changed.undo.expect("it can be taken back")).await;
    assert_eq!(scene.public().await[0].body_html, "<p>The <em>old</em> text.</p>");
    let again: Changed = edit(&scene.mo, &path, "Clearer still.").await.expect(200);
    edit(&scene.mo, &path, "Clearest.").await.expect::<Changed>(200);
    let late = scene.mo.browser.post(&paths::undo(&again.undo.expect("an audit entry")), &json!({})).await;
    assert_eq!(code(late), Code::Conflict, "it has changed since");
    scene.app.stop().await;
}

async fn a_deleted_question_leaves_a_stub_while_others_have_replied(database: Database) {
    let scene = Scene::open(database).await;
    let path = scene.acts();
    for who in [&scene.bob, &scene.mo] {
        assert_eq!(code(who.browser.post(&path, &ActRequest::new(Act::Delete, "")).await), Code::Forbidden);
    }
    let deleted = act(&scene.ada, &path, Act::Delete).await;
    assert_eq!(scene.public().await, []);
    assert_eq!(scene.mo.browser.post(&paths::undo(&deleted.id), &json!({})).await.status, 404, "it is the author's");
    undo(&scene.ada, &deleted.id).await;
    assert_eq!(scene.public().await.len(), 1);

    let kept = scene.published_reply(&scene.bob, "About a year.").await;
    act(&scene.ada, &path, Act::Delete).await;
    let public = scene.public().await;
    assert_eq!(
        (public[0].title.as_str(), public[0].body_html.as_str(), public[0].state),
        ("", "", QuestionState::Deleted)
    );
    assert_eq!((public[0].author.name.as_str(), public[0].replies[0].id.as_str()), ("Deleted user", kept.as_str()));
    let permalink = scene.app.browser().open(&paths::permalink("", &scene.question)).await;
    assert_eq!(permalink.status, 200);
    assert!(permalink.text().contains("About a year.") && permalink.html.contains("noindex"));
    assert!(!permalink.html.contains("ld+json") && !permalink.html.contains("oil last"), "{}", permalink.html);
    let request = ReplyRequest { body: "Two.".to_owned(), ..ReplyRequest::default() };
    assert_eq!(scene.bob.browser.post(&paths::replies(&scene.question), &request).await.status, 404);
    assert_eq!(scene.seen_by(&scene.bob).await.title, "", "to others it is what everybody sees");

    let back = act(&scene.ada, &path, Act::Undelete).await;
    assert_eq!(scene.public().await, [], "what is below it waits with it");
    undo(&scene.ada, &back.id).await;
    assert_eq!(scene.public().await.len(), 1);

    act(&scene.mo, &paths::reply_acts(&kept), Act::Hide).await;
    assert_eq!(scene.public().await, [], "nothing is left to keep a place for");
    let back = act(&scene.ada, &path, Act::Undelete).await;
    assert_eq!(back.thread.state, QuestionState::Held, "it has to be looked at again");
    scene.app.stop().await;
}

async fn what_is_deleted_is_purged_after_thirty_days(database: Database) {
    let scene = Scene::open(database).await;
    let id = scene.published_reply(&scene.bob, "About a year.").await;
    edit(&scene.bob, &paths::reply_edits(&id), "Two years.").await.expect::<Changed>(202);
    let deleted = act(&scene.bob, &paths::reply_acts(&id), Act::Delete).await;
    assert_eq!(scene.public().await[0].replies, []);
    scene.app.advance_seconds(30 * 24 * 60 * 60);
    scene.app.keep_house().await;
    let (bob, mo) = (scene.app.signed_in("Bob", "bob@example.org").await, scene.app.moderator().await);
    assert_eq!(scene.seen_by(&mo).await.replies, []);
    assert_eq!(bob.browser.get(&paths::reply_edits(&id)).await.status, 404);
    assert_eq!(code(bob.browser.post(&paths::undo(&deleted.id), &json!({})).await), Code::Conflict);
    scene.app.stop().await;
}

async fn a_question_moves_and_moves_back(database: Database) {
    let scene = Scene::open(database).await;
    let to = |to: &str| ActRequest { to: to.to_owned(), ..ActRequest::new(Act::Move, "") };
    let nowhere = scene.mo.browser.post(&scene.acts(), &to("/nowhere/")).await;
    assert_eq!(code(nowhere), Code::InvalidInput);
    assert_eq!(code(scene.ada.browser.post(&scene.acts(), &to("start")).await), Code::Forbidden);
    let moved: Acted = scene.mo.browser.post(&scene.acts(), &to("http://localhost/")).await.expect(200);
    assert_eq!(scene.public().await, []);
    assert_eq!(threads(&scene.app.browser(), &paths::page_threads("start")).await[0].id, scene.question);
    let mails = scene.app.new_mails_to("ada@example.org").await;
    assert!(mails[0].header("Subject").starts_with("Your question has moved"), "{mails:?}");
    undo(&scene.mo, &moved.id).await;
    assert_eq!(scene.public().await[0].id, scene.question);
    assert_eq!(threads(&scene.app.browser(), &paths::page_threads("start")).await, []);
    scene.app.stop().await;
}

async fn duplicates_are_merged_and_unmerged(database: Database) {
    let scene = Scene::open(database).await;
    let answer = scene.published_reply(&scene.mo, "About a year.").await;
    let duplicate = ask(&scene.bob, "When do I have to change the oil?").await;
    let acts = paths::question_acts(&duplicate);
    act(&scene.mo, &acts, Act::Publish).await;
    scene.app.advance_seconds(1);
    let extra = reply(&scene.mo, &duplicate, "When it is dark.").await;
    scene.app.settle_mail().await;

    let into = |to: &str| ActRequest { to: to.to_owned(), ..ActRequest::new(Act::Merge, "Asked before.") };
    assert_eq!(code(scene.mo.browser.post(&acts, &into(&duplicate)).await), Code::InvalidInput, "into itself");
    let permalink = format!("http://localhost{}", paths::permalink(TITLE, &scene.question));
    let merged: Acted = scene.mo.browser.post(&acts, &into(&permalink)).await.expect(200);
    assert_eq!(merged.thread.id, scene.question);
    let public = scene.public().await;
    let replies: Vec<_> = public[0].replies.iter().map(|reply| reply.id.as_str()).collect();
    assert_eq!((public.len(), replies), (1, vec![answer.as_str(), extra.as_str()]));
    assert_eq!(public[0].votes, 1, "the asker of the duplicate has this question too");
    for words in ["", "some words"] {
        let page = scene.app.browser().open(&paths::permalink(words, &duplicate)).await;
        assert_eq!(page.url.path(), paths::permalink(TITLE, &scene.question));
    }
    let mails = scene.app.new_mails_to("bob@example.org").await;
    assert!(mails[0].text.contains(TITLE) && !mails[0].text.contains("change the oil"), "{mails:?}");
    reply(&scene.mo, &scene.question, "Smell it.").await;
    let mails = scene.app.new_mails_to("bob@example.org").await;
    assert!(mails[0].text.contains("a question that you follow"), "{mails:?}");
    let elsewhere = reply(&scene.bob, &duplicate, "Thank you both.").await;
    assert!(
        scene.seen_by(&scene.mo).await.replies.iter().any(|reply| reply.id == elsewhere),
        "it goes to the survivor"
    );

    undo(&scene.mo, &merged.id).await;
    let public = scene.public().await;
    assert_eq!((public.len(), public[0].votes), (2, 0));
    let back = public.iter().find(|thread| thread.id == duplicate).expect("it is back");
    assert_eq!((back.replies.len(), back.replies[0].id.as_str()), (1, extra.as_str()));
    scene.app.stop().await;
}

async fn a_reply_becomes_a_question_and_goes_back(database: Database) {
    let scene = Scene::open(database).await;
    let id = scene.published_reply(&scene.bob, "And where do I buy it?").await;
    scene.app.settle_mail().await;
    let split = |title: &str| ActRequest { title: title.to_owned(), ..ActRequest::new(Act::Split, "") };
    assert_eq!(code(scene.mo.browser.post(&paths::reply_acts(&id), &split("Oil?")).await), Code::InvalidInput);
    let request = split("Where do I buy the oil?");
    let done: Acted = scene.mo.browser.post(&paths::reply_acts(&id), &request).await.expect(200);
    assert_eq!((done.thread.title.as_str(), done.thread.author.name.as_str()), ("Where do I buy the oil?", "Bob"));
    assert_eq!(done.thread.body_html, "<p>And where do I buy it?</p>");
    let public = scene.public().await;
    assert_eq!((public.len(), public[0].replies.len()), (2, 0));
    let mails = scene.app.new_mails_to("bob@example.org").await;
    assert!(mails[0].text.contains("Where do I buy the oil?"), "{mails:?}");

    scene.app.advance_seconds(1);
    let answer = reply(&scene.mo, &done.thread.id, "At the harbour.").await;
    undo(&scene.mo, &done.id).await;
    let public = scene.public().await;
    let replies: Vec<_> = public[0].replies.iter().map(|reply| reply.id.as_str()).collect();
    assert_eq!((public.len(), replies), (1, vec![id.as_str(), answer.as_str()]));
    let page = scene.app.browser().open(&paths::permalink("", &done.thread.id)).await;
    assert_eq!(page.url.path(), paths::permalink(TITLE, &scene.question));
    scene.app.stop().await;
}

async fn a_locked_question_takes_no_replies(database: Database) {
    let scene = Scene::open(database).await;
    let locked = act(&scene.mo, &scene.acts(), Act::Lock).await;
    let page = scene.app.public_page(PATH).await;
    assert!(page.text().contains("Locked") && !page.has_form(paths::FORM_REPLY), "{}", page.text());
    for who in [&scene.bob, &scene.mo, &scene.app.person("Eve", "eve@example.org")] {
        let request = ReplyRequest {
            body: "One more.".to_owned(),
            name: "Eve".to_owned(),
            email: "eve@example.org".to_owned(),
            ..ReplyRequest::default()
        };
        let refused = who.browser.post(&paths::replies(&scene.question), &request).await;
        let problem: Problem = serde_json::from_str(&refused.text).expect("a problem");
        assert_eq!((problem.code, problem.state.as_deref()), (Code::Conflict, Some("locked")));
    }
    undo(&scene.mo, &locked.id).await;
    reply(&scene.bob, &scene.question, "One more.").await;
    scene.app.stop().await;
}

async fn a_claim_is_released_by_a_reply_and_by_time(database: Database) {
    let scene = Scene::open(database).await;
    act(&scene.mo, &scene.acts(), Act::Claim).await;
    let claim = scene.seen_by(&scene.bob).await.claim.expect("those who are signed in see it");
    assert_eq!((claim.name.as_str(), claim.own), ("Mo", false));
    assert_eq!(scene.public().await[0].claim, None);
    let second = scene.mo.browser.post(&scene.acts(), &ActRequest::new(Act::Claim, "")).await;
    assert_eq!(code(second), Code::Conflict);
    scene.app.advance_seconds(30 * 60);
    assert_eq!(scene.seen_by(&scene.mo).await.claim, None);
    act(&scene.mo, &scene.acts(), Act::Claim).await;
    reply(&scene.mo, &scene.question, "About a year.").await;
    assert_eq!(scene.seen_by(&scene.mo).await.claim, None);
    scene.app.stop().await;
}

async fn the_asker_clears_what_they_are_waited_for(database: Database) {
    let scene = Scene::open(database).await;
    act(&scene.mo, &scene.acts(), Act::Wait).await;
    assert!(scene.app.public_page(PATH).await.text().contains("Waits for its asker"));
    let mails = scene.app.new_mails_to("ada@example.org").await;
    assert!(mails[0].header("Subject").starts_with("Please say more"), "{mails:?}");
    scene.published_reply(&scene.bob, "Me too.").await;
    assert!(scene.public().await[0].waiting, "somebody else has said something");
    let more = reply(&scene.ada, &scene.question, "It is a small lamp.").await;
    assert!(scene.public().await[0].waiting, "it is not on the page yet");
    act(&scene.mo, &paths::reply_acts(&more), Act::Publish).await;
    assert!(!scene.public().await[0].waiting);
    scene.app.stop().await;
}

async fn flags_are_taken_back_one_by_one(database: Database) {
    let scene = Scene::open(database).await;
    let second = ask(&scene.bob, "Which cloth is soft enough?").await;
    act(&scene.mo, &paths::question_acts(&second), Act::Publish).await;
    let locked = act(&scene.mo, &scene.acts(), Act::Lock).await;
    act(&scene.mo, &paths::question_acts(&second), Act::Pin).await;
    assert_eq!(scene.public().await[0].id, second, "what is pinned stands first");
    act(&scene.mo, &scene.acts(), Act::Pin).await;
    let back = undo(&scene.mo, &locked.id).await;
    assert_eq!((back.locked, back.pinned), (false, true));
    let resolved = act(&scene.ada, &scene.acts(), Act::Resolve).await;
    act(&scene.mo, &scene.acts(), Act::Archive).await;
    let late = scene.ada.browser.post(&paths::undo(&resolved.id), &json!({})).await;
    assert_eq!(code(late), Code::Conflict);
    scene.app.stop().await;
}

async fn quiet_questions_are_locked_once(database: Database) {
    let scene = Scene::open(database).await;
    let days = |millis: i64| u64::try_from(millis / 1000).expect("a positive time");
    scene.app.advance_seconds(days(LOCK_AFTER) - 60 * 60);
    scene.app.keep_house().await;
    assert!(!scene.public().await[0].locked);
    scene.app.advance_seconds(2 * 60 * 60);
    scene.app.keep_house().await;
    assert!(scene.public().await[0].locked);
    let mo = scene.app.moderator().await;
    act(&mo, &scene.acts(), Act::Unlock).await;
    scene.app.keep_house().await;
    assert!(!scene.public().await[0].locked, "a moderator has the last word");
    scene.app.stop().await;
}

/// Walks role × act × state of questions and replies by the API, and compares with the tables of the domain.
async fn every_role_may_do_what_the_tables_say(database: Database) {
    let scene = Scene::open(database).await;
    let staff = scene.app.staff("sam@example.org").await;
    let eve = scene.app.person("Eve", "eve@example.org");
    let people = [
        (&eve, None, false),
        (&scene.bob, Some(Role::Member), false),
        (&scene.ada, Some(Role::Member), true),
        (&scene.mo, Some(Role::Moderator), false),
        (&staff, Some(Role::Staff), false),
    ];
    for (number, state) in QuestionState::ALL.into_iter().enumerate() {
        let Some(question) = question_in(&scene, number, state).await else { continue };
        for (who, role, own) in people {
            let sees = role.is_some() && (own || role > Some(Role::Member) || state == QuestionState::Published);
            for act in Act::ALL {
                let reply = who.browser.post(&paths::question_acts(&question), &ActRequest::new(act, "")).await;
                let may = allows(role, own, Capability::Act(act));
                let possible = QUESTION.iter().any(|(from, by, _)| *from == state && *by == act);
                expect(&reply, role, sees, may, possible, &format!("{state:?} {act:?} {role:?} {own}"));
                if reply.status == 200 {
                    let acted: Acted = reply.expect(200);
                    let back = who.browser.post(&paths::undo(&acted.id), &json!({})).await;
                    assert_eq!(back.status, 200, "{act:?} is taken back: {}", back.text);
                }
            }
        }
    }
    for state in [ReplyState::Held, ReplyState::Published, ReplyState::Hidden, ReplyState::Deleted] {
        scene.app.advance_seconds(60 * 60);
        let id = reply(&scene.ada, &scene.question, &format!("It is {}.", state.name())).await;
        match state {
            ReplyState::Published => _ = act(&scene.mo, &paths::reply_acts(&id), Act::Publish).await,
            ReplyState::Hidden => _ = act(&scene.mo, &paths::reply_acts(&id), Act::Hide).await,
            ReplyState::Deleted => _ = act(&scene.ada, &paths::reply_acts(&id), Act::Delete).await,
            _ => {}
        }
        for (who, role, own) in people {
            let sees = role.is_some() && (own || role > Some(Role::Member) || state == ReplyState::Published);
            // Resolving is about the question, and belongs to its table.
            for act in Act::ALL.into_iter().filter(|act| ![Act::Resolve, Act::Reopen].contains(act)) {
                let reply = who.browser.post(&paths::reply_acts(&id), &ActRequest::new(act, "")).await;
                let may = allows(role, own, Capability::Act(act));
                let possible = REPLY.iter().any(|(from, by, _)| *from == state && *by == act);
                expect(&reply, role, sees, may, possible, &format!("reply {state:?} {act:?} {role:?} {own}"));
                if reply.status == 200 {
                    let acted: Acted = reply.expect(200);
                    let back = who.browser.post(&paths::undo(&acted.id), &json!({})).await;
                    assert_eq!(back.status, 200, "{act:?} is taken back: {}", back.text);
                }
            }
        }
    }
    scene.app.stop().await;
}

/// What the API has to answer: 401 signed out, 404 where nothing is seen, 403 where it is not theirs to do, 409 where
/// it is not possible, 422 where something more has to be said; 200 only where the tables allow it.
fn expect(reply: &Reply, role: Option<Role>, sees: bool, may: bool, possible: bool, what: &str) {
    let allowed: &[u16] = match (role, sees, may, possible) {
        (None, ..) => &[401],
        (_, false, ..) => &[404],
        (_, _, false, _) => &[403],
        // Moving, merging and splitting say first what is missing.
        (_, _, _, false) => &[409, 422],
        _ => &[200, 409, 422],
    };
    assert!(allowed.contains(&reply.status), "{what}: {} is none of {allowed:?}: {}", reply.status, reply.text);
}

/// A question of Ada's in `state`; nothing for a state that no act alone leads to.
async fn question_in(scene: &Scene, number: usize, state: QuestionState) -> Option<String> {
    scene.app.advance_seconds(60 * 60);
    let id = ask(&scene.ada, &format!("What about the lamp, number {number}?")).await;
    let path = paths::question_acts(&id);
    match state {
        QuestionState::Held => {}
        QuestionState::Published => _ = act(&scene.mo, &path, Act::Publish).await,
        QuestionState::Rejected => _ = act(&scene.mo, &path, Act::Reject).await,
        QuestionState::Archived => {
            act(&scene.mo, &path, Act::Publish).await;
            act(&scene.mo, &path, Act::Archive).await;
        }
        QuestionState::Deleted => _ = act(&scene.ada, &path, Act::Delete).await,
        QuestionState::Merged => {
            let request = ActRequest { to: scene.question.clone(), ..ActRequest::new(Act::Merge, "") };
            scene.mo.browser.post(&path, &request).await.expect::<Acted>(200);
        }
        QuestionState::Purged => return None,
    }
    Some(id)
}
