//! What a run costs: building a stage, dressing it, whole runs of November 1962, log on and off.

use divan::Bencher;
use excomm::{
    run::{Session, Theatre},
    scenario,
    world::{Model, Setting, Time, Vary},
};

fn main() {
    divan::main();
}

fn november() -> Model {
    let sources = scenario::load("november-1962").expect("it is shipped");
    let part = scenario::check(&sources).part.expect("it checks");
    Model::new(&part, "open", &[]).expect("it compiles")
}

fn setting(seed: u64, no_log: bool) -> Setting {
    Setting { seed, no_log, vary: Vary::All, ..Setting::default() }
}

#[divan::bench]
fn check_and_compile(bencher: Bencher) {
    bencher.bench(november);
}

#[divan::bench]
fn build_a_theatre(bencher: Bencher) {
    let model = november();
    bencher.bench(|| drop(Theatre::new(&model)));
}

#[divan::bench]
fn dress_a_world(bencher: Bencher) {
    let model = november();
    let mut free = Some(Theatre::new(&model));
    bencher.bench_local(|| {
        let session = free.take().map(|theatre| theatre.begin(setting(7, true)));
        free = session.map(|session| session.close().1);
    });
}

#[divan::bench(args = [false, true])]
fn run_without_log(bencher: Bencher, no_log: bool) {
    let model = november();
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
