//! Meaning: what only the whole scenario can tell. Moments, questions, letters, and what leaves.

use super::{
    branches,
    finding::{Finding, Kind, did_you_mean, there_are},
    heard, hours, markers, never, paths,
    places::Places,
    rings, scales, sea,
};
use crate::{
    format::{HistoryChoice, Order, Part, Policy, Question, Stock},
    moment,
    read::Reader,
    tree,
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
    hours::hours(places, part, findings);
    alternatives(places, part, findings);
    scales::check(places, part, findings);
    markers::check(places, part, findings);
    voices(places, part, findings);
    letters(places, part, findings);
    sea::check(places, part, findings);
    never::check(places, part, findings);
    withdrawals(places, part, findings);
    reports(places, part, findings);
    heard::heard(places, part, findings);
    heard::shown(places, part, findings);
    rings::check(places, part, findings);
    branches::branches(places, part, findings);
    paths::check(places, part, findings);
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
        if let Some(Err(problem)) = question.history_on.as_deref().map(moment::date) {
            let at = format!("{path}/history_on");
            findings.push(places.error(Kind::Question, &at, &problem.to_string(), None));
        }
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
    for chance in &part.chances {
        let at = format!("chances/{}/only_if/2", chance.id);
        named.extend(chance.only_if.as_ref().map(|(t, id)| (at, &**t, id.as_str())));
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

/// Checks that nobody does anything by what nobody can know: a chance that hangs on a truth only reports.
fn reports(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let acts = |order: &Order| !matches!(order, Order::Report { .. });
    for chance in part.chances.iter().filter(|chance| chance.only_if.is_some()) {
        if chance.then.iter().any(acts) {
            let path = format!("chances/{}/only_if", chance.id);
            let text = "nobody can know the truth, and this chance does more than report";
            let hint = "let it `Report` to somebody, and let a response to that do the rest";
            findings.push(places.error(Kind::Never, &path, text, Some(hint.to_owned())));
        }
    }
}

/// Checks that what is ordered out of a country, or told to stay, has a way to leave.
fn withdrawals(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    for (_, node, site) in places.met.values.iter().filter(|(kind, ..)| kind == "Order") {
        let Ok(Order::Withdraw(id) | Order::Halt(id)) = Reader::default().read(node) else {
            continue;
        };
        let stays = |stock: &&Stock| stock.id == id.0 && stock.leaving.is_none();
        if let Some(stock) = part.stocks.iter().find(stays) {
            let text = format!("{}: `{}` has no way to leave", site.path, stock.id);
            let hint = "give the stock a `leaving` with what is packed, hauled and loaded a day";
            let finding = Finding::error(Kind::Never, places.files[site.file], site.span, text);
            findings.push(finding.hint(hint.to_owned()));
        }
    }
}

/// Checks that a letter goes to somebody, and puts its question to one of them.
fn letters(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    for statement in &part.statements {
        let Some(letter) = &statement.letter else { continue };
        let at = format!("statements/{}/letter", statement.id);
        if statement.to.is_empty() {
            let hint = "say under `to` to whom it is written, or leave `letter` out".to_owned();
            let text = "this letter is written to nobody";
            findings.push(places.error(Kind::Mismatch, &at, text, Some(hint)));
        }
        let questions: Vec<_> = letter.puts.iter().filter_map(|id| part.question(id)).collect();
        for question in &questions {
            let (id, asks) = (&question.id, &question.asks.0);
            let text = if !statement.to.contains(&question.asks) {
                format!("`{id}` is for `{asks}` to decide, to whom this is not written")
            } else if question.asks != questions[0].asks {
                format!(
                    "`{id}` is for `{asks}` to decide, and `{}` for `{}`: a letter puts questions to one actor",
                    questions[0].id, questions[0].asks.0
                )
            } else {
                continue;
            };
            let hint = format!("write a letter of its own to `{asks}` that puts `{id}`");
            findings.push(places.error(Kind::Mismatch, &format!("{at}/puts"), &text, Some(hint)));
        }
    }
}

/// Checks that a statement is told in the name of somebody who speaks for its actor.
fn voices(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    for statement in &part.statements {
        let Some(voice) = &statement.voice else { continue };
        let person = part.people.iter().find(|person| person.id == voice.0);
        if let Some(person) = person.filter(|person| person.speaks_for != statement.by) {
            let at = format!("statements/{}/voice", statement.id);
            let (who, by) = (&person.speaks_for.0, &statement.by.0);
            let text = format!("`{}` speaks for `{who}`, and this is said by `{by}`", voice.0);
            let hint = "name a person of the actor who says it, or leave `voice` out".to_owned();
            findings.push(places.error(Kind::Mismatch, &at, &text, Some(hint)));
        }
    }
}
