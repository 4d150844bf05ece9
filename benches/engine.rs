//! What a run costs: making a world, whole runs, the log on against off.

use excomm::{
    run,
    scenario::format::Part,
    world::{Model, Setting, Vary},
};

fn main() {
    divan::main();
}

fn two_capitals() -> Model {
    let extensions = ron::extensions::Extensions::IMPLICIT_SOME;
    let part: Part = ron::Options::default()
        .with_default_extension(extensions)
        .from_str(include_str!("../tests/cases/two-capitals.ron"))
        .expect("the case is read by the tests too");
    Model::new(&part, "open", &[]).expect("the case compiles")
}

#[divan::bench]
fn make_a_world(bencher: divan::Bencher) {
    let model = two_capitals();
    bencher.bench(|| run::Session::new(&model, Setting::default()).now());
}

#[divan::bench(args = [false, true])]
fn run_two_capitals(bencher: divan::Bencher, no_log: bool) {
    let model = two_capitals();
    let mut seed = 0;
    bencher.bench_local(|| {
        seed += 1;
        run::play(&model, Setting { seed, no_log, vary: Vary::All, ..Setting::default() })
    });
}
