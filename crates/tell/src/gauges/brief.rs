//! Gauges of honesty in brief: of ten parts, how many are guesses, disputed, luck.

use std::io;

use super::{Gauged, Gauges, Told};
use crate::{Printer, headlines::parts, style, weights::tell_failed, words};
use excomm_lab::Gauge;

/// Into so many parts the spread is shared out.
const PARTS: u64 = 10;

impl Told<'_> {
    /// Prints in a dozen lines what the answers rest on.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn print_brief(&self, gauges: &[Gauges], out: &mut Printer) -> io::Result<()> {
        let (title, pair) = if self.paired() {
            (format!("{} against {}", self.title(1), self.title(0)), "pair of worlds")
        } else {
            (self.title(0), "world")
        };
        out.paragraph("", &format!("What do the answers rest on? {title}"), style::HEADING)?;
        tell_failed(self.failed(), out)?;
        let text = format!("Of ten parts of what sets one {pair} apart from another:");
        out.paragraph("", &text, style::PLAIN)?;
        for known in gauges {
            let title = &self.measured(known.outcome).outcome.title;
            let text = match &known.one_world {
                Gauged::Known(gauge) => ten(gauge),
                other => other.excuse(&self.plan).unwrap_or_default(),
            };
            let text = match &known.answer {
                Gauged::Known(gauge) => format!("{text}; with luck averaged out, {}", ten(gauge)),
                _ => text,
            };
            out.paragraph("  ", &format!("{title}: {text}."), style::PLAIN)?;
        }
        let worlds = words::thousands(self.plan.worlds());
        let text = format!(
            "What is quoted, published or set by definition stands as it is. What the rules leave out is in no part. \
             {worlds} worlds were played; `--detail` says how sure that is."
        );
        out.paragraph("", &text, style::DIM)
    }
}

/// Returns of ten parts how many come from what: `4 guesses, 6 luck`.
fn ten(gauge: &Gauge) -> String {
    let luck = gauge.luck.map_or(0.0, |luck| luck.value);
    let shares = [gauge.assumed.value, gauge.disputed.value, luck];
    let counts = shares.map(|share| libm::round(share.clamp(0.0, 1.0) * 1e6) as u64);
    let names = ["guesses", "disputed sources", "luck"];
    let told = parts(counts, PARTS).into_iter().zip(names).filter(|(part, _)| *part > 0);
    let told: Vec<String> = told
        .map(
            |(part, name)| {
                if part == PARTS { format!("all {name}") } else { format!("{part} {name}") }
            },
        )
        .collect();
    told.join(", ")
}
