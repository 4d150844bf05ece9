//! Reconnaissance: aircraft, what they photograph, and the plans by which they fly.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{
    EventId, FactId, Label, Luck, SignId, Time, When, compile::Compiler, defence::position, geo,
    opening::Initial, sign::SignKind,
};
use excomm_scenario::format::{self, Position, SkyState, TargetAt};

/// A kind of aircraft that takes photographs.
#[derive(Component, Debug, Clone, Copy)]
pub struct Aircraft {
    /// Whose they are.
    pub owner: Entity,
    /// The place where they take off.
    pub base: Entity,
    /// Its position.
    pub from: Position,
    /// Where they land.
    pub lands: Position,
    /// Speed, in knots.
    pub speed_kn: FactId,
    /// Height over the target, in feet.
    pub height_ft: FactId,
    /// Odds that a photograph succeeds: under a clear, a partly clouded, an obscured sky.
    pub photo: [FactId; 3],
    /// Lowest height of the sun at which photographs are taken.
    pub min_sun_deg: FactId,
    /// Share of the region that one good sortie covers.
    pub covers: FactId,
    /// Hours from landing to the reading of the film.
    pub film_h: FactId,
    /// Odds that a sortie turns back before the target.
    pub turns_back: FactId,
    /// Odds that a sortie is lost by accident.
    pub accident: FactId,
    /// The sign of sorties that took off.
    pub flown: SignId,
    /// The sign of aircraft lost.
    pub lost: SignId,
    /// The sign of aircraft shot down.
    pub shot_down: SignId,
    /// The sign of good photographs.
    pub photographs: SignId,
}

impl Aircraft {
    /// Returns the odds that a photograph succeeds under a sky.
    #[must_use]
    pub fn photo(&self, sky: SkyState) -> FactId {
        self.photo[sky as usize]
    }
}

/// The losses after which a kind of aircraft stands down: of which kind, and for how many hours.
#[derive(Component, Debug, Clone)]
pub struct StandsDown(pub Arc<[(Entity, FactId)]>);

/// Until when a kind of aircraft stands down after a loss, and the event that says so.
#[derive(Component, Debug, Clone, Copy, Default)]
pub struct Grounded(pub Option<(Time, EventId)>);

/// What has become of a kind of aircraft so far.
#[derive(Component, Debug, Clone, Copy, Default)]
pub struct Tally {
    /// Sorties that took off.
    pub flown: u32,
    /// Aircraft that did not come home.
    pub lost: u32,
    /// Aircraft shot down.
    pub shot_down: u32,
    /// Good photographs.
    pub photographs: u32,
}

/// Something that is photographed.
#[derive(Component, Debug, Clone, Copy)]
pub struct Target {
    /// Where it is.
    pub spot: Spot,
    /// What a fresh picture of it is worth.
    pub worth: FactId,
    /// Days after which a picture is stale: half of the worth is back.
    pub stale_days: FactId,
    /// The sign of its good photographs.
    pub pictures: SignId,
}

/// Where a target is.
#[derive(Debug, Clone, Copy)]
pub enum Spot {
    /// On the ground.
    Place {
        /// The place.
        place: Entity,
        /// Its position.
        at: Position,
        /// Its region.
        region: Option<Region>,
    },
    /// At sea.
    Ship {
        /// The ship.
        ship: Entity,
        /// Width swept by the aircraft.
        sweep_nm: FactId,
        /// Hours on station.
        hours: FactId,
        /// Area in which the ship must be.
        area_nm2: FactId,
    },
}

/// The region a target lies in.
#[derive(Debug, Clone, Copy)]
pub struct Region {
    /// The region.
    pub entity: Entity,
    /// Its name.
    pub label: Label,
    /// The sign of the share photographed.
    pub coverage: SignId,
}

/// When a target was last photographed.
#[derive(Component, Debug, Clone, Copy)]
pub struct LastSeen {
    /// When the last good picture was taken that has been read.
    pub at: Time,
    /// Behind the time before the first picture.
    pub at_start: FactId,
    /// The event of its reading.
    pub by: EventId,
    /// Good pictures so far.
    pub pictures: u32,
    /// The day for which a sortie was last planned, and the event that chose the target.
    pub planned: Option<(u32, EventId)>,
}

impl LastSeen {
    /// Returns the age in days of the last good picture that has been read.
    #[must_use]
    pub fn age_days(&self, now: Time, luck: &Luck) -> f64 {
        if self.by == EventId::NONE {
            luck.note(self.at_start);
        }
        now.days_since(self.at)
    }
}

/// What may be hidden at a target, and how well a search finds it.
#[derive(Component, Debug, Clone)]
pub struct Hides {
    /// Area swept by one good sortie over area to be searched.
    pub coverage: FactId,
    /// Odds that a sortie that finds nothing reports something.
    pub false_alarm: FactId,
    /// The piles that may be hidden there.
    pub piles: Arc<[MaybeHidden]>,
}

/// A pile that may be hidden at a target.
#[derive(Debug, Clone, Copy)]
pub struct MaybeHidden {
    /// The pile.
    pub pile: Entity,
    /// Its name.
    pub label: Label,
    /// Its stock.
    pub stock: Entity,
    /// The stock's name.
    pub stock_label: Label,
    /// How many, if it is there.
    pub count: FactId,
}

/// The air-defence sites within reach of a target, in order of name, each with the fact of its reach.
#[derive(Component, Debug, Clone, Default)]
pub struct Reached(pub Vec<(Entity, FactId)>);

/// A plan of flights.
#[derive(Component, Debug, Clone)]
pub struct Plan {
    /// What flies.
    pub aircraft: Entity,
    /// Sorties a day.
    pub sorties: FactId,
    /// On which days.
    pub days: Days,
    /// The local hour of the first take-off.
    pub hour: FactId,
    /// Minutes between take-offs.
    pub apart_min: FactId,
    /// What is photographed.
    pub targets: Arc<[Entity]>,
    /// Least value of a fresh picture for which a sortie is flown.
    pub least_value: Option<FactId>,
    /// Skies under which it does not fly.
    pub not_under: Arc<[SkyState]>,
    /// Whether it is in force from the start.
    pub standing: bool,
    /// The sign of its being in force.
    pub flying: SignId,
    /// The sign of the value of one more sortie.
    pub worth: SignId,
}

/// The days on which a plan flies.
#[derive(Debug, Clone, Copy)]
pub enum Days {
    /// Each day.
    Daily,
    /// Each so many days.
    Every(FactId),
    /// On one day.
    On(When),
    /// On the day after each order.
    NextDay,
}

/// How a plan stands.
#[derive(Component, Debug, Clone, Copy)]
pub struct Standing {
    /// Orders to fly so far.
    pub orders: u32,
    /// How many of them were taken back by an order to stand down.
    pub void: u32,
    /// The last day for which an order called.
    pub called: Option<u32>,
    /// The event that put it in force or took it out.
    pub by: EventId,
    /// Whether its targets had run out when it was last considered.
    pub run_out: bool,
}

impl Standing {
    /// Returns whether the plan is in force.
    #[must_use]
    pub fn flying(&self) -> bool {
        self.orders > self.void
    }
}

/// One aircraft on its way.
#[derive(Component, Debug, Clone)]
pub struct Sortie {
    /// The plan it flies by.
    pub plan: Entity,
    /// What flies.
    pub aircraft: Entity,
    /// What it photographs.
    pub target: Entity,
    /// The target's name.
    pub over: Label,
    /// When it took off, while it is on its way to the target.
    pub on_its_way: Option<Time>,
    /// Whether it turned back.
    pub turned_back: bool,
    /// The event by which it was lost.
    pub lost: Option<EventId>,
    /// The good photograph it took, and when.
    pub picture: Option<(EventId, Time)>,
    /// What is recognised on the film.
    pub film: Vec<Count>,
}

/// So many of a stock recognised on a film.
#[derive(Debug, Clone)]
pub struct Count {
    /// The stock.
    pub stock: Entity,
    /// Its name.
    pub label: Label,
    /// How many were recognised.
    pub seen: f64,
    /// The facts behind that.
    pub facts: Vec<FactId>,
    /// The event that last changed how many were there.
    pub by: EventId,
}

/// The place from which a sortie took off.
#[derive(Component, Debug, Clone, Copy)]
#[relationship(relationship_target = Based)]
pub struct BasedAt(pub Entity);

/// The sorties from a base.
#[derive(Component, Debug)]
#[relationship_target(relationship = BasedAt)]
pub struct Based(Vec<Entity>);

/// Compiles aircraft, targets and flight plans.
pub(super) fn compile(c: &mut Compiler) {
    for aircraft in &c.part.aircraft {
        compile_aircraft(c, aircraft);
    }
    for target in &c.part.targets {
        compile_target(c, target);
    }
    for flight in &c.part.flights {
        compile_flight(c, flight);
    }
}

fn compile_aircraft(c: &mut Compiler, aircraft: &format::Aircraft) {
    let thing = c.thing("aircraft", &aircraft.id);
    c.own(thing, &aircraft.owner);
    let Some(from) = position(c, &aircraft.base) else { return };
    let lands = aircraft.lands.as_deref().and_then(|place| position(c, place));
    let downs = aircraft.stands_down.iter().map(|down| {
        let lost = c.entity("aircraft", &down.lost);
        (lost, c.fact(&down.for_h))
    });
    let downs = StandsDown(downs.collect());
    let photo = [
        c.fact(&aircraft.photo_clear),
        c.fact(&aircraft.photo_partly),
        c.fact(&aircraft.photo_obscured),
    ];
    let aircraft = Aircraft {
        owner: c.entity("actors", &aircraft.owner),
        base: c.entity("places", &aircraft.base),
        from,
        lands: lands.unwrap_or(from),
        speed_kn: c.fact(&aircraft.speed_kn),
        height_ft: c.fact(&aircraft.height_ft),
        photo,
        min_sun_deg: c.fact(&aircraft.min_sun_deg),
        covers: c.fact(&aircraft.covers),
        film_h: c.fact(&aircraft.film_h),
        turns_back: c.fact(&aircraft.turns_back),
        accident: c.fact(&aircraft.accident),
        flown: c.sign(SignKind::Flown, thing),
        lost: c.sign(SignKind::Lost, thing),
        shot_down: c.sign(SignKind::ShotDown, thing),
        photographs: c.sign(SignKind::Photographs, thing),
    };
    c.dress(thing, move |world, _| {
        world.insert((aircraft, Tally::default(), downs.clone(), Grounded::default()));
    });
}

fn compile_target(c: &mut Compiler, target: &format::Target) {
    let thing = c.thing("targets", &target.id);
    let (spot, sites) = match &target.at {
        TargetAt::Place(place) => {
            let Some(position) = position(c, place) else { return };
            let spot = Spot::Place {
                place: c.entity("places", place),
                at: position,
                region: region(c, place),
            };
            (spot, distances(c, position))
        }
        TargetAt::Ship { ship, sweep_nm, hours, area_nm2 } => {
            let spot = Spot::Ship {
                ship: c.entity("ships", ship),
                sweep_nm: c.fact(sweep_nm),
                hours: c.fact(hours),
                area_nm2: c.fact(area_nm2),
            };
            (spot, Vec::new())
        }
    };
    let hides = hides(c, target);
    let at_start = c.fact(&target.last_seen_days);
    let target = Target {
        spot,
        worth: c.fact(&target.worth),
        stale_days: c.fact(&target.stale_days),
        pictures: c.sign(SignKind::Pictures, thing),
    };
    c.dress(thing, move |world, opening| {
        let at = opening.start.plus_hours(-24.0 * opening.luck.fact(at_start));
        let seen = LastSeen { at, at_start, by: EventId::NONE, pictures: 0, planned: None };
        let near = sites.iter().filter(|(_, nm, reach)| *nm <= opening.luck.fact(*reach));
        let near = near.map(|(site, _, reach)| (*site, *reach));
        world.insert((target, seen, Reached(near.collect())));
        if let Some(hides) = &hides {
            world.insert(hides.clone());
        }
    });
}

fn region(c: &mut Compiler, place: &str) -> Option<Region> {
    let place = c.part.place(place)?;
    let (entity, label) = c.named("regions", place.region.as_deref()?);
    Some(Region { entity, label, coverage: c.sign(SignKind::Coverage, label.thing) })
}

/// Returns how far each site is from a target in nautical miles, in order of name, and its reach.
fn distances(c: &mut Compiler, from: Position) -> Vec<(Entity, f64, FactId)> {
    let mut all = Vec::new();
    for site in &c.part.sites {
        let group = c.part.group(&site.group);
        let weapon = group.and_then(|g| c.part.weapon(&g.weapon));
        let (Some(weapon), Some(at)) = (weapon, position(c, &site.at)) else { continue };
        let reach = c.fact(&weapon.reach_nm);
        let (entity, label) = c.named("sites", &site.id);
        all.push((label, (entity, geo::distance_nm(from, at), reach)));
    }
    all.sort_by_key(|(label, _)| *label);
    all.into_iter().map(|(_, site)| site).collect()
}

fn hides(c: &mut Compiler, target: &format::Target) -> Option<Hides> {
    let search = target.hides.as_ref()?;
    let mut piles = Vec::new();
    let TargetAt::Place(place) = &target.at else { return None };
    for stock in &c.part.stocks {
        let (entity, stock_label) = c.named("stocks", &stock.id);
        for pile in stock.piles.iter().filter(|p| p.at == *place && p.hidden_if.is_some()) {
            let path = format!("stocks/{}/piles/{}", stock.id, pile.id);
            let thing = c.at_path(&path);
            piles.push(MaybeHidden {
                pile: c.entities[thing.index()],
                label: Label::of(thing),
                stock: entity,
                stock_label,
                count: c.fact(&pile.count),
            });
        }
    }
    piles.sort_by_key(|pile| pile.label);
    Some(Hides {
        coverage: c.fact(&search.coverage),
        false_alarm: c.fact(&search.false_alarm),
        piles: piles.into(),
    })
}

fn compile_flight(c: &mut Compiler, flight: &format::Flight) {
    let thing = c.thing("flights", &flight.id);
    if let Some(kind) = c.part.aircraft(&flight.aircraft) {
        c.own(thing, &kind.owner);
        for target in &flight.targets {
            let target = c.thing("targets", target);
            c.own(target, &kind.owner);
        }
    }
    let days = match &flight.days {
        format::Days::Daily => Days::Daily,
        format::Days::Every(days) => Days::Every(c.fact(days)),
        format::Days::On(moment) => Days::On(c.moment_of(moment)),
        format::Days::NextDay => Days::NextDay,
    };
    let flying = c.sign(SignKind::Flying, thing);
    c.initially(flying, Initial::Value(f64::from(u8::from(flight.standing))));
    let plan = Plan {
        aircraft: c.entity("aircraft", &flight.aircraft),
        sorties: c.fact(&flight.sorties),
        days,
        hour: c.fact(&flight.hour),
        apart_min: c.fact(&flight.apart_min),
        targets: flight.targets.iter().map(|target| c.entity("targets", target)).collect(),
        least_value: c.fact_if(flight.least_value.as_deref()),
        not_under: flight.not_under.as_slice().into(),
        standing: flight.standing,
        flying,
        worth: c.sign(SignKind::Yield, thing),
    };
    c.dress(thing, move |world, _| {
        let by = EventId::NONE;
        let standing = Standing { orders: 0, void: 0, called: None, by, run_out: false };
        world.insert((plan.clone(), standing));
    });
}
