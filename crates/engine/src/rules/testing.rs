//! A table for tests: a small scenario, played to its end.

use std::collections::BTreeMap;

use super::Dispatch;
use crate::world::{
    Event, Label, Log, Model, Setting, Stage, ending::Outcome, event_text, key_text,
};
use excomm_scenario::format::Part;

/// What every small scenario has: ten days of November.
const HEAD: &str = r#"
    scenario: (
        format: 1, id: "table", title: "", about: "",
        clock: (start: "1962-11-01T00:00Z", end: "1962-11-11T00:00Z", zone: "UTC"),
        plays: "blue", records: {}, default_branch: "open",
    ),
    actors: [(id: "blue", title: "Blue"), (id: "red", title: "Red", answers_h: ~24)],
"#;

/// A small scenario, to be played.
#[derive(Default)]
pub(super) struct Table {
    sections: String,
    end: Option<String>,
    truths: Vec<String>,
    skies: Vec<String>,
    pins: Vec<String>,
    setting: Setting,
    facts: Vec<(String, f64)>,
    without: Vec<String>,
}

impl Table {
    /// Reads the sections of a scenario; `~5` in them is an assumed fact of 5 without a range.
    pub(super) fn new(sections: &str) -> Table {
        Table { sections: sections.to_owned(), ..Table::default() }
    }

    /// Plays another world.
    pub(super) fn seed(mut self, seed: u64) -> Table {
        self.setting.seed = seed;
        self
    }

    /// Plays up to another last moment.
    pub(super) fn until(mut self, end: &str) -> Table {
        self.end = Some(end.to_owned());
        self
    }

    /// Sets a fact.
    pub(super) fn fact(mut self, path: &str, value: f64) -> Table {
        self.facts.push((path.to_owned(), value));
        self
    }

    /// Leaves an item out.
    pub(super) fn without(mut self, path: &str) -> Table {
        self.without.push(path.to_owned());
        self
    }

    /// Lets a truth be so.
    pub(super) fn truth(mut self, truth: &str, alternative: &str) -> Table {
        self.truths.push(format!(r#""{truth}": "{alternative}""#));
        self
    }

    /// Fixes the sky of a day.
    pub(super) fn sky(mut self, fixed: &str) -> Table {
        self.skies.push(fixed.to_owned());
        self
    }

    /// Lets an order be given at a moment.
    pub(super) fn order(mut self, at: &str, order: &str) -> Table {
        let id = format!("pin-{}", self.pins.len());
        let pin = format!(r#"(id: "{id}", at: "{at}", by: "blue", do: [{order}], cite: [])"#);
        self.pins.push(pin);
        self
    }

    /// Returns the scenario, with what the table says of its only branch.
    fn part(&self) -> Part {
        let Table { sections, truths, skies, pins, .. } = self;
        let [truths, skies, pins] = [truths, skies, pins].map(|all| all.join(","));
        let branch = format!(
            r#"branches: [(id: "open", title: "", says: "", about: [], cite: [],
                truths: {{{truths}}}, skies: [{skies}], pins: [{pins}])],"#
        );
        let text = facts_in(&format!("({HEAD}{branch}{sections})"));
        let mut part = Part::of_text(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        if let (Some(head), Some(end)) = (&mut part.scenario, &self.end) {
            end.clone_into(&mut head.clock.end.0);
        }
        part
    }

    /// Returns the scenario ready to be played.
    pub(super) fn model(&self) -> Model {
        Model::new(&self.part(), "open", &self.without).unwrap()
    }

    /// Plays the scenario to its end, twice on one stage.
    pub(super) fn play(mut self) -> Played {
        let model = self.model();
        for (path, value) in &self.facts {
            let fact = model.find_fact(path).unwrap_or_else(|| panic!("no fact `{path}`"));
            self.setting.facts.insert(fact, *value);
        }
        let mut stage = Stage::new(&model);
        let mut dispatch = Dispatch::of(super::all(), &mut stage.world);
        let mut once = || {
            let mut run = stage.set(&self.setting);
            while let Some(due) = run.calendar.pop().filter(|due| due.at <= run.clock.end()) {
                run.clock.now = due.at;
                dispatch.answer(due, &mut run, &mut stage.world);
                assert_eq!(run.fault, None);
            }
            run.log
        };
        let (first, log) = (once(), once());
        assert_eq!(first.written(), log.written(), "a stage that is used again plays the same");
        assert!(first.events().iter().zip(log.events()).all(|(one, other)| one.same_as(other)));
        let mut outcomes = stage.world.query::<(&Label, &Outcome)>();
        let outcomes = outcomes.iter(&stage.world).map(|(label, outcome)| {
            (model.things[label.thing.index()].id.clone(), outcome.value.unwrap_or(f64::NAN))
        });
        Played { log, outcomes: outcomes.collect(), model }
    }
}

/// Writes `~5` out as a fact.
fn facts_in(text: &str) -> String {
    let mut parts = text.split('~');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'));
        let (number, rest) = part.split_at(end.unwrap_or(part.len()));
        let fact = format!(r#"Assumed(low: {number}, best: {number}, high: {number}, why: "")"#);
        out += &fact;
        out += rest;
    }
    out
}

/// A scenario that has been played.
pub(super) struct Played {
    pub(super) log: Log,
    pub(super) model: Model,
    /// The value of each outcome by its id; not a number if it has none.
    pub(super) outcomes: BTreeMap<String, f64>,
}

impl Played {
    /// Returns the keys of the events whose key begins so, in the order in which they happened.
    pub(super) fn keys(&self, begin: &str) -> Vec<String> {
        self.events(begin).map(|event| self.key(event)).collect()
    }

    /// Returns how many events have a key that begins so.
    pub(super) fn count(&self, begin: &str) -> usize {
        self.events(begin).count()
    }

    /// Returns the events whose key begins so.
    pub(super) fn events<'a>(&'a self, begin: &'a str) -> impl Iterator<Item = &'a Event> {
        self.log.events().iter().filter(move |event| self.key(event).starts_with(begin))
    }

    /// Returns a count outcome; 0 if it never changed.
    pub(super) fn number(&self, outcome: &str) -> usize {
        self.outcomes[outcome].max(0.0) as usize
    }

    /// Returns the key of an event.
    pub(super) fn key(&self, event: &Event) -> String {
        key_text(&event.key, &self.model.things)
    }

    /// Returns the sentences of the chronicle.
    pub(super) fn sentences(&self) -> Vec<String> {
        self.log.events().iter().filter_map(|e| event_text(e, &self.model.things)).collect()
    }
}

/// Asserts that `hits` of `n` draws are no further from their odds than 4.9 standard deviations.
pub(super) fn assert_odds(hits: usize, n: usize, odds: f64) {
    let (hits, n) = (hits as f64, n as f64);
    let sigma = (n * odds * (1.0 - odds)).sqrt();
    let sigmas = (hits - n * odds) / sigma;
    assert!(sigmas.abs() < 4.9, "{hits} of {n} at odds {odds}: {sigmas:.1} sigma");
}
