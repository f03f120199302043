//! Becoming a moderator and ceasing to be one, on the site and on the command line.

use qa_api::paths;
use qa_api::people::{People, Profile, RoleDecision, RoleRequest};
use qa_api::request::Me;
use qa_api::thread::{PageView, Role};
use qa_server::service::accounts;
use tests::app::App;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::Person;

on_both_databases!(
    a_member_asks_and_staff_make_a_moderator,
    a_wish_is_turned_down_with_a_reason,
    a_role_is_taken_away,
    roles_are_for_staff_to_decide,
    the_operator_bans_and_takes_it_back
);

/// Somebody of the staff, signed in by a link.
async fn staff(app: &App) -> Person {
    app.grant("grace@example.org", Role::Staff).await;
    let grace = app.person("Grace", "grace@example.org");
    let page = grace.browser.open(paths::SIGN_IN_PAGE).await;
    grace.browser.submit(&page.form(paths::FORM_SIGN_IN).fill("email", "grace@example.org")).await;
    let mail = app.mail_to("grace@example.org").await;
    grace.sign_in_by_link(&mail.link(paths::SIGN_IN_LINK).expect("staff get a link")).await;
    grace
}

async fn profile(person: &Person) -> Profile {
    person.browser.get(paths::MY_PROFILE).await.expect(200)
}

async fn a_member_asks_and_staff_make_a_moderator(database: Database) {
    let app = App::start(database).await;
    let (grace, ada) = (staff(&app).await, app.person("Ada", "ada@example.org"));
    let moderator = app.moderator().await;
    app.published_question(&ada, &moderator, "/", "Where is the wick sold?").await;
    app.settle_mail().await;
    let form = ada.browser.open(paths::PROFILE).await.form(paths::FORM_ASK_ROLE);
    let asked = ada.browser.submit(&form.fill("reason", "I answer most of these anyway.")).await;
    assert!(asked.text().contains("You asked to become a moderator on"), "{}", asked.text());
    assert!(!asked.has_form(paths::FORM_ASK_ROLE));
    let mail = app.mail_to("grace@example.org").await;
    assert!(mail.header("Subject").contains("Ada asks") && mail.text.contains("most of these"), "{mail:?}");
    assert_eq!(app.mails_to("mo@example.org"), [], "moderators do not decide about this");

    let list = grace.browser.open(paths::MODERATE_PEOPLE).await;
    assert!(list.text().contains("1 published post") && list.text().contains("ada@example.org"), "{}", list.text());
    let form = list.form_with(paths::FORM_ROLE, "person", &profile(&ada).await.id);
    let decided = grace.browser.submit(&form.fill("reason", "Thank you.").press("role", "moderator")).await;
    assert!(decided.text().contains("Nobody asks"), "{}", decided.text());
    assert_eq!(ada.browser.get(paths::ME).await.expect::<Me>(200).viewer, None, "a new role needs a new session");
    let mail = app.new_mails_to("ada@example.org").await.pop().expect("the asker is told");
    assert!(mail.header("Subject").starts_with("You are a moderator") && mail.text.contains("Thank you."), "{mail:?}");
    let view: PageView = app.browser().get(&paths::page_threads("start")).await.expect(200);
    assert_eq!(view.threads[0].author.badge, Some(Role::Moderator), "the badge is beside every post at once");

    let page = ada.browser.open(paths::SIGN_IN_PAGE).await;
    ada.browser.submit(&page.form(paths::FORM_SIGN_IN).fill("email", "ada@example.org")).await;
    let mail = app.mail_to("ada@example.org").await;
    assert_eq!(mail.code(), None, "six digits are too little now");
    app.stop().await;
}

async fn a_wish_is_turned_down_with_a_reason(database: Database) {
    let app = App::start(database).await;
    let (grace, ada) = (staff(&app).await, app.signed_in("Ada", "ada@example.org").await);
    ada.browser.post(paths::ASK_ROLE, &RoleRequest::default()).await.expect::<Profile>(200);
    ada.browser.post(paths::ASK_ROLE, &RoleRequest::default()).await.expect::<Profile>(200);
    let people: People = grace.browser.get(paths::PEOPLE).await.expect(200);
    assert_eq!(people.wishes.len(), 1, "asking twice is asking once");
    let refuse = RoleDecision { role: Role::Member, reason: "Answer a few questions first.".to_owned() };
    let path = paths::person_role(&people.wishes[0].id);
    grace.browser.post(&path, &refuse).await.expect::<People>(200);
    assert_eq!(grace.browser.post(&path, &refuse).await.status, 409, "decided once");
    let mail = app.new_mails_to("ada@example.org").await.pop().expect("the asker is told");
    assert!(mail.text.contains("not to, for now") && mail.text.contains("Answer a few"), "{mail:?}");
    assert_eq!(profile(&ada).await.asked_role_at, None, "and stays signed in, and may ask again");
    assert_eq!(app.mails_to("grace@example.org").len(), 2, "the link, and one mail about one wish");
    app.stop().await;
}

async fn a_role_is_taken_away(database: Database) {
    let app = App::start(database).await;
    let (grace, moderator) = (staff(&app).await, app.moderator().await);
    let id = profile(&moderator).await.id;
    let list = grace.browser.open(paths::MODERATE_PEOPLE).await;
    grace.browser.submit(&list.form_with(paths::FORM_ROLE, "person", &id).press("role", "member")).await;
    assert_eq!(moderator.browser.get(paths::ME).await.expect::<Me>(200).viewer, None);
    let mail = app.new_mails_to("mo@example.org").await.pop().expect("they are told");
    assert!(mail.header("Subject").contains("no longer"), "{mail:?}");
    let acts = app.account_acts(&id).await;
    let acts: Vec<_> = acts.iter().map(|act| (act.act.as_str(), act.actor_id.is_some())).collect();
    assert_eq!(
        acts,
        [("role:moderator", false), ("role:member", true)],
        "the operator gave it, one of the staff took it"
    );
    app.stop().await;
}

async fn roles_are_for_staff_to_decide(database: Database) {
    let app = App::start(database).await;
    let (grace, moderator) = (staff(&app).await, app.moderator().await);
    let ada = app.signed_in("Ada", "ada@example.org").await;
    let (of_ada, of_grace) = (profile(&ada).await.id, profile(&grace).await.id);
    let promote = RoleDecision { role: Role::Moderator, reason: String::new() };
    for (person, status) in [(&ada, 403), (&moderator, 403), (&app.person("", ""), 401)] {
        assert_eq!(person.browser.post(&paths::person_role(&of_ada), &promote).await.status, status);
        assert_eq!(person.browser.get(paths::PEOPLE).await.status, status);
        assert_eq!(person.browser.open(paths::MODERATE_PEOPLE).await.status, status);
    }
    let crown = RoleDecision { role: Role::Staff, reason: String::new() };
    assert_eq!(grace.browser.post(&paths::person_role(&of_ada), &crown).await.status, 403);
    assert_eq!(grace.browser.post(&paths::person_role(&of_grace), &promote).await.status, 403, "nor of oneself");
    assert_eq!(moderator.browser.post(paths::ASK_ROLE, &RoleRequest::default()).await.status, 409);
    app.stop().await;
}

async fn the_operator_bans_and_takes_it_back(database: Database) {
    let app = App::start(database).await;
    let ada = app.signed_in("Ada", "ada@example.org").await;
    let id = profile(&ada).await.id;
    assert_eq!(accounts::ban(app.server(), "nobody@example.org", 1, "Why not?").await.expect("it works"), None);
    let banned = accounts::ban(app.server(), "ada@example.org", 2, "Advertises watches.").await.expect("it works");
    assert_eq!(banned.map(|account| account.id).as_deref(), Some(id.as_str()));
    assert_eq!(ada.browser.get(paths::ME).await.expect::<Me>(200).viewer, None, "sessions end at once");
    let mail = app.new_mails_to("ada@example.org").await.pop().expect("they are told");
    assert!(mail.text.contains("Advertises watches."), "{mail:?}");
    let sign_in = async || {
        let page = ada.browser.open(paths::SIGN_IN_PAGE).await;
        let page = ada.browser.submit(&page.form(paths::FORM_SIGN_IN).fill("email", "ada@example.org")).await;
        ada.prove(&page, &app.mail_to("ada@example.org").await).await
    };
    assert!(sign_in().await.text().contains("Advertises watches."));
    assert_eq!(accounts::unban(app.server(), "ada@example.org").await.expect("it works"), 1);
    assert_eq!(accounts::unban(app.server(), "ada@example.org").await.expect("it works"), 0, "none is left");
    sign_in().await;
    assert!(ada.browser.get(paths::ME).await.expect::<Me>(200).viewer.is_some());
    let acts: Vec<_> = app.account_acts(&id).await.into_iter().map(|act| (act.act, act.actor_id)).collect();
    assert_eq!(acts, [("ban".to_owned(), None), ("unban".to_owned(), None)]);
    app.stop().await;
}
