//! Beliefs and gauges, and the truths that nobody sees.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{
    Condition, EventId, FactId, Label, Luck, Occasion, OnlyIf, Sighting, SignId, Wear,
    compile::Compiler, opening::Initial, sign::SignKind,
};

/// Who holds a belief.
#[derive(Component, Debug)]
#[relationship(relationship_target = Holds)]
pub struct HeldBy(pub Entity);

/// What an actor believes.
#[derive(Component, Debug)]
#[relationship_target(relationship = HeldBy)]
pub struct Holds(Vec<Entity>);

/// How likely a hypothesis is held.
#[derive(Component, Debug, Clone, Copy)]
pub struct Belief {
    /// Its probability.
    pub probability: f64,
    /// The fact behind the probability, until an event moves it.
    pub prior: FactId,
    /// The event that last moved it.
    pub by: EventId,
    /// Its sign.
    pub sign: SignId,
    /// The truth it is about, with the alternative that makes it right.
    pub right_if: Option<OnlyIf>,
}

impl Belief {
    /// Returns its probability, and notes the fact behind it as long as no event has moved it.
    #[must_use]
    pub fn read(&self, luck: &Luck) -> f64 {
        if self.by == EventId::NONE {
            luck.note(self.prior);
        }
        self.probability
    }
}

/// A piece of evidence for or against a belief.
#[derive(Component, Debug, Clone)]
pub struct Evidence {
    /// Only while this holds, as the holder knows it.
    pub when: Option<Condition>,
    /// How much likelier it is if the hypothesis is true.
    pub ratio: FactId,
    /// The count at which the whole ratio has been reached, if it is evidence of a count.
    pub out_of: Option<FactId>,
    /// How much has been counted so far.
    pub counted: f64,
    /// The belief.
    pub belief: Entity,
    /// The belief's name.
    pub label: Label,
}

/// A quantity of politics.
#[derive(Component, Debug, Clone, Copy)]
pub struct Gauge {
    /// Its level when it was last moved.
    pub level: f64,
    /// The fact behind the level, until an event moves it.
    pub starts: FactId,
    /// When that was.
    pub at: super::Time,
    /// The event that last moved it.
    pub by: EventId,
    /// How it wears off.
    pub wear: Wear,
    /// The ends of its scale, if it has ends.
    pub within: Option<(f64, f64)>,
    /// Its sign.
    pub sign: SignId,
}

impl Gauge {
    /// Returns a level as far as the scale goes.
    #[must_use]
    pub fn on_scale(&self, level: f64) -> f64 {
        self.within.map_or(level, |(least, most)| level.clamp(least, most))
    }

    /// Returns its level when it was last moved, as the observer who hears everything saw it.
    #[must_use]
    pub fn seen(&self) -> Sighting {
        let fact = (self.by == EventId::NONE).then_some(self.starts);
        Sighting { value: self.level, at: self.at, before: self.at, by: self.by, fact }
    }
}

/// The named steps of a gauge, from low to high.
#[derive(Component, Debug, Clone)]
pub struct Rungs(pub Arc<[(FactId, String)]>);

impl Rungs {
    /// Returns the place of the highest step that a level reaches, if it reaches any; nothing is
    /// noted.
    #[must_use]
    pub fn reached(&self, level: f64, luck: &Luck) -> Option<usize> {
        luck.aside(|| self.0.iter().rposition(|(from, _)| level >= luck.fact(*from)))
    }
}

/// Something that moves a gauge.
#[derive(Component, Debug, Clone)]
pub struct Push {
    /// By how much.
    pub by: FactId,
    /// Only while this holds, as it is.
    pub when: Option<Condition>,
    /// The gauge.
    pub gauge: Entity,
    /// The gauge's name.
    pub label: Label,
}

/// Something hidden that is so in this world.
#[derive(Component, Debug, Clone)]
pub struct Truth {
    /// Which alternative, counted from 0.
    pub alternative: usize,
    /// The alternative's name.
    pub label: Label,
    /// The weights by which it was drawn; none if it is fixed.
    pub weights: Option<Arc<[FactId]>>,
    /// The event that says so.
    pub by: EventId,
    /// Its sign.
    pub sign: SignId,
}

/// Compiles truths, beliefs and gauges.
pub(super) fn compile(c: &mut Compiler) {
    truths(c);
    beliefs(c);
    gauges(c);
}

fn truths(c: &mut Compiler) {
    for truth in &c.part.truths {
        let (thing, sign) = (c.thing("truths", &truth.id), c.thing("truths", &truth.id));
        let sign = c.sign(SignKind::Truth, sign);
        let path = |id: &str| format!("truths/{}/alternatives/{id}", truth.id);
        let labels: Vec<Label> =
            truth.alternatives.iter().map(|a| Label::of(c.at_path(&path(&a.id)))).collect();
        c.dress(thing, move |entity, opening| {
            let alternative = opening.truth(thing);
            let label = labels.get(alternative).copied().unwrap_or(Label::of(thing));
            let weights = opening.weighed(thing);
            entity.insert(Truth { alternative, label, weights, by: EventId::NONE, sign });
        });
    }
}

fn beliefs(c: &mut Compiler) {
    for belief in &c.part.beliefs {
        let at = format!("beliefs/{}", belief.id);
        let (entity, label) = c.named("beliefs", &belief.id);
        let holder = c.entity("actors", &belief.holder);
        let sign = c.sign(SignKind::Belief, label.thing);
        let prior = c.fact(&belief.prior);
        let right_if = c.only_if(belief.right_if.as_ref());
        c.own(label.thing, &belief.holder);
        c.initially(sign, Initial::Fact(prior));
        c.dress(label.thing, move |world, opening| {
            let probability = opening.luck.fact(prior);
            let belief = Belief { probability, prior, by: EventId::NONE, sign, right_if };
            world.insert(belief).insert_if_new(HeldBy(holder));
        });
        for evidence in &belief.moved_by {
            let path = format!("{at}/moved_by/{}", evidence.id);
            let thing = c.at_path(&path);
            let on = c.leaf(&path, holder, &evidence.on);
            let ratio = c.fact(&evidence.ratio);
            let when = evidence.when.as_ref().map(|when| c.condition(&path, holder, when));
            let out_of = evidence.out_of.as_ref().map(|all| c.fact(all));
            let who = c.entities[thing.index()];
            c.listen(holder, on, (Occasion::Weigh, who, Label::of(thing), 0));
            c.dress(thing, move |world, _| {
                let (when, counted) = (when.clone(), 0.0);
                world.insert(Evidence { when, ratio, out_of, counted, belief: entity, label });
            });
        }
    }
}

fn gauges(c: &mut Compiler) {
    for gauge in &c.part.gauges {
        let at = format!("gauges/{}", gauge.id);
        let (entity, label) = c.named("gauges", &gauge.id);
        let sign = c.sign(SignKind::Gauge, label.thing);
        let starts = c.fact(&gauge.starts);
        let (wear, within) = (c.wear(gauge), gauge.within);
        c.initially(sign, Initial::Fact(starts));
        for actor in gauge.known_to.iter().flatten() {
            c.own(label.thing, actor);
        }
        let rungs = gauge.rungs.iter().map(|rung| (c.fact(&rung.from), rung.title.clone()));
        let rungs = Rungs(rungs.collect());
        c.dress(label.thing, move |world, opening| {
            let level = opening.luck.fact(starts);
            let (at, by) = (opening.start, EventId::NONE);
            let gauge = Gauge { level, starts, at, by, wear, within, sign };
            world.insert((gauge, rungs.clone()));
        });
        for push in &gauge.moved_by {
            let path = format!("{at}/moved_by/{}", push.id);
            let (thing, observer) = (c.at_path(&path), c.world);
            let on = c.leaf(&path, observer, &push.on);
            let when = push.when.as_ref().map(|w| c.condition(&path, observer, w));
            let push = Push { by: c.fact(&push.by), when, gauge: entity, label };
            let who = c.entities[thing.index()];
            c.listen(observer, on, (Occasion::Push, who, Label::of(thing), 0));
            c.dress(thing, move |world, _| {
                world.insert(push.clone());
            });
        }
    }
}
