//! Beliefs: odds on a hypothesis, moved by the evidence that reaches their holder.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Due, Label, Occasion, Run, Verb,
    minds::{Belief, Evidence, HeldBy},
};
use excomm_numerics::search;

pub(super) const RULES: &[Rule] = &[Rule {
    name: "beliefs/weigh",
    on: &[Occasion::Weigh],
    about: "Evidence that reaches the holder multiplies the odds on the hypothesis by its likelihood ratio. True or mistaken evidence is weighed alike.",
    formula: "p / (1 - p) -> ratio x p / (1 - p)",
    source: "Bayes' rule in odds form",
    reads: &["beliefs/*/prior", "beliefs/*/moved_by/*/on", "beliefs/*/moved_by/*/ratio"],
    system: || boxed(weigh),
}];

fn weigh(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    evidence: Query<(&Label, &Evidence)>,
    mut beliefs: Query<(&mut Belief, &HeldBy)>,
    holders: Query<&Label>,
) {
    let Some((label, evidence)) = run.met(evidence.get(due.who)) else { return };
    let Some((mut belief, holder)) = run.met(beliefs.get_mut(evidence.belief)) else { return };
    let Some(holder) = run.met(holders.get(holder.0)) else { return };
    let before = belief.read(&run.luck);
    let probability = search::shift(before, run.luck.fact(evidence.ratio));
    let words = [
        Arg::Title(holder.thing),
        Arg::Title(evidence.label.thing),
        Arg::Percent(before),
        Arg::Percent(probability),
    ];
    let event = run.event(Verb::Belief, evidence.label).with(*label);
    let event = event.because(due.cause).because(belief.by);
    let event = event.say("{} weighs whether {}: {} becomes {}", &words);
    if let Some(id) = event.moves(belief.sign, before, probability).commit() {
        belief.probability = probability;
        belief.by = id;
    }
}
