//! Each branch of November 1962 comes about in the way it says, in some world.

use excomm::{
    lab::{self, Design, Fate, Side},
    run::changed,
    scenario,
    world::{Model, Setting},
};

use crate::worlds::{play, varied};

/// Worlds looked at for each branch.
const WORLDS: u64 = 100;

fn november() -> scenario::format::Part {
    scenario::check(&scenario::load("november-1962").unwrap()).part.unwrap()
}

#[test]
fn every_branch_goes_the_way_it_says_in_some_world() {
    let part = november();
    for branch in &part.branches {
        assert!(branch.path.len() > 2, "branch `{}` names no way", branch.id);
        let model = Model::new(&part, &branch.id, &[]).unwrap();
        let (walked, _) = lab::walk(&model, &varied(0), &branch.path, 0..WORLDS);
        let walked = walked.unwrap_or_else(|| panic!("branch `{}` never goes its way", branch.id));
        assert_eq!(walked.steps.len(), branch.path.len());
        assert!(walked.steps.is_sorted(), "causes come before what they lead to");
    }
}

#[test]
fn a_way_that_no_world_goes_is_not_found() {
    let model = Model::new(&november(), "open", &[]).unwrap();
    let never = ["set-line/quarantine", "meet/excomm-22"].map(str::to_owned);
    let (walked, n) = lab::walk(&model, &varied(0), &never, 0..20);
    assert!(walked.is_none() && n == 0);
}

#[test]
fn a_branch_beside_itself_changes_nothing_at_all() {
    let model = Model::new(&november(), "open", &[]).unwrap();
    let (base, design) = (varied(7), Design { runs: 40, lucks: 10 });
    let side = Side { model: &model, base: &base };
    let pairs = lab::pairs(side, side, &design);
    let outcomes: Vec<_> = play(&model, 7).outcomes.iter().map(|known| known.outcome).collect();
    for effect in lab::effects(&model, &outcomes, &pairs, &design) {
        let band = effect.difference.unwrap();
        assert_eq!((effect.identical, effect.up, effect.down), (40, 0, 0));
        assert_eq!((band.answer.value, band.spread.value, band.noise), (0.0, 0.0, 0.0));
    }
}

#[test]
fn worlds_of_a_design_share_their_facts_and_nothing_else() {
    let model = Model::new(&november(), "open", &[]).unwrap();
    let design = Design { runs: 30, lucks: 10 };
    let facts = |world| model.draw_facts(&design.setting(&varied(5), world));
    assert_eq!(facts(0), facts(9));
    assert_ne!(facts(9), facts(10));
    let run = |world| excomm::run::play(&model, design.setting(&varied(5), world));
    assert!(!changed(&run(0).log, &run(9).log).is_empty());
    let again = Setting { seed: 14, fact_seed: Some(5), ..varied(0) };
    assert!(changed(&run(9).log, &excomm::run::play(&model, again).log).is_empty());
}

#[test]
fn only_dates_are_bounded_by_the_clock() {
    let part = november();
    let kept = Model::new(&part, "low-flights-kept-on", &[]).unwrap();
    let (base, design) = (varied(1), Design { runs: 20, lucks: 10 });
    let rows = lab::rows(&kept, &base, &design);
    let names = play(&kept, 1);
    let place = |id: &str| {
        names.outcomes.iter().position(|known| kept.things[known.outcome.index()].id == id).unwrap()
    };
    let mean = |id: &str| lab::summary(&kept, &rows, place(id), &design).mean.unwrap().answer.value;
    let days = kept.span.end.days_since(kept.span.start);
    assert!(mean("low_flights") > 2.0 * days, "there are several flights a day");
    assert!(mean("bombers_out_on") <= days);
}

#[test]
fn an_outcome_that_nothing_could_reach_is_identical_by_structure() {
    let part = november();
    let open = Model::new(&part, "open", &[]).unwrap();
    let lift = Model::new(&part, "lift-8-nov", &[]).unwrap();
    let (base, design) = (varied(1), Design { runs: 20, lucks: 10 });
    let side = |model| Side { model, base: &base };
    let pairs = lab::pairs(side(&open), side(&lift), &design);
    let names = play(&open, 1);
    let place = |id: &str| {
        names.outcomes.iter().position(|known| open.things[known.outcome.index()].id == id).unwrap()
    };
    for pair in &pairs {
        assert_eq!(pair.fates[place("ship_inspected_on")], Fate::Identical);
        assert_ne!(pair.fates[place("quarantine_lifted_on")], Fate::Identical);
    }
}
