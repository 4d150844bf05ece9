//! What outcomes hang on, in brief: the few inputs that matter most.

use std::io;

use super::{Asked, Found, Method, Weight, Weights, tell_failed};
use crate::{Printer, effects::Measured, style, words};

/// So many inputs are told of each outcome.
const TOLD: usize = 3;

impl Weights {
    /// Prints in a dozen lines what the outcomes hang on.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn print_brief(&self, asked: &Asked, out: &mut Printer) -> io::Result<()> {
        let branch = asked.part.branch(&asked.model.branch);
        let title = branch.map_or("", |branch| branch.title.as_str());
        out.paragraph("", &format!("What does it hang on? {title}"), style::HEADING)?;
        tell_failed(self.failed, out)?;
        let how = match self.method {
            Method::Sobol(_) => {
                "Of a hundred parts of what sets worlds apart, so many have to do with:"
            }
            Method::Morris(_) => {
                "Moved from its lowest to its highest value, one thing at a time, most is done by:"
            }
        };
        out.paragraph("", how, style::PLAIN)?;
        for (&outcome, found) in asked.outcomes.iter().zip(&self.found) {
            let measured = Measured::new(asked.part, asked.model, outcome);
            let text = match found {
                Found::Still => "it never varies".to_owned(),
                Found::Few(few, _) => format!(
                    "it comes out otherwise in only {} of {} worlds, too few to tell",
                    few.otherwise,
                    words::thousands(few.of)
                ),
                Found::Known(found) => self.most(asked, &measured, found),
            };
            out.paragraph("  ", &format!("{}: {text}.", measured.outcome.title), style::PLAIN)?;
        }
        let text = format!(
            "Where two things work together, both count. What the rules leave out is in no part. {} \
             worlds were played; `--detail` names all, with source and computing error.",
            words::thousands(self.worlds)
        );
        out.paragraph("", &text, style::DIM)
    }

    /// Returns the inputs that matter most, and how much.
    fn most(&self, asked: &Asked, measured: &Measured, found: &[Weight]) -> String {
        let told = found.iter().take(TOLD).filter(|weight| weight.measures[0].value > 0.0);
        let told = told.map(|weight| {
            let name = self.label(asked, weight.input);
            let much = weight.measures[0].value;
            match self.method {
                Method::Sobol(_) => format!("{:.0} {name}", 100.0 * much),
                Method::Morris(_) => {
                    let moves = measured.difference(much);
                    format!("{name} ({})", moves.trim_start_matches('+'))
                }
            }
        });
        told.collect::<Vec<_>>().join("; ")
    }
}
