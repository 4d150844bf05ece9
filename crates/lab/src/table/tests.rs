use std::path::PathBuf;

use super::*;

/// The rows of a small table: 7 in blocks of 3.
const ROWS: usize = 7;

fn cell(row: usize, column: usize) -> Cell {
    let numbers = [0.1 + 0.2, 5e-324, -0.0, 1e300, 1.0 / 3.0, f64::MAX, 12.0];
    match column {
        0 => Cell::Whole(i64::try_from(row).unwrap()),
        1 if row == 4 => Cell::Nothing,
        1 => Cell::Number(numbers[row]),
        2 => Cell::YesNo(row.is_multiple_of(2)),
        3 if row == 1 => Cell::text("\"no\", he said"),
        3 if row == 2 => Cell::text(""),
        _ => Cell::Text((u64::MAX - row as u64).to_string()),
    }
}

fn table() -> Table {
    let column = |name: &str, kind| Column {
        name: name.to_owned(),
        kind,
        unit: "days".to_owned(),
        about: "what it is, in words".to_owned(),
    };
    let kinds = [Kind::Whole, Kind::Number, Kind::YesNo, Kind::Text];
    let names = ["world", "outcomes/out_days", "yes", "seed"];
    Table {
        head: Head { design: serde_json::json!({ "runs": 7 }), block: 3, rows: ROWS as u64 },
        columns: names.iter().zip(kinds).map(|(name, kind)| column(name, kind)).collect(),
    }
}

/// A folder that is empty at first and gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let id = std::process::id();
        let folder = std::env::temp_dir().join(format!("excomm-table-{id}-{name}"));
        fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

fn write(sink: &mut Sink, rows: std::ops::Range<usize>) {
    for block in rows.clone().step_by(3) {
        let rows = 3.min(rows.end - block);
        sink.append(rows, &|row, column| cell(block + row, column)).unwrap();
    }
}

fn whole(path: &Path) {
    let mut sink = Sink::create(path, &table()).unwrap();
    write(&mut sink, 0..ROWS);
    sink.finish().unwrap();
}

fn read(source: &mut Source) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    while let Some(block) = source.block(&[true; 4]).unwrap() {
        rows.extend(block);
    }
    rows
}

fn expected(rows: usize) -> Vec<Vec<Cell>> {
    (0..rows).map(|row| (0..4).map(|column| cell(row, column)).collect()).collect()
}

/// Bits, since -0.0 equals 0.0.
fn bits(rows: &[Vec<Cell>]) -> Vec<u64> {
    let bits = |cell: &Cell| if let Cell::Number(x) = cell { x.to_bits() } else { 0 };
    rows.iter().flatten().map(bits).collect()
}

#[test]
fn what_is_written_comes_back_to_the_bit() {
    let folder = Folder::new("bits");
    for name in ["rows.csv", "rows.parquet"] {
        let path = folder.file(name);
        whole(&path);
        let mut source = Source::open(&path).unwrap();
        assert_eq!(source.table(), &table());
        let rows = read(&mut source);
        assert_eq!((&rows, bits(&rows)), (&expected(ROWS), bits(&expected(ROWS))), "{name}");
        assert_eq!(source.read(), ROWS as u64);
    }
}

#[test]
fn columns_that_are_not_wanted_are_not_read() {
    let folder = Folder::new("wanted");
    for name in ["rows.csv", "rows.parquet"] {
        let path = folder.file(name);
        whole(&path);
        let block = Source::open(&path).unwrap().block(&[false, true, false, false]);
        let first = vec![Cell::Nothing, cell(0, 1), Cell::Nothing, Cell::Nothing];
        assert_eq!(block.unwrap().unwrap()[0], first, "{name}");
    }
}

#[test]
fn a_csv_torn_at_any_byte_goes_on_after_its_last_whole_block() {
    let folder = Folder::new("torn");
    let path = folder.file("rows.csv");
    whole(&path);
    let text = fs::read(&path).unwrap();
    let header = text.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for length in header..text.len() {
        fs::write(&path, &text[..length]).unwrap();
        let mut source = Source::open(&path).unwrap();
        let rows = read(&mut source).len();
        assert!(rows == 0 || rows == 3 || rows == 6, "{rows} of {length} bytes");
        let mut sink = source.go_on().unwrap();
        write(&mut sink, rows..ROWS);
        sink.finish().unwrap();
        assert!(fs::read(&path).unwrap() == text, "{length} bytes");
    }
}

#[test]
fn a_parquet_file_goes_on_after_its_last_block() {
    let folder = Folder::new("parts");
    let path = folder.file("rows.parquet");
    whole(&path);
    let at_once = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    drop(Sink::create(&path, &table()).unwrap());
    assert!(!exists(&path), "what was killed before its first block begins anew");
    let mut sink = Sink::create(&path, &table()).unwrap();
    write(&mut sink, 0..6);
    drop(sink);
    let parts = parquet::parts(&path);
    fs::write(parts.join(".00000002.parquet.part"), "killed while writing").unwrap();
    let mut source = Source::open(&path).unwrap();
    assert_eq!(read(&mut source), expected(6));
    let mut sink = source.go_on().unwrap();
    write(&mut sink, 6..ROWS);
    sink.finish().unwrap();
    assert!(fs::read(&path).unwrap() == at_once && !parts.exists());
    let mut source = Source::open(&path).unwrap();
    assert_eq!(read(&mut source), expected(ROWS));
    source.go_on().unwrap().finish().unwrap();
    assert!(fs::read(&path).unwrap() == at_once, "what is whole stays as it is");
}

#[test]
fn what_is_there_is_not_written_over() {
    let folder = Folder::new("there");
    for name in ["rows.csv", "rows.parquet"] {
        let path = folder.file(name);
        whole(&path);
        let error = Sink::create(&path, &table()).err().unwrap();
        assert!(error.message.ends_with("is there already"), "{error:?}");
    }
}

#[test]
fn designs_that_differ_say_in_what() {
    let design = |runs: u64| serde_json::json!({ "digest": "ab", "study": { "runs": runs } });
    assert_eq!(differs(&design(7), &design(7)), None);
    assert_eq!(differs(&design(7), &design(9)).unwrap(), "`runs` is 9 there and 7 here");
}

#[test]
fn a_table_says_what_is_wrong_with_it() {
    let folder = Folder::new("wrong");
    let path = folder.file("rows.csv");
    whole(&path);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("true", "maybe")).unwrap();
    let error = Source::open(&path).unwrap().block(&[true; 4]).unwrap_err();
    assert!(error.message.ends_with("cannot be read in line 2"), "{error:?}");
    fs::remove_file(path.with_extension("design.json")).unwrap();
    let error = Source::open(&path).err().unwrap();
    assert!(error.message.contains("rows.design.json` cannot be read"), "{error:?}");
    let error = Source::open(Path::new("rows.xlsx")).err().unwrap();
    assert!(error.hint.unwrap().contains("`.parquet`"));
}
