//! The OpenID Connect peer: oidc-provider, as `tests/peers/oidc.mjs` sets it up.

use std::env;
use std::path::Path;
use std::process::Stdio;

use qa_server::identity::config::ProviderConfig;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

const CLIENT: &str = "postil";
const SECRET: &str = "between two/tests";

/// A running provider; it ends when dropped.
pub struct Oidc {
    issuer: String,
    // Its standard input closes with it, which is what ends the peer.
    child: Child,
}

impl Oidc {
    /// A provider on a free port of this machine.
    ///
    /// # Panics
    /// When Node.js or oidc-provider are not there.
    pub async fn start() -> Self {
        let modules =
            env::var("POSTIL_TEST_NODE_MODULES").expect("POSTIL_TEST_NODE_MODULES is set by `cargo xtask test`");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/oidc.mjs");
        let mut child = Command::new("node")
            .arg(script)
            .args([&modules, CLIENT, SECRET])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("Node.js starts");
        let mut lines = BufReader::new(child.stdout.take().expect("the output is piped")).lines();
        let issuer = loop {
            // The library says first that this is no place for production.
            let line = lines.next_line().await.expect("the output is text").expect("the peer tells its address");
            if let Some(issuer) = line.strip_prefix("issuer ") {
                break issuer.to_owned();
            }
        };
        // What it says later is of no use, but somebody has to read it.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { issuer, child }
    }

    /// How a server is told of it, as `id`.
    pub fn config(&self, id: &str, trusted_email: bool) -> ProviderConfig {
        ProviderConfig {
            id: id.to_owned(),
            name: "Company".to_owned(),
            issuer: self.issuer.clone(),
            client_id: CLIENT.to_owned(),
            secret: SECRET.to_owned(),
            trusted_email,
        }
    }

    /// From now on `sub` signs in, with an address.
    pub async fn user(&self, sub: &str, email: &str, verified: bool) {
        let user: Value = json!({ "sub": sub, "email": email, "email_verified": verified, "name": "Ada of Company" });
        let client = reqwest::Client::builder().no_proxy().build().expect("a client without TLS needs nothing");
        client.post(format!("{}/control", self.issuer)).json(&user).send().await.expect("the peer answers");
    }

    /// Ends it, as when a provider is down.
    pub async fn stop(mut self) {
        self.child.kill().await.expect("the peer still runs");
    }
}
