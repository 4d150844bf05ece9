//! Conditions: what they read, and what must be so.

use bevy_ecs::prelude::*;

use super::{
    super::{
        picture::{Condition, Leaf, SignId, Test, Wear},
        sign::{self, SignKind},
    },
    Compiler,
};
use excomm_scenario::format;

impl Compiler<'_> {
    /// Makes a condition ready that this observer reads, for the item at a path.
    pub(in crate::world) fn condition(
        &mut self,
        at: &str,
        reader: Entity,
        condition: &format::Condition,
    ) -> Condition {
        use format::Condition as C;
        let each = |this: &mut Self, parts: &[C]| {
            parts.iter().map(|part| this.condition(at, reader, part)).collect()
        };
        match condition {
            C::All(parts) => Condition::All(each(self, parts)),
            C::Any(parts) => Condition::Any(each(self, parts)),
            C::Not(part) => Condition::Not(Box::new(self.condition(at, reader, part))),
            C::After(date) => Condition::After(self.moment(date)),
            C::Before(date) => Condition::Not(Box::new(Condition::After(self.moment(date)))),
            leaf => Condition::Leaf(self.leaf(at, reader, leaf)),
        }
    }

    /// Makes a condition about one sign ready, that this observer reads.
    pub(in crate::world) fn leaf(
        &mut self,
        at: &str,
        reader: Entity,
        leaf: &format::Condition,
    ) -> Leaf {
        use format::Condition as C;
        let code = |value: f64| Test::Between(value, value);
        let (sign, test, wear) = match leaf {
            C::Is(truth, alternative) => {
                let which = self.alternative(truth, alternative);
                (self.sign_of(SignKind::Truth, truth), code(which as f64), None)
            }
            C::Chose(question, option) => {
                let which = self.option(question, option);
                (self.sign_of(SignKind::Chosen, question), code(which as f64), None)
            }
            C::Line(line, status) => {
                (self.sign_of(SignKind::Line, line), code(f64::from(*status as u8)), None)
            }
            C::Stance(group, stance) => {
                let stance = code(f64::from(*stance as u8));
                (self.sign_of(SignKind::Stance, group), stance, None)
            }
            C::Sky(region, sky) => {
                (self.sign_of(SignKind::Sky, region), code(f64::from(*sky as u8)), None)
            }
            C::Flying(flight) => (self.sign_of(SignKind::Flying, flight), code(1.0), None),
            C::Pledged(pledge) => {
                (self.sign_of(SignKind::Pledge, pledge), Test::Between(1.0, 3.0), None)
            }
            C::Kept(pledge) => (self.sign_of(SignKind::Pledge, pledge), code(3.0), None),
            C::Broken(pledge) => (self.sign_of(SignKind::Pledge, pledge), code(4.0), None),
            C::Asked(consent) => (self.sign_of(SignKind::Consent, consent), code(1.0), None),
            C::Given(consent) => (self.sign_of(SignKind::Consent, consent), code(2.0), None),
            C::Refused(consent) => (self.sign_of(SignKind::Consent, consent), code(3.0), None),
            C::Withdrawing(stock) => (self.sign_of(SignKind::Withdrawing, stock), code(1.0), None),
            C::Striking(strike) => (self.sign_of(SignKind::Striking, strike), code(1.0), None),
            C::Happened(of) => {
                let (sign, wear) = self.quantity(of);
                (sign, Test::Between(1.0, f64::INFINITY), wear)
            }
            C::Recently { of, within_h } => {
                let hours = self.fact(within_h);
                (self.quantity(of).0, Test::Recently(hours), None)
            }
            C::Nears(deadline) => {
                let Some(day) = self.part.deadlines.iter().find(|d| d.id == deadline.0) else {
                    self.problem(format!("there is no `deadlines/{}`", deadline.0));
                    return Leaf { sign: SignId(0), test: Test::Between(1.0, 0.0), wear: None };
                };
                let sign = self.named_by(day);
                let named = self.thing("deadlines", deadline);
                self.depends(at, named);
                (sign, Test::Nears(self.time(&day.at), self.fact(&day.presses_h)), None)
            }
            C::Again { of, within_h } => {
                let hours = self.fact(within_h);
                (self.quantity(of).0, Test::Again(hours), None)
            }
            C::AtLeast { of, is } => {
                let (sign, wear) = self.quantity(of);
                (sign, Test::AtLeast(self.fact(is)), wear)
            }
            C::AtMost { of, is } => {
                let (sign, wear) = self.quantity(of);
                (sign, Test::AtMost(self.fact(is)), wear)
            }
            C::All(_) | C::Any(_) | C::Not(_) | C::After(_) | C::Before(_) => {
                self.problems.push(format!("`{at}`: this must be one condition about one thing"));
                (SignId(0), code(-1.0), None)
            }
        };
        self.reads.insert((reader, sign));
        self.looks_at(at, sign);
        Leaf { sign, test, wear }
    }

    /// Returns the sign that a deadline has been named.
    pub(in crate::world) fn named_by(&mut self, deadline: &format::Deadline) -> SignId {
        self.sign_of(SignKind::Said, &deadline.named_by)
    }

    fn sign_of(&mut self, kind: SignKind, id: &str) -> SignId {
        let thing = self.thing(kind.section(), id);
        self.sign(kind, thing)
    }

    /// Returns the sign of a quantity, and how it wears off if it is a gauge.
    pub(in crate::world) fn quantity(
        &mut self,
        quantity: &format::Quantity,
    ) -> (SignId, Option<Wear>) {
        let (kind, id) = sign::of_quantity(quantity);
        if let format::Quantity::Reported(actor, what) = quantity {
            return (self.told_sign(actor, what), None);
        }
        let sign = self.sign_of(kind, id);
        let gauge = (kind == SignKind::Gauge).then(|| self.part.gauge(id)).flatten();
        let wear = gauge.map(|gauge| self.wear(gauge));
        (sign, wear)
    }

    /// Returns how a gauge wears off.
    pub(in crate::world) fn wear(&mut self, gauge: &format::Gauge) -> Wear {
        Wear {
            rests_at: self.fact(&gauge.rests_at),
            half_life_days: self.fact(&gauge.half_life_days),
        }
    }
}
