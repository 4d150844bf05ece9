//! Interdiction: a line at sea where inbound ships are seen, hailed, boarded and turned back.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Due, Event, EventId, FactId, Label, Occasion, Run, Salt, SignId, Verb, salt,
    sea::{Cargo, Hold, Line, LineState, Ship, Voyage, Whereabouts},
};
use excomm_numerics::search;
use excomm_scenario::format::LineStatus;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "interdiction/status",
        on: &[Occasion::SetLine],
        about: "An order gives a line another status. Everybody hears of it.",
        formula: "",
        source: "",
        reads: &["lines/*/status", "orders: SetLine"],
        system: || boxed(set_status),
    },
    Rule {
        name: "interdiction/list",
        on: &[Occasion::Prohibit, Occasion::Allow],
        about: "An order puts a stock on the list of what a line forbids, or takes it off.",
        formula: "",
        source: "",
        reads: &["lines/*/prohibited", "orders: Prohibit, Allow"],
        system: || boxed(set_list),
    },
    Rule {
        name: "interdiction/meet",
        on: &[Occasion::Cross],
        about: "An inbound ship that crosses the line is seen by a patrol or slips through. Seen, it is hailed; while the line is in force ships of suspect flags are boarded, and turned back if forbidden cargo is found. A hail or a boarding may become an incident. Suspended and lifted lines do nothing.",
        formula: "P(seen) = odds of a back-and-forth barrier patrol on a stretch of length / patrols; each item of the list aboard is found with odds finds",
        source: "B. O. Koopman, Search and Screening, 1946, chapter 7; exact form in `world::search`",
        reads: &[
            "lines/*/patrols",
            "lines/*/sees_nm",
            "lines/*/patrol_kn",
            "lines/*/incident",
            "lines/*/finds",
            "lines/*/suspects",
            "classes/*/speed_kn",
            "ships/*/sails",
            "ships/*/cargo",
        ],
        system: || boxed(meet),
    },
];

const SEEN: Salt = salt("interdiction/seen");
const HAIL: Salt = salt("interdiction/hail");
const BOARD: Salt = salt("interdiction/board");
const FOUND: Salt = salt("interdiction/found");

/// What is said when a line comes to stand so.
const SAYS: [(LineStatus, &str); 4] = [
    (LineStatus::InForce, "{} is in force: ships are stopped"),
    (LineStatus::HailAndPass, "{} hails ships and lets them pass"),
    (LineStatus::Suspended, "{} is suspended"),
    (LineStatus::Lifted, "{} is lifted"),
];

/// Returns the status that an event gives to its line, if it does.
#[must_use]
pub fn status_set(event: &Event) -> Option<LineStatus> {
    let code = event.change.filter(|_| event.key.verb == Verb::SetLine)?.value as u32;
    SAYS.iter().map(|(status, _)| *status).find(|status| *status as u32 == code)
}

fn set_status(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut lines: Query<(&Label, &Line, &mut LineState)>,
) {
    let Some((label, line, mut state)) = run.met(lines.get_mut(due.who)) else { return };
    let known = SAYS.iter().find(|(status, _)| *status as u32 == due.n);
    let Some(&(status, template)) = known else {
        run.bare(*label);
        return;
    };
    if status == state.status {
        return;
    }
    let event = run.event(Verb::SetLine, *label).because(due.cause).because(state.by);
    let event = event.say(template, &[Arg::Title(label.thing)]).mark();
    if let Some(id) = event.changes(line.sign, f64::from(status as u8)).commit() {
        state.status = status;
        state.by = id;
    }
}

fn set_list(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut lines: Query<(&Label, &mut LineState)>,
    stocks: Query<&Label>,
) {
    let Some((label, mut state)) = run.met(lines.get_mut(due.who)) else { return };
    let Some(stock) = run.met(stocks.get(due.with)) else { return };
    let listed = state.prohibited.iter().find(|(stock, _)| *stock == due.with).copied();
    let forbids = due.occasion == Occasion::Prohibit;
    if listed.is_some() == forbids {
        return;
    }
    let (verb, template) = if forbids {
        (Verb::Prohibit, "{} now forbids {}")
    } else {
        (Verb::Allow, "{} now lets {} pass")
    };
    let words = [Arg::Title(label.thing), Arg::Title(stock.thing)];
    let event = run.event(verb, *label).with(*stock).because(due.cause);
    let event = event.because(listed.map_or(EventId::NONE, |(_, by)| by));
    if let Some(id) = event.say(template, &words).mark().commit() {
        state.prohibited.retain(|(stock, _)| *stock != due.with);
        if forbids {
            state.prohibited.push((due.with, id));
        }
    }
}

fn meet(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut lines: Query<(&Label, &Line, &mut LineState)>,
    mut ships: Query<(&Label, &Voyage, &mut Ship, &Hold)>,
) {
    let Some((line_label, line, mut state)) = run.met(lines.get_mut(due.with)) else { return };
    let Some((ship_label, voyage, mut ship, hold)) = run.met(ships.get_mut(due.who)) else {
        return;
    };
    let at_sea = matches!(ship.is, Whereabouts::AtSea(_));
    if !at_sea || state.status >= LineStatus::Suspended {
        return;
    }
    let meeting =
        Meeting { line: *line_label, ship: *ship_label, n: due.n, incident: line.incident };
    let (odds, draw) = meeting.watch(run, line, voyage);
    let verb = if draw < odds { Verb::Hail } else { Verb::SlipThrough };
    let event = meeting.event(run, verb).because(ship.by).because(state.by);
    let event = event.odds(odds, draw);
    if draw >= odds {
        event.commit();
        return;
    }
    let words = [Arg::Title(line_label.thing), Arg::Title(ship_label.thing)];
    let event = event.say("{} hails {}", &words);
    let event = event.changes(line.hailed, f64::from(state.hailed + 1));
    let Some(hail) = event.commit() else { return };
    state.hailed += 1;
    run.apart(|run| meeting.may_fail(run, HAIL, hail, (line.incidents, &mut state)));
    if state.status != LineStatus::InForce || !line.suspects.contains(&voyage.flag) {
        return;
    }
    let words = [Arg::Title(ship_label.thing), Arg::Title(line_label.thing)];
    let event = meeting.event(run, Verb::Board).because(hail).because(state.by);
    let event = event.say("{} is boarded on {}", &words);
    let Some(board) = event.changes(line.boarded, f64::from(state.boarded + 1)).commit() else {
        return;
    };
    state.boarded += 1;
    run.apart(|run| meeting.may_fail(run, BOARD, board, (line.incidents, &mut state)));
    for cargo in hold.0.iter().filter(|cargo| cargo.aboard > 0.0) {
        let listed = state.prohibited.iter().find(|(stock, _)| *stock == cargo.stock).copied();
        let Some((_, listed)) = listed else { continue };
        let because = [board, listed, state.by];
        run.luck.anew();
        if let Some(id) = meeting.search(run, line, cargo, because, state.turned_back + 1) {
            state.turned_back += 1;
            *ship = Ship { is: Whereabouts::TurnedBack, by: id };
            return;
        }
    }
}

/// A ship on a line, for the n-th line it crosses.
struct Meeting {
    line: Label,
    ship: Label,
    n: u32,
    incident: FactId,
}

impl Meeting {
    fn event<'a>(&self, run: &'a mut Run, verb: Verb) -> crate::world::Happening<'a> {
        run.event(verb, self.ship).with(self.line).nth(self.n)
    }

    fn draw(&self, run: &Run, salt: Salt) -> f64 {
        run.luck.draw(salt, &[self.line, self.ship], u64::from(self.n))
    }

    /// Returns the odds that a patrol sees the ship, and the draw.
    fn watch(&self, run: &Run, line: &Line, voyage: &Voyage) -> (f64, f64) {
        let luck = &run.luck;
        let patrols = luck.count(line.patrols);
        let stretch_nm = line.length_nm / f64::from(patrols.max(1));
        let (sees_nm, patrol_kn) = (luck.fact(line.sees_nm), luck.fact(line.patrol_kn));
        let ship_kn = luck.fact(voyage.speed_kn);
        let seen = || search::barrier_patrol(stretch_nm, sees_nm, patrol_kn, ship_kn);
        let odds = if patrols == 0 { 0.0 } else { seen() };
        (odds, self.draw(run, SEEN))
    }

    /// Lets a hail or a boarding become an incident, by odds.
    fn may_fail(
        &self,
        run: &mut Run,
        salt: Salt,
        by: EventId,
        (sign, state): (SignId, &mut LineState),
    ) {
        let (odds, draw) = (run.luck.fact(self.incident), self.draw(run, salt));
        if draw >= odds {
            return;
        }
        let words = [Arg::Title(self.ship.thing), Arg::Title(self.line.thing)];
        let event = run.event(Verb::Incident, self.ship).with(self.line).because(by);
        let event = event.odds(odds, draw).mark();
        let event = event.say("Meeting {} on {} becomes an incident", &words);
        if event.changes(sign, f64::from(state.incidents + 1)).commit().is_some() {
            state.incidents += 1;
        }
    }

    /// Searches for one part of the cargo; returns the event by which the ship is turned back.
    fn search(
        &self,
        run: &mut Run,
        line: &Line,
        cargo: &Cargo,
        because: [EventId; 3],
        turned_back: u32,
    ) -> Option<EventId> {
        let names = [self.line, self.ship, cargo.label];
        cargo.read(&run.luck);
        let odds = run.luck.fact(line.finds);
        let draw = run.luck.draw(FOUND, &names, u64::from(self.n));
        if draw >= odds {
            return None;
        }
        let words = [
            Arg::Title(self.ship.thing),
            Arg::Count(cargo.aboard, cargo.label.thing),
            Arg::Title(self.line.thing),
        ];
        let event = self.event(run, Verb::TurnBack).because(cargo.by);
        let event = because.iter().fold(event, |event, by| event.because(*by));
        let event = event.odds(odds, draw).mark();
        let event = event.say("{} with {} aboard is turned back on {}", &words);
        event.changes(line.turned_back, f64::from(turned_back)).commit()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{sea_testing::sea, testing::assert_odds};

    const BUSY: &str = r#"
        traffic: [(
            id: "tankers", title: "a tanker", flag: "red", class: "freighter", from: "home",
            to: "harbour", per_month: ~300, cite: [],
            contraband: (stock: "bombers", count: ~2, odds: ~0.5),
        )],
    "#;

    #[test]
    fn a_lifted_line_hails_nobody() {
        let table = || sea(BUSY);
        assert!(table().play().count("hail/") > 10);
        let lifted = table().order("1962-11-01T00:00Z", r#"SetLine("line", Lifted)"#).play();
        assert_eq!(lifted.count("hail/"), 0);
        assert_eq!(lifted.count("turn-back/"), 0);
    }

    #[test]
    fn detection_on_a_line_matches_the_barrier_formula() {
        let played = sea(BUSY).until("1963-06-01T00:00Z").play();
        let (seen, slipped) = (played.count("hail/"), played.count("slip-through/"));
        let event = played.events("hail/").next().unwrap();
        let odds = event.odds.unwrap();
        assert!((0.2..0.8).contains(&odds), "{odds}");
        let end = |lat| excomm_scenario::format::Position { lat, lon: -70.0 };
        let length = crate::world::geo::distance_nm(end(15.0), end(25.0));
        let expected = search::barrier_patrol(length / 6.0, 15.0, 15.0, 10.0);
        assert!((odds - expected).abs() < 1e-12);
        assert!(seen + slipped > 1_500);
        assert_odds(seen, seen + slipped, odds);
    }

    #[test]
    fn contraband_on_the_list_is_turned_back() {
        let played = sea(BUSY).fact("lines/line/finds", 1.0).play();
        assert!(played.count("turn-back/") > 3);
        let hailed = played.count("hail/");
        assert!(played.count("turn-back/") < hailed);
        let allowed = sea(BUSY).order("1962-11-01T00:00Z", r#"Allow("line", "bombers")"#).play();
        assert_eq!(allowed.count("turn-back/"), 0);
        assert!(allowed.count("land/bombers") > played.count("land/bombers"));
    }

    #[test]
    fn hail_and_pass_boards_nobody() {
        let played = sea(BUSY).order("1962-11-01T00:00Z", r#"SetLine("line", HailAndPass)"#).play();
        assert!(played.count("hail/") > 10);
        assert_eq!(played.count("board/"), 0);
    }
}
