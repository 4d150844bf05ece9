//! Meaning: what only the whole scenario can tell. Moments, lanes, questions, and conditions about
//! things that never happen.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    finding::{Finding, Kind, did_you_mean, there_are},
    heard,
    places::Places,
    rings, sea,
    walk::Site,
};
use crate::{
    format::{self, Condition, HistoryChoice, Order, Part, Policy, Quantity, Question},
    moment, tree,
};

/// Checks the moments of all parts against the clock of the scenario.
pub(super) fn moments(places: &Places, part: Option<&Part>, findings: &mut Vec<Finding>) {
    let clock = part.and_then(|part| part.scenario.as_ref()).map(|head| &head.clock);
    let end = clock.and_then(|clock| moment::seconds(&clock.end.0).ok());
    let start = clock.and_then(|clock| moment::seconds(&clock.start.0).ok());
    for (text, site) in &places.met.moments {
        let file = places.files[site.file];
        let at = match moment::seconds(text) {
            Ok(at) => at,
            Err(problem) => {
                let text = format!("{}: {problem}", site.path);
                let hint = "write date, time and offset from UTC".to_owned();
                findings.push(Finding::error(Kind::Moment, file, site.span, text).hint(hint));
                continue;
            }
        };
        let inside = ["/on", "/After", "/Before"].iter().any(|end| site.path.ends_with(end));
        let pinned = site.path.contains("/pins/") || inside;
        let early = pinned && start.is_some_and(|start| at < start);
        let marker = ["history/", "scenario/"].iter().any(|start| site.path.starts_with(start));
        if !marker && (end.is_some_and(|end| at > end) || early) {
            let text = format!("{}: `{text}` lies outside the clock", site.path);
            let hint = clock.map(|c| format!("the clock runs from {} to {}", c.start.0, c.end.0));
            findings.push(Finding::error(Kind::Moment, file, site.span, text).hint(hint));
        }
    }
}

/// Checks that a trigger is one condition about one thing.
pub(super) fn triggers(places: &Places, findings: &mut Vec<Finding>) {
    for (kind, node, site) in &places.met.values {
        let trigger =
            kind == "Condition" && (site.path.ends_with("/on") || site.path.ends_with("/On"));
        let tree::Kind::Named(name, _) = &node.kind else { continue };
        if trigger && ["All", "Any", "Not", "After", "Before"].contains(&name.as_str()) {
            let text = format!("{}: `{name}` cannot be heard as news", site.path);
            let hint = "name one condition about one thing here; put the rest under `when`";
            let file = places.files[site.file];
            let finding = Finding::error(Kind::Mismatch, file, site.span, text);
            findings.push(finding.hint(hint.to_owned()));
        }
    }
}

/// Checks a scenario that could be read as a whole.
pub(super) fn whole(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    head(places, part, findings);
    questions(places, part, findings);
    alternatives(places, part, findings);
    sea::check(places, part, findings);
    never(places, part, findings);
    heard::heard(places, part, findings);
    heard::shown(places, part, findings);
    rings::check(places, part, findings);
    branches(places, part, findings);
}

fn head(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let Some(head) = &part.scenario else {
        return;
    };
    let mut wrong = |path: &str, text: String, hint: Option<String>| {
        findings.push(places.error(Kind::Whole, path, &text, hint));
    };
    if head.format != 1 {
        wrong(
            "scenario/format",
            format!("format `{}` is unknown; this program reads 1", head.format),
            None,
        );
    }
    let branches = || part.branches.iter().map(|branch| branch.id.as_str());
    if !branches().any(|id| id == head.default_branch) {
        let hint = did_you_mean(&head.default_branch, branches());
        wrong(
            "scenario/default_branch",
            format!("there is no branch `{}`", head.default_branch),
            hint,
        );
    }
    let clock = &head.clock;
    if let Err(problem) = moment::zone(&clock.zone) {
        wrong("scenario/clock/zone", problem.to_string(), None);
    }
    if let (Ok(start), Ok(end)) = (moment::seconds(&clock.start.0), moment::seconds(&clock.end.0))
        && start >= end
    {
        wrong("scenario/clock", "the clock ends before it starts".to_owned(), None);
    }
    if !part.ends.iter().any(|end| end.at_last) {
        let hint = Some("add `at_last: true` to the end that comes when time runs out".to_owned());
        wrong("ends", "one end must have `at_last: true`".to_owned(), hint);
    }
}

fn questions(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    for question in &part.questions {
        let path = format!("questions/{}", question.id);
        let options = || question.options.iter().map(|option| option.id.as_str());
        if question.options.is_empty() {
            findings.push(places.error(Kind::Question, &path, "there is nothing to answer", None));
        }
        let mut named: Vec<(String, &str)> = Vec::new();
        if let HistoryChoice::Chose(id) = &question.history {
            named.push((format!("{path}/history/Chose"), id));
        }
        match &question.default {
            Policy::Always(id) => named.push((format!("{path}/default/Always"), id)),
            Policy::ByOdds(weights) => {
                let at = |i| format!("{path}/default/ByOdds/{i}/1");
                named.extend((1..).zip(weights).map(|(i, (id, _))| (at(i), id.as_str())));
            }
            Policy::LookAhead { outcome, .. } => {
                let at = format!("{path}/default/LookAhead/outcome");
                looks_ahead(part, question, outcome, &mut |text, hint| {
                    findings.push(places.error(Kind::Question, &at, &text, Some(hint)));
                });
            }
            Policy::History | Policy::FirstOpen => {}
        }
        for branch in &part.branches {
            let at = format!("branches/{}/choose/{}", branch.id, question.id);
            named.extend(branch.choose.get(&question.id).map(|id| (at, id.as_str())));
        }
        for (at, id) in named {
            if !options().any(|known| known == id) {
                let text = format!("the question `{}` has no option `{id}`", question.id);
                let hint = did_you_mean(id, options()).unwrap_or_else(|| there_are(options()));
                findings.push(places.error(Kind::Question, &at, &text, Some(hint)));
            }
        }
        if question.options.iter().all(|option| option.needs.is_some())
            && !question.options.is_empty()
        {
            let text = "every option needs something; there must be one that is always open";
            findings.push(places.error(Kind::Question, &path, text, None));
        }
    }
}

/// Says what is wrong with an outcome that a decider looks ahead to.
fn looks_ahead(
    part: &Part,
    question: &Question,
    outcome: &str,
    wrong: &mut impl FnMut(String, String),
) {
    let Some(known) = part.outcomes.iter().find(|known| known.id == outcome) else { return };
    let asks = &question.asks.0;
    match &known.better {
        None => wrong(
            format!("`{outcome}` does not say which way is better"),
            format!("give the outcome a `better`, such as `better: (More, \"{asks}\")`"),
        ),
        Some((_, whom)) if whom.0 != *asks => wrong(
            format!("`{outcome}` is better for `{}`, but `{asks}` decides", whom.0),
            format!("name an outcome with a `better` for `{asks}`"),
        ),
        Some(_) => {}
    }
}

fn alternatives(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let mut named: Vec<(String, &str, &str)> = Vec::new();
    for stock in &part.stocks {
        for pile in &stock.piles {
            if let Some((truth, id)) = &pile.hidden_if {
                let at = format!("stocks/{}/piles/{}/hidden_if/2", stock.id, pile.id);
                named.push((at, truth, id));
            }
        }
    }
    for belief in &part.beliefs {
        let at = format!("beliefs/{}/right_if/2", belief.id);
        named.extend(belief.right_if.as_ref().map(|(t, id)| (at, &**t, id.as_str())));
    }
    for ship in &part.ships {
        named.extend(
            ship.only_if
                .as_ref()
                .map(|(t, id)| (format!("ships/{}/only_if/2", ship.id), &**t, id.as_str())),
        );
    }
    for traffic in &part.traffic {
        let only_if =
            traffic.contraband.as_ref().and_then(|contraband| contraband.only_if.as_ref());
        let at = format!("traffic/{}/contraband/only_if/2", traffic.id);
        named.extend(only_if.map(|(t, id)| (at, &**t, id.as_str())));
    }
    for branch in &part.branches {
        let at = |truth| format!("branches/{}/truths/{truth}", branch.id);
        named.extend(branch.truths.iter().map(|(t, id)| (at(t), t.as_str(), id.as_str())));
    }
    for (path, truth, id) in named {
        let Some(known) = part.truths.iter().find(|known| known.id == truth) else { continue };
        if !known.alternatives.iter().any(|alternative| alternative.id == id) {
            let text = format!("truth `{truth}` has no alternative `{id}`");
            let hint = did_you_mean(id, known.alternatives.iter().map(|a| a.id.as_str()));
            findings.push(places.error(Kind::Dangling, &path, &text, hint));
        }
    }
}

fn branches(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let items: BTreeSet<&str> =
        places.met.defined.iter().map(|(_, _, site)| site.item.as_str()).collect();
    let facts: BTreeSet<&str> =
        places.met.facts.iter().map(|(_, _, site)| site.path.as_str()).collect();
    settable(places, part, findings);
    let mut named: Vec<(String, &str, &str)> = Vec::new();
    for branch in &part.branches {
        let at = format!("branches/{}", branch.id);
        let items = (1..).zip(&branch.without);
        named.extend(items.map(|(i, id)| (format!("{at}/without/{i}"), "item", id.as_str())));
        let facts = branch.facts.keys();
        named.extend(facts.map(|id| (format!("{at}/facts/{id}"), "fact", id.as_str())));
    }
    for marker in &part.history {
        let at = format!("history/{}/set_by", marker.id);
        let facts = (1..).zip(&marker.set_by);
        named.extend(facts.map(|(i, id)| (format!("{at}/{i}"), "fact", id.as_str())));
    }
    for (at, what, id) in named {
        let known = if what == "item" { &items } else { &facts };
        if !known.contains(id) {
            let text = format!("there is no {what} `{id}`");
            let hint = did_you_mean(id, known.iter().copied());
            findings.push(places.error(Kind::Dangling, &at, &text, hint));
        }
    }
    for end in part.ends.iter().filter(|end| end.at_last).skip(1) {
        let text = "only one end can have `at_last: true`";
        findings.push(places.error(Kind::Whole, &format!("ends/{}/at_last", end.id), text, None));
    }
}

/// Checks that each fact a branch sets is a number of its own world: not only the name of a shared
/// fact, not a fact of another branch, and none of those by which a run is only compared with history.
fn settable(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let all = places.met.facts.iter().map(|(node, _, site)| (site.path.as_str(), node));
    let all: BTreeMap<&str, &tree::Node> = all.collect();
    for branch in &part.branches {
        let own = format!("branches/{}/", branch.id);
        for id in branch.facts.keys() {
            let Some(node) = all.get(id.as_str()) else { continue };
            let shared = shared_name(node);
            let (text, hint) = if let Some(name) = shared {
                let text = format!("`{id}` is no number of its own, it names a shared fact");
                (text, Some(format!("set `facts/{name}`")))
            } else if id.starts_with("history/") {
                (format!("no world depends on `{id}`"), None)
            } else if id.starts_with("branches/") && !id.starts_with(&own) {
                (format!("`{id}` is a fact of another branch"), None)
            } else {
                continue;
            };
            let at = format!("branches/{}/facts/{id}", branch.id);
            findings.push(places.error(Kind::Dangling, &at, &text, hint));
        }
    }
}

/// Returns the name of the shared fact that a fact stands for, if it only names one.
fn shared_name(fact: &tree::Node) -> Option<&str> {
    let tree::Kind::Named(name, Some(body)) = &fact.kind else { return None };
    let tree::Kind::Tuple(items) = &body.kind else { return None };
    items.first().filter(|_| name == "Fact").and_then(tree::Node::text)
}

/// What orders, anywhere in a scenario, can bring about.
#[derive(Default)]
struct Producible(BTreeSet<(&'static str, String)>);

impl Producible {
    fn of(part: &Part) -> Producible {
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

    fn has(&self, kind: &'static str, id: &str) -> bool {
        self.0.contains(&(kind, id.to_owned()))
    }

    /// Returns why a condition can never hold, if that is so.
    fn never(&self, part: &Part, condition: &Condition) -> Option<String> {
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
            Condition::Happened(of)
            | Condition::Recently { of, .. }
            | Condition::Again { of, .. }
            | Condition::AtLeast { of, .. } => self.never_happens(part, of),
            Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::After(_)
            | Condition::Before(_)
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
                never(self.has("say", id), format!("nobody ever says `{}`", id.0))
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

fn never(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let can = Producible::of(part);
    for (kind, node, site) in &places.met.values {
        // Inside `Not`, what never holds is always so: odd, but it can be played.
        if kind != "Condition" || site.path.split('/').any(|step| step == "Not") {
            continue;
        }
        let Some(condition) = typed(places, site, &node.span) else { continue };
        if let Some(why) = can.never(part, &condition) {
            let message = format!("{}: this can never hold: {why}", site.path);
            let file = places.files[site.file];
            findings.push(Finding::error(Kind::Never, file, site.span, message));
        }
    }
    for end in &part.ends {
        if end.when.is_none() && !end.at_last && !can.has("end", &end.id) {
            let path = format!("ends/{}", end.id);
            let text =
                "this end can never come: it has no `when`, and no order ends the run with it";
            findings.push(places.error(Kind::Never, &path, text, None));
        }
    }
    for question in &part.questions {
        let on_agenda = part.meetings.iter().any(|m| m.agenda.iter().any(|q| q.0 == question.id));
        if question.on.is_none() && !on_agenda && !can.has("question", &question.id) {
            let path = format!("questions/{}", question.id);
            let text = "nothing ever puts this question";
            let hint = "give it an `on`, put it on the agenda of a meeting, or order `Ask`";
            findings.push(places.error(Kind::Never, &path, text, Some(hint.to_owned())));
        }
    }
}

/// Reads one condition from its place in the text.
pub(super) fn typed(places: &Places, site: &Site, span: &tree::Span) -> Option<Condition> {
    let text = places.texts.get(site.file)?.get(span.start_offset..span.end_offset)?;
    super::options().from_str(text).ok()
}
