//! Every type that the browser reads, sent through serde and back.

use qa_api::follow::Often;
use qa_api::request::{Acted, Changed, Me, Posted, Preview, SignedIn};
use qa_api::thread::{
    Act, Author, Claim, PageView, PendingEdit, Personal, QuestionState, Reply, ReplyState, Role, SectionRef, Thread,
    Viewer,
};
use serde::Serialize;
use serde_json::Value as Json;

use super::thread::thread;
use super::*;

impl Value for Json {
    fn get(&self, key: &str) -> Option<Self> {
        self.as_object()?.get(key).filter(|value| !value.is_null()).cloned()
    }

    fn text(&self) -> Option<String> {
        self.as_str().map(str::to_owned)
    }

    fn number(&self) -> Option<u64> {
        self.as_u64()
    }

    fn is_true(&self) -> bool {
        *self == Self::Bool(true)
    }

    fn items(&self) -> Vec<Self> {
        self.as_array().cloned().unwrap_or_default()
    }
}

/// Sends `value` through serde and back through here.
fn assert_reads<T: Serialize + PartialEq + std::fmt::Debug>(value: &T, read: impl Fn(&Json) -> Option<T>) {
    let json = serde_json::to_value(value).unwrap();
    assert_eq!(read(&json).as_ref(), Some(value), "{json:#}");
}

fn author(badge: Option<Role>, asker: bool) -> Author {
    Author { name: "Ada".to_owned(), badge, asker, person: asker.then(|| "01ada".to_owned()) }
}

fn replies() -> Vec<Reply> {
    ReplyState::ALL
        .into_iter()
        .map(|state| Reply {
            id: "r1".to_owned(),
            body_html: "<p>\"yes\"</p>".to_owned(),
            author: author(Some(Role::Staff), true),
            posted_at: "2026-11-21T08:00:00Z".to_owned(),
            edited_at: Some("2026-11-21T09:00:00Z".to_owned()),
            votes: 3,
            state,
            section_changed: true,
            note: Some("why".to_owned()),
            acts: Act::ALL.to_vec(),
            personal: Some(personal()),
        })
        .collect()
}

fn personal() -> Personal {
    let edit = PendingEdit {
        title: "Why not?".to_owned(),
        body_html: "<p>no</p>".to_owned(),
        sent_at: "2026-11-21T09:00:00Z".to_owned(),
        note: "new".to_owned(),
    };
    Personal {
        voted: Some(false),
        editable: true,
        history: true,
        edit: Some(edit),
        merged_into: Some("q2".to_owned()),
        follows: Some(Often::Daily),
    }
}

fn threads() -> Vec<Thread> {
    QuestionState::ALL
        .into_iter()
        .map(|state| Thread {
            id: "q1".to_owned(),
            title: "Why?".to_owned(),
            body_html: String::new(),
            author: author(None, false),
            asked_at: "2026-11-20T09:30:00Z".to_owned(),
            section: Some(SectionRef { anchor: "a".to_owned(), title: "A".to_owned() }),
            state,
            edited_at: Some("2026-11-21T09:00:00Z".to_owned()),
            pinned: true,
            locked: true,
            waiting: true,
            votes: 2,
            resolved: true,
            solution: Some("r1".to_owned()),
            replies: replies(),
            note: Some("why".to_owned()),
            acts: Act::ALL.to_vec(),
            claim: Some(Claim { name: "Mo".to_owned(), until: "2026-11-21T10:00:00Z".to_owned(), own: true }),
            personal: Some(personal()),
        })
        .collect()
}

fn bare() -> Thread {
    let Thread { id, title, body_html, author, asked_at, .. } = threads().remove(1);
    Thread { id, title, body_html, author, asked_at, ..Thread::default() }
}

#[test]
fn threads_are_read_as_they_are_written() {
    for one in threads() {
        assert_reads(&one, thread);
    }
    assert_reads(&bare(), thread);
    for role in [Role::Member, Role::Moderator, Role::Staff] {
        let viewer = Some(Viewer { name: "Ada".to_owned(), role });
        assert_reads(&PageView { page: "p".to_owned(), viewer, threads: threads() }, page_view);
    }
    assert_reads(&PageView { page: "p".to_owned(), viewer: None, threads: Vec::new() }, page_view);
}

#[test]
fn replies_of_the_api_are_read_as_they_are_written() {
    let sent = Challenge { challenge: "c".to_owned(), email: "a@b.co".to_owned(), expires_in: 600 };
    assert_reads(&sent, challenge);
    let all = [Posted::Draft(sent), Posted::Held { thread: bare() }, Posted::Published { thread: threads().remove(0) }];
    let somebody = Viewer { name: "Ada".to_owned(), role: Role::Member };
    let signed_in = |json: &Json| {
        Some(SignedIn { viewer: viewer(json)?, posted: Value::get(json, "posted").and_then(|it| posted(&it)) })
    };
    for one in all {
        assert_reads(&one, posted);
        let json = serde_json::to_value(&one).unwrap();
        assert_eq!(draft(&json).is_some(), matches!(one, Posted::Draft(_)));
        assert!(!is_signed_in(&json));
        assert_reads(&SignedIn { viewer: somebody.clone(), posted: Some(one) }, signed_in);
    }
    assert_reads(&SignedIn { viewer: somebody.clone(), posted: None }, signed_in);
    assert!(is_signed_in(&serde_json::to_value(SignedIn { viewer: somebody, posted: None }).unwrap()));
    for undo in [None, Some("a1".to_owned())] {
        assert_reads(&Changed { thread: bare(), undo }, changed);
    }
    let acted = Acted { id: "a1".to_owned(), act: Act::Hide, thread: bare() };
    let undoable = Changed { thread: bare(), undo: Some("a1".to_owned()) };
    assert_eq!(changed(&serde_json::to_value(acted).unwrap()), Some(undoable));
    assert_eq!(changed(&serde_json::to_value(bare()).unwrap()), Some(Changed { thread: bare(), undo: None }));
}

#[test]
fn who_is_signed_in_is_read_as_it_is_written() {
    let somebody = Viewer { name: "Ada".to_owned(), role: Role::Member };
    for viewer_of in [None, Some(somebody)] {
        for stamped in [None, Some("1.sig".to_owned())] {
            let me = Me { viewer: viewer_of.clone(), stamp: stamped };
            assert_reads(&me, |json| Some(Me { viewer: viewer(json), stamp: stamp(json) }));
        }
    }
}

#[test]
fn suggestions_and_previews_are_read_as_they_are_written() {
    let section = |title: &str| SimilarSection {
        title: title.to_owned(),
        page_title: "Links".to_owned(),
        url: "/writing/links/#old".to_owned(),
    };
    let question = |resolved| SimilarQuestion {
        title: "Why?".to_owned(),
        url: "/questions/why-q1".to_owned(),
        replies: 2,
        resolved,
    };
    assert_reads(&Similar::default(), similar);
    let full = Similar { sections: vec![section("Old")], questions: vec![question(true), question(false)] };
    assert_reads(&full, similar);
    assert_reads(&Preview { html: "<p>so</p>".to_owned() }, |json| Some(Preview { html: preview(json)? }));
}

#[test]
fn problems_are_read_as_they_are_written() {
    for code in Code::ALL {
        assert_reads(&Problem::new(code, "Try again."), problem);
    }
    let field = FieldProblem { field: "title".to_owned(), message: "Too short.".to_owned() };
    let full = Problem {
        retry_after: Some(5),
        state: Some("published".to_owned()),
        tries_left: Some(2),
        ..Problem::invalid(vec![field])
    };
    assert_reads(&full, problem);
}

#[test]
fn what_is_not_understood_is_refused_as_a_whole() {
    let mut json = serde_json::to_value(bare()).unwrap();
    json["state"] = "melted".into();
    assert_eq!(thread(&json), None);
    assert_eq!(page_view(&serde_json::json!({ "page": "p", "threads": [json] })), None);
    assert_eq!(page_view(&Json::Null), None);
}
