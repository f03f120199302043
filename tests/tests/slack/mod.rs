//! What becomes of questions in Slack, and what is done from there.

mod leaving;
mod waiting;

use std::collections::BTreeMap;

use qa_api::paths;
use qa_api::request::{ActRequest, Acted};
use qa_api::server_data::{ServerData, Team};
use qa_api::thread::{Act, PageView, Thread};
use qa_server::config::Targets;
use qa_server::deliver::slack::config::SlackConfig;
use qa_server::domain::event::Level;
use qa_server::domain::limit::HOOKS_PER_TARGET;
use reqwest::Method;
use serde_json::{Value, json};
use tests::app::App;
use tests::browser::Reply;
use tests::database::Database;
use tests::faults::Fault;
use tests::on_both_databases;
use tests::person::{Person, Post, question_id, reply_ids};
use tests::slack::{COMMUNITY, Message, Slack};

on_both_databases!(
    a_question_is_announced_and_its_thread_follows_it,
    what_leaves_the_page_leaves_slack,
    a_teams_channel_is_told_of_its_topics_and_a_private_one_of_what_waits,
    a_channel_that_is_gone_is_turned_off_and_told_once,
    moderators_act_by_reactions
);

const PATH: &str = "/guide/cleaning/";
const PAGE: &str = "cleaning";
const TITLE: &str = "<!channel> What about the oil & the wick?";

struct Scene {
    slack: Slack,
    app: App,
    ada: Person,
    moderator: Person,
}

impl Scene {
    async fn begin(database: Database) -> Self {
        Self::begin_with(database, |config| config).await
    }

    async fn begin_with(database: Database, change: impl FnOnce(SlackConfig) -> SlackConfig) -> Self {
        let slack = Slack::start().await;
        let targets = Targets { slack: Some(change(slack.config())), ..Targets::default() };
        let app = App::start_telling(database, targets).await;
        let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
        Self { slack, app, ada, moderator }
    }

    /// A question on its page, and its announcement.
    async fn published(&self) -> (String, Message) {
        let id = self.app.published_question(&self.ada, &self.moderator, PATH, TITLE).await;
        self.settle().await;
        (id, self.announcement())
    }

    fn announcement(&self) -> Message {
        let mut found = self.slack.announcements(COMMUNITY);
        assert_eq!(found.len(), 1, "{found:#?}");
        found.remove(0)
    }

    /// A reply by somebody new, which waits for a moderator; gives its id.
    async fn held_reply(&self, question: &str, body: &str) -> String {
        let bob = self.app.signed_in("Bob", "bob@example.org").await;
        let page = bob.reply(&paths::personal_page(PAGE), question, body).await;
        self.settle().await;
        let mut held = reply_ids(&page);
        held.retain(|id| page.texts(&format!("#reply-{id}"))[0].contains(body));
        held.pop().expect("whoever wrote it sees it")
    }

    async fn act(&self, post: Post<'_>, act: Act) {
        self.moderator.act(PAGE, post, act, "").await;
        self.settle().await;
    }

    /// Acts on a question; gives the act's id.
    async fn acted(&self, question: &str, act: Act) -> String {
        let request = ActRequest::new(act, "");
        let acted: Acted = self.moderator.browser.post(&paths::question_acts(question), &request).await.expect(200);
        acted.id
    }

    async fn undo(&self, act: &str) {
        let _: Thread = self.moderator.browser.post(&paths::undo(act), &json!({})).await.expect(200);
    }

    /// Lets time pass until everything has had its turn.
    async fn settle(&self) {
        self.app.settle_mail_due_now().await;
        for _ in 0..4 {
            self.app.settle_mail().await;
        }
    }

    /// The thread as the moderator sees it.
    async fn thread(&self) -> Thread {
        let view: PageView = self.moderator.browser.get(&paths::my_page_threads(PAGE)).await.expect(200);
        view.threads.into_iter().next().expect("the page has a thread")
    }

    async fn event(&self, body: &Value) -> Reply {
        let body = body.to_string();
        let mut request = self.app.browser().request(Method::POST, paths::HOOK_SLACK);
        for (name, value) in Slack::signed(&body, self.app.server().now() / 1000) {
            request = request.header(name, value);
        }
        Reply::read(request.body(body)).await
    }

    async fn react(&self, kind: &str, user: &str, reaction: &str, to: &Message) {
        let item = json!({ "type": "message", "channel": to.channel, "ts": to.ts });
        let event = json!({ "type": kind, "user": user, "reaction": reaction, "item": item, "event_ts": "1.1" });
        let reply = self.event(&json!({ "type": "event_callback", "event_id": "Ev1", "event": event })).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
    }
}

async fn a_question_is_announced_and_its_thread_follows_it(database: Database) {
    let scene = Scene::begin(database).await;
    let (id, announcement) = scene.published().await;
    assert_eq!(announcement.text, "Ada asks: &lt;!channel&gt; What about the oil &amp; the wick?");
    assert!(announcement.blocks.to_string().contains(&format!("{PATH}#question-{id}")), "{announcement:#?}");

    scene.moderator.reply(PATH, &id, "Use *lamp* oil. <@U1>").await;
    scene.settle().await;
    let thread = scene.slack.thread(&announcement);
    assert_eq!(thread.len(), 1, "{thread:#?}");
    assert!(thread[0].blocks.to_string().contains("Use lamp oil. <@U1>"), "{thread:#?}");

    let reply = scene.thread().await.replies[0].id.clone();
    scene.act(Post::Reply(&reply), Act::Resolve).await;
    let resolved = scene.announcement();
    assert!(resolved.text.starts_with("Resolved: ") && resolved.changes > 0, "{resolved:#?}");
    let told = &scene.slack.thread(&announcement)[1];
    assert!(told.blocks.to_string().contains("by what Mo wrote"), "{told:#?}");
    scene.act(Post::Question(&id), Act::Reopen).await;
    assert!(scene.announcement().text.starts_with("Ada asks: "));
    assert_eq!(scene.slack.judge(), "");
    scene.app.stop().await;
}

async fn what_leaves_the_page_leaves_slack(database: Database) {
    let scene = Scene::begin(database).await;
    // What is taken back within a minute was never told, and neither is the taking back.
    let question = scene.app.held_question(&scene.ada, PATH, TITLE).await;
    let published = scene.acted(&question, Act::Publish).await;
    scene.undo(&published).await;
    scene.settle().await;
    assert_eq!(scene.slack.everything(), "");

    scene.act(Post::Question(&question), Act::Publish).await;
    scene.moderator.reply(PATH, &question, "Only lamp oil.").await;
    scene.settle().await;
    let reply = scene.thread().await.replies[0].id.clone();
    scene.act(Post::Reply(&reply), Act::Hide).await;
    let thread = scene.slack.thread(&scene.announcement());
    assert!(!thread[0].blocks.to_string().contains("lamp oil"), "{thread:#?}");

    let archived = scene.acted(&question, Act::Archive).await;
    scene.settle().await;
    let gone = scene.announcement();
    assert!(!gone.text.contains("oil") && !gone.blocks.to_string().contains("oil"), "{gone:#?}");
    scene.undo(&archived).await;
    scene.settle().await;
    assert!(scene.announcement().text.contains("oil"));
    assert_eq!(scene.slack.judge(), "");
    scene.app.stop().await;
}

async fn a_teams_channel_is_told_of_its_topics_and_a_private_one_of_what_waits(database: Database) {
    let scene =
        Scene::begin_with(database, |config| SlackConfig { teams: Level::Alert, teams_private: true, ..config }).await;
    let team = Team {
        title: "Lamp team".to_owned(),
        topics: vec!["lamp".to_owned()],
        more: BTreeMap::from([("slack".to_owned(), json!("C0LAMPS"))]),
        ..Team::default()
    };
    let teams = BTreeMap::from([("lamps".to_owned(), team)]);
    scene.app.set_rules(&ServerData { version: 1, teams, ..ServerData::default() });
    let question = scene.app.held_question(&scene.ada, PATH, TITLE).await;
    scene.settle().await;
    assert_eq!(scene.slack.announcements(COMMUNITY).len(), 0, "what is held is told nowhere in public");
    let waiting = scene.slack.announcements("C0LAMPS");
    assert!(waiting[0].text.contains("waits"), "{waiting:#?}");
    scene.act(Post::Question(&question), Act::Publish).await;
    let (community, team) = (scene.announcement(), scene.slack.announcements("C0LAMPS"));
    assert_eq!((team.len(), &team[0].text), (1, &community.text), "{team:#?}");
    scene.act(Post::Question(&question), Act::Resolve).await;
    assert!(scene.announcement().text.starts_with("Resolved"));
    assert!(scene.slack.announcements("C0LAMPS")[0].text.starts_with("Ada asks"), "alerts say what is new");

    let elsewhere = question_id(&scene.ada.ask("/", "Where do I begin?", "").await, "Where do I begin?");
    scene.moderator.act("start", Post::Question(&elsewhere), Act::Publish, "").await;
    scene.settle().await;
    assert_eq!(scene.slack.announcements("C0LAMPS").len(), 1);
    assert_eq!(scene.slack.judge(), "");
    scene.app.stop().await;
}

async fn a_channel_that_is_gone_is_turned_off_and_told_once(database: Database) {
    let scene = Scene::begin(database).await;
    scene.app.grant("grace@example.org", qa_api::thread::Role::Staff).await;
    // What may work later is tried again when Slack says, and what may have been done is done again.
    scene.slack.faults.next("POST /api/chat.postMessage", Fault::Wait(429, 30));
    scene.slack.faults.next("POST /api/chat.postMessage", Fault::Drop);
    let (question, _) = scene.published().await;
    assert!(scene.slack.faults.are_over());
    scene.slack.archive(COMMUNITY);
    scene.act(Post::Question(&question), Act::Resolve).await;
    scene.act(Post::Question(&question), Act::Reopen).await;
    let mails = scene.app.mails_to("grace@example.org");
    assert_eq!(mails.len(), 1, "{mails:#?}");
    assert!(mails[0].text.contains("slack") && mails[0].text.contains("is_archived"), "{}", mails[0].text);
    let asked = scene.slack.faults.asked("POST /api");
    scene.act(Post::Question(&question), Act::Resolve).await;
    assert_eq!(scene.slack.faults.asked("POST /api"), asked, "what is off is asked nothing");
    scene.app.stop().await;
}

async fn moderators_act_by_reactions(database: Database) {
    let moderators = [("UMO", "mo@example.org"), ("UADA", "ada@example.org")];
    let moderators = moderators.map(|(member, address)| (member.to_owned(), address.to_owned()));
    let scene = Scene::begin_with(database, |config| SlackConfig {
        level: Level::TwoWay,
        moderators: BTreeMap::from(moderators),
        ..config
    })
    .await;
    let reply = scene.event(&json!({ "type": "url_verification", "challenge": "abc", "token": "x" })).await;
    assert_eq!(reply.text, r#"{"challenge":"abc"}"#);
    let (question, announcement) = scene.published().await;
    // Neither strangers nor the asker act from there, and other reactions mean nothing.
    scene.react("reaction_added", "USTRANGER", "white_check_mark", &announcement).await;
    scene.react("reaction_added", "UADA", "white_check_mark", &announcement).await;
    scene.react("reaction_added", "UMO", "tada", &announcement).await;
    assert!(!scene.thread().await.resolved);
    for _ in 0..2 {
        scene.react("reaction_added", "UMO", "eyes", &announcement).await;
        assert_eq!(scene.thread().await.claim.map(|claim| claim.name).as_deref(), Some("Mo"));
    }
    scene.react("reaction_removed", "UMO", "eyes", &announcement).await;
    assert_eq!(scene.thread().await.claim, None);
    scene.moderator.reply(PATH, &question, "Only lamp oil.").await;
    scene.settle().await;
    let below = scene.slack.thread(&announcement).remove(0);
    scene.react("reaction_added", "UMO", "white_check_mark", &below).await;
    let thread = scene.thread().await;
    assert_eq!((thread.resolved, thread.solution), (true, Some(thread.replies[0].id.clone())));
    scene.react("reaction_removed", "UMO", "white_check_mark", &announcement).await;
    assert!(!scene.thread().await.resolved);

    let unsigned = scene.app.browser().request(Method::POST, paths::HOOK_SLACK).body("{}");
    assert_eq!(Reply::read(unsigned).await.status, 400);
    scene.app.use_up(&HOOKS_PER_TARGET, &["slack"]).await;
    // A workspace is full of reactions to what is nothing of ours: those do not count.
    let strange = Message { ts: "1503435956.999999".to_owned(), ..announcement.clone() };
    scene.react("reaction_added", "UMO", "white_check_mark", &strange).await;
    scene.react("reaction_added", "USTRANGER", "white_check_mark", &announcement).await;
    let item = json!({ "type": "message", "channel": announcement.channel, "ts": announcement.ts });
    let event = json!({ "type": "reaction_added", "user": "UMO", "reaction": "eyes", "item": item, "event_ts": "1.1" });
    let ours = scene.event(&json!({ "type": "event_callback", "event_id": "Ev1", "event": event })).await;
    assert_eq!(ours.status, 429, "{}", ours.text);
    assert_eq!(scene.event(&json!({ "type": "url_verification", "challenge": "abc" })).await.status, 429);
    scene.app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Python with slack_sdk: cargo xtask test"]
async fn an_incoming_webhook_says_what_is_new() {
    let slack = Slack::start().await;
    let targets = Targets { slack: Some(slack.webhook_config()), ..Targets::default() };
    let app = App::start_telling(Database::Sqlite, targets).await;
    let (ada, moderator) = (app.person("Ada", "ada@example.org"), app.moderator().await);
    let scene = Scene { slack, app, ada, moderator };
    let (question, announcement) = scene.published().await;
    assert!(announcement.text.starts_with("Ada asks"));
    scene.moderator.reply(PATH, &question, "Only lamp oil.").await;
    scene.act(Post::Question(&question), Act::Resolve).await;
    let texts: Vec<_> = scene.slack.messages().into_iter().map(|message| message.text).collect();
    assert!(texts.len() == 3 && texts[1].starts_with("Mo replies to") && texts[2].starts_with("Resolved"), "{texts:?}");
    assert_eq!(scene.slack.judge(), "");
    scene.app.stop().await;
}
