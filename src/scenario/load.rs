//! Loading: the texts of a scenario, from files or from those shipped with the program.

use std::{
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
};

use include_dir::{Dir, include_dir};

use super::check::{Finding, Kind, Severity, did_you_mean};
use super::head::NamedFile;

/// The file that lists the items proven by leaving them out.
pub const PROVEN: &str = "proven.csv";

/// Shipped scenarios.
static SCENARIOS: Dir = include_dir!("$CARGO_MANIFEST_DIR/scenarios");

/// Shipped records.
static SEEDS: Dir = include_dir!("$CARGO_MANIFEST_DIR/seeds");

/// The texts of a scenario.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Its parts: name and text, the head first.
    pub parts: Vec<(String, String)>,
    /// The texts of its records, by file.
    pub records: BTreeMap<String, String>,
    /// The items proven by leaving them out, as last worked out: rows `item,branch,outcome,...`.
    pub proven: String,
    /// Whether they are shipped with the program.
    pub shipped: bool,
    /// What could not be read.
    pub problems: Vec<Finding>,
}

/// Returns the ids of the shipped scenarios, sorted.
#[must_use]
pub fn shipped() -> Vec<String> {
    let folders = SCENARIOS.dirs().filter_map(|folder| folder.path().to_str());
    let mut ids: Vec<String> = folders.map(str::to_owned).collect();
    ids.sort();
    ids
}

/// What is said of a file that is no text.
const NO_TEXT: &str = "this is no text in UTF-8";

/// Where the files of a scenario are.
enum Place {
    /// On disk, in a folder.
    Folder(PathBuf),
    /// In the program, under an id.
    Shipped(String),
}

/// Loads a scenario: a folder with `scenario.ron`, one file, or the id of a shipped one.
///
/// # Errors
/// If there is no such scenario: a message and a hint.
pub fn load(name: &str) -> Result<Sources, (String, Option<String>)> {
    let path = Path::new(name);
    if path.is_dir() {
        if !path.join("scenario.ron").is_file() {
            let text = format!("the folder `{name}` has no `scenario.ron`");
            return Err((text, Some(format!("`excomm new {name}` writes one"))));
        }
        return Ok(Sources::read(&Place::Folder(path.to_owned()), "scenario.ron"));
    }
    if path.is_file() {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let file = path.file_name().and_then(|file| file.to_str()).unwrap_or_default();
        return Ok(Sources::read(&Place::Folder(folder), file));
    }
    let ids = shipped();
    if ids.iter().any(|id| id == name) {
        let sources = Sources::read(&Place::Shipped(name.to_owned()), "scenario.ron");
        return Ok(Sources { shipped: true, ..sources });
    }
    let hint = did_you_mean(name, ids.iter().map(String::as_str));
    let known = format!("shipped scenarios: {}; or name a file or a folder", ids.join(", "));
    Err((format!("there is no scenario `{name}`"), hint.or(Some(known))))
}

impl Sources {
    /// Makes the sources of a scenario that is one text, such as one being written.
    #[must_use]
    pub fn of_text(name: &str, text: &str) -> Sources {
        let mut sources = Sources::default();
        sources.parts.push((name.to_owned(), text.to_owned()));
        sources.add_named(&Place::Folder(PathBuf::new()));
        sources
    }

    /// Returns a digest of the texts, wherever they lie, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut digest = blake3::Hasher::new();
        let texts = self.parts.iter().map(|(_, text)| text).chain(self.records.values());
        for text in texts {
            digest.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        }
        digest.finalize().to_hex().to_string()
    }

    fn read(place: &Place, head: &str) -> Sources {
        let mut sources = Sources::default();
        match place.bytes(head) {
            Ok(bytes) => sources.add_part(place.show(head), &bytes),
            Err(problem) => sources.problem(&place.show(head), format!("the file {problem}")),
        }
        sources.add_named(place);
        let proven = place.bytes(PROVEN).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        sources.proven = proven.unwrap_or_default();
        sources
    }

    /// Adds the parts and records that the head names, as far as the head can be read.
    fn add_named(&mut self, place: &Place) {
        let Some((_, text)) = self.parts.first() else { return };
        let (parts, records) = super::head::named_files(text);
        for (i, part) in parts.iter().enumerate() {
            if parts[..i].iter().any(|before| before.name == part.name) {
                self.misnamed(part, "is listed twice as a part");
                continue;
            }
            match inside(&part.name).and_then(|()| place.bytes(&part.name)) {
                Ok(bytes) => self.add_part(place.show(&part.name), &bytes),
                Err(problem) => self.misnamed(part, &problem),
            }
        }
        for record in &records {
            let bytes = inside(&record.name).and_then(|()| place.bytes(&record.name));
            let shipped = || shipped_file(&SEEDS, &record.name);
            match bytes.or_else(|problem| shipped().ok_or(problem)) {
                Ok(bytes) => match String::from_utf8(bytes) {
                    Ok(text) => _ = self.records.insert(record.name.clone(), text),
                    Err(_) => self.problem(&place.show(&record.name), NO_TEXT.to_owned()),
                },
                Err(problem) => self.misnamed(record, &problem),
            }
        }
    }

    /// Reports a file that the head names, where it names it.
    fn misnamed(&mut self, named: &NamedFile, problem: &str) {
        let Some((head, _)) = self.parts.first() else { return };
        let message = format!("{}: the file `{}` {problem}", named.path, named.name);
        self.problems.push(Finding::error(Kind::Unreadable, head, named.span, message));
    }

    fn add_part(&mut self, name: String, bytes: &[u8]) {
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                if text.contains("\r\n") {
                    let message = "the lines end as on Windows; they are read all the same";
                    self.remark(&name, message, "save with line ends `LF`");
                }
                let plain = text.strip_prefix('\u{feff}');
                if plain.is_some() {
                    let message = "the file begins with a byte order mark; it is read all the same";
                    self.remark(&name, message, "save as UTF-8 without it");
                }
                let text = plain.unwrap_or(text);
                self.parts.push((name, text.to_owned()));
            }
            Err(error) => {
                let place = error.valid_up_to();
                self.problem(&name, format!("{NO_TEXT} (byte {place})"));
            }
        }
    }

    fn problem(&mut self, file: &str, message: String) {
        self.problems.push(of_file(file, Severity::Error, message, None));
    }

    fn remark(&mut self, file: &str, message: &str, hint: &str) {
        let hint = Some(hint.to_owned());
        self.problems.push(of_file(file, Severity::Warning, message.to_owned(), hint));
    }

    /// Returns the text of a part.
    #[must_use]
    pub fn text(&self, file: &str) -> Option<&str> {
        self.parts.iter().find(|(name, _)| name == file).map(|(_, text)| text.as_str())
    }
}

fn shipped_file(dir: &Dir, path: &str) -> Option<Vec<u8>> {
    dir.get_file(path).map(|file| file.contents().to_owned())
}

/// Makes a finding about a file as a whole.
fn of_file(file: &str, severity: Severity, message: String, hint: Option<String>) -> Finding {
    let (kind, file) = (Kind::Unreadable, file.to_owned());
    Finding { severity, kind, file, line: 1, column: 1, span: (0, 0), message, hint }
}

impl Place {
    fn bytes(&self, file: &str) -> Result<Vec<u8>, String> {
        match self {
            Place::Folder(folder) => std::fs::read(folder.join(file))
                .map_err(|error| format!("cannot be read: {}", reason(&error))),
            Place::Shipped(id) => shipped_file(&SCENARIOS, &format!("{id}/{file}"))
                .ok_or_else(|| "is not shipped".to_owned()),
        }
    }

    /// Returns how a file is named in messages.
    fn show(&self, file: &str) -> String {
        match self {
            Place::Folder(folder) => folder.join(file).display().to_string(),
            Place::Shipped(id) => format!("{id}/{file}"),
        }
    }
}

fn reason(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file",
        std::io::ErrorKind::PermissionDenied => "you may not read it",
        _ => "reading failed",
    }
}

/// Refuses files outside the scenario's own folder.
fn inside(file: &str) -> Result<(), String> {
    let normal = Path::new(file).components().all(|part| matches!(part, Component::Normal(_)));
    if normal { Ok(()) } else { Err("lies outside the folder of the scenario".to_owned()) }
}
