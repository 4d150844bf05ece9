//! The chronicle: what happened, day by day, in words.

use std::io;

use super::{
    Printer,
    folds::Folds,
    outcomes::{markers, value_text, was_text},
    quotes::{cite_text, quoted, speaker},
    style::{self, styled},
    words,
};
use crate::{
    run::{Finished, Pending, Tally, digest},
    scenario::format::{HistoryChoice, Part, Question, Side},
    world::{Event, Known, Log, Model, Time, event_text},
};

/// The blanks under which what belongs to a line is set.
const INDENT: &str = "        ";

/// Tells a log as it grows.
pub(super) struct Chronicle<'a> {
    part: &'a Part,
    model: &'a Model,
    told: usize,
    day: String,
    zone: String,
    hour: String,
    waiting: Option<Waiting>,
    folds: Folds,
    /// When the last event was put by to be told together with others.
    folded: Option<Time>,
    open: Option<Vec<bool>>,
    reader: Reader,
}

/// To whom it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// One who looks on: options have ids, and history's answer stands beside another.
    Onlooker,
    /// One who decides: options are numbered, and history's answer is kept back.
    Player,
    /// One who decides with the options before their eyes.
    Screen,
}

/// Events that only the narrator knows of: a reader is not to be told.
const HIDDEN: &[&str] = &["truth"];

/// A line that may have to be said more than once: then it is said how often.
struct Waiting {
    at: Time,
    text: String,
    times: usize,
}

impl<'a> Chronicle<'a> {
    /// Begins a chronicle.
    pub(super) fn new(part: &'a Part, model: &'a Model) -> Chronicle<'a> {
        let [day, zone, hour] = [const { String::new() }; 3];
        Chronicle {
            part,
            model,
            told: 0,
            day,
            zone,
            hour,
            waiting: None,
            folds: Folds::default(),
            folded: None,
            open: None,
            reader: Reader::Onlooker,
        }
    }

    /// Tells it to one who decides.
    pub(super) fn for_player(self) -> Self {
        Chronicle { reader: Reader::Player, ..self }
    }

    /// Tells it to one who decides, where what can be chosen stands beside it.
    pub(super) fn for_screen(self) -> Self {
        Chronicle { reader: Reader::Screen, ..self }
    }

    /// Prints what the scenario is.
    pub(super) fn open(&self, out: &mut Printer, seed: u64) -> io::Result<()> {
        if let Some(head) = &self.part.scenario {
            out.paragraph("", &head.title, style::HEADING)?;
        }
        let branch = self.part.branches.iter().find(|branch| branch.id == self.model.branch);
        let title = branch.map_or("", |branch| branch.title.as_str());
        let text = format!("Branch {}: {title}. Seed {seed}.", self.model.branch);
        out.paragraph("", &text, style::DIM)
    }

    /// Prints what has happened since the last time, up to the question that waits, if one does.
    pub(super) fn tell(
        &mut self,
        out: &mut Printer,
        log: &Log,
        pending: Option<&Pending>,
    ) -> io::Result<()> {
        self.open = pending.map(|p| p.options.iter().map(|(_, open)| *open).collect());
        let new = log.events().get(self.told..).unwrap_or_default();
        self.told += new.len();
        for event in new.iter().filter(|event| !HIDDEN.contains(&event.key.verb)) {
            self.take(out, event)?;
        }
        self.say_waiting(out)?;
        out.flush()
    }

    /// Prints what an actor has come to know, up to the question that waits, if one does.
    pub(super) fn tell_known(
        &mut self,
        out: &mut Printer,
        log: &Log,
        known: &[Known],
        pending: Option<&Pending>,
    ) -> io::Result<()> {
        self.open = pending.map(|p| p.options.iter().map(|(_, open)| *open).collect());
        for Known { event, at } in known {
            let Some(event) = log.event(*event) else { continue };
            if event.key.verb == "ask" {
                self.end_day(out)?;
            }
            if event.at == *at {
                self.take(out, event)?;
            } else if let Some(text) = event_text(event, &self.model.things) {
                let since = words::day_month(event.at, &self.model.span);
                let hour = words::hour(event.at, &self.model.span);
                let text = format!("{text} (word of {since}, {hour})");
                let mut late = event.clone();
                late.at = *at;
                self.event(out, &late, text)?;
            }
        }
        self.end_day(out)?;
        out.flush()
    }

    /// Tells one event, now or together with others of its day.
    fn take(&mut self, out: &mut Printer, event: &Event) -> io::Result<()> {
        if words::day(event.at, &self.model.span) != self.day {
            self.end_day(out)?;
        }
        if self.folds.take(event, &self.model.things) {
            self.folded = Some(event.at);
            return Ok(());
        }
        match event_text(event, &self.model.things) {
            Some(text) => self.event(out, event, text),
            None => Ok(()),
        }
    }

    /// Says in short what was held back of a day.
    pub(super) fn end_day(&mut self, out: &mut Printer) -> io::Result<()> {
        self.say_waiting(out)?;
        self.say_passes(out)?;
        let (hails, moves) = (self.folds.hails(&self.model.things), self.folds.moves());
        let folded = self.folded.take().filter(|_| !hails.is_empty() || moves.is_some());
        if let Some(at) = folded {
            self.turn_to(out, at)?;
        }
        for hails in hails {
            out.paragraph(INDENT, &hails, style::PLAIN)?;
        }
        if let Some(moves) = moves {
            out.paragraph(INDENT, &moves, style::DIM)?;
        }
        Ok(())
    }

    fn say_passes(&mut self, out: &mut Printer) -> io::Result<()> {
        for (at, text) in self.folds.passes(&self.model.things) {
            self.line(out, at, &text, false)?;
        }
        Ok(())
    }

    fn event(&mut self, out: &mut Printer, event: &Event, text: String) -> io::Result<()> {
        if let Some(waiting) = &mut self.waiting {
            let same_day =
                words::day(waiting.at, &self.model.span) == words::day(event.at, &self.model.span);
            if waiting.text == text && same_day && !event.marked {
                waiting.times += 1;
                return Ok(());
            }
        }
        self.say_waiting(out)?;
        self.say_passes(out)?;
        if !event.marked {
            self.waiting = Some(Waiting { at: event.at, text, times: 1 });
            return Ok(());
        }
        self.line(out, event.at, &text, true)?;
        let thing = &self.model.things[event.key.who.thing.index()];
        let question = self.part.questions.iter().find(|question| question.id == thing.id);
        match (event.key.verb, question) {
            ("ask", Some(_)) if self.reader == Reader::Screen => Ok(()),
            ("ask", Some(question)) => self.question(out, question),
            ("answer", Some(question)) => self.answer(out, question, event),
            _ => Ok(()),
        }
    }

    fn say_waiting(&mut self, out: &mut Printer) -> io::Result<()> {
        let Some(waiting) = self.waiting.take() else { return Ok(()) };
        let text = match waiting.times {
            1 => waiting.text,
            times => format!("{} ({times} times)", waiting.text),
        };
        self.line(out, waiting.at, &text, false)
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

    /// Prints the record's words on a question, and what is argued for and against each option.
    fn question(&self, out: &mut Printer, question: &Question) -> io::Result<()> {
        for quote in question.cite.iter().filter_map(|cite| quoted(self.part, cite)) {
            out.paragraph(INDENT, &quote, style::QUOTE)?;
        }
        for (i, option) in question.options.iter().enumerate() {
            let closed = self.open.as_ref().is_some_and(|open| open.get(i) == Some(&false));
            let (note, shade) =
                if closed { (", not open now", style::DIM) } else { ("", style::PLAIN) };
            if self.reader == Reader::Player {
                let text = format!("{}{note}", option.title);
                out.paragraph(&format!("{INDENT}{}  ", i + 1), &text, shade)?;
            } else {
                let text = format!("{} [{}]{note}", option.title, option.id);
                out.paragraph(&format!("{INDENT}- "), &text, shade)?;
            }
            for argument in &option.arguments {
                let side = match argument.side {
                    Side::For => "for",
                    Side::Against => "against",
                };
                let by = speaker(self.part, &argument.by);
                let text = format!("{by} {side}: {}", argument.says);
                out.paragraph(&format!("{INDENT}    "), &text, style::DIM)?;
            }
        }
        Ok(())
    }

    /// Says what history answered, where this world answered otherwise.
    fn answer(&self, out: &mut Printer, question: &Question, event: &Event) -> io::Result<()> {
        let chosen = event.key.with.map(|option| &self.model.things[option.thing.index()].id);
        let HistoryChoice::Chose(history) = &question.history else { return Ok(()) };
        if chosen == Some(history) || self.reader != Reader::Onlooker {
            return Ok(());
        }
        let option = question.options.iter().find(|option| option.id == *history);
        let text = option.map_or("", |option| option.title.as_str());
        out.paragraph(INDENT, &format!("History: {text}."), style::DIM)
    }

    /// Prints the end, the outcomes beside history's, what the run rests on, and the digest.
    pub(super) fn close(&self, out: &mut Printer, run: &Finished) -> io::Result<()> {
        let things = &self.model.things;
        out.line("")?;
        if let Some((end, reached)) = &run.end {
            let info = &things[end.index()];
            let at = words::moment(reached.at, &self.model.span);
            out.paragraph("", &format!("The end: {}", info.title), style::HEADING)?;
            let says = self.part.ends.iter().find(|end| end.id == info.id);
            out.paragraph("  ", says.map_or("", |end| &end.says), style::PLAIN)?;
            out.paragraph("  ", &at, style::DIM)?;
        }
        out.line("")?;
        out.line(&styled(style::HEADING, "Outcomes"))?;
        let place = |id: &str| self.part.outcomes.iter().position(|outcome| outcome.id == id);
        let mut outcomes = run.outcomes.clone();
        outcomes.sort_by_key(|outcome| place(&things[outcome.outcome.index()].id));
        for outcome in &outcomes {
            let info = &things[outcome.outcome.index()];
            let value = value_text(self.part, self.model, outcome);
            out.paragraph("  ", &format!("{}: {value}", info.title), style::PLAIN)?;
            for marker in markers(self.part, &info.id) {
                let cites: Vec<_> = marker.cite.iter().map(|c| cite_text(self.part, c)).collect();
                let set = if marker.set_by.is_empty() { "" } else { "; it set an assumption" };
                let was = was_text(self.model, &marker.was);
                let text = format!("history: {was} ({}{set})", cites.join("; "));
                out.paragraph("      ", &text, style::DIM)?;
            }
        }
        out.line("")?;
        let Tally { quoted, published, disputed, assumed } = Tally::of(self.model, &run.log);
        let all = quoted + published + disputed + assumed;
        let text = format!(
            "Rests on {all} facts: {quoted} quoted, {published} published, {disputed} disputed, \
             {assumed} assumed."
        );
        out.paragraph("", &text, style::PLAIN)?;
        let events = words::count(run.log.events().len(), "event");
        out.line(&styled(style::DIM, &format!("{events}, digest:")))?;
        out.line(&styled(style::DIM, &digest(self.model, &run.log)))
    }
}
