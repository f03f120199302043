//! A server over a small handbook, in this process: real sockets, a real database, and a clock that the test moves.

use std::collections::BTreeSet;
use std::fs;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use qa_api::manifest::Page as SitePage;
use qa_api::paths;
use qa_api::request::{AnswerRequest, Challenge, SignInRequest, SignedIn};
use qa_api::server_data::{HoldRule, ServerData};
use qa_api::thread::{Act, Role};
use qa_server::clock::{Clock, DAY, MINUTE, ManualClock, SECOND};
use qa_server::config::{Config, DataConfig, Mail as MailConfig, Retention, Secret, Targets};
use qa_server::domain::account::{Account, AccountAct};
use qa_server::domain::limit::Limit;
use qa_server::identity::config::ProviderConfig;
use qa_server::outbox::POLL;
use qa_server::random::SeededRandom;
use qa_server::server::{MAIL_FOLDER, Server, open_data};
use qa_server::service::sections::fingerprint;
use qa_server::service::{accounts, housekeeping};
use qa_server::store::account_acts::list_account_acts;
use qa_server::store::empty_searches::{EmptySearch, list_empty_searches};
use qa_server::store::pages::list_pages;
use qa_server::store::{StoreError, Tx, counters};
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use url::Url;

use crate::browser::Browser;
use crate::database::{self, Database};
use crate::mail::Mail;
use crate::page::Page;
use crate::person::{Person, Post, question_id};
use crate::site::Apart;
use crate::{site, wait};

/// The file of rules and teams, in the data folder; a test writes it with [`App::set_rules`].
const SERVER_DATA: &str = "server.json";
/// After how long without a word the server locks a question.
pub const LOCK_AFTER: i64 = 200 * DAY;
/// The list that gets a summary every week.
pub const SUMMARY_LIST: &str = "all@example.com";
/// Longer than any test lasts.
const NEVER: Duration = Duration::from_secs(24 * 60 * 60);
/// When every test begins.
const START: i64 = 1_790_000_000_000;

/// The server's folder.
const DATA: &str = "data";
/// The folder of the built site.
const PUBLIC: &str = "public";
/// The writers' folder of this server's own copy of the handbook.
const CONTENT: &str = "content";

/// Counts as many attempts at once as there may be.
const USE_UP: &str = "INSERT INTO counters (counter, window_start, hits) VALUES ($1, $2, $3) \
    ON CONFLICT (counter, window_start) DO UPDATE SET hits = excluded.hits";

/// Effects that are on their way, or could be: due, and first of their order.
/// One statement that takes no lock, so that what a worker is about to lease is not overlooked.
const COUNT_DUE: &str = "SELECT COUNT(*) FROM outbox o WHERE o.lane <> $2 AND (o.state = 'leased' \
    OR (o.state = 'waiting' AND o.not_before <= $1 AND $3 NOT LIKE '%|' || o.lane || '|%' AND NOT EXISTS (SELECT 1 FROM outbox p \
        WHERE p.order_key = o.order_key AND p.id < o.id AND p.state IN ('waiting', 'leased'))))";

/// A running server.
pub struct App {
    server: Arc<qa_server::app::App>,
    clock: Arc<ManualClock>,
    base_url: Url,
    local: Url,
    mail_folder: PathBuf,
    /// File names of mails that a test has looked at.
    seen: Mutex<BTreeSet<String>>,
    shutdown: oneshot::Sender<()>,
    running: JoinHandle<()>,
    database: Option<String>,
    folder: Arc<TempDir>,
}

impl App {
    /// Builds the handbook and serves it on a free port.
    pub async fn start(database: Database) -> Self {
        Self::start_with(database, Vec::new()).await
    }

    /// The same, with providers that people can sign in by.
    pub async fn start_with(database: Database, providers: Vec<ProviderConfig>) -> Self {
        Self::start_as(database, providers, Targets::default()).await
    }

    /// The same, with other systems that are told what happens.
    pub async fn start_telling(database: Database, targets: Targets) -> Self {
        Self::start_as(database, Vec::new(), targets).await
    }

    /// A server whose outbox looks for work when it is woken and never by itself.
    pub async fn start_without_polling(database: Database) -> Self {
        Self::begin(database, Vec::new(), Targets::default(), NEVER).await
    }

    async fn start_as(database: Database, providers: Vec<ProviderConfig>, targets: Targets) -> Self {
        Self::begin(database, providers, targets, POLL).await
    }

    async fn begin(database: Database, providers: Vec<ProviderConfig>, targets: Targets, poll: Duration) -> Self {
        let folder = Arc::new(TempDir::new().expect("a temporary folder"));
        let data = folder.path().join(DATA);
        fs::create_dir(&data).expect("a data folder");
        let database = database::fresh(database, &data).await;
        Self::serve(folder, database, Arc::new(ManualClock::new(START)), providers, targets, poll, None).await
    }

    /// A server whose site is at another origin, as in production: reached by TLS, which something in front of it speaks.
    pub async fn start_apart(database: Database, apart: &Apart) -> Self {
        let folder = Arc::new(TempDir::new().expect("a temporary folder"));
        let data = folder.path().join(DATA);
        fs::create_dir(&data).expect("a data folder");
        let database = database::fresh(database, &data).await;
        let clock = Arc::new(ManualClock::new(START));
        Self::serve(folder, database, clock, Vec::new(), Targets::default(), POLL, Some(apart)).await
    }

    /// Another server of the same database, which must be one that servers share, with the same key and the same clock;
    /// it builds the same handbook again.
    pub async fn start_beside(&self) -> Self {
        let (folder, database) = (self.folder.clone(), self.database.clone());
        Self::serve(folder, database, self.clock.clone(), Vec::new(), Targets::default(), POLL, None).await
    }

    /// What another process has of the same database, with the same key and the same clock, that serves nobody and
    /// delivers nothing: the command line is one.
    pub async fn process_beside(&self) -> Arc<qa_server::app::App> {
        let data = self.folder.path().join(DATA);
        let (database, base_url) = (self.database.clone().map(Secret::from), Some(self.base_url.clone()));
        let config = DataConfig { data, database, base_url };
        open_data(config, self.clock.clone(), Arc::new(SeededRandom::new(2))).await.expect("the data is there")
    }

    async fn serve(
        folder: Arc<TempDir>,
        database: Option<String>,
        clock: Arc<ManualClock>,
        providers: Vec<ProviderConfig>,
        targets: Targets,
        poll: Duration,
        apart: Option<&Apart>,
    ) -> Self {
        let data = folder.path().join(DATA);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let port = listener.local_addr().expect("a bound socket has an address").port();
        let local = Url::parse(&format!("http://localhost:{port}")).expect("a URL");
        let base_url = apart.map_or_else(|| local.clone(), |apart| apart.server.clone());
        let public = folder.path().join(PUBLIC);
        site::copy(&site::content(), &folder.path().join(CONTENT));
        match apart {
            Some(apart) => site::build_apart(&public, apart, None),
            None => site::build_from(&folder.path().join(CONTENT), &public, base_url.as_str(), None),
        };

        let config = Config {
            site: public,
            database: database.clone().map(Secret::from),
            base_url: base_url.clone(),
            site_origins: apart.iter().map(|apart| apart.site.origin().ascii_serialization()).collect(),
            mail: MailConfig::Folder,
            weekly_summary: vec![SUMMARY_LIST.to_owned()],
            trusted_proxies: Vec::new(),
            lock_after: Some(LOCK_AFTER),
            server_data: Some(data.join(SERVER_DATA)),
            hold: HoldRule::default(),
            providers,
            retention: Retention::default(),
            targets,
            dev: apart.is_none(),
            data: data.clone(),
        };
        let random = Arc::new(SeededRandom::new(1));
        let server = Server::start(config, clock.clone(), random).await.expect("the server starts");
        let server = server.with_poll(poll);
        let app = server.app();
        let (shutdown, stop) = oneshot::channel();
        let running = tokio::spawn(server.run(listener, async {
            // A test that panics drops the sender, which stops the server too.
            let _ = stop.await;
        }));
        let mail_folder = data.join(MAIL_FOLDER);
        let seen = Mutex::default();
        Self { server: app, clock, base_url, local, mail_folder, seen, shutdown, running, database, folder }
    }

    /// Stops the server and starts it again, over the same data, where an operator tells other systems by `targets`.
    pub async fn reconfigured(self, targets: Targets) -> Self {
        let (folder, database, clock) = (self.folder.clone(), self.database.clone(), self.clock.clone());
        self.stop().await;
        Self::serve(folder, database, clock, Vec::new(), targets, POLL, None).await
    }

    /// Asks the server to stop and waits until it has.
    pub async fn stop(self) {
        self.shutdown.send(()).expect("the server still runs");
        self.running.await.expect("the server ends well");
    }

    /// Gives the server other rules, teams and duties, as a new build of the site does.
    pub fn set_rules(&self, data: &ServerData) {
        fs::write(self.folder.path().join("data").join(SERVER_DATA), data.to_json()).expect("the rules are written");
        self.server.rules.refresh();
    }

    /// The running server's state, for what has no form: tasks that the clock starts.
    pub fn server(&self) -> &Arc<qa_server::app::App> {
        &self.server
    }

    /// Where readers reach the site.
    pub fn base_url(&self) -> &Url {
        &self.base_url
    }

    /// Where it listens, for what is in front of it.
    pub fn local(&self) -> &Url {
        &self.local
    }

    /// The folder of everything that this server reads and writes.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A browser that has never been here.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.base_url)
    }

    /// Somebody who has never been here.
    pub fn person(&self, name: &str, email: &str) -> Person {
        Person::new(&self.base_url, name, email)
    }

    /// Lets writers change their texts, builds the site again over the old one, and waits until the server has read it.
    ///
    /// # Panics
    /// When the texts cannot be built.
    pub fn rebuild(&self, change: impl FnOnce(&std::path::Path)) {
        let (content, public) = (self.folder.path().join(CONTENT), self.folder.path().join(PUBLIC));
        change(&content);
        site::build_from(&content, &public, self.base_url.as_str(), Some(&public));
        self.server.site.refresh();
    }

    /// Waits until the server's database knows what the site's pages say now.
    pub async fn settle_index(&self) {
        wait::until("the site to be indexed", || async {
            let contents = self.server.site.contents();
            let mut tx = self.server.store.read().await.expect("reading begins");
            let known = list_pages(&mut tx).await.expect("the pages can be read");
            let is_known = |page: &SitePage| {
                known.iter().any(|known| known.id == page.id && known.fingerprint == fingerprint(page))
            };
            let none_too_many = known.iter().all(|known| known.gone_at.is_some() || contents.page(&known.id).is_some());
            (none_too_many && contents.pages().iter().all(is_known)).then_some(())
        })
        .await;
    }

    /// The searches that found nothing, most frequent first.
    pub async fn empty_searches(&self) -> Vec<EmptySearch> {
        let mut tx = self.server.store.read().await.expect("reading begins");
        list_empty_searches(&mut tx, 100).await.expect("they can be read")
    }

    /// Somebody who signed in by code.
    pub async fn signed_in(&self, name: &str, email: &str) -> Person {
        let person = self.person(name, email);
        let request = SignInRequest { email: email.to_owned(), name: name.to_owned() };
        let challenge: Challenge = person.browser.post(paths::SIGN_IN, &request).await.expect(202);
        let code = self.mail_to(email).await.code().expect("the mail has a code");
        let path = paths::challenge_answer(&challenge.challenge);
        let _: SignedIn = person.browser.post(&path, &AnswerRequest { code }).await.expect(200);
        person
    }

    /// A moderator who signed in by a link from the command line.
    pub async fn moderator(&self) -> Person {
        let person = self.person("Mo", "mo@example.org");
        person.sign_in_by_link(&self.moderator_link().await).await;
        person
    }

    /// One of the staff who signed in by a link from the command line.
    pub async fn staff(&self, email: &str) -> Person {
        let person = self.person("Mo", email);
        person.sign_in_by_link(&self.staff_link(email).await).await;
        person
    }

    /// A link that signs a moderator in once, as the command line prints it.
    pub async fn moderator_link(&self) -> String {
        let account = self.grant("mo@example.org", Role::Moderator).await;
        self.sign_in_link(&account).await
    }

    /// A link that signs an account in once, as the command line prints it.
    pub async fn sign_in_link(&self, account: &Account) -> String {
        accounts::sign_in_link(&self.server, account).await.expect("a link is made")
    }

    /// Gives an address a role, as the command line does.
    pub async fn grant(&self, email: &str, role: Role) -> Account {
        accounts::grant(&self.server, email, "Mo", role).await.expect("a role is granted")
    }

    /// A question by `person` on the page at `path`, sent and proven; gives its id.
    pub async fn held_question(&self, person: &Person, path: &str, title: &str) -> String {
        let code_page = person.ask(path, title, "").await;
        let held = person.prove(&code_page, &self.mail_to(&person.email).await).await;
        question_id(&held, title)
    }

    /// A question by `person` that `moderator` published; gives its id.
    pub async fn published_question(&self, person: &Person, moderator: &Person, path: &str, title: &str) -> String {
        let id = self.held_question(person, path, title).await;
        let page = self.server.site.contents().page_at(path).expect("the page is in the manifest").id.clone();
        moderator.act(&page, Post::Question(&id), Act::Publish, "").await;
        id
    }

    /// The page at `path` as somebody sees it who has never been here.
    pub async fn public_page(&self, path: &str) -> Page {
        self.browser().open(path).await
    }

    /// Forgets and erases what is due, as the server does every hour.
    pub async fn keep_house(&self) {
        housekeeping::forget(&self.server).await.expect("housekeeping works");
    }

    /// What was done to an account, oldest first.
    pub async fn account_acts(&self, account: &str) -> Vec<AccountAct> {
        let mut tx = self.server.store.read().await.expect("reading begins");
        list_account_acts(&mut tx, account).await.expect("the acts can be read")
    }

    /// Every column of the database with its table.
    pub async fn columns(&self) -> Vec<(String, String)> {
        let columns = self.server.store.columns().await.expect("the database answers");
        let split = |column: &String| {
            let (table, column) = column.split_once('.').expect("a column has a table");
            (table.to_owned(), column.split(' ').next().unwrap_or_default().to_owned())
        };
        columns.iter().map(split).collect()
    }

    /// Everything that the database holds, as text.
    pub async fn stored_text(&self) -> String {
        let mut text = String::new();
        for (table, column) in self.columns().await {
            let sql = format!("SELECT CAST({column} AS TEXT) FROM {table}");
            let sql = sqlx::AssertSqlSafe(sql);
            let rows: Result<Vec<Option<String>>, sqlx::Error> = match self.server.store.read().await {
                Ok(Tx::Sqlite(mut tx)) => sqlx::query_scalar(sql).fetch_all(&mut *tx).await,
                Ok(Tx::Postgres(mut tx)) => sqlx::query_scalar(sql).fetch_all(&mut *tx).await,
                Err(error) => panic!("{error}"),
            };
            for value in rows.expect("a column can be read").into_iter().flatten() {
                text.push_str(&value);
                text.push('\n');
            }
        }
        text
    }

    /// The address of its database, where that is PostgreSQL.
    pub fn database_url(&self) -> Option<&str> {
        self.database.as_deref()
    }

    /// Changes its database by hand, as only a test may.
    pub async fn execute(&self, sql: String) {
        let done: Result<(), StoreError> = self
            .server
            .store
            .write(move |tx| {
                Box::pin(async move {
                    match tx {
                        Tx::Sqlite(tx) => sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut **tx).await.map(drop)?,
                        Tx::Postgres(tx) => sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut **tx).await.map(drop)?,
                    }
                    Ok(())
                })
            })
            .await;
        done.expect("the statement fits the database");
    }

    /// Lets whoever sends from this machine, or has one of these ids or addresses, reach `limit` with the next attempt.
    pub async fn use_up(&self, limit: &Limit, subjects: &[&str]) {
        let machine = self.server.keys.client(IpAddr::from([127, 0, 0, 1]));
        let names = subjects.iter().copied().chain([machine.as_str()]);
        let counters: Vec<_> = names.map(|subject| format!("{}:{subject}", limit.name)).collect();
        let (window, hits) = (limit.window_start(self.clock.now()), limit.max);
        let counted: Result<(), StoreError> = self
            .server
            .store
            .write(move |tx| {
                Box::pin(async move {
                    for counter in counters {
                        let sql = sqlx::AssertSqlSafe(USE_UP);
                        match tx {
                            Tx::Sqlite(tx) => {
                                let count = sqlx::query(sql).bind(counter).bind(window).bind(hits);
                                count.execute(&mut **tx).await.map(|_| ())?;
                            }
                            Tx::Postgres(tx) => {
                                let count = sqlx::query(sql).bind(counter).bind(window).bind(hits);
                                count.execute(&mut **tx).await.map(|_| ())?;
                            }
                        }
                    }
                    Ok(())
                })
            })
            .await;
        counted.expect("the attempts are counted");
    }

    /// Forgets every attempt that was counted.
    pub async fn forget_counters(&self) {
        let now = self.clock.now();
        let forgotten = self.server.store.write(move |tx| Box::pin(counters::delete_old_counters(tx, now))).await;
        forgotten.expect("the attempts are forgotten");
    }

    /// A link that signs one of the staff in once, as the command line prints it.
    pub async fn staff_link(&self, email: &str) -> String {
        let account = self.grant(email, Role::Staff).await;
        accounts::sign_in_link(&self.server, &account).await.expect("a link is made")
    }

    /// Moves the clock forward.
    pub fn advance_seconds(&self, seconds: u64) {
        self.clock.advance(i64::try_from(seconds).expect("a test lasts no eternity") * SECOND);
        self.server.outbox_wake.notify_one();
    }

    /// Waits until everything that may go out now has gone.
    pub async fn settle_mail_due_now(&self) {
        self.settle_lanes("", Vec::new).await;
    }

    /// The same, but for the lane `hung`, where nothing ends, and those that `resting` names, where nothing begins.
    pub async fn settle_lanes(&self, hung: &str, resting: impl Fn() -> Vec<String>) {
        wait::until("the outbox to come to rest", || async {
            self.server.outbox_wake.notify_one();
            (!self.has_due_mail(hung, &resting()).await).then_some(())
        })
        .await;
    }

    /// What `sql` selects.
    pub async fn select<T>(&self, sql: &'static str) -> Vec<T>
    where
        T: for<'row> FromRow<'row, SqliteRow> + for<'row> FromRow<'row, PgRow> + Send + Unpin,
    {
        let rows: Result<Vec<T>, sqlx::Error> = match self.server.store.read().await.expect("reading begins") {
            Tx::Sqlite(mut tx) => sqlx::query_as(sql).fetch_all(&mut *tx).await,
            Tx::Postgres(mut tx) => sqlx::query_as(sql).fetch_all(&mut *tx).await,
        };
        rows.expect("the statement fits the database")
    }

    /// Lets a minute pass and everything go out that is due then; the mails count as looked at.
    pub async fn settle_mail(&self) {
        self.new_mails("").await;
    }

    /// Lets a minute pass, and gives the mails to `address` that no test has looked at yet.
    pub async fn new_mails_to(&self, address: &str) -> Vec<Mail> {
        self.new_mails(address).await
    }

    /// The newest mail to `address` that no test has looked at yet, without any time passing.
    ///
    /// # Panics
    /// When there is none.
    pub async fn mail_to(&self, address: &str) -> Mail {
        self.settle_mail_due_now().await;
        self.take(address).pop().unwrap_or_else(|| panic!("no new mail to {address}"))
    }

    /// Every mail to `address` so far, oldest first.
    pub fn mails_to(&self, address: &str) -> Vec<Mail> {
        self.mails().into_iter().filter(|mail| mail.is_to(address)).collect()
    }

    /// Every mail so far, oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.mail_files().into_iter().map(|(_, mail)| mail).collect()
    }

    /// Every mail that no test has looked at yet.
    pub fn take_new_mails(&self) -> Vec<Mail> {
        self.take("")
    }

    async fn new_mails(&self, address: &str) -> Vec<Mail> {
        self.clock.advance(MINUTE + SECOND);
        self.settle_mail_due_now().await;
        self.take(address)
    }

    /// Mails to an address that contains `address`, not looked at before.
    fn take(&self, address: &str) -> Vec<Mail> {
        let mut seen = self.seen.lock().expect("no test panics while it looks at mails");
        let fresh = self.mail_files().into_iter().filter(|(name, mail)| mail.is_to(address) && !seen.contains(name));
        let fresh: Vec<_> = fresh.collect();
        seen.extend(fresh.iter().map(|(name, _)| name.clone()));
        fresh.into_iter().map(|(_, mail)| mail).collect()
    }

    fn mail_files(&self) -> Vec<(String, Mail)> {
        let mut files: Vec<_> = fs::read_dir(&self.mail_folder)
            .expect("the mail folder is there")
            .map(|entry| entry.expect("the mail folder can be read").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "eml"))
            .map(|path| (fs::metadata(&path).and_then(|data| data.modified()).expect("a file has a time"), path))
            .collect();
        files.sort();
        let read = |path: PathBuf| {
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            (name, Mail::parse(&fs::read(&path).expect("a mail can be read")))
        };
        files.into_iter().map(|(_, path)| read(path)).collect()
    }

    /// Whether something may go out now, or is on its way.
    async fn has_due_mail(&self, hung: &str, resting: &[String]) -> bool {
        let (now, resting) = (self.clock.now(), format!("|{}|", resting.join("|")));
        let count: Result<i64, sqlx::Error> = match self.server.store.read().await.expect("reading begins") {
            Tx::Sqlite(mut tx) => {
                sqlx::query_scalar(COUNT_DUE).bind(now).bind(hung).bind(resting).fetch_one(&mut *tx).await
            }
            Tx::Postgres(mut tx) => {
                sqlx::query_scalar(COUNT_DUE).bind(now).bind(hung).bind(resting).fetch_one(&mut *tx).await
            }
        };
        count.expect("the outbox can be read") > 0
    }
}
