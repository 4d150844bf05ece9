//! The end of a chronicle: how it ended, what came of it beside history, what nobody could know.

use std::io;

use super::{Chronicle, Reader, lines::HIDDEN};
use crate::{
    Printer,
    outcomes::{markers, value_text, was_text},
    quotes::{self, cite_text},
    style::{self, styled},
    words,
};
use excomm_engine::{
    run::{Finished, OutcomeValue, Tally, Value, digest},
    world::{Verb, event_text},
};
use excomm_scenario::format::{Gain, Outcome, Quantity};

impl Chronicle<'_> {
    /// Prints how it ended.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn end(&self, out: &mut Printer, run: &Finished) -> io::Result<()> {
        out.line("")?;
        let Some((end, reached)) = &run.end else { return Ok(()) };
        let info = &self.model.things[end.index()];
        let at = words::moment(reached.at, &self.model.span);
        out.paragraph("", &format!("The end: {}", info.title), style::HEADING)?;
        let says = self.part.end(&info.id);
        out.paragraph("  ", says.map_or("", |end| &end.says), style::PLAIN)?;
        out.paragraph("  ", &at, style::DIM)?;
        out.line("")
    }

    /// Prints the outcomes beside history's, and what the run rests on; to a reader in a hurry the
    /// outcomes that the branch is about, and what nobody in this world could know.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn close(&self, out: &mut Printer, run: &Finished) -> io::Result<()> {
        let hurried = self.reader == Reader::Hurried;
        let heading = if hurried { "What came of it" } else { "Outcomes" };
        out.line(&styled(style::HEADING, heading))?;
        let about = self.part.branch(&self.model.branch).map(|branch| &branch.about);
        let shown = |id: &String| {
            !hurried || about.is_none_or(|all| all.iter().any(|about| about.0 == *id))
        };
        let (told, more): (Vec<_>, Vec<_>) = self.part.outcomes.iter().partition(|o| shown(&o.id));
        for outcome in told {
            let Some(index) = self.model.find_outcome(&outcome.id) else { continue };
            self.outcome(out, run, outcome, &run.outcomes[index])?;
        }
        out.line("")?;
        if hurried {
            self.unknown(out, run)?;
            let more = words::count(more.len(), "more outcome");
            let lines = words::count(self.brief.spared, "line");
            let text = format!(
                "{more} and {lines} of routine and of arguments are left out: `--detail` tells all."
            );
            return out.paragraph("", &text, style::DIM);
        }
        let text = quotes::tally(&Tally::of(self.model, &run.log));
        out.paragraph("", &format!("Rests on {text}."), style::PLAIN)?;
        let events = words::count(run.log.events().len(), "event");
        out.line(&styled(style::DIM, &format!("{events}, digest:")))?;
        out.line(&styled(style::DIM, &digest(self.model, &run.log)))
    }

    fn outcome(
        &self,
        out: &mut Printer,
        run: &Finished,
        outcome: &Outcome,
        value: &OutcomeValue,
    ) -> io::Result<()> {
        let hurried = self.reader == Reader::Hurried;
        let text = match value.value {
            Value::Date(None) if hurried => {
                let last = run.end.as_ref().map_or(self.model.span.end, |(_, reached)| reached.at);
                format!("not by {}", words::day_month(last, &self.model.span))
            }
            _ => value_text(self.model, value) + &self.of(outcome),
        };
        out.paragraph("  ", &format!("{}: {text}", outcome.title), style::PLAIN)?;
        for marker in markers(self.part, &outcome.id) {
            let was = was_text(self.model, marker);
            let cites: Vec<_> = marker.cite.iter().map(|c| cite_text(self.part, c)).collect();
            let set = if marker.set_by.is_empty() { "" } else { "; it set an assumption" };
            let text = match self.reader {
                Reader::Hurried => format!("in history: {was}"),
                _ => format!("in history: {was} ({}{set})", cites.join("; ")),
            };
            out.paragraph("      ", &text, style::DIM)?;
        }
        Ok(())
    }

    /// Returns of how much a level is, if its gauge has ends: ` of 120`.
    fn of(&self, outcome: &Outcome) -> String {
        let (Gain::Peak(Quantity::Gauge(of)) | Gain::Count(Quantity::Gauge(of))) = &outcome.is
        else {
            return String::new();
        };
        let gauge = self.part.gauge(&of.0);
        let within = gauge.and_then(|gauge| gauge.within);
        within.map_or(String::new(), |(_, most)| format!(" of {}", words::number(most)))
    }

    /// Prints what stood in this world, and nobody in it could know.
    fn unknown(&self, out: &mut Printer, run: &Finished) -> io::Result<()> {
        let hidden = run.log.events().iter().filter(|event| HIDDEN.contains(&event.key.verb));
        let says = hidden.filter_map(|event| {
            let text = event_text(event, &self.model.things)?;
            let day = words::day_month(event.at, &self.model.span);
            let is_truth = event.key.verb == Verb::Truth;
            Some(if is_truth { text } else { format!("{day}: {text}") })
        });
        let says: Vec<String> = says.collect();
        if says.is_empty() {
            return Ok(());
        }
        out.line(&styled(
            style::HEADING,
            "What was so in this world, whether anybody learnt of it or not",
        ))?;
        for says in says {
            out.paragraph("  ", &says, style::PLAIN)?;
        }
        out.line("")
    }
}
