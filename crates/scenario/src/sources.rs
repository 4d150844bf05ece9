//! The texts of a scenario, read through whoever has its files.

use std::collections::BTreeMap;

use crate::{
    check::{Finding, Kind, Severity},
    encoding::{Unreadable, decoded},
    head::{self, NamedFile},
    spelling::{self, Misspelt},
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

    /// Returns the names of what lies in a folder of the scenario, letter for letter; its own folder is `""`.
    /// Where nobody knows them there are none.
    fn names(&self, folder: &str) -> Vec<String> {
        _ = folder;
        Vec::new()
    }

    /// Returns the names of what lies where records are looked for.
    fn record_names(&self, folder: &str) -> Vec<String> {
        self.names(folder)
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

impl Sources {
    /// Makes the sources of a scenario that is one text, such as one being written.
    #[must_use]
    pub fn of_text(name: &str, text: &str) -> Sources {
        let mut sources = Sources::default();
        sources.add_part(name.to_owned(), text.as_bytes());
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
        match spelling::alike(head, &|folder| files.names(folder)) {
            Ok(()) => match files.bytes(head) {
                Ok(bytes) => sources.add_part(files.show(head), &bytes),
                Err(problem) => sources.problem(&files.show(head), format!("the file {problem}")),
            },
            Err((problem, _)) => sources.problem(&files.show(head), format!("the file {problem}")),
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
            let twice = parts[..i].iter().any(|before| before.name == part.name);
            let bytes = if twice {
                Err(("is listed twice as a part".to_owned(), None))
            } else {
                named(part, &|folder| files.names(folder), &|file| files.bytes(file))
            };
            match bytes {
                Ok(bytes) => self.add_part(files.show(&part.name), &bytes),
                Err(problem) => self.misnamed(part, problem),
            }
        }
        for record in &records {
            let bytes =
                named(record, &|folder| files.record_names(folder), &|file| files.record(file));
            match bytes.map(|bytes| decoded(&bytes)) {
                Ok(Ok(read)) => _ = self.records.insert(record.name.clone(), read.text),
                Ok(Err(why)) => self.unreadable(&files.show(&record.name), why),
                Err(problem) => self.misnamed(record, problem),
            }
        }
    }

    /// Reports a file that the head names, where it names it.
    fn misnamed(&mut self, named: &NamedFile, (problem, hint): Misspelt) {
        let Some((head, _)) = self.parts.first() else { return };
        let message = format!("{}: the file `{}` {problem}", named.path, named.name);
        let finding = Finding::error(Kind::Unreadable, head, named.span, message);
        self.problems.push(finding.hint(hint));
    }

    fn add_part(&mut self, name: String, bytes: &[u8]) {
        let read = match decoded(bytes) {
            Ok(read) => read,
            Err(why) => return self.unreadable(&name, why),
        };
        if read.windows {
            let message = "the lines end as on Windows; they are read all the same";
            self.remark(&name, message, "save with line ends `LF`");
        }
        if read.marked {
            let message = "the file begins with a byte order mark; it is read all the same";
            self.remark(&name, message, "save as UTF-8 without it");
        }
        self.parts.push((name, read.text));
    }

    /// Reports a file in another encoding.
    fn unreadable(&mut self, file: &str, Unreadable { message, hint, line }: Unreadable) {
        self.problems.push(Finding { line, ..of_file(file, Severity::Error, message, hint) });
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

/// Reads a file that a head names, if it is named as it lies there.
fn named(
    file: &NamedFile,
    names: &dyn Fn(&str) -> Vec<String>,
    read: &dyn Fn(&str) -> Result<Vec<u8>, String>,
) -> Result<Vec<u8>, Misspelt> {
    spelling::plain(&file.name)?;
    spelling::alike(&file.name, names)?;
    read(&file.name).map_err(|problem| (problem, spelling::nearest(&file.name, names)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "(\n  scenario: (\n    parts: [\"ships.ron\"],\n    records: {\"minutes\": \
                        (file: \"minutes.txt\")},\n  ),\n)\n";

    /// Files in memory: name and text.
    struct Memory(BTreeMap<&'static str, String>);

    impl Files for Memory {
        fn bytes(&self, file: &str) -> Result<Vec<u8>, String> {
            let text = self.0.get(file).ok_or("cannot be read: there is no such file")?;
            Ok(text.clone().into_bytes())
        }

        fn names(&self, folder: &str) -> Vec<String> {
            let names = self.0.keys().map(|name| (*name).to_owned());
            names.filter(|_| folder.is_empty()).collect()
        }
    }

    fn memory() -> Memory {
        let texts = [
            ("scenario.ron", HEAD),
            ("ships.ron", "(\n  ships: [],\n)\n"),
            ("minutes.txt", "MINUTES\n\nThe strait is closed.\n"),
        ];
        Memory(texts.map(|(name, text)| (name, text.to_owned())).into())
    }

    #[test]
    fn line_ends_and_marks_are_no_part_of_a_digest() {
        let plain = Sources::read(&memory(), "scenario.ron");
        assert_eq!((plain.parts.len(), plain.records.len()), (2, 1));
        for mark in ["", "\u{feff}"] {
            let mut windows = memory();
            for text in windows.0.values_mut() {
                *text = format!("{mark}{}", text.replace('\n', "\r\n"));
            }
            let windows = Sources::read(&windows, "scenario.ron");
            assert_eq!(windows.digest(), plain.digest());
            assert_eq!(windows.parts, plain.parts);
            assert!(windows.problems.iter().all(|found| found.severity == Severity::Warning));
        }
    }

    #[test]
    fn a_head_in_other_capitals_is_refused_where_the_system_would_find_it() {
        let found = Sources::read(&memory(), "Scenario.ron").problems;
        assert!(found[0].message.contains("is `scenario.ron` in the folder"), "{found:?}");
    }
}
