//! A scenario in one of its branches, ready to be played: from it worlds are made, one a run.

use std::{collections::BTreeSet, sync::Arc};

use bevy_ecs::prelude::*;

use super::{
    calendar::{Orders, Step},
    compile::{Compiler, When},
    facts::FactInfo,
    links::Links,
    luck::keyed_uniform,
    name::{FactId, Label, NOBODY, Thing, ThingInfo},
    opening::{Dress, Initial},
    outcome::{self, OutcomeInfo, PerOutcome},
    picture::{Ear, Hearer, SignId},
    reach::Audiences,
    setting::{Chosen, Setting},
    sign::{SignKey, SignKind},
    time::{Span, Time},
    unplayable::Unplayable,
    works::Offices,
};
use excomm_scenario::format::Part;

/// A truth, ready to be drawn.
#[derive(Debug, Clone)]
pub(super) struct TruthModel {
    pub thing: Thing,
    pub weights: Arc<[FactId]>,
}

/// Something a branch makes happen.
#[derive(Debug, Clone, Copy)]
pub(super) struct PinModel {
    pub at: Time,
    pub label: Label,
    pub by: Entity,
    pub orders: Orders,
}

/// A scenario in one of its branches, ready to be played.
pub struct Model {
    /// All things, in the order of their names.
    pub things: Vec<ThingInfo>,
    /// All facts.
    pub facts: Vec<FactInfo>,
    /// What a run is measured by.
    pub outcomes: PerOutcome<OutcomeInfo>,
    /// All signs.
    pub signs: Vec<SignKey>,
    /// What can be told to somebody, in the order of `SignKey::which`.
    pub told: Vec<String>,
    /// When it plays.
    pub span: Arc<Span>,
    /// The branch.
    pub branch: String,
    /// What the branch fixes.
    pub fixed: Setting,
    pub(super) entities: Vec<Entity>,
    pub(super) hashes: Arc<[u64]>,
    pub(super) orders: Arc<[Vec<Step>]>,
    pub(super) offices: Offices,
    pub(super) dress: Vec<Option<Dress>>,
    pub(super) initials: Vec<Option<Initial>>,
    pub(super) observers: Vec<(Entity, Label)>,
    pub(super) hearing: Arc<[Vec<Hearer>]>,
    pub(super) unheard: Arc<[bool]>,
    /// What could change what.
    pub links: Arc<Links>,
    pub(super) truths: Vec<TruthModel>,
    pub(super) pins: Vec<PinModel>,
    /// Who hears of what.
    pub(super) audiences: Audiences,
}

impl Model {
    /// Compiles a scenario in one of its branches, leaving out the items with these paths.
    ///
    /// # Errors
    /// If the branch is unknown, or something is wrong that `check` would have refused.
    pub fn new(part: &Part, branch: &str, without: &[String]) -> Result<Model, Unplayable> {
        Model::compile(part, branch, without, false)
    }

    /// Compiles a scenario in one of its branches so that each actor also hears what none of its
    /// rules reads: what it could know. What happens is the same as without.
    ///
    /// # Errors
    /// As [`Model::new`].
    pub fn hearing_all(part: &Part, branch: &str) -> Result<Model, Unplayable> {
        Model::compile(part, branch, &[], true)
    }

    fn compile(
        part: &Part,
        branch: &str,
        without: &[String],
        hears_all: bool,
    ) -> Result<Model, Unplayable> {
        let head = part.scenario.as_ref().ok_or(Unplayable::NoHead)?;
        let clock = &head.clock;
        let span = Arc::new(Span::new(&clock.start.0, &clock.end.0, &clock.zone)?);
        let branch = part.branch(branch).ok_or_else(|| {
            let known = part.branches.iter().map(|branch| branch.id.clone()).collect();
            Unplayable::NoBranch { branch: branch.to_owned(), known }
        })?;
        let left_out: BTreeSet<String> = branch.without.iter().chain(without).cloned().collect();
        let mut c = Compiler::new(part, left_out);
        c.hears_all = hears_all;
        super::compile_all(&mut c, branch);
        let outcomes = outcome::describe(&mut c);
        let truths = compile_truths(&mut c);
        let pins = compile_pins(&mut c, branch);
        let mut observers = vec![(c.world, NOBODY)];
        observers.extend(part.actors.iter().map(|actor| c.named("actors", &actor.id)));
        observers.sort_unstable();
        let hearing = c.hearing(&observers);
        // last, since a branch may set any fact, whatever it is compiled with
        let fixed = fix(&mut c, branch);
        let mut initials: Vec<Option<Initial>> = c
            .signs
            .iter()
            .map(|sign| (!sign.kind.starts_unknown()).then_some(Initial::Value(0.0)))
            .collect();
        for &(sign, initial) in &c.initials {
            initials[sign.0 as usize] = Some(initial);
        }
        let problems = c.problems();
        if !problems.is_empty() {
            return Err(Unplayable::Wrong(problems));
        }
        let links = Arc::new(c.links());
        Ok(Model {
            told: c.told(),
            span,
            branch: branch.id.clone(),
            fixed,
            hashes: c.things.iter().map(|info| info.hash).collect(),
            things: c.things,
            facts: c.facts,
            outcomes,
            signs: c.signs,
            entities: c.entities,
            orders: c.orders.into(),
            offices: c.offices,
            dress: c.dress,
            initials,
            observers,
            unheard: hearing.iter().map(Vec::is_empty).collect(),
            hearing: hearing.into(),
            links,
            truths,
            pins,
            audiences: c.audiences,
        })
    }

    /// Returns the value of each fact in a world with this setting.
    #[must_use]
    pub fn draw_facts(&self, setting: &Setting) -> Vec<f64> {
        let given = |i: u32| {
            setting.facts.get(&FactId(i)).or_else(|| self.fixed.facts.get(&FactId(i))).copied()
        };
        let each = (0..).zip(&self.facts);
        each.map(|(i, fact)| match (given(i), &fact.pert) {
            (Some(value), _) => value,
            (None, Some(pert)) if setting.vary.covers(fact.knowledge) => {
                pert.quantile(keyed_uniform(setting.fact_seed(), fact.hash, 0))
            }
            _ => fact.best,
        })
        .collect()
    }

    /// Returns each truth with the weights of its alternatives.
    pub fn truths(&self) -> impl Iterator<Item = (Thing, &[FactId])> {
        self.truths.iter().map(|truth| (truth.thing, &*truth.weights))
    }

    /// Returns the weights of a truth's alternatives, if it is part of this model.
    pub(super) fn weights(&self, truth: Thing) -> Option<Arc<[FactId]>> {
        let known = self.truths.iter().find(|known| known.thing == truth);
        known.map(|known| Arc::clone(&known.weights))
    }

    /// Returns the sign of this kind about a thing that is part of this model.
    #[must_use]
    pub fn sign(&self, kind: SignKind, thing: Thing) -> Option<SignId> {
        self.dress[thing.index()].as_ref()?;
        let key = SignKey { kind, thing, which: 0 };
        self.signs.iter().position(|known| *known == key).map(|i| SignId(i as u32))
    }

    /// Returns the code that a sign shows at the start; nothing of what rests on a fact.
    #[must_use]
    pub fn code_at_first(&self, sign: SignId) -> Option<f64> {
        match self.initials[sign.0 as usize]? {
            Initial::Value(code) => Some(code),
            Initial::Fact(_) => None,
        }
    }

    /// Returns the fact that a sign shows at the start, if it shows one.
    #[must_use]
    pub fn shown_at_first(&self, sign: SignId) -> Option<FactId> {
        self.initials.get(sign.0 as usize).copied().flatten().and_then(Initial::fact)
    }

    /// Returns whether a fact is drawn in a world with this setting.
    #[must_use]
    pub fn draws(&self, setting: &Setting, fact: FactId) -> bool {
        let given = |by: &Setting| by.facts.contains_key(&fact);
        let info = &self.facts[fact.0 as usize];
        let varies = info.pert.is_some() && setting.vary.covers(info.knowledge);
        varies && !given(setting) && !given(&self.fixed)
    }

    /// Returns the entity of a thing in every world of this model.
    #[must_use]
    pub fn entity(&self, thing: Thing) -> Entity {
        self.entities[thing.index()]
    }

    /// Returns the thing with this path, such as `questions/lift`.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<Thing> {
        self.things.iter().position(|info| info.path == path).map(|i| Thing(i as u32))
    }

    /// Returns the fact with this path.
    #[must_use]
    pub fn find_fact(&self, path: &str) -> Option<FactId> {
        self.facts.iter().position(|info| info.path == path).map(|i| FactId(i as u32))
    }

    /// Returns whether news of a sign reaches an actor, at once or late.
    #[must_use]
    pub fn hears(&self, actor: Entity, sign: SignId) -> bool {
        let hearers = &self.hearing[sign.0 as usize];
        hearers.iter().any(|hearer| hearer.who == actor && hearer.ear != Ear::Deaf)
    }

    /// Returns the entity of the observer who hears everything at once.
    #[must_use]
    pub fn observer(&self) -> Entity {
        self.entities[0]
    }
}

fn compile_truths(c: &mut Compiler) -> Vec<TruthModel> {
    let truths = &c.part.truths;
    let each = truths.iter().map(|truth| {
        let at = format!("truths/{}", truth.id);
        let weights = truth.alternatives.iter().map(|a| c.fact(&a.weight)).collect();
        // without it, its first alternative is so
        c.kept(&at).then(|| TruthModel { thing: c.thing("truths", &truth.id), weights })
    });
    each.flatten().collect()
}

fn compile_pins(c: &mut Compiler, branch: &excomm_scenario::format::Branch) -> Vec<PinModel> {
    let mut pins = Vec::new();
    for pin in &branch.pins {
        let path = format!("branches/{}/pins/{}", branch.id, pin.id);
        let When { at, .. } = When { at: c.time(&pin.at), plus_h: None };
        let by = c.entity("actors", &pin.by);
        let orders = c.orders(&format!("{path}/do"), &pin.orders, None);
        if c.kept(&path) {
            pins.push(PinModel { at, label: Label::of(c.at_path(&path)), by, orders });
        }
    }
    pins
}

/// Returns what a branch fixes.
fn fix(c: &mut Compiler, branch: &excomm_scenario::format::Branch) -> Setting {
    let mut fixed = Setting::default();
    for (question, option) in &branch.choose {
        let option = c.option(question, option).saturating_sub(1) as u32;
        let question = c.thing("questions", question);
        fixed.choices.push(Chosen { question, nth: None, option });
    }
    for (truth, alternative) in &branch.truths {
        let alternative = c.alternative(truth, alternative);
        fixed.truths.insert(c.thing("truths", truth), alternative);
    }
    for (path, value) in &branch.facts {
        match c.part.numbered.find(path) {
            Some(fact) => _ = fixed.facts.insert(fact, *value),
            None => c.problem(format!("branch `{}` sets no fact: `{path}`", branch.id)),
        }
    }
    fixed
}
