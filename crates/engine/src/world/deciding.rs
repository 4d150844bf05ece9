//! Questions, responses and chances.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{
    Condition, EventId, FactId, Label, Look, Luck, Occasion, Orders, OutcomeId, Picture, SignId,
    Time, compile::Compiler, outcome, sign::SignKind,
};
use excomm_scenario::format::{self, Better, Every, HistoryChoice, Side};

/// A decision.
#[derive(Component, Debug, Clone)]
pub struct Question {
    /// Who decides.
    pub asks: Entity,
    /// Who decides, by name.
    pub actor: Label,
    /// It is put only if this holds in the decider's picture.
    pub when: Option<Condition>,
    /// How often it can be put; none: once.
    pub times: Option<FactId>,
    /// Whose hours it keeps; none: it is put at any hour.
    pub keeps: Option<Entity>,
    /// What can be answered.
    pub options: Arc<[Choice]>,
    /// How it is answered when nobody is asked.
    pub policy: Arc<Policy>,
    /// What history answered, counted from 0.
    pub history: Option<usize>,
    /// The sign of the last answer, counted from 1.
    pub chosen: SignId,
    /// The sign that it was answered.
    pub answered: SignId,
}

/// An option of a question.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Its name.
    pub label: Label,
    /// Whether it is part of this world.
    pub kept: bool,
    /// It can be chosen only if this holds in the decider's picture.
    pub needs: Option<Condition>,
    /// Factors of its odds: while this holds, times that.
    pub factors: Arc<[Factor]>,
    /// The weights of its arguments, turned round for those against it.
    pub arguments: Vec<(FactId, Side)>,
    /// What is done.
    pub then: Orders,
}

/// How a question is answered when nobody is asked.
#[derive(Debug, Clone)]
pub enum Policy {
    /// This option, if it can be chosen; otherwise the first that can.
    Prefer(usize),
    /// The first option that can be chosen.
    FirstOpen,
    /// By odds: a weight for each option.
    ByOdds(Vec<Option<FactId>>),
    /// By looking ahead.
    LookAhead(LookAhead),
}

/// What a decider looks ahead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LookAhead {
    /// The outcome by which the options are compared.
    pub outcome: OutcomeId,
    /// Whether less of it, or earlier, is better.
    pub less: bool,
    /// How many worlds are looked into.
    pub worlds: FactId,
}

/// How often a question has been put, and what is pending.
#[derive(Component, Debug, Clone, Default)]
pub struct Asked {
    /// How often it has been put.
    pub times: u32,
    /// The event that put it, while it waits for an answer.
    pub pending: Option<EventId>,
    /// Which options can be chosen now.
    pub open: Vec<bool>,
    /// What the question looked at when it was last put.
    pub saw: Vec<Look>,
    /// Until when it waits to be put, because its actor is not at work.
    pub waits: Option<Time>,
}

impl Question {
    /// Returns all that the question looks at, as it is in a picture: its own condition and those of its
    /// options. Nothing is noted.
    #[must_use]
    pub fn looks(&self, picture: &Picture, now: Time, luck: &Luck) -> Vec<Look> {
        let mut looks = Vec::new();
        for condition in self.when.iter().chain(self.needs()) {
            condition.look(picture, now, luck, &mut looks);
        }
        looks
    }

    /// Returns the conditions of its options.
    pub fn needs(&self) -> impl Iterator<Item = &Condition> {
        let kept = self.options.iter().filter(|option| option.kept);
        kept.filter_map(|option| option.needs.as_ref())
    }

    /// Returns how often it can be put.
    #[must_use]
    pub fn most(&self, luck: &Luck) -> u32 {
        self.times.map_or(1, |times| luck.count(times))
    }
}

/// What follows when something happens and something holds.
#[derive(Component, Debug, Clone)]
pub struct Response {
    /// Who responds.
    pub who: Entity,
    /// Who responds, by name.
    pub actor: Label,
    /// Only if this holds in that actor's picture.
    pub when: Option<Condition>,
    /// With these odds; none: always.
    pub odds: Option<FactId>,
    /// How often; none: every time.
    pub at_most: Option<FactId>,
    /// Whose hours it keeps.
    pub keeps: Option<Entity>,
    /// What is done.
    pub then: Orders,
    /// How often it was called for.
    pub called: u32,
    /// How often it came about.
    pub done: u32,
}

/// What somebody may do, as odds.
#[derive(Component, Debug, Clone)]
pub struct Chance {
    /// Who may do it.
    pub who: Entity,
    /// Who may do it, by name.
    pub actor: Label,
    /// The hour at which it is drawn each day, and how far it may lie from it; none: it is drawn on
    /// news.
    pub hour: Option<(FactId, Option<FactId>)>,
    /// Only while this holds in that actor's picture.
    pub when: Option<Condition>,
    /// The truth on which it hangs, and the alternative that must be so.
    pub only_if: Option<(Entity, usize)>,
    /// Probability of one draw before the factors.
    pub base: FactId,
    /// Factors: while this holds, times that.
    pub factors: Arc<[Factor]>,
    /// How often it can come true; none: once.
    pub at_most: Option<FactId>,
    /// Whose hours it keeps.
    pub keeps: Option<Entity>,
    /// What is done.
    pub then: Orders,
    /// Odds ratio by orders.
    pub shift: f64,
    /// The events that shifted it.
    pub shifted_by: EventId,
    /// How often it was drawn on news.
    pub drawn: u32,
    /// How often it came true.
    pub done: u32,
}

/// A factor of odds: while this holds, times that.
pub type Factor = (Label, Condition, FactId);

/// Returns odds times the ratio of every factor that holds.
pub fn scaled(
    odds: f64,
    factors: &[Factor],
    luck: &Luck,
    mut holds: impl FnMut(&Condition) -> bool,
) -> f64 {
    let factors = factors.iter().filter(|(_, when, _)| holds(when));
    factors.fold(odds, |odds, (.., ratio)| odds * luck.fact(*ratio))
}

/// Compiles responses, chances and questions.
pub(super) fn compile(c: &mut Compiler) {
    responses(c);
    chances(c);
    questions(c);
}

fn responses(c: &mut Compiler) {
    for response in &c.part.responses {
        let at = format!("responses/{}", response.id);
        let (entity, label) = c.named("responses", &response.id);
        c.own(label.thing, &response.who);
        let (who, actor) = c.named("actors", &response.who);
        let on = c.leaf(&at, who, &response.on);
        c.listen(who, on, (Occasion::Respond, entity, label, 0));
        let when = &response.when;
        let keeps = c.hours_of(&at, &response.who, response.any_hour);
        let response = Response {
            who,
            actor,
            when: when.as_ref().map(|w| c.condition(&at, who, w)),
            odds: c.fact_if(response.odds.as_deref()),
            at_most: c.fact_if(response.times.as_deref()),
            then: c.orders(&format!("{at}/then"), &response.then, keeps),
            keeps,
            called: 0,
            done: 0,
        };
        c.dress(label.thing, move |world, _| {
            world.insert(response.clone());
        });
    }
}

fn chances(c: &mut Compiler) {
    for chance in &c.part.chances {
        let at = format!("chances/{}", chance.id);
        let (entity, label) = c.named("chances", &chance.id);
        c.own(label.thing, &chance.who);
        let (who, actor) = c.named("actors", &chance.who);
        let hour = match &chance.every {
            Every::Day { hour, give_or_take_h } => {
                Some((c.fact(hour), c.fact_if(give_or_take_h.as_deref())))
            }
            Every::On(news) => {
                let on = c.leaf(&at, who, news);
                c.listen(who, on, (Occasion::DrawOn, entity, label, 0));
                None
            }
        };
        let factors = factors(c, &at, who, &chance.times);
        let when = &chance.when;
        let keeps = c.hours_of(&at, &chance.who, chance.any_hour);
        let only_if = c.only_if(chance.only_if.as_ref());
        let only_if = only_if.map(|needs| (c.entities[needs.truth.index()], needs.alternative));
        let chance = Chance {
            who,
            actor,
            hour,
            when: when.as_ref().map(|w| c.condition(&at, who, w)),
            only_if,
            base: c.fact(&chance.base),
            factors,
            at_most: c.fact_if(chance.at_most.as_deref()),
            then: c.orders(&format!("{at}/then"), &chance.then, keeps),
            keeps,
            shift: 1.0,
            shifted_by: EventId::NONE,
            drawn: 0,
            done: 0,
        };
        c.dress(label.thing, move |world, _| {
            world.insert(chance.clone());
        });
    }
}

/// Compiles the factors of what stands at `at`, as an actor reads them.
fn factors(c: &mut Compiler, at: &str, who: Entity, written: &[format::Factor]) -> Arc<[Factor]> {
    let mut factors = Vec::new();
    for factor in written {
        let path = format!("{at}/times/{}", factor.id);
        let when = c.condition(&path, who, &factor.when);
        let ratio = c.fact(&factor.ratio);
        if c.kept(&path) {
            factors.push((Label::of(c.at_path(&path)), when, ratio));
        }
    }
    factors.into()
}

fn questions(c: &mut Compiler) {
    for question in &c.part.questions {
        let at = format!("questions/{}", question.id);
        let (entity, label) = c.named("questions", &question.id);
        let (asks, actor) = c.named("actors", &question.asks);
        c.own(label.thing, &question.asks);
        if let Some(on) = &question.on {
            let on = c.leaf(&at, asks, on);
            c.listen(asks, on, (Occasion::Ask, entity, label, 0));
        }
        let keeps = c.hours_of(&at, &question.asks, question.any_hour);
        let choice = |option: &format::Choice| choice(c, &at, (asks, keeps), option);
        let options = question.options.iter().map(choice).collect();
        let when = &question.when;
        let compiled = Question {
            asks,
            actor,
            when: when.as_ref().map(|w| c.condition(&at, asks, w)),
            times: c.fact_if(question.times.as_deref()),
            keeps,
            options,
            policy: Arc::new(policy(c, question)),
            history: match &question.history {
                HistoryChoice::Chose(id) => c.option(&question.id, id).checked_sub(1),
                HistoryChoice::NotReached => None,
            },
            chosen: c.sign(SignKind::Chosen, label.thing),
            answered: c.sign(SignKind::Answered, label.thing),
        };
        c.dress(label.thing, move |world, _| {
            world.insert((compiled.clone(), Asked::default()));
        });
    }
}

fn choice(
    c: &mut Compiler,
    at: &str,
    (asks, keeps): (Entity, Option<Entity>),
    option: &format::Choice,
) -> Choice {
    let path = format!("{at}/options/{}", option.id);
    let needs = option.needs.as_ref();
    let needs = needs.map(|needs| c.condition(&path, asks, needs));
    let factors = factors(c, &path, asks, &option.times);
    let mut arguments = Vec::new();
    for argument in &option.arguments {
        if let Some(weight) = &argument.weight {
            let weight = c.fact(weight);
            arguments.push((weight, argument.side));
        }
    }
    Choice {
        label: Label::of(c.at_path(&path)),
        kept: c.kept(&path),
        needs,
        factors,
        arguments,
        then: c.orders(&format!("{path}/then"), &option.then, keeps),
    }
}

fn policy(c: &mut Compiler, question: &format::Question) -> Policy {
    let prefer = |c: &mut Compiler, id: &str| {
        c.option(&question.id, id).checked_sub(1).map_or(Policy::FirstOpen, Policy::Prefer)
    };
    match &question.default {
        format::Policy::FirstOpen => Policy::FirstOpen,
        format::Policy::Always(id) => prefer(c, id),
        format::Policy::History => match &question.history {
            HistoryChoice::Chose(id) => prefer(c, id),
            HistoryChoice::NotReached => Policy::FirstOpen,
        },
        format::Policy::ByOdds(weights) => {
            let mut odds = vec![None; question.options.len()];
            for (id, weight) in weights {
                let fact = c.fact(weight);
                if let Some(place) = c.option(&question.id, id).checked_sub(1) {
                    odds[place] = Some(fact);
                }
            }
            Policy::ByOdds(odds)
        }
        format::Policy::LookAhead { outcome, worlds } => {
            let better = c.part.outcome(&outcome.0);
            let better = better.and_then(|known| known.better.as_ref());
            Policy::LookAhead(LookAhead {
                outcome: outcome::named(c, outcome),
                less: better.is_none_or(|(b, _)| matches!(b, Better::Earlier | Better::Less)),
                worlds: c.fact(worlds),
            })
        }
    }
}
