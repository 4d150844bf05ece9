//! Tables: the rows of many worlds, out to a file and in again, block by block.
//!
//! A table says itself how its worlds were made and what each column is. It grows by whole blocks,
//! so that a run killed at any time leaves what was done; a million rows are never in memory.

mod cells;
mod csv;
#[cfg(feature = "parquet")]
mod parquet;

use std::{error::Error, fmt, fs, io, path::Path};

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use cells::{Cell, Column, Kind};

/// What a table holds: how its worlds were made, and its columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// How its worlds were made.
    pub head: Head,
    /// Its columns, in their order.
    pub columns: Vec<Column>,
}

/// How the worlds of a table were made, and how many rows they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// What was asked, by which program, of which scenario.
    pub design: Value,
    /// Rows of each block but the last.
    pub block: u64,
    /// Rows when it is whole.
    pub rows: u64,
}

impl Table {
    /// Returns how many rows the block has that begins after so many rows.
    fn next(&self, rows: u64) -> usize {
        self.head.block.min(self.head.rows.saturating_sub(rows)) as usize
    }
}

/// Why a table cannot be written or read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl TableError {
    fn new(path: &Path, why: impl fmt::Display) -> TableError {
        TableError { message: format!("`{}` {why}", path.display()), hint: None }
    }

    fn hint(self, hint: impl Into<String>) -> TableError {
        TableError { hint: Some(hint.into()), ..self }
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.hint.iter().try_for_each(|hint| write!(f, "; {hint}"))
    }
}

impl Error for TableError {}

/// The formats a table can have, each with the ending of its file's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    #[cfg(feature = "parquet")]
    Parquet,
}

fn format(path: &Path) -> Result<Format, TableError> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("csv") => Ok(Format::Csv),
        #[cfg(feature = "parquet")]
        Some("parquet") => Ok(Format::Parquet),
        _ => Err(TableError::new(path, "is neither a CSV nor a Parquet file by its name")
            .hint("end the name in `.csv` or `.parquet`")),
    }
}

/// Returns whether a table, or a part of one, is there.
#[must_use]
pub fn exists(path: &Path) -> bool {
    #[cfg(feature = "parquet")]
    let begun = !parquet::blocks(path).is_empty();
    #[cfg(not(feature = "parquet"))]
    let begun = false;
    path.exists() || begun
}

/// Says in what two designs differ, if they do: the first thing that is not the same.
#[must_use]
pub fn differs(here: &Value, there: &Value) -> Option<String> {
    let (Value::Object(ours), Value::Object(theirs)) = (here, there) else {
        return (here != there).then(|| format!("is {there} there and {here} here"));
    };
    let names = ours.keys().chain(theirs.keys().filter(|name| !ours.contains_key(*name)));
    let value = |of: &'_ serde_json::Map<String, Value>, name: &String| {
        of.get(name).cloned().unwrap_or_default()
    };
    names.into_iter().find_map(|name| {
        let differs = differs(&value(ours, name), &value(theirs, name))?;
        let within = differs.starts_with('`');
        Some(if within { differs } else { format!("`{name}` {differs}") })
    })
}

/// A table that is being written.
pub struct Sink(Writer);

enum Writer {
    Csv(csv::Writer),
    #[cfg(feature = "parquet")]
    Parquet(parquet::Writer),
}

impl Sink {
    /// Begins a table.
    ///
    /// # Errors
    /// If something is there already, its format is unknown, or it cannot be written.
    pub fn create(path: &Path, table: &Table) -> Result<Sink, TableError> {
        if exists(path) {
            let error = TableError::new(path, "is there already");
            return Err(error.hint("remove it, or write to another file"));
        }
        Ok(Sink(match format(path)? {
            Format::Csv => Writer::Csv(csv::Writer::create(path, table)?),
            #[cfg(feature = "parquet")]
            Format::Parquet => Writer::Parquet(parquet::Writer::create(path, table)?),
        }))
    }

    /// Adds the next block of so many rows; `cell` gives what stands in a row and a column of it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn append(
        &mut self,
        rows: usize,
        cell: &dyn Fn(usize, usize) -> Cell,
    ) -> Result<(), TableError> {
        match &mut self.0 {
            Writer::Csv(writer) => writer.append(rows, cell),
            #[cfg(feature = "parquet")]
            Writer::Parquet(writer) => writer.append(rows, cell),
        }
    }

    /// Closes a table that is whole.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(self) -> Result<(), TableError> {
        match self.0 {
            Writer::Csv(_) => Ok(()),
            #[cfg(feature = "parquet")]
            Writer::Parquet(writer) => writer.finish(),
        }
    }
}

/// A table that is being read.
pub struct Source(Reader);

enum Reader {
    Csv(csv::Reader),
    #[cfg(feature = "parquet")]
    Parquet(parquet::Reader),
}

impl Source {
    /// Opens a table, or what is there of one.
    ///
    /// # Errors
    /// If it is not there, its format is unknown, or it does not say how it was made.
    pub fn open(path: &Path) -> Result<Source, TableError> {
        Ok(Source(match format(path)? {
            _ if !exists(path) => return Err(TableError::new(path, "is not there")),
            Format::Csv => Reader::Csv(csv::Reader::open(path)?),
            #[cfg(feature = "parquet")]
            Format::Parquet => Reader::Parquet(parquet::Reader::open(path)?),
        }))
    }

    /// Returns what it holds.
    #[must_use]
    pub fn table(&self) -> &Table {
        match &self.0 {
            Reader::Csv(reader) => reader.table(),
            #[cfg(feature = "parquet")]
            Reader::Parquet(reader) => reader.table(),
        }
    }

    /// Returns the rows of the next whole block, or none after the last; a torn block is left out.
    ///
    /// Cells of columns that are not wanted are [`Cell::Nothing`].
    ///
    /// # Errors
    /// If it cannot be read, or was changed.
    pub fn block(&mut self, wanted: &[bool]) -> Result<Option<Vec<Vec<Cell>>>, TableError> {
        match &mut self.0 {
            Reader::Csv(reader) => reader.block(wanted),
            #[cfg(feature = "parquet")]
            Reader::Parquet(reader) => reader.block(wanted),
        }
    }

    /// Returns how many rows have been read.
    #[must_use]
    pub fn read(&self) -> u64 {
        match &self.0 {
            Reader::Csv(reader) => reader.read(),
            #[cfg(feature = "parquet")]
            Reader::Parquet(reader) => reader.read(),
        }
    }

    /// Goes on to write after the last block that was read; what follows it is cut off.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn go_on(self) -> Result<Sink, TableError> {
        Ok(Sink(match self.0 {
            Reader::Csv(reader) => Writer::Csv(reader.go_on()?),
            #[cfg(feature = "parquet")]
            Reader::Parquet(reader) => Writer::Parquet(reader.go_on()),
        }))
    }
}

/// Writes a file whole or not at all.
fn write_whole(
    path: &Path,
    write: impl FnOnce(fs::File) -> io::Result<fs::File>,
) -> Result<(), TableError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // a name that readers of folders pass over
    let temporary = path.with_file_name(format!(".{name}.part"));
    fs::File::create(&temporary)
        .and_then(write)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&temporary, path))
        .map_err(|error| TableError::new(path, format!("cannot be written: {error}")))
}

#[cfg(test)]
#[cfg(feature = "parquet")]
mod tests;
