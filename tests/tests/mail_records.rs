//! What `doctor` says about the records by which others tell that mail is ours.

use std::fs;
use std::net::UdpSocket;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tests::dns::{Dns, Record};

const BINARY: &str = env!("CARGO_BIN_EXE_qa-server-under-test");
/// Far more than it may take on a machine that does nothing else.
const PATIENCE: Duration = Duration::from_secs(60);

/// The lines about DNS for mail from `domain`, asked of the server at `resolver`.
fn examine(domain: &str, resolver: &str) -> Vec<String> {
    let folder = TempDir::new().expect("a temporary folder");
    let file = folder.path().join("qa.yaml");
    let settings = format!(
        "base_url: https://127.0.0.1:1\n\
        mail: {{ from: \"Handbook <handbook@{domain}>\", smtp_url: \"smtp://127.0.0.1:1?tls=required\", \
        dkim_selector: lamp, resolver: \"{resolver}\" }}\n"
    );
    fs::write(&file, settings).expect("a file can be written");
    let mut command = Command::new(BINARY);
    command.current_dir(folder.path()).args(["doctor", "--config", "qa.yaml"]).env_clear();
    let output = command.stdin(Stdio::null()).output().expect("the program starts");
    let found = String::from_utf8(output.stdout).expect("it speaks UTF-8");
    let lines: Vec<_> = found.lines().filter(|line| line.get(6..9) == Some("dns")).map(str::to_owned).collect();
    assert!(!lines.is_empty(), "{found} {}", String::from_utf8_lossy(&output.stderr));
    lines
}

#[test]
fn records_are_told_with_what_to_do() {
    let text = |text: &str| Record::Text(text.to_owned());
    let server = Dns::start(&[
        ("good.example", Record::Exchange("mx.good.example")),
        ("good.example", text("something=else")),
        ("good.example", text("v=spf1 mx -all")),
        ("_dmarc.good.example", text("v=DMARC1; p=reject")),
        ("lamp._domainkey.sub.good.example", text(&format!("v=DKIM1; k=rsa; p={}", "A".repeat(1200)))),
        ("sub.good.example", Record::Address),
        ("sub.good.example", text("v=spf1 +all")),
        ("two.example", Record::Exchange("")),
        ("two.example", text("v=spf1 mx -all")),
        ("two.example", text("v=spf1 a -all")),
        ("lamp._domainkey.two.example", text("v=DKIM1; p=")),
    ]);
    let resolver = server.address().to_string();
    for (domain, expected) in [
        (
            "good.example",
            [
                "good mail to good.example is taken by mx.good.example",
                "good SPF: v=spf1 mx -all",
                "good DMARC of good.example",
                "look there is no DKIM key at lamp._domainkey.good.example",
            ],
        ),
        (
            "sub.good.example",
            [
                "good sub.good.example has no MX record, so its own",
                "look SPF lets everybody send",
                "good DMARC of good.example: v=DMARC1; p=reject",
                "good a DKIM key is at lamp._domainkey.sub.good.example",
            ],
        ),
        (
            "two.example",
            [
                "look two.example says that it takes no mail",
                "look two.example has 2 SPF records",
                "look two.example has no DMARC record: add",
                "look the DKIM key at lamp._domainkey.two.example was withdrawn",
            ],
        ),
        (
            "none.example",
            [
                "look none.example has no MX record and no address",
                "look none.example has no SPF record: add",
                "look none.example has no DMARC record",
                "look there is no DKIM key",
            ],
        ),
    ] {
        let lines = examine(domain, &resolver);
        assert_eq!(lines.len(), expected.len(), "{lines:?}");
        for (line, expected) in lines.iter().zip(expected) {
            let plain = line.split_whitespace().filter(|word| *word != "dns").collect::<Vec<_>>().join(" ");
            assert!(plain.starts_with(expected), "{plain:?} does not say {expected:?}");
        }
    }
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for() {
    let silent = UdpSocket::bind("127.0.0.1:0").expect("a port is free");
    let begun = Instant::now();
    let lines = examine("good.example", &silent.local_addr().expect("an address").to_string());
    assert!(begun.elapsed() < PATIENCE);
    let [line] = &lines[..] else { panic!("{lines:?}") };
    for expected in ["look  dns", "cannot be asked", "no answer in time", "dig +short TXT good.example"] {
        assert!(line.contains(expected), "{expected} is not in {line}");
    }
}
