//! Stocks: things that are counted, in piles at places, and what has become of them.

use bevy_ecs::prelude::*;

use super::{
    EventId, FactId, Label, Luck, OnlyIf, SignId, compile::Compiler, opening::Initial,
    sign::SignKind,
};

/// Where something stands: a pile, a site, a target.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq)]
#[relationship(relationship_target = Holding)]
pub struct At(pub Entity);

/// What stands at a place.
#[derive(Component, Debug)]
#[relationship_target(relationship = At)]
pub struct Holding(Vec<Entity>);

/// The stock a pile is part of.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq)]
#[relationship(relationship_target = Piles)]
pub struct PileOf(pub Entity);

/// The piles of a stock.
#[derive(Component, Debug)]
#[relationship_target(relationship = PileOf)]
pub struct Piles(Vec<Entity>);

/// So many of a stock that began at one place. All counts are whole.
#[derive(Component, Debug, Clone, Copy)]
pub struct Pile {
    /// The stock.
    pub stock: Entity,
    /// The stock's name.
    pub stock_label: Label,
    /// The port it leaves by: a place, perhaps the one it stands at.
    pub port: Entity,
    /// Items at its place, packed or not.
    pub there: f64,
    /// How many of them are packed.
    pub packed: f64,
    /// Items that lie at the port.
    pub at_port: f64,
    /// Items aboard ships that lie in the port.
    pub loaded: f64,
    /// Whether it is hidden: no order moves it, and only a search finds it.
    pub hidden: bool,
    /// The fact behind its number at the start.
    pub count: FactId,
    /// The fact behind the share of it that lay at the port at the start.
    pub share: Option<FactId>,
    /// The event that last changed it; for a hidden one, at first that of its truth.
    pub by: EventId,
}

impl Pile {
    /// Notes the facts behind its numbers, as long as they are those of the start.
    ///
    /// A hidden pile stays as it is: no order moves it.
    pub fn read(&self, luck: &Luck) {
        if self.by == EventId::NONE || self.hidden {
            luck.note(self.count);
            self.share.into_iter().for_each(|share| luck.note(share));
        }
    }

    /// Returns how many items are still in the country.
    #[must_use]
    pub fn left(&self) -> f64 {
        self.there + self.at_port + self.loaded
    }

    /// Returns how many items lie at this place, when the pile itself stands at `stands`.
    #[must_use]
    pub fn lying_at(&self, place: Entity, stands: Entity) -> f64 {
        let there = if stands == place { self.there } else { 0.0 };
        there + if self.port == place { self.at_port } else { 0.0 }
    }
}

/// The truth through which something is there: a hidden pile, a ship.
#[derive(Component, Debug, Clone, Copy)]
pub struct DependsOn(pub Entity);

/// A kind of thing that is counted: the signs by which its counts are heard of.
#[derive(Component, Debug, Clone, Copy)]
pub struct Stock {
    /// Odds that one item is recognised on a good photograph.
    pub recognised: FactId,
    /// Items still in the country.
    pub left: SignId,
    /// Items that left the country.
    pub gone: SignId,
    /// Items brought in by sea.
    pub landed: SignId,
    /// Items destroyed.
    pub destroyed: SignId,
    /// Items whose leaving was verified.
    pub verified: SignId,
    /// Items counted on photographs or on the ground.
    pub seen: SignId,
    /// Hidden items found.
    pub found: SignId,
    /// Whether it is being withdrawn.
    pub withdrawing: SignId,
}

/// What has become of a stock so far, beside its piles.
#[derive(Component, Debug, Clone, Copy, Default)]
pub struct Tally {
    /// Items aboard ships in port that came from no pile: they sail at a set moment.
    pub stowed: f64,
    /// Items that left the country.
    pub gone: f64,
    /// Items brought in by sea; they stay in the country.
    pub landed: f64,
    /// Items destroyed.
    pub destroyed: f64,
    /// Items whose leaving was verified.
    pub verified: f64,
}

impl Tally {
    /// Returns how many items of a stock are in the country, hidden ones included.
    pub fn left<'a>(&self, stock: Entity, piles: impl Iterator<Item = &'a Pile>) -> f64 {
        let own = piles.filter(|pile| pile.stock == stock);
        own.map(Pile::left).sum::<f64>() + self.stowed + self.landed
    }
}

/// What actors know of where a stock is, by whatever means they looked.
#[derive(Component, Debug, Clone, Default)]
pub struct Known {
    /// Items last recognised at each place.
    pub seen: Notes,
    /// Hidden items found at each place, rightly or not.
    pub found: Notes,
}

/// Counts by actor and place.
#[derive(Debug, Clone, Default)]
pub struct Notes(Vec<(Entity, Entity, f64)>);

impl Notes {
    /// Returns what an actor has noted of a place.
    #[must_use]
    pub fn of(&self, actor: Entity, place: Entity) -> Option<f64> {
        let mut notes = self.0.iter().filter(|(who, at, _)| (*who, *at) == (actor, place));
        notes.next().map(|(.., count)| *count)
    }

    /// Returns what an actor's notes of all places come to, with this count at this place.
    #[must_use]
    pub fn total_with(&self, actor: Entity, place: Entity, count: f64) -> f64 {
        let others = self.0.iter().filter(|(who, at, _)| *who == actor && *at != place);
        others.map(|(.., count)| count).sum::<f64>() + count
    }

    /// Notes a count, in place of an older one.
    pub fn note(&mut self, actor: Entity, place: Entity, count: f64) {
        self.0.retain(|(who, at, _)| (*who, *at) != (actor, place));
        self.0.push((actor, place, count));
    }
}

/// How a stock leaves, in items a day.
#[derive(Component, Debug, Clone, Copy)]
pub struct Leaving {
    /// The local hour at which a day's work is entered.
    pub hour: FactId,
    /// Items of one pile packed in a day.
    pub pack_per_day: FactId,
    /// Items of one pile hauled to the port in a day.
    pub haul_per_day: FactId,
    /// Items loaded on one ship in a day; none: they leave by land.
    pub load_per_day: Option<FactId>,
}

/// How a withdrawal goes.
#[derive(Component, Debug, Clone, Copy)]
pub struct Withdrawal {
    /// Whether it is under way.
    pub ordered: bool,
    /// Whether it was under way and has been stopped.
    pub stopped: bool,
    /// Whether a day's work is scheduled.
    pub due: bool,
    /// Days worked so far.
    pub days: u32,
    /// The event that ordered or stopped it.
    pub by: EventId,
}

/// Compiles stocks and their piles.
pub(super) fn compile(c: &mut Compiler) {
    for stock in &c.part.stocks {
        let at = format!("stocks/{}", stock.id);
        let (entity, label) = c.named("stocks", &stock.id);
        c.own(label.thing, &stock.owner);
        let signs = Stock {
            recognised: c.fact(&stock.seen),
            left: c.sign(SignKind::Left, label.thing),
            gone: c.sign(SignKind::Gone, label.thing),
            landed: c.sign(SignKind::Landed, label.thing),
            destroyed: c.sign(SignKind::Destroyed, label.thing),
            verified: c.sign(SignKind::Verified, label.thing),
            seen: c.sign(SignKind::Seen, label.thing),
            found: c.sign(SignKind::Found, label.thing),
            withdrawing: c.sign(SignKind::Withdrawing, label.thing),
        };
        let leaving = stock.leaving.as_ref().map(|leaving| {
            let rates = Leaving {
                hour: c.fact(&leaving.hour),
                pack_per_day: c.fact(&leaving.pack_per_day),
                haul_per_day: c.fact(&leaving.haul_per_day),
                load_per_day: c.fact_if(leaving.load_per_day.as_deref()),
            };
            let ordered = leaving.ordered;
            c.initially(signs.withdrawing, Initial::Value(f64::from(u8::from(ordered))));
            let by = EventId::NONE;
            (rates, Withdrawal { ordered, stopped: false, due: false, days: 0, by })
        });
        c.dress(label.thing, move |world, _| {
            world.insert((signs, Tally::default(), Known::default()));
            if let Some(leaving) = leaving {
                world.insert(leaving);
            }
        });
        let port = stock.leaving.as_ref().and_then(|leaving| leaving.port.as_deref());
        for pile in &stock.piles {
            piles(c, &at, (entity, label), port, pile);
        }
    }
}

fn piles(
    c: &mut Compiler,
    at: &str,
    (stock, stock_label): (Entity, Label),
    port: Option<&str>,
    pile: &excomm_scenario::format::Pile,
) {
    let path = format!("{at}/piles/{}", pile.id);
    let thing = c.at_path(&path);
    let place = c.entity("places", &pile.at);
    let port = port.map_or(place, |port| c.entity("places", port));
    let count = c.fact(&pile.count);
    let share = c.fact_if(pile.at_port.as_deref());
    let only_if: Option<OnlyIf> = c.only_if(pile.hidden_if.as_ref());
    let truth = only_if.map(|needs| c.entities[needs.truth.index()]);
    let kept = c.kept(at);
    c.dress(thing, move |world, opening| {
        if !kept || !opening.holds(only_if) {
            return;
        }
        let all = f64::from(opening.luck.count(count));
        let at_port = libm::round(all * share.map_or(0.0, |share| opening.luck.fact(share)));
        let pile = Pile {
            stock,
            stock_label,
            port,
            there: all - at_port,
            packed: 0.0,
            at_port,
            loaded: 0.0,
            hidden: truth.is_some(),
            count,
            share,
            by: EventId::NONE,
        };
        // the order of the piles of a stock must not depend on the runs before
        world.insert((pile, PileOf(stock))).insert_if_new(At(place));
        if let Some(truth) = truth {
            world.insert(DependsOn(truth));
        }
    });
}
