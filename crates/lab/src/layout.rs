//! Worlds as rows of a table: which columns there are, what stands in them, and back again.

mod cells;

use super::{
    Fate, Side, Study, ends_of_days,
    table::{Column, Kind},
    units::unit_of_fact,
};
use excomm_engine::world::{FactId, Model, OutcomeId, OutcomeInfo, Thing};
use excomm_scenario::format::{Gain, Grounds, Part};

/// The columns of a table of worlds.
pub struct Layout<'a> {
    part: &'a Part,
    sides: &'a [Side<'a>],
    columns: Vec<(Column, Holds)>,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq)]
enum Holds {
    World,
    Branch,
    Seed,
    FactSeed,
    Failed,
    End,
    Outcome(OutcomeId, Is),
    Events,
    Fate(OutcomeId),
    Day(usize, Is),
    Truth(Thing),
    Question(Thing),
    Fact(FactId),
}

/// What an outcome is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Is {
    Date,
    YesNo,
    Number,
}

/// Words for how an outcome fares beside the first branch.
const FATES: [(Fate, &str); 3] =
    [(Fate::Identical, "identical"), (Fate::Unchanged, "unchanged"), (Fate::Changed, "changed")];

impl<'a> Layout<'a> {
    /// Lays out the columns for the worlds of a study, played in these branches.
    #[must_use]
    pub fn new(part: &'a Part, sides: &'a [Side], study: &Study) -> Layout<'a> {
        let mut layout = Layout { part, sides, columns: Vec::new() };
        layout.add("world", Kind::Whole, "", Holds::World, "the number of the world, from 0");
        layout.add("branch", Kind::Text, "", Holds::Branch, "the branch it was played in");
        layout.add("seed", Kind::Text, "", Holds::Seed, "the seed of its luck: `--seed`");
        let about = "the seed of its facts and truths: `--fact-seed`";
        layout.add("fact_seed", Kind::Text, "", Holds::FactSeed, about);
        let about = "why the world failed; empty if it did not";
        layout.add("failed", Kind::Text, "", Holds::Failed, about);
        layout.add("end", Kind::Text, "", Holds::End, "the end that was reached");
        layout.add_outcomes(study);
        layout.add_truths_and_questions();
        layout.add_facts();
        layout
    }

    fn add(
        &mut self,
        name: impl Into<String>,
        kind: Kind,
        unit: impl Into<String>,
        holds: Holds,
        about: impl Into<String>,
    ) {
        let (name, unit, about) = (name.into(), unit.into(), about.into());
        self.columns.push((Column { name, kind, unit, about }, holds));
    }

    fn add_outcomes(&mut self, study: &Study) {
        let Some(Side { model, .. }) = self.sides.first() else { return };
        for (id, outcome) in model.outcomes.iter() {
            let Measured { ending, kind, is, unit, how } = measured(model, outcome);
            let name = format!("outcomes/{}{ending}", outcome.written.id);
            let about = format!("{}: {how}", outcome.written.title);
            self.add(name, kind, unit, Holds::Outcome(id, is), about);
        }
        if study.compares() {
            let about = "events that differ from the same world in the first branch";
            self.add("events_differing", Kind::Whole, "events", Holds::Events, about);
            for (id, outcome) in model.outcomes.iter() {
                let about = format!(
                    "{}, beside the first branch: `changed`; `unchanged` (something that led to it \
                     differs); `identical` (nothing that led to it or could have brought it differs)",
                    outcome.written.title
                );
                let name = format!("outcomes/{}/beside_first", outcome.written.id);
                self.add(name, Kind::Text, "", Holds::Fate(id), about);
            }
        }
        if let Some(id) = study.fan().and_then(|name| model.find_outcome(name)) {
            let outcome = &model.outcomes[id];
            let Measured { ending, kind, is, unit, how } = measured(model, outcome);
            let outcome = &outcome.written;
            for (day, at) in ends_of_days(&model.span).into_iter().enumerate() {
                let name = format!("outcomes/{}{ending}/day_{}", outcome.id, day + 1);
                let about = format!("{}, as it stood at {}: {how}", outcome.title, at.rfc3339());
                self.add(name, kind, unit.clone(), Holds::Day(day, is), about);
            }
        }
    }

    fn add_truths_and_questions(&mut self) {
        let Some(Side { model, .. }) = self.sides.first() else { return };
        for truth in &self.part.truths {
            let name = format!("truths/{}", truth.id);
            let Some(thing) = model.find(&name) else { continue };
            self.add(name, Kind::Text, "", Holds::Truth(thing), &truth.title);
        }
        for question in &self.part.questions {
            let name = format!("questions/{}", question.id);
            let Some(thing) = model.find(&name) else { continue };
            let about = format!(
                "{} The answer; answers one after the other with `;` if it was put more than once; \
                 empty: never put",
                question.title
            );
            self.add(name, Kind::Text, "", Holds::Question(thing), about);
        }
    }

    /// Adds the facts that vary in any of the branches.
    fn add_facts(&mut self) {
        let Some(Side { model, .. }) = self.sides.first() else { return };
        for (id, fact) in (0..).map(FactId).zip(&model.facts) {
            if self.sides.iter().any(|side| side.model.draws(side.base, id)) {
                let about = how_known(&fact.written);
                let unit = unit_of_fact(&fact.path);
                self.add(&fact.path, Kind::Number, unit, Holds::Fact(id), about);
            }
        }
    }

    /// Returns the columns, in their order.
    #[must_use]
    pub fn columns(&self) -> Vec<Column> {
        self.columns.iter().map(|(column, _)| column.clone()).collect()
    }

    /// Returns which columns are needed to count worlds again.
    #[must_use]
    pub fn counted(&self) -> Vec<bool> {
        let left_out =
            |holds: &Holds| matches!(holds, Holds::Truth(_) | Holds::Question(_) | Holds::Fact(_));
        self.columns.iter().map(|(_, holds)| !left_out(holds)).collect()
    }
}

/// How the values of an outcome stand in a table.
struct Measured {
    ending: &'static str,
    kind: Kind,
    is: Is,
    unit: String,
    how: String,
}

fn measured(model: &Model, outcome: &OutcomeInfo) -> Measured {
    let start = model.span.start.rfc3339();
    let (ending, kind, is, how) = match outcome.written.is {
        Gain::DateOrNever(_) => {
            ("_days", Kind::Number, Is::Date, format!("days after {start}; empty: never"))
        }
        Gain::Ever(_) => ("", Kind::YesNo, Is::YesNo, "whether it ever was so".to_owned()),
        Gain::Count(_) | Gain::Sum(_) => ("", Kind::Number, Is::Number, "at the end".to_owned()),
        Gain::Peak(_) => ("", Kind::Number, Is::Number, "the highest it was".to_owned()),
    };
    let days = if is == Is::Date { "days".to_owned() } else { String::new() };
    let unit = outcome.unit.clone().unwrap_or(days);
    Measured { ending, kind, is, unit, how }
}

/// Says how a fact that varies is known.
fn how_known(fact: &Grounds) -> String {
    let (how, low, best, high, why) = match fact {
        Grounds::Disputed { low, best, high, note, .. } => ("disputed", low, best, high, note),
        Grounds::Assumed { low, best, high, why } => ("assumed", low, best, high, why),
        Grounds::Quoted { .. }
        | Grounds::Published { .. }
        | Grounds::Given { .. }
        | Grounds::Fact(_) => return String::new(),
    };
    format!("{how}, {low} to {high}, most likely {best}: {why}")
}
