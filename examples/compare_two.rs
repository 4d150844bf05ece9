//! Lifts the quarantine on 8 November in 200 worlds, and says what that changes beside the same 200
//! worlds without it: `cargo run --release --example compare_two`.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use excomm_engine::world::{Model, Setting, Vary};
use excomm_lab::{Counting, Playing, Results, Side, Study};

const STUDY: &str = r#"(
    scenario: "november-1962", method: Compare(against: "open"), branches: ["lift-8-nov"],
    runs: 200, seed: 1962, outcomes: ["bombers_out_on"],
)"#;

fn main() -> Result<(), Box<dyn Error>> {
    let sources = excomm_library::load("november-1962")?;
    let part = excomm_scenario::check(&sources).part.ok_or("the scenario has mistakes")?;
    let base = Setting { seed: 1962, vary: Vary::All, ..Setting::default() };
    let models = [Model::new(&part, "open", &[])?, Model::new(&part, "lift-8-nov", &[])?];
    let sides = models.iter().map(|model| Side { model, base: &base }).collect();
    let study = Study::read(STUDY)?;
    let mut results = Results::new(study, sides)?;
    results.play(Playing::default());

    let effect = results.effect(0, results.shown()[0]);
    println!("Of {} pairs of worlds with the same luck, the bombers leave", effect.pairs);
    println!("  earlier in {}", effect.down);
    println!("  later in   {}", effect.up);
    Ok(())
}
