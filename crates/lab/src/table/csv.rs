//! A table as a CSV file, with its design and its dictionary in two files beside it.

use std::{
    fs::{self, File, OpenOptions},
    io::{BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use ::csv::{IntoInnerError, ReaderBuilder, StringRecord, WriterBuilder};

use super::{Cell, Column, Table, TableError, write_whole};

/// The file beside `rows.csv` that says how its worlds were made: `rows.design.json`.
fn design(path: &Path) -> PathBuf {
    path.with_extension("design.json")
}

/// The file beside `rows.csv` that says what its columns are: `rows.dictionary.csv`.
fn dictionary(path: &Path) -> PathBuf {
    path.with_extension("dictionary.csv")
}

pub(super) struct Writer {
    path: PathBuf,
    file: File,
    columns: usize,
}

impl Writer {
    pub(super) fn create(path: &Path, table: &Table) -> Result<Writer, TableError> {
        write_whole(&design(path), |mut file| {
            serde_json::to_writer_pretty(&mut file, &table.head)?;
            file.write_all(b"\n")?;
            Ok(file)
        })?;
        write_whole(&dictionary(path), |file| {
            let mut writer = WriterBuilder::new().from_writer(file);
            for column in &table.columns {
                writer.serialize(column)?;
            }
            writer.into_inner().map_err(IntoInnerError::into_error)
        })?;
        write_whole(path, |file| {
            let mut writer = WriterBuilder::new().from_writer(file);
            writer.write_record(table.columns.iter().map(|column| &column.name))?;
            writer.into_inner().map_err(IntoInnerError::into_error)
        })?;
        let file = OpenOptions::new().append(true).open(path);
        let file = file.map_err(|error| TableError::new(path, error))?;
        Ok(Writer { path: path.to_owned(), file, columns: table.columns.len() })
    }

    pub(super) fn append(
        &mut self,
        rows: usize,
        cell: &dyn Fn(usize, usize) -> Cell,
    ) -> Result<(), TableError> {
        let wrong = |error: &dyn std::fmt::Display| {
            TableError::new(&self.path, format!("cannot be written: {error}"))
        };
        let mut block = WriterBuilder::new().from_writer(Vec::new());
        for row in 0..rows {
            let cells = (0..self.columns).map(|column| cell(row, column).written());
            block.write_record(cells).map_err(|error| wrong(&error))?;
        }
        let block = block.into_inner().map_err(|error| wrong(&error))?;
        self.file.write_all(&block).map_err(|error| wrong(&error))?;
        self.file.sync_data().map_err(|error| wrong(&error))
    }
}

pub(super) struct Reader {
    path: PathBuf,
    table: Table,
    records: ::csv::Reader<BufReader<File>>,
    /// Where the file ends, if it does so within a line.
    torn: Option<u64>,
    read: u64,
    /// Where the last whole block ends.
    end: u64,
}

impl Reader {
    pub(super) fn open(path: &Path) -> Result<Reader, TableError> {
        let table = head(path)?;
        let wrong = |error: &dyn std::fmt::Display| {
            TableError::new(path, format!("cannot be read: {error}"))
        };
        let torn = torn(path).map_err(|error| wrong(&error))?;
        let file = File::open(path).map_err(|error| wrong(&error))?;
        // the shape of a line is judged here, since the last one may be torn
        let mut records = ReaderBuilder::new().flexible(true).from_reader(BufReader::new(file));
        let names = records.headers().map_err(|error| wrong(&error))?;
        if !names.iter().eq(table.columns.iter().map(|column| column.name.as_str())) {
            let beside = dictionary(path);
            let why = format!("has other columns than `{}` says", beside.display());
            return Err(TableError::new(path, why));
        }
        let end = records.position().byte();
        Ok(Reader { path: path.to_owned(), table, records, torn, read: 0, end })
    }

    pub(super) fn table(&self) -> &Table {
        &self.table
    }

    pub(super) fn read(&self) -> u64 {
        self.read
    }

    pub(super) fn block(&mut self, wanted: &[bool]) -> Result<Option<Vec<Vec<Cell>>>, TableError> {
        let wrong = |line: u64| {
            TableError::new(&self.path, format!("cannot be read in line {line}"))
                .hint("it was changed, or is no table of this program")
        };
        let size = self.table.next(self.read);
        let mut rows = Vec::with_capacity(size);
        let mut record = StringRecord::new();
        while rows.len() < size {
            let line = self.records.position().line();
            let there = self.records.read_record(&mut record);
            let torn = self.torn == Some(self.records.position().byte());
            let row = match there {
                Ok(false) => return Ok(None),
                Ok(_) if torn => return Ok(None),
                Ok(true) => cells(&self.table.columns, wanted, &record),
                Err(_) => None,
            };
            rows.push(row.ok_or_else(|| wrong(line))?);
        }
        if size == 0 {
            return Ok(None);
        }
        self.read += size as u64;
        self.end = self.records.position().byte();
        Ok(Some(rows))
    }

    pub(super) fn go_on(self) -> Result<Writer, TableError> {
        let Reader { path, table, end, .. } = self;
        let file = OpenOptions::new().append(true).open(&path);
        let file = file.and_then(|file| file.set_len(end).map(|()| file));
        let file =
            file.map_err(|error| TableError::new(&path, format!("cannot be written: {error}")))?;
        Ok(Writer { path, file, columns: table.columns.len() })
    }
}

/// Reads what stands beside a table.
fn head(path: &Path) -> Result<Table, TableError> {
    let beside = design(path);
    let text = fs::read_to_string(&beside).map_err(|error| {
        let hint = "it says how the rows were made, and must stay beside them";
        TableError::new(&beside, format!("cannot be read: {error}")).hint(hint)
    })?;
    let unclear = |path: &Path, error: &dyn std::fmt::Display| {
        TableError::new(path, format!("is not as this program writes it: {error}"))
    };
    let head = serde_json::from_str(&text).map_err(|error| unclear(&beside, &error))?;
    let beside = dictionary(path);
    let mut columns = ReaderBuilder::new()
        .from_path(&beside)
        .map_err(|error| TableError::new(&beside, format!("cannot be read: {error}")))?;
    let columns: Result<Vec<Column>, _> = columns.deserialize().collect();
    let columns = columns.map_err(|error| unclear(&beside, &error))?;
    Ok(Table { head, columns })
}

fn cells(columns: &[Column], wanted: &[bool], record: &StringRecord) -> Option<Vec<Cell>> {
    let each = columns.iter().zip(wanted).zip(record);
    let cells =
        each.map(
            |((column, wanted), text)| {
                if *wanted { Cell::parse(column.kind, text) } else { Some(Cell::Nothing) }
            },
        );
    cells
        .collect::<Option<Vec<Cell>>>()
        .filter(|cells| cells.len() == columns.len() && record.len() == columns.len())
}

/// Returns where a file ends, if it does so within a line.
fn torn(path: &Path) -> std::io::Result<Option<u64>> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut last = [0];
    if length > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    Ok(Some(length).filter(|_| last != *b"\n"))
}
