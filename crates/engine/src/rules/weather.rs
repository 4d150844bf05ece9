//! Weather: the sky over each region, from day to day.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Due, EventId, Label, Luck, Occasion, Run, Salt, Verb, by_name, salt,
    sky::{Climate, Sky},
};
use excomm_scenario::format::SkyState;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "weather/begin",
        on: &[Occasion::Start],
        about: "The sky at the start is as the scenario says, or as the branch fixes it for that day.",
        formula: "",
        source: "",
        reads: &["regions/*/sky/starts", "branches/*/skies"],
        system: || boxed(begin),
    },
    Rule {
        name: "weather/change",
        on: &[Occasion::Sky],
        about: "At five each morning the sky of a region stays as it was or is drawn anew from the shares of its days. Over many days the shares and the mean length of a spell come out as written. A branch can fix the sky of a day.",
        formula: "P(anew) = 1 / (lasts_days x (1 - sum of squared shares)), at most 1; anew: clear, partly or else obscured by their shares",
        source: "two-parameter Markov chain of order 1",
        reads: &["regions/*/sky", "branches/*/skies"],
        system: || boxed(change),
    },
];

const SKY: Salt = salt("weather/sky");

/// The local hour at which the day's sky is drawn.
const HOUR: f64 = 5.0;

type Skies<'w, 's> = Query<'w, 's, (Entity, &'static Label, &'static Climate, &'static mut Sky)>;

fn begin((In(_), InMut(run)): (In<Due>, InMut<Run>), mut skies: Skies) {
    let skies = by_name(skies.iter_mut(), |(_, label, ..)| **label);
    for (entity, label, climate, mut sky) in skies {
        sky.state = fixed(climate, run).unwrap_or(sky.state);
        let event = run.event(Verb::Sky, *label).nth(1).changes(climate.sign, code(sky.state));
        if let Some(id) = event.commit() {
            sky.by = id;
        }
        schedule(run, entity, *label, 1);
    }
}

fn change((In(due), InMut(run)): (In<Due>, InMut<Run>), mut skies: Skies) {
    let Some((entity, label, climate, mut sky)) = run.met(skies.get_mut(due.who)) else {
        return;
    };
    schedule(run, entity, *label, due.n + 1);
    let draw = run.luck.draw(SKY, &[*label], u64::from(due.n));
    let (odds, state) = if let Some(state) = fixed(climate, run) {
        (None, state)
    } else {
        let (odds, state) = step(&run.luck, climate, sky.state, draw);
        (Some(odds), state)
    };
    if state == sky.state {
        return;
    }
    let word = match state {
        SkyState::Clear => "clears",
        SkyState::Partly => "is partly clouded",
        SkyState::Obscured => "is overcast",
    };
    let event = run.event(Verb::Sky, *label).nth(due.n + 1).because(sky.by);
    let event = event.say("the sky over {} {}", &[Arg::Title(label.thing), Arg::Word(word)]);
    let event = match odds {
        None => event,
        Some(odds) => event.odds(odds, draw),
    };
    if let Some(id) = event.changes(climate.sign, code(state)).commit() {
        *sky = Sky { state, by: id };
    }
}

fn schedule(run: &mut Run, region: Entity, label: Label, day: u32) {
    if day < run.clock.days() {
        let at = run.clock.at_hour(day, HOUR);
        run.at(Due::new(at, Occasion::Sky, region, label, EventId::NONE).n(day));
    }
}

/// Returns the sky that the branch fixes for today, if it does; the last one written wins.
fn fixed(climate: &Climate, run: &Run) -> Option<SkyState> {
    let today = run.clock.today();
    let of_today = climate.fixed.iter().rev().find(|(on, _)| run.clock.day_of(*on) == today);
    of_today.map(|(_, state)| *state)
}

/// Returns the odds that a day's sky is drawn anew, and the sky that follows by this draw.
///
/// Of the draw's interval the lowest part means anew; that part is itself divided by the shares.
fn step(luck: &Luck, climate: &Climate, state: SkyState, draw: f64) -> (f64, SkyState) {
    let (clear, partly) = (luck.fact(climate.clear), luck.fact(climate.partly));
    let obscured = (1.0 - clear - partly).max(0.0);
    let same = clear * clear + partly * partly + obscured * obscured;
    let anew = 1.0 / (luck.fact(climate.lasts_days) * (1.0 - same)).max(1.0);
    let sky = match draw / anew {
        share if share < clear => SkyState::Clear,
        share if share < clear + partly => SkyState::Partly,
        share if share < 1.0 => SkyState::Obscured,
        _ => state,
    };
    (anew, sky)
}

fn code(state: SkyState) -> f64 {
    f64::from(state as u8)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{Played, Table, assert_odds};

    const ISLE: &str = r#"regions: [(id: "isle", title: "the isle",
        sky: (clear: ~0.5, partly: ~0.2, lasts_days: ~4, starts: Partly, cite: []), seen_for_days: ~30)],"#;

    /// Returns how many mornings saw another sky than the day before.
    fn changes(played: &Played) -> usize {
        played.count("sky/isle/") - 1
    }

    #[test]
    fn the_sky_begins_as_written_and_changes_in_a_sentence() {
        let played = Table::new(ISLE).until("1962-12-01T00:00Z").play();
        assert_eq!(played.keys("sky/").first().map(String::as_str), Some("sky/isle/1"));
        let said = played.sentences();
        assert_eq!(said.len(), changes(&played), "{said:?}");
        assert!(said[0].starts_with("The sky over the isle "), "{said:?}");
    }

    #[test]
    fn a_spell_of_one_sky_lasts_as_many_days_as_written() {
        let (worlds, mut spells) = (1000, 0);
        for seed in 0..worlds {
            let played = Table::new(ISLE).seed(seed).until("1962-12-01T00:00Z").play();
            spells += changes(&played);
        }
        // 29 mornings a world; a change each four days, so with odds 1/4 each morning
        assert_odds(spells, 29 * worlds as usize, 0.25);
    }

    #[test]
    fn a_branch_fixes_the_sky_of_a_day() {
        let fixed = r#"(region: "isle", on: "1962-11-05T12:00Z", is: Obscured, cite: [])"#;
        let still = |table: Table| table.fact("regions/isle/sky/lasts_days", 1e6);
        let played = still(Table::new(ISLE).sky(fixed)).play();
        assert_eq!(played.keys("sky/"), ["sky/isle/1", "sky/isle/5"]);
        assert_eq!(still(Table::new(ISLE)).play().count("sky/"), 1);
    }

    #[test]
    fn one_region_more_changes_no_other_sky() {
        let two = ISLE.replace(
            "regions: [",
            r#"regions: [(id: "cape", title: "the cape",
            sky: (clear: ~0.5, partly: ~0.2, lasts_days: ~2, starts: Clear, cite: []), seen_for_days: ~30), "#,
        );
        let (one, two) = (Table::new(ISLE).play(), Table::new(&two).play());
        assert_eq!(one.keys("sky/isle/"), two.keys("sky/isle/"));
    }
}
