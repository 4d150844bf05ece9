//! The cells of a column, into Parquet and out of it.

use ::parquet::{
    column::{
        reader::{ColumnReader, ColumnReaderImpl},
        writer::{ColumnWriter, ColumnWriterImpl},
    },
    data_type::{ByteArray, DataType},
    errors::{ParquetError, Result},
};

use crate::table::Cell;

/// Writes the cells of a column that stand together.
pub(super) fn write(writer: &mut ColumnWriter, cells: Vec<Cell>) -> Result<()> {
    match writer {
        ColumnWriter::Int64ColumnWriter(writer) => put(writer, cells, |cell| match cell {
            Cell::Whole(number) => Some(number),
            _ => None,
        }),
        ColumnWriter::DoubleColumnWriter(writer) => put(writer, cells, |cell| match cell {
            Cell::Number(number) => Some(number),
            _ => None,
        }),
        ColumnWriter::BoolColumnWriter(writer) => put(writer, cells, |cell| match cell {
            Cell::YesNo(yes) => Some(yes),
            _ => None,
        }),
        ColumnWriter::ByteArrayColumnWriter(writer) => put(writer, cells, |cell| match cell {
            Cell::Text(words) => Some(ByteArray::from(words.into_bytes())),
            _ => None,
        }),
        _ => Err(ParquetError::General("a column of a kind that is never written".to_owned())),
    }
}

fn put<T: DataType<T: Clone>>(
    writer: &mut ColumnWriterImpl<T>,
    cells: Vec<Cell>,
    value: impl Fn(Cell) -> Option<T::T>,
) -> Result<()> {
    let values: Vec<Option<T::T>> = cells.into_iter().map(value).collect();
    let there: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let values: Vec<T::T> = values.into_iter().flatten().collect();
    writer.write_batch(&values, Some(&there), None).map(|_| ())
}

/// Reads so many cells of a column.
pub(super) fn read(reader: &mut ColumnReader, rows: usize) -> Result<Vec<Cell>> {
    match reader {
        ColumnReader::Int64ColumnReader(reader) => take(reader, rows, Cell::Whole),
        ColumnReader::DoubleColumnReader(reader) => take(reader, rows, Cell::Number),
        ColumnReader::BoolColumnReader(reader) => take(reader, rows, Cell::YesNo),
        ColumnReader::ByteArrayColumnReader(reader) => {
            take(reader, rows, |words| Cell::Text(String::from_utf8_lossy(words.data()).into()))
        }
        _ => Err(ParquetError::General("a column of a kind that is never written".to_owned())),
    }
}

fn take<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    cell: impl Fn(T::T) -> Cell,
) -> Result<Vec<Cell>> {
    let (mut values, mut there) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    reader.read_records(rows, Some(&mut there), None, &mut values)?;
    let mut values = values.into_iter().map(cell);
    let mut next = |there: i16| if there == 0 { None } else { values.next() };
    Ok(there.into_iter().map(|there| next(there).unwrap_or(Cell::Nothing)).collect())
}
