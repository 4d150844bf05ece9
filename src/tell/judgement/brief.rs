//! A judged decision in a few lines, for one who has just made many.

use std::io;

use super::Judgement;
use crate::{
    scenario::format::Gain,
    tell::{Printer, effects::Measured, style, words},
};

impl Judgement<'_> {
    /// Prints the decision, what was chosen, and a verdict by each outcome that is shown.
    pub(in crate::tell) fn brief(&self, number: usize, out: &mut Printer) -> io::Result<()> {
        let at = words::day_month(self.judged.at, &self.model.span);
        let text = format!("{} ({at})", self.question.title);
        out.paragraph(&format!("{number:>2}. "), &text, style::MARKED)?;
        let chosen = self.option(self.judged.options[self.judged.chosen].option);
        out.paragraph("      ", &format!("You: {chosen}."), style::PLAIN)?;
        for &place in self.shown {
            let Some(measured) = Measured::new(self.part, self.model, self.names[place]) else {
                continue;
            };
            let title = &measured.outcome.title;
            out.paragraph("      ", &format!("By \u{201c}{title}\u{201d}:"), style::PLAIN)?;
            for (i, option) in self.judged.options.iter().enumerate() {
                let prospect = self.judged.prospect(self.model, i, place);
                let Some(bands) = prospect.and_then(|prospect| prospect.mean) else { continue };
                let mean = measured.mean(bands.answer.value);
                let mean = match measured.outcome.is {
                    Gain::Ever(_) => format!("in {mean} of worlds"),
                    _ => format!("{mean} on average"),
                };
                let mark = if i == self.judged.chosen { " (your choice)" } else { "" };
                let text = format!("{}{mark}: {mean}", self.option(option.option));
                out.paragraph("      - ", &text, style::DIM)?;
            }
            self.verdict(&measured, place, out)?;
        }
        Ok(())
    }
}
