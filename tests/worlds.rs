//! Worlds for tests: small cases by name.

use excomm_engine::{
    run::{self, Finished},
    world::{Model, Setting},
};
use excomm_scenario::format::Part;

/// Reads a small case of `tests/cases`.
pub(crate) fn case(name: &str) -> Part {
    let path = format!("{}/tests/cases/{name}.ron", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap();
    Part::of_text(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Reads November 1962.
pub(crate) fn november() -> Part {
    let checked = excomm_scenario::check(&excomm_library::load("november-1962").unwrap());
    checked.part.unwrap_or_else(|| panic!("{:?}", checked.findings))
}

/// Plays a branch with a seed, all facts varied.
pub(crate) fn play(model: &Model, seed: u64) -> Finished {
    run::play(model, varied(seed))
}

/// A world with all facts drawn.
pub(crate) fn varied(seed: u64) -> Setting {
    Setting { seed, vary: excomm_engine::world::Vary::All, ..Setting::default() }
}
