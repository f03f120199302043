//! `kill -9` right after an acknowledgement, and between sending a mail and knowing that it went.

use qa_api::paths;
use qa_api::request::{AnswerRequest, AskRequest, Posted, SignedIn};
use qa_api::thread::PageView;
use tests::browser::Browser;
use tests::database::Database;
use tests::program::Installation;
use tests::smtp::Smtp;
use tests::{on_both_databases, wait};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

on_both_databases!(what_was_acknowledged_is_there_after_a_kill, stopping_lets_requests_end);

const BINARY: &str = env!("CARGO_BIN_EXE_qa-server-under-test");

fn question(number: usize) -> AskRequest {
    AskRequest {
        page: "cleaning".to_owned(),
        title: format!("Question number {number}"),
        body: "Still there?".to_owned(),
        name: "Ada".to_owned(),
        email: "ada@example.org".to_owned(),
        ..AskRequest::default()
    }
}

async fn draft(browser: &Browser, number: usize) -> String {
    match browser.post(paths::QUESTIONS, &question(number)).await.expect(202) {
        Posted::Draft(challenge) => challenge.challenge,
        other => panic!("not a draft: {other:?}"),
    }
}

async fn what_was_acknowledged_is_there_after_a_kill(database: Database) {
    let installation = Installation::new(BINARY, database, None).await;
    let browser = installation.browser();
    let program = installation.start().await;
    let challenge = draft(&browser, 0).await;
    program.kill();

    let program = installation.start().await;
    installation.end_leases().await;
    let code = wait::until("the code's mail", || async {
        installation.mails_to("ada@example.org").pop().and_then(|mail| mail.code())
    })
    .await;
    let path = paths::challenge_answer(&challenge);
    let signed_in: SignedIn = browser.post(&path, &AnswerRequest { code }).await.expect(200);
    assert!(matches!(signed_in.posted, Some(Posted::Held { .. })), "{signed_in:?}");
    program.kill();

    let program = installation.start().await;
    for number in 1..=3 {
        let posted: Posted = browser.post(paths::QUESTIONS, &question(number)).await.expect(201);
        assert!(matches!(posted, Posted::Held { .. }));
    }
    program.kill();

    let program = installation.start().await;
    let own: PageView = browser.get(&paths::my_page_threads("cleaning")).await.expect(200);
    let titles: Vec<_> = own.threads.into_iter().map(|thread| thread.title).collect();
    assert_eq!(titles, (0..=3).map(|number| question(number).title).collect::<Vec<_>>());
    assert!(program.terminate().await, "{}", installation.read_log());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs Python with aiosmtpd: cargo xtask test"]
async fn a_mail_that_goes_twice_is_the_same_mail() {
    let peer = Smtp::start_with(&["--hold", "1"]).await;
    let installation = Installation::new(BINARY, Database::Sqlite, Some(&peer)).await;
    let program = installation.start().await;
    draft(&installation.browser(), 0).await;
    peer.wait_for(1).await;
    program.kill();

    let program = installation.start().await;
    let deliveries = peer.wait_for(2).await;
    let ids: Vec<_> = deliveries.iter().map(|delivery| delivery.mail().header("Message-ID").to_owned()).collect();
    assert_eq!(ids[0], ids[1]);
    assert_eq!(deliveries[0].mail().code(), deliveries[1].mail().code());
    assert!(program.terminate().await, "{}", installation.read_log());
}

async fn stopping_lets_requests_end(database: Database) {
    let installation = Installation::new(BINARY, database, None).await;
    let program = installation.start().await;
    let address = installation.base_url();
    let mut connection = TcpStream::connect(("127.0.0.1", address.port().expect("a port"))).await.expect("it listens");
    let body = serde_json::to_string(&question(0)).expect("a request is JSON");
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
        paths::QUESTIONS,
        body.len()
    );
    connection.write_all(head.as_bytes()).await.expect("the head is taken");
    let mut go_on = [0; 25];
    connection.read_exact(&mut go_on).await.expect("the server answers");
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n", "the request is under way");

    let ended = tokio::spawn(program.terminate());
    wait::until("the server to stop listening", || async {
        let refused = TcpStream::connect(("127.0.0.1", address.port().expect("a port"))).await.is_err();
        refused.then_some(())
    })
    .await;
    connection.write_all(body.as_bytes()).await.expect("the body is taken");
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.expect("the server answers");
    assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
    assert!(ended.await.expect("the program was asked to end"), "{}", installation.read_log());
}
