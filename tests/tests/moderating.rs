//! What moderators do beside deciding over single posts: the inbox, bulk acts, spam, bans, notes, reports, escalation.

use qa_api::inbox::{
    BanRequest, BulkAct, BulkRequest, Decided, EscalateRequest, Inbox, InboxItem, InboxKind, NoteRequest, Pace,
    PostRef, Priority, PriorityRequest, ReportReason, ReportRequest, ResponseTimes,
};
use qa_api::paths;
use qa_api::problem::{Code, Problem};
use qa_api::request::{AskRequest, Me, Posted, SignInRequest};
use qa_api::server_data::{Hold, HoldRule, ServerData, TopicRule};
use qa_api::thread::{PageView, QuestionState, Role};
use serde_json::json;
use tests::app::App;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::Person;

on_both_databases!(
    several_posts_are_decided_over_at_once_and_taken_back_at_once,
    spam_takes_everything_of_its_author_down_and_one_undo_brings_it_back,
    a_ban_ends_sessions_at_once_and_says_why,
    a_ban_ends_by_itself_or_is_taken_back,
    readers_report_and_moderators_dismiss,
    reporting_is_limited,
    notes_are_for_moderators_alone,
    what_is_escalated_comes_first_and_the_staff_is_told,
    the_inbox_is_ordered_by_priority_and_age,
    every_act_needs_its_role,
    waits_are_counted_by_topic
);

const PATH: &str = "/guide/cleaning/";

async fn ask(person: &Person, title: &str) -> String {
    let request = AskRequest { page: "cleaning".to_owned(), title: title.to_owned(), ..AskRequest::default() };
    match person.browser.post(paths::QUESTIONS, &request).await.expect(201) {
        Posted::Held { thread } | Posted::Published { thread } => thread.id,
        Posted::Draft(_) => panic!("a signed-in account has nothing to prove"),
    }
}

async fn inbox(moderator: &Person) -> Vec<InboxItem> {
    moderator.browser.get(paths::MODERATION_INBOX).await.expect::<Inbox>(200).items
}

async fn states(moderator: &Person) -> Vec<QuestionState> {
    let view: PageView = moderator.browser.get(&paths::my_page_threads("cleaning")).await.expect(200);
    let mut threads = view.threads;
    threads.sort_by(|a, b| a.id.cmp(&b.id));
    threads.into_iter().map(|thread| thread.state).collect()
}

async fn bulk(moderator: &Person, act: BulkAct, ids: &[&str]) -> Decided {
    let posts = ids.iter().map(|id| PostRef::Question((*id).to_owned())).collect();
    let request = BulkRequest { act, posts, reason: String::new() };
    moderator.browser.post(paths::MODERATION_BULK, &request).await.expect(200)
}

async fn undo(moderator: &Person, decided: &Decided) -> Decided {
    let id = decided.id.as_deref().expect("there is something to undo");
    moderator.browser.post(&paths::decision_undo(id), &json!({})).await.expect(200)
}

async fn several_posts_are_decided_over_at_once_and_taken_back_at_once(database: Database) {
    let app = App::start(database).await;
    let (ada, bob) = (app.signed_in("Ada", "ada@example.org").await, app.signed_in("Bob", "bob@example.org").await);
    let moderator = app.moderator().await;
    ask(&ada, "How long does the oil last?").await;
    app.advance_seconds(1);
    ask(&bob, "Which cloth is soft enough?").await;
    app.advance_seconds(1);
    ask(&bob, "Is this third one left alone?").await;

    // By the form, as without scripts: a box for each line, one button for all.
    let page = moderator.browser.open(paths::MODERATE).await;
    let mut form = page.form(paths::FORM_MODERATE).press("act", "turn_down").fill("reason", "Asked before.");
    let boxes: Vec<String> = form.fields.iter().filter(|(name, _)| name == "post").map(|(_, id)| id.clone()).collect();
    assert_eq!(boxes.len(), 3);
    form.fields.retain(|(name, value)| name != "post" || *value != boxes[2]);
    let done = moderator.browser.submit(&form).await;
    assert!(done.text().contains("Turned down 2 posts."), "{}", done.text());
    let [rejected, held] = [QuestionState::Rejected, QuestionState::Held];
    assert_eq!(states(&moderator).await, [rejected, rejected, held]);

    let undone = moderator.browser.submit(&done.form(paths::FORM_DECISION_UNDO)).await;
    assert!(undone.text().contains("Taken back."), "{}", undone.text());
    assert_eq!(states(&moderator).await, [held, held, held]);
    app.settle_mail().await;
    let about_posts = |mails: Vec<tests::mail::Mail>| mails.iter().filter(|mail| mail.code().is_none()).count();
    assert_eq!(about_posts(app.mails_to("ada@example.org")), 0, "a mail that was taken back in time never left");

    let ids: Vec<String> = inbox(&moderator).await.into_iter().map(|item| item.question).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let published = bulk(&moderator, BulkAct::Publish, &ids).await;
    assert_eq!((published.done, published.skipped), (3, 0));
    let again = bulk(&moderator, BulkAct::Publish, &ids).await;
    assert_eq!((again.done, again.skipped, again.id), (0, 3, None), "what has changed is left alone and counted");
    assert!(app.public_page(PATH).await.text().contains("Is this third one left alone?"));
    let none = BulkRequest { act: BulkAct::Publish, posts: Vec::new(), reason: String::new() };
    assert_eq!(moderator.browser.post(paths::MODERATION_BULK, &none).await.status, 422);
    app.stop().await;
}

async fn spam_takes_everything_of_its_author_down_and_one_undo_brings_it_back(database: Database) {
    let app = App::start(database).await;
    let hold = HoldRule { hold: Some(Hold::Score), ..HoldRule::default() };
    app.set_rules(&ServerData { version: 1, hold, ..ServerData::default() });
    let (ada, bob) = (app.signed_in("Ada", "ada@example.org").await, app.signed_in("Bob", "bob@example.org").await);
    let moderator = app.moderator().await;
    let first = ask(&bob, "Where can good watches be bought?").await;
    ask(&bob, "Who has more of these fine watches?").await;
    ask(&ada, "How long does the oil last?").await;
    app.settle_mail().await;

    let decided = bulk(&moderator, BulkAct::Spam, &[&first]).await;
    assert_eq!((decided.done, decided.skipped), (2, 0));
    let public = app.public_page(PATH).await.text();
    assert!(!public.contains("watches") && public.contains("oil last"), "{public}");
    let told = app.new_mails_to("bob@example.org").await;
    assert_eq!(told.len(), 1, "one mail says why, not one for every post: {told:#?}");

    ask(&bob, "What about one more of them?").await;
    let held: Vec<_> = inbox(&moderator).await.into_iter().filter(|item| item.kind == InboxKind::Held).collect();
    assert_eq!(held.len(), 1);
    assert!(held[0].reasons.iter().any(|reason| reason.contains("called spam")), "{:?}", held[0].reasons);

    assert_eq!(undo(&moderator, &decided).await.done, 2);
    assert!(app.public_page(PATH).await.text().contains("Who has more of these fine watches?"));
    ask(&bob, "Am I welcome again after that?").await;
    assert!(app.public_page(PATH).await.text().contains("Am I welcome again after that?"));
    let path = paths::decision_undo(decided.id.as_deref().expect("it had something to undo"));
    let twice = moderator.browser.post(&path, &json!({})).await;
    assert_eq!(twice.status, 409, "{}", twice.text);
    app.stop().await;
}

async fn ban(moderator: &Person, question: &str, days: u16) -> Decided {
    let post = PostRef::Question(question.to_owned());
    let request = BanRequest { post, days, reason: "Insults.".to_owned() };
    moderator.browser.post(paths::MODERATION_BANS, &request).await.expect(200)
}

async fn a_ban_ends_sessions_at_once_and_says_why(database: Database) {
    let app = App::start(database).await;
    let bob = app.signed_in("Bob", "bob@example.org").await;
    let moderator = app.moderator().await;
    let question = ask(&bob, "Why are you all like that?").await;
    let unexplained = BanRequest { post: PostRef::Question(question.clone()), days: 0, reason: String::new() };
    let problem: Problem = moderator.browser.post(paths::MODERATION_BANS, &unexplained).await.expect(422);
    assert!(problem.field("days").is_some() && problem.field("reason").is_some());
    ban(&moderator, &question, 7).await;

    assert_eq!(bob.browser.get(paths::ME).await.expect::<Me>(200).viewer, None, "the session has ended");
    let mail = app.new_mails_to("bob@example.org").await.pop().expect("a mail says so");
    assert!(mail.text.contains("Insults.") && mail.header("Subject").contains("cannot post"), "{mail:?}");
    let page = bob.ask(PATH, "May I ask this at least?", "").await;
    let refused = bob.prove(&page, &app.mail_to("bob@example.org").await).await;
    assert_eq!(refused.status, 403);
    assert!(refused.text().contains("Insults."), "{}", refused.text());
    assert!(!inbox(&moderator).await.iter().any(|item| item.title.contains("at least")));
    app.stop().await;
}

async fn a_ban_ends_by_itself_or_is_taken_back(database: Database) {
    let app = App::start(database).await;
    let bob = app.signed_in("Bob", "bob@example.org").await;
    let moderator = app.moderator().await;
    let question = ask(&bob, "Why are you all like that?").await;
    let banned = ban(&moderator, &question, 2).await;
    assert_eq!(undo(&moderator, &banned).await.done, 1);
    assert!(app.new_mails_to("bob@example.org").await.is_empty(), "the mail was taken back with it");
    app.signed_in("Bob", "bob@example.org").await;

    ban(&moderator, &question, 2).await;
    let sign_in = SignInRequest { email: "bob@example.org".to_owned(), name: String::new() };
    assert_eq!(bob.browser.post(paths::SIGN_IN, &sign_in).await.status, 202, "nobody learns of it without the code");
    app.advance_seconds(2 * 24 * 60 * 60 + 1);
    app.settle_mail().await;
    let back = app.signed_in("Bob", "bob@example.org").await;
    assert!(back.browser.get(paths::ME).await.expect::<Me>(200).viewer.is_some());

    // Whom: only those of a lower role than one's own.
    app.grant("bob@example.org", Role::Moderator).await;
    let post = PostRef::Question(question);
    let request = BanRequest { post, days: 1, reason: "No.".to_owned() };
    let moderator = app.moderator().await;
    assert_eq!(moderator.browser.post(paths::MODERATION_BANS, &request).await.status, 403);
    app.stop().await;
}

async fn readers_report_and_moderators_dismiss(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.signed_in("Ada", "ada@example.org").await, app.moderator().await);
    let id = ask(&ada, "How long does the oil last?").await;
    let outside = app.browser();
    let link = paths::flag_page(&format!("question-{id}"));
    assert_eq!(outside.open(&link).await.status, 404, "what is held cannot be reported, nor even known of");
    bulk(&moderator, BulkAct::Publish, &[&id]).await;

    assert!(app.public_page(PATH).await.attributes(".qa-report a", "href").contains(&link));
    let page = outside.open(&link).await;
    let mut form = page.form(paths::FORM_FLAG).fill("note", "It sells oil.");
    form.fields.retain(|(name, value)| name != "reason" || value == "spam");
    for _ in 0..2 {
        assert!(outside.submit(&form).await.text().contains("Thank you."));
    }
    app.advance_seconds(1);
    let request =
        ReportRequest { post: PostRef::Question(id.clone()), reason: ReportReason::Wrong, note: String::new() };
    assert_eq!(ada.browser.post(paths::FLAGS, &request).await.expect::<Decided>(200).done, 1);

    let items = inbox(&moderator).await;
    let reported: Vec<_> = items.iter().filter(|item| item.kind == InboxKind::Reported).collect();
    assert_eq!(reported.len(), 1, "one line for a post, however many report it");
    assert_eq!(reported[0].priority, Priority::High);
    assert_eq!(reported[0].reasons.len(), 2, "one reader's second report says nothing new: {:?}", reported[0].reasons);
    assert!(reported[0].reasons[0].ends_with("It sells oil."));

    let dismissed = bulk(&moderator, BulkAct::Dismiss, &[&id]).await;
    assert_eq!(dismissed.done, 2);
    assert!(!inbox(&moderator).await.iter().any(|item| item.kind == InboxKind::Reported));
    undo(&moderator, &dismissed).await;
    assert!(inbox(&moderator).await.iter().any(|item| item.kind == InboxKind::Reported));
    app.stop().await;
}

async fn reporting_is_limited(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.signed_in("Ada", "ada@example.org").await, app.moderator().await);
    let id = ask(&ada, "How long does the oil last?").await;
    bulk(&moderator, BulkAct::Publish, &[&id]).await;
    let request = ReportRequest { post: PostRef::Question(id), reason: ReportReason::Other, note: String::new() };
    let (mut as_ada, mut outside) = (0, 0);
    while ada.browser.post(paths::FLAGS, &request).await.status != 429 {
        as_ada += 1;
        assert!(as_ada < 100, "reporting goes on for ever");
    }
    while app.browser().post(paths::FLAGS, &request).await.status != 429 {
        outside += 1;
        assert!(outside < 100, "reporting goes on for ever from one machine");
    }
    assert!((5..30).contains(&as_ada) && outside > 0, "{as_ada} by one account, {outside} more from the machine");
    app.stop().await;
}

async fn notes_are_for_moderators_alone(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.signed_in("Ada", "ada@example.org").await, app.moderator().await);
    let (first, second) = (ask(&ada, "How long does the oil last?").await, ask(&ada, "Which cloth is soft?").await);
    bulk(&moderator, BulkAct::Publish, &[&first, &second]).await;
    let page = moderator.browser.open(&paths::case_page(&format!("question-{first}"))).await;
    let form = page.form(paths::FORM_NOTE).fill("text", "zqnote: a careful author");
    let kept = moderator.browser.submit(&form).await;
    assert!(kept.text().contains("The note is kept.") && kept.text().contains("zqnote"), "{}", kept.text());
    let other = moderator.browser.open(&paths::case_page(&format!("question-{second}"))).await;
    assert!(other.text().contains("zqnote"), "a note about the author goes with all their posts");
    let thread_note = NoteRequest {
        post: PostRef::Question(first.clone()),
        about_author: false,
        text: "zqthread: wait for the builders".to_owned(),
    };
    let noted: Decided = moderator.browser.post(paths::MODERATION_NOTES, &thread_note).await.expect(200);
    let other = moderator.browser.open(&paths::case_page(&format!("question-{second}"))).await;
    assert!(!other.text().contains("zqthread"), "a note about the thread stays with it");

    app.settle_mail().await;
    for mail in app.mails() {
        assert!(!mail.text.contains("zqnote") && !mail.text.contains("zqthread"), "{mail:?}");
    }
    for path in [PATH, "/questions/", &paths::personal_page("cleaning"), &format!("/questions/{first}")] {
        for reader in [&app.browser(), &ada.browser] {
            assert!(!reader.open(path).await.html.contains("zqnote"), "{path}");
        }
    }
    assert_eq!(ada.browser.get(&paths::case_page(&format!("question-{first}"))).await.status, 403);
    undo(&moderator, &noted).await;
    let page = moderator.browser.open(&paths::case_page(&format!("question-{first}"))).await;
    assert!(!page.text().contains("zqthread") && page.text().contains("zqnote"));
    app.stop().await;
}

async fn what_is_escalated_comes_first_and_the_staff_is_told(database: Database) {
    let app = App::start(database).await;
    app.grant("boss@example.org", Role::Staff).await;
    let (ada, moderator) = (app.signed_in("Ada", "ada@example.org").await, app.moderator().await);
    ask(&ada, "How long does the oil last?").await;
    app.advance_seconds(1);
    let second = ask(&ada, "May I sue whoever made it?").await;
    let request = EscalateRequest { post: PostRef::Question(second.clone()), reason: "A legal question.".to_owned() };
    let decided: Decided = moderator.browser.post(paths::MODERATION_ESCALATIONS, &request).await.expect(200);
    let again: Decided = moderator.browser.post(paths::MODERATION_ESCALATIONS, &request).await.expect(200);
    assert_eq!((again.done, again.id), (0, None), "asking twice asks once");
    let items = inbox(&moderator).await;
    assert_eq!((items[0].kind, items[0].question.as_str()), (InboxKind::Escalated, second.as_str()));
    assert!(items[0].reasons[0].ends_with("A legal question."));

    let mails = app.new_mails_to("boss@example.org").await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains(&paths::case_page(&format!("question-{second}"))));
    assert!(!mails[0].text.contains("sue"), "a mail says nothing of what is held");
    undo(&moderator, &decided).await;
    assert!(!inbox(&moderator).await.iter().any(|item| item.kind == InboxKind::Escalated));
    app.stop().await;
}

async fn the_inbox_is_ordered_by_priority_and_age(database: Database) {
    let app = App::start(database).await;
    let mut rules = ServerData { version: 1, ..ServerData::default() };
    let high = TopicRule { priority: Some(Priority::High), ..TopicRule::default() };
    rules.topics.insert("lamp".to_owned(), high);
    app.set_rules(&rules);
    let ada = app.signed_in("Ada", "ada@example.org").await;
    let elsewhere =
        AskRequest { page: "start".to_owned(), title: "Where do I begin?".to_owned(), ..AskRequest::default() };
    ada.browser.post(paths::QUESTIONS, &elsewhere).await.expect::<Posted>(201);
    app.advance_seconds(60 * 60);
    ask(&ada, "How long does the oil last?").await;
    app.advance_seconds(20 * 60);
    ask(&ada, "Which cloth is soft enough?").await;
    let moderator = app.moderator().await;
    let order = |items: &[InboxItem]| items.iter().map(|item| (item.page.clone(), item.pace)).collect::<Vec<_>>();
    let page = |page: &str, pace| (page.to_owned(), pace);
    let items = inbox(&moderator).await;
    let expected = [page("cleaning", Pace::Soon), page("cleaning", Pace::Fresh), page("start", Pace::Late)];
    assert_eq!(order(&items), expected, "the topic of the lamp goes first");

    let question = items[2].question.clone();
    let urgent = PriorityRequest { question, priority: Some(Priority::Urgent) };
    assert_eq!(moderator.browser.post(paths::MODERATION_PRIORITIES, &urgent).await.status, 403);
    app.grant("mo@example.org", Role::Staff).await;
    let staff = app.person("Mo", "mo@example.org");
    let account = app.grant("mo@example.org", Role::Staff).await;
    staff.sign_in_by_link(&app.sign_in_link(&account).await).await;
    let decided: Decided = staff.browser.post(paths::MODERATION_PRIORITIES, &urgent).await.expect(200);
    assert_eq!(inbox(&staff).await[0].page, "start");
    undo(&staff, &decided).await;
    assert_eq!(order(&inbox(&staff).await), expected);
    let only =
        staff.browser.get(&format!("{}?kind=held&topic=lamp", paths::MODERATION_INBOX)).await.expect::<Inbox>(200);
    assert_eq!(only.items.len(), 2);
    app.stop().await;
}

async fn every_act_needs_its_role(database: Database) {
    let app = App::start(database).await;
    let ada = app.signed_in("Ada", "ada@example.org").await;
    let id = ask(&ada, "How long does the oil last?").await;
    let post = json!({ "kind": "question", "id": id });
    let requests = [
        (paths::MODERATION_BULK.to_owned(), json!({ "act": "publish", "posts": [post] })),
        (paths::MODERATION_BANS.to_owned(), json!({ "post": post, "days": 1, "reason": "x" })),
        (paths::MODERATION_NOTES.to_owned(), json!({ "post": post, "text": "x" })),
        (paths::MODERATION_ESCALATIONS.to_owned(), json!({ "post": post, "reason": "x" })),
        (paths::MODERATION_PRIORITIES.to_owned(), json!({ "question": id, "priority": "low" })),
        (paths::decision_undo("01none"), json!({})),
    ];
    for (path, request) in requests {
        assert_eq!(ada.browser.post(&path, &request).await.status, Code::Forbidden.status(), "{path}");
        assert_eq!(app.browser().post(&path, &request).await.status, Code::SignedOut.status(), "{path}");
    }
    for path in [paths::MODERATION_INBOX, paths::MODERATION_TIMES, paths::MODERATE, paths::MODERATE_TIMES] {
        assert_eq!(ada.browser.get(path).await.status, Code::Forbidden.status(), "{path}");
        assert_eq!(app.browser().get(path).await.status, Code::SignedOut.status(), "{path}");
    }
    app.stop().await;
}

async fn waits_are_counted_by_topic(database: Database) {
    let app = App::start(database).await;
    let (ada, moderator) = (app.signed_in("Ada", "ada@example.org").await, app.moderator().await);
    let first = ask(&ada, "How long does the oil last?").await;
    let second = ask(&ada, "Which cloth is soft enough?").await;
    bulk(&moderator, BulkAct::Publish, &[&first, &second]).await;
    app.advance_seconds(600);
    moderator.reply(&paths::personal_page("cleaning"), &first, "Six evenings.").await;
    app.advance_seconds(600);
    moderator.browser.post(&paths::question_acts(&first), &json!({ "act": "resolve" })).await;
    let times: ResponseTimes = moderator.browser.get(paths::MODERATION_TIMES).await.expect(200);
    assert_eq!(times.topics.len(), 1);
    let lamp = &times.topics[0];
    assert_eq!((lamp.title.as_str(), lamp.questions, lamp.answered, lamp.resolved), ("The lamp", 2, 1, 1));
    assert_eq!((lamp.first_response, lamp.resolution), (Some(600), Some(1200)));
    let page = moderator.browser.open(paths::MODERATE_TIMES).await.text();
    assert!(page.contains("The lamp 2 1 1 10 minutes 20 minutes"), "{page}");
    app.stop().await;
}
