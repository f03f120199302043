//! The program told what to do: file, environment and command line, and what it says when they cannot work.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const BINARY: &str = env!("CARGO_BIN_EXE_qa-server-under-test");

const FILE: &str = "base_url: https://file.example.org\n\
    listen: 127.0.0.1:4711\n\
    mail:\n  from: Handbook <handbook@example.org>\n  smtp_url: { secret_file: smtp }\n";

/// A folder with a configuration that is complete.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    fs::write(folder.path().join("qa.yaml"), FILE).expect("a file can be written");
    fs::write(folder.path().join("smtp"), "smtp://user:hunter2@localhost\n").expect("a file can be written");
    folder
}

/// Runs the program in `folder`, with nothing else in its environment.
fn run(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(BINARY);
    command.current_dir(folder).args(arguments).env_clear().envs(environment.iter().copied());
    command.stdin(Stdio::null()).output().expect("the program starts")
}

/// The one line that a failing program says.
fn refusal(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8(output.stderr.clone()).expect("it speaks UTF-8");
    let lines: Vec<_> = said.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(lines.len(), 1, "{said}");
    assert!(!said.contains("hunter2"), "{said}");
    lines[0].to_owned()
}

#[test]
fn the_command_line_wins_over_the_environment_and_that_over_the_file() {
    let folder = folder();
    let environment = [
        ("QA_CONFIG", "qa.yaml"),
        ("QA_BASE_URL", "https://environment.example.org"),
        ("QA_SERVER_DATA", "environment.json"),
    ];
    let arguments = ["config", "check", "--base-url", "https://option.example.org"];
    let output = run(folder.path(), &arguments, &environment);
    assert!(output.status.success(), "{output:?}");
    let printed = String::from_utf8(output.stdout).unwrap();
    for expected in [
        "base_url: \"https://option.example.org/\"",
        "server_data: environment.json",
        "listen: \"127.0.0.1:4711\"",
        "site: public",
        "smtp_url: (secret)",
    ] {
        let plain = expected.replace('"', "");
        assert!(printed.replace(['"', '\''], "").contains(&plain), "{expected} is not in {printed}");
    }
    assert!(!printed.contains("hunter2"), "{printed}");
}

#[test]
fn what_cannot_work_is_one_line_and_another_exit_code() {
    let folder = folder();
    let with_file = [("QA_CONFIG", "qa.yaml")];
    for command in [&["config", "check"][..], &["serve"]] {
        fs::write(folder.path().join("wrong.yaml"), format!("{FILE}trusted_proxy: [127.0.0.1]\n")).unwrap();
        let said = refusal(&run(folder.path(), &[command, &["--config", "wrong.yaml"]].concat(), &[]));
        assert_eq!(said, "error: wrong.yaml:6:1: there is no key `trusted_proxy`; did you mean `trusted_proxies`?");
        let without_secret = FILE.replace("secret_file: smtp", "secret_file: gone");
        fs::write(folder.path().join("secretless.yaml"), without_secret).unwrap();
        let said = refusal(&run(folder.path(), &[command, &["--config", "secretless.yaml"]].concat(), &[]));
        assert!(said.contains("secretless.yaml:5:") && said.contains("the secret_file gone cannot be read"), "{said}");
        let said = refusal(&run(folder.path(), &[command, &["--base-url", "http://a.example"]].concat(), &with_file));
        assert!(said.contains("has to begin with https://"), "{said}");
    }
}

#[test]
fn a_server_that_cannot_start_says_why() {
    let folder = folder();
    let serve = |more: &[&str]| {
        let file = ["serve", "--config", "qa.yaml"];
        refusal(&run(folder.path(), &[&file[..], more].concat(), &[]))
    };
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let said = serve(&["--listen", &address]);
    assert!(said.contains(&format!("cannot listen on {address}")) && said.contains("--listen"), "{said}");
    fs::write(folder.path().join("file"), "").unwrap();
    let said = serve(&["--listen", "127.0.0.1:0", "--data", "file/data"]);
    assert!(said.contains("the data folder file/data cannot be used"), "{said}");
    let said = serve(&["--listen", "127.0.0.1:0", "--database", "postgres://nobody:hunter2@127.0.0.1:1/nothing"]);
    assert!(said.contains("the database cannot be used"), "{said}");
}
