//! The texts of a scenario, read through whoever has its files.

use std::{
    collections::BTreeMap,
    path::{Component, Path},
};

use crate::{
    check::{Finding, Kind, Severity},
    head::{self, NamedFile},
};

/// The file that lists the items proven by leaving them out.
const PROVEN: &str = "proven.csv";

/// Where the files of a scenario lie: a folder, a program, memory.
pub trait Files {
    /// Returns the bytes of a file of the scenario.
    ///
    /// # Errors
    /// If there is no such file, or it cannot be read: why, as the end of a sentence.
    fn bytes(&self, file: &str) -> Result<Vec<u8>, String>;

    /// Returns the bytes of a record, which may lie elsewhere than the scenario's own files.
    ///
    /// # Errors
    /// As [`Files::bytes`].
    fn record(&self, file: &str) -> Result<Vec<u8>, String> {
        self.bytes(file)
    }

    /// Returns how a file is named in messages.
    fn show(&self, file: &str) -> String {
        file.to_owned()
    }
}

/// The files of a scenario that is one text: none beside it.
struct Alone;

impl Files for Alone {
    fn bytes(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("cannot be read: the scenario is one text, with no files beside it".to_owned())
    }
}

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

/// What is said of a file that is no text.
const NO_TEXT: &str = "this is no text in UTF-8";

impl Sources {
    /// Makes the sources of a scenario that is one text, such as one being written.
    #[must_use]
    pub fn of_text(name: &str, text: &str) -> Sources {
        let mut sources = Sources::default();
        sources.parts.push((name.to_owned(), text.to_owned()));
        sources.add_named(&Alone);
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

    /// Reads a scenario whose head is this file, with all parts and records that the head names.
    /// Whatever cannot be read is one of its problems.
    #[must_use]
    pub fn read(files: &dyn Files, head: &str) -> Sources {
        let mut sources = Sources::default();
        match files.bytes(head) {
            Ok(bytes) => sources.add_part(files.show(head), &bytes),
            Err(problem) => sources.problem(&files.show(head), format!("the file {problem}")),
        }
        sources.add_named(files);
        let proven = files.bytes(PROVEN).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        sources.proven = proven.unwrap_or_default();
        sources
    }

    /// Adds the parts and records that the head names, as far as the head can be read.
    fn add_named(&mut self, files: &dyn Files) {
        let Some((_, text)) = self.parts.first() else { return };
        let (parts, records) = head::named_files(text);
        for (i, part) in parts.iter().enumerate() {
            if parts[..i].iter().any(|before| before.name == part.name) {
                self.misnamed(part, "is listed twice as a part");
                continue;
            }
            match inside(&part.name).and_then(|()| files.bytes(&part.name)) {
                Ok(bytes) => self.add_part(files.show(&part.name), &bytes),
                Err(problem) => self.misnamed(part, &problem),
            }
        }
        for record in &records {
            match inside(&record.name).and_then(|()| files.record(&record.name)) {
                Ok(bytes) => match String::from_utf8(bytes) {
                    Ok(text) => _ = self.records.insert(record.name.clone(), text),
                    Err(_) => self.problem(&files.show(&record.name), NO_TEXT.to_owned()),
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

/// Makes a finding about a file as a whole.
fn of_file(file: &str, severity: Severity, message: String, hint: Option<String>) -> Finding {
    let (kind, file) = (Kind::Unreadable, file.to_owned());
    Finding { severity, kind, file, line: 1, column: 1, span: (0, 0), message, hint }
}

/// Refuses files outside the scenario's own folder.
fn inside(file: &str) -> Result<(), String> {
    let normal = Path::new(file).components().all(|part| matches!(part, Component::Normal(_)));
    if normal { Ok(()) } else { Err("lies outside the folder of the scenario".to_owned()) }
}
