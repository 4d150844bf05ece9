//! The chronicle: what happened, day by day, in words.

mod brief;
mod ending;
mod lines;

use std::{collections::BTreeSet, io};

use super::{
    Printer,
    style::{self, styled},
    words,
};
use excomm_engine::{
    run::Pending,
    world::{Known, Log, Model, Time},
};
use excomm_scenario::format::Part;

use brief::Brief;
pub(super) use brief::{chosen, is_routine};
pub use lines::{Lines, Told};

/// The blanks under which what belongs to a line is set.
const INDENT: &str = "        ";

/// Tells a log as it grows.
pub struct Chronicle<'a> {
    part: &'a Part,
    model: &'a Model,
    lines: Lines<'a>,
    day: String,
    zone: String,
    hour: String,
    reader: Reader,
    brief: Brief,
    /// Who has been introduced.
    known: BTreeSet<String>,
}

/// To whom it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// One who looks on: options have ids, and history's answer stands beside another.
    Onlooker,
    /// One in a hurry: what happens every day is only counted, and of decisions the answers are told.
    Hurried,
    /// One who decides: options are numbered, and history's answer is kept back.
    Player,
    /// One who decides with the options before their eyes.
    Screen,
}

impl<'a> Chronicle<'a> {
    /// Begins a chronicle.
    #[must_use]
    pub fn new(part: &'a Part, model: &'a Model) -> Chronicle<'a> {
        let [day, zone, hour] = [const { String::new() }; 3];
        let (lines, reader) = (Lines::new(part, model), Reader::Onlooker);
        let (brief, known) = (Brief::default(), BTreeSet::new());
        Chronicle { part, model, lines, day, zone, hour, reader, brief, known }
    }

    /// Tells it in brief: without daily routine, and of decisions what was decided.
    #[must_use]
    pub fn in_brief(self) -> Self {
        Chronicle { reader: Reader::Hurried, ..self }
    }

    /// Tells it to one who decides.
    #[must_use]
    pub fn for_player(self) -> Self {
        Chronicle { reader: Reader::Player, ..self }
    }

    /// Tells it to one who decides, where what can be chosen stands beside it.
    #[must_use]
    pub fn for_screen(self) -> Self {
        Chronicle { reader: Reader::Screen, ..self }
    }

    /// Prints what the scenario is.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn open(&self, out: &mut Printer, seed: u64) -> io::Result<()> {
        let head = self.part.scenario.as_ref();
        if let Some(head) = head {
            out.paragraph("", &head.title, style::HEADING)?;
        }
        let branch = self.part.branch(&self.model.branch);
        let title = branch.map_or("", |branch| branch.title.as_str());
        if self.reader != Reader::Hurried {
            let text = format!("Branch {}: {title}. Seed {seed}.", self.model.branch);
            return out.paragraph("", &text, style::DIM);
        }
        if let Some(head) = head {
            out.paragraph("", &head.about, style::PLAIN)?;
        }
        let text = format!(
            "What follows is one of many possible worlds (seed {seed}, branch `{}`: {title}). A star marks a \
             decision: `excomm questions` lists what could be decided otherwise.",
            self.model.branch
        );
        out.paragraph("", &text, style::DIM)
    }

    /// Prints what has happened since the last time, up to the question that waits, if one does.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn tell(
        &mut self,
        out: &mut Printer,
        log: &Log,
        pending: Option<&Pending>,
    ) -> io::Result<()> {
        let told = self.lines.take(log, pending);
        self.print_some(out, log, told)?;
        out.flush()
    }

    /// Prints what an actor has come to know, up to the question that waits, if one does.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn tell_known(
        &mut self,
        out: &mut Printer,
        log: &Log,
        known: &[Known],
        pending: Option<&Pending>,
    ) -> io::Result<()> {
        let told = self.lines.take_known(log, known, pending);
        self.print(out, told)?;
        out.flush()
    }

    /// Says in short what was held back of a day.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn end_day(&mut self, out: &mut Printer, log: &Log) -> io::Result<()> {
        let told = self.lines.end_day();
        self.print_some(out, log, told)
    }

    fn print_some(&mut self, out: &mut Printer, log: &Log, told: Vec<Told>) -> io::Result<()> {
        if self.reader != Reader::Hurried {
            return self.print(out, told);
        }
        let mut told = self.brief.of(self.part, self.model, log, told);
        for told in &mut told {
            self.introduce(told);
        }
        self.print(out, told)
    }

    /// Says who somebody is, where a line names them for the first time.
    fn introduce(&mut self, told: &mut Told) {
        let Told::Line { text, .. } = told else { return };
        for person in &self.part.people {
            let Some(who) = &person.who else { continue };
            let named = words::find_name(text, &person.title);
            if let Some(end) = named.filter(|_| self.known.insert(person.id.clone())) {
                text.insert_str(end, &format!(" ({who})"));
            }
        }
    }

    fn print(&mut self, out: &mut Printer, told: Vec<Told>) -> io::Result<()> {
        for told in told {
            match told {
                Told::Line { at, text, marked, .. } => self.line(out, at, &text, marked)?,
                Told::Quote(_) | Told::Option { .. } | Told::Argument(_)
                    if self.reader == Reader::Screen => {}
                Told::Quote(text) => out.paragraph(INDENT, &text, style::QUOTE)?,
                Told::Option { place, title, id, open } => {
                    let (note, shade) =
                        if open { ("", style::PLAIN) } else { (", not open now", style::DIM) };
                    let (begin, text) = match self.reader {
                        Reader::Player => (format!("{INDENT}{}  ", place + 1), title),
                        _ => (format!("{INDENT}- "), format!("{title} [{id}]")),
                    };
                    out.paragraph(&begin, &(text + note), shade)?;
                }
                Told::Argument(text) => {
                    out.paragraph(&format!("{INDENT}    "), &text, style::DIM)?;
                }
                Told::History(text) => {
                    if matches!(self.reader, Reader::Onlooker | Reader::Hurried) {
                        out.paragraph(INDENT, &text, style::DIM)?;
                    }
                }
                Told::Moves { at, text, .. } => {
                    at.map_or(Ok(()), |at| self.turn_to(out, at))?;
                    out.paragraph(INDENT, &text, style::DIM)?;
                }
                Told::Also { at, text, .. } => {
                    at.map_or(Ok(()), |at| self.turn_to(out, at))?;
                    out.paragraph(INDENT, &text, style::PLAIN)?;
                }
            }
        }
        Ok(())
    }

    /// Prints the heading of a day, if it is a new one.
    fn turn_to(&mut self, out: &mut Printer, at: Time) -> io::Result<()> {
        let day = words::day(at, &self.model.span);
        if day != self.day {
            out.line("")?;
            let zone = words::zone(at, &self.model.span);
            let note = if zone == self.zone { String::new() } else { format!("  ({zone})") };
            let gap = if day.len() + note.len() > out.width() { "\n" } else { "" };
            let heading = styled(style::HEADING, &day);
            out.line(&format!("{heading}{gap}{}", styled(style::DIM, &note)))?;
            self.zone = zone;
            self.day = day;
            self.hour.clear();
        }
        Ok(())
    }

    /// Prints a line, under the heading of its day and after its hour if it is a new one.
    fn line(&mut self, out: &mut Printer, at: Time, text: &str, marked: bool) -> io::Result<()> {
        self.turn_to(out, at)?;
        let hour = words::hour(at, &self.model.span);
        let shown = if hour == self.hour { "     " } else { &hour };
        let (mark, style) = if marked { ('*', style::MARKED) } else { (' ', style::PLAIN) };
        out.paragraph(&format!("{shown} {mark} "), text, style)?;
        self.hour = hour;
        Ok(())
    }
}
