//! Thousands of clients that send a request byte by byte or not at all, and bodies without end: others are served.

use std::time::{Duration, Instant};

use qa_api::paths;
use tests::database::Database;
use tests::program::Installation;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{BINARY, quantile, report, rounds};

/// How long a reader may wait meanwhile, for 99 of 100 pages.
const BOUND: Duration = Duration::from_millis(250);

/// How long the server waits for the head of a request.
const PATIENCE: Duration = Duration::from_secs(15);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dawdlers_hold_nobody_up() {
    let many = rounds(500, 5000);
    let installation = Installation::new(BINARY, Database::Sqlite, None).await;
    let program = installation.start().await;
    let port = installation.base_url().port().expect("a port");
    let mut dawdlers = Vec::with_capacity(many);
    let began = Instant::now();
    for _ in 0..many {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("the server listens");
        stream.write_all(b"GET /guide/cleaning/ HTTP/1.1\r\nHo").await.expect("the first bytes are taken");
        dawdlers.push(stream);
    }
    let endless = tokio::spawn(endless_body(port));
    let mut times = Vec::new();
    for _ in 0..200 {
        let asked = Instant::now();
        assert_eq!(installation.browser().open("/guide/cleaning/").await.status, 200);
        times.push(asked.elapsed());
    }
    let taken = endless.await.expect("the sender does not panic");
    assert!(began.elapsed() < PATIENCE, "the first of the slow clients are still there");
    let slow = quantile(&mut times, 0.99);
    report(
        &format!("{many} slow clients and an endless body"),
        &format!("a page takes {} ms at the 99th percentile; {taken} kB of the body were taken", slow.as_millis()),
        "a page within 250 ms for 99 of 100",
    );
    assert!(slow < BOUND, "a page takes {slow:?}");
    assert!(taken < 16 << 10, "{taken} kB of a body without end were taken");
    drop(dawdlers);
    assert!(program.terminate().await, "{}", installation.read_log());
}

/// Sends a body of a gibibyte until the server has had enough; gives how many kB it took.
async fn endless_body(port: u16) -> usize {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.expect("the server listens");
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: localhost:{port}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/json\r\nContent-Length: 1073741824\r\n\r\n",
        paths::QUESTIONS
    );
    stream.write_all(head.as_bytes()).await.expect("the head is taken");
    let part = [b' '; 64 << 10];
    let mut taken = 0;
    while taken < 1 << 20 {
        let sent = tokio::time::timeout(Duration::from_secs(2), stream.write_all(&part)).await;
        if !matches!(sent, Ok(Ok(()))) {
            break;
        }
        taken += 64;
    }
    let mut answer = [0; 64];
    // It may have hung up instead of answering.
    let _ = stream.read(&mut answer).await;
    taken
}
