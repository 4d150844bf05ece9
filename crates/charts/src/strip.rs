//! What one change does, world by world: the same world with and without it.

use super::axis::{Scale, domain, extent, grid, labels, ticks, whisker};
use super::colours::{DEEP, INK, MUTE, PAPER, ROSE, RULE};
use super::lettering::{STRONG, TICK, width};
use super::number::{about, has_interval, known, percent_in_short, with_interval};
use super::sheet::{Anchor, LEFT, RIGHT, Sheet, diamond, line, rect, text};
use super::words::{Caption, Estimate};

const HEIGHT: f64 = 230.0;

/// Holds the differences between paired worlds.
#[derive(Debug, Clone)]
pub struct Strip {
    /// Words around the chart.
    pub caption: Caption,
    /// Says what the difference is of and in what unit.
    pub measure: String,
    /// Side of zero on which a world is better off.
    pub better_is: Side,
    /// Share of worlds that are better off.
    pub better: f64,
    /// Share of worlds in which nothing changed.
    pub unchanged: f64,
    /// Share of worlds that are worse off.
    pub worse: f64,
    /// Mean difference over all worlds.
    pub mean: Estimate,
    /// Histogram of the worlds that changed.
    pub bins: Vec<Bin>,
}

/// Names a side of zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Less is better.
    Below,
    /// More is better.
    Above,
}

/// Holds one column of a histogram.
#[derive(Debug, Clone, Copy)]
pub struct Bin {
    /// Lower edge.
    pub from: f64,
    /// Upper edge.
    pub to: f64,
    /// Share of all worlds, 0 to 1.
    pub share: f64,
}

impl Bin {
    fn is_known(&self) -> bool {
        known(self.from) && known(self.to) && known(self.share)
    }
}

/// Draws how many worlds a change makes better or worse, and by how much.
#[must_use]
pub fn strip(data: &Strip) -> String {
    let mut sheet = Sheet::new(&data.caption);
    if ![data.better, data.unchanged, data.worse].into_iter().any(known) {
        return sheet.nothing("There are no paired worlds to compare yet.");
    }
    shares(&mut sheet, data);
    sheet.say(format!("Mean difference {} ({}).", with_interval(data.mean, about), data.measure));
    for bin in &data.bins {
        sheet.say(format!(
            "From {} to {}: {} of all worlds.",
            about(bin.from),
            about(bin.to),
            percent_in_short(bin.share)
        ));
    }
    let bins: Vec<&Bin> = data.bins.iter().filter(|bin| bin.is_known()).collect();
    let edges = bins.iter().flat_map(|bin| [bin.from, bin.to]).chain([
        data.mean.value,
        data.mean.low,
        data.mean.high,
        0.0,
    ]);
    let marks = ticks(extent(edges).unwrap_or((-1.0, 1.0)), 10.0);
    let tallest =
        extent(bins.iter().map(|bin| bin.share)).map_or(0.01, |(_, most)| most.max(0.001));
    let heights = ticks((0.0, tallest), 3.0);
    let gutter =
        heights.iter().map(|(share, _)| width(&percent_in_short(*share), TICK)).fold(0.0, f64::max);
    let across = Scale::new(domain(&marks), (LEFT + gutter + 20.0, RIGHT - 20.0));
    mean(&mut sheet, data.mean, across);
    let above = if known(data.mean.value) { sheet.y - 24.0 } else { sheet.y };

    let (top, bottom) = (sheet.y + 10.0, sheet.y + 10.0 + HEIGHT);
    let up = Scale::new(domain(&heights), (bottom, top));
    for (share, _) in &heights {
        sheet.under(line((LEFT + gutter + 8.0, up.at(*share)), (RIGHT, up.at(*share)), RULE, 1.0));
        sheet.over(text(
            (LEFT + gutter, up.at(*share) + 5.5),
            Anchor::End,
            TICK,
            &percent_in_short(*share),
        ));
    }
    for bin in bins {
        let (left, right, height) = (across.at(bin.from), across.at(bin.to), up.at(bin.share));
        sheet.over(rect((left, height), (right - left, bottom - height), fill(data, bin), INK));
    }
    grid(&mut sheet, across, &marks, top, bottom);
    labels(&mut sheet, across, &marks, top, bottom);
    let zero = across.at(0.0);
    sheet.under(line((zero, above), (zero, bottom + 5.0), INK, 2.0));
    sheet.paragraph(&data.measure, STRONG);
    sheet.paragraph(
        "Heights are shares of all worlds. Unchanged worlds stand in the bar at the top only.",
        TICK,
    );
    sheet.finish()
}

fn fill(data: &Strip, bin: &Bin) -> &'static str {
    let (below, above) = if data.better_is == Side::Below { (DEEP, ROSE) } else { (ROSE, DEEP) };
    match bin {
        _ if bin.to <= 0.0 => below,
        _ if bin.from >= 0.0 => above,
        _ => PAPER,
    }
}

/// Draws one bar of all worlds, split as the axis is: the side below zero at the left.
fn shares(sheet: &mut Sheet, data: &Strip) {
    let better = ("better", data.better, DEEP);
    let worse = ("worse", data.worse, ROSE);
    let (left, right) =
        if data.better_is == Side::Below { (better, worse) } else { (worse, better) };
    let parts = [left, ("unchanged", data.unchanged, PAPER), right];
    sheet.y += 24.0;
    let places =
        [(LEFT, Anchor::Start), (f64::midpoint(LEFT, RIGHT), Anchor::Middle), (RIGHT, Anchor::End)];
    let whole: f64 = parts
        .iter()
        .map(|part| part.1)
        .filter(|share| known(*share))
        .map(|share| share.max(0.0))
        .sum();
    let mut x = LEFT;
    for ((name, share, fill), (place, anchor)) in parts.into_iter().zip(places) {
        sheet.say(format!("{name}: {} of worlds.", percent_in_short(share)));
        sheet.over(text(
            (place, sheet.y),
            anchor,
            STRONG,
            &format!("{name} {}", percent_in_short(share)),
        ));
        if known(share) && share > 0.0 {
            let wide = (RIGHT - LEFT) * share / whole;
            sheet.over(rect((x, sheet.y + 10.0), (wide, 28.0), fill, INK));
            x += wide;
        }
    }
    sheet.y += 58.0;
}

/// Draws the mean and its interval, with the numbers in a line of their own above.
fn mean(sheet: &mut Sheet, mean: Estimate, across: Scale) {
    if !known(mean.value) {
        return;
    }
    let x = across.at(mean.value);
    let words = format!("mean {}", with_interval(mean, about));
    let half = width(&words, STRONG) / 2.0;
    let middle = x.min(RIGHT - half).max(LEFT + half);
    sheet.over(text((middle, sheet.y + 12.0), Anchor::Middle, STRONG, &words));
    let y = sheet.y + 30.0;
    if has_interval(mean) {
        sheet.over(whisker(across, mean.low, mean.high, y));
    }
    sheet.over(diamond((x, y), 8.0, MUTE, INK));
    sheet.y = y + 12.0;
}
