//! Draws the ends of 100 worlds as an SVG: `cargo run --release --example own_chart > ends.svg`.

#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::{collections::BTreeMap, error::Error};

use excomm_charts::{Bars, Branch, Caption, Estimate, bars};
use excomm_engine::world::{Model, Setting, Vary};
use excomm_lab::{Design, rows, stats::wilson};

const WORLDS: u64 = 100;

fn main() -> Result<(), Box<dyn Error>> {
    let sources = excomm_library::load("first-steps")?;
    let part = excomm_scenario::check(&sources).part.ok_or("the scenario has mistakes")?;
    let model = Model::new(&part, "open", &[])?;
    let base = Setting { seed: 1962, vary: Vary::All, ..Setting::default() };

    let mut ends: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows(&model, &base, &Design { runs: WORLDS, lucks: 10 }).0 {
        if let Some(end) = row.end {
            *ends.entry(&model.things[end.index()].title).or_default() += 1;
        }
    }
    let share = |hits: &u64| {
        let interval = wilson(*hits, WORLDS, 0.95);
        Estimate { value: *hits as f64 / WORLDS as f64, low: interval.low, high: interval.high }
    };
    let chart = Bars {
        caption: Caption {
            title: "How it ends".to_owned(),
            subtitle: format!("{WORLDS} worlds, ten runs for each draw of the facts, seed 1962"),
            source: "First steps, an invented crisis".to_owned(),
        },
        ends: ends.keys().map(|end| (*end).to_owned()).collect(),
        branches: vec![Branch {
            name: "As it may come".to_owned(),
            shares: ends.values().map(share).collect(),
        }],
    };
    println!("{}", bars(&chart));
    Ok(())
}
