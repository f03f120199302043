//! People and their accounts: what they say about themselves, where they are signed in, what others see of them.

use qa_api::paths;
use qa_api::people::{EndSessionsRequest, Person as PublicPerson, Profile, ProfileRequest, Sessions};
use qa_api::request::Me;
use qa_api::thread::{PageView, Role};
use reqwest::Method;
use tests::app::App;
use tests::browser::{Browser, Reply};
use tests::database::Database;
use tests::on_both_databases;

on_both_databases!(
    a_new_name_is_everywhere_at_once,
    a_profile_that_cannot_be_taken_comes_back,
    somebody_is_known_once_something_is_published,
    sessions_are_listed_and_ended,
    a_session_is_seen_again,
    changing_oneself_is_limited
);

const PATH: &str = "/guide/cleaning/";

async fn profile(browser: &Browser) -> Profile {
    browser.get(paths::MY_PROFILE).await.expect(200)
}

async fn a_new_name_is_everywhere_at_once(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    app.published_question(&ada, &moderator, PATH, "How long does the oil last?").await;
    let before = app.browser().get(paths::SNAPSHOT).await.text;
    assert!(before.contains("Ada"));

    let page = ada.browser.open(paths::PROFILE).await;
    let form = page.form(paths::FORM_PROFILE);
    assert_eq!(form.value("name"), Some("Ada"));
    let form = form.fill("name", "Countess").fill("bio", "Lamps, mostly.").fill("link", "https://ada.example.net/");
    let saved = ada.browser.submit(&form).await;
    assert!(saved.text().contains("Saved."), "{}", saved.text());

    let public = app.public_page(PATH).await;
    assert!(public.text().contains("Countess") && !public.text().contains("Ada"), "{}", public.text());
    let after = app.browser().get(paths::SNAPSHOT).await.text;
    assert!(after.contains("Countess") && !after.contains("Ada"), "a site that is built now has the new name");

    let links = public.attributes(".qa-meta a", "href");
    let person = app.public_page(&links[0]).await;
    assert_eq!(person.texts("h1"), ["Countess"]);
    assert!(person.text().contains("Lamps, mostly.") && person.text().contains("How long does the oil last?"));
    assert_eq!(person.attributes(".qa-person__link", "rel"), ["nofollow ugc noopener noreferrer"]);
    assert!(!person.html.contains("ada@example.org"));
    assert_eq!(person.html, ada.browser.open(&links[0]).await.html, "the same with and without a cookie");
    app.stop().await;
}

async fn a_profile_that_cannot_be_taken_comes_back(database: Database) {
    let app = App::start(database).await;
    let ada = app.signed_in("Ada", "ada@example.org").await;
    let form = ada.browser.open(paths::PROFILE).await.form(paths::FORM_PROFILE);
    let refused = ada.browser.submit(&form.fill("bio", "Lamps").fill("link", "javascript:alert(1)")).await;
    assert_eq!(refused.status, 422);
    let form = refused.form(paths::FORM_PROFILE);
    assert_eq!((form.value("bio"), form.value("link")), (Some("Lamps"), Some("javascript:alert(1)")));
    assert_eq!(profile(&ada.browser).await.bio, "", "nothing was changed");

    let signed_out = app.browser();
    assert_eq!(signed_out.open(paths::PROFILE).await.status, 401);
    assert_eq!(signed_out.get(paths::MY_PROFILE).await.status, 401);
    assert_eq!(signed_out.post(paths::MY_PROFILE, &ProfileRequest::default()).await.status, 401);
    app.stop().await;
}

async fn somebody_is_known_once_something_is_published(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.held_question(&ada, PATH, "How long does the oil last?").await;
    let account = profile(&ada.browser).await;
    assert_eq!(account.public, None);
    let data = paths::person_data(&account.id);
    assert_eq!(app.browser().get(&data).await.status, 404, "what is held makes nobody known");
    assert_eq!(moderator.browser.open(&paths::person(&account.id)).await.status, 404, "to nobody");

    let post = tests::person::Post::Question(&id);
    moderator.act("cleaning", post, qa_api::thread::Act::Publish, "").await;
    assert_eq!(profile(&ada.browser).await.public, Some(paths::person(&account.id)));
    moderator.reply(&paths::personal_page("cleaning"), &id, "Six evenings.").await;
    let person: PublicPerson = app.browser().get(&data).await.expect(200);
    assert_eq!((person.name.as_str(), person.questions.len(), person.replies.len()), ("Ada", 1, 0));

    let view: PageView = app.browser().get(&paths::page_threads("cleaning")).await.expect(200);
    let helper = view.threads[0].replies[0].author.person.clone().expect("a reply's author has a page");
    let person: PublicPerson = app.browser().get(&paths::person_data(&helper)).await.expect(200);
    assert_eq!((person.badge, person.replies.len()), (Some(Role::Moderator), 1));
    assert!(person.replies[0].path.starts_with("/questions/how-long-does-the-oil-last-"), "{:?}", person.replies);
    app.stop().await;
}

/// Signs in again, from a browser that calls itself `user_agent`.
async fn sign_in_as(app: &App, email: &str, user_agent: &str) -> Browser {
    let browser = app.browser();
    let post = |path: &str, body: serde_json::Value| {
        let request = browser.request(Method::POST, path).json(&body).header("Sec-Fetch-Site", "same-origin");
        Reply::read(request.header("User-Agent", user_agent.to_owned()))
    };
    let challenge: qa_api::request::Challenge =
        post(paths::SIGN_IN, serde_json::json!({ "email": email })).await.expect(202);
    let code = app.mail_to(email).await.code().expect("the mail has a code");
    let path = paths::challenge_answer(&challenge.challenge);
    assert_eq!(post(&path, serde_json::json!({ "code": code })).await.status, 200);
    browser
}

async fn is_signed_in(browser: &Browser) -> bool {
    browser.get(paths::ME).await.expect::<Me>(200).viewer.is_some()
}

async fn sessions_are_listed_and_ended(database: Database) {
    let app = App::start(database).await;
    let email = "ada@example.org";
    let laptop = sign_in_as(&app, email, "Mozilla/5.0 (X11; Linux) Gecko/20100101 Firefox/140.0").await;
    let phone = sign_in_as(&app, email, "Mozilla/5.0 (Linux; Android) Chrome/141.0 Mobile Safari/537.36").await;
    let library = sign_in_as(&app, email, "curl/8").await;
    let other = app.signed_in("Bob", "bob@example.org").await;

    let Sessions { sessions } = laptop.get(paths::MY_SESSIONS).await.expect(200);
    assert_eq!((sessions.len(), sessions[0].browser.as_str(), sessions[0].current), (3, "Firefox", true));
    let page = laptop.open(paths::PROFILE).await;
    assert!(page.text().contains("Firefox This one") && page.text().contains("Chrome"), "{}", page.text());

    let of_phone = sessions.iter().find(|session| session.browser == "Chrome").expect("the phone is listed");
    let end = EndSessionsRequest { session: of_phone.id.clone() };
    assert_eq!(other.browser.post(paths::END_SESSIONS, &end).await.status, 404, "nobody ends another one's session");
    assert!(is_signed_in(&phone).await);
    let ended = laptop.submit(&page.form_with(paths::FORM_SESSIONS, "session", &of_phone.id)).await;
    assert!(ended.text().contains("signed out"), "{}", ended.text());
    assert!(!is_signed_in(&phone).await && is_signed_in(&library).await);

    laptop.post(paths::END_SESSIONS, &EndSessionsRequest::default()).await.expect::<Sessions>(200);
    assert!(!is_signed_in(&library).await && is_signed_in(&laptop).await && is_signed_in(&other.browser).await);
    app.stop().await;
}

async fn a_session_is_seen_again(database: Database) {
    let app = App::start(database).await;
    let ada = app.signed_in("Ada", "ada@example.org").await;
    let seen = |sessions: Sessions| sessions.sessions[0].seen_at.clone();
    let first = seen(ada.browser.get(paths::MY_SESSIONS).await.expect(200));
    app.advance_seconds(1800);
    assert_eq!(seen(ada.browser.get(paths::MY_SESSIONS).await.expect(200)), first, "a request seldom writes");
    app.advance_seconds(1800);
    assert!(seen(ada.browser.get(paths::MY_SESSIONS).await.expect(200)) > first);
    app.stop().await;
}

async fn changing_oneself_is_limited(database: Database) {
    let app = App::start(database).await;
    let ada = app.signed_in("Ada", "ada@example.org").await;
    let request = ProfileRequest { name: "Ada".to_owned(), ..ProfileRequest::default() };
    let mut changes = 0;
    while ada.browser.post(paths::MY_PROFILE, &request).await.status != 429 {
        changes += 1;
        assert!(changes < 200, "changing goes on for ever");
    }
    assert!(changes >= 20, "{changes}");
    assert_eq!(ada.browser.post(paths::END_SESSIONS, &EndSessionsRequest::default()).await.status, 429);
    app.stop().await;
}
