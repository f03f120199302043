//! Mail through a real SMTP server that asks for encryption and a password.

use qa_api::paths;
use qa_api::request::{AnswerRequest, AskRequest, Posted, SignedIn};
use tests::database::Database;
use tests::mail::unsubscribe_link;
use tests::program::Installation;
use tests::smtp::{Smtp, USER};

const BINARY: &str = env!("CARGO_BIN_EXE_qa-server-under-test");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Python with aiosmtpd: cargo xtask test"]
async fn mails_arrive_encrypted_with_the_headers_that_stop_loops_and_let_people_stop_them() {
    let peer = Smtp::start().await;
    let installation = Installation::new(BINARY, Database::Sqlite, Some(&peer)).await;
    let program = installation.start().await;
    let browser = installation.browser();
    let request = AskRequest {
        page: "cleaning".to_owned(),
        title: "Wie lange brennt ein Docht – und warum?".to_owned(),
        name: "Ada Ünal".to_owned(),
        email: "ada@example.org".to_owned(),
        ..AskRequest::default()
    };
    let Posted::Draft(challenge) = browser.post(paths::QUESTIONS, &request).await.expect(202) else {
        panic!("not a draft")
    };

    let delivery = peer.wait_for(1).await.remove(0);
    assert_eq!((delivery.to.as_slice(), delivery.tls), (["ada@example.org".to_owned()].as_slice(), true));
    assert_eq!((delivery.from.as_str(), delivery.user.as_deref()), ("handbook@example.org", Some(USER)));
    let code = delivery.mail();
    assert_eq!(code.header("Auto-Submitted"), "auto-generated");
    assert!(code.header("Message-ID").ends_with("@localhost>"), "{}", code.header("Message-ID"));
    assert!(!code.has_header("List-Unsubscribe"), "a code that was asked for cannot be unsubscribed from");
    assert!(!code.text.contains("Docht") && !code.header("Subject").contains("Docht"));
    assert!(code.html.contains(&code.code().expect("the mail has a code")));

    let answer = AnswerRequest { code: code.code().expect("the mail has a code") };
    let signed_in: SignedIn = browser.post(&paths::challenge_answer(&challenge.challenge), &answer).await.expect(200);
    let Some(Posted::Held { thread }) = signed_in.posted else { panic!("not held: {:?}", signed_in.posted) };

    let moderator = installation.sign_in_moderator("mo@example.org").await;
    let publish = serde_json::json!({ "act": "publish" });
    assert_eq!(moderator.post(&paths::question_acts(&thread.id), &publish).await.status, 200);
    let reply = serde_json::json!({ "body": "Ungefähr **sechs** Abende." });
    assert_eq!(moderator.post(&paths::replies(&thread.id), &reply).await.status, 201);

    let delivery = peer.wait_for(2).await.remove(1);
    let mail = delivery.mail();
    assert_eq!(delivery.to, ["ada@example.org"]);
    assert!(mail.header("Subject").contains("Wie lange brennt ein Docht – und warum?"), "{}", mail.header("Subject"));
    assert!(mail.header("To").contains("Ada Ünal"), "{}", mail.header("To"));
    assert!(mail.text.contains("Ungefähr **sechs** Abende.") && mail.html.contains("<strong>sechs</strong>"));
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert_eq!(mail.header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert!(unsubscribe_link(&mail).starts_with(installation.base_url().as_str()));
    assert_eq!(mail.header("In-Reply-To"), mail.header("References"));
    assert!(mail.link("/guide/cleaning/").is_some(), "{}", mail.text);
    assert!(program.terminate().await, "{}", installation.read_log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Python with aiosmtpd: cargo xtask test"]
async fn a_mailbox_that_is_not_there_harms_no_other() {
    let peer = Smtp::start_with(&["--refuse", "nobody@example.org"]).await;
    let installation = Installation::new(BINARY, Database::Sqlite, Some(&peer)).await;
    let program = installation.start().await;
    for email in ["nobody@example.org", "ada@example.org"] {
        let request = serde_json::json!({ "email": email });
        assert_eq!(installation.browser().post(paths::SIGN_IN, &request).await.status, 202);
    }
    let deliveries = peer.wait_for(1).await;
    assert_eq!(deliveries[0].to, ["ada@example.org"]);
    assert!(program.terminate().await, "{}", installation.read_log());
    let log = installation.read_log();
    assert!(log.contains("550 5.1.1") && !log.contains("nobody@example.org"), "{log}");
    assert_eq!(peer.deliveries().len(), 1);
}
