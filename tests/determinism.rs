//! The same bytes everywhere: twice, on any number of threads, in any order of worlds.

use excomm::{run, world::Model};
use rayon::prelude::*;

use crate::worlds::{case, play};

fn digests(model: &Model, seeds: impl IntoIterator<Item = u64>) -> Vec<String> {
    seeds.into_iter().map(|seed| run::digest(model, &play(model, seed).log)).collect()
}

#[test]
fn the_same_world_twice_has_the_same_digest() {
    let model = Model::new(&case("two-capitals"), "open", &[]).unwrap();
    assert_eq!(digests(&model, 1..20), digests(&model, 1..20));
}

#[test]
fn one_two_and_eight_threads_have_the_same_digests() {
    let model = Model::new(&case("two-capitals"), "open", &[]).unwrap();
    let alone = digests(&model, 0..40);
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let together: Vec<String> = pool.install(|| {
            (0..40_u64)
                .into_par_iter()
                .map(|seed| run::digest(&model, &play(&model, seed).log))
                .collect()
        });
        assert_eq!(alone, together, "{threads} threads");
    }
}

#[test]
fn the_order_of_worlds_on_one_worker_changes_nothing() {
    let model = Model::new(&case("two-capitals"), "open", &[]).unwrap();
    let mut forward = digests(&model, 0..30);
    forward.reverse();
    assert_eq!(forward, digests(&model, (0..30).rev()));
}

#[test]
fn two_models_of_one_scenario_play_alike() {
    let (a, b) = (case("two-capitals"), case("two-capitals"));
    let (a, b) = (Model::new(&a, "open", &[]).unwrap(), Model::new(&b, "open", &[]).unwrap());
    assert_eq!(digests(&a, 0..10), digests(&b, 0..10));
}
