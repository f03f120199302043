//! Every limit that the table of routes names fires at that route, and every limit there is fires somewhere.
//!
//! The requests are those of the walk in [`super::routes`].

use std::collections::BTreeSet;

use qa_api::paths;
use qa_api::people::Profile;
use qa_api::problem::Problem;
use qa_api::request::{Challenge, SignInRequest};
use qa_api::thread::Role;
use qa_server::domain::limit::{self, Limit};
use qa_server::http::routes::{Route, Writes, table};
use tests::app::App;
use tests::database::Database;
use tests::on_both_databases;
use url::Url;

use super::routes::{ENDS_A_SESSION, Parts, Walker, send, set_up, told};

on_both_databases!(every_route_that_writes_is_limited);

/// The source of the limits.
const LIMITS: &str = include_str!("../../qa-server/src/domain/limit.rs");

/// Limits that no route answers with, and where they fire instead.
const ELSEWHERE: [(&Limit, &str); 6] = [
    (&limit::HOOKS_PER_TARGET, "slack: what it signs is answered with 429"),
    (&limit::MAILS_PER_AUTHOR, "digests: mails over the ceiling wait"),
    (&limit::MAILS_PER_ADDRESS, "digests: mails over the ceiling wait"),
    (&limit::MAILS_PER_SITE, "digests: mails over the ceiling wait"),
    (&limit::WRONG_CODES_PER_ADDRESS, "limits: the mail has a link and no code"),
    (&limit::EMPTY_SEARCHES_PER_CLIENT, "finding: the search is answered and not counted"),
];

/// Whom the walk's forms are signed with where nobody is signed in.
const UNPROVEN: &str = "eve@example.net";

async fn every_route_that_writes_is_limited(database: Database) {
    let app = App::start(database).await;
    let (walkers, mut parts) = set_up(&app).await;
    // What only whoever knows a code may do is limited for those who know of the code.
    let sign_in = SignInRequest { email: UNPROVEN.to_owned(), name: String::new() };
    let challenge: Challenge = app.browser().post(paths::SIGN_IN, &sign_in).await.expect(202);
    parts.insert("challenge", challenge.challenge);
    let account = app.grant("link@example.net", Role::Member).await;
    let link = Url::parse(&app.sign_in_link(&account).await).expect("a link is a URL");
    parts.insert(
        "token",
        link.query_pairs().find_map(|(name, value)| (name == "t").then(|| value.into_owned())).expect("it has a token"),
    );
    let mut subjects = vec![UNPROVEN.to_owned()];
    for walker in walkers.iter().filter(|walker| !walker.email.is_empty()) {
        subjects.push(walker.email.to_owned());
        let profile = walker.browser.get(paths::MY_PROFILE).await;
        // Somebody is banned.
        subjects.extend((profile.status == 200).then(|| profile.expect::<Profile>(200).id));
    }
    let subjects: Vec<_> = subjects.iter().map(String::as_str).collect();

    let mut faults = Vec::new();
    let mut fired: BTreeSet<_> = ELSEWHERE.iter().map(|(limit, _)| limit.name).collect();
    for route in &table(None) {
        let Some(Writes::Limited(limits)) = route.writes else { continue };
        // Counted for the account that its token names, once that is known.
        if route.path == paths::SOLVED {
            continue;
        }
        for limit in limits.iter().filter(|limit| ELSEWHERE.iter().all(|(other, _)| other.name != limit.name)) {
            fired.insert(limit.name);
            app.forget_counters().await;
            app.use_up(limit, &subjects).await;
            if let Err(said) = is_refused(route, &walkers, &parts).await {
                faults.push(format!("{} does not hold:\n{said}", limit.name));
            }
        }
        // Whoever signs in by the link is somebody else from then on.
        if ENDS_A_SESSION.contains(&route.path.as_str()) || route.path == paths::SIGN_IN_LINK {
            continue;
        }
        for walker in walkers.iter().filter(|walker| walker.meets(route.needs)) {
            app.forget_counters().await;
            let reply = send(walker, route, &parts, "same-origin").await;
            faults.extend((reply.status == 429).then(|| told(walker, route, &reply)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(names(), fired, "each limit fires");
    app.stop().await;
}

/// Whether somebody is told when to come back; what everybody was told instead if nobody is.
async fn is_refused(route: &Route, walkers: &[Walker], parts: &Parts) -> Result<(), String> {
    let mut said = Vec::new();
    // Not everybody whom a route is for gets as far as its limit: staff ask for no role.
    for walker in walkers.iter().rev().filter(|walker| walker.meets(route.needs)) {
        let reply = send(walker, route, parts, "same-origin").await;
        if reply.status != 429 {
            said.push(told(walker, route, &reply));
            continue;
        }
        let seconds = reply.headers["retry-after"].to_str().unwrap_or_default().to_owned();
        if route.operation.is_some() {
            let problem: Problem = reply.expect(429);
            assert_eq!(seconds, problem.retry_after.unwrap_or_default().to_string());
        }
        return Ok(());
    }
    Err(said.join("\n"))
}

/// The names of the limits, by their source.
fn names() -> BTreeSet<&'static str> {
    let rules = LIMITS.split("#[cfg(test)]").next().unwrap_or_default();
    rules.split("name: \"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}
