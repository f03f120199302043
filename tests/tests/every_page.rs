//! Every page that the server makes, with much on it, looked at by axe and by its width.

use qa_api::inbox::PostRef;
use qa_api::paths;
use qa_api::people::{Profile, ProfileRequest, RoleRequest};
use qa_api::reader::VoteRequest;
use qa_api::request::{EditRequest, Posted, ReplyRequest};
use qa_api::thread::{Act, PageView};
use serde_json::json;
use tests::app::App;
use tests::chromium::{Chromium, Setup};
use tests::database::Database;
use tests::person::{Person, Post};

use crate::browser::code;

const PATH: &str = "/guide/cleaning/";
const EMAIL: &str = "ada@example.org";
/// Names and words that fit into no narrow line.
const NAME: &str = "Wilhelmina Vereinsvorsitzendenstellvertreterin-Oberhausen";
const TITLE: &str = "Does --recompute-every-wick-length-of-all-the-lamps-in-the-house-at-once work?";
const LINK: &str = "https://lamps.example.net/people/wilhelmina/vereinsvorsitzendenstellvertreterin/lamps-and-wicks";

/// Somebody who signs in by code, in a browser of their own.
pub(super) async fn member(name: &'static str, app: &App, email: &str) -> Chromium {
    let browser = Chromium::start(name, app.base_url(), Setup::default()).await;
    sign_in(&browser, app, email).await;
    browser
}

async fn sign_in(browser: &Chromium, app: &App, email: &str) {
    browser.open(paths::SIGN_IN_PAGE).await;
    browser.fill("#qa-sign-in-email", email).await;
    browser.press("form[action='/_qa/form/sign-in'] button").await;
    browser.see("input[name=code]").await;
    browser.fill("input[name=code]", &code(app, email).await).await;
    browser.press("form[action='/_qa/form/code'] button[type=submit]").await;
    browser.until("!document.querySelector('input[name=code]')").await;
}

/// A page with everything on it that can be: the ids of its question and of the moderator's reply to it.
async fn fill(app: &App, ada: &Person, mo: &Person) -> (String, String) {
    let question = app.published_question(ada, mo, PATH, TITLE).await;
    let profile = ProfileRequest { name: NAME.to_owned(), bio: "Lamps, mostly. ".repeat(15), link: LINK.to_owned() };
    ada.browser.post(paths::MY_PROFILE, &profile).await.expect::<Profile>(200);
    let edit = |title: &str, body: &str| EditRequest { title: title.to_owned(), body: body.to_owned() };
    let changed = edit(
        TITLE,
        "Mine is **darker** now.\n\n```\nlamp --wick-length 12 --oil refined-and-filtered-twice --evenings 6\n```\n",
    );
    assert_eq!(ada.browser.post(&paths::question_edits(&question), &changed).await.status, 202);
    mo.act("cleaning", Post::Question(&question), Act::AcceptEdit, "").await;
    assert_eq!(ada.browser.post(&paths::question_edits(&question), &edit(TITLE, "Darker still.")).await.status, 202);
    let reply = |body: &str| ReplyRequest { body: body.to_owned(), ..ReplyRequest::default() };
    let answered = mo.browser.post(&paths::replies(&question), &reply("About *six* evenings.")).await;
    let Posted::Published { thread } = answered.expect(201) else { panic!("a moderator's reply is published") };
    ada.browser.post(&paths::replies(&question), &reply("And in winter?")).await.expect::<Posted>(201);

    let bob = app.signed_in("Bob", "bob@example.org").await;
    let wish = RoleRequest { reason: "I answer most of these anyway. ".repeat(8) };
    bob.browser.post(paths::ASK_ROLE, &wish).await.expect::<Profile>(200);
    assert_eq!(bob.browser.post(&paths::question_vote(&question), &json!({})).await.status, 200);
    for (section, useful, reason) in [("", "no", "missing"), ("with-water", "yes", "")] {
        let vote = VoteRequest {
            page: "cleaning".to_owned(),
            section: section.to_owned(),
            useful: useful.to_owned(),
            reason: reason.to_owned(),
            note: "How much vinegar, and for how long?".to_owned(),
        };
        assert_eq!(bob.browser.post(paths::VOTES, &vote).await.status, 204);
    }
    app.public_page(&format!("{}?q=a-search-for-something-that-nobody-has-ever-written-about", paths::QUESTIONS_LIST))
        .await;
    app.settle_mail().await;
    (question, thread.replies[0].id.clone())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Chromium: cargo xtask test"]
async fn every_page_of_the_server_is_for_everybody() {
    let app = App::start(Database::Sqlite).await;
    app.settle_index().await;
    let (ada, mo) = (app.person("Ada", EMAIL), app.moderator().await);
    let (question, reply) = fill(&app, &ada, &mo).await;
    let id = ada.browser.get(paths::MY_PROFILE).await.expect::<Profile>(200).id;
    let own: PageView = ada.browser.get(&paths::my_page_threads("cleaning")).await.expect(200);
    let held = own.threads[0].replies[1].id.clone();
    let mut complaints = Vec::new();

    let browser = member("every_page_member", &app, EMAIL).await;
    for path in [
        paths::personal_page("cleaning"),
        paths::edit_page("reply", &held),
        paths::versions_page("question", &question),
        paths::ask_page("cleaning"),
        format!("{}?question={question}&page=cleaning", paths::FOLLOW_PAGE),
        paths::flag_page(&PostRef::Reply(reply.clone()).name()),
        paths::PROFILE.to_owned(),
        paths::person(&id),
        paths::permalink(TITLE, &question),
        paths::QUESTIONS_LIST.to_owned(),
        format!("{}?q=cloth+wick+evenings", paths::QUESTIONS_LIST),
    ] {
        browser.open(&path).await;
        complaints.extend(browser.complaints(&path).await);
        complaints.extend(browser.faults().await);
    }
    browser.open(paths::PROFILE).await;
    browser.run("document.querySelector('#qa-profile-link').type = 'text'").await;
    browser.fill("#qa-profile-link", "javascript:alert(1)").await;
    browser.press("form[action='/_qa/form/profile'] button").await;
    browser.see("#qa-profile-link[aria-invalid]").await;
    browser.press(".qa-details > summary").await;
    complaints.extend(browser.complaints("a profile with problems").await);
    browser.press("form[action='/_qa/form/leave'] button[value=keep]").await;
    browser.until("!document.querySelector('form[action=\"/_qa/form/leave\"]')").await;
    complaints.extend(browser.complaints("what somebody reads who left").await);
    sign_in(&browser, &app, EMAIL).await;
    browser.open(paths::PROFILE).await;
    browser.see("form[action='/_qa/form/stay']").await;
    complaints.extend(browser.complaints("the profile of somebody who is leaving").await);
    browser.quit().await;

    let staff = Chromium::start("every_page_staff", app.base_url(), Setup::default()).await;
    staff.open(&app.staff_link("grace@example.org").await).await;
    staff.press("form[action='/_qa/sign-in/link'] button").await;
    staff.until("location.pathname === '/_qa/moderate'").await;
    for path in [
        paths::MODERATE.to_owned(),
        paths::MODERATE_OUTBOX.to_owned(),
        paths::MODERATE_PEOPLE.to_owned(),
        paths::MODERATE_TIMES.to_owned(),
        paths::case_page(&PostRef::Question(question.clone()).name()),
        paths::case_page(&PostRef::Reply(held).name()),
        paths::REPORTS_PAGE.to_owned(),
        paths::report_page("cleaning"),
        paths::PROFILE.to_owned(),
        paths::versions_page("question", &question),
        paths::edit_page("question", &question),
        paths::edit_page("reply", &reply),
        paths::personal_page("cleaning"),
    ] {
        staff.open(&path).await;
        staff.run("for (const fold of document.querySelectorAll('main .qa-details')) fold.open = true").await;
        complaints.extend(staff.complaints(&path).await);
        complaints.extend(staff.faults().await);
    }
    staff.open(&paths::edit_page("question", &question)).await;
    staff.run("document.querySelector('#qa-edit-title').removeAttribute('minlength')").await;
    staff.fill("#qa-edit-title", "Why?").await;
    staff.press("form[action='/_qa/form/edit'] button[type=submit]").await;
    staff.see("#qa-edit-title[aria-invalid]").await;
    complaints.extend(staff.complaints("an edit with problems").await);
    staff.quit().await;
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    app.stop().await;
}
