//! The file of the classes: whether it is ours, looked at before anything in it is changed.

use std::{
    fs::File,
    io::{ErrorKind, Read},
    path::Path,
};

use rusqlite::{Connection, OpenFlags};

/// What our files are known by: `EXCM`.
pub(super) const APPLICATION: i32 = 0x4558_434d;

/// The version of the file's tables.
pub(super) const VERSION: i32 = 1;

/// Whose a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Ours, or nobody's yet.
    Ours,
    /// Written by a newer version of this program.
    Newer,
    /// Another program's.
    Foreign,
}

/// Returns whose a file is. It is only read.
pub(super) fn whose(file: &Path) -> rusqlite::Result<Whose> {
    match first_bytes(file) {
        Ok(first) if first.is_empty() => return Ok(Whose::Ours),
        Ok(first) if first != b"SQLite format 3\0" => return Ok(Whose::Foreign),
        // what cannot be read now is said by the database, in its words
        _ => {}
    }
    let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, read_only)?;
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    Ok(match number("application_id")? {
        APPLICATION if number("user_version")? > VERSION => Whose::Newer,
        APPLICATION => Whose::Ours,
        0 if unmarked_but_ours(&connection)? => Whose::Ours,
        _ => Whose::Foreign,
    })
}

/// Returns whether a file without a mark is empty, or has just the table of the first version, which left none.
fn unmarked_but_ours(connection: &Connection) -> rusqlite::Result<bool> {
    let tables = "SELECT DISTINCT tbl_name FROM sqlite_schema WHERE tbl_name NOT LIKE 'sqlite_%'";
    let mut tables = connection.prepare(tables)?;
    let tables = tables.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let ours = || connection.prepare("SELECT row, class, at, act FROM acts").is_ok();
    Ok(tables.is_empty() || (tables == ["acts"] && ours()))
}

/// Returns the bytes by which a file of the database is known; none if there is no file.
fn first_bytes(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut first = Vec::new();
    match File::open(file) {
        Ok(file) => _ = file.take(16).read_to_end(&mut first)?,
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    Ok(first)
}
