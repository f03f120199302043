//! Taking one's data along, leaving, coming back, and what is left of somebody who has left.

use std::collections::BTreeSet;

use qa_api::paths;
use qa_api::people::{Export, LeaveRequest, Leaving, LeftPosts, Profile, ProfileRequest};
use qa_api::request::Me;
use qa_api::thread::Act;
use qa_server::store::personal::TABLES;
use tests::app::App;
use tests::database::Database;
use tests::mail::unsubscribe_link;
use tests::on_both_databases;
use tests::person::{Person, Post};

on_both_databases!(
    every_column_that_names_somebody_is_known,
    an_export_holds_what_somebody_wrote,
    leaving_signs_out_and_can_be_taken_back,
    posts_that_are_kept_have_no_name,
    posts_that_are_removed_are_gone,
    unsubscribing_outlives_the_account
);

const PATH: &str = "/guide/cleaning/";
const DAY: u64 = 24 * 60 * 60;

/// A table that is new, or a column, has to be exported and erased: add it to `store::personal::TABLES`.
async fn every_column_that_names_somebody_is_known(database: Database) {
    let app = App::start(database).await;
    let names_somebody = |column: &str| {
        column == "address"
            || ["account", "actor", "author", "person", "member", "subject_id"].iter().any(|word| column.contains(word))
    };
    let columns = app.columns().await;
    let mut seen = BTreeSet::new();
    for (table, column) in columns.iter().filter(|(_, column)| names_somebody(column)) {
        let known = TABLES.iter().any(|known| known.name == table && [column, "id"].contains(&known.column));
        assert!(known, "{table}.{column} names somebody");
        seen.insert(table.clone());
    }
    let known: BTreeSet<String> = TABLES.iter().map(|table| table.name.to_owned()).collect();
    assert_eq!(known, seen, "what is listed exists");
    app.stop().await;
}

async fn profile(person: &Person) -> Profile {
    person.browser.get(paths::MY_PROFILE).await.expect(200)
}

async fn an_export_holds_what_somebody_wrote(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    moderator.reply(&paths::personal_page("cleaning"), &id, "Six evenings.").await;
    let reply = ada.browser.get(paths::MY_EXPORT).await;
    assert!(reply.headers["content-disposition"].to_str().expect("ASCII").contains("attachment"));
    let export: Export = reply.expect(200);
    let tables: BTreeSet<&str> = export.tables.keys().map(String::as_str).collect();
    assert_eq!(tables, TABLES.iter().map(|table| table.name).collect(), "every table is there, empty or not");
    assert_eq!(export.tables["accounts"][0]["address"], "ada@example.org");
    assert_eq!(export.tables["questions"][0]["title"], "How long does the oil last?");
    assert_eq!(export.tables["replies"].len(), 0, "what others wrote is theirs");
    assert_eq!((export.tables["sessions"].len(), export.tables["challenges"].len()), (1, 1));
    for secret in ["token", "hash", "repeat_key", "Six evenings", "mo@example.org"] {
        assert!(!reply.text.contains(secret), "{secret}");
    }
    assert_eq!(app.browser().get(paths::MY_EXPORT).await.status, 401);
    app.stop().await;
}

async fn leaving_signs_out_and_can_be_taken_back(database: Database) {
    let app = App::start(database).await;
    let ada = app.signed_in("Ada", "ada@example.org").await;
    let elsewhere = app.signed_in("Ada", "ada@example.org").await;
    let form = ada.browser.open(paths::PROFILE).await.form(paths::FORM_LEAVE).press("posts", "keep");
    let left = ada.browser.submit(&form).await;
    assert!(left.text().contains("signed out everywhere"), "{}", left.text());
    for person in [&ada, &elsewhere] {
        assert_eq!(person.browser.get(paths::ME).await.expect::<Me>(200).viewer, None);
    }
    let mail = app.mail_to("ada@example.org").await;
    assert!(mail.header("Subject").contains("will be deleted on"), "{mail:?}");

    app.advance_seconds(6 * DAY);
    app.keep_house().await;
    let back = app.person("Ada", "ada@example.org");
    let form = back.browser.open(paths::SIGN_IN_PAGE).await.form(paths::FORM_SIGN_IN).fill("email", &back.email);
    let code_page = back.browser.submit(&form).await;
    let page = back.prove(&code_page, &app.mail_to("ada@example.org").await).await;
    assert_eq!(page.url.path(), paths::PROFILE, "whoever comes back is shown the way to stay");
    assert!(page.text().contains("will be deleted on") && !page.has_form(paths::FORM_LEAVE), "{}", page.text());
    let stays = back.browser.submit(&page.form(paths::FORM_STAY)).await;
    assert!(stays.text().contains("Welcome back") && stays.has_form(paths::FORM_LEAVE), "{}", stays.text());
    app.advance_seconds(2 * DAY);
    app.keep_house().await;
    assert_eq!(profile(&back).await.leaving, None);
    app.stop().await;
}

/// Somebody with a profile, a published question with a reply, a published reply, a held question and a draft.
async fn somebody(app: &App) -> (Person, Person, String) {
    let (ada, moderator) = (app.person("Ada Lovelace", "ada@example.org"), app.moderator().await);
    let asked = app.published_question(&ada, &moderator, PATH, "How long does zqoil last?").await;
    moderator.reply(&paths::personal_page("cleaning"), &asked, "Six evenings, mostly.").await;
    let bob = app.person("Bob", "bob@example.org");
    let other = app.published_question(&bob, &moderator, PATH, "Which cloth is soft?").await;
    let replied = ada.reply(&paths::personal_page("cleaning"), &other, "One of zqlinen.").await;
    let replies = tests::person::reply_ids(&replied).into_iter();
    let mut own = replies.filter(|id| replied.texts(&format!("#reply-{id}"))[0].contains("zqlinen"));
    let reply = own.next().expect("the reply is shown to its author");
    moderator.act("cleaning", Post::Reply(&reply), Act::Publish, "").await;
    ada.ask(&paths::personal_page("cleaning"), "Is zqheld a word?", "").await;
    let request = ProfileRequest {
        name: "Ada Lovelace".to_owned(),
        bio: "Of zqbio fame.".to_owned(),
        link: "https://zqlink.example.net".to_owned(),
    };
    ada.browser.post(paths::MY_PROFILE, &request).await.expect::<Profile>(200);
    // Before the code is typed it is a draft.
    app.person("Ada Lovelace", "ada@example.org").ask(PATH, "Is zqdraft a word?", "").await;
    app.settle_mail().await;
    (ada, moderator, asked)
}

async fn leave(app: &App, person: &Person, posts: LeftPosts) {
    let leaving: Leaving = person.browser.post(paths::LEAVE, &LeaveRequest { posts }).await.expect(202);
    assert_eq!(leaving.posts, posts);
    app.settle_mail_due_now().await;
    app.advance_seconds(7 * DAY);
    app.keep_house().await;
}

async fn posts_that_are_kept_have_no_name(database: Database) {
    let app = App::start(database).await;
    let (ada, ..) = somebody(&app).await;
    let account = profile(&ada).await.id;
    leave(&app, &ada, LeftPosts::Keep).await;

    let page = app.public_page(PATH).await;
    assert!(page.text().contains("zqoil") && page.text().contains("zqlinen"), "{}", page.text());
    assert!(page.text().contains("Deleted user") && !page.text().contains("Ada"), "{}", page.text());
    assert!(!page.html.contains(&account), "their page is linked from nowhere");
    assert_eq!(app.browser().open(&paths::person(&account)).await.status, 404);
    let stored = app.stored_text().await;
    for word in ["ada@example.org", "Lovelace", "zqbio", "zqlink", "zqheld", "zqdraft"] {
        assert!(!stored.contains(word), "{word} is still stored");
    }
    assert!(stored.contains("zqoil") && stored.contains("zqlinen"));

    let again = app.signed_in("Ada", "ada@example.org").await;
    assert_ne!(profile(&again).await.id, account, "the address begins anew");
    app.stop().await;
}

async fn posts_that_are_removed_are_gone(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator, asked) = somebody(&app).await;
    let page = ada.ask(&paths::personal_page("cleaning"), "Has zqalone an answer?", "").await;
    let alone = tests::person::question_id(&page, "Has zqalone an answer?");
    moderator.act("cleaning", Post::Question(&alone), Act::Publish, "").await;
    app.settle_mail().await;
    leave(&app, &ada, LeftPosts::Remove).await;

    let page = app.public_page(PATH).await;
    assert!(page.text().contains("Six evenings, mostly."), "what others wrote stays: {}", page.text());
    assert!(page.text().contains("Removed at its author's wish") && page.html.contains(&asked), "{}", page.text());
    assert!(!page.html.contains(&alone), "a question that nobody answered goes");
    let stored = app.stored_text().await;
    for word in ["ada@example.org", "Lovelace", "zq"] {
        assert!(!stored.contains(word), "{word} is still stored");
    }
    let found = app.public_page("/questions/?q=zqoil").await;
    assert!(!found.html.contains(&asked), "{}", found.text());
    app.stop().await;
}

async fn unsubscribing_outlives_the_account(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    let mail = app.new_mails_to("ada@example.org").await.pop().expect("the asker is told of the publication");
    let page = app.browser().open(&unsubscribe_link(&mail)).await;
    app.browser().submit(&page.form(paths::UNSUBSCRIBE)).await;
    leave(&app, &ada, LeftPosts::Keep).await;
    assert!(!app.stored_text().await.contains("ada@example.org"));

    let again = app.person("Ada", "ada@example.org");
    let id = app.held_question(&again, PATH, "Which cloth is soft enough?").await;
    moderator.act("cleaning", Post::Question(&id), Act::Publish, "").await;
    assert_eq!(app.new_mails_to("ada@example.org").await, [], "whoever wanted no mail still wants none");
    app.stop().await;
}
