//! The library crate knows where scenarios come from: folders, single files, and those shipped with the program.
//!
//! It is for every program that opens a scenario by a name that somebody typed. [`load`] takes such a name and
//! returns the scenario's texts, which `excomm_scenario::check` then reads. [`shipped`] lists the scenarios that
//! need no file, and [`NotFound`] says what to type instead of a name that is none.
//!
//! ```
//! let sources = excomm_library::load("first-steps")?;
//! let checked = excomm_scenario::check(&sources);
//! let part = checked.part.expect("what is shipped has no errors");
//! assert_eq!(part.branches[0].id, "open");
//!
//! let error = excomm_library::load("frist-steps").unwrap_err();
//! assert_eq!(error.to_string(), "there is no scenario `frist-steps`");
//! assert!(error.hint().contains("first-steps"));
//! # Ok::<(), excomm_library::NotFound>(())
//! ```

use std::{
    error::Error,
    fmt,
    path::{Path, PathBuf},
};

use excomm_scenario::{Files, Sources, check::did_you_mean};
use include_dir::{Dir, include_dir};

/// Shipped scenarios.
static SCENARIOS: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../scenarios");

/// Shipped records.
static SEEDS: Dir = include_dir!("$CARGO_MANIFEST_DIR/../../seeds");

/// A folder on disk; a record that it has not is looked for among those shipped.
struct Folder(PathBuf);

/// A scenario shipped with the program, by its id.
struct Shipped(String);

/// Returns the ids of the shipped scenarios, sorted.
#[must_use]
pub fn shipped() -> Vec<String> {
    let folders = SCENARIOS.dirs().filter_map(|folder| folder.path().to_str());
    let mut ids: Vec<String> = folders.map(str::to_owned).collect();
    ids.sort();
    ids
}

/// The reason why no scenario was found under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotFound {
    /// The name is that of a folder without a `scenario.ron`.
    EmptyFolder {
        /// The folder, as it was named.
        folder: String,
    },
    /// The name is neither that of a file or folder nor the id of a shipped scenario.
    Unknown {
        /// The name.
        name: String,
    },
}

impl NotFound {
    /// Returns what to type instead.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            NotFound::EmptyFolder { folder } => format!("`excomm new {folder}` writes one"),
            NotFound::Unknown { name } => {
                let ids = shipped();
                let meant = did_you_mean(name, ids.iter().map(String::as_str));
                meant.unwrap_or_else(|| {
                    let ids = ids.join(", ");
                    format!("shipped scenarios: {ids}; or name a file or a folder")
                })
            }
        }
    }
}

impl fmt::Display for NotFound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotFound::EmptyFolder { folder } => {
                write!(f, "the folder `{folder}` has no `scenario.ron`")
            }
            NotFound::Unknown { name } => write!(f, "there is no scenario `{name}`"),
        }
    }
}

impl Error for NotFound {}

/// Loads a scenario: a folder with `scenario.ron`, one file, or the id of a shipped one.
///
/// # Errors
/// If there is no such scenario.
pub fn load(name: &str) -> Result<Sources, NotFound> {
    let path = Path::new(name);
    if path.is_dir() {
        if !path.join("scenario.ron").is_file() {
            return Err(NotFound::EmptyFolder { folder: name.to_owned() });
        }
        return Ok(Sources::read(&Folder(path.to_owned()), "scenario.ron"));
    }
    if path.is_file() {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let file = path.file_name().and_then(|file| file.to_str()).unwrap_or_default();
        return Ok(Sources::read(&Folder(folder), file));
    }
    if shipped().iter().any(|id| id == name) {
        let sources = Sources::read(&Shipped(name.to_owned()), "scenario.ron");
        return Ok(Sources { shipped: true, ..sources });
    }
    Err(NotFound::Unknown { name: name.to_owned() })
}

impl Files for Folder {
    fn bytes(&self, file: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(file))
            .map_err(|error| format!("cannot be read: {}", reason(&error)))
    }

    fn record(&self, file: &str) -> Result<Vec<u8>, String> {
        self.bytes(file).or_else(|problem| shipped_file(&SEEDS, file).ok_or(problem))
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let path = self.0.join(folder);
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { &path };
        let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
        let mut names: Vec<String> =
            entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    fn record_names(&self, folder: &str) -> Vec<String> {
        let mut names = self.names(folder);
        names.extend(shipped_names(&SEEDS, folder));
        names
    }

    fn show(&self, file: &str) -> String {
        self.0.join(file).display().to_string()
    }
}

impl Files for Shipped {
    fn bytes(&self, file: &str) -> Result<Vec<u8>, String> {
        let path = format!("{}/{file}", self.0);
        shipped_file(&SCENARIOS, &path).ok_or_else(|| "is not shipped".to_owned())
    }

    fn record(&self, file: &str) -> Result<Vec<u8>, String> {
        self.bytes(file).or_else(|problem| shipped_file(&SEEDS, file).ok_or(problem))
    }

    fn names(&self, folder: &str) -> Vec<String> {
        shipped_names(&SCENARIOS, format!("{}/{folder}", self.0).trim_end_matches('/'))
    }

    fn record_names(&self, folder: &str) -> Vec<String> {
        let mut names = self.names(folder);
        names.extend(shipped_names(&SEEDS, folder));
        names
    }

    fn show(&self, file: &str) -> String {
        format!("{}/{file}", self.0)
    }
}

fn shipped_file(dir: &Dir, path: &str) -> Option<Vec<u8>> {
    dir.get_file(path).map(|file| file.contents().to_owned())
}

/// Returns the names of what lies in a folder of those that are shipped.
fn shipped_names(dir: &Dir, folder: &str) -> Vec<String> {
    let dir = if folder.is_empty() { Some(dir) } else { dir.get_dir(folder) };
    let paths = dir.into_iter().flat_map(Dir::entries).map(include_dir::DirEntry::path);
    paths.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect()
}

fn reason(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file",
        std::io::ErrorKind::PermissionDenied => "you may not read it",
        _ => "reading failed",
    }
}
