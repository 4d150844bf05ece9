//! A quantity over time in many worlds: the median, the middle half, nine worlds in ten.

use super::axis::{Scale, Tick, domain, extent, grid, labels, ticks};
use super::colours::{DEEP, MID, PALE, RULE};
use super::lettering::{LABEL, STRONG, TICK, leading, width};
use super::number::{about, known};
use super::sheet::{Anchor, LEFT, RIGHT, Sheet, line, path, rect, text};
use super::words::{Caption, Moment};

const HEIGHT: f64 = 340.0;
/// Half the width of a reading that stands alone and so spans no time.
const ALONE: f64 = 14.0;

/// Holds a quantity over time.
#[derive(Debug, Clone, Default)]
pub struct Fan {
    /// Words around the chart.
    pub caption: Caption,
    /// Says what the heights count and in what unit.
    pub unit: String,
    /// Whether the readings are shares with their computing error, and no spread over worlds.
    pub share: bool,
    /// Labels of the time axis, in order; those without room are left out.
    pub dates: Vec<Moment>,
    /// Readings, in order of time; one with an unknown number leaves a gap.
    pub points: Vec<Point>,
}

/// Holds the spread over worlds at one moment.
#[derive(Debug, Clone)]
pub struct Point {
    /// When it is read.
    pub when: Moment,
    /// 5 % of worlds lie below.
    pub p5: f64,
    /// 25 % of worlds lie below.
    pub p25: f64,
    /// Half of the worlds lie below.
    pub median: f64,
    /// 75 % of worlds lie below.
    pub p75: f64,
    /// 95 % of worlds lie below.
    pub p95: f64,
}

impl Point {
    fn values(&self) -> [f64; 5] {
        [self.p5, self.p25, self.median, self.p75, self.p95]
    }

    fn is_known(&self) -> bool {
        known(self.when.at) && self.values().into_iter().all(known)
    }
}

/// Draws a quantity over time as a median line in two bands.
#[must_use]
pub fn fan(data: &Fan) -> String {
    let mut sheet = Sheet::new(&data.caption);
    for point in &data.points {
        sheet.say(sentence(point, data));
    }
    let drawn = || data.points.iter().filter(|point| point.is_known());
    let (Some((low, high)), Some(time)) =
        (extent(drawn().flat_map(Point::values)), extent(drawn().map(|point| point.when.at)))
    else {
        return sheet.nothing("There are no readings to draw yet.");
    };
    let middle = |x: f64, y: f64| line((x - 14.0, y), (x + 14.0, y), DEEP, 3.5);
    let inner = |x: f64, y: f64| rect((x - 14.0, y - 8.0), (28.0, 16.0), MID, MID);
    let outer = |x: f64, y: f64| rect((x - 14.0, y - 8.0), (28.0, 16.0), PALE, MID);
    if data.share {
        sheet.key(&[(&middle, "share of worlds"), (&outer, "computing error (95\u{a0}%)")]);
    } else {
        sheet.key(&[
            (&middle, "median: half of the worlds lie below"),
            (&inner, "middle half (25\u{2013}75\u{a0}%)"),
            (&outer, "nine worlds in ten (5\u{2013}95\u{a0}%)"),
        ]);
    }
    sheet.paragraph(&data.unit, TICK);

    let heights = ticks((if low >= 0.0 && low < high * 0.5 { 0.0 } else { low }, high), 5.0);
    let gutter = heights.iter().map(|tick| width(&tick.1, TICK)).fold(0.0, f64::max);
    let margin = drawn()
        .flat_map(Point::values)
        .map(|value| width(&about(value), STRONG))
        .fold(0.0, f64::max);
    let right = RIGHT - margin - ALONE - 4.0;
    let (top, bottom) = (sheet.y + 16.0, sheet.y + 16.0 + HEIGHT);
    let across = Scale::new(time, (LEFT + gutter + 24.0, right));
    let up = Scale::new(domain(&heights), (bottom, top));
    for (value, label) in &heights {
        sheet.under(line((LEFT + gutter + 10.0, up.at(*value)), (right, up.at(*value)), RULE, 1.0));
        sheet.over(text((LEFT + gutter, up.at(*value) + 5.5), Anchor::End, TICK, label));
    }
    for run in data.points.split(|point| !point.is_known()).filter(|run| !run.is_empty()) {
        draw(&mut sheet, run, across, up);
    }
    if let Some(last) = drawn().next_back() {
        ends(&mut sheet, last, top, across, up);
    }
    let dates = dates(data, across);
    grid(&mut sheet, across, &dates, top, bottom);
    labels(&mut sheet, across, &dates, top, bottom);
    sheet.finish()
}

/// Returns the labels in reach, or those of the first and last reading if there are none.
fn dates(data: &Fan, across: Scale) -> Vec<Tick> {
    let label = |moment: &Moment| (moment.at, moment.text.clone());
    let given: Vec<Tick> =
        data.dates.iter().map(label).filter(|tick| across.holds(tick.0)).collect();
    if !given.is_empty() {
        return given;
    }
    let mut drawn =
        data.points.iter().filter(|point| point.is_known()).map(|point| label(&point.when));
    [drawn.next(), drawn.next_back()].into_iter().flatten().collect()
}

fn sentence(point: &Point, data: &Fan) -> String {
    let [p5, p25, median, p75, p95] = point.values().map(about);
    let (when, unit) = (&point.when.text, &data.unit);
    if data.share {
        return format!("{when}: {median}, computing error {p5} to {p95} ({unit}).");
    }
    format!(
        "{when}: median {median}, middle half {p25} to {p75}, nine in ten {p5} to {p95} ({unit})."
    )
}

fn draw(sheet: &mut Sheet, run: &[Point], across: Scale, up: Scale) {
    let place = |point: &Point, value: f64| (across.at(point.when.at), up.at(value));
    let trace = |value: fn(&Point) -> f64| -> Vec<(f64, f64)> {
        match run {
            [only] => {
                let (x, y) = place(only, value(only));
                vec![(x - ALONE, y), (x + ALONE, y)]
            }
            _ => run.iter().map(|point| place(point, value(point))).collect(),
        }
    };
    let band = |low: Vec<(f64, f64)>, high: Vec<(f64, f64)>| -> Vec<_> {
        low.into_iter().chain(high.into_iter().rev()).collect()
    };
    sheet.over(path(&band(trace(|p| p.p5), trace(|p| p.p95)), true, PALE, MID, 1.0));
    sheet.over(path(&band(trace(|p| p.p25), trace(|p| p.p75)), true, MID, MID, 1.0));
    sheet.over(path(&trace(|p| p.median), false, "none", DEEP, 3.5));
}

/// Prints the last reading at its right, pushed apart so that the three numbers never touch.
fn ends(sheet: &mut Sheet, last: &Point, top: f64, across: Scale, up: Scale) {
    let x = across.at(last.when.at) + ALONE + 4.0;
    let apart = leading(LABEL);
    let middle = up.at(last.median).clamp(top + apart, top + HEIGHT - apart);
    let rows = [
        (last.p95, up.at(last.p95).min(middle - apart), TICK),
        (last.median, middle, STRONG),
        (last.p5, up.at(last.p5).max(middle + apart), TICK),
    ];
    for (value, y, style) in rows {
        sheet.over(text((x, y + 6.0), Anchor::Start, style, &about(value)));
    }
}
