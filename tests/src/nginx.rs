//! nginx in front of a server, told what to do by the very examples of the manual.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;
use tokio::net::TcpStream;
use url::Url;

use crate::browser::Browser;
use crate::site::Apart;
use crate::wait;

/// The examples.
const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../content/operating/examples");
/// What files are, which distributions of nginx say in a file of their own.
const TYPES: &str =
    "types { text/html html; text/css css; text/javascript js mjs; image/svg+xml svg; application/json json; }\n";

/// A running proxy; it ends when dropped.
pub struct Nginx {
    _folder: TempDir,
    child: Child,
}

impl Nginx {
    /// Serves at `address`, in front of the server at port `upstream`.
    ///
    /// The example's TLS is checked by nginx itself, with a certificate made for it; it is not spoken,
    /// since the browser of these tests does without.
    pub async fn start(address: &Url, upstream: u16) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let example = read_example("nginx.conf");
        let port = address.port().expect("the address has a port");
        make_certificate(folder.path());
        let certified = example.replace("/etc/ssl/", &format!("{}/", folder.path().display()));
        let checked = write(folder.path(), "checked.conf", &certified);
        let output = program().arg("-t").args(["-p", path(folder.path()), "-c", &checked]).output();
        let output = output.expect("nginx starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

        let plain: String =
            example.lines().filter(|line| !line.contains("ssl_certificate")).fold(String::new(), |mut text, line| {
                text.push_str(line);
                text.push('\n');
                text
            });
        let plain = plain
            .replace("listen 443 ssl http2;", &format!("listen 127.0.0.1:{port};"))
            .replace("server 127.0.0.1:4000;", &format!("server 127.0.0.1:{upstream};"))
            .replace("handbook.example.org", "localhost");
        let child = run(folder.path(), &plain);
        let browser = Browser::new(address);
        wait::until("nginx to serve", || {
            let request = browser.request(reqwest::Method::GET, "/_qa/readyz");
            async { request.send().await.ok().filter(|response| response.status().is_success()) }
        })
        .await;
        Self { _folder: folder, child }
    }

    /// Serves the files in `public` at the one origin and the server at port `upstream` at the other, by TLS and on the
    /// port that both have.
    pub async fn start_apart(apart: &Apart, public: &Path, upstream: u16) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        make_certificate(folder.path());
        let port = apart.site.port().expect("the address has a port");
        let text = read_example("static-host.nginx.conf")
            .replace("/etc/ssl/", &format!("{}/", folder.path().display()))
            .replace("/srv/handbook/public", path(public))
            .replace("listen 443 ssl http2;", &format!("listen 127.0.0.1:{port} ssl http2;"))
            .replace("server 127.0.0.1:4000;", &format!("server 127.0.0.1:{upstream};"))
            .replace("https://questions.example.org", &apart.server.origin().ascii_serialization())
            .replace("questions.example.org", apart.server.host_str().expect("a host"))
            .replace("docs.example.org", apart.site.host_str().expect("a host"));
        let child = run(folder.path(), &text);
        wait::until("nginx to listen", || async move { TcpStream::connect(("127.0.0.1", port)).await.ok() }).await;
        Self { _folder: folder, child }
    }
}

fn read_example(name: &str) -> String {
    fs::read_to_string(Path::new(EXAMPLES).join(name)).expect("the example is there")
}

/// Starts nginx with these servers.
fn run(folder: &Path, servers: &str) -> Child {
    let file = write(folder, "spoken.conf", servers);
    let mut command = program();
    command.args(["-p", path(folder), "-c", &file]).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().expect("nginx starts")
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Asked gently, it ends its workers too; it may have ended by itself.
        let _ = Command::new("kill").arg("-TERM").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

fn program() -> Command {
    Command::new(env::var("POSTIL_TEST_NGINX").expect("POSTIL_TEST_NGINX is set by `cargo xtask test`"))
}

/// Writes what the example is included in: everything of this nginx is in `folder`.
fn write(folder: &Path, name: &str, servers: &str) -> String {
    let places: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .iter()
        .map(|kind| format!("{kind}_temp_path {}/{kind};\n", folder.display()))
        .collect();
    let text = format!(
        "daemon off;\nmaster_process off;\npid {folder}/nginx.pid;\nerror_log stderr warn;\nevents {{}}\n\
         http {{\naccess_log off;\n{TYPES}{places}{servers}}}\n",
        folder = folder.display()
    );
    let file = folder.join(name);
    fs::write(&file, text).expect("a file can be written");
    path(&file).to_owned()
}

fn make_certificate(folder: &Path) {
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]);
    openssl.args(["-subj", "/CN=handbook.example.org", "-keyout", "handbook.key", "-out", "handbook.pem"]);
    let output = openssl.current_dir(folder).output().expect("openssl is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a temporary folder is named in UTF-8")
}
