//! Hidden truths: what is so from the start, and nobody sees.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{Arg, Due, Label, Occasion, Run, Verb, by_name, minds::Truth};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "truths/stand",
    on: &[Occasion::Start],
    about: "Each truth is so from the start: the alternative drawn by weight, or the one a branch fixes. Only events that reach an actor can tell it.",
    formula: "P(alternative) = weight / sum of weights",
    source: "",
    reads: &["truths/*/alternatives/*/weight"],
    system: || boxed(stand),
}];

fn stand((In(_), InMut(run)): (In<Due>, InMut<Run>), mut truths: Query<(&Label, &mut Truth)>) {
    for (label, mut truth) in by_name(truths.iter_mut(), |(label, _)| **label) {
        run.luck.anew();
        truth.weights.iter().flat_map(|all| all.iter()).for_each(|weight| run.luck.note(*weight));
        let event = run.event(Verb::Truth, *label).with(truth.label).nth(1);
        let event = event.changes(truth.sign, truth.alternative as f64);
        if let Some(id) = event.say("{}", &[Arg::Title(truth.label.thing)]).commit() {
            truth.by = id;
        }
    }
}
