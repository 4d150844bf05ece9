//! The sea: lanes that join the ports, and lines that ships come to.

use std::iter;

use super::{
    finding::{Finding, Kind, Severity},
    places::Places,
};
use crate::{
    format::{NodeRef, Part, PlaceRef},
    lanes::{Lanes, Route, is_inbound},
};

/// Checks that there is a way for every ship, and that every line lies in the way of some.
pub(super) fn check(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let ships = part.ships.iter().map(|ship| {
        let comes_in = is_inbound(part, &ship.from, &ship.to);
        (format!("ships/{}", ship.id), (&ship.from, &ship.to), &ship.via, comes_in)
    });
    let traffic = part.traffic.iter().map(|traffic| {
        (format!("traffic/{}", traffic.id), (&traffic.from, &traffic.to), &traffic.via, true)
    });
    let ways: Vec<_> = ships.chain(traffic).collect();
    let Some(sea) = &part.sea else {
        let hint = || Some("add a section `sea`".to_owned());
        let text = "there are no sea lanes to sail on";
        findings.extend(ways.iter().map(|(at, ..)| places.error(Kind::Lanes, at, text, hint())));
        return;
    };
    let lanes = Lanes::new(sea);
    let mut inbound = Vec::new();
    let mut lost = false;
    for (at, ends, via, comes_in) in ways {
        match route(part, &lanes, ends, via) {
            Ok(route) => inbound.extend(comes_in.then_some(route)),
            Err((text, hint)) => {
                findings.push(places.error(Kind::Lanes, &at, &text, hint));
                lost = true;
            }
        }
    }
    for line in part.lines.iter().filter(|_| !lost) {
        if inbound.iter().all(|route| route.crossing((line.from, line.to)).is_none()) {
            let text = "no inbound ship crosses it, so it meets none";
            let hint = "lead a route across it with `via`, or move its ends".to_owned();
            let at = format!("lines/{}", line.id);
            let finding = places.error(Kind::Unused, &at, text, Some(hint));
            findings.push(Finding { severity: Severity::Warning, ..finding });
        }
    }
}

/// Returns the way from port to port, or what is wrong with it and what to do.
fn route(
    part: &Part,
    lanes: &Lanes,
    (from, to): (&PlaceRef, &PlaceRef),
    via: &[NodeRef],
) -> Result<Route, (String, Option<String>)> {
    let node_of = |place: &PlaceRef| {
        let node = part.places.iter().find(|known| known.id == place.0)?.port.as_deref();
        node.map(str::to_owned)
    };
    let harbour = |place: &PlaceRef| {
        node_of(place).ok_or_else(|| {
            let text = format!("`{}` is no port: it has no point on the sea lanes", place.0);
            (text, Some("give the place a `port`".to_owned()))
        })
    };
    let (start, end) = (harbour(from)?, harbour(to)?);
    let stops: Vec<&str> =
        iter::once(&*start).chain(via.iter().map(|v| &**v)).chain([&*end]).collect();
    lanes.route(&stops).ok_or_else(|| (format!("no sea lanes join {}", stops.join(", ")), None))
}
