//! A table as a Parquet file. While it grows, each block is a file of its own in a folder beside it,
//! which readers of Parquet can open as it is; at the end they are joined.

mod columns;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::Arc,
    vec,
};

use ::parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Physical},
    column::reader::ColumnReader,
    errors::{ParquetError, Result},
    file::{
        metadata::KeyValue,
        properties::{EnabledStatistics, WriterProperties},
        reader::FileReader,
        serialized_reader::SerializedFileReader,
        writer::SerializedFileWriter,
    },
    schema::types::Type,
};

use super::{Cell, Column, Kind, Table, TableError, write_whole};
use columns::{read, write};

/// Keys of the metadata: how the worlds were made, and what the columns are.
const HEAD: &str = "excomm.design";
const DICTIONARY: &str = "excomm.dictionary";

/// About how many rows of the joined file stand together.
const GROUP: u64 = 10_000;

/// Returns the folder that holds the blocks of a table while it grows.
pub(super) fn parts(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".parts");
    name.into()
}

pub(super) struct Writer {
    path: PathBuf,
    table: Table,
    blocks: u64,
}

impl Writer {
    pub(super) fn create(path: &Path, table: &Table) -> Result<Writer, TableError> {
        let parts = parts(path);
        fs::create_dir_all(&parts)
            .map_err(|error| TableError::new(&parts, format!("cannot be made: {error}")))?;
        Ok(Writer { path: path.to_owned(), table: table.clone(), blocks: 0 })
    }

    fn part(&self, block: u64) -> PathBuf {
        parts(&self.path).join(format!("{block:08}.parquet"))
    }

    pub(super) fn append(
        &mut self,
        rows: usize,
        cell: &dyn Fn(usize, usize) -> Cell,
    ) -> Result<(), TableError> {
        write_whole(&self.part(self.blocks), |file| {
            let mut writer = begin(file, &self.table)?;
            group(&mut writer, |column| Ok((0..rows).map(|row| cell(row, column)).collect()))?;
            Ok(writer.into_inner()?)
        })?;
        self.blocks += 1;
        Ok(())
    }

    /// Joins the blocks into one file, unless that is done, and removes them.
    pub(super) fn finish(self) -> Result<(), TableError> {
        let parts = parts(&self.path);
        if !self.path.exists() {
            self.join()?;
        }
        if parts.exists() {
            fs::remove_dir_all(&parts)
                .map_err(|error| TableError::new(&parts, format!("cannot be removed: {error}")))?;
        }
        Ok(())
    }

    fn join(&self) -> Result<(), TableError> {
        let blocks: Vec<u64> = (0..self.blocks).collect();
        write_whole(&self.path, |file| {
            let mut writer = begin(file, &self.table)?;
            for blocks in blocks.chunks((GROUP / self.table.head.block).max(1) as usize) {
                let parts = blocks.iter().map(|&block| open(&self.part(block)));
                let parts: Vec<_> = parts.collect::<Result<_>>()?;
                group(&mut writer, |column| joined(&parts, column))?;
            }
            Ok(writer.into_inner()?)
        })
    }
}

/// Returns a column of several files, one after the other.
fn joined(parts: &[SerializedFileReader<File>], column: usize) -> Result<Vec<Cell>> {
    let mut cells = Vec::new();
    for part in parts {
        for group in 0..part.num_row_groups() {
            let group = part.get_row_group(group)?;
            let rows = group.metadata().num_rows() as usize;
            cells.extend(read(&mut group.get_column_reader(column)?, rows)?);
        }
    }
    Ok(cells)
}

fn begin(file: File, table: &Table) -> Result<SerializedFileWriter<File>> {
    let fields = table.columns.iter().map(|column| {
        let (physical, logical) = match column.kind {
            Kind::Whole => (Physical::INT64, None),
            Kind::Number => (Physical::DOUBLE, None),
            Kind::YesNo => (Physical::BOOLEAN, None),
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let field = Type::primitive_type_builder(&column.name, physical)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical);
        field.build().map(Arc::new)
    });
    let fields = fields.collect::<Result<_>>()?;
    let schema = Type::group_type_builder("worlds").with_fields(fields).build()?;
    let json = |error: serde_json::Error| ParquetError::General(error.to_string());
    let head = serde_json::to_string(&table.head).map_err(json)?;
    let dictionary = serde_json::to_string(&table.columns).map_err(json)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        // with hundreds of columns they would take more room than the rows
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_key_value_metadata(Some(vec![
            KeyValue::new(HEAD.to_owned(), head),
            KeyValue::new(DICTIONARY.to_owned(), dictionary),
        ]));
    SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties.build()))
}

/// Writes rows that stand together, column after column.
fn group(
    writer: &mut SerializedFileWriter<File>,
    mut column: impl FnMut(usize) -> Result<Vec<Cell>>,
) -> Result<()> {
    let mut group = writer.next_row_group()?;
    let mut at = 0;
    while let Some(mut writer) = group.next_column()? {
        write(writer.untyped(), column(at)?)?;
        writer.close()?;
        at += 1;
    }
    group.close().map(|_| ())
}

fn open(path: &Path) -> Result<SerializedFileReader<File>> {
    SerializedFileReader::new(File::open(path)?)
}

pub(super) struct Reader {
    path: PathBuf,
    table: Table,
    files: vec::IntoIter<PathBuf>,
    file: SerializedFileReader<File>,
    /// Row groups of the file that have been begun.
    groups: usize,
    /// Rows of the present row group that have not been read.
    left: usize,
    columns: Vec<Option<ColumnReader>>,
    read: u64,
}

impl Reader {
    pub(super) fn open(path: &Path) -> Result<Reader, TableError> {
        let mut files =
            if path.exists() { vec![path.to_owned()] } else { blocks(path) }.into_iter();
        let first = files.next().ok_or_else(|| TableError::new(path, "is not there"))?;
        let wrong = |error: &dyn std::fmt::Display| {
            TableError::new(&first, format!("cannot be read: {error}"))
        };
        let file = open(&first).map_err(|error| wrong(&error))?;
        let pairs = file.metadata().file_metadata().key_value_metadata();
        let value = |key: &str| {
            let pair = pairs.into_iter().flatten().find(|pair| pair.key == key);
            pair.and_then(|pair| pair.value.as_deref()).unwrap_or_default()
        };
        let head = serde_json::from_str(value(HEAD));
        let columns: serde_json::Result<Vec<Column>> = serde_json::from_str(value(DICTIONARY));
        let (Ok(head), Ok(columns)) = (head, columns) else {
            return Err(TableError::new(&first, "does not say how its rows were made")
                .hint("it is no table of this program, or was written again by another"));
        };
        let table = Table { head, columns };
        Ok(Reader {
            path: path.to_owned(),
            table,
            files,
            file,
            groups: 0,
            left: 0,
            columns: Vec::new(),
            read: 0,
        })
    }

    pub(super) fn table(&self) -> &Table {
        &self.table
    }

    pub(super) fn read(&self) -> u64 {
        self.read
    }

    pub(super) fn block(&mut self, wanted: &[bool]) -> Result<Option<Vec<Vec<Cell>>>, TableError> {
        self.next_block(wanted)
            .map_err(|error| TableError::new(&self.path, format!("cannot be read: {error}")))
    }

    fn next_block(&mut self, wanted: &[bool]) -> Result<Option<Vec<Vec<Cell>>>> {
        let size = self.table.next(self.read);
        let mut rows = Vec::with_capacity(size);
        while rows.len() < size {
            if self.left == 0 && !self.next_group(wanted)? {
                return Ok(None);
            }
            let from = rows.len();
            let n = self.left.min(size - from);
            rows.resize(from + n, vec![Cell::Nothing; self.table.columns.len()]);
            for (at, reader) in self.columns.iter_mut().enumerate() {
                let Some(reader) = reader else { continue };
                for (row, cell) in rows[from..].iter_mut().zip(read(reader, n)?) {
                    row[at] = cell;
                }
            }
            self.left -= n;
        }
        self.read += size as u64;
        Ok(Some(rows).filter(|_| size > 0))
    }

    /// Begins the next row group, if there is one.
    fn next_group(&mut self, wanted: &[bool]) -> Result<bool> {
        while self.groups == self.file.num_row_groups() {
            let Some(next) = self.files.next() else { return Ok(false) };
            self.file = open(&next)?;
            self.groups = 0;
        }
        let group = self.file.get_row_group(self.groups)?;
        let column =
            |(at, wanted): (usize, &bool)| wanted.then(|| group.get_column_reader(at)).transpose();
        self.columns = wanted.iter().enumerate().map(column).collect::<Result<_>>()?;
        self.left = group.metadata().num_rows() as usize;
        self.groups += 1;
        Ok(true)
    }

    pub(super) fn go_on(self) -> Writer {
        let blocks = self.read.div_ceil(self.table.head.block);
        Writer { path: self.path, table: self.table, blocks }
    }
}

/// Returns the files of the blocks that are there, up to the first that is missing.
pub(super) fn blocks(path: &Path) -> Vec<PathBuf> {
    let parts = parts(path);
    let part = |block: u64| parts.join(format!("{block:08}.parquet"));
    let mut there = Vec::new();
    while part(there.len() as u64).exists() {
        there.push(part(there.len() as u64));
    }
    there
}
