//! A PostgreSQL database in a file, by PostgreSQL's own programs.
//!
//! The password goes to them in the environment: what is on a command line everybody on the machine can read.

use std::io;
use std::path::Path;
use std::process::Command;

use url::Url;

use super::BackupError;
use crate::config::Secret;

/// The parameter of an address that is a password.
const PASSWORD: &str = "password";

/// Dumps the database, as it is at one moment, and reads the dump's list of contents.
pub(super) fn write(database: &Secret, file: &Path) -> Result<(), BackupError> {
    let mut command = program("pg_dump", database)?;
    command.args(["--format=custom", "--no-owner", "--no-privileges", "--file"]).arg(file);
    run(command, "pg_dump")?;
    let mut list = Command::new("pg_restore");
    list.arg("--list").arg(file);
    let listed = run(list, "pg_restore")?;
    if ["accounts", "questions", "replies"].iter().all(|table| listed.contains(&format!("TABLE DATA public {table}"))) {
        return Ok(());
    }
    Err(BackupError::Program("the dump that pg_dump wrote does not list the server's tables".to_owned()))
}

/// Fills an empty database from a dump: all of it or nothing.
pub(super) fn read(database: &Secret, file: &Path) -> Result<(), BackupError> {
    let mut command = program("pg_restore", database)?;
    command.args(["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]).arg(file);
    run(command, "pg_restore").map(|_| ())
}

fn program(name: &str, database: &Secret) -> Result<Command, BackupError> {
    let mut url = Url::parse(database.expose())
        .map_err(|error| BackupError::Program(format!("the database's address cannot be read: {error}")))?;
    let mut command = Command::new(name);
    if let Some(password) = url.password() {
        command.env("PGPASSWORD", decode(password));
        url.set_password(None).map_err(|()| BackupError::Program("the database's address has no host".to_owned()))?;
    }
    // It may be among the parameters too, where it wins.
    let (passwords, others): (Vec<_>, Vec<_>) = url.query_pairs().into_owned().partition(|(key, _)| key == PASSWORD);
    if let Some((_, password)) = passwords.last() {
        command.env("PGPASSWORD", password);
        url.set_query(None);
        if !others.is_empty() {
            url.query_pairs_mut().extend_pairs(others);
        }
    }
    command.arg("--dbname").arg(url.as_str());
    Ok(command)
}

fn run(mut command: Command, name: &str) -> Result<String, BackupError> {
    let output = command.output().map_err(|error| {
        BackupError::Program(match error.kind() {
            io::ErrorKind::NotFound => format!(
                "{name} is not installed here; install PostgreSQL's client programs, or run where they are: pg_dump --format=custom --file database.dump DATABASE, and copy the key from the data folder"
            ),
            _ => format!("{name} cannot be started: {error}"),
        })
    })?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let line = said.lines().find(|line| line.contains("error")).or(said.lines().next()).unwrap_or_default();
        return Err(BackupError::Program(format!("{name} failed: {line}")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Undoes the percent-encoding of a part of a URL, in which a plus is a plus.
fn decode(text: &str) -> String {
    let form = text.replace('+', "%2B");
    url::form_urlencoded::parse(form.as_bytes()).next().map(|(decoded, _)| decoded.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_in_the_environment_alone() {
        for (address, shown) in [
            ("postgres://qa:h%20u+nter%3D2@db.example.org/qa", "postgres://qa@db.example.org/qa"),
            ("postgres://qa@db.example.org/qa?password=h%20u%2Bnter%3D2", "postgres://qa@db.example.org/qa"),
            (
                "postgres://qa:old@db.example.org/qa?sslmode=require&password=h%20u%2Bnter%3D2",
                "postgres://qa@db.example.org/qa?sslmode=require",
            ),
        ] {
            let command = program("pg_dump", &Secret::from(address.to_owned())).unwrap();
            let arguments: Vec<_> = command.get_args().map(|it| it.to_string_lossy().into_owned()).collect();
            assert_eq!(arguments, ["--dbname", shown]);
            let environment: Vec<_> = command.get_envs().collect();
            assert_eq!(environment[0].1.unwrap(), "h u+nter=2");
        }
    }
}
