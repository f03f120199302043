//! Whether pages helped, and what their writers are told.

use qa_api::paths;
use qa_api::problem::{Code, Problem};
use qa_api::reader::{PageReport, Reports, VoteReason, VoteRequest, Votes};
use qa_api::thread::Act;
use tests::app::App;
use tests::browser::Browser;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::{Person, Post};

on_both_databases!(
    a_vote_by_form_leads_to_thanks_on_the_page,
    a_reader_has_one_vote_on_a_text,
    a_change_of_the_text_begins_anew,
    votes_are_limited,
    reports_are_for_moderators,
    the_page_that_hurts_most_comes_first
);

const PATH: &str = "/guide/cleaning/";

fn vote(section: &str, useful: &str) -> VoteRequest {
    VoteRequest {
        page: "cleaning".to_owned(),
        section: section.to_owned(),
        useful: useful.to_owned(),
        ..VoteRequest::default()
    }
}

/// Votes with a browser that calls itself `agent`.
async fn vote_as(browser: &Browser, agent: &str, vote: &VoteRequest) -> u16 {
    let request = browser.request(reqwest::Method::POST, paths::VOTES).json(vote);
    let request = request.header("User-Agent", agent).header("Sec-Fetch-Site", "same-origin");
    request.send().await.expect("the server answers").status().as_u16()
}

async fn report(moderator: &Person, page: &str) -> PageReport {
    moderator.browser.get(&paths::page_report(page)).await.expect(200)
}

async fn a_vote_by_form_leads_to_thanks_on_the_page(database: Database) {
    let app = App::start(database).await;
    let reader = app.browser();
    let page = reader.open(PATH).await;
    assert_eq!(page.texts(".feedback__thanks").len(), 1, "it stands there for everybody, out of sight");
    let thanks = reader.submit(&page.form(paths::FORM_VOTE).press("useful", "yes")).await;
    assert_eq!(thanks.url.fragment(), Some(paths::VOTE_THANKS));
    let why = reader.submit(&page.form(paths::FORM_VOTE).press("useful", "no")).await;
    assert_eq!((why.url.path(), why.url.fragment()), (PATH, Some(paths::VOTE_WHY)));
    let form = why.form_with(paths::FORM_VOTE, "useful", "no");
    let mut form = form.fill("note", "How much *vinegar*?");
    // A reader chooses one of the radio buttons, whose names are the same.
    form.fields.retain(|(name, value)| name != "reason" || value == "missing");
    let thanks = reader.submit(&form).await;
    assert_eq!(thanks.url.fragment(), Some(paths::VOTE_THANKS));
    assert_eq!(app.public_page(PATH).await.html, page.html, "nothing of it is public");

    let moderator = app.moderator().await;
    let report = report(&moderator, "cleaning").await;
    assert_eq!(report.summary.votes, Votes { yes: 0, no: 1 }, "the second answer replaces the first");
    assert_eq!(report.notes[0].note, "How much *vinegar*?");
    assert_eq!(report.reasons[0].reason, VoteReason::Missing);
    let page = moderator.browser.open(&paths::report_page("cleaning")).await;
    assert!(page.text().contains("How much *vinegar*?"), "{}", page.text());
    app.stop().await;
}

async fn a_reader_has_one_vote_on_a_text(database: Database) {
    let app = App::start(database).await;
    let browser = app.browser();
    for (agent, section, useful) in [
        ("one", "", "no"),
        ("one", "", "no"),
        ("two", "", "no"),
        ("one", "with-water", "no"),
        ("one", "no-such-section", "yes"),
    ] {
        assert_eq!(vote_as(&browser, agent, &vote(section, useful)).await, 204);
    }
    let moderator = app.moderator().await;
    let found = report(&moderator, "cleaning").await;
    assert_eq!(found.sections[0].votes, Votes { yes: 1, no: 1 }, "one changed their mind about the page");
    assert_eq!((found.sections[1].anchor.as_str(), found.sections[1].votes.no), ("with-water", 1));

    app.advance_seconds(31 * 24 * 60 * 60);
    assert_eq!(vote_as(&browser, "two", &vote("", "no")).await, 204);
    let moderator = app.moderator().await;
    assert_eq!(report(&moderator, "cleaning").await.sections[0].votes.no, 2, "in another month they may say it again");
    assert_eq!(vote_as(&browser, "two", &vote("", "perhaps")).await, 422);
    let nowhere = VoteRequest { page: "quiet".to_owned(), ..vote("", "no") };
    assert_eq!(vote_as(&browser, "two", &nowhere).await, 404, "a page without questions takes no votes");
    app.stop().await;
}

async fn a_change_of_the_text_begins_anew(database: Database) {
    let app = App::start(database).await;
    let (browser, moderator) = (app.browser(), app.moderator().await);
    assert_eq!(vote_as(&browser, "one", &vote("with-water", "no")).await, 204);
    app.rebuild(|content| tests::site::edit(content, "guide/cleaning.md", "Warm water", "Distilled vinegar"));
    let changed = report(&moderator, "cleaning").await;
    assert_eq!((changed.summary.votes, changed.earlier), (Votes::default(), Votes { yes: 0, no: 1 }));
    assert_eq!(changed.summary.score, 0, "what was mended hurts nobody");
    assert_eq!(vote_as(&browser, "one", &vote("with-water", "yes")).await, 204);
    let again = report(&moderator, "cleaning").await;
    assert_eq!((again.summary.votes, again.earlier), (Votes { yes: 1, no: 0 }, Votes { yes: 0, no: 1 }));
    app.stop().await;
}

async fn votes_are_limited(database: Database) {
    let app = App::start(database).await;
    let mut votes = 0;
    while vote_as(&app.browser(), &format!("browser {votes}"), &vote("", "no")).await != 429 {
        votes += 1;
        assert!(votes < 200, "voting goes on for ever");
    }
    assert!(votes >= 20, "a school behind one address is stopped at {votes}");
    app.stop().await;
}

async fn reports_are_for_moderators(database: Database) {
    let app = App::start(database).await;
    let member = app.signed_in("Ada", "ada@example.org").await;
    for path in [paths::REPORTS.to_owned(), paths::page_report("cleaning")] {
        assert_eq!(app.browser().get(&path).await.expect::<Problem>(401).code, Code::SignedOut);
        assert_eq!(member.browser.get(&path).await.expect::<Problem>(403).code, Code::Forbidden);
    }
    for path in [paths::REPORTS_PAGE.to_owned(), paths::report_page("cleaning")] {
        assert_eq!(app.browser().open(&path).await.status, 401);
        assert_eq!(member.browser.open(&path).await.status, 403);
        assert_eq!(app.moderator().await.browser.open(&path).await.status, 200);
    }
    let moderator = app.moderator().await;
    assert_eq!(moderator.browser.get(&paths::page_report("no-such-page")).await.status, 404);
    app.stop().await;
}

async fn the_page_that_hurts_most_comes_first(database: Database) {
    let app = App::start(database).await;
    let (asker, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let id = app.published_question(&asker, &moderator, "/", "Who lights the lamp at night?").await;
    for agent in ["one", "two", "three"] {
        vote_as(&app.browser(), agent, &vote("", "no")).await;
    }
    app.public_page(&format!("{}?q=petroleum", paths::QUESTIONS_LIST)).await;
    let ranking = async || {
        let reports: Reports = moderator.browser.get(paths::REPORTS).await.expect(200);
        assert_eq!(reports.empty_searches[0].words, "petroleum");
        reports.pages.into_iter().map(|page| (page.page, page.score)).collect::<Vec<_>>()
    };
    assert_eq!(ranking().await, [("start".to_owned(), 5), ("cleaning".to_owned(), 3)]);
    moderator.reply(&paths::personal_page("start"), &id, "Nobody does.").await;
    assert_eq!(ranking().await, [("cleaning".to_owned(), 3), ("start".to_owned(), 2)]);
    let found = report(&moderator, "start").await;
    assert_eq!((found.open.len(), found.open[0].replies), (1, 1));
    asker.act("start", Post::Question(&id), Act::Resolve, "").await;
    assert_eq!(ranking().await, [("cleaning".to_owned(), 3)]);
    let page = moderator.browser.open(paths::REPORTS_PAGE).await;
    assert!(page.text().contains("Cleaning the glass") && page.text().contains("petroleum"), "{}", page.text());
    app.stop().await;
}
