//! The server as a program of its own, started as an operator starts it, so that it can be killed.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;
use std::{fs, io};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use tempfile::TempDir;
use url::Url;

use crate::browser::Browser;
use crate::database::{self, Database};
use crate::mail::Mail;
use crate::person::Person;
use crate::smtp::{self, Smtp};
use crate::{site, wait};

/// How long a statement by hand waits for the program's own.
const PATIENCE: Duration = Duration::from_secs(10);

/// Forgets who posted how often, and makes waiting mails due.
const LET_TIME_PASS: [&str; 2] = ["DELETE FROM counters", "UPDATE outbox SET not_before = 0 WHERE state = 'waiting'"];
/// The same without ever waiting for a server that is at work there, which would wait for this.
const LET_TIME_PASS_ON_POSTGRES: [&str; 2] = [
    "DELETE FROM counters WHERE ctid IN (SELECT ctid FROM counters FOR UPDATE SKIP LOCKED)",
    "UPDATE outbox SET not_before = 0 WHERE id IN \
     (SELECT id FROM outbox WHERE state = 'waiting' FOR UPDATE SKIP LOCKED)",
];

/// An installation: a site, a data folder, an address. The program in it comes and goes.
pub struct Installation {
    binary: PathBuf,
    folder: Arc<TempDir>,
    database: Option<String>,
    port: u16,
    /// Where readers reach it, if that is a proxy.
    behind: Option<Url>,
    smtp: Option<Vec<String>>,
}

/// The running program; killed when dropped.
pub struct Program(Child);

impl Installation {
    /// A fresh one for the program `binary`; mail goes into a folder, or to `smtp` when there is one.
    pub async fn new(binary: &str, database: Database, smtp: Option<&Smtp>) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        fs::create_dir(folder.path().join("data")).expect("a data folder");
        let database = database::fresh(database, &folder.path().join("data")).await;
        Self::in_folder(binary, folder, database, smtp)
    }

    /// The same, on the PostgreSQL database at `url`.
    pub fn on(binary: &str, url: String) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        fs::create_dir(folder.path().join("data")).expect("a data folder");
        Self::in_folder(binary, folder, Some(url), None)
    }

    fn in_folder(binary: &str, folder: TempDir, database: Option<String>, smtp: Option<&Smtp>) -> Self {
        let port = free_port();
        let smtp = smtp.map(|peer| {
            let url = format!("smtp://{}:{}@localhost:{}?tls=required", smtp::USER, smtp::PASSWORD, peer.port());
            let ca = peer.ca().to_str().expect("a temporary folder is named in UTF-8").to_owned();
            let from = "Handbook <handbook@example.org>".to_owned();
            vec!["--smtp-url".to_owned(), url, "--smtp-ca".to_owned(), ca, "--mail-from".to_owned(), from]
        });
        let folder = Arc::new(folder);
        let installation = Self { binary: binary.into(), folder, database, port, behind: None, smtp };
        site::build(&installation.folder.path().join("public"), installation.base_url().as_str(), None);
        installation
    }

    /// Another one for the same program, site and address, with a data folder and a database that are empty.
    pub async fn beside(&self, database: Database) -> Self {
        let folder = Arc::new(TempDir::new().expect("a temporary folder"));
        let database = database::fresh(database, folder.path()).await;
        let beside = Self {
            binary: self.binary.clone(),
            folder,
            database,
            port: self.port,
            behind: None,
            smtp: self.smtp.clone(),
        };
        site::copy(&self.folder.path().join("public"), &beside.folder.path().join("public"));
        beside
    }

    /// Another server beside this one: the same site, key and database, which must be one that servers share, at an
    /// address of its own.
    pub fn twin(&self) -> Self {
        Self {
            binary: self.binary.clone(),
            folder: self.folder.clone(),
            database: self.database.clone(),
            port: free_port(),
            behind: None,
            smtp: self.smtp.clone(),
        }
    }

    /// Runs one command of the program to its end, with this installation's data and nothing else in its environment.
    pub fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(&self.binary);
        command.args(arguments).arg("--data").arg(self.data()).env_clear();
        // Programs of PostgreSQL are found by it.
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        command.stdin(Stdio::null()).output().expect("the program starts")
    }

    /// Where readers reach it.
    pub fn base_url(&self) -> Url {
        let own = || Url::parse(&format!("http://localhost:{}", self.port)).expect("a URL");
        self.behind.clone().unwrap_or_else(own)
    }

    /// The same, for readers who reach it at `address`, which a proxy has.
    pub fn behind(self, address: Url) -> Self {
        Self { behind: Some(address), ..self }
    }

    /// The port that it listens on itself.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of its database, where that is PostgreSQL.
    pub fn database_url(&self) -> Option<&str> {
        self.database.as_deref()
    }

    /// Its data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A browser that has never been here.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.base_url())
    }

    /// Starts the program and waits until it serves.
    pub async fn start(&self) -> Program {
        self.start_with(&[]).await
    }

    /// The same, with more in its environment.
    pub async fn start_with(&self, environment: &[(&str, &str)]) -> Program {
        let mut command = Command::new(&self.binary);
        command.args(["serve", "--dev", "--listen", &format!("127.0.0.1:{}", self.port)]);
        command.args(["--base-url", self.base_url().as_str().trim_end_matches('/')]);
        // A test may say that it speaks for many machines.
        command.args(["--trusted-proxy", "127.0.0.1"]);
        command.arg("--site").arg(self.folder.path().join("public")).arg("--data").arg(self.data());
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        command.args(self.smtp.iter().flatten()).envs(environment.iter().copied());
        let log = fs::OpenOptions::new().create(true).append(true).open(self.log()).expect("a log");
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn().expect("the program starts");
        let mut program = Program(child);
        let browser = Browser::new(&Url::parse(&format!("http://localhost:{}", self.port)).expect("a URL"));
        wait::until("the server to serve", || {
            assert!(program.is_running(), "the server ended: {}", self.read_log());
            let request = browser.request(reqwest::Method::GET, "/_qa/healthz");
            async { request.send().await.ok().filter(|response| response.status().is_success()) }
        })
        .await;
        program
    }

    /// A browser that is signed in as a moderator, by the link that the command line prints.
    pub async fn sign_in_moderator(&self, address: &str) -> Browser {
        let mut command = Command::new(&self.binary);
        command.args(["account", "grant", address, "--role", "moderator", "--sign-in-link"]);
        command.args(["--base-url", self.base_url().as_str().trim_end_matches('/')]).arg("--data").arg(self.data());
        if let Some(url) = &self.database {
            command.args(["--database", url]);
        }
        let output = command.stdin(Stdio::null()).output().expect("the program starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let link = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        let person = Person { name: String::new(), email: address.to_owned(), browser: self.browser() };
        person.sign_in_by_link(&link).await;
        person.browser
    }

    /// Changes its database by hand, as only a test may.
    pub async fn execute(&self, sql: &'static str) {
        match &self.database {
            Some(_) => self.postgres().await.execute(sql).await.map(drop),
            None => self.sqlite().await.execute(sql).await.map(drop),
        }
        .expect("the statement fits the database");
    }

    /// The first column of what `sql` selects.
    pub async fn list(&self, sql: &'static str) -> Vec<String> {
        match &self.database {
            Some(_) => sqlx::query_scalar(sql).fetch_all(&mut self.postgres().await).await,
            None => sqlx::query_scalar(sql).fetch_all(&mut self.sqlite().await).await,
        }
        .expect("the statement fits the database")
    }

    /// A connection of one's own to the SQLite file.
    pub async fn sqlite(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.data().join("qa.sqlite")).busy_timeout(PATIENCE);
        SqliteConnection::connect_with(&options).await.expect("the file can be opened")
    }

    /// A connection of one's own to the PostgreSQL database.
    pub async fn postgres(&self) -> PgConnection {
        let url = self.database.as_deref().expect("this one is on PostgreSQL");
        PgConnection::connect(url).await.expect("PostgreSQL answers")
    }

    /// Forgets who posted how often, and makes waiting mails due: a test does within seconds what takes people hours.
    pub async fn let_time_pass(&self) {
        let statements = if self.database.is_some() { LET_TIME_PASS_ON_POSTGRES } else { LET_TIME_PASS };
        for statement in statements {
            self.execute(statement).await;
        }
    }

    /// Lets the leases of a killed server end, as those on a shared database do by themselves within two minutes.
    pub async fn end_leases(&self) {
        self.execute("UPDATE outbox SET lease_until = 0 WHERE state = 'leased'").await;
    }

    /// What the program said so far, over all its lives.
    pub fn read_log(&self) -> String {
        fs::read_to_string(self.log()).unwrap_or_default()
    }

    /// The mails in its folder that go to `address`, each with its Message-ID.
    pub fn mails_to(&self, address: &str) -> Vec<Mail> {
        let entries = fs::read_dir(self.data().join("mail")).into_iter().flatten();
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mails = paths.filter(|path| path.extension().is_some_and(|extension| extension == "eml"));
        mails.map(|path| Mail::parse(&read(&path))).filter(|mail| mail.is_to(address)).collect()
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("server.log")
    }
}

impl Program {
    /// Ends it at once, as a power failure of the process would: `kill -9`.
    pub fn kill(mut self) {
        self.0.kill().expect("the program still runs");
        self.0.wait().expect("a killed program ends");
    }

    /// Asks it to end, as an operator does, and waits; gives whether it ended well.
    pub async fn terminate(mut self) -> bool {
        let kill = Command::new("kill").arg("-TERM").arg(self.0.id().to_string()).status();
        assert!(kill.is_ok_and(|status| status.success()), "the program could be asked to end");
        wait::until("the program to end", || std::future::ready(self.0.try_wait().expect("it is ours"))).await.success()
    }

    fn is_running(&mut self) -> bool {
        matches!(self.0.try_wait(), Ok(None))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _: io::Result<()> = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port on which nobody listens; the program keeps it over all its lives.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    listener.local_addr().expect("a bound socket has an address").port()
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).expect("a mail can be read")
}
