//! The JSON of every contract, pinned: a change here is a change for everybody who reads or writes it.

use std::collections::BTreeMap;

use qa_api::follow::{Follow, FollowRequest, Follows, Often, OftenRequest, Scope, Stopped};
use qa_api::inbox::{
    BanRequest, BulkAct, BulkRequest, Decided, EscalateRequest, Inbox, InboxItem, InboxKind, NoteRequest, OfferRequest,
    OnDuty, Pace, PostRef, Priority, PriorityRequest, ReportReason, ReportRequest, ResponseTimes, TopicTimes,
};
use qa_api::manifest::{self, Manifest, Move, Page, Section, Site, Topic};
use qa_api::outbox::{Letter, OffTarget, Outbox};
use qa_api::people::{
    Connection, DisconnectRequest, EndSessionsRequest, Export, LeaveRequest, Leaving, LeftPosts, People, Person,
    PersonPost, Profile, ProfileRequest, RoleDecision, RoleRequest, Session, Sessions, TeamMember, Wish,
};
use qa_api::problem::{Code, FieldProblem, Problem};
use qa_api::reader::{
    Chosen, EmptySearch, LookAgain, LostPage, OpenQuestion, PageReport, PageSummary, ReasonCount, Reports,
    SectionReport, Similar, SimilarQuestion, SimilarSection, VoteNote, VoteReason, VoteRequest, Votes,
};
use qa_api::request::{
    ActRequest, Acted, AnswerRequest, AskRequest, Challenge, Changed, EditRequest, Me, Posted, Preview, PreviewRequest,
    ReplyRequest, SignInRequest, SignedIn, Version, VersionState, Versions,
};
use qa_api::snapshot::{self, Fragment, Snapshot};
use qa_api::thread::{
    Act, Author, Claim, PageView, PendingEdit, Personal, QuestionState, Reply, ReplyState, Role, SectionRef, Thread,
    Viewer,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Pins `value`'s JSON, and that reading it back gives the same value.
fn pin<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(name: &str, value: &T) {
    let json = serde_json::to_string_pretty(value).expect("contract types serialise to JSON");
    assert_eq!(serde_json::from_str::<T>(&json).expect("it reads back"), *value, "{name} reads back as it was written");
    insta::assert_snapshot!(name, json);
}

fn author(name: &str) -> Author {
    Author { name: name.to_owned(), badge: None, asker: false, person: None }
}

/// A thread as everybody sees it.
fn published() -> Thread {
    Thread {
        id: "01question".to_owned(),
        title: "How do I start it?".to_owned(),
        body_html: "<p>I tried.</p>".to_owned(),
        author: Author { asker: true, person: Some("01ada".to_owned()), ..author("Ada") },
        asked_at: "2026-11-21T17:53:00Z".to_owned(),
        section: Some(SectionRef { anchor: "starting".to_owned(), title: "Starting".to_owned() }),
        state: QuestionState::Published,
        resolved: true,
        solution: Some("01reply".to_owned()),
        replies: vec![Reply {
            id: "01reply".to_owned(),
            body_html: "<p>Like this.</p>".to_owned(),
            author: Author { badge: Some(Role::Moderator), ..author("Grace") },
            posted_at: "2026-11-21T18:00:00Z".to_owned(),
            state: ReplyState::Published,
            ..Reply::default()
        }],
        ..Thread::default()
    }
}

/// A thread with everything that only some may see.
fn held() -> Thread {
    let mut thread = published();
    thread.state = QuestionState::Held;
    thread.resolved = false;
    thread.solution = None;
    thread.section = None;
    thread.note = Some("Every post waits for a moderator.".to_owned());
    thread.acts = vec![Act::Publish, Act::Reject];
    thread.replies[0].state = ReplyState::Hidden;
    thread.replies[0].note = Some("Off topic.".to_owned());
    thread.replies[0].acts = vec![Act::Restore];
    thread
}

/// A thread with all that its viewer may do, and everything that can be said of it.
fn busy() -> Thread {
    let mut thread = published();
    thread.edited_at = Some("2026-11-21T18:30:00Z".to_owned());
    (thread.pinned, thread.locked, thread.waiting, thread.votes) = (true, true, true, 3);
    let until = "2026-11-21T19:00:00Z".to_owned();
    thread.claim = Some(Claim { name: "Grace".to_owned(), until, own: true });
    let edit = PendingEdit {
        title: "How do I start it again?".to_owned(),
        body_html: "<p>I tried twice.</p>".to_owned(),
        sent_at: "2026-11-21T18:40:00Z".to_owned(),
        note: "Every post waits for a moderator.".to_owned(),
    };
    thread.personal = Some(Personal {
        voted: Some(true),
        editable: true,
        history: true,
        edit: Some(edit),
        merged_into: Some("01other".to_owned()),
        follows: Some(Often::AtOnce),
    });
    thread.replies[0].votes = 2;
    thread.replies[0].edited_at = thread.edited_at.clone();
    thread.replies[0].personal = Some(Personal { voted: Some(false), ..Personal::default() });
    thread
}

#[test]
fn site_manifest() {
    let manifest = Manifest {
        version: manifest::VERSION,
        site: Site {
            title: "Handbook".to_owned(),
            base_url: "https://handbook.example.org".to_owned(),
            language: "en".to_owned(),
        },
        pages: vec![Page {
            id: "guide-start".to_owned(),
            path: "/guide/start/".to_owned(),
            title: "Start".to_owned(),
            source: "guide/start.md".to_owned(),
            revision: "0123456789abcdef".to_owned(),
            topic: Some("setup".to_owned()),
            qa: true,
            sections: vec![Section {
                anchor: "starting".to_owned(),
                title: "Starting".to_owned(),
                hash: "fedcba9876543210".to_owned(),
            }],
        }],
        moves: vec![Move { from: "/begin/".to_owned(), to: "/guide/start/".to_owned() }],
        topics: vec![Topic { id: "setup".to_owned(), title: "Setting up".to_owned() }],
    };
    pin("site_manifest", &manifest);
    assert_eq!(Manifest::parse(&manifest.to_json()).unwrap(), manifest);
    let newer = manifest.to_json().replace("\"version\": 1", "\"version\": 2");
    assert!(Manifest::parse(&newer).unwrap_err().to_string().contains("version 2"));
}

#[test]
fn qa_snapshot() {
    let fragment = |page: &str, threads| Fragment {
        html: format!("<form data-page=\"{page}\"></form>"),
        view: PageView { page: page.to_owned(), viewer: None, threads },
        changed_at: (page != snapshot::EMPTY_PAGE).then_some(1_795_000_000_000),
    };
    let snapshot = Snapshot {
        version: snapshot::VERSION,
        build: "0123456789abcdef".to_owned(),
        taken_at: "2026-11-21T18:00:00Z".to_owned(),
        empty: fragment(snapshot::EMPTY_PAGE, Vec::new()),
        pages: BTreeMap::from([("guide-start".to_owned(), fragment("guide-start", vec![published()]))]),
        gone: vec!["guide-old".to_owned()],
        cursor: "1795000000000:guide-start".to_owned(),
        more: false,
    };
    pin("qa_snapshot", &snapshot);
    let (html, json) = snapshot.page("another");
    assert_eq!(html, "<form data-page=\"another\"></form>");
    assert_eq!(json, r#"{"page":"another","threads":[]}"#);
}

#[test]
fn later_parts_of_a_snapshot_replace_and_remove() {
    let part = |pages: &[&str], gone: &[&str]| Snapshot {
        version: snapshot::VERSION,
        build: String::new(),
        taken_at: String::new(),
        empty: Fragment {
            html: String::new(),
            view: PageView { page: String::new(), viewer: None, threads: Vec::new() },
            changed_at: None,
        },
        pages: pages
            .iter()
            .map(|page| {
                let view = PageView { page: (*page).to_owned(), viewer: None, threads: Vec::new() };
                ((*page).to_owned(), Fragment { html: String::new(), view, changed_at: None })
            })
            .collect(),
        gone: gone.iter().map(|page| (*page).to_owned()).collect(),
        cursor: String::new(),
        more: false,
    };
    let mut whole = part(&["a", "b"], &[]);
    whole.extend(part(&["c"], &["a"]));
    assert_eq!(whole.pages.keys().collect::<Vec<_>>(), ["b", "c"]);
}

#[test]
fn threads() {
    pin("page_view_public", &PageView { page: "guide-start".to_owned(), viewer: None, threads: vec![published()] });
    let viewer = Some(Viewer { name: "Grace".to_owned(), role: Role::Staff });
    let threads = vec![held(), busy()];
    pin("page_view_personal", &PageView { page: "guide-start".to_owned(), viewer, threads });
}

#[test]
fn requests() {
    let ask = AskRequest {
        id: Some("a1b2c3d4e5f60718".to_owned()),
        page: "guide-start".to_owned(),
        section: Some("starting".to_owned()),
        title: "How do I start it?".to_owned(),
        body: "I tried.".to_owned(),
        name: "Ada".to_owned(),
        email: "ada@example.org".to_owned(),
        website: String::new(),
        stamp: None,
    };
    pin("ask_request", &ask);
    let reply = ReplyRequest { body: "Like this.".to_owned(), ..ReplyRequest::default() };
    pin("reply_request", &reply);
    pin("preview_request", &PreviewRequest { body: "Like **this**.".to_owned() });
    pin("sign_in_request", &SignInRequest { email: "ada@example.org".to_owned(), name: "Ada".to_owned() });
    pin("answer_request", &AnswerRequest { code: "123 456".to_owned() });
    pin("edit_request", &EditRequest { title: "How do I start it?".to_owned(), body: "I tried.".to_owned() });
    let merge =
        ActRequest { to: "/questions/how-do-i-start-it-01question".to_owned(), ..ActRequest::new(Act::Merge, "") };
    pin("act_request_merge", &merge);
    let split = ActRequest { title: "How do I stop it?".to_owned(), ..ActRequest::new(Act::Split, "") };
    pin("act_request_split", &split);
    pin("act_request", &ActRequest::new(Act::Reject, "A duplicate."));
}

#[test]
fn replies_of_the_api() {
    let challenge = Challenge { challenge: "01c.sig".to_owned(), email: "ada@example.org".to_owned(), expires_in: 600 };
    pin("posted_draft", &Posted::Draft(challenge));
    pin("posted_held", &Posted::Held { thread: held() });
    let viewer = Viewer { name: "Ada".to_owned(), role: Role::Member };
    pin("signed_in", &SignedIn { viewer: viewer.clone(), posted: Some(Posted::Published { thread: published() }) });
    pin("me", &Me { viewer: Some(viewer), stamp: Some("1795000000000.sig".to_owned()) });
    pin("acted", &Acted { id: "01act".to_owned(), act: Act::Publish, thread: published() });
    pin("preview", &Preview { html: "<p>Like <strong>this</strong>.</p>".to_owned() });
    pin("changed", &Changed { thread: published(), undo: Some("01act".to_owned()) });
    let version = |number, state, note: Option<&str>| Version {
        number,
        author: "Ada".to_owned(),
        at: "2026-11-21T17:53:00Z".to_owned(),
        title: "How do I start it?".to_owned(),
        body: "I tried.".to_owned(),
        state,
        note: note.map(str::to_owned),
    };
    let versions = vec![
        version(None, VersionState::Dropped, Some("No advertising.")),
        version(Some(2), VersionState::Present, None),
        version(Some(1), VersionState::Past, None),
    ];
    pin("versions", &Versions { versions });
}

#[test]
fn moderation() {
    let item = InboxItem {
        kind: InboxKind::Held,
        question: "01question".to_owned(),
        reply: Some("01reply".to_owned()),
        title: "How do I start it?".to_owned(),
        excerpt: "Like this.".to_owned(),
        page: "guide-start".to_owned(),
        page_title: "Start".to_owned(),
        topic: Some("setup".to_owned()),
        author: "Ada".to_owned(),
        waiting_since: "2026-11-21T17:53:00Z".to_owned(),
        waited: 420,
        pace: Pace::Fresh,
        priority: Priority::High,
        reasons: vec!["Every post waits for a moderator.".to_owned()],
        on_duty: Some("Grace".to_owned()),
        offer: None,
    };
    let until = "2026-11-23T08:00:00Z".to_owned();
    let on_duty = OnDuty { team: "Docs team".to_owned(), person: "Grace".to_owned(), until };
    pin("inbox", &Inbox { items: vec![item], on_duty: vec![on_duty] });
    let posts = vec![PostRef::Question("01question".to_owned()), PostRef::Reply("01reply".to_owned())];
    pin(
        "bulk_request",
        &BulkRequest { act: BulkAct::TurnDown, posts: posts.clone(), reason: "A duplicate.".to_owned() },
    );
    let post = || posts[0].clone();
    pin("ban_request", &BanRequest { post: post(), days: 7, reason: "Advertising.".to_owned() });
    pin("note_request", &NoteRequest { post: post(), about_author: true, text: "Asked before.".to_owned() });
    pin("escalate_request", &EscalateRequest { post: post(), reason: "A legal question.".to_owned() });
    let urgent = Some(Priority::Urgent);
    pin("priority_request", &PriorityRequest { question: "01question".to_owned(), priority: urgent });
    pin("offer_request", &OfferRequest { offer: "01offer".to_owned(), publish: true });
    pin("report_request", &ReportRequest { post: post(), reason: ReportReason::Spam, note: "Look.".to_owned() });
    let letter = Letter {
        id: "01letter".to_owned(),
        kind: "question_published".to_owned(),
        target: "slack:C0123".to_owned(),
        attempts: 9,
        error: "is_archived".to_owned(),
        at: "2026-11-21T18:00:00Z".to_owned(),
    };
    let off = OffTarget {
        target: "slack:C0123".to_owned(),
        reason: "is_archived".to_owned(),
        since: "2026-11-21T18:00:00Z".to_owned(),
    };
    pin("outbox", &Outbox { letters: vec![letter], off: vec![off], dead: 1, waiting: 3 });
    pin("decided", &Decided { id: Some("01decision".to_owned()), done: 2, skipped: 1 });
    let times = TopicTimes {
        topic: Some("setup".to_owned()),
        title: "Setting up".to_owned(),
        questions: 7,
        answered: 5,
        resolved: 0,
        first_response: Some(600),
        resolution: None,
    };
    pin("response_times", &ResponseTimes { days: 90, topics: vec![times] });
}

#[test]
fn what_readers_get() {
    let similar = Similar {
        sections: vec![SimilarSection {
            title: "Starting".to_owned(),
            page_title: "Start".to_owned(),
            url: "/guide/start/#starting".to_owned(),
        }],
        questions: vec![SimilarQuestion {
            title: "How do I start it?".to_owned(),
            url: "/questions/how-do-i-start-it-01question".to_owned(),
            replies: 1,
            resolved: true,
        }],
    };
    pin("similar", &similar);
    pin("chosen", &Chosen { url: "/guide/start/#starting".to_owned() });
}

#[test]
fn people() {
    let profile = Profile {
        id: "01ada".to_owned(),
        name: "Ada".to_owned(),
        email: "ada@example.org".to_owned(),
        role: Role::Member,
        bio: "Lamps, mostly.".to_owned(),
        link: "https://ada.example.org".to_owned(),
        public: Some("/_qa/people/01ada".to_owned()),
        asked_role_at: Some("2026-11-21T17:53:00Z".to_owned()),
        leaving: Some(Leaving { at: "2026-11-28T17:53:00Z".to_owned(), posts: LeftPosts::Keep }),
        connections: vec![Connection {
            provider: "company".to_owned(),
            name: "Company".to_owned(),
            since: "2026-11-20T17:53:00Z".to_owned(),
        }],
    };
    pin("disconnect_request", &DisconnectRequest { provider: "company".to_owned() });
    pin("profile", &profile);
    let change = ProfileRequest { name: profile.name.clone(), bio: profile.bio.clone(), link: profile.link.clone() };
    pin("profile_request", &change);
    let session = Session {
        id: "s1".to_owned(),
        browser: "Firefox".to_owned(),
        begun_at: "2026-11-20T17:53:00Z".to_owned(),
        seen_at: "2026-11-21T17:53:00Z".to_owned(),
        current: true,
    };
    pin("sessions", &Sessions { sessions: vec![session] });
    pin("end_sessions_request", &EndSessionsRequest { session: "s1".to_owned() });
    let row = serde_json::json!({ "id": "01ada", "name": "Ada" });
    let tables = BTreeMap::from([("accounts".to_owned(), vec![row])]);
    pin("export", &Export { taken_at: "2026-11-21T17:53:00Z".to_owned(), tables });
    pin("leave_request", &LeaveRequest { posts: LeftPosts::Remove });
    pin("role_request", &RoleRequest { reason: "I answer most of these anyway.".to_owned() });
    pin("role_decision", &RoleDecision { role: Role::Moderator, reason: String::new() });
    let wish = Wish {
        id: "01ada".to_owned(),
        name: "Ada".to_owned(),
        email: "ada@example.org".to_owned(),
        asked_at: "2026-11-21T17:53:00Z".to_owned(),
        reason: "I answer most of these anyway.".to_owned(),
        posts: 12,
    };
    let grace = TeamMember {
        id: "01grace".to_owned(),
        name: "Grace".to_owned(),
        email: "grace@example.org".to_owned(),
        role: Role::Staff,
    };
    pin("people", &People { wishes: vec![wish], team: vec![grace] });
    let post = PersonPost {
        title: "How do I start it?".to_owned(),
        path: "/questions/how-do-i-start-it-01question".to_owned(),
        posted_at: "2026-11-21T17:53:00Z".to_owned(),
    };
    let person = Person {
        id: profile.id,
        name: profile.name,
        badge: Some(Role::Moderator),
        bio: profile.bio,
        link: profile.link,
        questions: vec![post],
        replies: Vec::new(),
    };
    pin("person", &person);
}

#[test]
fn what_writers_are_told() {
    let vote = VoteRequest {
        page: "guide-start".to_owned(),
        section: "starting".to_owned(),
        useful: "no".to_owned(),
        reason: "missing".to_owned(),
        note: "How long does it take?".to_owned(),
    };
    pin("vote_request", &vote);
    let summary = PageSummary {
        page: "guide-start".to_owned(),
        title: "Start".to_owned(),
        score: 9,
        votes: Votes { yes: 3, no: 1 },
        unanswered: 1,
        unresolved: 0,
        look_again: 1,
    };
    let lost = LostPage { page: "guide-old".to_owned(), title: "Old".to_owned(), questions: 2 };
    let search = EmptySearch { words: "paraffin".to_owned(), hits: 3, last_at: "2026-11-21T18:00:00Z".to_owned() };
    pin("reports", &Reports { pages: vec![summary.clone()], lost_pages: vec![lost], empty_searches: vec![search] });
    let report = PageReport {
        summary,
        path: "/guide/start/".to_owned(),
        earlier: Votes { yes: 0, no: 2 },
        sections: vec![SectionReport {
            anchor: "starting".to_owned(),
            title: "Starting".to_owned(),
            votes: Votes { yes: 0, no: 1 },
            chosen: 4,
        }],
        reasons: vec![ReasonCount { reason: VoteReason::Missing, count: 1 }],
        notes: vec![VoteNote {
            given_at: "2026-11-21T18:00:00Z".to_owned(),
            section: "starting".to_owned(),
            useful: false,
            reason: Some(VoteReason::Missing),
            note: "How long does it take?".to_owned(),
            outdated: false,
        }],
        open: vec![OpenQuestion {
            title: "How do I start it?".to_owned(),
            url: "/questions/how-do-i-start-it-01question".to_owned(),
            asked_at: "2026-11-21T17:53:00Z".to_owned(),
            replies: 0,
        }],
        look_again: vec![LookAgain {
            question: "01question".to_owned(),
            reply: "01reply".to_owned(),
            title: "How do I start it?".to_owned(),
            page: "guide-start".to_owned(),
            section: "Starting".to_owned(),
            posted_at: "2026-11-21T18:00:00Z".to_owned(),
        }],
    };
    pin("page_report", &report);
}

#[test]
fn problems() {
    let fields = vec![FieldProblem { field: "title".to_owned(), message: "Say what you want to know.".to_owned() }];
    pin("problem_invalid_input", &Problem::invalid(fields));
    let mut limited = Problem::new(Code::RateLimited, "Try again in 5 minutes.");
    limited.retry_after = Some(300);
    pin("problem_rate_limited", &limited);
    let table: String = Code::ALL
        .iter()
        .map(|code| {
            let problem = Problem::new(*code, "");
            format!("{} {} {}\n", problem.status, serde_json::to_string(code).unwrap(), problem.title)
        })
        .collect();
    insta::assert_snapshot!("problem_codes", table);
}

#[test]
fn follows() {
    let follow = Follow {
        scope: Scope::Page,
        id: "cleaning".to_owned(),
        title: "Cleaning".to_owned(),
        path: "/guide/cleaning/".to_owned(),
        often: Some(Often::AtOnce),
    };
    pin("follows", &Follows { follows: vec![follow], stopped: Some(Stopped::Bounced) });
    pin("follow_request", &FollowRequest { scope: Scope::Topic, id: "lamp".to_owned(), often: Often::Daily });
    pin("often_request", &OftenRequest { often: Often::Never });
}
