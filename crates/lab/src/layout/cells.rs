//! What stands in the row of a world, and a world read back.

use super::{FATES, Holds, Is, Layout};
use crate::{Against, Row, Side, table::Cell};
use excomm_engine::{
    run::Value,
    world::{Model, PerOutcome, Thing},
};

impl Layout<'_> {
    /// Returns what stands in a column of a world.
    #[must_use]
    pub fn cell(&self, row: &Row, column: usize) -> Cell {
        let model = self.sides[row.side].model;
        match &self.columns[column].1 {
            Holds::World => Cell::Whole(row.world.cast_signed()),
            Holds::Branch => Cell::text(&model.branch),
            Holds::Seed => Cell::text(row.seed.to_string()),
            Holds::FactSeed => Cell::text(row.fact_seed.to_string()),
            Holds::Failed => Cell::text(row.failed.as_deref().unwrap_or_default()),
            Holds::End => row.end.map_or(Cell::Nothing, |end| Cell::text(id(model, end))),
            Holds::Outcome(outcome, _) => cell(model, row.outcomes.get(*outcome)),
            Holds::Day(day, _) => cell(model, row.days.get(*day)),
            Holds::Events => {
                let events =
                    row.against.as_ref().map(|against| (against.events as u64).cast_signed());
                events.map_or(Cell::Nothing, Cell::Whole)
            }
            Holds::Fate(outcome) => {
                let fate = row.against.as_ref().and_then(|against| against.fates.get(*outcome));
                let word = FATES.iter().find(|(known, _)| Some(known) == fate);
                Cell::text(word.map_or("", |(_, word)| *word))
            }
            Holds::Truth(truth) => self.truth(row, *truth),
            Holds::Question(question) => self.answers(row, *question),
            Holds::Fact(fact) => {
                let here = model.facts[fact.0 as usize].in_play;
                let value = row.facts.get(fact.0 as usize).filter(|_| here);
                value.map_or(Cell::Nothing, |&value| Cell::Number(value))
            }
        }
    }

    fn truth(&self, row: &Row, truth: Thing) -> Cell {
        let known = id(self.sides[row.side].model, truth);
        let known = self.part.truth(known);
        let place = row.truths.get(&truth);
        let so = known.zip(place).and_then(|(truth, &place)| truth.alternatives.get(place));
        Cell::text(so.map_or("", |alternative| &alternative.id))
    }

    fn answers(&self, row: &Row, question: Thing) -> Cell {
        let known = id(self.sides[row.side].model, question);
        let Some(known) = self.part.question(known) else {
            return Cell::Nothing;
        };
        let given = row.choices.iter().filter(|chosen| chosen.question == question);
        let options = given.filter_map(|chosen| known.options.get(chosen.option as usize));
        let ids: Vec<&str> = options.map(|option| option.id.as_str()).collect();
        Cell::text(ids.join(";"))
    }

    /// Returns the world of a row as it is counted, facts and choices left out; none if it is not
    /// that world in that branch, or makes no sense.
    #[must_use]
    pub fn row(&self, world: u64, side: usize, cells: &[Cell]) -> Option<Row> {
        let Side { model, base } = self.sides[side];
        let mut row = Row::of(world, side, base);
        for ((_, holds), cell) in self.columns.iter().zip(cells) {
            match (holds, cell) {
                (Holds::World, Cell::Whole(number)) if *number == world.cast_signed() => {}
                (Holds::Branch, Cell::Text(branch)) if *branch == model.branch => {}
                (Holds::World | Holds::Branch, _) => return None,
                (Holds::Seed, Cell::Text(seed)) => row.seed = seed.parse().ok()?,
                (Holds::FactSeed, Cell::Text(seed)) => row.fact_seed = seed.parse().ok()?,
                (Holds::Failed, Cell::Text(why)) => row.failed = Some(why.clone()),
                (Holds::End, Cell::Text(end)) => {
                    row.end = Some(model.find(&format!("ends/{end}"))?);
                }
                (Holds::Outcome(..) | Holds::Day(..), _) if row.failed.is_some() => {}
                (Holds::Outcome(_, is), cell) => row.outcomes.push(value(model, *is, cell)?),
                (Holds::Day(_, is), cell) => row.days.push(value(model, *is, cell)?),
                (Holds::Events, Cell::Whole(events)) => {
                    let (events, fates) = (*events as usize, PerOutcome::default());
                    row.against = Some(Against { events, fates });
                }
                (Holds::Fate(_), Cell::Text(text)) => {
                    let (fate, _) = FATES.iter().find(|(_, known)| known == text)?;
                    row.against.as_mut()?.fates.push(*fate);
                }
                _ => {}
            }
        }
        Some(row)
    }
}

fn id(model: &Model, thing: Thing) -> &str {
    &model.things[thing.index()].id
}

fn cell(model: &Model, value: Option<&Value>) -> Cell {
    match value {
        None | Some(Value::Date(None)) => Cell::Nothing,
        Some(Value::Date(Some(at))) => Cell::Number(at.days_since(model.span.start)),
        Some(Value::YesNo(yes)) => Cell::YesNo(*yes),
        Some(Value::Number(number)) => Cell::Number(*number),
    }
}

fn value(model: &Model, is: Is, cell: &Cell) -> Option<Value> {
    match (is, cell) {
        (Is::Date, Cell::Nothing) => Some(Value::Date(None)),
        (Is::Date, Cell::Number(days)) => {
            Some(Value::Date(Some(model.span.start.plus_hours(days * 24.0))))
        }
        (Is::YesNo, Cell::YesNo(yes)) => Some(Value::YesNo(*yes)),
        (Is::Number, Cell::Number(number)) => Some(Value::Number(*number)),
        _ => None,
    }
}
