//! Every route that writes is held to a limit that fires, and every limit is reached by a route.
//!
//! Routes and limits are read from the server's own sources: one without a line in [`routes`] fails.

use std::collections::BTreeSet;

use qa_api::follow::{FollowRequest, Often, Scope};
use qa_api::inbox::{
    BanRequest, BulkAct, BulkRequest, EscalateRequest, NoteRequest, PostRef, Priority, PriorityRequest, ReportReason,
    ReportRequest,
};
use qa_api::paths;
use qa_api::people::{EndSessionsRequest, LeaveRequest, LeftPosts, Profile, ProfileRequest, RoleDecision, RoleRequest};
use qa_api::problem::Problem;
use qa_api::reader::{Chosen, VoteRequest};
use qa_api::request::{ActRequest, Acted, AskRequest, Challenge, Posted, PreviewRequest, ReplyRequest, SignInRequest};
use qa_api::thread::{Act, Role, Thread};
use qa_server::domain::limit::{self, Limit};
use serde_json::{Value, json};
use tests::app::App;
use tests::browser::Reply;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::Person;

on_both_databases!(every_route_that_writes_is_limited);

/// The source of the routes and that of the limits.
const ROUTES: &str = include_str!("../../qa-server/src/http/routes/api.rs");
const LIMITS: &str = include_str!("../../qa-server/src/domain/limit.rs");

/// Routes that need no limit, and why.
const UNLIMITED: [(&str, &str); 1] = [("SIGN_OUT", "it only ends what the one cookie begun")];

/// Limits that no route of the API answers with, and where they fire instead.
const ELSEWHERE: [(&Limit, &str); 5] = [
    (&limit::HOOKS_PER_TARGET, "slack: what it signs is answered with 429"),
    (&limit::MAILS_PER_ADDRESS, "digests: mails over the ceiling wait"),
    (&limit::MAILS_PER_SITE, "digests: mails over the ceiling wait"),
    (&limit::WRONG_CODES_PER_ADDRESS, "limits: the mail has a link and no code"),
    (&limit::EMPTY_SEARCHES_PER_CLIENT, "finding: the search is answered and not counted"),
];

/// One request that writes.
struct Route {
    /// As the router's source says: a constant or function of `qa_api::paths`.
    name: &'static str,
    sender: usize,
    path: String,
    body: Value,
    limits: &'static [&'static Limit],
    /// The status once no limit is reached.
    status: u16,
}

const VISITOR: usize = 0;
const ADA: usize = 1;
const BOB: usize = 2;
const MODERATOR: usize = 3;
const STAFF: usize = 4;

/// The people, and what the requests are about.
struct Scene {
    app: App,
    people: Vec<Person>,
    ids: Vec<String>,
    /// A published question by Ada.
    question: String,
    /// A question by Ada that waits, and can be edited.
    held: String,
    /// A published reply of the moderator to it.
    reply: String,
    /// An act that can be taken back.
    act: String,
    /// A code that is waited for.
    challenge: String,
}

impl Scene {
    async fn open(database: Database) -> Self {
        let app = App::start(database).await;
        let mut people = vec![app.person("Eve", "eve@example.org")];
        for name in ["Ada", "Bob"] {
            people.push(app.signed_in(name, &format!("{}@example.org", name.to_lowercase())).await);
        }
        people.push(app.moderator().await);
        people.push(app.staff("grace@example.org").await);
        let mut ids = vec![String::new()];
        for person in people.iter().skip(1) {
            ids.push(person.browser.get(paths::MY_PROFILE).await.expect::<Profile>(200).id);
        }
        let held = posted(people[ADA].browser.post(paths::QUESTIONS, &question("One that waits")).await).id;
        let question = posted(people[ADA].browser.post(paths::QUESTIONS, &question("The first one")).await).id;
        let publish = ActRequest::new(Act::Publish, "");
        let path = paths::question_acts(&question);
        let act: Acted = people[MODERATOR].browser.post(&path, &publish).await.expect(200);
        let body = ReplyRequest { body: "About a year.".to_owned(), ..ReplyRequest::default() };
        let reply = posted(people[MODERATOR].browser.post(&paths::replies(&question), &body).await);
        let reply = reply.replies.first().expect("a moderator's reply is published").id.clone();
        let sign_in = SignInRequest { email: "eve@example.org".to_owned(), name: String::new() };
        let challenge: Challenge = people[VISITOR].browser.post(paths::SIGN_IN, &sign_in).await.expect(202);
        Self { app, people, ids, question, held, reply, act: act.id, challenge: challenge.challenge }
    }

    /// Uses each limit up and is refused by it, and is not once it is forgotten.
    async fn send(&self, route: &Route) {
        let sender = &self.people[route.sender];
        for limit in route.limits {
            self.app.use_up(limit, &[&self.ids[route.sender], &sender.email]).await;
            let refused = sender.browser.post(&route.path, &route.body).await;
            assert_eq!(refused.status, 429, "{} with {} used up: {}", route.name, limit.name, refused.text);
            let problem: Problem = refused.expect(429);
            assert_eq!(refused.headers["retry-after"], problem.retry_after.unwrap_or_default().to_string());
            self.app.forget_counters().await;
        }
        let taken = sender.browser.post(&route.path, &route.body).await;
        assert_eq!(taken.status, route.status, "{}: {}", route.name, taken.text);
        self.app.forget_counters().await;
    }
}

fn posted(reply: Reply) -> Thread {
    match reply.expect::<Posted>(201) {
        Posted::Held { thread } | Posted::Published { thread } => thread,
        Posted::Draft(_) => panic!("a draft of a signed-in account"),
    }
}

fn question(title: &str) -> AskRequest {
    AskRequest { page: "cleaning".to_owned(), title: format!("{title} about oil"), ..AskRequest::default() }
}

/// Every route that writes, in an order in which each can be done.
fn routes(scene: &Scene) -> Vec<Route> {
    const POSTS: &[&Limit] = &[&limit::POSTS_PER_CLIENT, &limit::POSTS_PER_ADDRESS];
    const CODES: &[&Limit] = &[&limit::CODES_PER_CLIENT, &limit::CODES_PER_ADDRESS];
    const ACTS: &[&Limit] = &[&limit::ACTS_PER_ACCOUNT];
    const ONESELF: &[&Limit] = &[&limit::PROFILE_CHANGES_PER_ACCOUNT];
    const VOTES: &[&Limit] = &[&limit::VOTES_PER_ACCOUNT];
    const FOLLOWS: &[&Limit] = &[&limit::FOLLOWS_PER_ACCOUNT];
    const EDITS: &[&Limit] = &[&limit::EDITS_PER_ACCOUNT];
    let (question_id, reply) = (&scene.question, &scene.reply);
    let edit = json!({ "title": "How long does lamp oil last?", "body": "Another text." });
    let unproven = AskRequest { name: "Eve".into(), email: "eve@example.org".into(), ..question("Unproven") };
    let profile = ProfileRequest { name: "Ada".into(), bio: String::new(), link: String::new() };
    let moderator = RoleDecision { role: Role::Moderator, reason: String::new() };
    let chosen = Chosen { url: "/guide/cleaning/#with-water".into() };
    let useful = VoteRequest { page: "cleaning".into(), useful: "yes".into(), ..VoteRequest::default() };
    let sign_in = SignInRequest { email: "eve@example.org".into(), name: String::new() };
    let code = json!({ "code": "000000" });
    let post = PostRef::Question(question_id.clone());
    let report = ReportRequest { post: post.clone(), reason: ReportReason::Wrong, note: String::new() };
    let dismiss = BulkRequest { act: BulkAct::Dismiss, posts: vec![post.clone()], reason: String::new() };
    let note = NoteRequest { post: post.clone(), about_author: false, text: "Seen.".into() };
    let priority = PriorityRequest { question: question_id.clone(), priority: Some(Priority::High) };
    let escalate = EscalateRequest { post: post.clone(), reason: "Staff should know.".into() };
    let offer = json!({ "offer": "none", "publish": false });
    let ban = BanRequest { post, days: 1, reason: "To cool down.".into() };
    let follow = FollowRequest { scope: Scope::Page, id: "cleaning".into(), often: Often::Daily };
    let line = |name, sender, path: String, body, limits, status| Route { name, sender, path, body, limits, status };
    vec![
        line("QUESTIONS", ADA, paths::QUESTIONS.into(), json!(question("The second one")), POSTS, 201),
        line("QUESTIONS", VISITOR, paths::QUESTIONS.into(), json!(unproven), CODES, 202),
        line("replies", ADA, paths::replies(question_id), json!({ "body": "And in winter?" }), POSTS, 201),
        line("PREVIEW", VISITOR, paths::PREVIEW.into(), json!(preview()), &[&limit::PREVIEWS_PER_CLIENT], 200),
        line(
            "SIMILAR_CHOSEN",
            VISITOR,
            paths::SIMILAR_CHOSEN.into(),
            json!(chosen),
            &[&limit::CHOICES_PER_CLIENT],
            204,
        ),
        line("VOTES", VISITOR, paths::VOTES.into(), json!(useful), &[&limit::VOTES_PER_CLIENT], 204),
        line("question_vote", BOB, paths::question_vote(question_id), json!({}), VOTES, 200),
        line("reply_vote", BOB, paths::reply_vote(reply), json!({}), VOTES, 200),
        line("question_edits", ADA, paths::question_edits(&scene.held), edit.clone(), EDITS, 200),
        line("reply_edits", MODERATOR, paths::reply_edits(reply), edit, EDITS, 200),
        line("question_acts", ADA, paths::question_acts(question_id), json!({ "act": "resolve" }), ACTS, 200),
        line("reply_acts", ADA, paths::reply_acts(reply), json!({ "act": "resolve" }), ACTS, 200),
        line("undo", MODERATOR, paths::undo(&scene.act), json!({}), ACTS, 409),
        line("FLAGS", VISITOR, paths::FLAGS.into(), json!(report), &[&limit::REPORTS_PER_CLIENT], 200),
        line("FLAGS", BOB, paths::FLAGS.into(), json!(report), &[&limit::REPORTS_PER_ACCOUNT], 200),
        line("MODERATION_BULK", MODERATOR, paths::MODERATION_BULK.into(), json!(dismiss), ACTS, 200),
        line("MODERATION_NOTES", MODERATOR, paths::MODERATION_NOTES.into(), json!(note), ACTS, 200),
        line("MODERATION_OFFERS", MODERATOR, paths::MODERATION_OFFERS.into(), offer, ACTS, 404),
        line("MODERATION_PRIORITIES", STAFF, paths::MODERATION_PRIORITIES.into(), json!(priority), ACTS, 200),
        line("MODERATION_ESCALATIONS", MODERATOR, paths::MODERATION_ESCALATIONS.into(), json!(escalate), ACTS, 200),
        line("decision_undo", MODERATOR, paths::decision_undo("none"), json!({}), ACTS, 404),
        line("SIGN_IN", VISITOR, paths::SIGN_IN.into(), json!(sign_in), CODES, 202),
        line("challenge_resend", VISITOR, paths::challenge_resend(&scene.challenge), json!({}), CODES, 202),
        line(
            "challenge_answer",
            VISITOR,
            paths::challenge_answer(&scene.challenge),
            code,
            &[&limit::ANSWERS_PER_CLIENT],
            422,
        ),
        line("MY_PROFILE", ADA, paths::MY_PROFILE.into(), json!(profile), ONESELF, 200),
        line("END_SESSIONS", ADA, paths::END_SESSIONS.into(), json!(EndSessionsRequest::default()), ONESELF, 200),
        line("MY_FOLLOWS", BOB, paths::MY_FOLLOWS.into(), json!(follow), FOLLOWS, 200),
        line("question_follow", BOB, paths::question_follow(question_id), json!({ "often": "daily" }), FOLLOWS, 200),
        line("RESUME_MAIL", BOB, paths::RESUME_MAIL.into(), json!({}), FOLLOWS, 200),
        line("ASK_ROLE", BOB, paths::ASK_ROLE.into(), json!(RoleRequest::default()), ONESELF, 200),
        line("person_role", STAFF, paths::person_role(&scene.ids[BOB]), json!(moderator), ACTS, 200),
        line("STAY", ADA, paths::STAY.into(), json!({}), ONESELF, 200),
        line("MODERATION_BANS", STAFF, paths::MODERATION_BANS.into(), json!(ban), ACTS, 200),
        line("LEAVE", MODERATOR, paths::LEAVE.into(), json!(LeaveRequest { posts: LeftPosts::Keep }), ONESELF, 202),
    ]
}

fn preview() -> PreviewRequest {
    PreviewRequest { body: "It is *so*.".to_owned() }
}

async fn every_route_that_writes_is_limited(database: Database) {
    let scene = Scene::open(database).await;
    scene.app.forget_counters().await;
    let routes = routes(&scene);
    for route in &routes {
        scene.send(route).await;
    }
    let tried: BTreeSet<_> = routes.iter().map(|route| route.name).chain(UNLIMITED.map(|(name, _)| name)).collect();
    assert_eq!(routes_that_write(), tried, "each route of the API that writes has a line");
    let fired = routes.iter().flat_map(|route| route.limits).map(|limit| limit.name);
    let fired: BTreeSet<_> = fired.chain(ELSEWHERE.iter().map(|(limit, _)| limit.name)).collect();
    assert_eq!(limits(), fired, "each limit fires");
    scene.app.stop().await;
}

/// The routes of the API that take something, by the router's source.
fn routes_that_write() -> BTreeSet<&'static str> {
    let rows = ROUTES.split("Route::").filter(|row| row.starts_with("write"));
    rows.filter_map(|row| row.split("paths::").nth(1)?.split([',', '(']).next()).collect()
}

/// The names of the limits, by their source.
fn limits() -> BTreeSet<&'static str> {
    let rules = LIMITS.split("#[cfg(test)]").next().unwrap_or_default();
    rules.split("name: \"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}
