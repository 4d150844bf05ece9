//! What a run costs: building a stage, dressing it, whole runs of November 1962, log on and off;
//! and what many cost: an ensemble on one thread and on two, a comparison of pairs.

use divan::{Bencher, black_box, counter::ItemsCount};
use excomm_engine::{
    run::{Session, Theatre},
    world::{Model, Setting, Time, Vary},
};
use excomm_lab::{Counting as _, Playing, Results, Side, Study};
use excomm_scenario as scenario;

fn main() {
    divan::main();
}

fn november(branch: &str) -> Model {
    let sources = excomm_library::load("november-1962").expect("it is shipped");
    let part = scenario::check(&sources).part.expect("it checks");
    Model::new(&part, branch, &[]).expect("it compiles")
}

fn setting(seed: u64, no_log: bool) -> Setting {
    Setting { seed, no_log, vary: Vary::All, ..Setting::default() }
}

#[divan::bench]
fn check_and_compile(bencher: Bencher) {
    bencher.bench(|| november("open"));
}

#[divan::bench]
fn build_a_theatre(bencher: Bencher) {
    let model = november("open");
    bencher.bench(|| drop(Theatre::new(&model)));
}

#[divan::bench]
fn dress_a_world(bencher: Bencher) {
    let model = november("open");
    let mut free = Some(Theatre::new(&model));
    bencher.bench_local(|| {
        let session = free.take().map(|theatre| theatre.begin(setting(7, true)));
        free = session.map(|session| session.close().1);
    });
}

#[divan::bench(args = [false, true])]
fn run_without_log(bencher: Bencher, no_log: bool) {
    let model = november("open");
    let mut free = Some(Theatre::new(&model));
    let mut seed = 0;
    bencher.bench_local(|| {
        seed += 1;
        let session = free.take().map(|theatre| theatre.begin(setting(seed, no_log)));
        free = session.map(|mut session: Session| {
            session.play_until(Time(i64::MAX));
            session.close().1
        });
    });
}

/// Worlds of an ensemble.
const WORLDS: u64 = 1000;

/// Plays so many worlds of a study in these models.
fn ensemble(asked: &str, models: &[&Model]) {
    let text = format!("(scenario: \"november-1962\", runs: {WORLDS}, {asked})");
    let study = Study::read(&text).expect("a good study");
    let base = Setting { seed: study.seed, vary: study.vary, ..Setting::default() };
    let sides = models.iter().map(|&model| Side { model, base: &base }).collect();
    let mut results = Results::new(study, sides).expect("a study that can be played");
    results.play(Playing::default());
}

/// What threads of this machine are worth where nothing is shared: the measure for those below.
#[divan::bench(args = [1, 2], sample_count = 10)]
fn sums_on_threads(bencher: Bencher, threads: usize) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let sum = |_: rayon::BroadcastContext| (0..100_000_000_u64).fold(1, |s, n| black_box(s ^ n));
    let bencher = bencher.counter(ItemsCount::new(threads));
    bencher.bench_local(|| pool.broadcast(sum));
}

#[divan::bench(args = [1, 2], sample_count = 10)]
fn worlds_on_threads(bencher: Bencher, threads: usize) {
    let model = november("open");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
    let bencher = bencher.counter(ItemsCount::new(WORLDS));
    let asked = "method: Sweep(), branches: [\"open\"]";
    bencher.bench_local(|| pool.install(|| ensemble(asked, &[&model])));
}

#[divan::bench(sample_count = 10)]
fn pairs_on_one_thread(bencher: Bencher) {
    let models = [&november("open"), &november("lift-8-nov")];
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let bencher = bencher.counter(ItemsCount::new(WORLDS));
    let asked = "method: Compare(against: \"open\"), branches: [\"lift-8-nov\"]";
    bencher.bench_local(|| pool.install(|| ensemble(asked, &models)));
}
