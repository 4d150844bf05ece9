#![expect(clippy::disallowed_types, reason = "people wait by the clock")]

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::serve::room::send;

const INSTALL: &str = "type `./test`, which installs what it needs, or `apt-get install chromium \
                       chromium-driver`";

/// A key, as the driver takes it.
pub(super) const HOME: &str = "\u{e011}";

/// The name under which an element comes back.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Browsers are heavy: the tests that use them wait for each other.
static TURN: Mutex<()> = Mutex::new(());

/// A chromedriver on a free port, and the browsers it has opened.
pub(super) struct Driver {
    child: Child,
    /// Kept open, since the driver would end when it can no longer say anything.
    _said: BufReader<ChildStdout>,
    address: SocketAddr,
    _turn: MutexGuard<'static, ()>,
}

impl Driver {
    pub(super) fn start() -> Driver {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let started = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = started
            .unwrap_or_else(|error| panic!("`chromedriver` does not start ({error}): {INSTALL}"));
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("started successfully on port ") {
            line.clear();
            assert!(said.read_line(&mut line).unwrap() > 0, "`chromedriver` ended at once");
        }
        let port = line.trim().trim_end_matches('.').rsplit(' ').next().unwrap();
        let address = format!("127.0.0.1:{port}").parse().unwrap();
        Driver { child, _said: said, address, _turn: turn }
    }

    /// Opens a browser with a window as wide as this, in light colours.
    pub(super) fn browse(&self, width: u64) -> Browser<'_> {
        let args = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
        let wanted = json!({
            "goog:chromeOptions": { "args": args },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            "timeouts": { "script": 60_000 },
        });
        let opened =
            self.command("/session", &json!({ "capabilities": { "alwaysMatch": wanted } }));
        let opened = opened.unwrap_or_else(|error| panic!("no browser opens ({error}): {INSTALL}"));
        let path = format!("/session/{}", opened["sessionId"].as_str().unwrap());
        let browser = Browser { driver: self, path };
        browser.show(width, false);
        browser
    }

    /// Sends a command and returns what comes of it, or what is wrong.
    fn command(&self, path: &str, with: &Value) -> Result<Value, String> {
        let json = ["Content-Type: application/json"];
        let answer = send(self.address, "POST", path, &json, &with.to_string()).unwrap();
        let mut said: Value = serde_json::from_str(&answer.body).unwrap();
        let value = said["value"].take();
        if answer.status == 200 { Ok(value) } else { Err(value["message"].to_string()) }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // closes all browsers, those of a test that failed too
        if send(self.address, "GET", "/shutdown", &[], "").is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// A browser of its own: no cookie is shared with another.
pub(super) struct Browser<'a> {
    driver: &'a Driver,
    path: String,
}

impl Browser<'_> {
    fn command(&self, what: &str, with: &Value) -> Result<Value, String> {
        self.driver.command(&format!("{}/{what}", self.path), with)
    }

    /// Does something with an element; an error if it is not there, or cannot be reached.
    fn with(&self, css: &str, what: &str, with: &Value) -> Result<(), String> {
        let found = self.command("element", &json!({ "using": "css selector", "value": css }))?;
        let element = found[ELEMENT].as_str().unwrap();
        self.command(&format!("element/{element}/{what}"), with).map(|_| ())
    }

    /// Tries until something comes of it, for twenty minutes: decisions may have to be judged.
    pub(super) fn until<T>(&self, what: &str, attempt: impl Fn() -> Option<T>) -> T {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_mins(20) {
            if let Some(done) = attempt() {
                return done;
            }
            thread::sleep(Duration::from_millis(50));
        }
        panic!("`{what}` has not come within twenty minutes; the page says:\n{}", self.text());
    }

    pub(super) fn go(&self, address: &str) {
        self.command("url", &json!({ "url": address })).unwrap();
    }

    pub(super) fn click(&self, css: &str) {
        self.until(css, || self.with(css, "click", &json!({})).ok());
    }

    /// Presses keys in a field, or on what can have the focus.
    pub(super) fn press(&self, css: &str, keys: &str) {
        self.until(css, || self.with(css, "value", &json!({ "text": keys })).ok());
    }

    /// Writes into a field in place of what stands there.
    pub(super) fn fill(&self, css: &str, text: &str) {
        self.until(css, || self.with(css, "clear", &json!({})).ok());
        self.press(css, text);
    }

    /// Waits until these words can be read.
    pub(super) fn sees(&self, words: &str) {
        self.until(words, || self.text().contains(words).then_some(()));
    }

    /// Waits until there is such an element.
    pub(super) fn shows(&self, css: &str) {
        self.until(css, || self.has(css).then_some(()));
    }

    pub(super) fn has(&self, css: &str) -> bool {
        self.try_to_run(&format!("return document.querySelector(`{css}`) !== null"))
            == Ok(true.into())
    }

    /// Returns what can be read now.
    pub(super) fn text(&self) -> String {
        let text = self.try_to_run("return document.body.innerText").unwrap_or_default();
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Runs a script and returns what it returns, or what it promises.
    pub(super) fn run(&self, script: &str) -> Value {
        self.try_to_run(script).unwrap()
    }

    /// Runs a script; an error if the page is left meanwhile.
    fn try_to_run(&self, script: &str) -> Result<Value, String> {
        self.command("execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Marks the page: one that is loaded again has lost its mark.
    pub(super) fn mark(&self) {
        self.run("window.marked = true");
    }

    pub(super) fn is_marked(&self) -> bool {
        self.run("return window.marked === true") == true
    }

    /// Shows the page as wide as this, in light or dark colours.
    pub(super) fn show(&self, width: u64, dark: bool) {
        let (scale, mobile) = (1, width < 600);
        let size =
            json!({ "width": width, "height": 800, "deviceScaleFactor": scale, "mobile": mobile });
        self.devtools("Emulation.setDeviceMetricsOverride", &size);
        let colours = if dark { "dark" } else { "light" };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": colours }] });
        self.devtools("Emulation.setEmulatedMedia", &media);
    }

    pub(super) fn devtools(&self, command: &str, with: &Value) {
        self.command("goog/cdp/execute", &json!({ "cmd": command, "params": with })).unwrap();
    }

    /// Returns on how many pages of A4 this is printed.
    pub(super) fn pages(&self) -> usize {
        let a4 = json!({ "page": { "width": 21.0, "height": 29.7 } });
        let printed = self.command("print", &a4).unwrap();
        let bytes = from_base64(printed.as_str().unwrap());
        let text = String::from_utf8_lossy(&bytes);
        text.matches("/Type /Page").count() - text.matches("/Type /Pages").count()
    }

    /// Returns what was logged since this was last asked.
    fn logged(&self, kind: &str) -> Vec<Value> {
        let logged = self.command("se/log", &json!({ "type": kind })).unwrap();
        logged.as_array().unwrap().clone()
    }

    /// Returns the errors on the console since this was last asked.
    pub(super) fn errors(&self) -> Vec<String> {
        let severe = |entry: &Value| entry["level"] == "SEVERE";
        let logged = self.logged("browser").into_iter().filter(severe);
        logged.map(|entry| entry["message"].as_str().unwrap().to_owned()).collect()
    }

    /// Returns the addresses that were asked for since this was last asked.
    pub(super) fn requested(&self) -> Vec<String> {
        let mut addresses = Vec::new();
        for entry in self.logged("performance") {
            let text = entry["message"].as_str().unwrap();
            let event = &serde_json::from_str::<Value>(text).unwrap()["message"];
            if event["method"] == "Network.requestWillBeSent" {
                addresses.extend(event["params"]["request"]["url"].as_str().map(str::to_owned));
            }
        }
        addresses
    }
}

/// Returns the bytes that a text in base 64 stands for.
fn from_base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let value = |digit: u8| DIGITS.iter().position(|known| *known == digit);
    let values: Vec<usize> = text.bytes().filter_map(value).collect();
    let group = |four: &[usize]| {
        let bits = four.iter().enumerate().fold(0, |bits, (i, value)| bits | value << (18 - 6 * i));
        [16, 8, 0].into_iter().take(four.len() - 1).map(move |shift| (bits >> shift) as u8)
    };
    values.chunks(4).flat_map(group).collect()
}
