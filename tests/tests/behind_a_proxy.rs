//! The server behind nginx, as the manual says to set it up.

use std::net::IpAddr;

use qa_api::paths;
use qa_api::request::AskRequest;
use tests::browser::Browser;
use tests::database::Database;
use tests::events::Events;
use tests::nginx::Nginx;
use tests::person::Person;
use tests::program::{Installation, free_port};
use tests::wait;
use url::Url;

const BINARY: &str = env!("CARGO_BIN_EXE_qa-server-under-test");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs nginx: cargo xtask test"]
async fn the_manuals_nginx_passes_everything_on() {
    let address = Url::parse(&format!("http://localhost:{}", free_port())).unwrap();
    let installation = Installation::new(BINARY, Database::Sqlite, None).await.behind(address.clone());
    let program = installation.start().await;
    let _nginx = Nginx::start(&address, installation.port()).await;

    // Pages with their forms, a form's way through the code, and the links in mails.
    let ada = Person::new(&address, "Ada", "ada@example.org");
    let page = ada.ask("/guide/cleaning/", "Does it pass?", "Through nginx.").await;
    let mail = wait::until("the code's mail", || async { installation.mails_to("ada@example.org").pop() }).await;
    let page = ada.prove(&page, &mail).await;
    assert!(page.text().contains("Does it pass?"), "the asker sees the question wait");

    // What happens on a page, at once.
    let mut events = Events::open(&Browser::new(&address), "cleaning", None).await;
    assert!(events.next().await.is_some_and(|event| event.kind == "begun"));

    // Readers behind the proxy are told apart by it, and by nothing that they send themselves.
    let question = |number: usize| AskRequest {
        page: "cleaning".to_owned(),
        title: format!("Question number {number}"),
        body: "Still there?".to_owned(),
        name: "Eve".to_owned(),
        email: format!("eve{number}@example.org"),
        ..AskRequest::default()
    };
    // The proxy is trusted, and a reader at its own address would be as well.
    let reader = reqwest::Client::builder().no_proxy().local_address(IpAddr::from([127, 0, 0, 2]));
    let reader = reader.build().expect("a client without TLS needs nothing");
    let questions = address.join(paths::QUESTIONS).expect("a path can be joined");
    let mut refused = None;
    for number in 0..100 {
        let forged = format!("203.0.113.{number}");
        let request = reader.post(questions.clone()).json(&question(number));
        let request = request.header("Sec-Fetch-Site", "same-origin").header("X-Forwarded-For", forged);
        let status = request.send().await.unwrap().status().as_u16();
        if status == 429 {
            refused = Some(number);
            break;
        }
        assert_eq!(status, 202);
    }
    assert!(refused.is_some(), "a made-up address gets nobody around the limit");
    assert!(program.terminate().await, "{}", installation.read_log());
}
