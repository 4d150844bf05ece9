//! What is on a map at a moment: ships, flights, sites and lines, each where it is and how it stands.

use excomm_engine::{
    run::tracks::{Fix, Met, ShipTrack, Tracks, position},
    world::{Label, Model, Thing, Time, geo},
};
use excomm_scenario::format::{LineStatus, Part, Position};
use excomm_tell::words;

/// Hours of a ship's wake that are drawn.
pub(super) const WAKE_H: f64 = 24.0;

/// Hours for which a place is shown where a ship was met.
pub(super) const MET_H: f64 = 96.0;

/// All that is on a map at a moment, as it is or as somebody believes it to be.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Sight {
    /// Marks, the more important ones first.
    pub marks: Vec<Mark>,
    /// Lines at sea.
    pub lines: Vec<LineMark>,
}

/// A mark on a map.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Mark {
    /// A name for programs, which stays the same as it moves.
    pub id: String,
    /// Its name for people; empty where others of its group are named already.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Whose it is, in words.
    pub whose: String,
    /// Whether it belongs to the actor for whom the map is drawn.
    pub own: bool,
    /// Where it is.
    pub at: Position,
    /// Where it is heading, in degrees clockwise from north.
    pub course_deg: Option<f64>,
    /// Where it came from and where it goes, in words.
    pub way: String,
    /// Where it was in the last hours, oldest first.
    pub wake: Vec<Position>,
    /// Whether it was met here and may be elsewhere now.
    pub met: bool,
    /// Whether its name may be left out where there is no room.
    pub minor: bool,
}

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// A ship that comes in.
    Inbound,
    /// A ship that goes out.
    Outbound,
    /// A ship that was turned back.
    Turned,
    /// An aircraft.
    Flight,
    /// A place where an aircraft was lost.
    Lost,
    /// An air-defence site.
    Site,
    /// A site that was destroyed.
    Struck,
}

/// All kinds, in the order of a key.
pub(super) const KINDS: [Kind; 7] = [
    Kind::Inbound,
    Kind::Outbound,
    Kind::Turned,
    Kind::Flight,
    Kind::Lost,
    Kind::Site,
    Kind::Struck,
];

impl Kind {
    /// Returns all kinds, in the order of a key.
    pub fn all() -> impl Iterator<Item = Kind> {
        KINDS.into_iter()
    }

    /// Returns its name for programs and style sheets.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Kind::Inbound => "in",
            Kind::Outbound => "out",
            Kind::Turned => "turned",
            Kind::Flight => "flight",
            Kind::Lost => "lost",
            Kind::Site => "site",
            Kind::Struck => "struck",
        }
    }

    /// Returns its name for people.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Kind::Inbound => "ship coming in",
            Kind::Outbound => "ship going out",
            Kind::Turned => "ship turned back",
            Kind::Flight => "aircraft",
            Kind::Lost => "aircraft lost",
            Kind::Site => "air-defence site",
            Kind::Struck => "site destroyed",
        }
    }
}

/// A line at sea and how it stands.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LineMark {
    /// A name for programs.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its two ends.
    pub ends: (Position, Position),
    /// How it stands.
    pub status: LineStatus,
    /// Patrol ships on it, spread evenly.
    pub patrols: u32,
}

/// Returns how a line that stands so is called.
#[must_use]
pub fn status_says(status: LineStatus) -> &'static str {
    match status {
        LineStatus::InForce => "in force",
        LineStatus::HailAndPass => "hails and lets pass",
        LineStatus::Suspended => "suspended",
        LineStatus::Lifted => "lifted",
    }
}

/// Returns a name for a map: without its article.
pub(super) fn bare(title: &str) -> String {
    let name = ["the ", "a ", "an "].iter().find_map(|article| title.strip_prefix(article));
    words::capital(name.unwrap_or(title))
}

/// Returns a position in words: `23.1\u{b0} N, 82.4\u{b0} W`.
#[must_use]
pub fn position_text(at: Position) -> String {
    let side = |value: f64, plus: char, minus: char| {
        format!("{:.1}\u{b0} {}", value.abs(), if value < 0.0 { minus } else { plus })
    };
    format!("{}, {}", side(at.lat, 'N', 'S'), side(at.lon, 'E', 'W'))
}

/// Names the things of a model on a map.
pub struct Names<'a> {
    /// The scenario.
    pub part: &'a Part,
    /// The scenario in its branch.
    pub model: &'a Model,
    /// For whom the map is drawn.
    pub actor: Option<Thing>,
}

impl Names<'_> {
    pub(super) fn title(&self, thing: Thing) -> &str {
        &self.model.things[thing.index()].title
    }

    pub(super) fn id(&self, label: Label) -> String {
        let id = &self.model.things[label.thing.index()].id;
        if label.nth == 0 { id.clone() } else { format!("{id}.{}", label.nth) }
    }

    /// Returns whether this is the actor for whom the map is drawn.
    #[must_use]
    pub fn own(&self, actor: Thing) -> bool {
        self.actor == Some(actor)
    }
}

impl Sight {
    /// Returns what is where at a moment of a run.
    #[must_use]
    pub fn at(names: &Names, tracks: &Tracks, now: Time) -> Sight {
        let mut marks = Vec::new();
        marks.extend(tracks.ships.iter().filter_map(|track| ship(names, track, now)));
        marks.sort_by_key(|mark| mark.minor);
        marks.extend(flights(names, tracks, now));
        let known = tracks.sites.iter().filter(|site| site.known <= now);
        marks.extend(known.map(|site| {
            let struck = site.destroyed.is_some_and(|at| at <= now);
            Mark {
                id: format!("site-{}", names.id(site.site)),
                name: String::new(),
                kind: if struck { Kind::Struck } else { Kind::Site },
                whose: names.title(site.site.thing).to_owned(),
                own: names.own(site.owner),
                at: site.place,
                course_deg: None,
                way: String::new(),
                wake: Vec::new(),
                met: false,
                minor: true,
            }
        }));
        Sight { marks, lines: lines(names, tracks, now) }
    }
}

fn ship(names: &Names, track: &ShipTrack, now: Time) -> Option<Mark> {
    let seen = match &track.met {
        None => now,
        Some(met) => last_met(met, now)?,
    };
    let at = position(&track.fixes, seen)?;
    let kind = match track.turned_back {
        Some(turned) if turned <= seen => Kind::Turned,
        _ if track.inbound => Kind::Inbound,
        _ => Kind::Outbound,
    };
    let (wake, way) = if track.met.is_some() {
        (Vec::new(), met_says(names, seen))
    } else {
        let way = format!("{} to {}", names.title(track.from), names.title(track.to));
        (wake(&track.fixes, now), way)
    };
    Some(Mark {
        id: names.id(track.ship),
        name: bare(names.title(track.ship.thing)),
        kind,
        whose: names.title(track.flag).to_owned(),
        own: names.own(track.flag),
        at,
        course_deg: course(&track.fixes, seen),
        way,
        wake,
        met: track.met.is_some(),
        minor: track.ship.nth > 0,
    })
}

/// Returns when a ship was last met, as far as that is known at a moment and not too long ago.
pub(super) fn last_met(met: &[Met], now: Time) -> Option<Time> {
    let seen = met.iter().filter(|met| met.known <= now).map(|met| met.at).max()?;
    (now.hours_since(seen) <= MET_H).then_some(seen)
}

pub(super) fn met_says(names: &Names, seen: Time) -> String {
    let span = &names.model.span;
    format!("last met {}, {}", words::day_month(seen, span), words::hour(seen, span))
}

/// Returns where something was in the last hours, oldest first.
fn wake(fixes: &[Fix], now: Time) -> Vec<Position> {
    let since = now.plus_hours(-WAKE_H);
    let passed = fixes.iter().filter(|fix| fix.at > since && fix.at < now).map(|fix| fix.place);
    position(fixes, since).into_iter().chain(passed).chain(position(fixes, now)).collect()
}

fn flights(names: &Names, tracks: &Tracks, now: Time) -> Vec<Mark> {
    let mut told: Vec<Thing> = Vec::new();
    let mut marks = Vec::new();
    for track in &tracks.flights {
        let lost = track.lost.is_some_and(|lost| lost.at <= now);
        let Some(at) = position(&track.fixes, now).filter(|_| !lost) else { continue };
        let first = !told.contains(&track.sortie.thing);
        told.push(track.sortie.thing);
        let name = names.model.things[track.aircraft.index()].name_of(1);
        marks.push(Mark {
            id: format!("flight-{}", names.id(track.sortie)),
            name: if first { name.to_owned() } else { String::new() },
            kind: Kind::Flight,
            whose: names.title(track.owner).to_owned(),
            own: names.own(track.owner),
            at,
            course_deg: course(&track.fixes, now),
            way: format!("over {}", names.title(track.target)),
            wake: Vec::new(),
            met: false,
            minor: true,
        });
    }
    for track in &tracks.flights {
        let Some(lost) = track.lost.filter(|lost| lost.at <= now) else { continue };
        marks.push(Mark {
            id: format!("lost-{}", names.id(track.sortie)),
            name: format!("{} lost", names.model.things[track.aircraft.index()].name_of(1)),
            kind: Kind::Lost,
            whose: names.title(track.owner).to_owned(),
            own: names.own(track.owner),
            at: lost.place,
            course_deg: None,
            way: format!("over {}", names.title(track.target)),
            wake: Vec::new(),
            met: false,
            minor: false,
        });
    }
    marks
}

pub(super) fn course(fixes: &[Fix], now: Time) -> Option<f64> {
    let at = position(fixes, now)?;
    let next = fixes.iter().find(|fix| fix.at > now)?;
    Some(geo::bearing_deg(at, next.place))
}

fn lines(names: &Names, tracks: &Tracks, now: Time) -> Vec<LineMark> {
    let mark = |track: &excomm_engine::run::tracks::LineTrack| {
        let id = names.id(track.line);
        let written = names.part.lines.iter().find(|line| line.id == id)?;
        let known = track.states.iter().take_while(|(since, _)| *since <= now).last();
        let (_, status) = known.or(track.states.first())?;
        Some(LineMark {
            name: bare(&written.title),
            ends: (written.from, written.to),
            status: *status,
            patrols: track.patrols,
            id,
        })
    };
    tracks.lines.iter().filter_map(mark).collect()
}
