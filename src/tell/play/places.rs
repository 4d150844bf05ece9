//! What is where, as far as one actor knows: own ships by their reckoning, others where they were met.

use std::io;

use super::game::Game;
use crate::{
    scenario::format::{LineStatus, Position, TargetAt},
    tell::{Printer, style, style::styled, words},
    world::{
        Event, Thing, Time, event_text,
        sea::{Ship, Voyage, Whereabouts},
    },
};

/// What kind of thing is seen: each has its own mark on a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Line,
    OwnShip,
    Ship,
    Target,
    Count,
}

/// Something of which an actor knows where it is, or was.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sight {
    pub kind: Kind,
    /// What it is.
    pub title: String,
    /// What is known of it.
    pub text: String,
    /// Where it is drawn: one point, or the two ends of a line.
    pub at: Vec<Position>,
}

/// Returns everything of which the actor of a game knows where it is.
pub(super) fn sights(game: &Game) -> Vec<Sight> {
    let mut all = lines(game);
    all.extend(ships(game));
    all.extend(targets(game));
    all.extend(counts(game));
    all
}

/// Prints a table of it.
pub(super) fn print(game: &Game, out: &mut Printer) -> io::Result<()> {
    let actor = game.table.actor_title();
    let now = words::moment(game.session().now(), &game.table.model.span);
    let heading = format!("What is where, as {actor} knows it on {now}");
    out.paragraph("", &heading, style::HEADING)?;
    let all = sights(game);
    for (kind, heading) in [
        (Kind::Line, "Lines at sea"),
        (Kind::OwnShip, "Own ships, by their reckoning"),
        (Kind::Ship, "Other ships, when last met"),
        (Kind::Target, "What is watched from the air"),
        (Kind::Count, "What has been counted, the last time"),
    ] {
        let group: Vec<&Sight> = all.iter().filter(|sight| sight.kind == kind).collect();
        if group.is_empty() {
            continue;
        }
        out.line(&format!("  {}", styled(style::MARKED, heading)))?;
        for sight in group {
            let title = words::capital(&sight.title);
            out.hang("    ", "      ", &format!("{title}: {}", sight.text), style::PLAIN)?;
        }
    }
    if all.is_empty() {
        let text = "Nothing has been seen yet, and this scenario has no ships of your own.";
        out.paragraph("  ", text, style::PLAIN)?;
    }
    Ok(())
}

/// Returns a position in degrees: `21.4 N, 75.2 W`.
fn degrees(at: Position) -> String {
    let (north, east) =
        (if at.lat < 0.0 { 'S' } else { 'N' }, if at.lon < 0.0 { 'W' } else { 'E' });
    format!("{:.1} {north}, {:.1} {east}", at.lat.abs(), at.lon.abs())
}

fn when(game: &Game, at: Time) -> String {
    let span = &game.table.model.span;
    format!("{}, {}", words::day_month(at, span), words::hour(at, span))
}

/// Returns the last event the actor knows of that fits, and when it came to know of it.
fn last_known<'a>(game: &'a Game, fits: impl Fn(&Event) -> bool) -> Option<(&'a Event, Time)> {
    game.known().iter().rev().find_map(|known| {
        let event = game.log().event(known.event)?;
        fits(event).then_some((event, known.at))
    })
}

fn about(event: &Event, thing: Thing) -> bool {
    event.key.who.thing == thing || event.key.with.is_some_and(|with| with.thing == thing)
}

fn lines(game: &Game) -> Vec<Sight> {
    let (part, model) = (game.table.part, game.table.model);
    let each = part.lines.iter().filter_map(|line| {
        let thing = model.find(&format!("lines/{}", line.id))?;
        let set = last_known(game, |e| e.key.verb == "set-line" && e.key.who.thing == thing);
        let text = match set {
            Some((event, at)) => {
                let text = event_text(event, &model.things).unwrap_or_default();
                format!("{text}, since {}", when(game, at))
            }
            None => match line.status {
                LineStatus::InForce => "in force from the start",
                LineStatus::HailAndPass => "ships are hailed and pass, from the start",
                LineStatus::Suspended => "suspended from the start",
                LineStatus::Lifted => "not drawn",
            }
            .to_owned(),
        };
        let gone = set.map_or(line.status == LineStatus::Lifted, |(event, _)| {
            event_text(event, &model.things).is_some_and(|text| text.ends_with("is lifted"))
        });
        let at = if gone { Vec::new() } else { vec![line.from, line.to] };
        Some(Sight { kind: Kind::Line, title: line.title.clone(), text, at })
    });
    each.collect()
}

fn ships(game: &Game) -> Vec<Sight> {
    let model = game.table.model;
    let actor = &model.things[game.table.actor.index()].id;
    let each = game.table.part.ships.iter().filter_map(|ship| {
        let thing = model.find(&format!("ships/{}", ship.id))?;
        let (kind, text, at) = if *ship.flag == **actor {
            let (text, at) = own_ship(game, thing)?;
            (Kind::OwnShip, text, at)
        } else {
            let (event, at) = last_known(game, |event| about(event, thing))?;
            let place = was_at(game, thing, event.at);
            let near = place.map_or_else(String::new, |place| format!(" near {}", degrees(place)));
            let told = last_known(game, |e| about(e, thing) && !e.template.is_empty());
            let told = told.and_then(|(event, _)| event_text(event, &model.things));
            let told = told.map_or_else(String::new, |text| format!(". {text}"));
            (Kind::Ship, format!("met{near} on {}{told}", when(game, at)), place)
        };
        Some(Sight { kind, title: ship.title.clone(), text, at: at.into_iter().collect() })
    });
    each.collect()
}

/// Says where a ship of the actor's own is.
fn own_ship(game: &Game, thing: Thing) -> Option<(String, Option<Position>)> {
    let model = game.table.model;
    let ship = game.session().world().get_entity(model.entity(thing)).ok()?;
    let (ship, voyage) = (ship.get::<Ship>()?, ship.get::<Voyage>()?);
    let title = |thing: Thing| model.things[thing.index()].title.as_str();
    let (from, to) = (title(voyage.from_label.thing), title(voyage.to_label.thing));
    let now = game.session().now();
    Some(match ship.is {
        Whereabouts::Port => {
            (format!("in {from}, bound for {to}"), Some(voyage.route.position(0.0)))
        }
        Whereabouts::AtSea(since) => {
            let at = sailed(game, voyage, since, now);
            (format!("at sea near {}, from {from} to {to}", degrees(at)), Some(at))
        }
        Whereabouts::TurnedBack => (format!("turned back to {from}"), None),
        Whereabouts::Arrived => (format!("in {to}"), Some(voyage.route.position(f64::INFINITY))),
    })
}

fn sailed(game: &Game, voyage: &Voyage, since: Time, at: Time) -> Position {
    voyage.route.position(game.session().fact(voyage.speed_kn) * at.hours_since(since))
}

/// Returns where a ship was at a moment, if it was at sea then.
fn was_at(game: &Game, thing: Thing, at: Time) -> Option<Position> {
    let log = game.log().events().iter();
    let left = log.filter(|event| event.key.who.thing == thing && event.at <= at);
    let sail = left.rev().find(|event| event.key.verb == "sail");
    let ship = game.session().world().get_entity(game.table.model.entity(thing)).ok()?;
    let since = match (sail, ship.get::<Ship>()?.is) {
        (Some(sail), _) => sail.at,
        (None, Whereabouts::AtSea(since)) => since,
        (None, _) => return None,
    };
    Some(sailed(game, ship.get::<Voyage>()?, since, at))
}

fn targets(game: &Game) -> Vec<Sight> {
    let (part, model) = (game.table.part, game.table.model);
    let actor = model.entity(game.table.actor);
    let each = part.targets.iter().filter_map(|target| {
        let thing = model.find(&format!("targets/{}", target.id))?;
        if !model.owns(actor, thing) {
            return None;
        }
        let seen = last_known(game, |event| {
            matches!(event.key.verb, "photograph" | "no-photograph") && about(event, thing)
        });
        let text = match seen {
            Some((event, at)) if event.key.verb == "photograph" => {
                format!("photographed {}", when(game, at))
            }
            Some((_, at)) => format!("flown over {}, without a good photograph", when(game, at)),
            None => return None,
        };
        let at = match &target.at {
            TargetAt::Place(place) => {
                part.places.iter().find(|known| known.id == **place).map(|place| place.at)
            }
            TargetAt::Ship { .. } => None,
        };
        let (title, at) = (target.title.clone(), at.into_iter().collect());
        Some(Sight { kind: Kind::Target, title, text, at })
    });
    each.collect()
}

/// Returns what has been seen or verified of each stock, the last time.
fn counts(game: &Game) -> Vec<Sight> {
    let model = game.table.model;
    let each = game.table.part.stocks.iter().filter_map(|stock| {
        let thing = model.find(&format!("stocks/{}", stock.id))?;
        let (event, at) = last_known(game, |event| {
            let tells = matches!(event.key.verb, "seen" | "verified" | "find" | "gone" | "land");
            tells && event.key.who.thing == thing && !event.template.is_empty()
        })?;
        let text = event_text(event, &model.things)?;
        let text = format!("{text} ({})", when(game, at));
        Some(Sight { kind: Kind::Count, title: stock.title.clone(), text, at: Vec::new() })
    });
    each.collect()
}
