//! From the scenario as written to the world as meant: names become numbers and entities.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use bevy_ecs::prelude::*;

use super::{
    calendar::{Occasion, Orders, Step},
    luck::stable_hash,
    model::{Dress, FactInfo, Initial, Knowledge, Opening},
    name::{FactId, Label, Thing, ThingInfo},
    pert::Pert,
    picture::{Condition, Ear, Hearer, Leaf, Listener, SignId, Test, Wear},
    sign::{self, Audience, SignKey, SignKind},
    things,
    time::Time,
};
use crate::scenario::format::{self, Fact, Part, Topic};

/// What is put together while a scenario is compiled.
pub(super) struct Compiler<'a> {
    pub part: &'a Part,
    pub things: Vec<ThingInfo>,
    pub entities: Vec<Entity>,
    pub facts: Vec<FactInfo>,
    pub signs: Vec<SignKey>,
    pub initials: Vec<(SignId, Initial)>,
    pub orders: Vec<Vec<Step>>,
    pub dress: Vec<Option<Dress>>,
    /// The entity of the observer who hears everything.
    pub world: Entity,
    /// Whether actors also hear what none of their rules reads.
    pub hears_all: bool,
    by_path: BTreeMap<String, Thing>,
    by_sign: BTreeMap<SignKey, SignId>,
    shared: BTreeMap<String, FactId>,
    reads: BTreeSet<(Entity, SignId)>,
    pub(super) owners: BTreeMap<Thing, Vec<Entity>>,
    listeners: BTreeMap<(Entity, SignId), Vec<Listener>>,
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
        let mut compiler = Compiler {
            part,
            world: entities.first().copied().unwrap_or(Entity::PLACEHOLDER),
            by_path: by_path.collect(),
            dress: vec![None; things.len()],
            hears_all: false,
            things,
            entities,
            facts: Vec::new(),
            signs: Vec::new(),
            initials: Vec::new(),
            orders: Vec::new(),
            by_sign: BTreeMap::new(),
            shared: BTreeMap::new(),
            reads: BTreeSet::new(),
            owners: BTreeMap::new(),
            listeners: BTreeMap::new(),
            told: Vec::new(),
            without,
            problems: Vec::new(),
        };
        for (name, fact) in &part.facts {
            let id = compiler.new_fact(&format!("facts/{name}"), fact);
            compiler.shared.insert(name.clone(), id);
        }
        compiler
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

    /// Returns the number of the fact that stands in the field at `path`.
    pub(super) fn fact(&mut self, path: &str, fact: &Fact) -> FactId {
        match fact {
            Fact::Fact(name) => self.shared.get(&name.0).copied().unwrap_or_else(|| {
                self.problems.push(format!("there is no `facts/{}`", name.0));
                FactId(0)
            }),
            _ => self.new_fact(path, fact),
        }
    }

    fn new_fact(&mut self, path: &str, fact: &Fact) -> FactId {
        let (knowledge, low, best, high) = match fact {
            Fact::Quoted { is, .. } => (Knowledge::Quoted, *is, *is, *is),
            Fact::Published { is, .. } => (Knowledge::Published, *is, *is, *is),
            Fact::Disputed { low, best, high, .. } => (Knowledge::Disputed, *low, *best, *high),
            Fact::Assumed { low, best, high, .. } => (Knowledge::Assumed, *low, *best, *high),
            Fact::Fact(name) => {
                self.problems.push(format!("`{path}` only names `facts/{}`", name.0));
                (Knowledge::Assumed, 0.0, 0.0, 0.0)
            }
        };
        let id = FactId(self.facts.len() as u32);
        self.facts.push(FactInfo {
            path: path.to_owned(),
            hash: stable_hash(path),
            knowledge,
            low,
            best,
            high,
            pert: (low < high).then(|| Pert::new(low, best, high)),
            written: fact.clone(),
        });
        id
    }

    /// Returns the number of an optional fact.
    pub(super) fn fact_if(&mut self, path: &str, fact: Option<&Fact>) -> Option<FactId> {
        fact.map(|fact| self.fact(path, fact))
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

    /// Says that an actor owns a thing: it hears of it by default.
    pub(super) fn own(&mut self, thing: Thing, actor: &str) {
        let actor = self.entity("actors", actor);
        self.owners.entry(thing).or_default().push(actor);
    }

    /// Makes a condition ready that this observer reads.
    pub(super) fn condition(
        &mut self,
        path: &str,
        reader: Entity,
        condition: &format::Condition,
    ) -> Condition {
        use format::Condition as C;
        let each = |this: &mut Self, name: &str, parts: &[C]| {
            let parts = (1..).zip(parts);
            parts
                .map(|(i, part)| this.condition(&format!("{path}/{name}/{i}"), reader, part))
                .collect()
        };
        match condition {
            C::All(parts) => Condition::All(each(self, "All", parts)),
            C::Any(parts) => Condition::Any(each(self, "Any", parts)),
            C::Not(part) => {
                Condition::Not(Box::new(self.condition(&format!("{path}/Not"), reader, part)))
            }
            C::After(date) => Condition::After(self.moment(date)),
            C::Before(date) => Condition::Not(Box::new(Condition::After(self.moment(date)))),
            leaf => Condition::Leaf(self.leaf(path, reader, leaf)),
        }
    }

    fn moment(&mut self, date: &format::Date) -> Time {
        Time::parse(&date.0).unwrap_or_else(|problem| {
            self.problems.push(problem);
            Time::NEVER
        })
    }

    /// Returns the moment of a date.
    pub(super) fn time(&mut self, date: &format::Date) -> Time {
        self.moment(date)
    }

    /// Returns a moment of the scenario and the fact that shifts it.
    pub(super) fn moment_of(&mut self, path: &str, moment: &format::Moment) -> When {
        let at = self.moment(&moment.at);
        let plus_h = moment.plus_h.as_ref().map(|f| self.fact(&format!("{path}/plus_h"), f));
        When { at, plus_h }
    }

    /// Makes a condition about one sign ready, that this observer reads.
    pub(super) fn leaf(&mut self, path: &str, reader: Entity, leaf: &format::Condition) -> Leaf {
        use format::Condition as C;
        let code = |value: f64| Test::Between(value, value);
        let (sign, test, wear) = match leaf {
            C::Is(truth, alternative) => {
                let which = self.alternative(truth, alternative);
                (self.sign_of(SignKind::Truth, "truths", truth), code(which as f64), None)
            }
            C::Chose(question, option) => {
                let which = self.option(question, option);
                (self.sign_of(SignKind::Chosen, "questions", question), code(which as f64), None)
            }
            C::Line(line, status) => {
                (self.sign_of(SignKind::Line, "lines", line), code(f64::from(*status as u8)), None)
            }
            C::Stance(group, stance) => {
                let stance = code(f64::from(*stance as u8));
                (self.sign_of(SignKind::Stance, "groups", group), stance, None)
            }
            C::Sky(region, sky) => {
                (self.sign_of(SignKind::Sky, "regions", region), code(f64::from(*sky as u8)), None)
            }
            C::Flying(flight) => {
                (self.sign_of(SignKind::Flying, "flights", flight), code(1.0), None)
            }
            C::Pledged(pledge) => {
                (self.sign_of(SignKind::Pledge, "pledges", pledge), Test::Between(1.0, 3.0), None)
            }
            C::Kept(pledge) => (self.sign_of(SignKind::Pledge, "pledges", pledge), code(3.0), None),
            C::Broken(pledge) => {
                (self.sign_of(SignKind::Pledge, "pledges", pledge), code(4.0), None)
            }
            C::Asked(consent) => {
                (self.sign_of(SignKind::Consent, "consents", consent), code(1.0), None)
            }
            C::Given(consent) => {
                (self.sign_of(SignKind::Consent, "consents", consent), code(2.0), None)
            }
            C::Refused(consent) => {
                (self.sign_of(SignKind::Consent, "consents", consent), code(3.0), None)
            }
            C::Withdrawing(stock) => {
                (self.sign_of(SignKind::Withdrawing, "stocks", stock), code(1.0), None)
            }
            C::Happened(of) => {
                let (sign, wear) = self.quantity(of);
                (sign, Test::Between(1.0, f64::INFINITY), wear)
            }
            C::Recently { of, within_h } => {
                let hours = self.fact(&format!("{path}/Recently/within_h"), within_h);
                (self.quantity(of).0, Test::Recently(hours), None)
            }
            C::Again { of, within_h } => {
                let hours = self.fact(&format!("{path}/Again/within_h"), within_h);
                (self.quantity(of).0, Test::Again(hours), None)
            }
            C::AtLeast { of, is } => {
                let (sign, wear) = self.quantity(of);
                (sign, Test::AtLeast(self.fact(&format!("{path}/AtLeast/is"), is)), wear)
            }
            C::AtMost { of, is } => {
                let (sign, wear) = self.quantity(of);
                (sign, Test::AtMost(self.fact(&format!("{path}/AtMost/is"), is)), wear)
            }
            C::All(_) | C::Any(_) | C::Not(_) | C::After(_) | C::Before(_) => {
                self.problems.push(format!("`{path}` must be one condition about one thing"));
                (SignId(0), code(-1.0), None)
            }
        };
        self.reads.insert((reader, sign));
        Leaf { sign, test, wear }
    }

    fn sign_of(&mut self, kind: SignKind, section: &str, id: &str) -> SignId {
        let thing = self.thing(section, id);
        self.sign(kind, thing)
    }

    /// Returns the sign of a quantity, and how it wears off if it is a gauge.
    pub(super) fn quantity(&mut self, quantity: &format::Quantity) -> (SignId, Option<Wear>) {
        let (kind, section, id) = sign::of_quantity(quantity);
        if let format::Quantity::Reported(actor, what) = quantity {
            return (self.told_sign(actor, what), None);
        }
        let sign = self.sign_of(kind, section, id);
        let gauge = (kind == SignKind::Gauge)
            .then(|| self.part.gauges.iter().find(|gauge| gauge.id == id))
            .flatten();
        let wear = gauge.map(|gauge| self.wear(gauge));
        (sign, wear)
    }

    /// Returns how a gauge wears off.
    pub(super) fn wear(&mut self, gauge: &format::Gauge) -> Wear {
        let at = format!("gauges/{}", gauge.id);
        Wear {
            rests_at: self.once(&format!("{at}/rests_at"), &gauge.rests_at),
            half_life_days: self.once(&format!("{at}/half_life_days"), &gauge.half_life_days),
        }
    }

    /// Returns the number of a fact that is compiled in more than one place.
    pub(super) fn once(&mut self, path: &str, fact: &Fact) -> FactId {
        let known = self.facts.iter().position(|known| known.path == path);
        known.map_or_else(|| self.fact(path, fact), |i| FactId(i as u32))
    }

    /// Returns the place of an option in its question, counted from 1 (0 means none).
    pub(super) fn option(&mut self, question: &str, option: &str) -> usize {
        let found = self.part.questions.iter().find(|q| q.id == question);
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
        let found = self.part.truths.iter().find(|t| t.id == truth);
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

    /// Wakes `who` by this occasion whenever `hearer` hears news of which `on` is true.
    pub(super) fn listen(
        &mut self,
        hearer: Entity,
        on: Leaf,
        wake: (Occasion, Entity, Label, u32),
    ) {
        let (occasion, who, label, n) = wake;
        let listener = Listener { occasion, who, label, n, on: Some(on.clone()) };
        self.reads.insert((hearer, on.sign));
        self.listeners.entry((hearer, on.sign)).or_default().push(listener);
    }

    /// Wakes `who` by this occasion whenever anything changes that a condition reads.
    pub(super) fn watch(
        &mut self,
        hearer: Entity,
        condition: &Condition,
        wake: (Occasion, Entity, Label, u32),
    ) {
        let mut signs = BTreeSet::new();
        condition.each_leaf(&mut |leaf| {
            signs.insert(leaf.sign);
        });
        let (occasion, who, label, n) = wake;
        for sign in signs {
            let listener = Listener { occasion, who, label, n, on: None };
            self.reads.insert((hearer, sign));
            let all = self.listeners.entry((hearer, sign)).or_default();
            if !all.iter().any(|l| l.who == who && l.occasion == occasion && l.n == n) {
                all.push(listener);
            }
        }
    }

    /// Makes a list of orders ready.
    pub(super) fn orders(&mut self, path: &str, orders: &[format::Order]) -> Orders {
        let steps = (1..).zip(orders).map(|(i, o)| self.step(&format!("{path}/{i}"), o)).collect();
        self.orders.push(steps);
        Orders(self.orders.len() as u32 - 1)
    }

    fn step(&mut self, path: &str, order: &format::Order) -> Step {
        use format::Order as O;
        let mut on = |occasion, kind: &str, id: &str| {
            let (who, label) = self.named(kind, id);
            Step::Do { occasion, who, label, with: None, n: 0, fact: None }
        };
        match order {
            O::Fly(x) => on(Occasion::Fly, "flights", x),
            O::StandDown(x) => on(Occasion::StandDown, "flights", x),
            O::Strike(x) => on(Occasion::Strike, "strikes", x),
            O::Withdraw(x) => on(Occasion::Withdraw, "stocks", x),
            O::Halt(x) => on(Occasion::Halt, "stocks", x),
            O::Inspect(x) => on(Occasion::Inspect, "inspections", x),
            O::StopInspecting(x) => on(Occasion::StopInspecting, "inspections", x),
            O::Say(x) => on(Occasion::Say, "statements", x),
            O::Pledge(x) => on(Occasion::Pledge, "pledges", x),
            O::Retract(x) => on(Occasion::Retract, "pledges", x),
            O::AskConsent(x) => on(Occasion::AskConsent, "consents", x),
            O::Give(x) => on(Occasion::Give, "consents", x),
            O::Refuse(x) => on(Occasion::Refuse, "consents", x),
            O::Commission(x) => on(Occasion::Commission, "papers", x),
            O::Meet(x) => on(Occasion::Meet, "meetings", x),
            O::Ask(x) => on(Occasion::Ask, "questions", x),
            O::End(x) => on(Occasion::End, "ends", x),
            O::SetLine(x, status) => numbered(on(Occasion::SetLine, "lines", x), *status as u32),
            O::SetStance(x, s) => numbered(on(Occasion::SetStance, "groups", x), *s as u32),
            O::Prohibit(x, stock) | O::Allow(x, stock) => {
                let occasion = match order {
                    O::Prohibit(..) => Occasion::Prohibit,
                    _ => Occasion::Allow,
                };
                let (who, label) = self.named("lines", x);
                let with = Some(self.entity("stocks", stock));
                Step::Do { occasion, who, label, with, n: 0, fact: None }
            }
            O::Move { gauge, by } => {
                let fact = self.fact(&format!("{path}/Move/by"), by);
                self.amount(Occasion::Move, "gauges", gauge, fact)
            }
            O::ShiftOdds { chance, ratio } => {
                let fact = self.fact(&format!("{path}/ShiftOdds/ratio"), ratio);
                self.amount(Occasion::ShiftOdds, "chances", chance, fact)
            }
            O::Scale { traffic, by } => {
                let fact = self.fact(&format!("{path}/Scale/by"), by);
                self.amount(Occasion::Scale, "traffic", traffic, fact)
            }
            O::Report { to, what } => {
                let sign = self.told_sign(to, what);
                let (who, label) = self.named("actors", to);
                Step::Do { occasion: Occasion::Tell, who, label, with: None, n: sign.0, fact: None }
            }
            O::Later { after_h, then } => {
                let after = self.fact(&format!("{path}/Later/after_h"), after_h);
                Step::Later(after, self.orders(&format!("{path}/Later/then"), then))
            }
            O::Maybe { odds, then, or_else } => {
                let fact = self.fact(&format!("{path}/Maybe/odds"), odds);
                let yes = self.orders(&format!("{path}/Maybe/then"), then);
                let no = self.orders(&format!("{path}/Maybe/or_else"), or_else);
                Step::Maybe(fact, yes, no, stable_hash(path))
            }
        }
    }

    fn amount(&mut self, occasion: Occasion, kind: &str, id: &str, fact: FactId) -> Step {
        let (who, label) = self.named(kind, id);
        Step::Do { occasion, who, label, with: None, n: 0, fact: Some(fact) }
    }

    /// Returns the words of everything somebody may be told, in the order of `SignKey::which`.
    pub(super) fn told(&mut self) -> Vec<String> {
        std::mem::take(&mut self.told)
    }

    /// Returns what was found wrong, if anything.
    pub(super) fn problems(&mut self) -> Vec<String> {
        std::mem::take(&mut self.problems)
    }

    /// Returns who hears of each sign, in the order of the names: only who reads it, unless all is heard.
    pub(super) fn hearing(&mut self, observers: &[(Entity, Label)]) -> Vec<Vec<Hearer>> {
        let mut hearing = vec![Vec::new(); self.signs.len()];
        for &(who, label) in observers {
            let channels = self.channels(who);
            for (sign, hearers) in (0..).map(SignId).zip(&mut hearing) {
                let reads = self.reads.contains(&(who, sign));
                if reads || self.hears_all {
                    let ear = self.ear(who, &self.signs[sign.0 as usize], &channels);
                    let listeners = self.listeners.remove(&(who, sign)).unwrap_or_default();
                    hearers.push(Hearer { who, label, ear, reads, listeners });
                }
            }
        }
        hearing
    }

    /// Returns how news of a sign reaches one who reads it.
    fn ear(&self, who: Entity, sign: &SignKey, channels: &BTreeMap<Topic, Ear>) -> Ear {
        if who == self.world {
            return Ear::Now;
        }
        if let Some(ear) = sign.kind.topic().and_then(|topic| channels.get(&topic)) {
            return *ear;
        }
        let owns = || self.owners.get(&sign.thing).is_some_and(|all| all.contains(&who));
        match sign.kind.audience() {
            Audience::All => Ear::Now,
            Audience::Owners if owns() => Ear::Now,
            Audience::Owners | Audience::Told => Ear::Deaf,
        }
    }

    fn channels(&mut self, actor: Entity) -> BTreeMap<Topic, Ear> {
        let mut channels = BTreeMap::new();
        for channel in &self.part.channels {
            if self.entity("actors", &channel.to) != actor {
                continue;
            }
            let at = format!("channels/{}", channel.id);
            let delay_h = self.once(&format!("{at}/delay_h"), &channel.delay_h);
            let lost = self.once(&format!("{at}/lost"), &channel.lost);
            let (_, label) = self.named("channels", &channel.id);
            if self.kept(&at) {
                channels.insert(channel.of, Ear::Late { delay_h, lost, channel: label });
            }
        }
        channels
    }
}

fn numbered(step: Step, number: u32) -> Step {
    match step {
        Step::Do { occasion, who, label, with, fact, .. } => {
            Step::Do { occasion, who, label, with, n: number, fact }
        }
        other => other,
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
