//! A judged decision in a few lines, for one who has just made many.

use std::io;

use super::{
    Judgement,
    verdict::{Place, Standing},
};
use crate::{Printer, effects::Measured, style, words};
use excomm_engine::world::OutcomeId;

impl Judgement<'_> {
    /// Prints what was chosen, whether it was a good choice by each outcome, and whether what came was luck.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn in_brief(&self, out: &mut Printer) -> io::Result<()> {
        out.paragraph("", &self.question.title, style::HEADING)?;
        let title = |option: usize| self.option(self.judged.options[option].option);
        let history = match self.judged.history {
            Some(option) if option == self.judged.chosen => "; so did history".to_owned(),
            Some(option) => format!("; in history, {}", title(option)),
            None => String::new(),
        };
        let (decider, at) = (self.decider(), words::day_month(self.judged.at, &self.model.span));
        let chosen = title(self.judged.chosen);
        let text = format!("{at}: {decider} {chosen}{history}.");
        out.paragraph("  ", &words::capital(&text), style::PLAIN)?;
        let own = |outcome: &&OutcomeId| {
            let measured = Measured::new(self.part, self.model, **outcome);
            measured.whom().is_some_and(|(_, whom)| whom == decider)
        };
        for &outcome in self.shown.iter().filter(own) {
            let measured = Measured::new(self.part, self.model, outcome);
            let said = self.verdict_texts(&measured, outcome).join(" ");
            out.paragraph("  ", &format!("{}: {said}", measured.outcome.title), style::PLAIN)?;
        }
        let worlds = words::thousands(self.judged.design.runs);
        let text = format!(
            "Judged in {worlds} worlds that {decider} could not tell from this one, with the same luck for \
             each option. `--detail` shows each option, and how sure that is."
        );
        out.paragraph("  ", &text, style::DIM)
    }

    /// Prints by which outcomes a decision stands out; returns whether it does by any.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn brief(&self, number: usize, out: &mut Printer) -> io::Result<bool> {
        let said = self.standings();
        if said.is_empty() {
            return Ok(false);
        }
        let at = words::day_month(self.judged.at, &self.model.span);
        let text = format!("{} ({at})", self.question.title);
        out.paragraph(&format!("{number:>3}. "), &text, style::MARKED)?;
        let chosen = self.option(self.judged.options[self.judged.chosen].option);
        out.paragraph("     ", &format!("You: {chosen}."), style::PLAIN)?;
        for text in said {
            out.paragraph("     ", &text, style::PLAIN)?;
        }
        Ok(true)
    }

    /// Says by which of the decider's own outcomes the choice stands out.
    fn standings(&self) -> Vec<String> {
        let mut said = Vec::new();
        for &outcome in self.shown {
            let measured = Measured::new(self.part, self.model, outcome);
            let own = measured.whom().filter(|(_, whom)| *whom == self.decider());
            let Some((better, _)) = own else { continue };
            let name = format!("\u{201c}{}\u{201d}", measured.outcome.title);
            match self.standing(&measured, outcome, better) {
                Some(Standing { place: Place::Best, title, apart }) => said.push(format!(
                    "A good decision by {name}: the next best, \u{201c}{title}\u{201d}, means {apart}."
                )),
                Some(Standing { place: Place::Behind, title, apart }) => said.push(format!(
                    "Not the best by {name}: \u{201c}{title}\u{201d} means {apart}."
                )),
                Some(Standing { place: Place::Level, .. }) | None => {}
            }
        }
        said
    }

    /// Prints what came in this world, and how lucky that was among worlds with the same choice.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn luck(&self, out: &mut Printer) -> io::Result<()> {
        for &outcome in self.shown {
            let measured = Measured::new(self.part, self.model, outcome);
            if let Some(text) = self.came(&measured, outcome) {
                let text = format!("{}. {text}", measured.outcome.title);
                out.paragraph("  - ", &text, style::PLAIN)?;
            }
        }
        Ok(())
    }
}
