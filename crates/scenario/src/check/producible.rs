//! What orders, anywhere in a scenario, can bring about: conditions about anything else never hold.

use std::collections::BTreeSet;

use crate::format::{self, Condition, Order, Part, Quantity};

/// What orders, anywhere in a scenario, can bring about.
#[derive(Default)]
pub(super) struct Producible(BTreeSet<(&'static str, String)>);

impl Producible {
    pub(super) fn of(part: &Part) -> Producible {
        let mut all = Producible::default();
        for question in &part.questions {
            for option in &question.options {
                all.orders(&option.then);
            }
        }
        for list in part.responses.iter().map(|r| &r.then) {
            all.orders(list);
        }
        for list in part.chances.iter().map(|c| &c.then) {
            all.orders(list);
        }
        for list in part.papers.iter().map(|p| &p.then) {
            all.orders(list);
        }
        for list in part.meetings.iter().map(|m| &m.then) {
            all.orders(list);
        }
        for letter in part.statements.iter().filter_map(|said| said.letter.as_ref()) {
            let promises = letter.promises.iter().map(|id| ("pledge", id.0.clone()));
            let puts = letter.puts.iter().map(|id| ("question", id.0.clone()));
            all.0.extend(promises.chain(puts));
        }
        for pin in part.branches.iter().flat_map(|branch| &branch.pins) {
            all.orders(&pin.orders);
        }
        all
    }

    fn orders(&mut self, orders: &[Order]) {
        for order in orders {
            let (kind, id) = match order {
                Order::Say(id) => ("say", id.0.clone()),
                Order::Pledge(id) => ("pledge", id.0.clone()),
                Order::Give(id) => ("give", id.0.clone()),
                Order::Refuse(id) => ("refuse", id.0.clone()),
                Order::AskConsent(id) => ("ask", id.0.clone()),
                Order::Commission(id) => ("paper", id.0.clone()),
                Order::Meet(id) => ("meet", id.0.clone()),
                Order::Strike(id) => ("strike", id.0.clone()),
                Order::SetLine(id, status) => ("line", format!("{}/{status:?}", id.0)),
                Order::SetStance(id, stance) => ("stance", format!("{}/{stance:?}", id.0)),
                Order::Fly(id) => ("fly", id.0.clone()),
                Order::Withdraw(id) => ("withdraw", id.0.clone()),
                Order::End(id) => ("end", id.0.clone()),
                Order::Ask(id) => ("question", id.0.clone()),
                Order::Report { to, what } => ("report", format!("{}/{what}", to.0)),
                Order::Later { then, .. } => {
                    self.orders(then);
                    continue;
                }
                Order::Maybe { then, or_else, .. } => {
                    self.orders(then);
                    self.orders(or_else);
                    continue;
                }
                Order::StandDown(_)
                | Order::Prohibit(..)
                | Order::Allow(..)
                | Order::Halt(_)
                | Order::Inspect(_)
                | Order::StopInspecting(_)
                | Order::Retract(_)
                | Order::Move { .. }
                | Order::ShiftOdds { .. }
                | Order::Scale { .. } => continue,
            };
            self.0.insert((kind, id));
        }
    }

    pub(super) fn has(&self, kind: &'static str, id: &str) -> bool {
        self.0.contains(&(kind, id.to_owned()))
    }

    /// Returns why a condition can never hold, if that is so.
    pub(super) fn never(&self, part: &Part, condition: &Condition) -> Option<String> {
        let line = |id: &str| part.lines.iter().find(|line| line.id == id);
        match condition {
            Condition::Line(id, status) => {
                let starts = line(id).is_none_or(|line| line.status == *status);
                let never = !starts && !self.has("line", &format!("{}/{status:?}", id.0));
                never.then(|| format!("no order ever sets `{}` to `{status:?}`", id.0))
            }
            Condition::Stance(id, stance) => {
                let group = part.groups.iter().find(|group| group.id == id.0);
                let starts = group.is_none_or(|group| group.stance == *stance);
                let never = !starts && !self.has("stance", &format!("{}/{stance:?}", id.0));
                never.then(|| format!("no order ever gives `{}` the order `{stance:?}`", id.0))
            }
            Condition::Pledged(id) | Condition::Kept(id) | Condition::Broken(id) => {
                let pledge = part.pledges.iter().find(|pledge| pledge.id == id.0)?;
                let kept = matches!(condition, Condition::Kept(_)) && pledge.kept_if.is_none();
                let broken =
                    matches!(condition, Condition::Broken(_)) && pledge.broken_if.is_none();
                if kept || broken {
                    let field = if kept { "kept_if" } else { "broken_if" };
                    return Some(format!("the pledge `{}` has no `{field}`", id.0));
                }
                let made = pledge.standing || self.has("pledge", id);
                (!made).then(|| format!("nobody ever makes the pledge `{}`", id.0))
            }
            Condition::Given(id) => self.consent(part, id, "give", "gives"),
            Condition::Refused(id) => self.consent(part, id, "refuse", "refuses"),
            Condition::Asked(id) => self.consent(part, id, "ask", "asks for"),
            Condition::Chose(question, option) => {
                let known = part.questions.iter().find(|q| q.id == question.0)?;
                let found = known.options.iter().any(|o| o.id == *option);
                (!found).then(|| format!("question `{}` has no option `{option}`", question.0))
            }
            Condition::Is(truth, alternative) => {
                let known = part.truths.iter().find(|t| t.id == truth.0)?;
                let found = known.alternatives.iter().any(|a| a.id == *alternative);
                (!found).then(|| format!("truth `{}` has no alternative `{alternative}`", truth.0))
            }
            Condition::Flying(id) => {
                let flight = part.flights.iter().find(|flight| flight.id == id.0)?;
                let never = !flight.standing && !self.has("fly", id);
                never.then(|| format!("the plan `{}` never flies", id.0))
            }
            Condition::Withdrawing(id) => {
                let stock = part.stocks.iter().find(|stock| stock.id == id.0)?;
                let ordered = stock.leaving.as_ref().is_some_and(|leaving| leaving.ordered);
                let never = !ordered && !self.has("withdraw", id);
                never.then(|| format!("nobody ever withdraws `{}`", id.0))
            }
            Condition::Striking(id) => {
                let never = !self.has("strike", id);
                never.then(|| format!("nobody ever orders the strike `{}`", id.0))
            }
            Condition::Happened(of)
            | Condition::Recently { of, .. }
            | Condition::Again { of, .. }
            | Condition::AtLeast { of, .. } => self.never_happens(part, of),
            Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::After(_)
            | Condition::Before(_)
            | Condition::Nears(_)
            | Condition::Sky(..)
            | Condition::AtMost { .. } => None,
        }
    }

    fn consent(&self, part: &Part, id: &str, order: &'static str, word: &str) -> Option<String> {
        use format::ConsentState as S;
        let consent = part.consents.iter().find(|consent| consent.id == id)?;
        let starts = match order {
            "give" => consent.starts == S::Given,
            "refuse" => consent.starts == S::Refused,
            _ => consent.starts == S::Asked,
        };
        (!starts && !self.has(order, id)).then(|| format!("nobody ever {word} the consent `{id}`"))
    }

    fn never_happens(&self, part: &Part, of: &Quantity) -> Option<String> {
        let never = |yes: bool, text: String| (!yes).then_some(text);
        match of {
            Quantity::Said(id) => {
                let standing = part.statements.iter().any(|s| s.id == id.0 && s.standing);
                never(standing || self.has("say", id), format!("nobody ever says `{}`", id.0))
            }
            Quantity::Paper(id) => {
                never(self.has("paper", id), format!("nobody ever asks for the paper `{}`", id.0))
            }
            Quantity::Struck(id) => {
                never(self.has("strike", id), format!("nobody ever orders the strike `{}`", id.0))
            }
            Quantity::Promised(id) => {
                let standing = part.pledges.iter().any(|p| p.id == id.0 && p.standing);
                never(
                    standing || self.has("pledge", id),
                    format!("nobody ever makes the pledge `{}`", id.0),
                )
            }
            Quantity::Met(id) => {
                let dated = part.meetings.iter().any(|m| m.id == id.0 && m.at.is_some());
                never(
                    dated || self.has("meet", id),
                    format!("the meeting `{}` is never held", id.0),
                )
            }
            Quantity::Reported(actor, what) => {
                let told = self.has("report", &format!("{}/{what}", actor.0));
                never(told, format!("nobody ever reports \"{what}\" to `{}`", actor.0))
            }
            Quantity::Gauge(_)
            | Quantity::Belief(_)
            | Quantity::Left(_)
            | Quantity::Seen(_)
            | Quantity::Gone(_)
            | Quantity::Verified(_)
            | Quantity::Found(_)
            | Quantity::Landed(_)
            | Quantity::Destroyed(_)
            | Quantity::Flown(_)
            | Quantity::Lost(_)
            | Quantity::ShotDown(_)
            | Quantity::Photographs(_)
            | Quantity::Pictures(_)
            | Quantity::Yield(_)
            | Quantity::Coverage(_)
            | Quantity::FiredOn(_)
            | Quantity::SitesHit(_)
            | Quantity::StrikeLosses(_)
            | Quantity::Hailed(_)
            | Quantity::Boarded(_)
            | Quantity::TurnedBack(_)
            | Quantity::Incidents(_)
            | Quantity::Calls(_)
            | Quantity::Looks(_)
            | Quantity::Answered(_) => None,
        }
    }
}
