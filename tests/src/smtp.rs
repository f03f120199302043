//! The SMTP peer: aiosmtpd, with STARTTLS and a password, as `tests/peers/smtp.py` sets it up.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde::Deserialize;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::mail::Mail;
use crate::wait;

/// The name that the peer knows.
pub const USER: &str = "postil";
/// The password that goes with it.
pub const PASSWORD: &str = "between-two-tests";

/// A running peer; it ends when dropped.
pub struct Smtp {
    folder: TempDir,
    port: u16,
    // Its standard input closes with it, which is what ends the peer.
    _child: Child,
}

/// A mail as the peer took it.
#[derive(Clone, Debug, Deserialize)]
pub struct Delivery {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// Whether it came encrypted.
    pub tls: bool,
    /// Who was signed in.
    pub user: Option<String>,
    message: String,
}

impl Delivery {
    /// The mail itself.
    pub fn mail(&self) -> Mail {
        Mail::parse(self.message.as_bytes())
    }
}

impl Smtp {
    /// A peer that takes every mail.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// A peer with more options of the script.
    pub async fn start_with(options: &[&str]) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let python = env::var("POSTIL_TEST_PYTHON").expect("POSTIL_TEST_PYTHON is set by `cargo xtask test`");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/smtp.py");
        let mut child = Command::new(python)
            .arg(script)
            .arg("--mails")
            .arg(folder.path().join("mails.jsonl"))
            .arg("--ca")
            .arg(folder.path().join("ca.pem"))
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("Python starts");
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().expect("the output is piped"));
        output.read_line(&mut line).await.expect("the peer tells its port");
        let port = line.trim().parse().expect("the peer tells its port");
        Self { folder, port, _child: child }
    }

    /// Where it listens on this machine.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The certificate to trust.
    pub fn ca(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    /// What it took so far, oldest first.
    pub fn deliveries(&self) -> Vec<Delivery> {
        let text = std::fs::read_to_string(self.folder.path().join("mails.jsonl")).unwrap_or_default();
        // A line that is still being written is not there yet.
        text.split_inclusive('\n')
            .filter(|line| line.ends_with('\n'))
            .map(|line| serde_json::from_str(line).expect("the peer writes JSON lines"))
            .collect()
    }

    /// Waits until it took `count` mails.
    pub async fn wait_for(&self, count: usize) -> Vec<Delivery> {
        wait::until(&format!("{count} mails at the SMTP peer"), || async {
            let deliveries = self.deliveries();
            (deliveries.len() >= count).then_some(deliveries)
        })
        .await
    }
}
