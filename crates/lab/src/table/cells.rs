//! Columns and cells of a table.

use serde::{Deserialize, Serialize};

/// A column, and what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What stands in it.
    pub kind: Kind,
    /// The unit of its numbers, or empty.
    pub unit: String,
    /// What it is, in words.
    pub about: String,
}

/// What stands in a column, where anything does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
    /// Yes or no.
    YesNo,
    /// Words.
    Text,
}

/// What stands in a row of a column.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing: it never came, or was never asked.
    Nothing,
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    YesNo(bool),
    /// Words, not empty.
    Text(String),
}

impl Cell {
    /// Returns words, or nothing if there are none.
    #[must_use]
    pub fn text(words: impl Into<String>) -> Cell {
        Some(words.into()).filter(|words| !words.is_empty()).map_or(Cell::Nothing, Cell::Text)
    }

    /// Returns it as it is written in text: numbers so that reading gives the same bits.
    pub(super) fn written(self) -> String {
        match self {
            Cell::Nothing => String::new(),
            Cell::Whole(number) => number.to_string(),
            Cell::Number(number) => format!("{number:?}"),
            Cell::YesNo(yes) => yes.to_string(),
            Cell::Text(words) => words,
        }
    }

    /// Reads what [`Cell::written`] wrote.
    pub(super) fn parse(kind: Kind, written: &str) -> Option<Cell> {
        if written.is_empty() {
            return Some(Cell::Nothing);
        }
        Some(match kind {
            Kind::Whole => Cell::Whole(written.parse().ok()?),
            Kind::Number => Cell::Number(written.parse().ok()?),
            Kind::YesNo => Cell::YesNo(written.parse().ok()?),
            Kind::Text => Cell::Text(written.to_owned()),
        })
    }
}
