//! The ledger: the acts of all classes in one file, appended and never changed.

use std::{collections::BTreeMap, path::Path, time::Duration};

use rusqlite::Connection;

use super::{Act, ClassId, Refusal, SetupError, Why};

/// The file in which acts are kept.
const FILE: &str = "classes.sqlite";

/// The acts of a class, each with its row.
pub(super) type Acts = Vec<(i64, Act)>;

/// The file of acts, open for the one who writes it.
#[derive(Debug)]
pub struct Ledger(Connection);

impl Ledger {
    /// Opens the ledger in a folder, and makes both if they are not there.
    ///
    /// # Errors
    /// If the folder cannot be made, or another program has the ledger open.
    pub fn open(folder: &Path) -> Result<Ledger, SetupError> {
        let named = || folder.to_owned();
        std::fs::create_dir_all(folder)
            .map_err(|error| SetupError::Folder { folder: named(), cause: error.to_string() })?;
        let prepare = || {
            let connection = Connection::open(folder.join(FILE))?;
            connection.busy_timeout(Duration::from_secs(2))?;
            connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            // an answer is given only when what it answers is on disk
            connection.pragma_update(None, "synchronous", "FULL")?;
            // what is forgotten is overwritten
            connection.pragma_update(None, "secure_delete", true)?;
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
        prepare().map(Ledger).map_err(|error: rusqlite::Error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                SetupError::InUse { folder: named() }
            }
            _ => SetupError::NotOpened { folder: named(), cause: error.to_string() },
        })
    }

    /// Reads the acts of all classes.
    ///
    /// # Errors
    /// If the file cannot be read, or holds what this version does not know.
    pub fn read(&self) -> Result<BTreeMap<ClassId, Acts>, SetupError> {
        let unread = |error: rusqlite::Error| SetupError::NotRead { cause: error.to_string() };
        let mut rows =
            self.0.prepare("SELECT row, class, act FROM acts ORDER BY row").map_err(unread)?;
        let each = rows
            .query_map([], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
            })
            .map_err(unread)?;
        let mut classes: BTreeMap<ClassId, Acts> = BTreeMap::new();
        for act in each {
            let (row, class, text) = act.map_err(unread)?;
            let act = serde_json::from_str(&text)
                .map_err(|error| SetupError::ActNotRead { row, cause: error.to_string() })?;
            classes.entry(ClassId(class)).or_default().push((row, act));
        }
        Ok(classes)
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

fn unkept(error: &rusqlite::Error) -> Refusal {
    Refusal::new(
        Why::NotKept,
        format!("This could not be written down, so it did not happen: {error}."),
    )
}
