//! A PostgreSQL server that lives as long as one run of the tests.
//!
//! It is made afresh in a temporary folder and listens on a free loopback port.
//! The distribution's own cluster is never touched.
//! PostgreSQL refuses to run as root; root therefore hands the folder to an account that can do nothing else.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::{http, process};

/// Accounts that root may run the server as, the better one first.
const UNPRIVILEGED: [&str; 2] = ["postgres", "nobody"];

/// A running server; stopped when dropped.
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: TempDir,
    account: Option<Account>,
    port: u16,
}

/// What a commit waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// The disk, as for data that is to stay.
    Synced,
    /// Nothing: the data of tests lives for minutes and is thrown away.
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Account {
    uid: u32,
    gid: u32,
}

impl Postgres {
    /// Makes a database cluster with the programs in folder `programs` and starts its server.
    pub(crate) fn start(programs: &Path, durability: Durability) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("postil-postgres-").tempdir().context("no temporary folder")?;
        let account = if rustix::process::geteuid().is_root() { Some(unprivileged_account()?) } else { None };
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700))?;
        if let Some(Account { uid, gid }) = account {
            chown(folder.path(), Some(uid), Some(gid)).context("cannot hand a folder to an unprivileged account")?;
        }
        let server = Self { programs: programs.to_owned(), folder, account, port: http::free_port()? };
        server.initialise()?;
        server.launch(durability)?;
        Ok(server)
    }

    /// Where a client that may do everything connects.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn initialise(&self) -> Result<()> {
        let mut initdb = self.program("initdb");
        initdb
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"])
            .arg("--pgdata")
            .arg(self.data());
        process::read("initdb", &mut initdb)?;
        Ok(())
    }

    fn launch(&self, durability: Durability) -> Result<()> {
        let folder = self.folder.path();
        let log = folder.join("server.log");
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c max_connections=300{}",
            self.port,
            folder.display(),
            match durability {
                Durability::Synced => "",
                Durability::None => " -c fsync=off -c full_page_writes=off",
            }
        );
        let mut pg_ctl = self.program("pg_ctl");
        pg_ctl.args(["start", "--wait", "--silent", "--pgdata"]).arg(self.data());
        pg_ctl.arg("--log").arg(&log).args(["--options", &options]);
        process::read("pg_ctl start", &mut pg_ctl)
            .with_context(|| format!("PostgreSQL does not start; it says:\n{}", read_log(&log)))?;
        Ok(())
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        // The account may not be able to enter the folder that xtask was called in.
        command.current_dir(self.folder.path()).env("LC_ALL", "C");
        if let Some(Account { uid, gid }) = self.account {
            command.uid(uid).gid(gid);
        }
        command
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut pg_ctl = self.program("pg_ctl");
        pg_ctl.args(["stop", "--mode=immediate", "--wait", "--silent", "--pgdata"]).arg(self.data());
        // When it never started there is nothing to stop, and the folder goes in any case.
        process::succeeds(&mut pg_ctl);
    }
}

fn unprivileged_account() -> Result<Account> {
    let accounts = fs::read_to_string("/etc/passwd").context("cannot read /etc/passwd")?;
    UNPRIVILEGED.iter().find_map(|name| find_account(&accounts, name)).context(
        "PostgreSQL cannot run as root and there is no account `postgres` or `nobody`; run this as another user",
    )
}

/// The account called `name` in the text of `/etc/passwd`.
fn find_account(accounts: &str, name: &str) -> Option<Account> {
    accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next() != Some(name) {
            return None;
        }
        let mut numbers = fields.skip(1);
        Some(Account { uid: numbers.next()?.parse().ok()?, gid: numbers.next()?.parse().ok()? })
    })
}

fn read_log(path: &Path) -> String {
    fs::read_to_string(path).map_or_else(|_| "nothing".to_owned(), |text| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_found_by_their_whole_name() {
        let accounts =
            "root:x:0:0:root:/root:/bin/bash\nnobody2:x:9:9::/:/bin/sh\nnobody:x:65534:65533:nobody:/:/bin/false\n";
        assert_eq!(find_account(accounts, "nobody"), Some(Account { uid: 65534, gid: 65533 }));
        assert_eq!(find_account(accounts, "postgres"), None);
    }
}
