//! What can come about anywhere in a scenario, from the start or by an order: conditions about anything else
//! never hold.

use std::collections::BTreeSet;

use super::extents;
use crate::format::{Condition, ConsentState, Every, Fact, Order, Part, Quantity};

/// Something that can come about: a kind, and what it is about.
type Done = (&'static str, String);

/// What can come about in a scenario.
pub(super) struct Producible {
    done: BTreeSet<Done>,
    /// Whether what gives the orders must itself be able to come.
    strict: bool,
}

/// Orders, and what must have come about or hold before somebody gives them.
#[derive(Default)]
struct Deed<'a> {
    after: Option<Done>,
    gates: Vec<&'a Condition>,
    does: Vec<Done>,
    orders: &'a [Order],
}

impl Producible {
    /// Returns what the start and all orders bring about, whether or not somebody ever comes to give them.
    pub(super) fn of(part: &Part) -> Producible {
        Producible { done: BTreeSet::new(), strict: false }.filled(part)
    }

    /// Returns what comes about from the start on, one thing after another.
    pub(super) fn reached(part: &Part) -> Producible {
        Producible { done: BTreeSet::new(), strict: true }.filled(part)
    }

    fn filled(mut self, part: &Part) -> Producible {
        self.done.extend(at_the_start(part));
        let deeds = deeds(part);
        loop {
            let before = self.done.len();
            for deed in &deeds {
                let comes = deed.after.as_ref().is_none_or(|after| self.done.contains(after));
                if !self.strict || comes && deed.gates.iter().all(|gate| self.can_hold(part, gate))
                {
                    for (kind, id) in &deed.does {
                        self.add(part, kind, id);
                    }
                    self.orders(part, deed.orders);
                }
            }
            if self.done.len() == before {
                return self;
            }
        }
    }

    /// Adds something, unless its own `when` keeps it from coming.
    fn add(&mut self, part: &Part, kind: &'static str, id: &str) {
        let when = match kind {
            "say" => part.statement(id).and_then(|statement| statement.when.as_ref()),
            "question" => part.question(id).and_then(|question| question.when.as_ref()),
            _ => None,
        };
        if !self.strict || when.is_none_or(|when| self.can_hold(part, when)) {
            self.done.insert((kind, id.to_owned()));
        }
    }

    fn orders(&mut self, part: &Part, orders: &[Order]) {
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
                Order::Inspect(id) => ("inspect", id.0.clone()),
                Order::Prohibit(id, _) => ("prohibit", id.0.clone()),
                Order::End(id) => ("end", id.0.clone()),
                Order::Ask(id) => ("question", id.0.clone()),
                Order::Report { to, what } => ("report", format!("{}/{what}", to.0)),
                Order::Move { gauge, by } => {
                    self.done.extend(moves(part, ["lower", "raise"], &gauge.0, by, 0.0));
                    continue;
                }
                Order::Later { then, .. } => {
                    self.orders(part, then);
                    continue;
                }
                Order::Maybe { then, or_else, .. } => {
                    self.orders(part, then);
                    self.orders(part, or_else);
                    continue;
                }
                Order::StandDown(_)
                | Order::Allow(..)
                | Order::Halt(_)
                | Order::StopInspecting(_)
                | Order::Retract(_)
                | Order::ShiftOdds { .. }
                | Order::Scale { .. } => continue,
            };
            self.add(part, kind, &id);
        }
    }

    pub(super) fn has(&self, kind: &'static str, id: &str) -> bool {
        self.done.contains(&(kind, id.to_owned()))
    }

    /// Returns whether a condition may hold at some time.
    fn can_hold(&self, part: &Part, condition: &Condition) -> bool {
        match condition {
            Condition::All(all) => all.iter().all(|one| self.can_hold(part, one)),
            Condition::Any(any) => any.iter().any(|one| self.can_hold(part, one)),
            // what never holds is always not so
            Condition::Not(_) => true,
            leaf => self.never(part, leaf).is_none(),
        }
    }

    /// Returns why a condition about one thing can never hold, if that is so.
    pub(super) fn never(&self, part: &Part, condition: &Condition) -> Option<String> {
        let unless = |has: bool, text: String| (!has).then_some(text);
        match condition {
            Condition::Line(id, status) => unless(
                self.has("line", &format!("{}/{status:?}", id.0)),
                format!("no order ever sets `{}` to `{status:?}`", id.0),
            ),
            Condition::Stance(id, stance) => unless(
                self.has("stance", &format!("{}/{stance:?}", id.0)),
                format!("no order ever gives `{}` the order `{stance:?}`", id.0),
            ),
            Condition::Pledged(id) => self.never_pledged(id),
            Condition::Kept(id) | Condition::Broken(id) => {
                let pledge = part.pledge(id)?;
                let (field, terms) = match condition {
                    Condition::Kept(_) => ("kept_if", &pledge.kept_if),
                    _ => ("broken_if", &pledge.broken_if),
                };
                unless(terms.is_some(), format!("the pledge `{}` has no `{field}`", id.0))
                    .or_else(|| self.never_pledged(id))
            }
            Condition::Given(id) => self.consent(id, "give", "gives"),
            Condition::Refused(id) => self.consent(id, "refuse", "refuses"),
            Condition::Asked(id) => self.consent(id, "ask", "asks for"),
            Condition::Chose(question, option) => {
                let known = part.question(question)?;
                let found = known.options.iter().any(|o| o.id == *option);
                unless(found, format!("question `{}` has no option `{option}`", question.0))
                    .or_else(|| {
                        let chosen = self.has("chose", &format!("{}/{option}", question.0));
                        unless(chosen, format!("nobody ever chooses `{option}`"))
                    })
            }
            Condition::Flying(id) => {
                unless(self.has("fly", id), format!("the plan `{}` never flies", id.0))
            }
            Condition::Withdrawing(id) => {
                unless(self.has("withdraw", id), format!("nobody ever withdraws `{}`", id.0))
            }
            Condition::Striking(id) => self.never_struck(id),
            Condition::Nears(id) => {
                let deadline = part.deadlines.iter().find(|deadline| deadline.id == id.0)?;
                self.never_happens(part, &Quantity::Said(deadline.named_by.clone()))
            }
            Condition::Happened(of)
            | Condition::Recently { of, .. }
            | Condition::Again { of, .. } => self.never_happens(part, of),
            Condition::AtLeast { of, is } => extents::too_high(part, self, of, is).or_else(|| {
                let none_will_do = extents::span(part, is).is_none_or(|(low, _)| low <= 0.0);
                if none_will_do { None } else { self.never_happens(part, of) }
            }),
            Condition::AtMost { of, is } => extents::too_low(part, self, of, is),
            Condition::Is(truth, alternative) => extents::never_so(part, truth, alternative),
            Condition::Sky(region, sky) => extents::never_over(part, region, *sky),
            Condition::Before(date) => extents::past(part, date),
            Condition::Any(any) => {
                unless(!any.is_empty(), "`Any([])` names nothing that could hold".to_owned())
            }
            Condition::All(all) => extents::at_odds(part, all),
            Condition::Not(_) | Condition::After(_) => None,
        }
    }

    fn never_pledged(&self, id: &str) -> Option<String> {
        (!self.has("pledge", id)).then(|| format!("nobody ever makes the pledge `{id}`"))
    }

    fn never_struck(&self, id: &str) -> Option<String> {
        (!self.has("strike", id)).then(|| format!("nobody ever orders the strike `{id}`"))
    }

    fn consent(&self, id: &str, order: &'static str, word: &str) -> Option<String> {
        (!self.has(order, id)).then(|| format!("nobody ever {word} the consent `{id}`"))
    }

    /// Returns why something is never counted or measured, if that is so.
    fn never_happens(&self, part: &Part, of: &Quantity) -> Option<String> {
        let unless = |has: bool, text: String| (!has).then_some(text);
        match of {
            Quantity::Said(id) => {
                unless(self.has("say", id), format!("nobody ever says `{}`", id.0))
            }
            Quantity::Paper(id) => {
                unless(self.has("paper", id), format!("nobody ever asks for the paper `{}`", id.0))
            }
            Quantity::Struck(id) | Quantity::StrikeLosses(id) => self.never_struck(id),
            Quantity::Promised(id) => self.never_pledged(id),
            Quantity::Met(id) => {
                unless(self.has("meet", id), format!("the meeting `{}` is never held", id.0))
            }
            Quantity::Answered(id) => {
                unless(self.has("answered", id), format!("the question `{}` is never put", id.0))
            }
            Quantity::Reported(actor, what) => unless(
                self.has("report", &format!("{}/{what}", actor.0)),
                format!("nobody ever reports \"{what}\" to `{}`", actor.0),
            ),
            other => extents::never_counted(part, self, other),
        }
    }
}

/// Returns which ways a number of a gauge or a belief moves it: down below `still`, up above.
fn moves(part: &Part, ways: [&'static str; 2], id: &str, by: &Fact, still: f64) -> Vec<Done> {
    let Some((low, high)) = extents::span(part, by) else { return Vec::new() };
    let ways = ways.into_iter().zip([low < still, high > still]);
    ways.filter(|(_, so)| *so).map(|(way, _)| (way, id.to_owned())).collect()
}

/// Returns what stands at the start.
fn at_the_start(part: &Part) -> BTreeSet<Done> {
    let mut done = BTreeSet::new();
    let mut add = |kind, id: String| _ = done.insert((kind, id));
    for line in &part.lines {
        add("line", format!("{}/{:?}", line.id, line.status));
        if !line.prohibited.is_empty() {
            add("prohibit", line.id.clone());
        }
    }
    for group in &part.groups {
        add("stance", format!("{}/{:?}", group.id, group.stance));
    }
    for consent in &part.consents {
        match consent.starts {
            ConsentState::Open => {}
            ConsentState::Asked => add("ask", consent.id.clone()),
            ConsentState::Given => add("give", consent.id.clone()),
            ConsentState::Refused => add("refuse", consent.id.clone()),
        }
    }
    for stock in &part.stocks {
        if stock.leaving.as_ref().is_some_and(|leaving| leaving.ordered) {
            add("withdraw", stock.id.clone());
        }
    }
    let standing = |kind, id: &String| (kind, id.clone());
    let said = part.statements.iter().filter(|s| s.standing).map(|s| standing("say", &s.id));
    let pledged = part.pledges.iter().filter(|p| p.standing).map(|p| standing("pledge", &p.id));
    let flying = part.flights.iter().filter(|f| f.standing).map(|f| standing("fly", &f.id));
    let looking =
        part.inspections.iter().filter(|i| i.standing).map(|i| standing("inspect", &i.id));
    let dated = part.meetings.iter().filter(|m| m.at.is_some()).map(|m| standing("meet", &m.id));
    done.extend(said.chain(pledged).chain(flying).chain(looking).chain(dated));
    done
}

/// Returns all that gives orders.
fn deeds(part: &Part) -> Vec<Deed<'_>> {
    let mut deeds = Vec::new();
    for question in &part.questions {
        let put = |id: &str| ("question", id.to_owned());
        if let Some(on) = &question.on {
            let does = vec![put(&question.id)];
            deeds.push(Deed { gates: vec![on], does, ..Deed::default() });
        }
        for option in &question.options {
            let chosen = ("chose", format!("{}/{}", question.id, option.id));
            deeds.push(Deed {
                after: Some(put(&question.id)),
                gates: option.needs.iter().collect(),
                does: vec![chosen, ("answered", question.id.clone())],
                orders: &option.then,
            });
        }
    }
    deeds.extend(part.responses.iter().map(|response| Deed {
        gates: [&response.on].into_iter().chain(&response.when).collect(),
        orders: &response.then,
        ..Deed::default()
    }));
    deeds.extend(part.chances.iter().map(|chance| {
        let on = match &chance.every {
            Every::On(on) => Some(on),
            Every::Day { .. } => None,
        };
        let gates = on.into_iter().chain(&chance.when).collect();
        Deed { gates, orders: &chance.then, ..Deed::default() }
    }));
    deeds.extend(part.papers.iter().map(|paper| {
        let after = Some(("paper", paper.id.clone()));
        Deed { after, orders: &paper.then, ..Deed::default() }
    }));
    deeds.extend(part.meetings.iter().map(|meeting| {
        let after = Some(("meet", meeting.id.clone()));
        let does = meeting.agenda.iter().map(|id| ("question", id.0.clone())).collect();
        Deed { after, does, orders: &meeting.then, ..Deed::default() }
    }));
    deeds.extend(part.statements.iter().filter_map(|said| {
        let letter = said.letter.as_ref()?;
        let promises = letter.promises.iter().map(|id| ("pledge", id.0.clone()));
        let puts = letter.puts.iter().map(|id| ("question", id.0.clone()));
        let after = Some(("say", said.id.clone()));
        Some(Deed { after, does: promises.chain(puts).collect(), ..Deed::default() })
    }));
    for gauge in &part.gauges {
        deeds.extend(gauge.moved_by.iter().map(|push| {
            let does = moves(part, ["lower", "raise"], &gauge.id, &push.by, 0.0);
            let gates = [&push.on].into_iter().chain(&push.when).collect();
            Deed { gates, does, ..Deed::default() }
        }));
    }
    for belief in &part.beliefs {
        deeds.extend(belief.moved_by.iter().map(|news| {
            let does = moves(part, ["unlikelier", "likelier"], &belief.id, &news.ratio, 1.0);
            let gates = [&news.on].into_iter().chain(&news.when).collect();
            Deed { gates, does, ..Deed::default() }
        }));
    }
    let pins = part.branches.iter().flat_map(|branch| &branch.pins).map(|pin| &pin.orders);
    let injects = part.exercise.iter().flat_map(|exercise| &exercise.injects);
    let free = pins.chain(injects.map(|inject| &inject.orders));
    deeds.extend(free.map(|orders| Deed { orders, ..Deed::default() }));
    deeds
}
