//! A database as a handbook has it after years, for measuring: `crowd DATA DATABASE PAGES POSTS ACCOUNTS`.
//!
//! `DATABASE` is a PostgreSQL address, or `-` for SQLite in the folder `DATA`; `PAGES` is a file with the id of a page
//! in each line. The first page gets ten questions with four replies each, which are fifty posts; the others share
//! `POSTS` in the same way. Prints the session token of each account.

use std::error::Error;
use std::fs;
use std::sync::Arc;

use qa_api::thread::Role;
use qa_server::app::App;
use qa_server::clock::SystemClock;
use qa_server::config::{DataConfig, Secret};
use qa_server::domain::account::{Account, PostAuthor};
use qa_server::domain::post::{Question, Reply};
use qa_server::domain::status::{QuestionStatus, ReplyStatus};
use qa_server::keys::{session_token, token_hash};
use qa_server::random::SystemRandom;
use qa_server::server::open_data;
use qa_server::store::accounts::insert_account;
use qa_server::store::questions::{NewQuestion, insert_question};
use qa_server::store::replies::{NewReply, insert_reply};
use qa_server::store::search::update_search_document;
use qa_server::store::sessions::{NewSession, insert_session};
use qa_server::store::{StoreError, Tx};

/// Questions of one commit.
const AT_ONCE: usize = 200;
const REPLIES: usize = 4;
const QUESTIONS_OF_FIRST: usize = 10;
/// What words are made of, three at a time.
const SYLLABLES: [&str; 16] =
    ["la", "mo", "wi", "ck", "oil", "gla", "ru", "ten", "sa", "ver", "po", "lin", "be", "dra", "ki", "ston"];
/// How many different words there are; the first are the most frequent.
const WORDS: u64 = 4096;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, database, pages, posts, accounts] = arguments.as_slice() else {
        return Err("give DATA DATABASE PAGES POSTS ACCOUNTS".into());
    };
    let config = DataConfig {
        data: data.into(),
        database: (database != "-").then(|| Secret::from(database.clone())),
        base_url: None,
    };
    let app = open_data(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await?;
    let pages: Vec<String> = fs::read_to_string(pages)?.lines().map(str::to_owned).collect();
    let people = people(&app, accounts.parse()?).await?;
    let questions = posts.parse::<usize>()? / (1 + REPLIES);
    let places: Vec<usize> =
        (0..QUESTIONS_OF_FIRST).map(|_| 0).chain((0..questions).map(|q| 1 + q % (pages.len() - 1))).collect();
    for (turn, places) in places.chunks(AT_ONCE).enumerate() {
        let (unit_app, people) = (app.clone(), people.clone());
        let places: Vec<_> =
            places.iter().enumerate().map(|(place, page)| (turn * AT_ONCE + place, pages[*page].clone())).collect();
        app.store
            .write(move |tx: &mut Tx| {
                Box::pin(async move {
                    for (number, page) in places {
                        thread(tx, &unit_app, &people, number, page).await?;
                    }
                    Ok::<_, StoreError>(())
                })
            })
            .await?;
    }
    app.store.close().await;
    Ok(())
}

/// Makes accounts with a session each, and prints the sessions' tokens.
#[expect(clippy::print_stdout, reason = "the tokens are what was asked for")]
async fn people(app: &Arc<App>, many: usize) -> Result<Vec<PostAuthor>, StoreError> {
    let unit_app = app.clone();
    let people = app
        .store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let (app, now) = (&unit_app, unit_app.now());
                let mut people = Vec::new();
                for number in 0..many {
                    let account = Account {
                        id: app.new_id(),
                        address: format!("person{number}@example.org"),
                        name: format!("Person {number}"),
                        role: Role::Member,
                    };
                    insert_account(tx, &account, now).await?;
                    let token = session_token(app.random.as_ref());
                    let session = NewSession {
                        token_hash: &token_hash(&token),
                        account: &account.id,
                        expires_at: now + 24 * 60 * 60 * 1000,
                        browser: "",
                    };
                    insert_session(tx, &session, now).await?;
                    people.push((PostAuthor { id: account.id, name: account.name, role: account.role }, token));
                }
                Ok::<_, StoreError>(people)
            })
        })
        .await?;
    for (_, token) in &people {
        println!("{token}");
    }
    Ok(people.into_iter().map(|(person, _)| person).collect())
}

async fn thread(tx: &mut Tx, app: &App, people: &[PostAuthor], number: usize, page: String) -> Result<(), StoreError> {
    let body = text(number, 40);
    let question = Question {
        id: app.new_id(),
        page,
        author: people[number % people.len()].clone(),
        title: text(number * 7, 8),
        body_html: format!("<p>{body}</p>"),
        status: QuestionStatus::published(),
        created_at: app.now(),
        version: 1,
        ..Question::default()
    };
    insert_question(tx, &NewQuestion { question: &question, repeat_key: &question.id, body: &body }).await?;
    for turn in 0..REPLIES {
        let body = text(number * 11 + turn, 60);
        let reply = Reply {
            id: app.new_id(),
            question: question.id.clone(),
            author: people[(number + turn + 1) % people.len()].clone(),
            body_html: format!("<p>{body}</p>"),
            status: ReplyStatus::published(),
            created_at: app.now(),
            version: 1,
            ..Reply::default()
        };
        insert_reply(tx, &NewReply { reply: &reply, repeat_key: &reply.id, body: &body }).await?;
    }
    update_search_document(tx, &question.id).await
}

/// So many words, the same for the same seed, with one that is its own.
fn text(seed: usize, words: usize) -> String {
    let mut state = seed as u64 + 1;
    let chosen = (0..words).map(|_| {
        // A linear congruential generator is random enough for words (Knuth's MMIX constants).
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let drawn = (state >> 33) % WORDS;
        word(drawn * drawn / WORDS)
    });
    chosen.chain([format!("n{seed}")]).collect::<Vec<_>>().join(" ")
}

/// The word of this number; `cargo xtask bench server` searches for them.
fn word(number: u64) -> String {
    [number >> 8, number >> 4, number].map(|part| SYLLABLES[usize::try_from(part % 16).expect("below 16")]).concat()
}
