//! Digests come once a period, say what is on the page then, and mail stops where it is not taken.

use qa_api::follow::{FollowRequest, Follows, Often, Scope, Stopped};
use qa_api::paths;
use qa_api::people::Profile;
use qa_api::request::{AskRequest, Posted};
use qa_api::thread::{Act, Role};
use qa_server::domain::limit::{MAILS_PER_ADDRESS, MAILS_PER_AUTHOR};
use qa_server::service::bounces;
use qa_server::store::Tx;
use qa_server::store::counters::update_counter;
use reqwest::Method;
use tests::app::App;
use tests::browser::Reply;
use tests::database::Database;
use tests::mail::unsubscribe_link;
use tests::on_both_databases;
use tests::person::{Person, Post};

on_both_databases!(
    a_day_is_told_in_one_mail,
    a_week_is_told_on_monday,
    what_left_the_page_is_in_no_digest,
    a_digest_is_stopped_by_one_click,
    an_address_that_takes_no_mail_is_left_alone,
    mails_over_the_ceiling_wait,
    one_member_causes_so_many_mails_and_no_more
);

const PATH: &str = "/guide/cleaning/";
const DAY: u64 = 24 * 60 * 60;

async fn follower(app: &App, scope: Scope, id: &str, often: Often) -> Person {
    let bob = app.signed_in("Bob", "bob@example.org").await;
    let request = FollowRequest { scope, id: id.to_owned(), often };
    let _: Follows = bob.browser.post(paths::MY_FOLLOWS, &request).await.expect(200);
    bob
}

/// Lets days pass, with housekeeping at the end of each and once more, as other servers do.
async fn pass(app: &App, days: u64) {
    for _ in 0..days {
        app.advance_seconds(DAY);
        app.keep_house().await;
        app.keep_house().await;
    }
}

async fn a_day_is_told_in_one_mail(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    follower(&app, Scope::Page, "cleaning", Often::Daily).await;
    app.keep_house().await;
    let id = app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    moderator.reply(&paths::personal_page("cleaning"), &id, "Six evenings.").await;
    app.keep_house().await;
    assert_eq!(app.new_mails_to("bob@example.org").await.len(), 0, "the day has not ended");
    pass(&app, 1).await;
    let mails = app.new_mails_to("bob@example.org").await;
    assert_eq!(mails.len(), 1, "{mails:#?}");
    assert!(mails[0].header("Subject").starts_with("Your day on"));
    assert!(mails[0].text.contains("How long does the oil last?") && mails[0].text.contains("new, one new reply"));
    pass(&app, 3).await;
    assert_eq!(app.new_mails_to("bob@example.org").await, [], "nothing happened, so nothing is sent");
    app.stop().await;
}

async fn a_week_is_told_on_monday(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    follower(&app, Scope::Topic, "lamp", Often::Weekly).await;
    app.keep_house().await;
    app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    app.settle_mail().await;
    pass(&app, 15).await;
    let mails = app.new_mails_to("bob@example.org").await;
    assert_eq!(mails.len(), 1, "{mails:#?}");
    assert!(mails[0].header("Subject").starts_with("Your week on"));
    app.stop().await;
}

async fn what_left_the_page_is_in_no_digest(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    follower(&app, Scope::Page, "cleaning", Often::Daily).await;
    app.keep_house().await;
    let id = app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    moderator.act("cleaning", Post::Question(&id), Act::Archive, "").await;
    app.settle_mail().await;
    pass(&app, 2).await;
    assert_eq!(app.new_mails_to("bob@example.org").await, []);
    app.stop().await;
}

async fn a_digest_is_stopped_by_one_click(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let bob = follower(&app, Scope::Page, "cleaning", Often::Daily).await;
    app.keep_house().await;
    app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    pass(&app, 1).await;
    let mail = app.new_mails_to("bob@example.org").await.pop().expect("a digest");
    let link = unsubscribe_link(&mail);
    let post = app.browser().request(Method::POST, &link).form(&[("List-Unsubscribe", "One-Click")]);
    assert_eq!(Reply::read(post).await.status, 200);
    let follows: Follows = bob.browser.get(paths::MY_FOLLOWS).await.expect(200);
    assert_eq!((follows.follows[0].often, follows.stopped), (Some(Often::Never), None));
    app.stop().await;
}

async fn an_address_that_takes_no_mail_is_left_alone(database: Database) {
    let app = App::start(database).await;
    let (ada, bob) = (app.signed_in("Ada", "ada@example.org").await, app.signed_in("Bob", "bob@example.org").await);
    app.grant("staff@example.org", Role::Staff).await;
    let refused = async |mail: &str, address: &str, hard| {
        bounces::note(app.server(), mail, address, hard, "550 no such mailbox").await.expect("it is noted");
    };
    let stopped = async |person: &Person| person.browser.get(paths::MY_FOLLOWS).await.expect::<Follows>(200).stopped;
    refused("m1", "ada@example.org", true).await;
    assert_eq!(stopped(&ada).await, Some(Stopped::Bounced));
    let told = app.new_mails_to("staff@example.org").await;
    assert_eq!(told.len(), 1);
    assert!(told[0].text.contains("ada@example.org"), "{}", told[0].text);

    for mail in ["m2", "m2", "m3", "m4", "m5", "m5"] {
        refused(mail, "bob@example.org", false).await;
    }
    assert_eq!(stopped(&bob).await, None, "the same mail, tried again, counts once");
    bounces::taken(app.server(), "bob@example.org").await.expect("it is noted");
    refused("m6", "bob@example.org", false).await;
    assert_eq!(stopped(&bob).await, None, "a mail that was taken makes up for it");
    for mail in ["m7", "m8", "m9", "m10"] {
        refused(mail, "bob@example.org", false).await;
    }
    assert_eq!(stopped(&bob).await, Some(Stopped::Bounced));
    app.stop().await;
}

async fn mails_over_the_ceiling_wait(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.held_question(&ada, PATH, "How long does the oil last?").await;
    let server = app.server().clone();
    let unit = app.server().store.write(move |tx: &mut Tx| {
        Box::pin(async move {
            for _ in 0..MAILS_PER_ADDRESS.max {
                update_counter(tx, &MAILS_PER_ADDRESS, "ada@example.org", server.now()).await?;
            }
            Ok::<_, qa_server::store::StoreError>(())
        })
    });
    unit.await.expect("they are counted");
    moderator.act("cleaning", Post::Question(&id), Act::Publish, "").await;
    assert_eq!(app.new_mails_to("ada@example.org").await, [], "it waits");
    app.advance_seconds(60 * 60);
    assert_eq!(app.new_mails_to("ada@example.org").await.len(), 1, "and comes in the next hour");
    app.stop().await;
}

async fn one_member_causes_so_many_mails_and_no_more(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.signed_in("Ada", "ada@example.org").await, app.moderator().await);
    let bob = app.signed_in("Bob", "bob@example.org").await;
    let follow = FollowRequest { scope: Scope::Page, id: "cleaning".to_owned(), often: Often::AtOnce };
    assert_eq!(bob.browser.post(paths::MY_FOLLOWS, &follow).await.status, 200);
    let ask = AskRequest {
        page: "cleaning".to_owned(),
        title: "How long does the oil last?".to_owned(),
        ..AskRequest::default()
    };
    let Posted::Held { thread } = ada.browser.post(paths::QUESTIONS, &ask).await.expect(201) else {
        panic!("a first question waits")
    };
    let id = ada.browser.get(paths::MY_PROFILE).await.expect::<Profile>(200).id;
    app.use_up(&MAILS_PER_AUTHOR, &[&id]).await;
    moderator.act("cleaning", Post::Question(&thread.id), Act::Publish, "").await;
    assert_eq!(app.new_mails_to("bob@example.org").await, [], "it waits");
    assert_eq!(app.new_mails_to("ada@example.org").await.len(), 1, "what others cause is not concerned");
    app.advance_seconds(60 * 60);
    assert_eq!(app.new_mails_to("bob@example.org").await.len(), 1, "and comes in the next hour");
    app.stop().await;
}
