//! What a chronicle says in one line instead of many: the passes of a plan, the ships that a line
//! hails in a day, the moves of a day.

use excomm_engine::world::{Arg, Event, EventId, Label, Thing, ThingInfo, Time, Verb, counted};

/// Moves of a gauge smaller than this, and of a belief in percent, are not worth a line.
const SMALL: f64 = 2.0;

/// The passes of one flight plan on one day.
#[derive(Debug, Clone)]
struct Passes {
    plan: Thing,
    at: Time,
    aircraft: Thing,
    base: Thing,
    targets: Vec<Thing>,
    planes: u32,
    photographs: u32,
    of: Vec<EventId>,
}

/// Several events in one line, with the time of the first.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Fold {
    /// The moment of the line.
    pub at: Time,
    /// The sentence.
    pub text: String,
    /// The events that the line tells of.
    pub of: Vec<EventId>,
}

/// The ships that one line hails on one day.
#[derive(Debug, Clone)]
struct Hails {
    line: Thing,
    ships: Vec<Thing>,
    of: Vec<EventId>,
}

/// How far a gauge or a belief has moved on one day.
#[derive(Debug, Clone)]
struct Move {
    key: Label,
    words: String,
    before: f64,
    after: f64,
    percent: bool,
    of: Vec<EventId>,
}

/// What is held back of a day to be said in one line.
#[derive(Debug, Clone, Default)]
pub struct Folds {
    passes: Vec<Passes>,
    hails: Vec<Hails>,
    moves: Vec<Move>,
    counts: Vec<Count>,
}

/// The last count on one day of something of which only the count is known.
#[derive(Debug, Clone)]
struct Count {
    counted: (Thing, Verb),
    says: String,
    of: Vec<EventId>,
}

impl Folds {
    /// Takes an event in, if it is one of those that are told together.
    pub fn take(&mut self, id: EventId, event: &Event, things: &[ThingInfo]) -> bool {
        let args: Vec<Arg> = event.args().collect();
        let title = |thing: Thing| things[thing.index()].title.as_str();
        let moved = event.change.and_then(|change| Some((change.before?, change.value)));
        match (event.key.verb, event.key.with, args.as_slice(), moved) {
            (
                Verb::Photograph | Verb::NoPhotograph,
                _,
                [Arg::Count(_, aircraft), Arg::Title(base), ..],
                _,
            ) => self.pass(id, event, *aircraft, *base),
            (Verb::Hail, Some(line), ..) => self.hail(id, line.thing, event.key.who.thing),
            (Verb::Gauge, _, _, Some(moved)) => {
                let words = title(event.key.who.thing).to_owned();
                self.moved(id, event.key.who, words, moved, false);
            }
            (Verb::Belief, _, [Arg::Title(holder), ..], Some((before, after))) => {
                let belief = title(event.key.who.thing);
                let words = format!("{} on whether {belief}:", title(*holder));
                self.moved(id, event.key.who, words, (before * 100.0, after * 100.0), true);
            }
            _ => return false,
        }
        !event.marked
    }

    /// Takes in a count of which no more is known than how many there are now.
    pub fn count(&mut self, id: EventId, event: &Event, says: String) {
        let counted = (event.key.who.thing, event.key.verb);
        match self.counts.iter_mut().find(|count| count.counted == counted) {
            Some(count) => {
                count.says = says;
                count.of.push(id);
            }
            None => self.counts.push(Count { counted, says, of: vec![id] }),
        }
    }

    fn pass(&mut self, id: EventId, event: &Event, aircraft: Thing, base: Thing) {
        let plan = event.key.who.thing;
        let known = self.passes.iter().position(|passes| passes.plan == plan);
        let place = known.unwrap_or_else(|| {
            let (at, targets, of) = (event.at, Vec::new(), Vec::new());
            let new = Passes { plan, at, aircraft, base, targets, planes: 0, photographs: 0, of };
            self.passes.push(new);
            self.passes.len() - 1
        });
        let passes = &mut self.passes[place];
        passes.planes += 1;
        passes.of.push(id);
        passes.photographs += u32::from(event.key.verb == Verb::Photograph);
        let target = event.key.with.map(|target| target.thing);
        passes.targets.extend(target.filter(|target| !passes.targets.contains(target)));
    }

    fn hail(&mut self, id: EventId, line: Thing, ship: Thing) {
        match self.hails.iter_mut().find(|hails| hails.line == line) {
            Some(hails) => {
                hails.ships.push(ship);
                hails.of.push(id);
            }
            None => self.hails.push(Hails { line, ships: vec![ship], of: vec![id] }),
        }
    }

    fn moved(
        &mut self,
        id: EventId,
        key: Label,
        words: String,
        (before, after): (f64, f64),
        percent: bool,
    ) {
        match self.moves.iter_mut().find(|known| known.key == key) {
            Some(known) => {
                known.after = after;
                known.of.push(id);
            }
            None => {
                self.moves.push(Move { key, words, before, after, percent, of: vec![id] });
            }
        }
    }

    /// Returns the lines of the passes so far, each with the time of the first.
    pub fn passes(&mut self, things: &[ThingInfo]) -> Vec<Fold> {
        let title = |thing: Thing| things[thing.index()].title.as_str();
        let line = |passes: Passes| {
            let targets: Vec<&str> = passes.targets.iter().map(|target| title(*target)).collect();
            let planes = counted(f64::from(passes.planes), &things[passes.aircraft.index()]);
            let pass = if passes.planes == 1 { "passes" } else { "pass" };
            let photographs = match (passes.photographs, passes.planes) {
                (0, _) => "no photograph".to_owned(),
                (n, all) if n == all && n > 1 => "all photographs good".to_owned(),
                (1, _) => "one good photograph".to_owned(),
                (n, _) => format!("{n} good photographs"),
            };
            let text = format!(
                "{planes} from {} {pass} over {} {}; {photographs}",
                title(passes.base),
                super::words::series(&targets),
                things[passes.aircraft.index()].words.join(" "),
            );
            Fold { at: passes.at, text: super::words::capital(&text), of: passes.of }
        };
        std::mem::take(&mut self.passes).into_iter().map(line).collect()
    }

    /// Returns a line for the ships that each line has hailed since the last time.
    pub fn hails(&mut self, things: &[ThingInfo]) -> Vec<(String, Vec<EventId>)> {
        let title = |thing: Thing| things[thing.index()].title.as_str();
        let said = |hails: Hails| {
            let mut kinds: Vec<(Thing, usize)> = Vec::new();
            for &ship in &hails.ships {
                match kinds.iter_mut().find(|(kind, _)| *kind == ship) {
                    Some((_, times)) => *times += 1,
                    None => kinds.push((ship, 1)),
                }
            }
            let kinds: Vec<String> = kinds
                .into_iter()
                .map(|(kind, times)| match times {
                    1 => title(kind).to_owned(),
                    times => format!("{} ({times} of them)", title(kind)),
                })
                .collect();
            let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
            let text = format!("{} hails {}.", title(hails.line), super::words::series(&kinds));
            (super::words::capital(&text), hails.of)
        };
        std::mem::take(&mut self.hails).into_iter().map(said).collect()
    }

    /// Returns a line for all that was counted since the last time, or nothing.
    pub fn counts(&mut self) -> Option<(String, Vec<EventId>)> {
        let (mut each, mut of) = (Vec::new(), Vec::new());
        let mut counts = std::mem::take(&mut self.counts);
        counts.sort_by(|a, b| a.says.cmp(&b.says));
        for count in counts {
            each.push(count.says);
            of.extend(count.of);
        }
        (!each.is_empty()).then(|| (format!("{}.", each.join("; ")), of))
    }

    /// Returns one line for all that has moved since the last time, or nothing.
    pub fn moves(&mut self) -> Option<(String, Vec<EventId>)> {
        let moves = std::mem::take(&mut self.moves);
        let worth = moves.into_iter().filter(|m| (m.after - m.before).abs() >= SMALL);
        let (mut each, mut of) = (Vec::new(), Vec::new());
        for m in worth {
            let [before, after] = [m.before, m.after].map(|value| level(value, m.percent));
            each.push(format!("{} {before} to {after}", m.words));
            of.extend(m.of);
        }
        (!each.is_empty()).then(|| (super::words::capital(&format!("{}.", each.join("; "))), of))
    }
}

/// Returns a level in words; a small share is never none.
fn level(value: f64, percent: bool) -> String {
    if percent { super::words::percent_in_short(value / 100.0) } else { format!("{value:.0}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_belief_that_is_small_is_not_told_as_none() {
        assert_eq!(level(0.3, true), "0.3 %");
        assert_eq!(level(0.004, true), "<0.1 %");
        assert_eq!([level(36.4, true), level(36.4, false)], ["36 %", "36"]);
    }
}
