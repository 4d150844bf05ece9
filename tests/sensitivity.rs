//! What outcomes hang on: inputs by inversion, an input that cannot matter, gauges, equal bits.

use excomm_engine::{
    run,
    world::{Event, Model, Setting, Uncertain},
};
use excomm_lab as lab;
use excomm_lab::{
    Counting as _, GaugePlan, Groups, Input, Inputs, Morris, Numbered, Playing, Row, Sobol,
};
use excomm_scenario as scenario;

use crate::worlds::{case, varied};

fn november(branch: &str) -> Model {
    let part = scenario::check(&excomm_library::load("november-1962").unwrap()).part.unwrap();
    Model::new(&part, branch, &[]).unwrap()
}

/// Returns all that happens in a world. What stands behind it may differ: a truth that is set has no
/// weights.
fn happens(model: &Model, setting: Setting) -> Vec<Event> {
    run::play(model, setting).log.events().to_vec()
}

fn play(model: &Model, worlds: u64, setting: impl Fn(u64) -> Setting + Sync) -> Vec<Row> {
    let mut numbered = Numbered { model, worlds, setting, rows: Vec::new() };
    numbered.play(Playing::default());
    numbered.rows
}

/// Everything apart, or only what this says.
fn inputs(model: &Model, apart: impl Fn(&str) -> bool) -> Inputs {
    Inputs::new(model, &varied(1), |one| apart(model.path_of(one)))
}

#[test]
fn a_world_by_inversion_is_the_world_of_its_fact_seed() {
    let model = november("open");
    for seed in 1..4 {
        let drawn = Setting { fact_seed: Some(77 + seed), ..varied(seed) };
        let number = |one: Uncertain| (one, model.uniform_of(one, 77 + seed));
        let numbers: Vec<_> = model.uncertain(&drawn).into_iter().map(number).collect();
        let settled = model.settle(&varied(seed), &numbers);
        assert_eq!(settled.truths.len(), 3, "truths are drawn too");
        let (drawn, settled) = (happens(&model, drawn), happens(&model, settled));
        assert_eq!(drawn.len(), settled.len());
        assert!(drawn.iter().zip(&settled).all(|(one, other)| one.same_as(other)));
    }
}

#[test]
fn what_a_branch_or_an_option_fixes_is_no_input() {
    let model = november("missiles-in-caves");
    let named = |model: &Model, setting: &Setting, path: &str| {
        model.uncertain(setting).iter().any(|&one| model.path_of(one) == path)
    };
    assert!(named(&november("open"), &varied(1), "truths/missiles-in-caves"));
    assert!(!named(&model, &varied(1), "truths/missiles-in-caves"));
    let once = model.find_fact("facts/once").unwrap();
    let mut set = varied(1);
    assert!(named(&model, &set, "facts/once"));
    set.facts.insert(once, 1.0);
    assert!(!named(&model, &set, "facts/once"));
    assert!(model.uncertain(&Setting::default()).is_empty(), "nothing is varied");
}

#[test]
fn an_input_that_cannot_matter_has_no_total_index_at_all() {
    // the branch says that missiles are hidden in caves, so the odds of it are not looked at
    let model = november("missiles-in-caves");
    let odds = "truths/missiles-in-caves/alternatives/none/weight";
    let inputs = inputs(&model, |path| path == odds);
    assert_eq!(inputs.list().len(), 3);
    let plan = Sobol::new(1, true, 8, &varied(1)).unwrap();
    let rows =
        play(&model, plan.worlds(), |world| inputs.setting(&model, &varied(1), &plan.point(world)));
    let mut varying = 0;
    for (outcome, _) in rows[0].outcomes.iter() {
        let Some(found) = plan.indices(&lab::values(&model, &rows, outcome)) else { continue };
        varying += 1;
        assert_eq!((found[0].first.value, found[0].total.value), (0.0, 0.0));
    }
    assert!(varying > 20, "{varying} outcomes vary");
}

#[test]
fn the_gauges_of_november_add_up_to_one() {
    let model = november("open");
    let plan = GaugePlan { rows: 6, lucks: 1 };
    let rows = play(&model, plan.worlds(), plan.settings(&model, &varied(1)));
    assert_eq!(rows.len(), 48);
    let mut told = 0;
    for (outcome, _) in rows[0].outcomes.iter() {
        let values = lab::values(&model, &rows, outcome);
        let both = Groups { assumed: true, disputed: true };
        let gauges = [plan.one_world(&values, both), plan.on_average(&values, both)];
        for gauge in gauges.into_iter().flatten() {
            told += 1;
            let luck = gauge.luck.map_or(0.0, |luck| luck.value);
            let sum = gauge.assumed.value + gauge.disputed.value + luck;
            assert!((sum - 1.0).abs() < 1e-9, "{outcome:?}: {sum}");
        }
    }
    assert!(told > 20, "{told} gauges");
}

#[test]
fn a_screening_sets_apart_what_moves_the_outcome() {
    let model = Model::new(&case("two-capitals"), "open", &[]).unwrap();
    let all = inputs(&model, |_| true);
    let plan = Morris::new(all.alone.len(), 6, &varied(1));
    let rows =
        play(&model, plan.worlds(), |world| all.setting(&model, &varied(1), &plan.point(world)));
    let opened = model.find_outcome("opened_on").unwrap();
    let opened = plan.effects(&lab::values(&model, &rows, opened)).unwrap();
    let screened = lab::screened(&all, &[opened], 2);
    assert_eq!((screened.alone.len(), screened.others.len()), (2, all.alone.len() - 2));
    let named = |one: &Uncertain| model.path_of(*one).starts_with("pledges/open-bridge");
    assert!(screened.alone.iter().any(named), "the bridge opens when the pledge is kept");
    assert_eq!(screened.list()[2..], [Input::Others, Input::Luck]);
}

#[test]
fn threads_and_parts_change_no_bit() {
    let model = Model::new(&case("two-capitals"), "open", &[]).unwrap();
    let (base, inputs) = (varied(3), inputs(&model, |path| path.starts_with("chances")));
    let plan = Sobol::new(inputs.alone.len(), true, 150, &base).unwrap();
    let gauge = GaugePlan { rows: 10, lucks: 2 };
    let setting = |world| inputs.setting(&model, &base, &plan.point(world));
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let gauged = play(&model, gauge.worlds(), gauge.settings(&model, &base));
            (play(&model, plan.worlds(), setting), gauged)
        })
    };
    let alone = on(1);
    assert!(alone.0.len() > 1_000, "more than a block");
    assert_eq!(alone, on(2));
    assert_eq!(alone, on(8));
    let worlds = plan.worlds();
    let mut parts = Numbered { model: &model, worlds, setting, rows: Vec::new() };
    for blocks in [0..1, 1..lab::blocks(worlds)] {
        parts.play(Playing { blocks: Some(blocks), ..Playing::default() });
    }
    assert_eq!(parts.rows, alone.0);
}
