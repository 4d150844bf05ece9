//! Plays one world of the first scenario and prints how it ended: `cargo run --example play_one`.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use excomm_engine::{
    run,
    world::{Model, Setting, event_text},
};

fn main() -> Result<(), Box<dyn Error>> {
    let sources = excomm_library::load("first-steps")?;
    let part = excomm_scenario::check(&sources).part.ok_or("the scenario has mistakes")?;
    let model = Model::new(&part, "open", &[])?;
    let done = run::play(&model, Setting { seed: 1962, ..Setting::default() });

    for event in done.log.events().iter().filter(|event| event.marked) {
        if let Some(text) = event_text(event, &model.things) {
            println!("{}  {text}", event.at.rfc3339());
        }
    }
    if let Some((end, _)) = done.end {
        println!("The end: {}", model.things[end.index()].title);
    }
    Ok(())
}
