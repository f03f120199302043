//! People who ask and reply without pause, and remember what was acknowledged.
//!
//! Each asks a question, and the next replies to it: the asker is owed one mail about each reply.
//! What was not acknowledged is sent again under the same id, as the widget does.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use qa_api::paths;
use qa_api::request::Posted;
use reqwest::Method;
use serde_json::{Value, json};
use tests::browser::Browser;
use tests::program::Installation;
use tests::wait;
use tokio::task::JoinHandle;

/// How long somebody waits who was refused.
const REST: Duration = Duration::from_millis(20);

/// Everybody who posts.
pub(super) struct Crowd {
    people: Vec<Browser>,
    book: Arc<Book>,
}

/// What was acknowledged, over all lives of the server.
#[derive(Default)]
pub(super) struct Book {
    /// A word for each post, which stands in its text and in no other.
    pub acknowledged: Mutex<BTreeSet<String>>,
    /// The words of acknowledged replies, each of which somebody is mailed about.
    pub replies: Mutex<BTreeSet<String>>,
    /// How long each acknowledged post took.
    pub times: Mutex<Vec<Duration>>,
    /// How often it was said that the database is away for now.
    put_off: AtomicUsize,
    /// Answers that were neither an acknowledgement nor a limit, nor that.
    pub refused: Mutex<Vec<String>>,
    /// The words of posts that broke off, once at least, before an answer came.
    pub broken: Mutex<BTreeSet<String>>,
    /// Those of them that nobody has sent again yet.
    pending: Mutex<Vec<Post>>,
    words: AtomicUsize,
    sent: AtomicUsize,
}

/// Something to post.
struct Post {
    who: Browser,
    path: String,
    body: Value,
    word: String,
    is_reply: bool,
}

/// The crowd at work; stops when asked.
pub(super) struct Working {
    stop: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Crowd {
    /// `size` moderators, whose posts are on their page at once.
    pub(super) async fn gather(installation: &Installation, size: usize) -> Self {
        let mut people = Vec::new();
        for number in 0..size {
            people.push(installation.sign_in_moderator(&address(number)).await);
        }
        Self { people, book: Arc::default() }
    }

    /// Person `number`.
    pub(super) fn person(&self, number: usize) -> &Browser {
        &self.people[number]
    }

    pub(super) fn book(&self) -> &Book {
        &self.book
    }

    /// Lets everybody post without pause, beginning with what broke off before.
    pub(super) fn work(&self) -> Working {
        let stop = Arc::new(AtomicBool::new(false));
        let pending = std::mem::take(&mut *self.book.pending.lock().expect("nobody panics"));
        let book = self.book.clone();
        let again = tokio::spawn(async move {
            for post in pending {
                // When the server goes away again, it waits again.
                let _: Option<Option<Posted>> = book.send(post).await;
            }
        });
        let pairs = self.people.iter().zip(self.people.iter().cycle().skip(1));
        let posting = pairs.map(|(asker, replier)| {
            let (asker, replier) = (asker.clone(), replier.clone());
            let (book, stop) = (self.book.clone(), stop.clone());
            tokio::spawn(async move {
                while !stop.load(Ordering::Relaxed) && book.ask_and_reply(&asker, &replier).await.is_some() {}
            })
        });
        Working { stop: stop.clone(), tasks: posting.chain([again]).collect() }
    }
}

impl Working {
    /// Waits until everybody has noticed that the server is away, or has ended what they were doing.
    pub(super) async fn end(self) {
        self.stop.store(true, Ordering::Relaxed);
        for task in self.tasks {
            task.await.expect("nobody of the crowd panics");
        }
    }
}

/// The address of person `number`.
pub(super) fn address(number: usize) -> String {
    format!("person{number}@example.org")
}

impl Book {
    /// Waits until `more` posts than now are acknowledged.
    pub(super) async fn wait_for(&self, more: usize) {
        let enough = self.count() + more;
        wait::until("posts to be acknowledged", || async { (self.count() >= enough).then_some(()) }).await;
    }

    /// The words of what broke off, which nobody sends again then.
    pub(super) fn take_broken_off(&self) -> Vec<String> {
        let pending = std::mem::take(&mut *self.pending.lock().expect("nobody panics"));
        pending.into_iter().map(|post| post.word).collect()
    }

    /// How many posts were acknowledged.
    pub(super) fn count(&self) -> usize {
        self.acknowledged.lock().expect("nobody panics").len()
    }

    /// How often somebody was told to come again, since the database was away.
    pub(super) fn put_off(&self) -> usize {
        self.put_off.load(Ordering::Relaxed)
    }

    /// Nothing when the server went away.
    pub(super) async fn ask_and_reply(&self, asker: &Browser, replier: &Browser) -> Option<()> {
        let word = self.word();
        let body = json!({
            "id": format!("torture-question-{word}"),
            "page": "cleaning",
            "title": format!("What does {word} mean?"),
            "body": "I read it somewhere.",
        });
        let path = paths::QUESTIONS.to_owned();
        let question = Post { who: asker.clone(), path, body, word, is_reply: false };
        let Some(Posted::Held { thread } | Posted::Published { thread }) = self.send(question).await? else {
            return Some(());
        };
        let word = self.word();
        let body = json!({ "id": format!("torture-reply-{word}"), "body": format!("It means {word}.") });
        let path = paths::replies(&thread.id);
        self.send(Post { who: replier.clone(), path, body, word, is_reply: true }).await?;
        Some(())
    }

    fn word(&self) -> String {
        format!("zw{}q", self.words.fetch_add(1, Ordering::Relaxed))
    }

    /// Posts, and keeps it for another time when it breaks off; nothing within when it was refused.
    /// Who is told to come again does so, with the same post.
    async fn send(&self, post: Post) -> Option<Option<Posted>> {
        let started = Instant::now();
        let answer = loop {
            match self.try_once(&post).await {
                Ok((503, true, _)) => {
                    self.put_off.fetch_add(1, Ordering::Relaxed);
                    tokio::time::sleep(REST).await;
                }
                answer => break answer,
            }
        };
        let Ok((status, _, text)) = answer else {
            self.broken.lock().expect("nobody panics").insert(post.word.clone());
            self.pending.lock().expect("nobody panics").push(post);
            return None;
        };
        if ![200, 201].contains(&status) {
            if status != 429 {
                self.refused.lock().expect("nobody panics").push(format!("{status}: {text}"));
            }
            tokio::time::sleep(REST).await;
            return Some(None);
        }
        self.times.lock().expect("nobody panics").push(started.elapsed());
        if post.is_reply {
            self.replies.lock().expect("nobody panics").insert(post.word.clone());
        }
        self.acknowledged.lock().expect("nobody panics").insert(post.word);
        Some(Some(serde_json::from_str(&text).expect("an acknowledgement has its shape")))
    }
    /// Status, whether it is said when to come again, and text.
    async fn try_once(&self, post: &Post) -> reqwest::Result<(u16, bool, String)> {
        // Everybody posts from machines of their own, of which none posts more than it may.
        let machine = format!("2001:db8:{:x}::1", self.sent.fetch_add(1, Ordering::Relaxed) & 0xffff);
        let request = post.who.request(Method::POST, &post.path).header("Sec-Fetch-Site", "same-origin");
        let response = request.header("X-Forwarded-For", machine).json(&post.body).send().await?;
        let again = response.headers().contains_key("retry-after");
        Ok((response.status().as_u16(), again, response.text().await?))
    }
}
