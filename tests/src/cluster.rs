//! A PostgreSQL server of a test's own, which may be killed and started again; the one for all tests has to stay up.
//!
//! Its programs and the account that it runs under are those of the server at `POSTIL_TEST_POSTGRES`, which is on this
//! machine.

use std::env;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sqlx::{Connection, Executor, PgConnection};
use tempfile::TempDir;

use crate::program::free_port;
use crate::wait;

/// A running server; it ends when dropped.
pub struct Cluster {
    programs: PathBuf,
    folder: TempDir,
    /// The account to run under, where that is not ours.
    account: Option<(u32, u32)>,
    port: u16,
    options: String,
}

impl Cluster {
    /// A fresh one, with more `options` of the server.
    pub async fn start(options: &str) -> Self {
        let cluster = Self::prepare(options).await;
        let mut initdb = cluster.program("initdb");
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata"]);
        succeed(initdb.arg(cluster.data()));
        cluster.launch(&[]).await;
        cluster
    }

    /// One over a copy of the data folder `data`, as after a failure of the power.
    pub async fn start_over(data: &Path, options: &str) -> Self {
        let cluster = Self::prepare(options).await;
        cluster.copy(data, &cluster.data());
        // It is of the server that the copy is of.
        let _ = fs::remove_file(cluster.data().join("postmaster.pid"));
        cluster.launch(&[]).await;
        cluster
    }

    async fn prepare(options: &str) -> Self {
        let server = env::var("POSTIL_TEST_POSTGRES").expect("POSTIL_TEST_POSTGRES is set by `cargo xtask test`");
        let mut connection = PgConnection::connect(&server).await.expect("PostgreSQL answers");
        let ask = "SELECT setting, current_setting('data_directory') FROM pg_config WHERE name = 'BINDIR'";
        let (programs, data): (String, String) =
            sqlx::query_as(ask).fetch_one(&mut connection).await.expect("the server knows where it is");
        let folder = tempfile::Builder::new().prefix("postil-cluster-").tempdir().expect("a temporary folder");
        let (theirs, ours) = (fs::metadata(data), fs::metadata(folder.path()).expect("the folder is there"));
        let theirs = theirs.expect("the server for all tests is on this machine");
        let account = (theirs.uid() != ours.uid()).then(|| (theirs.uid(), theirs.gid()));
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).expect("the folder is ours");
        let cluster =
            Self { programs: programs.into(), folder, account, port: free_port(), options: options.to_owned() };
        cluster.hand_over(cluster.folder.path());
        cluster
    }

    /// A new database on it, by its URL.
    pub async fn database(&self) -> String {
        let url = self.url("postgres");
        let mut connection = PgConnection::connect(&url).await.expect("the server answers");
        connection.execute("CREATE DATABASE postil TEMPLATE template0").await.expect("a superuser may");
        self.url("postil")
    }

    /// The URL of a database on it.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Its data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A folder of its account beside its data.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Kills the server's first process, as the system does that has no memory left; the others notice and end.
    pub fn kill(&self) {
        let file = fs::read_to_string(self.data().join("postmaster.pid")).expect("the server runs");
        succeed(Command::new("kill").args(["-KILL", file.lines().next().expect("a process id")]));
    }

    /// Ends every process of the server at once, with nothing written any more.
    pub fn abort(&self) {
        self.stop("immediate");
    }

    /// Ends it well.
    pub fn shut_down(&self) {
        self.stop("fast");
    }

    /// Gives it other options from the next start on.
    pub fn set_options(&mut self, options: &str) {
        options.clone_into(&mut self.options);
    }

    /// Starts it again, with more in its environment, and waits until it has recovered.
    pub async fn launch(&self, environment: &[(&str, &Path)]) {
        let log = self.folder.path().join("server.log");
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 {}",
            self.port,
            self.folder.path().display(),
            self.options
        );
        // Processes of a killed server may take a moment to notice; until then there can be no other.
        wait::until("PostgreSQL to start", || async {
            let mut start = self.program("pg_ctl");
            start.envs(environment.iter().copied());
            start.args(["start", "--wait", "--silent", "--pgdata"]).arg(self.data()).arg("--log").arg(&log);
            start.args(["--options", &options]).stdout(Stdio::null()).stderr(Stdio::null());
            start.status().expect("pg_ctl starts").success().then_some(())
        })
        .await;
    }

    /// Copies a whole folder, for its account.
    pub fn copy(&self, from: &Path, to: &Path) {
        succeed(Command::new("cp").arg("-a").arg(from).arg(to));
        self.hand_over(to);
    }

    fn stop(&self, mode: &str) {
        let mut stop = self.program("pg_ctl");
        succeed(stop.args(["stop", "--wait", "--silent", "--mode", mode, "--pgdata"]).arg(self.data()));
    }

    fn hand_over(&self, path: &Path) {
        if let Some((uid, gid)) = self.account {
            chown(path, Some(uid), Some(gid)).expect("root may");
        }
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        // The account may not be able to enter the folder that the tests run in.
        command.current_dir(self.folder.path()).env("LC_ALL", "C").stdin(Stdio::null());
        if let Some((uid, gid)) = self.account {
            command.uid(uid).gid(gid);
        }
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.args(["stop", "--mode", "immediate", "--wait", "--silent", "--pgdata"]).arg(self.data());
        // It may not run.
        let _ = stop.output();
    }
}

fn succeed(command: &mut Command) {
    let output = command.output().expect("the program starts");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
