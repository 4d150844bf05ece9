//! Shards: which worlds stand in a file of rows, and how they were made.

use std::{fmt, ops::Range, path::Path, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Failure, Format, load::sources, print_json};
use excomm_lab::{
    BLOCK, Layout, Method, Study, blocks, shard,
    table::{Head, Table},
};
use excomm_tell::{Printer, style, words};

/// A shard: the `k`-th of `n`, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Shard {
    pub k: u64,
    pub n: u64,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let numbers = text.split_once('/').and_then(|(k, n)| {
            Some(Shard { k: k.parse().ok()?, n: n.parse().ok()? })
                .filter(|s| (1..=s.n).contains(&s.k))
        });
        numbers
            .ok_or_else(|| "write K/N, with K from 1 to N: `2/8` is the second of eight".to_owned())
    }
}

impl TryFrom<String> for Shard {
    type Error = String;

    fn try_from(text: String) -> Result<Shard, String> {
        text.parse()
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> String {
        shard.to_string()
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}/{}", self.k, self.n)
    }
}

/// How the rows of a file were made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Made {
    /// The program and its version.
    pub program: String,
    /// The digest of the scenario's texts.
    pub digest: String,
    /// Which shard it is, if it is one.
    pub shard: Option<Shard>,
    /// What was asked.
    pub study: Study,
}

impl Made {
    /// Says how this program makes the rows of a study.
    pub(super) fn by_this_program(study: &Study, shard: Option<Shard>) -> Result<Made, Failure> {
        Ok(Made {
            program: concat!("excomm ", env!("CARGO_PKG_VERSION")).to_owned(),
            digest: sources(&study.scenario)?.digest(),
            shard,
            study: study.clone(),
        })
    }

    /// Returns it as it stands in a file.
    pub(super) fn design(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Returns the worlds that stand in the file, whole blocks of them.
    pub(super) fn worlds(&self) -> Range<u64> {
        let all = blocks(self.study.runs);
        let blocks = self.shard.map_or(0..all, |Shard { k, n }| shard(all, k, n));
        blocks.start * BLOCK..(blocks.end * BLOCK).min(self.study.runs)
    }

    /// Returns the table that holds them.
    pub(super) fn table(&self, layout: &Layout, branches: usize) -> Table {
        let (worlds, branches) = (self.worlds(), branches as u64);
        let rows = (worlds.end - worlds.start) * branches;
        let head = Head { design: self.design(), block: BLOCK * branches, rows };
        Table { head, columns: layout.columns() }
    }
}

/// What a shard answers in JSON.
#[derive(Serialize)]
struct ShardJson {
    shard: Shard,
    file: String,
    first: u64,
    worlds: u64,
}

/// Says what a shard has done.
pub(super) fn tell_shard(
    shard: Shard,
    made: &Made,
    path: &Path,
    format: Format,
    out: &mut Printer,
) -> Result<(), Failure> {
    let Range { start, end } = made.worlds();
    let command = match made.study.method {
        Method::Sweep { .. } => "sweep",
        Method::Compare { .. } => "compare",
        Method::Sobol { .. } | Method::Morris { .. } => "sensitivity",
    };
    if format == Format::Json {
        let file = path.display().to_string();
        let answer = ShardJson { shard, file, first: start, worlds: end - start };
        return print_json(out, command, answer);
    }
    let text = format!(
        "Shard {shard}: worlds {} to {} are in `{}`. `excomm merge` joins the {} files and says what \
         came of them.",
        words::thousands(start),
        words::thousands(end - 1),
        path.display(),
        words::thousands(shard.n)
    );
    Ok(out.paragraph("", &text, style::PLAIN)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_read_as_it_is_written() {
        assert_eq!("2/8".parse(), Ok(Shard { k: 2, n: 8 }));
        assert_eq!(Shard { k: 2, n: 8 }.to_string(), "2/8");
        for bad in ["0/4", "5/4", "1", "a/b", "1/0", ""] {
            assert!(bad.parse::<Shard>().is_err(), "{bad}");
        }
    }
}
