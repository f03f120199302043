//! The states that the tests render: one of each that a person can meet.

use qa_api::follow::{Follow, Often, Scope};
use qa_api::inbox::{InboxItem, InboxKind, OnDuty, Pace, Priority, ResponseTimes, TopicTimes};
use qa_api::problem::{Code, FieldProblem, Problem};
use qa_api::reader::{Similar, SimilarQuestion, SimilarSection};
use qa_api::request::{AskRequest, EditRequest, ReplyRequest, SignInRequest, Version, VersionState};
use qa_api::server_data::CannedReply;
use qa_api::thread::{
    Act, Author, Claim, PageView, PendingEdit, Personal, QuestionState, Reply, ReplyState, Role, SectionRef, Thread,
    Viewer,
};
use qa_widget::form::{
    AskForm, Case, CaseEvent, CaseNote, CaseTicket, CodeForm, EditForm, FlagForm, Inbox, LinkForm, ListedQuestion,
    Notice, Purpose, QuestionList, QuestionPage, ReplyForm, SignInForm, UnsubscribeForm, VersionsPage,
};
use qa_widget::people::FollowPage;
use qa_widget::render;

/// Text that would break out of any place where it is not escaped.
pub(crate) const HOSTILE: &str = "\"'><script>alert(1)</script></textarea><!-- &amp;";

/// Every fragment, by the name of its state.
pub(crate) fn all() -> Vec<(&'static str, String)> {
    vec![
        ("page_without_threads", render::page_view(&empty())),
        ("page_for_visitors", render::page_view(&public())),
        ("page_for_moderators", render::page_view(&moderated())),
        ("page_for_the_asker", render::page_view(&own())),
        ("page_with_all_there_is_to_do", render::page_view(&eventful())),
        ("page_with_a_deleted_question", render::page_view(&stub())),
        ("edit", render::edit(&edit_form())),
        ("versions", render::versions(&versions())),
        ("ask_with_problems", render::ask(&refused_question())),
        ("ask_signed_in", render::ask(&AskForm { viewer: Some(member()), ..AskForm::default() })),
        ("reply_with_problems", render::reply(&refused_reply())),
        ("code_for_a_draft", render::code(&code(Purpose::Draft))),
        ("code_that_was_wrong", render::code(&wrong_code())),
        ("sign_in", render::sign_in(&SignInForm::default())),
        ("sign_in_with_problems", render::sign_in(&refused_sign_in())),
        ("link", render::link(&LinkForm { token: "token-1".to_owned(), problem: None })),
        ("link_that_expired", render::link(&spent_link())),
        ("unsubscribe", render::unsubscribe(&unsubscribing(None, false))),
        ("unsubscribed", render::unsubscribe(&unsubscribing(None, true))),
        ("unsubscribe_from_one", render::unsubscribe(&unsubscribing(Some(HOSTILE), false))),
        ("unsubscribed_from_one", render::unsubscribe(&unsubscribing(Some(HOSTILE), true))),
        ("follow", render::follow_page(&following())),
        ("notice", render::notice(&Notice { text: "The question was sent.".to_owned(), undo: None })),
        ("notice_with_undo", render::notice(&undoable())),
        ("inbox", render::inbox(&inbox())),
        ("inbox_that_is_empty", render::inbox(&empty_inbox())),
        ("case", render::case(&case())),
        ("times", render::times(&times())),
        ("flag", render::flag(&FlagForm { post: "reply-r1".to_owned(), back: "/".to_owned(), ..FlagForm::default() })),
        ("question", render::question(&question_page())),
        ("question_list", render::question_list(&question_list())),
        ("question_list_that_was_searched_for", render::question_list(&found())),
        ("similar", render::similar(&similar())),
        ("question_list_that_is_empty", render::question_list(&QuestionList::default())),
        ("problem", render::problem(&busy())),
        ("hostile_page", render::page_view(&hostile())),
        ("hostile_ask", render::ask(&hostile_question())),
        ("hostile_reply", render::reply(&hostile_reply())),
    ]
}

fn question_page() -> QuestionPage {
    QuestionPage {
        thread: thread("q1"),
        page_title: "Front matter".to_owned(),
        page_path: "/writing/front-matter/".to_owned(),
    }
}

fn question_list() -> QuestionList {
    let item = |title: &str, replies, resolved| ListedQuestion {
        path: format!("/questions/{replies}"),
        title: title.to_owned(),
        author: "Grace".to_owned(),
        asked_at: "2026-11-20T09:30:00Z".to_owned(),
        page_title: "Front matter".to_owned(),
        replies,
        resolved,
    };
    QuestionList {
        heading: "Questions".to_owned(),
        lists: vec![
            ("Newest".to_owned(), "/questions/".to_owned()),
            ("Solved".to_owned(), "/questions/solved/".to_owned()),
        ],
        path: "/questions/".to_owned(),
        query: String::new(),
        sections: Vec::new(),
        items: vec![item("How do I keep an old address alive?", 0, false), item("Where do drafts go?", 2, true)],
        next: Some("/questions/?before=q0".to_owned()),
    }
}

fn found() -> QuestionList {
    let sections = similar().sections;
    QuestionList { heading: "Search".to_owned(), query: "old address".to_owned(), sections, ..question_list() }
}

fn similar() -> Similar {
    let section = |title: &str, url: &str| SimilarSection {
        title: title.to_owned(),
        page_title: "Links".to_owned(),
        url: url.to_owned(),
    };
    Similar {
        sections: vec![section("Old addresses", "/writing/links/#old"), section("Links", "/writing/links/")],
        questions: vec![SimilarQuestion {
            title: "Where do drafts go?".to_owned(),
            url: "/questions/2".to_owned(),
            replies: 2,
            resolved: true,
        }],
    }
}

pub(crate) fn member() -> Viewer {
    Viewer { name: "Grace".to_owned(), role: Role::Member }
}

pub(crate) fn moderator() -> Viewer {
    Viewer { name: "Ada".to_owned(), role: Role::Moderator }
}

pub(crate) fn empty() -> PageView {
    PageView { page: qa_api::snapshot::EMPTY_PAGE.to_owned(), viewer: None, threads: Vec::new() }
}

pub(crate) fn thread(id: &str) -> Thread {
    Thread {
        id: id.to_owned(),
        title: "How do I keep an old address alive?".to_owned(),
        body_html: "<p>We renamed a page &amp; links broke.</p>".to_owned(),
        author: Author { name: "Grace".to_owned(), badge: None, asker: true, person: Some("01grace".to_owned()) },
        asked_at: "2026-11-20T09:30:00Z".to_owned(),
        ..Thread::default()
    }
}

pub(crate) fn reply(id: &str) -> Reply {
    Reply {
        id: id.to_owned(),
        body_html: "<p>Name it under <code>aliases</code>.</p>".to_owned(),
        author: Author { name: "Ada".to_owned(), badge: Some(Role::Staff), asker: false, person: None },
        posted_at: "2026-11-21T08:00:00Z".to_owned(),
        ..Reply::default()
    }
}

fn public() -> PageView {
    let thanks = Reply {
        body_html: "<p>That was it.</p>".to_owned(),
        author: Author { name: "Grace".to_owned(), badge: None, asker: true, person: Some("01grace".to_owned()) },
        ..reply("r2")
    };
    let solved = Thread {
        resolved: true,
        solution: Some("r1".to_owned()),
        replies: vec![reply("r1"), thanks],
        section: Some(SectionRef { anchor: "moving-pages".to_owned(), title: "Moving pages".to_owned() }),
        ..thread("q1")
    };
    let open = Thread { title: "Does it work offline?".to_owned(), body_html: String::new(), ..thread("q2") };
    PageView { page: "front-matter".to_owned(), viewer: None, threads: vec![solved, open] }
}

fn unsubscribing(about: Option<&str>, done: bool) -> UnsubscribeForm {
    UnsubscribeForm { token: "token-2".to_owned(), about: about.map(str::to_owned), done }
}

fn following() -> FollowPage {
    let page = Follow {
        scope: Scope::Page,
        id: "cleaning".to_owned(),
        title: HOSTILE.to_owned(),
        path: "/guide/cleaning/".to_owned(),
        often: Some(Often::Daily),
    };
    let topic = Follow { scope: Scope::Topic, title: "Lamps".to_owned(), often: None, ..page.clone() };
    FollowPage { things: vec![page, topic], done: None }
}

/// Everything that can be said of a thread, and every act at once.
pub(crate) fn eventful() -> PageView {
    let edit = PendingEdit {
        title: "How do I keep two old addresses alive?".to_owned(),
        body_html: "<p>We renamed two.</p>".to_owned(),
        sent_at: "2026-11-21T09:00:00Z".to_owned(),
        note: "Every post waits for a moderator.".to_owned(),
    };
    let personal = Personal {
        voted: Some(false),
        editable: true,
        history: true,
        edit: Some(edit),
        merged_into: Some("q9".to_owned()),
        follows: Some(Often::Weekly),
    };
    let voted = Personal { voted: Some(true), ..Personal::default() };
    let thread = Thread {
        edited_at: Some("2026-11-21T08:30:00Z".to_owned()),
        pinned: true,
        locked: true,
        waiting: true,
        votes: 1,
        claim: Some(Claim { name: "Mo".to_owned(), until: "2026-11-21T10:00:00Z".to_owned(), own: false }),
        acts: Act::ALL.into_iter().filter(|act| *act != Act::Split).collect(),
        replies: vec![Reply {
            edited_at: Some("2026-11-21T08:30:00Z".to_owned()),
            votes: 3,
            acts: vec![Act::Hide, Act::Split, Act::Delete],
            personal: Some(voted),
            ..reply("r1")
        }],
        personal: Some(personal),
        ..thread("q1")
    };
    PageView { page: "front-matter".to_owned(), viewer: Some(moderator()), threads: vec![thread] }
}

/// What is left of a question whose author deleted it.
fn stub() -> PageView {
    let asked_at = "2026-11-20T09:30:00Z".to_owned();
    let thread = Thread {
        id: "q1".to_owned(),
        asked_at,
        state: QuestionState::Deleted,
        replies: vec![reply("r1")],
        ..Thread::default()
    };
    PageView { page: "front-matter".to_owned(), viewer: None, threads: vec![thread] }
}

fn edit_form() -> EditForm {
    EditForm {
        kind: "question".to_owned(),
        id: "q1".to_owned(),
        request: EditRequest { title: "Too".to_owned(), body: "We *renamed* it.".to_owned() },
        problem: Some(Problem::invalid(vec![FieldProblem {
            field: "title".to_owned(),
            message: "A title has at least 8 characters.".to_owned(),
        }])),
        back: "/_qa/page/front-matter#question-q1".to_owned(),
    }
}

fn versions() -> VersionsPage {
    let version = |number, state, body: &str, note: Option<&str>| Version {
        number,
        author: "Grace".to_owned(),
        at: "2026-11-20T09:30:00Z".to_owned(),
        title: "How do I keep an old address alive?".to_owned(),
        body: body.to_owned(),
        state,
        note: note.map(str::to_owned),
    };
    VersionsPage {
        title: "How do I keep an old address alive?".to_owned(),
        back: "/_qa/page/front-matter#question-q1".to_owned(),
        versions: vec![
            version(None, VersionState::Dropped, HOSTILE_SOURCE, Some("No advertising.")),
            version(Some(2), VersionState::Present, "We *renamed* a page.", None),
            version(Some(1), VersionState::Past, "We renamed a page.", None),
        ],
    }
}

/// Markdown that would be markup if it were not escaped.
const HOSTILE_SOURCE: &str = "<b>Buy</b> my oil.";

pub(crate) fn moderated() -> PageView {
    let held = Thread {
        state: QuestionState::Held,
        note: Some("First post of this account.".to_owned()),
        acts: vec![Act::Publish, Act::Reject],
        ..thread("q1")
    };
    let held_reply = Reply {
        state: ReplyState::Held,
        note: Some("Three links.".to_owned()),
        acts: vec![Act::Publish, Act::Hide],
        ..reply("r1")
    };
    let hidden_reply = Reply { state: ReplyState::Hidden, acts: vec![Act::Restore], ..reply("r2") };
    let shown_reply = Reply { acts: vec![Act::Resolve, Act::Hide], ..reply("r3") };
    let published = Thread {
        acts: vec![Act::Resolve, Act::Archive],
        replies: vec![held_reply, hidden_reply, shown_reply],
        ..thread("q2")
    };
    let archived = Thread { state: QuestionState::Archived, acts: vec![Act::Restore], ..thread("q3") };
    PageView { page: "front-matter".to_owned(), viewer: Some(moderator()), threads: vec![held, published, archived] }
}

fn own() -> PageView {
    let held = Thread { state: QuestionState::Held, ..thread("q1") };
    let rejected = Thread {
        state: QuestionState::Rejected,
        note: Some("Asked twice; see the other one.".to_owned()),
        ..thread("q2")
    };
    let resolved = Thread { resolved: true, acts: vec![Act::Reopen], ..thread("q3") };
    PageView { page: "front-matter".to_owned(), viewer: Some(member()), threads: vec![held, rejected, resolved] }
}

fn wrong(fields: &[(&str, &str)]) -> Option<Problem> {
    let fields = fields
        .iter()
        .map(|(field, message)| FieldProblem { field: (*field).to_owned(), message: (*message).to_owned() })
        .collect();
    Some(Problem::invalid(fields))
}

pub(crate) fn refused_question() -> AskForm {
    AskForm {
        request: AskRequest {
            id: None,
            page: "front-matter".to_owned(),
            section: Some("moving-pages".to_owned()),
            title: "Why?".to_owned(),
            body: "\n  kept as typed\n".to_owned(),
            name: "Grace".to_owned(),
            email: "grace".to_owned(),
            website: String::new(),
            stamp: None,
        },
        problem: wrong(&[
            ("title", "A title has at least 8 characters."),
            ("email", "That does not look like an e-mail address."),
            ("page", "The page has moved."),
        ]),
        viewer: None,
        page_title: Some("Front matter".to_owned()),
    }
}

pub(crate) fn refused_reply() -> ReplyForm {
    ReplyForm {
        question: "q1".to_owned(),
        question_title: "Does it work offline?".to_owned(),
        request: ReplyRequest { name: "Grace".to_owned(), ..ReplyRequest::default() },
        problem: wrong(&[("body", "Write a reply first.")]),
        viewer: None,
    }
}

pub(crate) fn code(purpose: Purpose) -> CodeForm {
    CodeForm {
        challenge: "c1".to_owned(),
        purpose,
        email: Some("grace@example.org".to_owned()),
        problem: None,
        resent: false,
    }
}

fn wrong_code() -> CodeForm {
    CodeForm {
        email: None,
        problem: Some(Problem::new(Code::WrongCode, "Four tries are left.")),
        resent: true,
        ..code(Purpose::SignIn)
    }
}

pub(crate) fn refused_sign_in() -> SignInForm {
    SignInForm {
        request: SignInRequest { email: "grace".to_owned(), name: "Grace".to_owned() },
        problem: wrong(&[("email", "That does not look like an e-mail address.")]),
        ..SignInForm::default()
    }
}

fn spent_link() -> LinkForm {
    LinkForm {
        token: "token-1".to_owned(),
        problem: Some(Problem::new(Code::ExpiredCode, "The link was used already.")),
    }
}

pub(crate) fn undoable() -> Notice {
    Notice { text: "The question is on the page.".to_owned(), undo: Some("act-1".to_owned()) }
}

pub(crate) fn inbox() -> Inbox {
    let question = InboxItem {
        kind: InboxKind::Held,
        question: "q1".to_owned(),
        reply: None,
        title: "Does it work offline?".to_owned(),
        excerpt: "I am on a train.".to_owned(),
        page: "front-matter".to_owned(),
        page_title: "Front matter".to_owned(),
        topic: Some("writing".to_owned()),
        author: "Grace".to_owned(),
        waiting_since: "2026-11-20T09:30:00Z".to_owned(),
        waited: 60 * 60,
        pace: Pace::Late,
        priority: Priority::High,
        reasons: vec!["Every post waits for a moderator.".to_owned(), "It has 1 link.".to_owned()],
        on_duty: Some("Ada".to_owned()),
        offer: None,
    };
    let reply = InboxItem {
        kind: InboxKind::Reported,
        reply: Some("r1".to_owned()),
        excerpt: String::new(),
        priority: Priority::Normal,
        pace: Pace::Overdue,
        on_duty: None,
        ..question.clone()
    };
    let on_duty =
        OnDuty { team: "Docs team".to_owned(), person: "Ada".to_owned(), until: "2026-11-23T08:00:00Z".to_owned() };
    Inbox {
        viewer: moderator(),
        inbox: qa_api::inbox::Inbox { items: vec![question, reply], on_duty: vec![on_duty] },
        kind: Some(InboxKind::Held),
        topic: None,
        topics: vec![("writing".to_owned(), "Writing pages".to_owned())],
        notice: Some(undoable()),
    }
}

fn empty_inbox() -> Inbox {
    let nothing = qa_api::inbox::Inbox { items: Vec::new(), on_duty: Vec::new() };
    Inbox { inbox: nothing, kind: None, notice: None, ..inbox() }
}

pub(crate) fn case() -> Case {
    let at = || "2026-11-20T09:30:00Z".to_owned();
    Case {
        viewer: moderator(),
        post: "question-q1".to_owned(),
        question: "q1".to_owned(),
        title: "Does it work offline?".to_owned(),
        body_html: "<p>I am on a train.</p>".to_owned(),
        place: "/_qa/page/front-matter#question-q1".to_owned(),
        page_title: "Front matter".to_owned(),
        author: "Grace".to_owned(),
        standing: vec!["1 post of theirs is published.".to_owned()],
        answerable: true,
        may_ban: true,
        priority: Some(Some(Priority::High)),
        tickets: vec![CaseTicket {
            target: "zendesk".to_owned(),
            id: Some("417".to_owned()),
            link: Some("https://acme.zendesk.com/agent/tickets/417".to_owned()),
            state: Some("open"),
            compared_at: Some(at()),
            problem: None,
        }],
        flags: vec![(at(), "reported as advertising".to_owned())],
        notes: vec![CaseNote {
            about_author: true,
            name: "Ada".to_owned(),
            text: "Look <again>.".to_owned(),
            at: at(),
        }],
        history: vec![CaseEvent {
            at: at(),
            name: "Ada".to_owned(),
            act: "publish".to_owned(),
            reason: "Good.".to_owned(),
            undone: true,
        }],
        replies: vec![CannedReply {
            id: "docs".to_owned(),
            title: "It is in the handbook".to_owned(),
            text: "See [the page](/).\n".to_owned(),
        }],
        notice: None,
        problem: None,
    }
}

pub(crate) fn times() -> ResponseTimes {
    let line = |topic: Option<&str>, first_response| TopicTimes {
        topic: topic.map(str::to_owned),
        title: topic.unwrap_or("Pages without a topic").to_owned(),
        questions: 7,
        answered: 5,
        resolved: 1,
        first_response,
        resolution: None,
    };
    ResponseTimes { days: 90, topics: vec![line(Some("writing"), Some(600)), line(None, None)] }
}

fn busy() -> Problem {
    Problem::new(Code::Unavailable, "Too much is being written just now. Try again in half a minute.")
}

fn hostile() -> PageView {
    let author = Author { name: HOSTILE.to_owned(), badge: None, asker: false, person: None };
    let thread = Thread {
        title: HOSTILE.to_owned(),
        author: author.clone(),
        asked_at: HOSTILE.to_owned(),
        section: Some(SectionRef { anchor: HOSTILE.to_owned(), title: HOSTILE.to_owned() }),
        note: Some(HOSTILE.to_owned()),
        replies: vec![Reply { author, note: Some(HOSTILE.to_owned()), acts: vec![Act::Hide], ..reply("r1") }],
        acts: vec![Act::Archive],
        ..thread("q1")
    };
    let viewer = Viewer { name: HOSTILE.to_owned(), role: Role::Staff };
    PageView { page: "front-matter".to_owned(), viewer: Some(viewer), threads: vec![thread] }
}

fn hostile_question() -> AskForm {
    AskForm {
        request: AskRequest {
            id: None,
            page: HOSTILE.to_owned(),
            section: Some(HOSTILE.to_owned()),
            title: HOSTILE.to_owned(),
            body: HOSTILE.to_owned(),
            name: HOSTILE.to_owned(),
            email: HOSTILE.to_owned(),
            website: HOSTILE.to_owned(),
            stamp: None,
        },
        problem: wrong(&[("title", HOSTILE), ("page", HOSTILE)]),
        viewer: None,
        page_title: Some(HOSTILE.to_owned()),
    }
}

fn hostile_reply() -> ReplyForm {
    ReplyForm {
        question: HOSTILE.to_owned(),
        question_title: HOSTILE.to_owned(),
        request: ReplyRequest { body: HOSTILE.to_owned(), ..ReplyRequest::default() },
        problem: Some(Problem::new(Code::RateLimited, HOSTILE)),
        viewer: None,
    }
}
