//! Ends and outcomes: what the world is watched for.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{
    Condition, EventId, FactId, Label, Leaf, Occasion, SignId, Test, Time, Wear, compile::Compiler,
    opening::Initial,
};
use excomm_scenario::format::Gain;

/// A way for the run to end.
#[derive(Component, Debug, Clone)]
pub struct End {
    /// It comes when this holds, as it is.
    pub when: Option<Condition>,
    /// It is the end when time runs out.
    pub at_last: bool,
}

/// The end that has come. The run stops at it.
#[derive(Component, Debug, Clone, Copy)]
pub struct Reached {
    /// When.
    pub at: Time,
    /// The event.
    pub by: EventId,
}

/// An outcome, and what it is so far.
#[derive(Component, Debug, Clone)]
pub struct Outcome {
    /// What is measured.
    pub is: Arc<Measure>,
    /// The moment, the highest value, or 1 for yes; none so far.
    pub value: Option<f64>,
    /// The fact behind the value at the start, if it is one.
    pub starts: Option<FactId>,
    /// When it last changed.
    pub at: Time,
    /// The event that last changed it.
    pub by: EventId,
}

/// What an outcome measures.
#[derive(Debug, Clone)]
pub enum Measure {
    /// The moment at which this first holds.
    When(Condition),
    /// Whether this ever holds.
    Ever(Condition),
    /// The value of a sign at the end.
    Last(SignId, Option<Wear>),
    /// The values of several signs at the end, together.
    Sum(Vec<(SignId, Option<Wear>)>),
    /// The highest value of a sign.
    Peak(SignId),
}

/// Compiles ends and outcomes.
pub(super) fn compile(c: &mut Compiler) {
    let observer = c.world;
    for end in &c.part.ends {
        let (who, label) = c.named("ends", &end.id);
        let at = format!("ends/{}", end.id);
        let when = end.when.as_ref().map(|when| c.condition(&at, observer, when));
        if let Some(when) = &when {
            c.watch(observer, when, (Occasion::Watch, who, label, 0));
        }
        let end = End { when, at_last: end.at_last };
        c.dress(label.thing, move |world, _| {
            world.insert(end.clone());
        });
    }
    for outcome in &c.part.outcomes {
        let (who, label) = c.named("outcomes", &outcome.id);
        let is = Arc::new(measure(c, &format!("outcomes/{}", outcome.id), &outcome.is));
        watch(c, &is, who, label);
        let first = match &*is {
            Measure::Peak(sign) => c.initial(*sign),
            _ => None,
        };
        c.dress(label.thing, move |world, opening| {
            let value = first.map(|first| first.value(opening.luck));
            world.insert(Outcome {
                is: Arc::clone(&is),
                value,
                starts: first.and_then(Initial::fact),
                at: Time::NEVER,
                by: EventId::NONE,
            });
        });
    }
}

fn measure(c: &mut Compiler, at: &str, gain: &Gain) -> Measure {
    let observer = c.world;
    match gain {
        Gain::DateOrNever(when) => Measure::When(c.condition(at, observer, when)),
        Gain::Ever(when) => Measure::Ever(c.condition(at, observer, when)),
        Gain::Count(quantity) => {
            let (sign, wear) = c.quantity(quantity);
            Measure::Last(sign, wear)
        }
        Gain::Sum(all) => Measure::Sum(all.iter().map(|quantity| c.quantity(quantity)).collect()),
        Gain::Peak(quantity) => Measure::Peak(c.quantity(quantity).0),
    }
}

fn watch(c: &mut Compiler, measure: &Measure, who: Entity, label: Label) {
    let wake = (Occasion::Measure, who, label, 0);
    let mut news = |sign, wear| {
        let leaf = Leaf { sign, test: Test::Between(0.0, 0.0), wear };
        c.watch(c.world, &Condition::Leaf(leaf), wake);
    };
    match measure {
        Measure::When(condition) | Measure::Ever(condition) => c.watch(c.world, condition, wake),
        Measure::Last(sign, wear) => news(*sign, *wear),
        Measure::Sum(all) => all.iter().for_each(|&(sign, wear)| news(sign, wear)),
        Measure::Peak(sign) => news(*sign, None),
    }
}
