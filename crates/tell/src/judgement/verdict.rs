//! A good decision or a lucky one? What was chosen against what else could have been, and what came
//! against what could have come.

use std::io;

use super::Judgement;
use crate::{Printer, effects::Measured, headlines::whole, outcomes::value_text, style};
use excomm_engine::{run::Value, world::OutcomeId};
use excomm_lab::stats::{Interval, TwoBands};
use excomm_scenario::format::{Better, Gain};

/// From this share of worlds on that did worse, what came is called lucky.
const LUCKY: f64 = 0.75;

impl Judgement<'_> {
    /// Says whether it was a good decision, and whether what came was luck.
    pub(super) fn verdict(
        &self,
        measured: &Measured,
        outcome: OutcomeId,
        out: &mut Printer,
    ) -> io::Result<()> {
        out.paragraph("  ", "A good decision or a lucky one?", style::MARKED)?;
        for text in self.verdict_texts(measured, outcome) {
            out.paragraph("      ", &text, style::PLAIN)?;
        }
        Ok(())
    }

    /// Returns whether it was a good decision, and whether what came was luck, in sentences.
    #[must_use]
    pub fn verdict_texts(&self, measured: &Measured, outcome: OutcomeId) -> Vec<String> {
        let decided = match measured.whom() {
            None => "The scenario does not say which way is better, so neither is said.".to_owned(),
            Some((_, whom)) if whom != self.decider() => {
                format!("This is counted for {whom}, and {} decided.", self.decider())
            }
            Some((better, _)) => self.decided(measured, outcome, better),
        };
        [decided].into_iter().chain(self.came(measured, outcome)).collect()
    }

    /// Says what came in this world, and how lucky that was.
    pub(super) fn came(&self, measured: &Measured, outcome: OutcomeId) -> Option<String> {
        let (below, above) = self.judged.below_and_above(self.model, outcome)?;
        let level = 1.0 - below - above;
        let same =
            if level < 0.001 { String::new() } else { format!(", the same in {}", whole(level)) };
        let shares = match measured.outcome.is {
            Gain::Ever(_) if self.judged.came[outcome].value == Value::YesNo(true) => {
                format!("it is so in {}", whole(1.0 - below))
            }
            Gain::Ever(_) => format!("it is so in {}", whole(above)),
            Gain::DateOrNever(_) => {
                format!("it comes earlier in {}, later in {}{same}", whole(below), whole(above))
            }
            Gain::Count(_) | Gain::Sum(_) | Gain::Peak(_) => {
                format!("it is less in {}, more in {}{same}", whole(below), whole(above))
            }
        };
        Some(format!(
            "In this world: {}. Of 100 worlds with the same choice {shares}{}.",
            self.came_text(outcome),
            self.luck_text(measured, below, above),
        ))
    }

    /// Says whether what came was luck, and whose if it is not the decider's.
    fn luck_text(&self, measured: &Measured, below: f64, above: f64) -> String {
        let Some((better, whom)) = measured.whom() else { return String::new() };
        match luck(better, below, above) {
            None => ": about what could be expected".to_owned(),
            Some(luck) if whom == self.decider() => format!(": it was {luck}"),
            Some(luck) => format!(": {luck} for {whom}"),
        }
    }

    fn came_text(&self, outcome: OutcomeId) -> String {
        value_text(self.model, &self.judged.came[outcome])
    }

    /// Says how the choice stands against the best that could have been chosen instead.
    fn decided(&self, measured: &Measured, outcome: OutcomeId, better: Better) -> String {
        let less = matches!(better, Better::Earlier | Better::Less);
        if self.judged.best_other(self.model, outcome, less).is_none() {
            return "Nothing else could be chosen.".to_owned();
        }
        let known = "by what could be known";
        match self.standing(measured, outcome, better) {
            None => String::new(),
            Some(Standing { place: Place::Best, title, apart }) => {
                format!(
                    "A good one, {known}: the next best, \u{201c}{title}\u{201d}, means {apart}."
                )
            }
            Some(Standing { place: Place::Behind, title, apart }) => {
                format!("Not the best, {known}: \u{201c}{title}\u{201d} means {apart}.")
            }
            Some(Standing { place: Place::Level, title, .. }) => format!(
                "No better and no worse, {known}: \u{201c}{title}\u{201d} would do as well, as far as so many worlds \
                 can tell."
            ),
        }
    }

    /// Returns how the choice stands against the best that could have been chosen instead.
    pub(super) fn standing(
        &self,
        measured: &Measured,
        outcome: OutcomeId,
        better: Better,
    ) -> Option<Standing<'_>> {
        let less = matches!(better, Better::Earlier | Better::Less);
        let other = self.judged.best_other(self.model, outcome, less)?;
        self.against_other(measured, outcome, better, other)
    }

    /// Returns how the choice stands against another option; none if that could not be chosen.
    pub(super) fn against_other(
        &self,
        measured: &Measured,
        outcome: OutcomeId,
        better: Better,
        other: usize,
    ) -> Option<Standing<'_>> {
        let less = matches!(better, Better::Earlier | Better::Less);
        let title = self.option(self.judged.options[other].option);
        let pair = [self.judged.chosen, other];
        let TwoBands { answer, .. } = self.judged.effect(self.model, pair, outcome)?.difference?;
        let Interval { low, high } = answer.interval;
        let (rise, fall) = match measured.outcome.is {
            Gain::DateOrNever(_) => ("later", "earlier"),
            _ => ("more", "less"),
        };
        let way = if answer.value > 0.0 { rise } else { fall };
        let apart = format!("{} {way} on average", measured.difference(answer.value.abs()));
        let apart = apart.trim_start_matches('+').to_owned();
        let (worse, better) = if less { (low > 0.0, high < 0.0) } else { (high < 0.0, low > 0.0) };
        let least = if matches!(measured.outcome.is, Gain::Ever(_)) { 0.0005 } else { 0.05 };
        let place = match (worse, better) {
            _ if answer.value.abs() < least => Place::Level,
            (true, _) => Place::Best,
            (false, true) => Place::Behind,
            (false, false) => Place::Level,
        };
        Some(Standing { place, title, apart })
    }
}

/// How a choice stands against what could have been chosen instead.
pub(super) struct Standing<'a> {
    pub place: Place,
    /// The other option.
    pub title: &'a str,
    /// How far it is away.
    pub apart: String,
}

/// Whether a choice is the best by an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// All else is worse.
    Best,
    /// Something else is better.
    Behind,
    /// Something else does as well, as far as so many worlds can tell.
    Level,
}

/// Says whether what came was luck, from the shares of worlds in which it is less and more.
fn luck(better: Better, below: f64, above: f64) -> Option<&'static str> {
    let (did_better, did_worse) = match better {
        Better::Earlier | Better::Less => (below, above),
        Better::Later | Better::More => (above, below),
    };
    if did_worse >= LUCKY { Some("lucky") } else { (did_better >= LUCKY).then_some("unlucky") }
}
