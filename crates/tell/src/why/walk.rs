//! The walk from events back to all that led to them, as plain data.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Why;
use crate::{
    inputs::name_of,
    quotes::{CiteJson, cite_json, knowledge, quoted, range, source_of, words_of},
    words,
};
use excomm_engine::world::{Event, EventId, FactId, Verb};
use excomm_scenario::format::Cite;

/// All that led to some events, themselves included: each event once, in order of time.
pub struct Walk(pub BTreeMap<EventId, Step>);

impl Walk {
    /// Returns what led to an event in so many steps back, and itself, in order of time.
    #[must_use]
    pub fn near(&self, event: EventId, depth: usize) -> Vec<&Step> {
        let mut near = BTreeSet::from([event]);
        for _ in 0..depth {
            let steps = near.iter().filter_map(|event| self.0.get(event));
            let causes: Vec<EventId> =
                steps.flat_map(|step| &step.causes).map(|cause| cause.event).collect();
            near.extend(causes);
        }
        near.iter().filter_map(|event| self.0.get(event)).collect()
    }
}

/// An event of a walk, and what stands behind it.
#[derive(Debug, Serialize)]
pub struct Step {
    /// The event.
    pub id: Named,
    /// The moment of the event in UTC.
    pub at: String,
    /// The moment of the event in words.
    #[serde(skip)]
    pub when: String,
    /// The event as a sentence.
    pub text: String,
    /// Whether the scenario marks the event.
    #[serde(skip)]
    pub marked: bool,
    /// The odds of the event, if it was drawn.
    pub odds: Option<f64>,
    /// What was drawn.
    pub draw: Option<f64>,
    /// Odds and draw in words.
    #[serde(skip)]
    pub drawn: Option<String>,
    /// The events that led to this one.
    pub causes: Vec<Named>,
    /// What is said of a step without causes.
    #[serde(skip)]
    pub begins: Option<&'static str>,
    /// The facts behind the event.
    pub facts: Vec<Behind>,
    /// The cites of the items that take part in the event.
    pub cite: Vec<CiteJson>,
    /// The words behind the event, bare and with their speaker, save those that stand in longer ones.
    #[serde(skip)]
    pub quotes: Vec<(String, String)>,
}

/// An event by its key, which programs read, and by its place in the log.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Named {
    /// The key of the event.
    pub key: String,
    /// The place of the event in the log.
    #[serde(skip)]
    pub event: EventId,
}

/// A fact behind a step.
#[derive(Debug, Clone, Serialize)]
pub struct Behind {
    /// The number of the fact.
    #[serde(skip)]
    pub id: FactId,
    /// The path of the fact.
    pub path: String,
    /// The name of the fact, for people.
    #[serde(skip)]
    pub name: String,
    /// The value of the fact in this world.
    pub value: f64,
    /// The value in three figures, as it can be typed.
    #[serde(skip)]
    pub here: String,
    /// The kind of knowledge that the fact is.
    pub provenance: &'static str,
    /// The kind of knowledge and the range, in words.
    #[serde(skip)]
    pub range: String,
    /// The words, the sources, or the reason for a guess.
    #[serde(skip)]
    pub source: String,
}

impl Walk {
    /// Returns the steps of the causes of a step.
    #[must_use]
    pub fn causes<'w>(&'w self, step: &'w Step) -> impl ExactSizeIterator<Item = &'w Step> {
        step.causes.iter().map(|cause| &self.0[&cause.event])
    }

    /// Returns the facts behind all steps, in the order of the scenario.
    #[must_use]
    pub fn facts(&self) -> BTreeMap<FactId, &Behind> {
        let all = self.0.values().flat_map(|step| &step.facts);
        all.map(|fact| (fact.id, fact)).collect()
    }
}

impl Why<'_> {
    /// Walks from events back to all that led to them.
    #[must_use]
    pub fn walk(&self, from: impl IntoIterator<Item = EventId>) -> Walk {
        let mut open: Vec<EventId> = from.into_iter().collect();
        let (mut steps, mut facts) = (BTreeMap::new(), BTreeMap::new());
        while let Some(id) = open.pop() {
            if let Some(event) = self.event(id)
                && !steps.contains_key(&id)
            {
                let step = self.step(id, event, &mut facts);
                open.extend(step.causes.iter().map(|cause| cause.event));
                steps.insert(id, step);
            }
        }
        Walk(steps)
    }

    fn step(&self, id: EventId, event: &Event, facts: &mut BTreeMap<FactId, Behind>) -> Step {
        let log = &self.run.log;
        let named = |id| Some(Named { key: self.key(self.event(id)?), event: id });
        let causes: Vec<Named> = self.causes(event).into_iter().filter_map(named).collect();
        let mut fact = |id| facts.entry(id).or_insert_with(|| self.behind(id)).clone();
        let cites = self.cites_of(event);
        Step {
            id: Named { key: self.key(event), event: id },
            at: event.at.rfc3339(),
            when: words::moment(event.at, &self.model.span),
            text: self.says(event),
            marked: event.marked,
            odds: event.odds,
            draw: event.draw,
            drawn: drawn(event),
            begins: causes.is_empty().then(|| self.begins(event)).flatten(),
            causes,
            facts: log.facts(event).iter().map(|id| fact(*id)).collect(),
            quotes: self.quotes(&cites),
            cite: cites.iter().map(cite_json).collect(),
        }
    }

    /// Returns the causes of an event; those that only pass something on give way to theirs.
    fn causes(&self, event: &Event) -> Vec<EventId> {
        let log = &self.run.log;
        let mut causes: Vec<EventId> = Vec::new();
        for &cause in log.causes(event) {
            let mut cause = cause;
            while let Some(passes) = log.event(cause)
                && let [only] = log.causes(passes)
                && passes.template.is_empty()
                && passes.odds.is_none()
                && log.facts(passes).is_empty()
            {
                cause = *only;
            }
            if !self.may_tell(cause) {
                let behind = log.event(cause).filter(|event| event.key.verb == Verb::Report);
                let behind = behind.map_or(&[][..], |report| log.causes(report));
                causes.extend(behind.iter().filter(|cause| self.may_tell(**cause)));
            } else if !causes.contains(&cause) {
                causes.push(cause);
            }
        }
        causes
    }

    fn may_tell(&self, id: EventId) -> bool {
        self.known.as_ref().is_none_or(|known| known.contains(&id))
    }

    /// Returns what is said of an event of which no causes are told.
    fn begins(&self, event: &Event) -> Option<&'static str> {
        if event.key.verb == Verb::Pin || is_missed(event) {
            return None;
        }
        let hidden = !self.run.log.causes(event).is_empty();
        Some(if hidden { "what led to it is not known" } else { "so from the start" })
    }

    fn behind(&self, id: FactId) -> Behind {
        let (info, value) = (&self.model.facts[id.0 as usize], self.run.facts[id.0 as usize]);
        Behind {
            id,
            path: info.path.clone(),
            name: words::capital(&name_of(self.part, self.model, &info.path)),
            value,
            here: words::number(words::rounded(value, words::decimals(value))),
            provenance: knowledge(info.knowledge),
            range: range(info),
            source: source_of(self.part, info),
        }
    }

    /// Returns the cites of the items that take part in an event.
    fn cites_of(&self, event: &Event) -> Vec<Cite> {
        let labels = [Some(event.key.who), event.key.with].into_iter().flatten();
        let paths = labels.map(|label| &self.model.things[label.thing.index()].path);
        paths.flat_map(|path| self.cites.of(path)).collect()
    }

    /// Returns the words that are cited, save those that stand in longer ones.
    fn quotes(&self, cites: &[Cite]) -> Vec<(String, String)> {
        let stand = |cite: &Cite| {
            let (said, text) = (words_of(cite)?, quoted(self.part, cite)?);
            let longer = |other: &str| other.len() > said.len() && other.contains(said);
            let bare = !cites.iter().filter_map(words_of).any(longer);
            bare.then(|| (said.to_owned(), text))
        };
        cites.iter().filter_map(stand).collect()
    }
}

/// Returns whether this did not come about, though it could have.
fn is_missed(event: &Event) -> bool {
    matches!(event.key.verb, Verb::NoChance | Verb::NoRespond | Verb::NoAsk | Verb::NoSay)
}

/// Returns by what odds an event happened and what was drawn, if it was a draw.
fn drawn(event: &Event) -> Option<String> {
    let (odds, draw) = (event.odds?, event.draw?);
    // A sky is drawn from several; all else happens or does not.
    let against = draw >= odds && event.key.verb != Verb::Sky && !is_missed(event);
    let odds_for = if against { "odds against it" } else { "odds" };
    Some(format!("{odds_for} {}, drawn {}", words::percent(odds), words::percent(draw)))
}
