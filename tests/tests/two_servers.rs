//! Two servers, as programs, on one PostgreSQL: what one acknowledges is there once when the other is killed, and what
//! changes at one is live at the other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use qa_api::paths;
use qa_api::request::Posted;
use qa_api::thread::Act;
use reqwest::Method;
use serde_json::{Value, json};
use tests::browser::Browser;
use tests::database::Database;
use tests::events::Events;
use tests::program::Installation;
use tests::smtp::Smtp;
use tests::wait;
use url::Url;

const BINARY: &str = env!("CARGO_BIN_EXE_qa-server-under-test");
const PAGE: &str = "cleaning";
const PATH: &str = "/guide/cleaning/";
/// People who post at the same time.
const PEOPLE: usize = 6;
/// Posts to be acknowledged before the kill, and after it.
const POSTS: usize = 40;
/// How long somebody waits who was refused, and between two looks at how far the others are.
const REST: Duration = Duration::from_millis(50);
/// Changes whose way to the other server is measured.
const CHANGES: usize = 15;
/// How long such a way may take on a machine that is busy with other tests; by itself it is far less than a second.
const PATIENCE: Duration = Duration::from_secs(5);

/// What was acknowledged and what broke off.
#[derive(Default)]
struct Book {
    /// A word for each acknowledged question.
    questions: Mutex<BTreeSet<String>>,
    /// A word for each acknowledged reply, each of which its asker is mailed about.
    replies: Mutex<BTreeSet<String>>,
    /// Answers that were neither an acknowledgement nor a limit.
    refused: Mutex<Vec<String>>,
    /// How often an answer did not come, and the same was sent to the other server.
    broken: AtomicUsize,
    words: AtomicUsize,
    sent: AtomicUsize,
}

impl Book {
    fn count(&self) -> usize {
        self.questions.lock().expect("nobody panics").len() + self.replies.lock().expect("nobody panics").len()
    }

    fn word(&self) -> String {
        format!("zw{}q", self.words.fetch_add(1, Ordering::Relaxed))
    }

    /// Asks at one server and has `replier` reply at the other.
    async fn ask_and_reply(&self, asker: &Browser, replier: &Browser, servers: [&Url; 2]) {
        let word = self.word();
        let question = json!({
            "id": format!("two-servers-question-{word}"),
            "page": PAGE,
            "title": format!("What does {word} mean?"),
            "body": "I read it somewhere.",
        });
        let Some(Posted::Published { thread }) = self.send(asker, servers, paths::QUESTIONS, &question).await else {
            return;
        };
        self.questions.lock().expect("nobody panics").insert(word);
        let word = self.word();
        let reply = json!({ "id": format!("two-servers-reply-{word}"), "body": format!("It means {word}.") });
        let [first, second] = servers;
        if self.send(replier, [second, first], &paths::replies(&thread.id), &reply).await.is_some() {
            self.replies.lock().expect("nobody panics").insert(word);
        }
    }

    /// Posts at the first server, and where no answer comes the same at the other one, as a proxy and the widget do.
    async fn send(&self, who: &Browser, servers: [&Url; 2], path: &str, body: &Value) -> Option<Posted> {
        for server in servers.into_iter().cycle().take(4) {
            // Everybody posts from machines of their own, of which none posts more than it may.
            let machine = format!("2001:db8:{:x}::1", self.sent.fetch_add(1, Ordering::Relaxed) & 0xffff);
            let address = server.join(path).expect("a path can be joined");
            let request = who.request(Method::POST, address.as_str()).header("Sec-Fetch-Site", "same-origin");
            let answer = async {
                let response = request.header("X-Forwarded-For", machine).json(body).send().await?;
                Ok((response.status().as_u16(), response.text().await?))
            };
            let answer: reqwest::Result<(u16, String)> = answer.await;
            match answer {
                Err(_) => _ = self.broken.fetch_add(1, Ordering::Relaxed),
                Ok((200 | 201, text)) => return Some(serde_json::from_str(&text).expect("an acknowledgement")),
                Ok((status, text)) => {
                    if status != 429 {
                        self.refused.lock().expect("nobody panics").push(format!("{status}: {text}"));
                    }
                    tokio::time::sleep(REST).await;
                    return None;
                }
            }
        }
        panic!("neither server answers");
    }
}

/// Lets time pass until `more` posts than now are acknowledged.
async fn wait_for(book: &Book, installation: &Installation, more: usize) {
    let enough = book.count() + more;
    wait::until("posts to be acknowledged", || async {
        installation.let_time_pass().await;
        tokio::time::sleep(REST).await;
        (book.count() >= enough).then_some(())
    })
    .await;
}

fn address(number: usize) -> String {
    format!("person{number}@example.org")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL and Python with aiosmtpd: cargo xtask test"]
async fn a_server_that_is_killed_loses_and_doubles_nothing() {
    let peer = Smtp::start().await;
    let stays = Installation::new(BINARY, Database::Postgres, Some(&peer)).await;
    let dies = stays.twin();
    let (staying, dying) = (stays.start().await, dies.start().await);
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(stays.sign_in_moderator(&address(number)).await);
    }
    let (book, stop) = (Arc::<Book>::default(), Arc::new(AtomicBool::new(false)));
    let tasks: Vec<_> = (0..PEOPLE)
        .map(|number| {
            let (book, stop) = (book.clone(), stop.clone());
            let (asker, replier) = (people[number].clone(), people[(number + 1) % PEOPLE].clone());
            let servers = [stays.base_url(), dies.base_url()];
            tokio::spawn(async move {
                let servers = if number % 2 == 0 { [&servers[0], &servers[1]] } else { [&servers[1], &servers[0]] };
                while !stop.load(Ordering::Relaxed) {
                    book.ask_and_reply(&asker, &replier, servers).await;
                }
            })
        })
        .collect();
    wait_for(&book, &stays, POSTS).await;
    dying.kill();
    wait_for(&book, &stays, POSTS).await;
    stop.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await.expect("nobody panics");
    }

    // What the dead server had leased goes out once its leases end; only its own are left when the other one stops.
    assert!(staying.terminate().await, "{}", stays.read_log());
    stays.end_leases().await;
    let staying = stays.start().await;
    wait::until("every mail to leave", || async {
        stays.let_time_pass().await;
        tokio::time::sleep(REST).await;
        let left = stays.list("SELECT id FROM outbox WHERE state IN ('waiting', 'leased')").await;
        left.is_empty().then_some(())
    })
    .await;
    assert!(staying.terminate().await, "{}", stays.read_log());

    let texts = stays.list("SELECT title FROM questions UNION ALL SELECT body FROM replies").await;
    let posts = texts.iter().flat_map(|text| words(text)).fold(BTreeMap::new(), |mut times, word| {
        *times.entry(word).or_insert(0) += 1;
        times
    });
    let (questions, replies) = (book.questions.lock().expect("nobody panics"), book.replies.lock().expect("nobody"));
    let lost: Vec<_> = questions.union(&replies).filter(|word| !posts.contains_key(*word)).collect();
    let doubled: Vec<_> = posts.iter().filter(|(_, times)| **times > 1).collect();

    // A mail is its Message-ID: sent again is what was on its way when the server died, which no sender can know of.
    let mut mails = BTreeMap::<String, BTreeSet<String>>::new();
    let deliveries = peer.deliveries();
    for delivery in &deliveries {
        let mail = delivery.mail();
        for word in words(&mail.text).filter(|word| replies.contains(word)) {
            mails.entry(word).or_default().insert(mail.header("Message-ID").to_owned());
        }
    }
    let ids: BTreeSet<_> = deliveries.iter().map(|delivery| delivery.mail().header("Message-ID").to_owned()).collect();
    let unmailed: Vec<_> = replies.iter().filter(|word| !mails.contains_key(*word)).collect();
    let mailed_twice: Vec<_> = mails.iter().filter(|(_, ids)| ids.len() > 1).collect();
    eprintln!(
        "{} posts acknowledged by two servers, one of them killed; {} answers that did not come, sent again; {} lost, {} \
         doubled; {} mails, {} of them sent again by the kill; {} replies without a mail, {} with two",
        questions.len() + replies.len(),
        book.broken.load(Ordering::Relaxed),
        lost.len(),
        doubled.len(),
        ids.len(),
        deliveries.len() - ids.len(),
        unmailed.len(),
        mailed_twice.len()
    );
    assert!(lost.is_empty() && doubled.is_empty(), "lost {lost:?}, doubled {doubled:?}");
    assert!(unmailed.is_empty() && mailed_twice.is_empty(), "unmailed {unmailed:?}, twice {mailed_twice:?}");
    assert_eq!(*book.refused.lock().expect("nobody panics"), Vec::<String>::new());
    assert!(book.broken.load(Ordering::Relaxed) > 0, "the kill interrupted somebody");
}

/// The words of this test in `text`, each once.
fn words(text: &str) -> impl Iterator<Item = String> + use<> {
    let words = text.split(|character: char| !character.is_ascii_alphanumeric());
    let own = words.filter(|word| word.starts_with("zw") && word.ends_with('q'));
    own.map(str::to_owned).collect::<BTreeSet<_>>().into_iter()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs PostgreSQL: cargo xtask test"]
async fn a_change_at_one_program_is_live_at_the_other() {
    let here = Installation::new(BINARY, Database::Postgres, None).await;
    let there = here.twin();
    let (one, other) = (here.start().await, there.start().await);
    let moderator = here.sign_in_moderator("mo@example.org").await;
    let question = json!({ "id": "live-at-the-other-server", "page": PAGE, "title": "How long does it last?", "body": "In winter." });
    let posted: Posted = moderator.post(paths::QUESTIONS, &question).await.expect(201);
    let Posted::Published { thread } = posted else { panic!("a moderator's post is published: {posted:?}") };

    let mut events = Events::open(&there.browser(), PAGE, None).await;
    assert!(events.next().await.is_some_and(|event| event.kind == "begun"));
    let (mut heard, mut seen) = (Vec::new(), Vec::new());
    for number in 0..CHANGES {
        let act = if number % 2 == 0 { Act::Resolve } else { Act::Reopen };
        let acted = moderator.post(&paths::question_acts(&thread.id), &json!({ "act": act.name() })).await;
        assert_eq!(acted.status, 200, "{}", acted.text);
        let acknowledged = Instant::now();
        assert!(events.next().await.is_some_and(|event| event.kind == "changed"));
        heard.push(acknowledged.elapsed());
        wait::until("the other server's page to show it", || async {
            let page = there.browser().open(PATH).await;
            (page.texts(".qa-state").concat().contains("Resolved") == (act == Act::Resolve)).then_some(())
        })
        .await;
        seen.push(acknowledged.elapsed());
        here.let_time_pass().await;
    }
    heard.sort();
    seen.sort();
    eprintln!(
        "a change at one server: heard at the other after {} ms in the middle and {} ms at most, on its page after {} ms \
         and {} ms",
        heard[CHANGES / 2].as_millis(),
        heard[CHANGES - 1].as_millis(),
        seen[CHANGES / 2].as_millis(),
        seen[CHANGES - 1].as_millis()
    );
    assert!(seen[CHANGES - 1] < PATIENCE, "on the page after {seen:?}");
    for program in [one, other] {
        assert!(program.terminate().await, "{}", here.read_log());
    }
}
