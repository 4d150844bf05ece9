//! From the scenario as written to the world as meant: names become numbers and entities.

mod conditions;
mod hearing;
mod orders;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use bevy_ecs::prelude::*;

use super::{
    calendar::Step,
    facts::FactInfo,
    links::Links,
    name::{FactId, Label, Thing, ThingInfo, item_path},
    opening::{Dress, Initial, Opening},
    picture::{Listener, SignId},
    reach::Audiences,
    sign::{SignKey, SignKind},
    things,
    time::Time,
    works::Offices,
};
use excomm_scenario::format::{self, Fact, Part};

/// What is put together while a scenario is compiled.
pub(super) struct Compiler<'a> {
    pub part: &'a Part,
    pub things: Vec<ThingInfo>,
    pub entities: Vec<Entity>,
    pub facts: Vec<FactInfo>,
    pub signs: Vec<SignKey>,
    pub initials: Vec<(SignId, Initial)>,
    pub orders: Vec<Vec<Step>>,
    /// When each actor works.
    pub offices: Offices,
    pub dress: Vec<Option<Dress>>,
    /// The entity of the observer who hears everything.
    pub world: Entity,
    /// Whether actors also hear what none of their rules reads.
    pub hears_all: bool,
    by_path: BTreeMap<String, Thing>,
    by_sign: BTreeMap<SignKey, SignId>,
    reads: BTreeSet<(Entity, SignId)>,
    pub(super) audiences: Audiences,
    listeners: BTreeMap<(Entity, SignId), Vec<Listener>>,
    links: Links,
    told: Vec<String>,
    without: BTreeSet<String>,
    problems: Vec<String>,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(part: &'a Part, without: BTreeSet<String>) -> Compiler<'a> {
        let things = things::list(part);
        let mut dry = World::new();
        let labels = (0..things.len() as u32).map(|i| Label::of(Thing(i)));
        let entities: Vec<Entity> = dry.spawn_batch(labels.collect::<Vec<_>>()).collect();
        let by_path = (0..).map(Thing).zip(&things).map(|(t, info)| (info.path.clone(), t));
        let facts = part.numbered.iter().map(|(_, written)| FactInfo::of(written));
        Compiler {
            part,
            world: entities.first().copied().unwrap_or(Entity::PLACEHOLDER),
            by_path: by_path.collect(),
            dress: vec![None; things.len()],
            hears_all: false,
            things,
            entities,
            facts: facts.collect(),
            signs: Vec::new(),
            initials: Vec::new(),
            orders: Vec::new(),
            offices: Offices::default(),
            by_sign: BTreeMap::new(),
            reads: BTreeSet::new(),
            audiences: Audiences::default(),
            listeners: BTreeMap::new(),
            links: Links::default(),
            told: Vec::new(),
            without,
            problems: Vec::new(),
        }
    }

    /// Returns the thing of a section with this id.
    pub(super) fn thing(&mut self, kind: &str, id: &str) -> Thing {
        self.at_path(&format!("{kind}/{id}"))
    }

    /// Returns the thing with this path.
    pub(super) fn at_path(&mut self, path: &str) -> Thing {
        self.by_path.get(path).copied().unwrap_or_else(|| {
            self.problems.push(format!("there is no `{path}`"));
            Thing(0)
        })
    }

    /// Returns the entity of a section with this id.
    pub(super) fn entity(&mut self, kind: &str, id: &str) -> Entity {
        let thing = self.thing(kind, id);
        self.entities[thing.index()]
    }

    /// Returns the whole item to which the field at `path` belongs.
    fn item(&self, path: &str) -> Option<Thing> {
        self.by_path.get(item_path(path)).copied()
    }

    /// Says that what stands at `path` gives orders that concern an item.
    pub(super) fn gives_orders(&mut self, path: &str, concerned: Thing) {
        if let Some(maker) = self.item(path) {
            self.links.orders(maker, concerned);
        }
    }

    /// Says that what stands at `path` looks at a sign.
    fn looks_at(&mut self, path: &str, sign: SignId) {
        if let (Some(item), Some(of)) = (self.item(path), self.item_of(sign)) {
            self.links.looks(item, of);
        }
    }

    /// Says that a thing is woken by a sign.
    fn waits_for(&mut self, thing: Thing, sign: SignId) {
        let item = self.item(&self.things[thing.index()].path);
        if let (Some(item), Some(of)) = (item, self.item_of(sign)) {
            self.links.waits(item, sign, of);
        }
    }

    /// Returns the whole item that a sign is about.
    fn item_of(&self, sign: SignId) -> Option<Thing> {
        self.item(&self.things[self.signs[sign.0 as usize].thing.index()].path)
    }

    /// Returns which items could change which.
    pub(super) fn links(&mut self) -> Links {
        let mut links = std::mem::take(&mut self.links);
        for (id, written) in self.part.numbered.iter() {
            for field in written.fields.iter().filter(|_| self.facts[id.0 as usize].in_play) {
                links.uses(self.item(field).unwrap_or(Thing(0)), id);
            }
        }
        let whole = |path: &String| self.item(path);
        let wholes = (0..).map(Thing).zip(&self.things);
        let wholes = wholes.map(|(thing, info)| whole(&info.path).unwrap_or(thing)).collect();
        let left_out = self.without.iter().filter_map(whole).collect();
        links.close(wholes, self.signs.iter().map(|sign| sign.thing), left_out);
        links
    }

    /// Returns whose working hours the item at `path` keeps; nobody's if it comes at any hour, or if
    /// its actor has none.
    pub(super) fn hours_of(&mut self, path: &str, actor: &str, any_hour: bool) -> Option<Entity> {
        let (who, label) = self.named("actors", actor);
        let keeps = !any_hour && self.offices.contains_key(&who);
        keeps.then(|| {
            self.depends(path, label.thing);
            who
        })
    }

    /// Says that what the item at `path` does depends on another item, without order or condition.
    pub(super) fn depends(&mut self, path: &str, on: Thing) {
        if let Some(item) = self.item(path) {
            self.links.looks(item, on);
        }
    }

    /// Returns entity and label of a section with this id.
    pub(super) fn named(&mut self, kind: &str, id: &str) -> (Entity, Label) {
        let thing = self.thing(kind, id);
        (self.entities[thing.index()], Label::of(thing))
    }

    /// Reports something that `check` would have refused.
    pub(super) fn problem(&mut self, text: String) {
        self.problems.push(text);
    }

    /// Returns whether the item with this path is part of this world, not left out.
    pub(super) fn kept(&self, path: &str) -> bool {
        !self.without.contains(path)
    }

    /// Says with which components a thing begins a run; a thing that is left out gets none.
    pub(super) fn dress(
        &mut self,
        thing: Thing,
        dress: impl Fn(&mut EntityWorldMut, &Opening) + Send + Sync + 'static,
    ) {
        if !self.without.contains(&self.things[thing.index()].path) {
            self.dress[thing.index()] = Some(Arc::new(dress));
        }
    }

    /// Returns the id of a fact, and takes the fact into this world.
    pub(super) fn fact(&mut self, fact: &Fact) -> FactId {
        let numbered = &self.part.numbered;
        let Some(id) = numbered.holder(fact.id) else {
            self.problems.push(match numbered.get(fact.id) {
                Some(written) => format!("there is no `{}`", written.path),
                None => "a fact was not read as part of this scenario".to_owned(),
            });
            return FactId(0);
        };
        let info = &mut self.facts[id.0 as usize];
        if !info.in_play {
            info.take();
        }
        id
    }

    /// Returns the id of an optional fact.
    pub(super) fn fact_if(&mut self, fact: Option<&Fact>) -> Option<FactId> {
        fact.map(|fact| self.fact(fact))
    }

    /// Returns the sign of this kind about a thing.
    pub(super) fn sign(&mut self, kind: SignKind, thing: Thing) -> SignId {
        self.sign_key(SignKey { kind, thing, which: 0 })
    }

    /// Returns the sign of what an actor may be told.
    pub(super) fn told_sign(&mut self, actor: &str, what: &str) -> SignId {
        let thing = self.thing("actors", actor);
        let known = self.told.iter().position(|known| known == what);
        let which = known.unwrap_or(self.told.len());
        if known.is_none() {
            self.told.push(what.to_owned());
        }
        self.sign_key(SignKey { kind: SignKind::Reported, thing, which: which as u32 })
    }

    fn sign_key(&mut self, key: SignKey) -> SignId {
        if let Some(&id) = self.by_sign.get(&key) {
            return id;
        }
        let id = SignId(self.signs.len() as u32);
        self.signs.push(key);
        self.by_sign.insert(key, id);
        id
    }

    /// Says what a sign is at the start; without this it is 0, or unknown for hidden things.
    pub(super) fn initially(&mut self, sign: SignId, initial: Initial) {
        self.initials.push((sign, initial));
    }

    /// Returns what a sign is at the start, as far as it has been said.
    pub(super) fn initial(&self, sign: SignId) -> Option<Initial> {
        self.initials.iter().rev().find(|(known, _)| *known == sign).map(|(_, initial)| *initial)
    }

    fn moment(&mut self, date: &format::Date) -> Time {
        Time::parse(&date.0).unwrap_or_else(|problem| {
            self.problems.push(problem.to_string());
            Time::NEVER
        })
    }

    /// Returns the moment of a date.
    pub(super) fn time(&mut self, date: &format::Date) -> Time {
        self.moment(date)
    }

    /// Returns a moment of the scenario and the fact that shifts it.
    pub(super) fn moment_of(&mut self, moment: &format::Moment) -> When {
        let at = self.moment(&moment.at);
        let plus_h = self.fact_if(moment.plus_h.as_deref());
        When { at, plus_h }
    }

    /// Returns the place of an option in its question, counted from 1 (0 means none).
    pub(super) fn option(&mut self, question: &str, option: &str) -> usize {
        let found = self.part.question(question);
        let place = found.and_then(|q| q.options.iter().position(|o| o.id == option));
        place.map_or_else(
            || {
                self.problems.push(format!("question `{question}` has no option `{option}`"));
                0
            },
            |place| place + 1,
        )
    }

    /// Returns the place of an alternative in its truth, counted from 0.
    pub(super) fn alternative(&mut self, truth: &str, alternative: &str) -> usize {
        let found = self.part.truth(truth);
        let place = found.and_then(|t| t.alternatives.iter().position(|a| a.id == alternative));
        place.unwrap_or_else(|| {
            self.problems.push(format!("truth `{truth}` has no alternative `{alternative}`"));
            0
        })
    }

    /// Returns the truth and alternative on which something depends.
    pub(super) fn only_if(
        &mut self,
        depends: Option<&(format::TruthRef, String)>,
    ) -> Option<OnlyIf> {
        depends.map(|(truth, alternative)| OnlyIf {
            truth: self.thing("truths", truth),
            alternative: self.alternative(truth, alternative),
        })
    }

    /// Returns the words of everything somebody may be told, in the order of `SignKey::which`.
    pub(super) fn told(&mut self) -> Vec<String> {
        std::mem::take(&mut self.told)
    }

    /// Returns what was found wrong, if anything.
    pub(super) fn problems(&mut self) -> Vec<String> {
        std::mem::take(&mut self.problems)
    }
}

/// A moment of the scenario, ready to be read in a world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct When {
    /// The moment as written.
    pub at: Time,
    /// Hours added to it.
    pub plus_h: Option<FactId>,
}

impl When {
    /// Returns the moment in this world.
    #[must_use]
    pub fn in_world(self, luck: &super::luck::Luck) -> Time {
        self.plus_h.map_or(self.at, |fact| self.at.plus_hours(luck.fact(fact)))
    }
}

/// A truth on which something depends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnlyIf {
    /// The truth.
    pub truth: Thing,
    /// Its alternative, counted from 0.
    pub alternative: usize,
}
