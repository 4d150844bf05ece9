//! What is on a map at a moment: ships, flights, sites and lines, each where it is and how it stands.

use super::super::words;
use crate::{
    run::tracks::{Fix, Tracks, position},
    scenario::format::{LineStatus, Part, Position},
    world::{Label, Model, Thing, Time, geo},
};

/// Hours of a ship's wake that are drawn.
pub(crate) const WAKE_H: f64 = 24.0;

/// All that is on a map at a moment, as it is or as somebody believes it to be.
#[derive(Debug, Clone, Default)]
pub struct Sight {
    /// Marks, the more important ones first.
    pub marks: Vec<Mark>,
    /// Lines at sea.
    pub lines: Vec<LineMark>,
}

/// A mark on a map.
#[derive(Debug, Clone)]
pub struct Mark {
    /// A name for programs, which stays the same as it moves.
    pub id: String,
    /// Its name for people; empty where others of its group are named already.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Whose it is, in words.
    pub whose: String,
    /// Whether it belongs to the actor whose decisions are played.
    pub own: bool,
    /// Where it is.
    pub at: Position,
    /// Where it is heading, in degrees clockwise from north.
    pub course_deg: Option<f64>,
    /// Where it came from and where it goes, in words.
    pub way: String,
    /// Where it was in the last hours, oldest first.
    pub wake: Vec<Position>,
    /// Whether its name may be left out where there is no room.
    pub minor: bool,
}

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
pub(crate) const KINDS: [Kind; 7] = [
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
pub(crate) fn bare(title: &str) -> String {
    let name = ["the ", "a ", "an "].iter().find_map(|article| title.strip_prefix(article));
    words::capital(name.unwrap_or(title))
}

/// Returns a position in words: `23.1\u{b0} N, 82.4\u{b0} W`.
pub(crate) fn position_text(at: Position) -> String {
    let side = |value: f64, plus: char, minus: char| {
        format!("{:.1}\u{b0} {}", value.abs(), if value < 0.0 { minus } else { plus })
    };
    format!("{}, {}", side(at.lat, 'N', 'S'), side(at.lon, 'E', 'W'))
}

/// Names the things of a model on a map.
pub(crate) struct Names<'a> {
    pub part: &'a Part,
    pub model: &'a Model,
    /// The value of each fact in this world.
    pub facts: &'a [f64],
}

impl Names<'_> {
    pub(crate) fn title(&self, thing: Thing) -> &str {
        &self.model.things[thing.index()].title
    }

    pub(crate) fn id(&self, label: Label) -> String {
        let id = &self.model.things[label.thing.index()].id;
        if label.nth == 0 { id.clone() } else { format!("{id}.{}", label.nth) }
    }

    /// Returns whether a thing is the actor whose decisions are played.
    pub(crate) fn own(&self, actor: Thing) -> bool {
        let plays = self.part.scenario.as_ref().map(|head| &*head.plays.0);
        plays == Some(&self.model.things[actor.index()].id)
    }

    /// Returns how many patrol ships a line has.
    pub(crate) fn patrols(&self, line: &str) -> u32 {
        let fact = self.model.find_fact(&format!("lines/{line}/patrols"));
        let fact = fact.or_else(|| {
            let written = self.part.lines.iter().find(|known| known.id == line)?;
            match &written.patrols {
                crate::scenario::format::Amount(crate::scenario::format::Fact::Fact(name)) => {
                    self.model.find_fact(&format!("facts/{}", name.0))
                }
                _ => None,
            }
        });
        let value = fact.and_then(|fact| self.facts.get(fact.0 as usize)).copied();
        libm::round(value.unwrap_or_default().max(0.0)) as u32
    }
}

impl Sight {
    /// Returns what is where at a moment of a run.
    pub(crate) fn at(names: &Names, tracks: &Tracks, now: Time) -> Sight {
        let mut marks = Vec::new();
        for track in &tracks.ships {
            let Some(at) = position(&track.fixes, now) else { continue };
            let kind = match track.turned_back {
                Some(turned) if turned <= now => Kind::Turned,
                _ if track.inbound => Kind::Inbound,
                _ => Kind::Outbound,
            };
            let since = now.plus_hours(-WAKE_H);
            let passed = track.fixes.iter().filter(|fix| fix.at > since && fix.at < now);
            let wake = position(&track.fixes, since).into_iter();
            let wake = wake.chain(passed.map(|fix| fix.place)).chain([at]);
            marks.push(Mark {
                id: names.id(track.ship),
                name: bare(names.title(track.ship.thing)),
                kind,
                whose: names.title(track.flag).to_owned(),
                own: names.own(track.flag),
                at,
                course_deg: course(&track.fixes, now),
                way: format!("{} to {}", names.title(track.from), names.title(track.to)),
                wake: wake.collect(),
                minor: track.ship.nth > 0,
            });
        }
        marks.sort_by_key(|mark| mark.minor);
        marks.extend(flights(names, tracks, now));
        marks.extend(tracks.sites.iter().map(|site| {
            let struck = site.destroyed.is_some_and(|at| at <= now);
            Mark {
                id: format!("site-{}", names.id(site.site)),
                name: String::new(),
                kind: if struck { Kind::Struck } else { Kind::Site },
                whose: names.title(site.site.thing).to_owned(),
                own: false,
                at: site.place,
                course_deg: None,
                way: String::new(),
                wake: Vec::new(),
                minor: true,
            }
        }));
        Sight { marks, lines: lines(names, tracks, now) }
    }
}

fn flights(names: &Names, tracks: &Tracks, now: Time) -> Vec<Mark> {
    let mut told: Vec<Thing> = Vec::new();
    let mut marks = Vec::new();
    for track in &tracks.flights {
        let Some(at) = position(&track.fixes, now) else { continue };
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
            minor: true,
        });
    }
    for track in tracks.flights.iter().filter(|track| track.lost) {
        let Some(last) = track.fixes.last().filter(|fix| fix.at <= now) else { continue };
        marks.push(Mark {
            id: format!("lost-{}", names.id(track.sortie)),
            name: format!("{} lost", names.model.things[track.aircraft.index()].name_of(1)),
            kind: Kind::Lost,
            whose: names.title(track.owner).to_owned(),
            own: names.own(track.owner),
            at: last.place,
            course_deg: None,
            way: format!("over {}", names.title(track.target)),
            wake: Vec::new(),
            minor: false,
        });
    }
    marks
}

fn course(fixes: &[Fix], now: Time) -> Option<f64> {
    let at = position(fixes, now)?;
    let next = fixes.iter().find(|fix| fix.at > now)?;
    Some(geo::bearing_deg(at, next.place))
}

fn lines(names: &Names, tracks: &Tracks, now: Time) -> Vec<LineMark> {
    let mark = |track: &crate::run::tracks::LineTrack| {
        let id = names.id(track.line);
        let written = names.part.lines.iter().find(|line| line.id == id)?;
        let known = track.states.iter().take_while(|(since, _)| *since <= now).last();
        let (_, status) = known.or(track.states.first())?;
        Some(LineMark {
            name: bare(&written.title),
            ends: (written.from, written.to),
            status: *status,
            patrols: names.patrols(&id),
            id,
        })
    };
    tracks.lines.iter().filter_map(mark).collect()
}
