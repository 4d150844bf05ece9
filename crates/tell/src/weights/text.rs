//! What outcomes hang on, in words.

use std::io;

use super::{Asked, Found, Method, Weight, Weights, tell_failed};
use crate::{
    Printer,
    effects::{Measured, percents},
    quotes::{range, source_of},
    style, words,
};
use excomm_engine::world::Uncertain;
use excomm_lab::{Input, Screening, stats::Estimate};

/// Inputs with a smaller share of the variance are told in one paragraph.
const LITTLE: f64 = 0.01;

/// Of the walks of Morris, so many inputs are told.
const TOLD: usize = 15;

impl Weights {
    /// Prints it.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn print(&self, asked: &Asked, out: &mut Printer) -> io::Result<()> {
        let branch = asked.part.branch(&asked.model.branch);
        let title = branch.map_or("", |branch| branch.title.as_str());
        out.paragraph("", &format!("{title} ({})", asked.model.branch), style::HEADING)?;
        out.paragraph("  ", &self.design(), style::DIM)?;
        tell_failed(self.failed, out)?;
        if let Some(text) = self.chosen() {
            out.paragraph("  ", &text, style::DIM)?;
        }
        out.line("")?;
        out.paragraph("", self.method.meaning(), style::PLAIN)?;
        for (&outcome, found) in asked.outcomes.iter().zip(&self.found) {
            let measured = Measured::new(asked.part, asked.model, outcome);
            out.line("")?;
            let title = &measured.outcome.title;
            out.paragraph("", &format!("{title}: what it hangs on"), style::MARKED)?;
            match found {
                Found::Still => {
                    out.paragraph("  ", "It never varies: it hangs on nothing.", style::PLAIN)?;
                }
                Found::Few(few, worlds) => {
                    let text = format!(
                        "It comes out otherwise in only {} of {} worlds: too few to tell what it hangs \
                         on. About `--rows {}` would do: {} worlds.",
                        few.otherwise,
                        words::thousands(few.of),
                        few.rows,
                        words::thousands(*worlds)
                    );
                    out.paragraph("  ", &text, style::PLAIN)?;
                }
                Found::Known(found) => match self.method {
                    Method::Sobol(_) => self.tell_shares(asked, found, out)?,
                    Method::Morris(_) => self.tell_effects(asked, &measured, found, out)?,
                },
            }
        }
        out.line("")
    }

    /// Says how it was chosen which inputs stand by themselves.
    fn chosen(&self) -> Option<String> {
        let (alone, others) = (self.inputs.alone.len(), self.inputs.others.len());
        let others = words::thousands(others as u64);
        match self.screening {
            Screening::None => None,
            Screening::ByName if self.inputs.others.is_empty() => None,
            Screening::ByName => Some(format!(
                "{} apart, as asked; the other {others} things we do not know are drawn \
                 together",
                words::count(alone, "input")
            )),
            Screening::Morris { walks, worlds, of } => Some(format!(
                "screened first by Morris: {walks} walks through all {} things we do not know, {} \
                 worlds; the {} that moved these outcomes most {} apart, the other {others} are drawn \
                 together",
                words::thousands(of as u64),
                words::thousands(worlds),
                words::count(alone, "input"),
                if alone == 1 { "stands" } else { "stand" }
            )),
        }
    }

    fn tell_shares(&self, asked: &Asked, found: &[Weight], out: &mut Printer) -> io::Result<()> {
        let (much, little): (Vec<&Weight>, Vec<&Weight>) =
            found.iter().partition(|hinge| hinge.measures[0].value >= LITTLE);
        for (rank, hinge) in (1..).zip(much) {
            let [total, first] = [0, 1].map(|i| hinge.measures[i]);
            let text = format!("{}: {}", self.label(asked, hinge.input), shares(hinge));
            out.paragraph(&format!("{rank:4}. "), &text, style::PLAIN)?;
            tell_source(asked, hinge.input, out)?;
            let text = format!(
                "computing error: {} alone, {} with others",
                percents(first.interval),
                percents(total.interval)
            );
            out.paragraph("        ", &text, style::DIM)?;
        }
        self.tell_little(asked, &little, out)?;
        let alone: f64 = found.iter().map(|hinge| hinge.measures[1].value).sum();
        let text = if alone < 1.0 {
            format!(
                "Alone they make {} of the variance, together the other {}.",
                words::percent(alone),
                words::percent(1.0 - alone)
            )
        } else {
            "Alone they make all of the variance, within computing error.".to_owned()
        };
        out.paragraph("      ", &text, style::PLAIN)
    }

    /// Tells of inputs that do little, and names those that do nothing.
    fn tell_little(&self, asked: &Asked, little: &[&Weight], out: &mut Printer) -> io::Result<()> {
        let (nothing, little): (Vec<&Weight>, Vec<&Weight>) =
            little.iter().partition(|hinge| hinge.measures.iter().all(|of| of.value == 0.0));
        let name = |hinge: &&Weight| self.name(asked.model, hinge.input);
        let little: Vec<String> =
            little.iter().map(|hinge| format!("{}: {}", name(hinge), shares(hinge))).collect();
        if !little.is_empty() {
            let text = format!("Little: {}.", little.join("; "));
            out.paragraph("      ", &text, style::DIM)?;
        }
        let nothing: Vec<&str> = nothing.iter().map(name).collect();
        if !nothing.is_empty() {
            let text = format!("Nothing at all in these worlds: {}.", nothing.join("; "));
            out.paragraph("      ", &text, style::DIM)?;
        }
        Ok(())
    }

    fn tell_effects(
        &self,
        asked: &Asked,
        measured: &Measured,
        found: &[Weight],
        out: &mut Printer,
    ) -> io::Result<()> {
        let moving = || found.iter().filter(|hinge| hinge.measures[0].value > 0.0);
        for (rank, hinge) in (1..).zip(moving().take(TOLD)) {
            let [size, push, varies] = [0, 1, 2].map(|i| hinge.measures[i]);
            let name = self.label(asked, hinge.input);
            let moves = measured.difference(size.value);
            let text = format!(
                "{name}: moves it by {}, {} on average",
                moves.trim_start_matches('+'),
                measured.difference(push.value)
            );
            out.paragraph(&format!("{rank:4}. "), &text, style::PLAIN)?;
            tell_source(asked, hinge.input, out)?;
            let text = format!(
                "computing error: {}, {}; from walk to walk its effect varies by {}",
                range_of(measured, size, true),
                range_of(measured, push, false),
                measured.difference(varies.value).trim_start_matches('+')
            );
            out.paragraph("        ", &text, style::DIM)?;
        }
        let moving = moving().count();
        let text = format!(
            "{} more moved it less; {} never moved it in these walks.",
            words::thousands(moving.saturating_sub(TOLD) as u64),
            words::thousands((found.len() - moving) as u64)
        );
        out.paragraph("      ", &text, style::DIM)
    }
}

impl Method {
    /// Says what the numbers mean.
    fn meaning(self) -> &'static str {
        match self {
            Method::Sobol(_) => {
                "Alone: the part of the outcome's variance that an input makes by itself. With others: \
                 all that it has a part in, so that these add up to more than 100 %. Computing errors \
                 are at most so large: rows are spread more evenly than independent draws, for which \
                 they are worked out, so that where luck has little part the shares are known better. \
                 What the rules leave out is no input."
            }
            Method::Morris(_) => {
                "How far an input moves the outcome when it goes all the way from its lowest to its \
                 highest value and all else stays, luck too; for luck, when another luck is drawn. \
                 What the rules leave out is no input."
            }
        }
    }
}

/// Says how an input is known.
fn tell_source(asked: &Asked, input: Input, out: &mut Printer) -> io::Result<()> {
    let Input::One(one) = input else { return Ok(()) };
    out.paragraph("        ", asked.model.path_of(one), style::DIM)?;
    let Uncertain::Fact(id) = one else { return Ok(()) };
    let fact = &asked.model.facts[id.0 as usize];
    let text = format!("{}: {}", range(fact), source_of(asked.part, fact));
    out.paragraph("        ", &text, style::DIM)
}

/// Returns the shares of the variance that hang on an input.
fn shares(hinge: &Weight) -> String {
    let [total, first] = [0, 1].map(|i| words::percent(hinge.measures[i].value));
    format!("{first} alone, {total} with others")
}

fn range_of(measured: &Measured, of: Estimate, bare: bool) -> String {
    let text = |value| {
        let text = measured.signed(value);
        if bare { text.trim_start_matches('+').to_owned() } else { text }
    };
    format!("{} to {}", text(of.interval.low), text(of.interval.high))
}
