//! Beliefs: odds on a hypothesis, moved by the evidence that reaches their holder.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Because, Condition, Due, Label, Luck, Occasion, Picture, Run, Verb,
    minds::{Belief, Evidence, HeldBy},
};
use excomm_numerics::search;

pub(super) const RULES: &[Rule] = &[Rule {
    name: "beliefs/weigh",
    on: &[Occasion::Weigh],
    about: "Evidence that reaches the holder, while its condition holds for the holder, multiplies the odds on the hypothesis by its likelihood ratio; evidence of a count by the part of it that the count has grown. True or mistaken evidence is weighed alike.",
    formula: "p / (1 - p) -> ratio x p / (1 - p); of a count: ratio ^ (more counted / out_of) x p / (1 - p)",
    source: "Bayes' rule in odds form",
    reads: &[
        "beliefs/*/prior",
        "beliefs/*/moved_by/*/on",
        "beliefs/*/moved_by/*/when",
        "beliefs/*/moved_by/*/ratio",
        "beliefs/*/moved_by/*/out_of",
    ],
    system: || boxed(weigh),
}];

fn weigh(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut evidence: Query<(&Label, &mut Evidence)>,
    mut beliefs: Query<(&mut Belief, &HeldBy)>,
    holders: Query<(&Label, &Picture)>,
) {
    let Some((label, mut evidence)) = run.met(evidence.get_mut(due.who)) else { return };
    let Some((mut belief, holder)) = run.met(beliefs.get_mut(evidence.belief)) else { return };
    let Some((holder, picture)) = run.met(holders.get(holder.0)) else { return };
    let mut because = Because { events: vec![due.cause], ..Because::default() };
    let holds = |when: &Condition| when.decided(picture, run.clock.now, &run.luck, &mut because);
    if !evidence.when.as_ref().is_none_or(holds) {
        return;
    }
    let before = belief.read(&run.luck);
    let probability = search::shift(before, weight(&mut evidence, due.value, &run.luck));
    let words = [
        Arg::Title(holder.thing),
        Arg::Title(evidence.label.thing),
        Arg::Percent(before),
        Arg::Percent(probability),
    ];
    let event = run.event(Verb::Belief, evidence.label).with(*label);
    let event = event.because_of(&because).because(belief.by);
    let event = event.say("{} weighs whether {}: {} becomes {}", &words);
    if let Some(id) = event.moves(belief.sign, before, probability).commit() {
        belief.probability = probability;
        belief.by = id;
    }
}

/// Returns by what a piece of evidence multiplies the odds, when news says that so much is counted.
fn weight(evidence: &mut Evidence, count: f64, luck: &Luck) -> f64 {
    let ratio = luck.fact(evidence.ratio);
    let Some(all) = evidence.out_of.map(|all| luck.fact(all)) else { return ratio };
    let counted = count.min(all);
    let part = (counted - evidence.counted) / all;
    evidence.counted = counted;
    libm::pow(ratio, part)
}

#[cfg(test)]
mod tests {
    use crate::rules::sea_testing::{SHIPS, sea};

    /// Where the belief stands if nothing moves it.
    const PRIOR: f64 = 0.5;

    /// Bombers are counted at sea, six and four; the belief starts at one half.
    fn believed(evidence: &str) -> f64 {
        let table = sea(&format!(
            r#"{SHIPS}
            consents: [(id: "agrees", of: "red", says: "to it", starts: Given, cite: [])],
            statements: [(id: "sorry", by: "red", says: "regrets")],
            inspections: [(
                id: "at-sea", title: "the destroyers", by: "blue",
                how: Alongside(after_h: ~10), of: ["bombers"], needs: ["agrees"],
                from: (at: "1962-11-01T00:00Z", cite: []), standing: true, proof: ~1, fails: ~0,
                cite: [],
            )],
            beliefs: [(
                id: "kept", title: "they keep their word", holder: "blue", prior: ~0.5,
                moved_by: [{evidence}],
            )],
            outcomes: [(id: "kept", title: "", is: Count(Belief("kept")))],"#
        ));
        let played = table.order("1962-11-02T00:00Z", r#"Say("sorry")"#).play();
        assert_eq!(played.count("verified/"), 2);
        let kept = played.outcomes["kept"];
        if kept.is_nan() { PRIOR } else { kept }
    }

    #[test]
    fn a_count_moves_a_belief_by_how_much_is_counted_and_not_by_how_often_somebody_looks() {
        let of = |all: u32| {
            let on = r#"on: Happened(Verified("bombers"))"#;
            believed(&format!(r#"(id: "counted", {on}, ratio: ~8, out_of: ~{all})"#))
        };
        assert!((of(10) - 8.0 / 9.0).abs() < 1e-12, "all ten: the whole ratio of 8");
        let half = 8.0_f64.sqrt();
        assert!((of(20) - half / (1.0 + half)).abs() < 1e-12, "ten of twenty: its root");
        assert!((of(5) - 8.0 / 9.0).abs() < 1e-12, "more than all: the whole ratio, once");
    }

    #[test]
    fn evidence_counts_only_while_its_condition_holds_for_the_holder() {
        let said = |when: &str| {
            let on = r#"on: Happened(Said("sorry"))"#;
            believed(&format!(r#"(id: "sorry", {on}, when: {when}, ratio: ~4)"#))
        };
        assert!((said(r#"Happened(Verified("bombers"))"#) - PRIOR).abs() < 1e-12);
        assert!((said(r#"Not(Happened(Verified("bombers")))"#) - 0.8).abs() < 1e-12);
    }
}
