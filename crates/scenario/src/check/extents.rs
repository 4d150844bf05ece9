//! Extents: how far what is counted or measured can go, and what can therefore never be so.

use super::producible::Producible;
use crate::{
    format::{
        Amount, Condition, Date, Fact, Gauge, Grounds, Level, Line, LineStatus, Part, Quantity,
        RegionRef, SkyState, StockRef, StrikeAt, TruthRef,
    },
    moment,
};

/// Returns the lowest and the highest value of a fact, in any branch.
pub(super) fn span(part: &Part, fact: &Fact) -> Option<(f64, f64)> {
    let id = match &fact.grounds {
        Grounds::Fact(name) => part.numbered.find(&format!("facts/{}", name.0))?,
        _ => fact.id,
    };
    let written = part.numbered.get(part.numbered.holder(id)?)?;
    let (low, _, high) = written.grounds.as_ref()?.range()?;
    let set = part.branches.iter().filter_map(|branch| branch.facts.get(&written.path));
    Some(set.fold((low, high), |(low, high), &value| (low.min(value), high.max(value))))
}

/// Returns why a quantity is never so high, if that is so.
pub(super) fn too_high(part: &Part, can: &Producible, of: &Quantity, is: &Level) -> Option<String> {
    let (what, (_, most)) = extent(part, can, of)?;
    let (asked, _) = span(part, is)?;
    (asked > most).then(|| format!("{what} is never above {most}"))
}

/// Returns why a quantity is never so low, if that is so.
pub(super) fn too_low(part: &Part, can: &Producible, of: &Quantity, is: &Level) -> Option<String> {
    let (what, (least, _)) = extent(part, can, of)?;
    let (_, asked) = span(part, is)?;
    (asked < least).then(|| format!("{what} is never below {least}"))
}

/// Returns what a quantity is called, and between which values it stays.
fn extent(part: &Part, can: &Producible, of: &Quantity) -> Option<(String, (f64, f64))> {
    Some(match of {
        Quantity::Gauge(id) => {
            let gauge = part.gauge(id)?;
            (format!("the gauge `{}`", id.0), of_gauge(part, can, gauge)?)
        }
        Quantity::Belief(id) => {
            let belief = part.beliefs.iter().find(|belief| belief.id == id.0)?;
            let (low, high) = span(part, &belief.prior)?;
            let least = if can.has("unlikelier", id) { 0.0 } else { low };
            let most = if can.has("likelier", id) { 1.0 } else { high };
            (format!("the belief `{}`", id.0), (least, most))
        }
        Quantity::Coverage(id) => (format!("the share seen of `{}`", id.0), (0.0, 1.0)),
        Quantity::Left(id) | Quantity::Gone(id) | Quantity::Destroyed(id) => {
            (format!("the number of `{}`", id.0), (0.0, total(part, id)?))
        }
        _ => ("a count".to_owned(), (0.0, f64::INFINITY)),
    })
}

fn of_gauge(part: &Part, can: &Producible, gauge: &Gauge) -> Option<(f64, f64)> {
    let (starts, rests) = (span(part, &gauge.starts)?, span(part, &gauge.rests_at)?);
    let (low, high) = (starts.0.min(rests.0), starts.1.max(rests.1));
    let (least, most) = gauge.within.unwrap_or((f64::NEG_INFINITY, f64::INFINITY));
    let least = if can.has("lower", &gauge.id) { least.min(low) } else { low };
    let most = if can.has("raise", &gauge.id) { most.max(high) } else { high };
    Some((least, most))
}

/// Returns how many of a stock there can be at most, with all that ships bring.
fn total(part: &Part, id: &StockRef) -> Option<f64> {
    let comes_at_random =
        part.traffic.iter().any(|t| t.contraband.as_ref().is_some_and(|c| c.stock == *id));
    if comes_at_random {
        return Some(f64::INFINITY);
    }
    let piles = part.stock(id)?.piles.iter().map(|pile| &pile.count);
    let cargo = part.ships.iter().flat_map(|ship| &ship.cargo).filter(|cargo| cargo.stock == *id);
    let most = |count: &Amount| span(part, count).map(|(_, most)| most);
    piles.chain(cargo.map(|cargo| &cargo.count)).map(most).sum()
}

/// Returns why a truth never has an alternative, if that is so.
pub(super) fn never_so(part: &Part, truth: &TruthRef, alternative: &str) -> Option<String> {
    let known = part.truth(truth)?;
    let Some(place) = known.alternatives.iter().position(|a| a.id == alternative) else {
        return Some(format!("truth `{}` has no alternative `{alternative}`", truth.0));
    };
    let (_, weight) = span(part, &known.alternatives[place].weight)?;
    let fixed = |fixed: &String| fixed == alternative;
    let set = part.branches.iter().any(|b| b.truths.get(&truth.0).is_some_and(fixed));
    // the first is taken when nothing is varied, whatever its weight
    let never = weight <= 0.0 && place > 0 && !set;
    never.then(|| format!("`{alternative}` has no weight, and no branch sets it"))
}

/// Returns why a sky is never over a region, if that is so.
pub(super) fn never_over(part: &Part, id: &RegionRef, sky: SkyState) -> Option<String> {
    let region = part.regions.iter().find(|region| region.id == id.0)?;
    let (clear, partly) = (span(part, &region.sky.clear)?, span(part, &region.sky.partly)?);
    let share = match sky {
        SkyState::Clear => clear.1,
        SkyState::Partly => partly.1,
        SkyState::Obscured => 1.0 - clear.0 - partly.0,
    };
    let mut fixed = part.branches.iter().flat_map(|branch| &branch.skies);
    let set = region.sky.starts == sky || fixed.any(|f| f.region == *id && f.is == sky);
    (share <= 0.0 && !set).then(|| format!("the sky of `{}` has no days that are so", id.0))
}

/// Returns why a moment has come from the start, if that is so.
pub(super) fn past(part: &Part, date: &Date) -> Option<String> {
    let start = &part.scenario.as_ref()?.clock.start;
    let (at, from) = (moment::seconds(&date.0).ok()?, moment::seconds(&start.0).ok()?);
    (at == from).then(|| "the clock starts at this moment".to_owned())
}

/// Returns why nothing of this is ever counted, if that is so.
pub(super) fn never_counted(part: &Part, can: &Producible, of: &Quantity) -> Option<String> {
    let unless = |has: bool, text: String| (!has).then_some(text);
    let struck = |hit: &dyn Fn(&StrikeAt) -> bool| {
        let ordered = part.strikes.iter().filter(|strike| can.has("strike", &strike.id));
        ordered.flat_map(|strike| &strike.hits).any(hit)
    };
    let mut flying = part.flights.iter().filter(|flight| can.has("fly", &flight.id));
    match of {
        Quantity::Flown(id)
        | Quantity::Photographs(id)
        | Quantity::Lost(id)
        | Quantity::ShotDown(id) => {
            unless(flying.any(|f| f.aircraft == *id), format!("no plan flies `{}`", id.0))
        }
        Quantity::Pictures(id) => unless(
            flying.any(|f| f.targets.contains(id)),
            format!("no plan that flies has the target `{}`", id.0),
        ),
        Quantity::FiredOn(id) => unless(
            part.sites.iter().any(|site| site.group == *id),
            format!("the group `{}` has no site", id.0),
        ),
        Quantity::SitesHit(id) => {
            let hits = |hit: &StrikeAt| matches!(hit, StrikeAt::Offender(g) | StrikeAt::Group(g) if g == id);
            unless(struck(&hits), format!("no strike that is ordered hits `{}`", id.0))
        }
        Quantity::Destroyed(id) => {
            let hits = |hit: &StrikeAt| matches!(hit, StrikeAt::Stock(stock) if stock == id);
            unless(struck(&hits), format!("no strike that is ordered hits `{}`", id.0))
        }
        Quantity::Hailed(id)
        | Quantity::Boarded(id)
        | Quantity::Incidents(id)
        | Quantity::TurnedBack(id) => {
            let line = part.lines.iter().find(|line| line.id == id.0)?;
            never_met(can, line, matches!(of, Quantity::Boarded(_)))
        }
        Quantity::Looks(id) => {
            unless(can.has("inspect", id), format!("nobody ever orders the inspection `{}`", id.0))
        }
        Quantity::Verified(id) => {
            let mut looking = part.inspections.iter().filter(|i| can.has("inspect", &i.id));
            unless(
                looking.any(|inspection| inspection.of.contains(id)),
                format!("no inspection that begins counts `{}`", id.0),
            )
        }
        Quantity::Landed(id) => unless(carried(part, id), format!("no ship carries `{}`", id.0)),
        Quantity::Gone(id) => {
            let leaves = part.stock(id)?.leaving.is_some();
            unless(leaves || carried(part, id), format!("`{}` has no way to leave", id.0))
        }
        _ => None,
    }
}

/// Returns why no ship is ever met on a line, or boarded there, if that is so.
fn never_met(can: &Producible, line: &Line, boarded: bool) -> Option<String> {
    let is = |status: LineStatus| can.has("line", &format!("{}/{status:?}", line.id));
    let id = &line.id;
    if boarded && line.suspects.is_empty() {
        return Some(format!("the line `{id}` suspects nobody, so that no ship is boarded"));
    }
    if is(LineStatus::InForce) || is(LineStatus::HailAndPass) && !boarded {
        return None;
    }
    Some(format!("no order ever sets `{id}` to `InForce`"))
}

fn carried(part: &Part, id: &StockRef) -> bool {
    let ships = part.ships.iter().flat_map(|ship| &ship.cargo).any(|cargo| cargo.stock == *id);
    let random = |t: &crate::format::Traffic| t.contraband.as_ref().is_some_and(|c| c.stock == *id);
    ships || part.traffic.iter().any(random)
}

/// Returns why conditions never hold together, if that is so.
pub(super) fn at_odds(part: &Part, all: &[Condition]) -> Option<String> {
    let each = || (1..).zip(all);
    let pairs = each().flat_map(|a| each().filter(move |b| a.0 < b.0).map(move |b| (a, b)));
    let mut odd = pairs.filter(|((_, a), (_, b))| excludes(part, a, b) || excludes(part, b, a));
    odd.next().map(|((i, _), (j, _))| format!("conditions {i} and {j} exclude each other"))
}

fn excludes(part: &Part, one: &Condition, other: &Condition) -> bool {
    use Condition as C;
    let at = |date: &Date| moment::seconds(&date.0).unwrap_or_default();
    match (one, other) {
        (C::Not(not), so) => **not == *so,
        (C::Line(a, x), C::Line(b, y)) => a == b && x != y,
        (C::Stance(a, x), C::Stance(b, y)) => a == b && x != y,
        (C::Sky(a, x), C::Sky(b, y)) => a == b && x != y,
        (C::Is(a, x), C::Is(b, y)) => a == b && x != y,
        (C::Chose(a, x), C::Chose(b, y)) => a == b && x != y,
        (C::Asked(a), C::Given(b) | C::Refused(b)) | (C::Given(a), C::Refused(b)) => a == b,
        (C::Kept(a) | C::Pledged(a), C::Broken(b)) => a == b,
        (C::After(a), C::Before(b)) => at(a) >= at(b),
        (C::AtLeast { of: a, is: least }, C::AtMost { of: b, is: most }) => {
            let spans = span(part, least).zip(span(part, most));
            a == b && spans.is_some_and(|((least, _), (_, most))| least > most)
        }
        (C::Happened(a), C::AtMost { of: b, is: most }) => {
            a == b && span(part, most).is_some_and(|(_, most)| most < 1.0)
        }
        _ => false,
    }
}
