//! Stages: a bevy world of a model, dressed anew for each run.
//!
//! Registering components and systems costs more than a small run, so a stage is built once and set
//! again: what a run spawned is despawned, and every item gets its first components back.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use bevy_ecs::{archetype::ArchetypeId, prelude::*};

use super::{
    calendar::{Calendar, Due, Occasion},
    facts::Knowledge,
    fault::Fault,
    log::{EventId, Log},
    luck::pick,
    luck::{Luck, keyed_uniform},
    model::{Model, TruthModel},
    name::{FactId, Label, NOBODY, Thing},
    opening::Opening,
    picture::{Hearing, Omniscient, Picture, Sighting},
    run::Run,
    setting::{Setting, Vary},
    time::Clock,
};

/// A bevy world of a model.
pub struct Stage<'m> {
    /// The model.
    pub model: &'m Model,
    /// The world.
    pub world: World,
    /// The shape of each item's entity when it was last dressed.
    shapes: Vec<ArchetypeId>,
    truths: BTreeMap<Thing, usize>,
    /// The facts drawn last, and what they were drawn by: worlds of one draw follow each other.
    drawn: (Option<Draw>, Vec<f64>),
    /// The items that got no components of their own when all were dressed anew.
    absent: Arc<BTreeSet<Entity>>,
    /// What is wrong with the world as it was built, if anything is.
    fault: Option<Fault>,
}

/// What the draw of the facts depends on: seed, which vary, which are set.
type Draw = (u64, Vary, BTreeMap<FactId, f64>);

impl<'m> Stage<'m> {
    /// Builds the world of a model, not yet dressed.
    #[must_use]
    pub fn new(model: &'m Model) -> Stage<'m> {
        let mut world = World::new();
        let labels = (0..model.things.len() as u32).map(|i| Label::of(Thing(i)));
        let spawned: Vec<Entity> = world.spawn_batch(labels.collect::<Vec<_>>()).collect();
        // a fresh world hands out the same entities, as the model was compiled with
        let fault = (spawned != model.entities).then_some(Fault::Unlike);
        Stage {
            model,
            world,
            shapes: Vec::new(),
            truths: BTreeMap::new(),
            drawn: (None, Vec::new()),
            absent: Arc::default(),
            fault,
        }
    }

    /// Dresses the world for a setting and schedules what every run begins with.
    pub fn set(&mut self, setting: &Setting) -> Run {
        let model = self.model;
        let draw = (setting.fact_seed(), setting.vary, setting.facts.clone());
        if self.drawn.0.as_ref() != Some(&draw) {
            self.drawn = (Some(draw), model.draw_facts(setting));
        }
        let luck = Luck::new(
            setting.seed,
            Arc::clone(&model.hashes),
            self.drawn.1.clone(),
            !setting.no_log,
        );
        let truths = draw_truths(model, setting, &luck);
        let mut log = Log::new(!setting.no_log, Arc::clone(&model.links));
        if let Some(veto) = &setting.veto {
            log.veto(veto.clone(), model.things.clone());
        }
        let calendar = Calendar::new(Arc::clone(&model.orders), Arc::clone(&model.unheard));
        let clock = Clock::new(Arc::clone(&model.span));
        let mut run = Run {
            clock,
            calendar,
            offices: Arc::clone(&model.offices),
            luck,
            log,
            absent: Arc::default(),
            fault: self.fault.clone(),
            concerned: NOBODY,
        };
        let anew = self.shapes.is_empty() || truths != self.truths;
        self.clear(anew);
        self.truths = truths;
        self.dress(&run, setting, anew);
        run.absent = Arc::clone(&self.absent);
        open(model, &mut run);
        run
    }

    /// Returns which alternative of each truth is so in the world as it is dressed, from 0.
    #[must_use]
    pub fn truths(&self) -> &BTreeMap<Thing, usize> {
        &self.truths
    }

    /// Takes away what the last run left.
    ///
    /// An entity that has gained or lost a component is emptied; so are all if other truths hold,
    /// since some items are there only where a truth is so. The rest is simply overwritten.
    fn clear(&mut self, anew: bool) {
        if self.shapes.is_empty() {
            return;
        }
        let entities = &self.model.entities;
        let mut all = self.world.query::<(Entity, &Label)>();
        let named = all.iter(&self.world);
        let spawned = named.filter(|(entity, label)| entities[label.thing.index()] != *entity);
        let spawned: Vec<Entity> = spawned.map(|(entity, _)| entity).collect();
        for entity in spawned {
            self.world.despawn(entity);
        }
        for ((i, entity), shape) in (0..).zip(entities).zip(&self.shapes) {
            let mut entity = self.world.entity_mut(*entity);
            if anew || entity.archetype().id() != *shape {
                entity.clear();
                entity.insert(Label::of(Thing(i)));
            }
        }
        self.world.clear_trackers();
    }

    /// Gives every item its first components; `anew` says that none has any yet.
    fn dress(&mut self, run: &Run, setting: &Setting, anew: bool) {
        let (model, world) = (self.model, &mut self.world);
        let opening = Opening {
            luck: &run.luck,
            start: run.clock.start(),
            truths: &self.truths,
            weighed: &|truth| is_drawn(model, setting, truth).then(|| model.weights(truth))?,
        };
        let mut absent = BTreeSet::new();
        for (entity, dress) in model.entities.iter().zip(&model.dress) {
            let mut item = world.entity_mut(*entity);
            let bare = item.archetype().id();
            if let Some(dress) = dress {
                dress(&mut item, &opening);
            }
            if anew && item.archetype().id() == bare {
                absent.insert(*entity);
            }
        }
        if anew {
            self.absent = Arc::new(absent);
        }
        let first = Picture(first_picture(model, run));
        for (observer, _) in &model.observers {
            world.entity_mut(*observer).insert(first.clone());
        }
        let hearing = Hearing(Arc::clone(&model.hearing));
        world.entity_mut(model.observer()).insert((Omniscient, hearing));
        let shape = |entity: &Entity| world.entity(*entity).archetype().id();
        self.shapes = model.entities.iter().map(shape).collect();
    }
}

/// Returns which alternative of each truth is so in a world with this setting.
fn draw_truths(model: &Model, setting: &Setting, luck: &Luck) -> BTreeMap<Thing, usize> {
    let drawn = |truth: &TruthModel| {
        if !is_drawn(model, setting, truth.thing) {
            return 0;
        }
        let draw = keyed_uniform(setting.fact_seed(), model.things[truth.thing.index()].hash, 0);
        pick(truth.weights.iter().map(|&weight| luck.fact(weight)), draw)
    };
    let each = model.truths.iter().map(|truth| {
        let given = setting.truths.get(&truth.thing);
        let given = given.or_else(|| model.fixed.truths.get(&truth.thing)).copied();
        (truth.thing, given.unwrap_or_else(|| drawn(truth)))
    });
    each.collect()
}

/// Returns whether a truth is drawn by its weights in a world with this setting.
fn is_drawn(model: &Model, setting: &Setting, truth: Thing) -> bool {
    let given = |by: &Setting| by.truths.contains_key(&truth);
    setting.vary.covers(Knowledge::Disputed) && !given(setting) && !given(&model.fixed)
}

fn first_picture(model: &Model, run: &Run) -> Vec<Sighting> {
    let start = run.clock.start();
    let known = |value, fact| Sighting { value, at: start, fact, ..Sighting::UNKNOWN };
    let each = model.initials.iter().map(|initial| match initial {
        None => Sighting::UNKNOWN,
        Some(initial) => known(initial.value(&run.luck), initial.fact()),
    });
    each.collect()
}

/// Schedules what every run begins with.
fn open(model: &Model, run: &mut Run) {
    let start = run.clock.start();
    let nobody = |at, occasion| Due::new(at, occasion, model.observer(), NOBODY, EventId::NONE);
    run.at(nobody(start, Occasion::Start));
    for day in 1..run.clock.days() {
        let dawn = run.clock.at_hour(day, 0.0);
        run.at(nobody(dawn, Occasion::Dawn).n(day));
    }
    for pin in &model.pins {
        let due = Due::new(pin.at, Occasion::Pin, pin.by, pin.label, EventId::NONE);
        run.at(due.n(pin.orders.0));
    }
}
