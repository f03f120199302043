//! Chromium, driven through its WebDriver: what a reader sees and does, and what the page did meanwhile.
//!
//! A test that panics leaves a picture of the page in `target/screenshots`.

use std::env;
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::cdp::Cdp;
use thirtyfour::prelude::*;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::runtime::Handle;
use url::Url;

use crate::wait;

/// Runs before any script of a page: keeps what goes wrong and what moves, for the test to read.
const WATCH: &str = r#"
    window.watched = { faults: [], shifts: 0 };
    for (const kind of ["error", "warn"]) {
        const before = console[kind];
        console[kind] = (...words) => { watched.faults.push(words.map(String).join(" ")); before(...words); };
    }
    addEventListener("error", (event) => watched.faults.push(event.message));
    addEventListener("unhandledrejection", (event) => watched.faults.push(String(event.reason)));
    addEventListener("securitypolicyviolation", (event) => watched.faults.push("CSP: " + event.violatedDirective));
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) watched.shifts += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"#;

/// What reaches over the right edge, when the page can be scrolled sideways.
const WIDE: &str = "return document.documentElement.scrollWidth <= innerWidth ? [] : \
    [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1)\
    .slice(-3).map((e) => e.outerHTML.slice(0, 120))";

/// How the browser is set up.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// Inner width and height, in CSS pixels.
    pub size: (u32, u32),
    /// Whether pages may run scripts.
    pub scripts: bool,
    /// Whether every name below `example.test` is this machine, and speaks TLS with whatever certificate.
    pub names: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self { size: (1280, 700), scripts: true, names: false }
    }
}

/// A browser with a profile of its own.
pub struct Chromium {
    driver: WebDriver,
    name: &'static str,
    site: Url,
    // Both end with the browser.
    _service: Child,
    _profile: TempDir,
}

impl Chromium {
    /// Starts a browser for the site at `site`; `name` is that of its pictures.
    pub async fn start(name: &'static str, site: &Url, setup: Setup) -> Self {
        let program =
            env::var("POSTIL_TEST_CHROMEDRIVER").expect("POSTIL_TEST_CHROMEDRIVER is set by `cargo xtask test`");
        let (service, port) = launch(&program).await;
        let profile = TempDir::new().expect("a temporary folder");
        let mut capabilities = DesiredCapabilities::chrome();
        let folder = format!("--user-data-dir={}", profile.path().display());
        // The last three keep the browser from asking the outside for anything.
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--no-first-run",
            folder.as_str(),
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ];
        let of_names =
            ["--host-resolver-rules=MAP *.example.test 127.0.0.1", "--ignore-certificate-errors", "--no-proxy-server"];
        for argument in arguments.into_iter().chain(of_names.into_iter().filter(|_| setup.names)) {
            capabilities.add_arg(argument).expect("an argument is text");
        }
        if !setup.scripts {
            let preferences = json!({ "profile.managed_default_content_settings.javascript": 2 });
            capabilities.add_experimental_option("prefs", preferences).expect("preferences are JSON");
        }
        let server = format!("http://127.0.0.1:{port}");
        let driver = WebDriver::new(&server, capabilities).await.expect("Chromium starts");
        let browser = Self { driver, name, site: site.clone(), _service: service, _profile: profile };
        browser.cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await;
        browser.resize(setup.size).await;
        browser.prefer("light").await;
        browser
    }

    /// Sends a command of the DevTools protocol.
    pub async fn cdp(&self, command: &str, parameters: Value) -> Value {
        let cdp = Cdp::new(self.driver.handle().clone());
        cdp.send_raw(command, parameters).await.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// Gives the page this size.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Prefers `scheme`, which is `light` or `dark`, and no motion, so that colours and places are at their end at once.
    pub async fn prefer(&self, scheme: &str) {
        let features = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        self.cdp("Emulation.setEmulatedMedia", features).await;
    }

    /// Cuts the browser off, or connects it again.
    pub async fn go_offline(&self, offline: bool) {
        self.cdp("Network.enable", json!({})).await;
        let conditions = json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.cdp("Network.emulateNetworkConditions", conditions).await;
    }

    /// Opens the page at `path`, or a full URL.
    pub async fn open(&self, path: &str) {
        let url = self.site.join(path).expect("a path can be joined");
        self.driver.goto(url.as_str()).await.expect("the page opens");
    }

    /// The page's address.
    pub async fn address(&self) -> Url {
        self.driver.current_url().await.expect("the browser has a page")
    }

    /// What `script` returns, run as the body of a function in the page.
    pub async fn run(&self, script: &str) -> Value {
        match self.driver.execute(script, Vec::new()).await {
            Ok(value) => value.json().clone(),
            Err(error) => self.fail(&format!("{script}: {error}")).await,
        }
    }

    /// Waits until `expression` is true in the page.
    pub async fn until(&self, expression: &str) {
        let script = format!("return Boolean({expression})");
        let started = std::time::Instant::now();
        loop {
            // A page that is just being left answers nothing.
            let value = self.driver.execute(script.as_str(), Vec::new()).await;
            if value.is_ok_and(|value| value.json() == &Value::Bool(true)) {
                return;
            }
            if started.elapsed() > std::time::Duration::from_secs(30) {
                self.fail(&format!("waited in vain for {expression}")).await;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// Waits until `selector` is on the page and shown.
    pub async fn see(&self, selector: &str) {
        self.until(&format!("document.querySelector({selector:?})?.checkVisibility()")).await;
    }

    /// Waits until `selector`'s text contains `text`.
    pub async fn read(&self, selector: &str, text: &str) {
        let expression =
            format!("[...document.querySelectorAll({selector:?})].some((e) => e.textContent.includes({text:?}))");
        self.until(&expression).await;
    }

    /// Waits for the widget, after bringing it near.
    pub async fn live(&self) {
        self.run("document.querySelector('#questions').scrollIntoView()").await;
        self.until("document.querySelector('#questions[data-qa-live]')").await;
        // Who is signed in is asked for once the widget is live; what it says changes the page once more.
        self.until("performance.getEntriesByType('resource').some((e) => e.name.endsWith('/api/v1/me'))").await;
    }

    async fn element(&self, selector: &str) -> WebElement {
        self.see(selector).await;
        match self.driver.find(By::Css(selector)).await {
            Ok(element) => element,
            Err(error) => self.fail(&format!("{selector}: {error}")).await,
        }
    }

    /// Presses what `selector` names, with the pointer.
    pub async fn press(&self, selector: &str) {
        let started = std::time::Instant::now();
        loop {
            let element = self.element(selector).await;
            let _ = element.scroll_into_view().await;
            match element.click().await {
                Ok(()) => return,
                // Drawn anew between looking and pressing.
                Err(_) if started.elapsed().as_secs() < 10 => continue,
                Err(error) => self.fail(&format!("{selector}: {error}")).await,
            }
        }
    }

    /// Types `text` into the field that `selector` names, in place of what is there.
    pub async fn fill(&self, selector: &str, text: &str) {
        let element = self.element(selector).await;
        element.clear().await.expect("a field can be emptied");
        element.send_keys(text).await.expect("a field takes text");
    }

    /// Types into whatever has the focus.
    pub async fn type_keys(&self, keys: impl Into<TypingData>) {
        let actions = self.driver.action_chain().send_keys(keys);
        actions.perform().await.expect("keys can be pressed");
    }

    /// Presses `key` while `held` is down.
    pub async fn press_with(&self, held: Key, key: char) {
        let actions = self.driver.action_chain().key_down(held.clone()).send_keys(key).key_up(held);
        actions.perform().await.expect("keys can be pressed");
    }

    /// Presses the tabulator until what `selector` names has the focus.
    pub async fn tab_to(&self, selector: &str) {
        for _ in 0..150 {
            if self.run(&format!("return document.activeElement.matches({selector:?})")).await == json!(true) {
                return;
            }
            self.type_keys(Key::Tab).await;
        }
        self.fail(&format!("no way to {selector} by the tabulator")).await;
    }

    /// What went wrong on the page so far, but for replies that the page itself tells of.
    pub async fn faults(&self) -> Vec<String> {
        let faults = self.run("return watched.faults").await;
        serde_json::from_value(faults).expect("a list of texts")
    }

    /// How far things moved on the page without anybody's doing (the sum of layout shifts).
    pub async fn shifts(&self) -> f64 {
        self.run("return watched.shifts").await.as_f64().expect("a number")
    }

    /// What axe finds against WCAG 2.2 AA and its best practices, a line each.
    pub async fn violations(&self) -> Vec<String> {
        let program = env::var("POSTIL_TEST_AXE").expect("POSTIL_TEST_AXE is set by `cargo xtask test`");
        let axe = std::fs::read_to_string(program).expect("axe can be read");
        self.run(&axe).await;
        let script = "const done = arguments[0]; axe.run().then((r) => done(r.violations.map((v) => \
            v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 120)).join(' | '))))";
        let found = self.driver.execute_async(script, Vec::new()).await.expect("axe runs");
        serde_json::from_value(found.json().clone()).expect("a list of texts")
    }

    /// Finds nothing against accessibility in what is shown now, in both colour schemes, narrow and wide.
    ///
    /// # Panics
    /// When axe finds something, or the page is wider than the screen; `what` says what was looked at.
    pub async fn look(&self, what: &str) {
        let complaints = self.complaints(what).await;
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    }

    /// The same for a test that goes on after it: what axe finds and what is wider than the screen, a line each.
    pub async fn complaints(&self, what: &str) -> Vec<String> {
        let mut complaints = Vec::new();
        for (width, scheme) in [(320, "light"), (320, "dark"), (1280, "light"), (1280, "dark")] {
            self.resize((width, 700)).await;
            self.prefer(scheme).await;
            let wide = self.run(WIDE).await;
            if wide != json!([]) {
                complaints.push(format!("{what} is wider than {width} px: {wide}"));
            }
            let violations = self.violations().await;
            complaints.extend(violations.iter().map(|found| format!("{what}, {width} px, {scheme}: {found}")));
        }
        complaints
    }

    /// Keeps a picture of what `selector` names in the file `path`.
    pub async fn picture_of(&self, selector: &str, path: &Path) {
        self.run("document.activeElement?.blur()").await;
        let element = self.element(selector).await;
        element.screenshot(path).await.expect("a picture can be kept");
    }

    /// Ends the test, and says what went wrong on the page.
    async fn fail(&self, what: &str) -> ! {
        let faults = self.driver.execute("return window.watched?.faults", Vec::new()).await;
        let faults = faults.map(|value| value.json().clone()).unwrap_or_default();
        panic!("{what}; faults: {faults}");
    }

    /// Closes the browser.
    pub async fn quit(self) {
        self.driver.clone().quit().await.expect("the browser closes");
    }
}

impl Drop for Chromium {
    /// Keeps a picture of what a failed test last saw.
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/screenshots");
        let path = folder.join(format!("{}.png", self.name));
        let kept = tokio::task::block_in_place(|| {
            let _ = std::fs::create_dir_all(&folder);
            Handle::current().block_on(self.driver.screenshot(&path))
        });
        match kept {
            Ok(()) => eprintln!("what {} last saw is in {}", self.name, path.display()),
            Err(error) => eprintln!("{} left no picture: {error}", self.name),
        }
    }
}

/// Starts the driver on a port that it picks.
async fn launch(program: &str) -> (Child, u16) {
    let mut service = Command::new(program)
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .expect("chromedriver starts");
    let output = service.stdout.take().expect("its output is piped");
    let mut lines = BufReader::new(output).lines();
    let port = loop {
        let line = lines.next_line().await.expect("its output can be read").expect("it says its port");
        if let Some((_, port)) = line.split_once("started successfully on port ") {
            break port.trim_end_matches('.').parse().expect("a port is a number");
        }
    };
    // Whatever it says later is not waited for.
    tokio::spawn(async move { while lines.next_line().await.is_ok_and(|line| line.is_some()) {} });
    wait::until(
        "chromedriver to listen",
        || async move { tokio::net::TcpStream::connect(("127.0.0.1", port)).await.ok() },
    )
    .await;
    (service, port)
}
