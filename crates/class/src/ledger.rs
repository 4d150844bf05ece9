//! The ledger: the acts of all classes in one file, appended and never changed.

use std::{collections::BTreeMap, path::Path, time::Duration};

use rusqlite::Connection;

use super::{
    Act, ClassId, Refusal, SetupError, Why,
    file::{self, Whose},
};

/// The file in which acts are kept.
const FILE: &str = "classes.sqlite";

/// The acts of a class, each with its row.
pub(super) type Acts = Vec<(i64, Act)>;

/// The highest version of acts that this program knows.
const FORMAT: u32 = 1;

/// A class of which an act cannot be read: it is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Its join code, if its opening can be read.
    pub code: Option<String>,
    /// The row of the first act that cannot be read.
    pub row: i64,
    /// Why it cannot.
    pub cause: String,
}

/// The file of acts, open for the one who writes it.
#[derive(Debug)]
pub struct Ledger(Connection);

impl Ledger {
    /// Opens the ledger in a folder, and makes both if they are not there.
    ///
    /// # Errors
    /// If the folder cannot be made, the file is another program's, or another program has it open.
    pub fn open(folder: &Path) -> Result<Ledger, SetupError> {
        let named = || folder.to_owned();
        std::fs::create_dir_all(folder)
            .map_err(|error| SetupError::Folder { folder: named(), cause: error.to_string() })?;
        let file = folder.join(FILE);
        let failed = |error: rusqlite::Error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                SetupError::InUse { folder: named() }
            }
            _ => SetupError::NotOpened { folder: named(), cause: error.to_string() },
        };
        match file::whose(&file).map_err(failed)? {
            Whose::Ours => {}
            Whose::Newer => return Err(SetupError::Newer { file }),
            Whose::Foreign => return Err(SetupError::Foreign { file }),
        }
        let prepare = || {
            let connection = Connection::open(&file)?;
            connection.busy_timeout(Duration::from_secs(2))?;
            connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            // an answer is given only when what it answers is on disk
            connection.pragma_update(None, "synchronous", "FULL")?;
            // what is forgotten is overwritten
            connection.pragma_update(None, "secure_delete", true)?;
            connection.pragma_update(None, "application_id", file::APPLICATION)?;
            connection.pragma_update(None, "user_version", file::VERSION)?;
            connection.execute_batch(
                "BEGIN IMMEDIATE;
                 CREATE TABLE IF NOT EXISTS acts (
                     row INTEGER PRIMARY KEY AUTOINCREMENT,
                     class TEXT NOT NULL,
                     at INTEGER NOT NULL DEFAULT (unixepoch()),
                     act TEXT NOT NULL
                 );
                 CREATE INDEX IF NOT EXISTS by_class ON acts (class, row);
                 COMMIT;",
            )?;
            Ok(connection)
        };
        prepare().map(Ledger).map_err(failed)
    }

    /// Reads the acts of all classes; those with an act that this version does not know are left out.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn read(&self) -> Result<BTreeMap<ClassId, Acts>, SetupError> {
        self.read_all().map(|(classes, _)| classes)
    }

    /// Reads the acts of all classes, and names those that cannot be read.
    pub(super) fn read_all(&self) -> Result<(BTreeMap<ClassId, Acts>, Vec<Unread>), SetupError> {
        let unread = |error: rusqlite::Error| SetupError::NotRead { cause: error.to_string() };
        let mut rows =
            self.0.prepare("SELECT row, class, act FROM acts ORDER BY row").map_err(unread)?;
        let each = rows
            .query_map([], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
            })
            .map_err(unread)?;
        let mut classes: BTreeMap<ClassId, Acts> = BTreeMap::new();
        let mut strange: BTreeMap<ClassId, (i64, String)> = BTreeMap::new();
        for act in each {
            let (row, class, text) = act.map_err(unread)?;
            let class = ClassId(class);
            match known(&text) {
                Ok(act) => classes.entry(class).or_default().push((row, act)),
                Err(cause) => _ = strange.entry(class).or_insert((row, cause)),
            }
        }
        let left_out = strange.into_iter().map(|(class, (row, cause))| {
            let code = classes.remove(&class).and_then(|acts| match acts.into_iter().next() {
                Some((_, Act::Opened { code, .. })) => Some(code),
                _ => None,
            });
            Unread { code, row, cause }
        });
        let left_out = left_out.collect();
        Ok((classes, left_out))
    }

    /// Appends acts together: all of them or none.
    pub(super) fn append<'a>(
        &mut self,
        acts: impl Iterator<Item = (&'a ClassId, &'a Act)>,
    ) -> Result<Vec<i64>, Refusal> {
        let write = || {
            let transaction = self.0.transaction()?;
            let mut rows = Vec::new();
            {
                let mut insert =
                    transaction.prepare_cached("INSERT INTO acts (class, act) VALUES (?1, ?2)")?;
                for (class, act) in acts {
                    let text = serde_json::to_string(act).unwrap_or_default();
                    rows.push(insert.insert((&class.0, text))?);
                }
            }
            transaction.commit()?;
            Ok(rows)
        };
        write().map_err(|error: rusqlite::Error| unkept(&error))
    }

    /// Returns the row that the next act will have if it is the only one.
    pub(super) fn next_row(&self) -> Result<i64, Refusal> {
        let last: Result<i64, _> = self.0.query_row(
            "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'acts'), 0)",
            [],
            |row| row.get(0),
        );
        last.map(|last| last + 1).map_err(|error| unkept(&error))
    }

    /// Deletes all acts of a class, so that nothing of them is left in the file.
    pub(super) fn forget(&mut self, class: &ClassId) -> Result<(), Refusal> {
        let forgotten = self
            .0
            .execute("DELETE FROM acts WHERE class = ?1", [&class.0])
            .and_then(|_| self.0.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);"));
        forgotten.map_err(|error| unkept(&error))
    }
}

/// Reads an act, if this version knows it.
fn known(text: &str) -> Result<Act, String> {
    match serde_json::from_str(text) {
        Ok(Act::Opened { format, .. }) if format > FORMAT => {
            Err(format!("its acts are of version {format}, this program knows {FORMAT}"))
        }
        Ok(act) => Ok(act),
        Err(error) => Err(error.to_string()),
    }
}

fn unkept(error: &rusqlite::Error) -> Refusal {
    Refusal::new(
        Why::NotKept,
        format!("This could not be written down, so it did not happen: {error}."),
    )
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::*;
    use crate::{Keeper, Token};

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("excomm-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn opened(code: &str, format: u32) -> Act {
        let teacher = Token::sent("teacher");
        Act::Opened {
            format,
            scenario: "first-steps".to_owned(),
            digest: String::new(),
            branch: "open".to_owned(),
            seed: 1,
            code: code.to_owned(),
            teacher: teacher.hash(),
            onlooker: teacher.onlooker().hash(),
        }
    }

    #[test]
    fn a_file_that_is_not_ours_is_refused_and_not_changed() {
        let folder = folder("foreign");
        let file = folder.join(FILE);
        let refused = |what: &str| {
            let before = fs::read(&file).unwrap();
            let error = Ledger::open(&folder).unwrap_err();
            assert_eq!(error, SetupError::Foreign { file: file.clone() }, "{what}");
            assert!(error.to_string().contains("name another folder"), "{error}");
            assert_eq!(before, fs::read(&file).unwrap(), "{what} was changed");
            assert_eq!(
                fs::read_dir(&folder).unwrap().count(),
                1,
                "beside {what} something was left"
            );
            fs::remove_file(&file).unwrap();
        };
        fs::write(&file, "Dear diary, this is no database.").unwrap();
        refused("a text");
        for (what, made) in [
            (
                "a table of others",
                "CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')",
            ),
            ("other acts", "CREATE TABLE acts (scene TEXT, title TEXT)"),
            (
                "the mark of others",
                "PRAGMA application_id = 77; CREATE TABLE acts (row, class, at, act)",
            ),
        ] {
            Connection::open(&file).unwrap().execute_batch(made).unwrap();
            refused(what);
        }
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_file_of_the_first_version_is_taken_over_and_one_of_a_later_version_is_not() {
        let folder = folder("versions");
        let file = folder.join(FILE);
        let change = |text: &str| Connection::open(&file).unwrap().execute_batch(text).unwrap();
        drop(Ledger::open(&folder).unwrap());
        change("PRAGMA application_id = 0; PRAGMA user_version = 0");
        drop(Ledger::open(&folder).unwrap());
        change("PRAGMA user_version = 2");
        assert_eq!(Ledger::open(&folder).unwrap_err(), SetupError::Newer { file });
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_file_that_is_open_elsewhere_says_so() {
        let folder = folder("in-use");
        let _held = Ledger::open(&folder).unwrap();
        let error = Ledger::open(&folder).unwrap_err();
        assert_eq!(error, SetupError::InUse { folder: folder.clone() });
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn an_act_of_a_later_version_stops_only_its_own_class() {
        let folder = folder("unread");
        let mut ledger = Ledger::open(&folder).unwrap();
        let [old, new, later] = ["old", "new", "later"].map(|id| ClassId(id.to_owned()));
        let acts = [opened("AAAAA", 1), opened("BBBBB", 1), opened("CCCCC", 2)];
        ledger.append([&old, &new, &later].into_iter().zip(&acts)).unwrap();
        let strange = "INSERT INTO acts (class, act) VALUES ('new', '{\"act\":\"sang\"}')";
        ledger.0.execute_batch(strange).unwrap();
        let keeper = Keeper::start(ledger).unwrap();
        let codes: Vec<_> = keeper.classes().iter().map(|(_, state)| state.code.clone()).collect();
        assert_eq!(codes, ["AAAAA"]);
        let [later, new] = keeper.unread() else { panic!("{:?}", keeper.unread()) };
        assert_eq!((new.code.as_deref(), new.row), (Some("BBBBB"), 4));
        assert!(new.cause.contains("sang"), "{}", new.cause);
        assert!(later.code.is_none() && later.cause.contains("version 2"), "{}", later.cause);
        fs::remove_dir_all(&folder).unwrap();
    }
}
