//! Signing in by OpenID Connect, with oidc-provider at the other end.

use qa_api::paths;
use qa_api::people::{DisconnectRequest, Export, Profile};
use qa_api::request::Me;
use qa_api::thread::{Role, Viewer};
use reqwest::Method;
use reqwest::header::LOCATION;
use tests::app::App;
use tests::browser::Browser;
use tests::database::Database;
use tests::oidc::Oidc;
use url::Url;

/// Makes each a test on both databases.
macro_rules! with_a_provider {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                #[ignore = "needs Node.js and oidc-provider: cargo xtask test"]
                async fn $name() {
                    super::$name(tests::database::Database::Sqlite).await;
                }
            )+
        }

        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                #[ignore = "needs Node.js, oidc-provider and PostgreSQL: cargo xtask test"]
                async fn $name() {
                    super::$name(tests::database::Database::Postgres).await;
                }
            )+
        }
    };
}

with_a_provider!(
    a_verified_address_is_an_account_at_once,
    a_verified_address_joins_the_account_it_has,
    an_address_that_is_not_proven_needs_a_code,
    a_role_is_never_inherited,
    what_does_not_match_is_refused,
    a_provider_that_is_down_leaves_the_other_ways
);

const TRUSTED: &str = "company";
const UNTRUSTED: &str = "club";

async fn start(database: Database) -> (App, Oidc) {
    let oidc = Oidc::start().await;
    let providers = vec![oidc.config(TRUSTED, true), oidc.config(UNTRUSTED, false)];
    (App::start_with(database, providers).await, oidc)
}

async fn viewer(browser: &Browser) -> Option<Viewer> {
    browser.get(paths::ME).await.expect::<Me>(200).viewer
}

/// Where `browser` is sent on from `url`.
async fn next(browser: &Browser, url: &str) -> Url {
    let response = browser.request(Method::GET, url).send().await.expect("an answer");
    let location = response.headers().get(LOCATION).unwrap_or_else(|| panic!("{url} leads on: {}", response.status()));
    response.url().join(location.to_str().expect("ASCII")).expect("a URL")
}

/// Begins signing in, lets the provider do its part, and gives where it leads back to.
async fn until_callback(browser: &Browser, change: impl FnOnce(Url) -> Url) -> Url {
    let mut url = change(next(browser, &paths::sign_in_with(TRUSTED)).await);
    while !url.path().starts_with("/_qa/") {
        url = next(browser, url.as_str()).await;
    }
    url
}

fn with_parameter(mut url: Url, name: &str, value: &str) -> Url {
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let change = |(key, old): (String, String)| if key == name { (key, value.to_owned()) } else { (key, old) };
    url.query_pairs_mut().clear().extend_pairs(pairs.into_iter().map(change));
    url
}

async fn a_verified_address_is_an_account_at_once(database: Database) {
    let (app, oidc) = start(database).await;
    oidc.user("7", "Ada@Example.org", true).await;
    let browser = app.browser();
    let page = browser.open(&format!("{}?return=/guide/cleaning/", paths::SIGN_IN_PAGE)).await;
    let link = page.attributes(".qa-ways a", "href").remove(0);
    assert!(page.text().contains("Sign in with Company"), "{}", page.text());
    let back = browser.open(&link).await;
    assert_eq!((back.status, back.url.path()), (200, "/guide/cleaning/"), "back to where it began");
    let signed_in = viewer(&browser).await.expect("somebody is signed in");
    assert_eq!((signed_in.name.as_str(), signed_in.role), ("Ada of Company", Role::Member));
    assert_eq!(app.mails(), [], "no mail is needed");
    let export: Export = browser.get(paths::MY_EXPORT).await.expect(200);
    assert_eq!(export.tables["accounts"][0]["address"], "ada@example.org");
    assert_eq!(export.tables["identities"][0]["subject"], "7");

    // Another browser, another address at the provider: it is the same person there, so it is the same account.
    oidc.user("7", "countess@example.org", true).await;
    let again = app.browser();
    for evil in ["//evil.example/", "https://evil.example/", "/\\evil.example"] {
        let home = again.open(&format!("{}?return={evil}", paths::sign_in_with(TRUSTED))).await;
        assert_eq!((home.url.host_str(), home.url.path()), (Some("localhost"), "/"), "{evil}");
    }
    let export: Export = again.get(paths::MY_EXPORT).await.expect(200);
    assert_eq!(export.tables["accounts"][0]["address"], "ada@example.org");
    app.stop().await;
}

async fn a_verified_address_joins_the_account_it_has(database: Database) {
    let (app, oidc) = start(database).await;
    let ada = app.signed_in("Ada", "ada@example.org").await;
    oidc.user("7", "ada@example.org", true).await;
    let browser = app.browser();
    browser.open(&paths::sign_in_with(TRUSTED)).await;
    assert_eq!(viewer(&browser).await.expect("somebody is signed in").name, "Ada", "the account keeps its name");
    assert_eq!(viewer(&ada.browser).await.expect("and stays signed in elsewhere").name, "Ada");

    // The profile names the provider, and parts from it.
    let profile: Profile = ada.browser.get(paths::MY_PROFILE).await.expect(200);
    let names: Vec<_> = profile.connections.iter().map(|one| (one.provider.as_str(), one.name.as_str())).collect();
    assert_eq!(names, [(TRUSTED, "Company")]);
    let other = DisconnectRequest { provider: UNTRUSTED.to_owned() };
    assert_eq!(ada.browser.post(paths::DISCONNECT, &other).await.status, 404);
    let page = ada.browser.open(paths::PROFILE).await;
    let parted = ada.browser.submit(&page.form_with(paths::FORM_DISCONNECT, "provider", TRUSTED)).await;
    assert!(parted.text().contains("Parted.") && !parted.has_form(paths::FORM_DISCONNECT), "{}", parted.text());
    let acts = app.account_acts(&profile.id).await;
    assert_eq!(acts.last().map(|act| act.act.clone()), Some(format!("parted:{TRUSTED}")));
    // Another address at the provider leads elsewhere by now, and the same one back.
    oidc.user("7", "countess@example.org", true).await;
    let countess = app.browser();
    countess.open(&paths::sign_in_with(TRUSTED)).await;
    assert_ne!(countess.get(paths::MY_PROFILE).await.expect::<Profile>(200).id, profile.id);
    oidc.user("8", "ada@example.org", true).await;
    let again = app.browser();
    again.open(&paths::sign_in_with(TRUSTED)).await;
    let profile: Profile = again.get(paths::MY_PROFILE).await.expect(200);
    assert_eq!(profile.connections.len(), 1, "signing in there brings it back");
    let part = DisconnectRequest { provider: TRUSTED.to_owned() };
    let profile: Profile = again.post(paths::DISCONNECT, &part).await.expect(200);
    assert_eq!(profile.connections, []);
    app.stop().await;
}

async fn an_address_that_is_not_proven_needs_a_code(database: Database) {
    let (app, oidc) = start(database).await;
    for (provider, verified) in [(UNTRUSTED, true), (TRUSTED, false)] {
        let (sub, email) = (format!("at-{provider}"), format!("{provider}@example.org"));
        oidc.user(&sub, &email, verified).await;
        let browser = app.browser();
        let page = browser.open(&paths::sign_in_with(provider)).await;
        assert!(page.has_form(paths::FORM_CODE), "{}", page.text());
        assert_eq!(viewer(&browser).await, None, "{provider}: nobody is signed in by an address that is only told");
        let code = app.mail_to(&email).await.code().expect("the mail has a code");
        browser.submit(&page.form(paths::FORM_CODE).fill("code", &code)).await;
        assert!(viewer(&browser).await.is_some(), "the code proves it");

        let later = app.browser();
        later.open(&paths::sign_in_with(provider)).await;
        assert!(viewer(&later).await.is_some(), "{provider}: proven once is enough");
    }
    assert_eq!(app.mails().len(), 2);
    app.stop().await;
}

async fn a_role_is_never_inherited(database: Database) {
    let (app, oidc) = start(database).await;
    app.grant("mo@example.org", Role::Moderator).await;
    oidc.user("m", "mo@example.org", true).await;
    let browser = app.browser();
    let page = browser.open(&paths::sign_in_with(TRUSTED)).await;
    assert!(page.has_form(paths::FORM_CODE) && viewer(&browser).await.is_none(), "{}", page.text());
    let link = app.mail_to("mo@example.org").await.link(paths::SIGN_IN_LINK).expect("a role needs a link");

    // The link opened elsewhere signs in there, and joins nothing: somebody else may have begun.
    let elsewhere = app.person("Mo", "mo@example.org");
    elsewhere.sign_in_by_link(&link).await;
    assert_eq!(viewer(&elsewhere.browser).await.expect("the link works").role, Role::Moderator);
    let page = browser.open(&paths::sign_in_with(TRUSTED)).await;
    assert!(page.has_form(paths::FORM_CODE), "still not joined: {}", page.text());

    let link = app.mail_to("mo@example.org").await.link(paths::SIGN_IN_LINK).expect("a role needs a link");
    let page = browser.open(&link).await;
    browser.submit(&page.form(paths::SIGN_IN_LINK)).await;
    assert_eq!(viewer(&browser).await.expect("the link works").role, Role::Moderator);
    let later = app.browser();
    later.open(&paths::sign_in_with(TRUSTED)).await;
    assert_eq!(viewer(&later).await.expect("joined by now").role, Role::Moderator);
    app.stop().await;
}

async fn what_does_not_match_is_refused(database: Database) {
    let (app, oidc) = start(database).await;
    oidc.user("7", "ada@example.org", true).await;
    let browser = app.browser();
    let callback = until_callback(&browser, |url| url).await;
    let stranger = app.browser().open(callback.as_str()).await;
    assert_eq!(stranger.status, 410, "another browser's sign-in: {}", stranger.text());
    let wrong = browser.open(with_parameter(callback.clone(), "state", "guessed").as_str()).await;
    assert_eq!((wrong.status, viewer(&browser).await), (410, None), "{}", wrong.text());
    browser.open(callback.as_str()).await;
    assert!(viewer(&browser).await.is_some(), "the right one still works");
    let again = browser.open(callback.as_str()).await;
    assert_eq!(again.status, 410, "once");

    let browser = app.browser();
    let callback = until_callback(&browser, |url| with_parameter(url, "nonce", "another")).await;
    let page = browser.open(callback.as_str()).await;
    assert_eq!((page.status, viewer(&browser).await), (403, None), "{}", page.text());
    assert!(page.has_form(paths::FORM_SIGN_IN), "another way in is offered");

    let browser = app.browser();
    let callback = until_callback(&browser, |url| url).await;
    let page = browser.open(with_parameter(callback, "code", "guessed").as_str()).await;
    assert_eq!((page.status, viewer(&browser).await), (503, None), "{}", page.text());

    let browser = app.browser();
    let callback = until_callback(&browser, |url| with_parameter(url, "scope", "email")).await;
    let page = browser.open(callback.as_str()).await;
    assert_eq!((page.status >= 400, viewer(&browser).await), (true, None), "{}", page.text());

    let late = app.browser();
    let callback = until_callback(&late, |url| url).await;
    app.advance_seconds(601);
    assert_eq!(late.open(callback.as_str()).await.status, 410, "ten minutes are enough");
    app.stop().await;
}

async fn a_provider_that_is_down_leaves_the_other_ways(database: Database) {
    let (app, oidc) = start(database).await;
    oidc.user("7", "ada@example.org", true).await;
    let browser = app.browser();
    let callback = until_callback(&browser, |url| url).await;
    oidc.stop().await;
    let page = browser.open(callback.as_str()).await;
    assert_eq!(page.status, 503, "{}", page.text());
    app.advance_seconds(3601);
    let page = browser.open(&paths::sign_in_with(TRUSTED)).await;
    assert!(page.status == 503 && page.text().contains("Company does not answer"), "{}", page.text());
    let sent = browser.submit(&page.form(paths::FORM_SIGN_IN).fill("email", "ada@example.org")).await;
    assert!(sent.has_form(paths::FORM_CODE), "{}", sent.text());
    assert_eq!(browser.open(&paths::sign_in_with("nobody")).await.status, 404);
    app.stop().await;
}
