//! Who is on duty: named in the inbox, told of what comes in, and relieved with a report.

use std::collections::BTreeMap;

use qa_api::inbox::Inbox;
use qa_api::paths;
use qa_api::request::AskRequest;
use qa_api::server_data::{Person as Member, Rotation, ServerData, Team};
use qa_api::thread::Role;
use qa_server::clock::{DAY, HOUR, rfc3339};
use qa_server::service::duty;
use tests::app::App;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::Person;

on_both_databases!(
    whoever_is_on_duty_is_named_and_told,
    a_hand_over_is_reported_once_to_the_team,
    only_moderators_are_told
);

/// A team whose second week begins in an hour: Mo hands over to Grace.
fn rules(app: &App) -> ServerData {
    let person = |name: &str, email: &str| Member { name: name.to_owned(), email: Some(email.to_owned()) };
    let rotation = Rotation {
        people: vec!["mo".to_owned(), "grace".to_owned()],
        first: rfc3339(app.server().clock.now() - 7 * DAY + HOUR),
        overrides: Vec::new(),
    };
    let team = Team {
        title: "Lamp team".to_owned(),
        topics: vec!["lamp".to_owned()],
        people: BTreeMap::from([
            ("mo".to_owned(), person("Mo", "mo@example.org")),
            ("grace".to_owned(), person("Grace", "grace@example.org")),
        ]),
        rotation: Some(rotation),
        more: BTreeMap::new(),
    };
    ServerData { version: 1, teams: BTreeMap::from([("lamps".to_owned(), team)]), ..ServerData::default() }
}

async fn ask(person: &Person, page: &str, title: &str) {
    let request = AskRequest { page: page.to_owned(), title: title.to_owned(), ..AskRequest::default() };
    assert_eq!(person.browser.post(paths::QUESTIONS, &request).await.status, 201);
}

async fn whoever_is_on_duty_is_named_and_told(database: Database) {
    let app = App::start(database).await;
    app.set_rules(&rules(&app));
    app.grant("grace@example.org", Role::Moderator).await;
    let (ada, moderator) = (app.signed_in("Ada", "ada@example.org").await, app.moderator().await);
    ask(&ada, "cleaning", "How long does the oil last?").await;
    app.advance_seconds(1);
    ask(&ada, "start", "Where do I begin with it?").await;
    let mails = app.new_mails_to("mo@example.org").await;
    assert_eq!(mails.len(), 1, "the other page has no topic: {mails:#?}");
    assert!(mails[0].text.contains("The lamp") && !mails[0].text.contains("oil"), "{}", mails[0].text);
    assert!(app.mails_to("grace@example.org").is_empty());
    let inbox: Inbox = moderator.browser.get(paths::MODERATION_INBOX).await.expect(200);
    assert_eq!((inbox.on_duty[0].team.as_str(), inbox.on_duty[0].person.as_str()), ("Lamp team", "Mo"));
    let lines: Vec<_> = inbox.items.iter().map(|item| (item.page.as_str(), item.on_duty.as_deref())).collect();
    assert_eq!(lines, [("cleaning", Some("Mo")), ("start", None)]);
    let page = moderator.browser.open(paths::MODERATE).await.text();
    assert!(page.contains("Lamp team : Mo") || page.contains("Lamp team: Mo"), "{page}");

    app.advance_seconds(60 * 60);
    ask(&ada, "cleaning", "Which cloth is soft enough?").await;
    assert_eq!(app.new_mails_to("grace@example.org").await.len(), 1, "Grace has taken over");
    app.stop().await;
}

async fn a_hand_over_is_reported_once_to_the_team(database: Database) {
    let app = App::start(database).await;
    app.set_rules(&rules(&app));
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    app.published_question(&ada, &moderator, "/guide/cleaning/", "Is this one left open?").await;
    ask(&ada, "cleaning", "Is zqheld still to be decided?").await;
    app.advance_seconds(60 * 60 + 5);
    app.settle_mail().await;
    for _ in 0..2 {
        duty::hand_over(app.server()).await.expect("the report is put into the outbox");
    }
    let reports = |mails: Vec<tests::mail::Mail>| -> Vec<_> {
        mails.into_iter().filter(|mail| mail.header("Subject").contains("Hand-over")).collect()
    };
    app.settle_mail().await;
    let to_mo = reports(app.mails_to("mo@example.org"));
    assert_eq!(to_mo.len(), 1, "once, however often it is looked");
    let text = &to_mo[0].text;
    assert!(text.contains("Grace is on duty") && text.contains("Waiting for a decision: 1"), "{text}");
    assert!(text.contains("Is this one left open?") && !text.contains("zqheld"), "{text}");
    assert!(reports(app.mails_to("grace@example.org")).is_empty(), "Grace has no account that may know");
    app.stop().await;
}

async fn only_moderators_are_told(database: Database) {
    let app = App::start(database).await;
    app.set_rules(&rules(&app));
    app.signed_in("Mo", "mo@example.org").await;
    let ada = app.signed_in("Ada", "ada@example.org").await;
    app.settle_mail().await;
    ask(&ada, "cleaning", "How long does the oil last?").await;
    assert!(app.new_mails_to("mo@example.org").await.is_empty(), "a member is told nothing of what waits");
    app.stop().await;
}
