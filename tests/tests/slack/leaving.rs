//! What leaves its page leaves Slack with everything that was said about it, and comes back with it.

use qa_api::thread::Act;
use tests::database::Database;
use tests::on_both_databases;
use tests::person::Post;

use super::{PATH, Scene};

on_both_databases!(a_thread_leaves_slack_with_its_question, a_reply_leaves_with_what_it_settled);

/// A reply that is on the page, and that answers the question.
async fn answered(scene: &Scene) -> (String, String) {
    let (question, _) = scene.published().await;
    scene.moderator.reply(PATH, &question, "Only lantern fuel.").await;
    scene.moderator.reply(PATH, &question, "And a dry wick.").await;
    scene.settle().await;
    let reply = scene.thread().await.replies[0].id.clone();
    scene.act(Post::Reply(&reply), Act::Resolve).await;
    assert_eq!(scene.slack.thread(&scene.announcement()).len(), 3, "two replies and the resolution");
    (question, reply)
}

/// Everything that Slack shows.
fn shown(scene: &Scene) -> String {
    let texts = scene.slack.messages().into_iter().map(|message| format!("{} {}", message.text, message.blocks));
    texts.collect::<Vec<_>>().join("\n")
}

async fn a_thread_leaves_slack_with_its_question(database: Database) {
    let scene = Scene::begin(database).await;
    let (question, reply) = answered(&scene).await;
    // One that was hidden before does not come back with the others.
    let dry = scene.thread().await.replies[1].id.clone();
    assert_ne!(dry, reply);
    scene.act(Post::Reply(&dry), Act::Hide).await;
    let archived = scene.acted(&question, Act::Archive).await;
    scene.settle().await;
    for word in ["lantern", "dry", "oil", "Mo ", "by what"] {
        assert!(!shown(&scene).contains(word), "{word} can still be read: {}", shown(&scene));
    }
    scene.undo(&archived).await;
    scene.settle().await;
    let back = scene.announcement();
    assert!(back.text.contains("oil"), "{back:#?}");
    let thread = scene.slack.thread(&back);
    assert!(thread[0].blocks.to_string().contains("Only lantern fuel."), "{thread:#?}");
    assert!(!shown(&scene).contains("dry"), "{}", shown(&scene));
    assert_eq!(scene.slack.judge(), "");
    scene.app.stop().await;
}

async fn a_reply_leaves_with_what_it_settled(database: Database) {
    let scene = Scene::begin(database).await;
    let (question, reply) = answered(&scene).await;
    scene.act(Post::Question(&question), Act::Reopen).await;
    scene.act(Post::Reply(&reply), Act::Hide).await;
    assert!(!shown(&scene).contains("lantern") && !shown(&scene).contains("by what Mo"), "{}", shown(&scene));
    assert!(shown(&scene).contains("dry wick"));
    scene.app.stop().await;
}
