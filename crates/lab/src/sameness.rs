//! Sameness: whether an outcome of two runs could have come out differently.
//!
//! What happened has its causes in the log. What did not happen has none, so for that the links of
//! the scenario are followed back: to all that could have brought it about. An outcome could not
//! differ only if neither what led to it nor anything that could have brought it, or brought it
//! earlier, is otherwise in one of the two runs.

use std::collections::{BTreeMap, BTreeSet};

use excomm_engine::{
    run::{Finished, OutcomeValue, Touched, Value, changed, changed_tries},
    world::{Event, FactId, Links, Log, Model, OutcomeInfo, PerOutcome, Thing, Time},
};

/// Sections whose items change each other by orders and conditions alone. The rest of the world is
/// taken as one: ships, aircraft, weapons and weather act on each other by rules.
const TALK: [&str; 15] = [
    "actors",
    "beliefs",
    "branches",
    "chances",
    "consents",
    "ends",
    "gauges",
    "meetings",
    "outcomes",
    "papers",
    "people",
    "pledges",
    "questions",
    "responses",
    "statements",
];

/// Two runs of one scenario, with what differs between them.
pub(super) struct Pair<'a> {
    links: [&'a Links; 2],
    outcomes: &'a PerOutcome<OutcomeInfo>,
    runs: [&'a Finished; 2],
    touched: [Touched; 2],
    /// How many events differ.
    pub events: usize,
    /// When each item first differs.
    since: BTreeMap<Thing, Time>,
    /// The items outside of talk to which something happens.
    active: BTreeSet<Thing>,
    /// When anything outside of talk first differs.
    outside: Option<Time>,
    /// When a channel first differs, and so perhaps all that is heard from then on.
    channels: Option<Time>,
}

impl<'a> Pair<'a> {
    /// Compares two runs, each of its own branch of one scenario.
    #[must_use]
    pub(super) fn new(models: [&'a Model; 2], runs: [&'a Finished; 2]) -> Pair<'a> {
        let [a, b] = runs.map(|run| &run.log);
        let mut keys = changed(a, b);
        let events = keys.len();
        keys.extend(changed_tries(a, b));
        let mut pair = Pair {
            links: models.map(|model| &*model.links),
            outcomes: &models[0].outcomes,
            runs,
            touched: [a, b].map(|log| Touched::new(log, &keys)),
            events,
            since: BTreeMap::new(),
            active: BTreeSet::new(),
            outside: None,
            channels: None,
        };
        pair.take_events(models[0]);
        pair.take_facts(models[0]);
        let [left_out, other] = pair.links.map(Links::left_out);
        for item in left_out.symmetric_difference(other) {
            pair.differs(models[0], *item, Time::NEVER);
        }
        pair
    }

    fn differs(&mut self, model: &Model, item: Thing, at: Time) {
        let since = self.since.entry(item).or_insert(at);
        *since = at.min(*since);
        let kind = model.things[item.index()].kind;
        if !TALK.contains(&kind) {
            let earlier = |known: Option<Time>| Some(known.map_or(at, |since| since.min(at)));
            self.outside = earlier(self.outside);
            if kind == "channels" {
                self.channels = earlier(self.channels);
            }
        }
    }

    /// Notes when which items differ by what happened, and to which items anything happened.
    fn take_events(&mut self, model: &Model) {
        for side in 0..2 {
            let (links, log): (_, &Log) = (self.links[side], &self.runs[side].log);
            let touched: Vec<(Thing, Time)> = self.touched[side]
                .of(log)
                .flat_map(|event| concerned(links, event).map(|item| (item, event.at)))
                .collect();
            for (item, at) in touched {
                self.differs(model, item, at);
            }
            let happened = log.events().iter().flat_map(|event| concerned(links, event));
            let outside = |item: &Thing| !TALK.contains(&model.things[item.index()].kind);
            self.active.extend(happened.filter(outside));
        }
    }

    /// Notes which items differ by their facts: from the start.
    fn take_facts(&mut self, model: &Model) {
        let [values, others] = self.runs.map(|run| &run.facts);
        let both = (0..).map(FactId).zip(values.iter().zip(others));
        let differ = both.filter(|(_, (a, b))| a.total_cmp(b).is_ne());
        for (fact, _) in differ {
            for item in model.links.users(fact) {
                self.differs(model, item, Time::NEVER);
            }
        }
    }

    /// Returns whether an outcome that came out alike in both runs could have come out differently.
    #[must_use]
    pub(super) fn could_differ(&self, first: &OutcomeValue, second: &OutcomeValue) -> bool {
        let led = self.touched[0].has(first.by) || self.touched[1].has(second.by);
        let until = match first.value {
            Value::Date(Some(_)) | Value::YesNo(true) => {
                self.runs[0].log.event(first.by).map(|event| event.at)
            }
            _ => None,
        };
        if led || (until.is_none() && self.ends_differ()) {
            return true;
        }
        let until = until.unwrap_or(Time(i64::MAX));
        if self.channels.is_some_and(|since| since <= until) {
            return true;
        }
        let item = self.outcomes[first.outcome].thing;
        self.links.iter().any(|links| self.reaches(links, item, until))
    }

    fn ends_differ(&self) -> bool {
        let end = |run: &Finished| run.end.map(|(end, reached)| (end, reached.at));
        end(self.runs[0]) != end(self.runs[1])
    }

    /// Returns whether anything differs, up to a moment, among all that could change an item.
    fn reaches(&self, links: &Links, item: Thing, until: Time) -> bool {
        let (mut seen, mut open) = (BTreeSet::from([item]), vec![item]);
        while let Some(item) = open.pop() {
            let differs = self.since.get(&item).is_some_and(|at| *at <= until);
            let outside = self.active.contains(&item) && self.outside.is_some_and(|at| at <= until);
            if differs || outside {
                return true;
            }
            open.extend(links.before(item).filter(|before| seen.insert(*before)));
        }
        false
    }
}

/// Returns the items that an event concerns.
fn concerned(links: &Links, event: &Event) -> impl Iterator<Item = Thing> {
    let named = [Some(event.key.who), event.key.with].into_iter().flatten();
    let named = named.map(|label| links.whole(label.thing));
    named.chain(event.change.map(|change| links.of(change.sign)))
}
