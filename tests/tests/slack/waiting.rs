//! What waits for a moderator, in a channel that only moderators read.

use qa_api::thread::Act;
use qa_server::deliver::slack::config::SlackConfig;
use qa_server::domain::event::Level;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::Post;

use super::{PATH, Scene, TITLE};
use tests::slack::{COMMUNITY, Message};

on_both_databases!(
    a_reply_that_waits_is_told_beside_the_announcement,
    what_waits_no_more_is_said_to_wait_no_more,
    an_alert_says_that_a_reply_waits_no_more
);

async fn private(database: Database, level: Level) -> Scene {
    Scene::begin_with(database, |config| SlackConfig { private: true, level, ..config }).await
}

fn waits(message: &Message) -> bool {
    message.text.contains("waits") && message.blocks.to_string().contains("waits for a moderator")
}

async fn a_reply_that_waits_is_told_beside_the_announcement(database: Database) {
    let scene = private(database, Level::Mirror).await;
    let (question, announcement) = scene.published().await;
    let reply = scene.held_reply(&question, "Whale oil").await;
    assert_eq!(scene.announcement().text, announcement.text, "the announcement stays what it is");
    let thread = scene.slack.thread(&announcement);
    assert!(thread.len() == 1 && waits(&thread[0]), "{thread:#?}");
    // It goes and comes back with its question.
    let archived = scene.acted(&question, Act::Archive).await;
    scene.settle().await;
    assert!(!waits(&scene.slack.thread(&announcement)[0]));
    scene.undo(&archived).await;
    scene.settle().await;
    assert!(waits(&scene.slack.thread(&announcement)[0]), "{:#?}", scene.slack.messages());
    scene.act(Post::Reply(&reply), Act::Publish).await;
    let thread = scene.slack.thread(&announcement);
    assert!(thread.len() == 1 && thread[0].blocks.to_string().contains("Whale oil"), "{thread:#?}");
    assert_eq!(scene.slack.judge(), "");
    scene.app.stop().await;
}

async fn what_waits_no_more_is_said_to_wait_no_more(database: Database) {
    let scene = private(database, Level::Mirror).await;
    let (question, announcement) = scene.published().await;
    let reply = scene.held_reply(&question, "Whale oil").await;
    scene.act(Post::Reply(&reply), Act::Hide).await;
    let thread = scene.slack.thread(&announcement);
    assert!(thread.len() == 1 && !waits(&thread[0]), "{thread:#?}");
    assert!(scene.announcement().text.contains("oil"), "{:#?}", scene.announcement());

    let carol = scene.app.person("Carol", "carol@example.org");
    let second = scene.app.held_question(&carol, PATH, "What of the wick itself?").await;
    scene.settle().await;
    let told = || scene.slack.announcements(COMMUNITY).pop().expect("the second one is told");
    assert!(waits(&told()) && told().blocks.to_string().contains("wick itself"), "{:#?}", told());
    scene.act(Post::Question(&second), Act::Reject).await;
    assert!(!waits(&told()) && !told().blocks.to_string().contains("wick itself"), "{:#?}", told());
    assert_eq!(scene.slack.judge(), "");
    scene.app.stop().await;
}

async fn an_alert_says_that_a_reply_waits_no_more(database: Database) {
    let scene = private(database, Level::Alert).await;
    let (question, announcement) = scene.published().await;
    assert!(announcement.text.contains("oil") && TITLE.contains("oil"));
    let reply = scene.held_reply(&question, "Whale oil").await;
    assert!(waits(&scene.slack.thread(&announcement)[0]));
    scene.act(Post::Reply(&reply), Act::Publish).await;
    let thread = scene.slack.thread(&announcement);
    assert!(thread.len() == 1 && !waits(&thread[0]), "{thread:#?}");
    scene.app.stop().await;
}
