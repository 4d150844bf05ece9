//! What is where, as far as one actor knows: own ships by their reckoning, others where they were met.

use std::io;

use super::game::{Game, Table};
use excomm_engine::world::{
    Event, Thing, Time, Verb, event_text,
    sea::{Ship, Voyage, Whereabouts},
};
use excomm_pages::map::{self, LineMark, Mark, bare, position_text, status_says};
use excomm_scenario::format::{LineStatus, Position, TargetAt};
use excomm_tell::{
    Printer,
    style::{self, styled},
    words,
};

/// What kind of thing is seen: each has its own mark on a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Line,
    OwnShip,
    Ship,
    Flight,
    Lost,
    Site,
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
    let seen = game.seen();
    let mut all: Vec<Sight> = seen.lines.iter().map(|mark| line(game, mark)).collect();
    all.extend(seen.marks.iter().map(thing));
    all.extend(in_port(game));
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
        (Kind::Ship, "Other ships, where last met"),
        (Kind::Flight, "Own aircraft in the air"),
        (Kind::Lost, "Aircraft lost"),
        (Kind::Site, "Batteries that have fired, or are your own"),
        (Kind::Target, "What is watched from the air"),
        (Kind::Count, "What has been counted, the last time"),
    ] {
        let group: Vec<&Sight> = all.iter().filter(|sight| sight.kind == kind).collect();
        if group.is_empty() {
            continue;
        }
        out.line(&format!("  {}", styled(style::MARKED, heading)))?;
        for sight in group {
            out.hang("    ", "      ", &format!("{}: {}", sight.title, sight.text), style::PLAIN)?;
        }
    }
    if all.is_empty() {
        let text = "Nothing has been seen yet, and this scenario has no ships of your own.";
        out.paragraph("  ", text, style::PLAIN)?;
    }
    Ok(())
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

fn line(game: &Game, mark: &LineMark) -> Sight {
    let start = game.table.model.span.start;
    let since = if mark.since == start {
        "from the start".to_owned()
    } else {
        format!("since {}", when(game, mark.since))
    };
    let (from, to) = mark.of.ends;
    Sight {
        kind: Kind::Line,
        title: mark.of.name.clone(),
        text: format!("{}, {since}", status_says(mark.status)),
        at: if mark.status == LineStatus::Lifted { Vec::new() } else { vec![from, to] },
    }
}

/// Returns own ships that lie in a port: their voyage has not begun, or is over.
fn in_port(game: &Game) -> Vec<Sight> {
    let Table { part, model, actor, .. } = game.table;
    let world = game.session().world();
    let title = |thing: Thing| model.things[thing.index()].title.as_str();
    let own = &model.things[actor.index()].id;
    let each = part.ships.iter().filter(|ship| *ship.flag == **own).filter_map(|written| {
        let thing = model.find(&format!("ships/{}", written.id))?;
        let ship = world.get_entity(model.entity(thing)).ok()?;
        let voyage = ship.get::<Voyage>()?;
        let (from, to) = (title(voyage.from_label.thing), title(voyage.to_label.thing));
        let text = match ship.get::<Ship>()?.is {
            Whereabouts::Port | Whereabouts::Held => format!("in {from}, bound for {to}"),
            Whereabouts::Arrived => format!("in {to}"),
            Whereabouts::AtSea(_) | Whereabouts::TurnedBack => return None,
        };
        let (kind, title, at) = (Kind::OwnShip, bare(&written.title), Vec::new());
        Some(Sight { kind, title, text, at })
    });
    each.collect()
}

/// Returns a ship, an aircraft or a battery.
fn thing(mark: &Mark) -> Sight {
    let (at, track, is) = (position_text(mark.at), mark.of, mark.kind.says());
    let going = format!("near {at}, {}", track.way);
    let (kind, text) = match mark.kind {
        map::Kind::Lost => (Kind::Lost, going),
        map::Kind::Flight => (Kind::Flight, going),
        map::Kind::Site => (Kind::Site, format!("at {at}")),
        map::Kind::Struck => (Kind::Site, format!("at {at}, destroyed")),
        _ if track.own => (Kind::OwnShip, format!("{is}, {going}")),
        _ => (Kind::Ship, format!("{is} ({}), {going}", track.whose)),
    };
    Sight { kind, title: track.name.clone(), text, at: vec![mark.at] }
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
            matches!(event.key.verb, Verb::Photograph | Verb::NoPhotograph) && about(event, thing)
        });
        let text = match seen {
            Some((event, at)) if event.key.verb == Verb::Photograph => {
                format!("photographed {}", when(game, at))
            }
            Some((_, at)) => format!("flown over {}, without a good photograph", when(game, at)),
            None => return None,
        };
        let at = match &target.at {
            TargetAt::Place(place) => part.place(place).map(|place| place.at),
            TargetAt::Ship { .. } => None,
        };
        let (title, at) = (bare(&target.title), at.into_iter().collect());
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
            let tells = matches!(
                event.key.verb,
                Verb::Seen | Verb::Verified | Verb::Find | Verb::Gone | Verb::Land
            );
            tells && event.key.who.thing == thing && !event.template.is_empty()
        })?;
        let text = event_text(event, &model.things)?;
        let text = format!("{text} ({})", when(game, at));
        Some(Sight { kind: Kind::Count, title: bare(&stock.title), text, at: Vec::new() })
    });
    each.collect()
}
