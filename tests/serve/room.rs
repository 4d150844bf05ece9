use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use excomm_class::{ClassId, Game, Keeper, Ledger, State, Token};
use excomm_scenario as scenario;
use excomm_web::{Links, Site, listen, serve};
use tokio::runtime::Runtime;

/// What came back.
pub(crate) struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// Sends one request and reads all that comes back.
pub(crate) fn send(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[&str],
    body: &str,
) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_mins(2)))?;
    let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|header| header.starts_with("Host:")) {
        let _ = write!(head, "Host: {address}\r\n");
    }
    if method == "POST" {
        let _ = write!(head, "Content-Length: {}\r\n", body.len());
        if !headers.iter().any(|header| header.starts_with("Content-Type:")) {
            head += "Content-Type: application/x-www-form-urlencoded\r\n";
        }
    }
    for header in headers {
        let _ = write!(head, "{header}\r\n");
    }
    stream.write_all(format!("{head}\r\n{body}").as_bytes())?;
    let mut stream = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if stream.read_line(&mut head)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    let status = status.ok_or(std::io::ErrorKind::InvalidData)?;
    let mut fields = head.lines().filter_map(|line| line.split_once(':'));
    let length = fields.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    // not everybody who is asked to hang up does
    let length = length.and_then(|(_, length)| length.trim().parse().ok());
    let mut body = Vec::new();
    stream.take(length.unwrap_or(u64::MAX)).read_to_end(&mut body)?;
    Ok(Answer { status, head, body: String::from_utf8_lossy(&body).into_owned() })
}

/// Returns the cookie that an answer gives, as a header.
pub(crate) fn cookie(answer: &Answer) -> String {
    let given = answer.head.split("set-cookie: ").nth(1);
    let given = given.unwrap_or_else(|| panic!("no cookie: {}{}", answer.head, answer.body));
    format!("Cookie: {}", given.split(';').next().unwrap())
}

/// Writes the fields of a form.
pub(crate) fn fields(pairs: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect()
    };
    let each = pairs.iter().map(|(name, value)| format!("{name}={}", escape(value)));
    each.collect::<Vec<_>>().join("&")
}

/// Returns a shipped scenario as classes play it.
pub(crate) fn game() -> Game {
    let sources = excomm_library::load("november-1962").unwrap();
    let part = scenario::check::read(&sources).unwrap();
    let exercise = part.exercise.clone().unwrap();
    let branch = part.scenario.as_ref().unwrap().default_branch.clone();
    Game { digest: sources.digest(), part, exercise, branch }
}

/// A class, and the site it is played on.
pub(crate) struct Room {
    pub address: SocketAddr,
    pub site: Arc<Site>,
    links: Links,
    folder: PathBuf,
    _runtime: Option<Runtime>,
}

impl Room {
    pub(crate) fn open(name: &str) -> Room {
        Room::of(name, game())
    }

    pub(crate) fn of(name: &str, game: Game) -> Room {
        let folder = crate::cli::folder(&format!("class-{name}"));
        Room::in_folder(folder, game, None, "127.0.0.1:0".parse().unwrap())
    }

    /// Stops the program and starts it again on the same folder, with another game.
    pub(crate) fn served_again(self, game: Game) -> Room {
        let Room { address, site, links, folder, _runtime: runtime } = self;
        drop((runtime, site));
        Room::in_folder(folder, game, Some(links), address)
    }

    fn in_folder(folder: PathBuf, game: Game, links: Option<Links>, at: SocketAddr) -> Room {
        let keeper = Keeper::start(Ledger::open(&folder).unwrap()).unwrap();
        let site = Arc::new(Site::new(game, keeper, 20).unwrap());
        let runtime = Runtime::new().unwrap();
        let links = links.unwrap_or_else(|| runtime.block_on(site.open(8)).unwrap());
        let listener = runtime.block_on(async { listen(at) }).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(serve(listener, Arc::clone(&site), std::future::pending()));
        Room { address, site, links, folder, _runtime: Some(runtime) }
    }

    /// Opens another class on the same site.
    pub(crate) fn another(&self) -> Room {
        let answer = self.post(&self.to_teach("another"), "", &[]);
        let token = answer.head.split("/teach/").nth(1).unwrap().lines().next().unwrap();
        let teacher = Token::sent(token.trim());
        let (class, state) = self.site.keeper.taught_by(&teacher).unwrap();
        let links = Links { class, code: state.code.clone(), teacher };
        let (site, folder) = (Arc::clone(&self.site), self.folder.clone());
        Room { address: self.address, site, links, folder, _runtime: None }
    }

    pub(crate) fn get(&self, path: &str, headers: &[&str]) -> Answer {
        send(self.address, "GET", path, headers, "").unwrap()
    }

    pub(crate) fn post(&self, path: &str, body: &str, headers: &[&str]) -> Answer {
        send(self.address, "POST", path, headers, body).unwrap()
    }

    /// Joins and returns the header by which the seat is known.
    pub(crate) fn join(&self, name: &str, role: &str) -> String {
        let body = fields(&[("code", &self.links.code), ("name", name), ("role", role)]);
        let answer = self.post("/join", &body, &[]);
        assert_eq!(answer.status, 303, "{}", answer.body);
        cookie(&answer)
    }

    pub(crate) fn seat(&self, cookie: &str) -> String {
        self.get("/seat", &[cookie]).body
    }

    pub(crate) fn desk(&self) -> String {
        self.get(&self.desk_path(), &[&self.teacher()]).body
    }

    /// Opens the teacher's link and returns the header by which the desk is known then.
    pub(crate) fn teacher(&self) -> String {
        cookie(&self.get(&self.to_teach_page(""), &[]))
    }

    pub(crate) fn desk_path(&self) -> String {
        format!("/desk/{}", self.links.code)
    }

    /// Returns what the button on the desk sends for this, as it is shown now.
    pub(crate) fn form(&self, what: &str) -> String {
        let desk = self.desk();
        let ending = format!("/do/{what}\"");
        let (before, _) = desk.split_once(&ending).unwrap_or_else(|| panic!("no {what}: {desk}"));
        format!("{}/do/{what}", before.rsplit('"').next().unwrap())
    }

    pub(crate) fn code(&self) -> &str {
        &self.links.code
    }

    pub(crate) fn to_teach(&self, what: &str) -> String {
        format!("/teach/{}/do/{what}", self.links.teacher.reveal())
    }

    pub(crate) fn to_teach_page(&self, page: &str) -> String {
        format!("/teach/{}/{page}", self.links.teacher.reveal()).trim_end_matches('/').to_owned()
    }

    pub(crate) fn debrief(&self) -> String {
        format!("/debrief/{}", self.links.teacher.onlooker().reveal())
    }

    pub(crate) fn wall(&self) -> String {
        format!("/show/{}", self.links.teacher.onlooker().reveal())
    }

    pub(crate) fn teach(&self, what: &str, body: &str, status: u16) {
        let answer = self.post(&self.to_teach(what), body, &[]);
        assert_eq!(answer.status, status, "{what}: {}", answer.body);
    }

    pub(crate) fn class(&self) -> &ClassId {
        &self.links.class
    }

    pub(crate) fn state(&self) -> Arc<State> {
        self.site.keeper.watch(self.class()).unwrap().borrow().clone()
    }

    /// Returns the question on the table and which time it is put.
    pub(crate) fn table(&self) -> (String, u32) {
        let state = self.state();
        let ballot = state.ballot().unwrap();
        (ballot.question.clone(), ballot.nth)
    }

    /// Returns the first option that can be chosen.
    pub(crate) fn open_option(&self) -> usize {
        self.state().ballot().unwrap().open.iter().position(|open| *open).unwrap()
    }

    /// Listens to events until some words are among them.
    pub(crate) fn listen(&self, path: &str, headers: &[&str], until: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let mut head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", self.address);
        for header in headers {
            let _ = write!(head, "{header}\r\n");
        }
        stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
        let (mut told, mut bytes) = (String::new(), [0; 1024]);
        while !(told.contains(until) && told.contains("id: ")) {
            let n = stream.read(&mut bytes).unwrap();
            assert!(n > 0, "the stream ended: {told}");
            told += &String::from_utf8_lossy(&bytes[..n]);
        }
        told
    }

    /// Returns the files in which classes are kept.
    pub(crate) fn files(&self) -> Vec<Vec<u8>> {
        let files = fs::read_dir(&self.folder).unwrap();
        files.map(|file| fs::read(file.unwrap().path()).unwrap()).collect()
    }
}
