//! What is on a map at a moment: ships, flights, sites and lines, each where it is and how it stands.

use std::collections::BTreeSet;

use super::moving::{Line, Track};
use excomm_engine::world::{Span, Time};
use excomm_scenario::format::{LineStatus, Position};
use excomm_tell::words;

/// All that is on a map at a moment, as it is or as somebody believes it to be.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Sight<'m> {
    /// The moment.
    pub now: Time,
    /// Marks, the more important ones first.
    pub marks: Vec<Mark<'m>>,
    /// Lines at sea.
    pub lines: Vec<LineMark<'m>>,
}

/// A mark on a map.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Mark<'m> {
    /// What it marks.
    pub of: &'m Track,
    /// As what.
    pub kind: Kind,
    /// Whether its name stands beside it, where there is room.
    pub named: bool,
    /// Where it is.
    pub at: Position,
    /// Where it is heading, in degrees clockwise from north.
    pub course_deg: Option<f64>,
    /// Where it was in the last hours, oldest first.
    pub wake: Vec<Position>,
}

/// A line at sea and how it stands.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LineMark<'m> {
    /// The line.
    pub of: &'m Line,
    /// Since when it stands so.
    pub since: Time,
    /// How it stands.
    pub status: LineStatus,
}

/// What a mark stands for, in the order of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// A ship that comes in.
    Inbound,
    /// A ship that goes out.
    Outbound,
    /// A ship that was turned back.
    Turned,
    /// An aircraft.
    Flight,
    /// A place where an aircraft was lost.
    Lost,
    /// An air-defence site.
    Site,
    /// A site that was destroyed.
    Struck,
}

/// All kinds, in the order of a key.
pub(super) const KINDS: [Kind; 7] = [
    Kind::Inbound,
    Kind::Outbound,
    Kind::Turned,
    Kind::Flight,
    Kind::Lost,
    Kind::Site,
    Kind::Struck,
];

impl Kind {
    /// Returns its name for programs and style sheets.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Kind::Inbound => "in",
            Kind::Outbound => "out",
            Kind::Turned => "turned",
            Kind::Flight => "flight",
            Kind::Lost => "lost",
            Kind::Site => "site",
            Kind::Struck => "struck",
        }
    }

    /// Returns its name for people.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Kind::Inbound => "ship coming in",
            Kind::Outbound => "ship going out",
            Kind::Turned => "ship turned back",
            Kind::Flight => "aircraft",
            Kind::Lost => "aircraft lost",
            Kind::Site => "air-defence site",
            Kind::Struck => "site destroyed",
        }
    }
}

/// Returns how a line that stands so is called.
#[must_use]
pub fn status_says(status: LineStatus) -> &'static str {
    match status {
        LineStatus::InForce => "in force",
        LineStatus::HailAndPass => "hails and lets pass",
        LineStatus::Suspended => "suspended",
        LineStatus::Lifted => "lifted",
    }
}

/// Returns a name for a map: without its article.
#[must_use]
pub fn bare(title: &str) -> String {
    let name = ["the ", "a ", "an "].iter().find_map(|article| title.strip_prefix(article));
    words::capital(name.unwrap_or(title))
}

/// Returns a position in words: `23.1\u{b0} N, 82.4\u{b0} W`.
#[must_use]
pub fn position_text(at: Position) -> String {
    let side = |value: f64, plus: char, minus: char| {
        format!("{:.1}\u{b0} {}", value.abs(), if value < 0.0 { minus } else { plus })
    };
    format!("{}, {}", side(at.lat, 'N', 'S'), side(at.lon, 'E', 'W'))
}

/// Returns texts with commas between them, without those that are empty.
fn listed(texts: &[&str]) -> String {
    let all: Vec<&str> = texts.iter().copied().filter(|text| !text.is_empty()).collect();
    all.join(", ")
}

impl Track {
    /// Returns what it is while it is of a kind, and how it goes: two cells of a table.
    pub(super) fn cells(&self, kind: Kind) -> [String; 2] {
        [listed(&[kind.says(), &self.whose]), self.way.clone()]
    }
}

impl Line {
    /// Returns what it is and how it stands: two cells of a table.
    pub(super) fn cells(&self, status: LineStatus) -> [String; 2] {
        let patrols =
            (self.patrols > 0).then(|| words::count(self.patrols as usize, "patrol ship"));
        let is = listed(&["line at sea", &patrols.unwrap_or_default()]);
        [is, status_says(status).to_owned()]
    }

    /// Returns its two ends in words.
    pub(super) fn place(&self) -> String {
        format!("{} to {}", position_text(self.ends.0), position_text(self.ends.1))
    }
}

impl Mark<'_> {
    /// Returns the name that stands beside it; empty if none does.
    pub(super) fn name(&self) -> &str {
        if self.named { &self.of.name } else { "" }
    }

    /// Returns what it is in words.
    pub(super) fn says(&self) -> String {
        let [what, how] = self.of.cells(self.kind);
        format!("{}: {}", self.of.name, listed(&[&what, &how]))
    }
}

impl Sight<'_> {
    /// Returns the kinds of marks that are on the map, each one's own or another's.
    #[must_use]
    pub fn kinds(&self) -> BTreeSet<(Kind, bool)> {
        self.marks.iter().map(|mark| (mark.kind, mark.of.own)).collect()
    }

    /// Returns the rows of the table beside a map: name, what it is, how it goes, and where.
    pub(super) fn rows(&self) -> Vec<[String; 4]> {
        let row = |name: &str, [what, how]: [String; 2], place| [name.to_owned(), what, how, place];
        let lines = self
            .lines
            .iter()
            .map(|line| row(&line.of.name, line.of.cells(line.status), line.of.place()));
        let marks = self.marks.iter().filter(|mark| !mark.of.crowd);
        let marks =
            marks.map(|mark| row(&mark.of.name, mark.of.cells(mark.kind), position_text(mark.at)));
        lines.chain(marks).collect()
    }

    /// Returns a sentence for those who cannot see the map.
    pub(super) fn says(&self, span: &Span) -> String {
        let marks = words::count(self.marks.len(), "mark");
        format!("As it stood on {}: {marks}.", words::day_hour(self.now, span))
    }
}
