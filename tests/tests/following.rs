//! Following a question, a page or a topic: who is told of what, how often, and how it ends.

use qa_api::follow::{Follow, FollowRequest, Follows, Often, OftenRequest, Scope, Stopped};
use qa_api::paths;
use qa_api::request::Changed;
use qa_api::thread::Act;
use reqwest::Method;
use tests::app::App;
use tests::browser::Reply;
use tests::database::Database;
use tests::mail::unsubscribe_link;
use tests::on_both_databases;
use tests::person::{Person, Post, question_id, reply_ids};

on_both_databases!(
    who_asks_or_replies_follows_by_themselves,
    a_page_and_a_topic_tell_of_new_questions,
    the_narrowest_choice_counts,
    replies_within_minutes_are_told_together,
    a_resolution_is_told_to_who_follows,
    one_click_ends_one_follow_or_all_mail,
    what_is_held_is_followed_by_nobody_else,
    following_is_limited_by_account
);

const PATH: &str = "/guide/cleaning/";
/// Longer than the pause between two mails about one question.
const PAUSE: u64 = 5 * 60 + 1;

async fn follow(person: &Person, scope: Scope, id: &str, often: Often) -> Follows {
    let request = FollowRequest { scope, id: id.to_owned(), often };
    person.browser.post(paths::MY_FOLLOWS, &request).await.expect(200)
}

async fn follows(person: &Person) -> Vec<Follow> {
    person.browser.get(paths::MY_FOLLOWS).await.expect::<Follows>(200).follows
}

async fn reply(person: &Person, question: &str, body: &str) {
    person.reply(&paths::personal_page("cleaning"), question, body).await;
}

/// A question by somebody who is signed in.
async fn another_question(asker: &Person, moderator: &Person, title: &str) -> String {
    let page = asker.ask(&paths::personal_page("cleaning"), title, "").await;
    let id = question_id(&page, title);
    moderator.act("cleaning", Post::Question(&id), Act::Publish, "").await;
    id
}

async fn who_asks_or_replies_follows_by_themselves(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let bob = app.signed_in("Bob", "bob@example.org").await;
    let id = app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    let own = follows(&ada).await;
    assert_eq!((own[0].scope, own[0].id.as_str(), own[0].often), (Scope::Question, id.as_str(), Some(Often::AtOnce)));
    assert_eq!(follows(&bob).await, []);

    let shown = bob.reply(&paths::personal_page("cleaning"), &id, "Six evenings for me.").await;
    assert_eq!(follows(&bob).await, [], "a held reply follows nothing yet");
    moderator.act("cleaning", Post::Reply(&reply_ids(&shown)[0]), Act::Publish, "").await;
    app.settle_mail().await;
    assert_eq!(follows(&bob).await.len(), 1, "whoever replies follows");
    reply(&moderator, &id, "It depends on the wick.").await;
    assert_eq!(app.new_mails_to("bob@example.org").await.len(), 1);

    let page = bob.browser.open(&paths::personal_page("cleaning")).await;
    let form = page.form_with(paths::FORM_FOLLOW, "id", &id).fill("often", "never");
    let page = bob.browser.submit(&form).await;
    assert!(page.text().contains("Mail about it comes as you have chosen"), "{}", page.text());
    assert_eq!(follows(&bob).await[0].often, Some(Often::Never));

    let page = ada.browser.open(paths::PROFILE).await;
    let form = page.form_with(paths::FORM_FOLLOW, "id", &id).fill("often", "weekly");
    assert!(ada.browser.submit(&form).await.text().contains("Saved."));
    assert_eq!(follows(&ada).await[0].often, Some(Often::Weekly));
    app.advance_seconds(PAUSE);
    app.settle_mail().await;
    reply(&moderator, &id, "One more thing.").await;
    assert_eq!(app.new_mails_to("example.org").await, [], "nobody is told at once any more");
    app.stop().await;
}

async fn a_page_and_a_topic_tell_of_new_questions(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let bob = app.signed_in("Bob", "bob@example.org").await;
    let cleo = app.signed_in("Cleo", "cleo@example.org").await;
    let page = bob.browser.open(&format!("{}?page=cleaning", paths::FOLLOW_PAGE)).await;
    let form = page.form_with(paths::FORM_FOLLOW, "kind", "page").fill("often", "at_once");
    assert!(bob.browser.submit(&form).await.text().contains("Saved."));
    follow(&cleo, Scope::Topic, "lamp", Often::AtOnce).await;
    follow(&moderator, Scope::Topic, "lamp", Often::AtOnce).await;

    let id = app.held_question(&ada, PATH, "How long does the oil last?").await;
    assert_eq!(app.new_mails_to("bob@example.org").await, []);
    moderator.act("cleaning", Post::Question(&id), Act::Publish, "").await;
    app.settle_mail_due_now().await;
    assert_eq!(app.mails_to("cleo@example.org").len(), 1, "only the code: the act can still be taken back");
    for address in ["bob@example.org", "cleo@example.org"] {
        let mails = app.new_mails_to(address).await;
        let mail = mails.last().expect("who follows the page or topic is told");
        assert_eq!(mail.header("Subject"), "How long does the oil last?");
        assert!(mail.text.contains("Ada asks on"), "{}", mail.text);
    }
    assert_eq!(app.new_mails_to("mo@example.org").await, [], "whoever puts it on the page knows");
    reply(&moderator, &id, "Six evenings.").await;
    let mails = app.new_mails_to("cleo@example.org").await;
    assert!(mails[0].text.contains("Six evenings."), "a topic's follower is told of replies too");
    let unknown = FollowRequest { scope: Scope::Topic, id: "boats".to_owned(), often: Often::Daily };
    assert_eq!(cleo.browser.post(paths::MY_FOLLOWS, &unknown).await.status, 404);
    assert_eq!(app.browser().get(paths::MY_FOLLOWS).await.status, 401);
    app.stop().await;
}

async fn the_narrowest_choice_counts(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let bob = app.signed_in("Bob", "bob@example.org").await;
    follow(&bob, Scope::Topic, "lamp", Often::AtOnce).await;
    let first = app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    let second = another_question(&ada, &moderator, "Where is the wick sold?").await;
    app.settle_mail().await;
    let path = paths::question_follow(&first);
    let changed: Changed = bob.browser.post(&path, &OftenRequest { often: Often::Never }).await.expect(200);
    assert_eq!(changed.thread.personal.expect("a thread of one's own view").follows, Some(Often::Never));
    reply(&moderator, &first, "Six evenings.").await;
    assert_eq!(app.new_mails_to("bob@example.org").await, []);
    reply(&moderator, &second, "In the shop.").await;
    assert_eq!(app.new_mails_to("bob@example.org").await.len(), 1);
    follow(&bob, Scope::Page, "cleaning", Often::Daily).await;
    app.advance_seconds(PAUSE);
    reply(&moderator, &second, "And in the other shop.").await;
    assert_eq!(app.new_mails_to("bob@example.org").await, [], "a page's choice counts before its topic's");
    app.stop().await;
}

async fn replies_within_minutes_are_told_together(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    app.settle_mail().await;
    reply(&moderator, &id, "The first.").await;
    assert_eq!(app.new_mails_to("ada@example.org").await.len(), 1, "the first is told at once");
    reply(&moderator, &id, "The second.").await;
    reply(&moderator, &id, "The third.").await;
    assert_eq!(app.new_mails_to("ada@example.org").await, []);
    app.advance_seconds(PAUSE);
    let mails = app.new_mails_to("ada@example.org").await;
    assert_eq!(mails.len(), 1, "{mails:#?}");
    let text = &mails[0].text;
    let places: Vec<_> = ["The second.", "The third."].iter().map(|words| text.find(words)).collect();
    assert!(places[0].is_some() && places[0] < places[1] && !text.contains("The first."), "{text}");
    app.advance_seconds(PAUSE);
    assert_eq!(app.new_mails_to("ada@example.org").await, []);
    reply(&moderator, &id, "The fourth.").await;
    assert_eq!(app.new_mails_to("ada@example.org").await.len(), 1);
    app.stop().await;
}

async fn a_resolution_is_told_to_who_follows(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let bob = app.signed_in("Bob", "bob@example.org").await;
    let id = app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    follow(&bob, Scope::Question, &id, Often::AtOnce).await;
    app.settle_mail().await;
    ada.act("cleaning", Post::Question(&id), Act::Resolve, "").await;
    let mails = app.new_mails_to("example.org").await;
    assert_eq!(mails.len(), 1, "{mails:#?}");
    assert!(mails[0].is_to("bob@example.org"));
    assert_eq!(mails[0].header("Subject"), "Resolved: How long does the oil last?");
    app.stop().await;
}

async fn one_click_ends_one_follow_or_all_mail(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let first = app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    let second = another_question(&ada, &moderator, "Where is the wick sold?").await;
    app.settle_mail().await;
    reply(&moderator, &first, "Six evenings.").await;
    let mail = app.new_mails_to("ada@example.org").await.pop().expect("the asker is told");
    let link = unsubscribe_link(&mail);
    let shown = app.browser().open(&link).await;
    assert!(shown.text().contains("How long does the oil last?"), "{}", shown.text());
    assert_eq!(follows(&ada).await.iter().filter(|follow| follow.often == Some(Often::Never)).count(), 0);

    let post = app.browser().request(Method::POST, &link).form(&[("List-Unsubscribe", "One-Click")]);
    assert_eq!(Reply::read(post).await.status, 200);
    app.advance_seconds(PAUSE);
    reply(&moderator, &first, "Or seven.").await;
    assert_eq!(app.new_mails_to("ada@example.org").await, [], "that question is quiet");
    reply(&moderator, &second, "In the shop.").await;
    assert_eq!(app.new_mails_to("ada@example.org").await.len(), 1, "the other is not");

    let form = shown.form(paths::UNSUBSCRIBE).press("all", "yes");
    app.browser().submit(&form).await;
    app.advance_seconds(PAUSE);
    reply(&moderator, &second, "And in the other shop.").await;
    assert_eq!(app.new_mails_to("ada@example.org").await, []);
    let stopped: Follows = ada.browser.get(paths::MY_FOLLOWS).await.expect(200);
    assert_eq!(stopped.stopped, Some(Stopped::Asked));
    let page = ada.browser.open(paths::PROFILE).await;
    ada.browser.submit(&page.form(paths::FORM_RESUME_MAIL)).await;
    app.advance_seconds(PAUSE);
    reply(&moderator, &second, "And by mail.").await;
    assert_eq!(app.new_mails_to("ada@example.org").await.len(), 1, "mail comes again");
    app.stop().await;
}

async fn what_is_held_is_followed_by_nobody_else(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let bob = app.signed_in("Bob", "bob@example.org").await;
    let id = app.held_question(&ada, PATH, "How long does the oil last?").await;
    let request = FollowRequest { scope: Scope::Question, id: id.clone(), often: Often::AtOnce };
    assert_eq!(bob.browser.post(paths::MY_FOLLOWS, &request).await.status, 404);
    assert_eq!(bob.browser.open(&format!("{}?question={id}", paths::FOLLOW_PAGE)).await.status, 404);
    moderator.act("cleaning", Post::Question(&id), Act::Publish, "").await;
    assert_eq!(bob.browser.post(paths::MY_FOLLOWS, &request).await.status, 200);
    moderator.act("cleaning", Post::Question(&id), Act::Archive, "").await;
    assert_eq!(follows(&bob).await, [], "what is off the page is not shown in a list either");
    app.stop().await;
}

async fn following_is_limited_by_account(database: Database) {
    let app = App::start(database).await;
    let bob = app.signed_in("Bob", "bob@example.org").await;
    let request = FollowRequest { scope: Scope::Page, id: "cleaning".to_owned(), often: Often::Daily };
    for number in 0..200 {
        let reply = bob.browser.post(paths::MY_FOLLOWS, &request).await;
        if reply.status == 429 {
            assert!(number >= 60 && reply.headers.contains_key("retry-after"), "{number}");
            app.stop().await;
            return;
        }
    }
    panic!("no limit was reached");
}
