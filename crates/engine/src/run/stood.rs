//! How a thing stood over a run, read off what events changed.

use crate::world::{Log, Model, SignKind, Thing, Time, Verb};

/// Returns how a thing stood, as its code since each moment: at the start, and after each change.
///
/// That is as things were; what the one who was promised finds of a pledge is left out. Nothing of a
/// thing that is no part of this world, or of which the start is no code.
#[must_use]
pub fn stood(model: &Model, log: &Log, kind: SignKind, thing: Thing) -> Option<Vec<(Time, f64)>> {
    let sign = model.sign(kind, thing)?;
    let first = (model.span.start, model.code_at_first(sign)?);
    let events = log.events().iter().filter(|event| event.key.verb != Verb::Finds);
    let changes = events.filter_map(|event| {
        let change = event.change.filter(|change| change.sign == sign)?;
        Some((event.at, change.value))
    });
    let mut stood: Vec<(Time, f64)> = std::iter::once(first).chain(changes).collect();
    stood.dedup_by_key(|(_, code)| *code);
    Some(stood)
}
