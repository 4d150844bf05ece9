//! By land: what has been hauled to a border leaves the country across it.

use bevy_ecs::prelude::*;

use super::{Day, Leaves, count_out};
use crate::world::{
    Arg, Label, Run,
    stocks::{At, Pile, Piles, Stock, Tally},
};

/// Takes across the border all that was hauled there the day before.
pub(super) fn cross(
    run: &mut Run,
    day: &Day,
    (stock, tally): (&Stock, &mut Tally),
    own: &Piles,
    piles: &mut Query<(&Label, &mut Pile, &At)>,
    places: &Query<&Label>,
) {
    for entity in own.iter() {
        let Some((label, mut pile, _)) = run.met(piles.get_mut(entity)) else { continue };
        if pile.hidden || pile.at_port <= 0.0 {
            continue;
        }
        let (label, items) = (*label, std::mem::take(&mut pile.at_port));
        let Some(border) = run.met(places.get(pile.port)).copied() else { continue };
        let by = pile.by;
        run.luck.anew();
        pile.read(&run.luck);
        let one = ["{} leaves by way of {}", "{} leave by way of {}"][usize::from(items > 1.0)];
        let words = [Arg::Count(items, day.label.thing), Arg::Title(border.thing)];
        let leaves = Leaves {
            stock: day.stock,
            label: day.label,
            items,
            with: (label, day.n),
            because: [day.by, by],
        };
        let all = || piles.iter().map(|(_, pile, _)| pile);
        let counted = count_out(run, &leaves, (stock, &mut *tally), all, Some((one, &words)));
        // what was vetoed stays where it lies
        if counted.is_none()
            && let Some((_, mut pile, _)) = run.met(piles.get_mut(entity))
        {
            pile.at_port = items;
        }
    }
}
