//! Ships and their cargo, traffic, lines at sea.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{
    EventId, FactId, Label, Opening, SignId, Time, When,
    compile::Compiler,
    geo,
    lanes::{Lanes, Route, is_inbound},
    luck::Luck,
    opening::Initial,
    sign::SignKind,
    stocks::DependsOn,
};
use excomm_scenario::format::{self, LineStatus, Part, Position};

/// A voyage: what a ship does if nobody stops it.
#[derive(Component, Debug, Clone)]
pub struct Voyage {
    /// Whose flag it flies.
    pub flag: Entity,
    /// Speed under way.
    pub speed_kn: FactId,
    /// The port it leaves, a place.
    pub from: Entity,
    /// That port's name.
    pub from_label: Label,
    /// The port it goes to.
    pub to_label: Label,
    /// Its way.
    pub route: Arc<Route>,
    /// The lines it crosses, in order.
    pub crossings: Arc<[Crossing]>,
    /// Whether it comes in: towards where the stocks are.
    pub inbound: bool,
}

/// A point of a route where it crosses a line.
#[derive(Debug, Clone, Copy)]
pub struct Crossing {
    /// The line.
    pub line: Entity,
    /// How far along the route, in nautical miles.
    pub at_nm: f64,
}

/// When a ship leaves port.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub enum Sails {
    /// At a moment, with its cargo aboard.
    At(When),
    /// When it has been loaded, but not before the moment.
    Loaded(When),
}

impl Sails {
    /// Returns the moment before which a ship does not leave.
    #[must_use]
    pub fn moment(&self, luck: &Luck) -> Time {
        let (Sails::At(when) | Sails::Loaded(when)) = self;
        when.in_world(luck)
    }

    /// Notes the fact that shifts the moment.
    pub fn read(&self, luck: &Luck) {
        let (Sails::At(when) | Sails::Loaded(when)) = self;
        when.plus_h.into_iter().for_each(|fact| luck.note(fact));
    }

    /// Returns whether a ship lies in port and waits for its cargo.
    #[must_use]
    pub fn waits(&self, ship: &Ship) -> bool {
        matches!(self, Sails::Loaded(_)) && ship.is == Whereabouts::Port
    }
}

/// Where a ship is on its voyage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whereabouts {
    /// In the port it leaves.
    Port,
    /// In the port it leaves, held there while the withdrawal of what it is for is stopped.
    Held,
    /// At sea since it left.
    AtSea(Time),
    /// On its way home.
    TurnedBack,
    /// In the port it goes to.
    Arrived,
}

/// The state of a ship.
#[derive(Component, Debug, Clone, Copy)]
pub struct Ship {
    /// Where it is.
    pub is: Whereabouts,
    /// The event that last changed that.
    pub by: EventId,
}

/// What a ship carries or waits for.
#[derive(Component, Debug, Clone, Default)]
pub struct Hold(pub Vec<Cargo>);

/// Part of a ship's cargo.
#[derive(Debug, Clone, Copy)]
pub struct Cargo {
    /// The stock.
    pub stock: Entity,
    /// The stock's name.
    pub label: Label,
    /// Room for so many items.
    pub room: f64,
    /// Items aboard.
    pub aboard: f64,
    /// Items that inspections have verified.
    pub verified: f64,
    /// The fact behind the number.
    pub count: FactId,
    /// The event that last changed it.
    pub by: EventId,
}

impl Cargo {
    /// Returns how many items are aboard, and notes the fact behind that as long as no event has
    /// changed it.
    pub fn read(&self, luck: &Luck) -> f64 {
        if self.by == EventId::NONE {
            luck.note(self.count);
        }
        self.aboard
    }
}

/// Ships that come at random.
#[derive(Component, Debug, Clone)]
pub struct Traffic {
    /// Ships that leave in a month, on the mean.
    pub per_month: FactId,
    /// Forbidden cargo a ship may carry, in this world.
    pub contraband: Option<Contraband>,
    /// The sign of its calls.
    pub calls: SignId,
}

/// Forbidden cargo that a ship of a traffic may carry.
#[derive(Debug, Clone, Copy)]
pub struct Contraband {
    /// The stock.
    pub stock: Entity,
    /// The stock's name.
    pub label: Label,
    /// How many on one ship.
    pub count: FactId,
    /// Odds that a ship has it aboard.
    pub odds: FactId,
    /// The truth through which there is any.
    pub truth: Option<Entity>,
}

impl Contraband {
    /// Returns it as the cargo of a ship that has so many aboard, by the event of its setting out.
    #[must_use]
    pub fn aboard(&self, items: f64, by: EventId) -> Cargo {
        let Contraband { stock, label, count, .. } = *self;
        Cargo { stock, label, room: items, aboard: items, verified: 0.0, count, by }
    }
}

/// How a traffic stands.
#[derive(Component, Debug, Clone, Copy)]
pub struct Flow {
    /// What orders have made of the number of its ships: a factor.
    pub factor: f64,
    /// The event that last changed the factor.
    pub by: EventId,
    /// Ships that reached port.
    pub calls: u32,
}

/// The traffic a ship belongs to.
#[derive(Component, Debug, Clone, Copy)]
pub struct OfTraffic(pub Entity);

/// A line at sea.
#[derive(Component, Debug, Clone)]
pub struct Line {
    /// Who keeps it.
    pub keeper: Label,
    /// Its status at the start.
    pub starts: LineStatus,
    /// Its two ends.
    pub ends: (Position, Position),
    /// Its length.
    pub length_nm: f64,
    /// Patrol ships on it.
    pub patrols: FactId,
    /// Distance at which a patrol sees a ship.
    pub sees_nm: FactId,
    /// Speed of a patrol.
    pub patrol_kn: FactId,
    /// Odds that a hail or a boarding becomes an incident.
    pub incident: FactId,
    /// Odds that a boarding party finds forbidden cargo that is aboard.
    pub finds: FactId,
    /// Flags whose ships are boarded.
    pub suspects: Arc<[Entity]>,
    /// The sign of its status.
    pub sign: SignId,
    /// The sign of ships hailed.
    pub hailed: SignId,
    /// The sign of ships boarded.
    pub boarded: SignId,
    /// The sign of ships turned back.
    pub turned_back: SignId,
    /// The sign of incidents.
    pub incidents: SignId,
}

/// How a line stands.
#[derive(Component, Debug, Clone)]
pub struct LineState {
    /// Its status.
    pub status: LineStatus,
    /// The event that last changed the status.
    pub by: EventId,
    /// What it forbids, each with the event that put it on the list.
    pub prohibited: Vec<(Entity, EventId)>,
    /// Ships hailed.
    pub hailed: u32,
    /// Ships boarded.
    pub boarded: u32,
    /// Ships turned back.
    pub turned_back: u32,
    /// Incidents.
    pub incidents: u32,
}

impl Hold {
    /// Returns how many items of a stock are aboard, and notes the facts behind that.
    #[must_use]
    pub fn read(&self, stock: Entity, luck: &Luck) -> f64 {
        self.0.iter().filter(|cargo| cargo.stock == stock).map(|cargo| cargo.read(luck)).sum()
    }
}

impl Voyage {
    /// Returns when a ship that left at `sailed` is so many nautical miles along its route.
    #[must_use]
    pub fn moment(&self, sailed: Time, along_nm: f64, luck: &Luck) -> Time {
        sailed.plus_hours(along_nm / luck.fact(self.speed_kn))
    }

    /// Returns when a ship that left at `sailed` arrives.
    #[must_use]
    pub fn arrives(&self, sailed: Time, luck: &Luck) -> Time {
        self.moment(sailed, self.route.length_nm(), luck)
    }

    /// Returns where a ship is that left at `sailed`.
    #[must_use]
    pub fn position(&self, sailed: Time, now: Time, luck: &Luck) -> Position {
        self.route.position(now.hours_since(sailed) * luck.fact(self.speed_kn))
    }
}

/// Compiles ships, traffic and lines.
pub(super) fn compile(c: &mut Compiler) {
    let lanes = c.part.sea.as_ref().map(Lanes::new);
    for line in &c.part.lines {
        compile_line(c, line);
    }
    for ship in &c.part.ships {
        compile_ship(c, lanes.as_ref(), ship);
    }
    for traffic in &c.part.traffic {
        compile_traffic(c, lanes.as_ref(), traffic);
    }
}

/// The ends of a voyage, as written.
struct Ends<'a> {
    flag: &'a str,
    class: &'a str,
    from: &'a str,
    to: &'a str,
    via: &'a [format::NodeRef],
}

fn voyage(
    c: &mut Compiler,
    lanes: Option<&Lanes>,
    path: &str,
    ends: &Ends,
    inbound: bool,
) -> Option<Voyage> {
    let class = c.part.class(ends.class);
    let speed_kn = class.map_or(FactId(0), |class| c.fact(&class.speed_kn));
    let route = route(c.part, lanes, ends);
    let route = route.map_err(|problem| c.problem(format!("`{path}`: {problem}"))).ok()?;
    let mut crossings = Vec::new();
    for line in &c.part.lines {
        let entity = c.entity("lines", &line.id);
        if !c.kept(&format!("lines/{}", line.id)) {
            continue;
        }
        let along = route.crossing((line.from, line.to));
        crossings.extend(along.into_iter().map(|at_nm| Crossing { line: entity, at_nm }));
    }
    crossings.sort_by(|a, b| a.at_nm.total_cmp(&b.at_nm));
    let (from, from_label) = c.named("places", ends.from);
    Some(Voyage {
        flag: c.entity("actors", ends.flag),
        speed_kn,
        from,
        from_label,
        to_label: c.named("places", ends.to).1,
        route: Arc::new(route),
        crossings: crossings.into(),
        inbound,
    })
}

/// Returns the way from port to port through the points named.
fn route(part: &Part, lanes: Option<&Lanes>, ends: &Ends) -> Result<Route, String> {
    let node_of = |id: &str| {
        let place = part.place(id);
        let node = place.and_then(|place| place.port.as_deref());
        node.ok_or_else(|| format!("place `{id}` has no `port`, so no ship can call there"))
    };
    let lanes = lanes.ok_or("there is no `sea`, so ships have no lanes")?;
    let mut stops = vec![node_of(ends.from)?];
    stops.extend(ends.via.iter().map(|node| &**node));
    stops.push(node_of(ends.to)?);
    lanes.route(&stops).ok_or_else(|| "no lanes lead from port to port".to_owned())
}

fn compile_ship(c: &mut Compiler, lanes: Option<&Lanes>, ship: &format::Ship) {
    let at = format!("ships/{}", ship.id);
    let thing = c.thing("ships", &ship.id);
    c.own(thing, &ship.flag);
    let ends = Ends {
        flag: &ship.flag,
        class: &ship.class,
        from: &ship.from,
        to: &ship.to,
        via: &ship.via,
    };
    let inbound = is_inbound(c.part, &ship.from, &ship.to);
    let Some(voyage) = voyage(c, lanes, &at, &ends, inbound) else { return };
    let sails = match &ship.sails {
        format::Sails::At(when) => Sails::At(c.moment_of(when)),
        format::Sails::Loaded(when) => Sails::Loaded(c.moment_of(when)),
    };
    let cargo = ship.cargo.iter().map(|cargo| {
        let (stock, label) = c.named("stocks", &cargo.stock);
        (stock, label, c.fact(&cargo.count))
    });
    let cargo: Vec<_> = cargo.collect();
    let only_if = c.only_if(ship.only_if.as_ref());
    let truth = only_if.map(|needs| c.entities[needs.truth.index()]);
    c.dress(thing, move |world, opening| {
        if !opening.holds(only_if) {
            return;
        }
        let each = cargo.iter().map(|&(stock, label, count)| {
            let room = f64::from(opening.luck.count(count));
            let aboard = if matches!(sails, Sails::At(_)) { room } else { 0.0 };
            Cargo { stock, label, room, aboard, verified: 0.0, count, by: EventId::NONE }
        });
        let ship = Ship { is: at_start(sails, opening), by: EventId::NONE };
        world.insert((voyage.clone(), sails, ship, Hold(each.collect())));
        if let Some(truth) = truth {
            world.insert(DependsOn(truth));
        }
    });
}

/// Returns where a ship is at the start.
fn at_start(sails: Sails, opening: &Opening) -> Whereabouts {
    match sails {
        Sails::At(when) => match when.in_world(opening.luck) {
            sailed if sailed < opening.start => Whereabouts::AtSea(sailed),
            _ => Whereabouts::Port,
        },
        Sails::Loaded(_) => Whereabouts::Port,
    }
}

fn compile_traffic(c: &mut Compiler, lanes: Option<&Lanes>, traffic: &format::Traffic) {
    let at = format!("traffic/{}", traffic.id);
    let thing = c.thing("traffic", &traffic.id);
    c.own(thing, &traffic.flag);
    let ends = Ends {
        flag: &traffic.flag,
        class: &traffic.class,
        from: &traffic.from,
        to: &traffic.to,
        via: &traffic.via,
    };
    let Some(voyage) = voyage(c, lanes, &at, &ends, true) else { return };
    let per_month = c.fact(&traffic.per_month);
    let calls = c.sign(SignKind::Calls, thing);
    let contraband = traffic.contraband.as_ref().map(|cargo| {
        let (stock, label) = c.named("stocks", &cargo.stock);
        let count = c.fact(&cargo.count);
        let odds = c.fact(&cargo.odds);
        let only_if = c.only_if(cargo.only_if.as_ref());
        let truth = only_if.map(|needs| c.entities[needs.truth.index()]);
        (Contraband { stock, label, count, odds, truth }, only_if)
    });
    c.dress(thing, move |world, opening| {
        let here = contraband.filter(|(_, only_if)| opening.holds(*only_if));
        let contraband = here.map(|(contraband, _)| contraband);
        let flow = Flow { factor: 1.0, by: EventId::NONE, calls: 0 };
        world.insert((voyage.clone(), Traffic { per_month, contraband, calls }, flow));
    });
}

fn compile_line(c: &mut Compiler, line: &format::Line) {
    let thing = c.thing("lines", &line.id);
    c.own(thing, &line.by);
    let sign = c.sign(SignKind::Line, thing);
    let status = line.status;
    c.initially(sign, Initial::Value(f64::from(status as u8)));
    let prohibited: Vec<_> =
        line.prohibited.iter().map(|stock| (c.entity("stocks", stock), EventId::NONE)).collect();
    let line = Line {
        keeper: c.named("actors", &line.by).1,
        starts: status,
        ends: (line.from, line.to),
        length_nm: geo::distance_nm(line.from, line.to),
        patrols: c.fact(&line.patrols),
        sees_nm: c.fact(&line.sees_nm),
        patrol_kn: c.fact(&line.patrol_kn),
        incident: c.fact(&line.incident),
        finds: c.fact(&line.finds),
        suspects: line.suspects.iter().map(|flag| c.entity("actors", flag)).collect(),
        sign,
        hailed: c.sign(SignKind::Hailed, thing),
        boarded: c.sign(SignKind::Boarded, thing),
        turned_back: c.sign(SignKind::TurnedBack, thing),
        incidents: c.sign(SignKind::Incidents, thing),
    };
    c.dress(thing, move |world, _| {
        let state = LineState {
            status,
            by: EventId::NONE,
            prohibited: prohibited.clone(),
            hailed: 0,
            boarded: 0,
            turned_back: 0,
            incidents: 0,
        };
        world.insert((line.clone(), state));
    });
}
