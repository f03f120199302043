//! Every role at every route, taken from the table that the router is made of.
//!
//! A new write route needs a line in [`sample`]; without one this test names it.

use std::collections::BTreeMap;

use qa_api::follow::{Often, Scope};
use qa_api::inbox::{BulkAct, PostRef, Priority, ReportReason};
use qa_api::paths;
use qa_api::people::Profile;
use qa_api::request::{ActRequest, Acted, Posted, ReplyRequest};
use qa_api::thread::{Act, Role};
use qa_server::domain::capability::{Capability, allows};
use qa_server::http::routes::{Needs, Route, table};
use qa_server::service::accounts;
use reqwest::Method;
use serde_json::{Value, json};
use tests::app::App;
use tests::browser::{Browser, Reply};
use tests::database::Database;
use tests::on_both_databases;
use tests::person::Post;

on_both_databases!(every_role_gets_what_the_table_says_and_no_more);

const TITLE: &str = "How long does the wick last?";
/// What only its author and moderators may read.
const HELD: &str = "Nobody has looked at this yet";
/// Routes after which somebody is signed out; what they do has its own tests.
pub(super) const ENDS_A_SESSION: [&str; 6] =
    [paths::LEAVE, paths::FORM_LEAVE, paths::SIGN_OUT, paths::FORM_SIGN_OUT, paths::MODERATION_BANS, paths::FORM_BAN];

/// Somebody at a browser.
pub(super) struct Walker {
    who: &'static str,
    pub(super) email: &'static str,
    role: Option<Role>,
    /// Whether question, reply and act are theirs.
    own: bool,
    pub(super) browser: Browser,
}

impl Walker {
    pub(super) fn meets(&self, needs: Needs) -> bool {
        match needs {
            Needs::Nothing | Needs::Secret => true,
            Needs::Account => self.role.is_some(),
            // A vote is for what somebody else wrote.
            Needs::Capability(Capability::Vote) => !self.own && allows(self.role, false, Capability::Vote),
            Needs::Capability(capability) => allows(self.role, false, capability),
            Needs::OwnOr(capability) => self.own || allows(self.role, false, capability),
            Needs::Act => allows(self.role, self.own, Capability::Act(Act::Resolve)),
        }
    }
}

/// What stands for the parts of paths.
pub(super) type Parts = BTreeMap<&'static str, String>;

async fn every_role_gets_what_the_table_says_and_no_more(database: Database) {
    let app = App::start(database).await;
    let (walkers, parts) = set_up(&app).await;
    let table = table(None);
    for route in &table {
        for walker in walkers.iter().filter(|walker| !walker.meets(route.needs)) {
            let reply = send(walker, route, &parts, "same-origin").await;
            let expected: &[u16] = if walker.role.is_none() { &[401, 403, 404] } else { &[403, 404] };
            assert!(expected.contains(&reply.status), "{}", told(walker, route, &reply));
            is_discreet(walker, route, &reply);
        }
    }
    for route in table.iter().filter(|route| route.writes.is_some() && !route.from_anywhere) {
        for walker in &walkers {
            let reply = send(walker, route, &parts, "cross-site").await;
            assert_eq!(reply.status, 403, "{}", told(walker, route, &reply));
        }
    }
    let mut faults = Vec::new();
    let stays = |route: &&Route| !ENDS_A_SESSION.contains(&route.path.as_str());
    for route in table.iter().filter(stays) {
        for walker in walkers.iter().filter(|walker| walker.meets(route.needs)) {
            let reply = send(walker, route, &parts, "same-origin").await;
            let refused = [401, 403, 405].contains(&reply.status) || reply.status >= 500;
            let guessed = route.needs == Needs::Secret && route.writes.is_some() && reply.status < 400;
            faults.extend((refused || guessed).then(|| told(walker, route, &reply)));
            is_discreet(walker, route, &reply);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    app.stop().await;
}

/// Questions of Ada's without and with a reply of hers, another one that waits, and an act of hers to take back.
pub(super) async fn set_up(app: &App) -> (Vec<Walker>, Parts) {
    let moderator = app.moderator().await;
    let staff = app.staff("grace@example.org").await;
    let eve = app.signed_in("Eve", "eve@example.org").await;
    accounts::ban(app.server(), &eve.email, 7, "Insults.").await.expect("she is banned").expect("she has an account");
    let (ada, bob) = (app.signed_in("Ada", "ada@example.org").await, app.signed_in("Bob", "bob@example.org").await);
    let person: Profile = ada.browser.get(paths::MY_PROFILE).await.expect(200);
    let ask = |title: &str| json!({ "page": "cleaning", "title": title });
    let ids = async |title: &str| match ada.browser.post(paths::QUESTIONS, &ask(title)).await.expect(201) {
        Posted::Held { thread } => thread.id,
        other => panic!("{other:?}"),
    };
    // Once somebody has replied, a question is no longer its author's to edit.
    let (question, answered, _) = (ids(TITLE).await, ids("Which oil is the right one?").await, ids(HELD).await);
    for id in [&question, &answered] {
        moderator.act("cleaning", Post::Question(id), Act::Publish, "").await;
    }
    let answer = ReplyRequest { body: "A winter.".to_owned(), ..ReplyRequest::default() };
    let reply = match ada.browser.post(&paths::replies(&answered), &answer).await.expect(201) {
        Posted::Held { thread } => thread.replies[0].id.clone(),
        other => panic!("{other:?}"),
    };
    moderator.act("cleaning", Post::Reply(&reply), Act::Publish, "").await;
    let resolve = ActRequest::new(Act::Resolve, "");
    let act: Acted = ada.browser.post(&paths::question_acts(&question), &resolve).await.expect(200);
    let parts = BTreeMap::from([
        ("page", "cleaning".to_owned()),
        ("question", question.clone()),
        ("answered", answered),
        ("post", format!("question-{question}")),
        ("decision", "made-up".to_owned()),
        ("letter", "made-up".to_owned()),
        ("reply", reply),
        ("act", act.id),
        ("person", person.id),
        ("challenge", "made-up".to_owned()),
        ("provider", "made-up".to_owned()),
        ("token", "made-up".to_owned()),
        ("topic", "lamp".to_owned()),
        ("kind", "question".to_owned()),
        ("id", question.clone()),
        ("name", question),
        ("file", "loader.js".to_owned()),
    ]);
    let walker = |who, email, role, own, browser| Walker { who, email, role, own, browser };
    let walkers = vec![
        walker("nobody", "", None, false, app.browser()),
        // Whoever is banned has no session left, and gets no other one.
        walker("somebody who is banned", "eve@example.org", None, false, eve.browser),
        walker("the author", "ada@example.org", Some(Role::Member), true, ada.browser.clone()),
        walker("another member", "bob@example.org", Some(Role::Member), false, bob.browser),
        walker("a moderator", "mo@example.org", Some(Role::Moderator), false, moderator.browser),
        walker("staff", "grace@example.org", Some(Role::Staff), false, staff.browser),
    ];
    (walkers, parts)
}

pub(super) async fn send(walker: &Walker, route: &Route, parts: &Parts, from: &str) -> Reply {
    let fill = |part: &str| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        Some("question") if route.path == paths::replies("{question}") => parts["answered"].clone(),
        Some(name) => parts.get(name).unwrap_or_else(|| panic!("nothing stands for {part} of {}", route.path)).clone(),
        None => part.to_owned(),
    };
    let path = route.path.split('/').map(fill).collect::<Vec<_>>().join("/");
    let mut request = walker.browser.request(route.method.clone(), &path);
    if route.method == Method::POST {
        let sample = sample(&route.path, parts);
        request = if route.operation.is_none() {
            request.form(&sample)
        } else if sample.is_null() {
            request
        } else {
            request.json(&sample)
        };
        let origin = if from == "cross-site" { "https://other.example".to_owned() } else { own_origin(walker) };
        request = request.header("Origin", origin).header("Sec-Fetch-Site", from);
    }
    Reply::read(request).await
}

fn own_origin(walker: &Walker) -> String {
    walker.browser.url("/").origin().ascii_serialization()
}

/// What is sent to a write route: well-formed, and what its form of the site would send.
fn sample(path: &str, parts: &Parts) -> Value {
    let (question, reply) = (&parts["question"], &parts["reply"]);
    let ask = json!({ "page": "cleaning", "title": TITLE, "name": "Eve", "email": "eve@example.net" });
    let answer = json!({ "body": "Two winters.", "name": "Eve", "email": "eve@example.net" });
    let named = PostRef::Question(question.clone());
    let edit = json!({ "title": TITLE, "body": "Roughly." });
    let post = |more: Value| {
        let mut fields = json!({ "kind": "question", "id": question });
        for (name, value) in more.as_object().into_iter().flatten() {
            fields[name] = value.clone();
        }
        fields
    };
    let templates = [
        (paths::replies("{question}"), answer.clone()),
        (paths::question_edits("{question}"), edit.clone()),
        (paths::reply_edits("{reply}"), json!({ "body": "A winter or two." })),
        (paths::question_acts("{question}"), json!({ "act": "resolve" })),
        // Only at a reply can a question be resolved with a solution.
        (paths::reply_acts("{reply}"), json!({ "act": "resolve" })),
        (paths::question_vote("{question}"), Value::Null),
        (paths::reply_vote("{reply}"), Value::Null),
        (paths::undo("{act}"), Value::Null),
        (paths::question_follow("{question}"), json!({ "often": Often::Daily })),
        (paths::challenge_answer("{challenge}"), json!({ "code": "123456" })),
        (paths::challenge_resend("{challenge}"), Value::Null),
        (paths::decision_undo("{decision}"), Value::Null),
        (paths::letter_retry("{letter}"), Value::Null),
        (paths::letter_drop("{letter}"), Value::Null),
        (paths::person_role("{person}"), json!({ "role": "member" })),
    ];
    if let Some((_, sample)) = templates.into_iter().find(|(template, _)| template == path) {
        return sample;
    }
    match path {
        paths::QUESTIONS => ask,
        // The same one again would mail no other code.
        paths::FORM_ASK => {
            json!({ "page": "cleaning", "title": "Does a wick last for a winter?", "name": "Eve", "email": "eve@example.net" })
        }
        paths::FORM_REPLY => {
            json!({ "question": parts["answered"], "body": "Three winters.", "name": "Eve", "email": "eve@example.net" })
        }
        paths::PREVIEW => json!({ "body": "*So*?" }),
        paths::SIMILAR_CHOSEN => json!({ "url": "/guide/cleaning/#with-water" }),
        paths::VOTES | paths::FORM_VOTE => json!({ "page": "cleaning", "useful": "yes" }),
        paths::SIGN_IN | paths::FORM_SIGN_IN => json!({ "email": "eve@example.net" }),
        paths::SIGN_OUT | paths::FORM_SIGN_OUT | paths::STAY | paths::FORM_STAY => Value::Null,
        paths::MY_PROFILE | paths::FORM_PROFILE => json!({ "name": "Somebody", "bio": "", "link": "" }),
        // One that is not there, so that everybody stays.
        paths::END_SESSIONS | paths::FORM_SESSIONS => json!({ "session": "made-up" }),
        paths::DISCONNECT | paths::FORM_DISCONNECT => json!({ "provider": "made-up" }),
        paths::LEAVE | paths::FORM_LEAVE => json!({ "posts": "keep" }),
        paths::ASK_ROLE | paths::FORM_ASK_ROLE => json!({ "reason": "I answer a lot." }),
        paths::FORM_ROLE => json!({ "person": parts["person"], "role": "member" }),
        paths::FORM_OUTBOX => json!({ "id": "made-up", "act": "discard" }),
        paths::FORM_CODE => json!({ "challenge": parts["challenge"], "code": "123456" }),
        paths::FORM_RESEND => json!({ "challenge": parts["challenge"] }),
        paths::FORM_ACT => post(json!({ "act": "resolve" })),
        paths::FORM_POST_VOTE => post(Value::Null),
        paths::FORM_EDIT => post(edit),
        paths::FORM_UNDO => json!({ "id": parts["act"] }),
        paths::MY_FOLLOWS => json!({ "scope": Scope::Page, "id": "cleaning", "often": Often::Daily }),
        paths::FORM_FOLLOW => json!({ "kind": "page", "id": "cleaning", "often": Often::Daily.name() }),
        paths::RESUME_MAIL | paths::FORM_RESUME_MAIL => Value::Null,
        paths::FLAGS => json!({ "post": named, "reason": ReportReason::Wrong }),
        paths::MODERATION_BULK => json!({ "act": BulkAct::Publish, "posts": [named], "reason": "" }),
        paths::MODERATION_BANS => json!({ "post": named, "days": 7, "reason": "Insults." }),
        paths::MODERATION_NOTES => json!({ "post": named, "text": "Wait for the builders." }),
        paths::MODERATION_PRIORITIES => json!({ "question": question, "priority": Priority::High }),
        paths::MODERATION_ESCALATIONS => json!({ "post": named, "reason": "A legal question." }),
        paths::FORM_FLAG => json!({ "post": parts["post"], "reason": "wrong" }),
        paths::FORM_MODERATE => json!({ "post": parts["post"], "act": "publish" }),
        paths::FORM_BAN => json!({ "post": parts["post"], "days": "7", "reason": "Insults." }),
        paths::FORM_NOTE => json!({ "post": parts["post"], "text": "Wait for the builders." }),
        paths::MODERATION_OFFERS => json!({ "offer": "made-up", "publish": false }),
        paths::FORM_OFFER => json!({ "dismiss": "made-up" }),
        paths::FORM_PRIORITY => json!({ "post": parts["post"], "question": question, "priority": "high" }),
        paths::FORM_ESCALATE => json!({ "post": parts["post"], "reason": "A legal question." }),
        paths::FORM_DECISION_UNDO => json!({ "id": "made-up" }),
        // Not signed by anybody.
        paths::HOOK_SLACK => json!({}),
        paths::HOOK_ZENDESK | paths::HOOK_GITHUB => json!({ "ticket_id": "1" }),
        paths::SIGN_IN_LINK | paths::UNSUBSCRIBE | paths::SOLVED => json!({ "t": parts["token"] }),
        _ => panic!(
            "{path} writes: say here what is sent to it (there is a reply {reply}, and whatever else `parts` has)"
        ),
    }
}

/// Nobody but staff reads another one's address, and only its author and moderators what is held.
fn is_discreet(walker: &Walker, route: &Route, reply: &Reply) {
    let is_staff = walker.role == Some(Role::Staff);
    for address in ["ada@example.org", "bob@example.org", "eve@example.org", "mo@example.org", "grace@example.org"] {
        let may = is_staff || walker.email == address;
        assert!(may || !reply.text.contains(address), "{address}: {}", told(walker, route, reply));
    }
    let may = walker.own || walker.role >= Some(Role::Moderator);
    assert!(may || !reply.text.contains(HELD), "what is held: {}", told(walker, route, reply));
}

pub(super) fn told(walker: &Walker, route: &Route, reply: &Reply) -> String {
    format!("{} {} as {}: {} {}", route.method, route.path, walker.who, reply.status, reply.text)
}
