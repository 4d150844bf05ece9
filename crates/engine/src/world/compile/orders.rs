//! Orders: each becomes an occasion for somebody, or a list that comes later or by chance.

use bevy_ecs::prelude::*;

use super::{
    super::{
        calendar::{Occasion, Orders, Step},
        luck::stable_hash,
        name::FactId,
    },
    Compiler,
};
use excomm_scenario::format;

impl Compiler<'_> {
    /// Makes a list of orders ready; what they do later keeps the hours of `by`, if anybody's.
    pub(in crate::world) fn orders(
        &mut self,
        path: &str,
        orders: &[format::Order],
        by: Option<Entity>,
    ) -> Orders {
        let steps = (1..).zip(orders).map(|(i, o)| self.step(&format!("{path}/{i}"), o, by));
        let steps: Vec<Step> = steps.collect();
        for step in &steps {
            if let Step::Do { label, .. } = step {
                self.gives_orders(path, label.thing);
            }
        }
        self.orders.push(steps);
        Orders(self.orders.len() as u32 - 1)
    }

    fn step(&mut self, path: &str, order: &format::Order, by: Option<Entity>) -> Step {
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
                let fact = self.fact(by);
                self.amount(Occasion::Move, "gauges", gauge, fact)
            }
            O::ShiftOdds { chance, ratio } => {
                let fact = self.fact(ratio);
                self.amount(Occasion::ShiftOdds, "chances", chance, fact)
            }
            O::Scale { traffic, by } => {
                let fact = self.fact(by);
                self.amount(Occasion::Scale, "traffic", traffic, fact)
            }
            O::Report { to, what } => {
                let sign = self.told_sign(to, what);
                let (who, label) = self.named("actors", to);
                Step::Do { occasion: Occasion::Tell, who, label, with: None, n: sign.0, fact: None }
            }
            O::Later { after_h, then } => {
                let after = self.fact(after_h);
                let orders = self.orders(&format!("{path}/Later/then"), then, by);
                Step::Later(after, orders, by)
            }
            O::Maybe { odds, then, or_else } => {
                let fact = self.fact(odds);
                let yes = self.orders(&format!("{path}/Maybe/then"), then, by);
                let no = self.orders(&format!("{path}/Maybe/or_else"), or_else, by);
                Step::Maybe(fact, yes, no, stable_hash(path))
            }
        }
    }

    fn amount(&mut self, occasion: Occasion, kind: &str, id: &str, fact: FactId) -> Step {
        let (who, label) = self.named(kind, id);
        Step::Do { occasion, who, label, with: None, n: 0, fact: Some(fact) }
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
