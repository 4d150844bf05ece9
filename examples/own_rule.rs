//! Adds a rule to those of the engine: each dawn a watch is changed, and the log says so.
//! `cargo run --example own_rule`

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use bevy_ecs::prelude::*;
use excomm_engine::{
    rules::{self, Rule},
    run::Theatre,
    world::{Due, Model, NOBODY, Occasion, Run, Setting, Time, Verb, event_text},
};

/// The rule: a row of the table, as the engine has them.
static WATCH: Rule = Rule {
    name: "watch/change",
    on: &[Occasion::Dawn],
    about: "Each dawn the watch is changed.",
    formula: "",
    source: "",
    reads: &[],
    system: || rules::boxed(change),
};

/// The system: it is lent the occasion and the run, and could query any component beside them.
fn change((In(due), InMut(run)): (In<Due>, InMut<Run>)) {
    run.event(Verb::Own("watch"), NOBODY).nth(due.n + 1).say("The watch is changed", &[]).commit();
}

fn main() -> Result<(), Box<dyn Error>> {
    let sources = excomm_library::load("first-steps")?;
    let part = excomm_scenario::check(&sources).part.ok_or("the scenario has mistakes")?;
    let model = Model::new(&part, "open", &[])?;
    let theatre = Theatre::with_rules(&model, rules::all().chain([&WATCH]));
    let mut session = theatre.begin(Setting { seed: 1962, ..Setting::default() });
    session.play_until(Time(i64::MAX));

    let done = session.finish();
    let watches = done.log.events().iter().filter(|event| event.key.verb == Verb::Own("watch"));
    for watch in watches {
        println!(
            "{}  {}",
            watch.at.rfc3339(),
            event_text(watch, &model.things).unwrap_or_default()
        );
    }
    Ok(())
}
