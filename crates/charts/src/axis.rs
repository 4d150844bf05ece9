//! Scales, round ticks, and the grid behind the rows of a chart.

use maud::{Markup, html};

use super::colours::{INK, PAPER, RULE};
use super::lettering::{TICK, width};
use super::number::{fixed, known};
use super::sheet::{Anchor, Sheet, WIDTH, line, text};

/// Maps a value linearly to a place on the sheet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    from: (f64, f64),
    to: (f64, f64),
}

impl Scale {
    /// Maps `from.0` to `to.0` and `from.1` to `to.1`.
    pub(crate) fn new(from: (f64, f64), to: (f64, f64)) -> Self {
        Self { from, to }
    }

    /// Returns the place of a value, held within the ends; an empty domain lies in the middle.
    pub(crate) fn at(self, value: f64) -> f64 {
        let span = self.from.1 - self.from.0;
        let part = if span > 0.0 { (value - self.from.0) / span } else { 0.5 };
        let part = if part.is_nan() { 0.5 } else { part.clamp(0.0, 1.0) };
        self.to.0 + part * (self.to.1 - self.to.0)
    }

    pub(crate) fn holds(self, value: f64) -> bool {
        (self.from.0..=self.from.1).contains(&value)
    }
}

/// A place on an axis and its label.
pub(crate) type Tick = (f64, String);

/// Returns the least and the greatest known value, or `None` if none is known.
pub(crate) fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.filter(|value| known(*value)).fold(None, |found, value| {
        Some(
            found.map_or((value, value), |(low, high): (f64, f64)| {
                (low.min(value), high.max(value))
            }),
        )
    })
}

/// Returns about so many round ticks (steps of 1, 2 or 5) that enclose the range; the first and last are the domain.
pub(crate) fn ticks((low, high): (f64, f64), about: f64) -> Vec<Tick> {
    let span = if high - low > 1e-9 { high - low } else { low.abs().max(1.0) };
    let raw = span / about;
    let power = libm::floor(libm::log10(raw));
    let ten = libm::pow(10.0, power);
    let step =
        [1.0, 2.0, 5.0, 10.0].into_iter().find(|m| m * ten >= raw * 0.999).unwrap_or(10.0) * ten;
    let (first, last) = (libm::floor(low / step + 1e-9), libm::ceil(high / step - 1e-9));
    let last = if last > first { last } else { first + 1.0 };
    let decimals = (-libm::floor(libm::log10(step) + 1e-9)).max(0.0) as usize;
    (0..=(last - first) as usize)
        .map(|k| (first + k as f64) * step)
        .map(|v| (v, fixed(v, decimals)))
        .collect()
}

/// Returns the domain that a list of ticks encloses.
pub(crate) fn domain(ticks: &[Tick]) -> (f64, f64) {
    match (ticks.first(), ticks.last()) {
        (Some(first), Some(last)) => (first.0, last.0),
        _ => (0.0, 1.0),
    }
}

/// Returns the range widened to the nearest dates at or beyond its ends.
pub(crate) fn enclosing((low, high): (f64, f64), dates: &[Tick]) -> (f64, f64) {
    let before = dates.iter().map(|date| date.0).filter(|at| known(*at) && *at <= low);
    let after = dates.iter().map(|date| date.0).filter(|at| known(*at) && *at >= high);
    (before.reduce(f64::max).unwrap_or(low), after.reduce(f64::min).unwrap_or(high))
}

/// Draws a vertical grid line behind everything for each tick.
pub(crate) fn grid(sheet: &mut Sheet, scale: Scale, ticks: &[Tick], top: f64, bottom: f64) {
    for (at, _) in ticks.iter().filter(|tick| scale.holds(tick.0)) {
        sheet.under(line((scale.at(*at), top), (scale.at(*at), bottom), RULE, 1.0));
    }
}

/// Sets the labels of an axis below `bottom`, and above `top` too where the chart is tall, and moves below them.
pub(crate) fn labels(sheet: &mut Sheet, scale: Scale, ticks: &[Tick], top: f64, bottom: f64) {
    let ticks: Vec<&Tick> = ticks.iter().filter(|tick| scale.holds(tick.0)).collect();
    let ticks = spaced(scale, &ticks);
    let heights = [Some(bottom + 21.0), (bottom - top > 520.0).then_some(top - 8.0)];
    for y in heights.into_iter().flatten() {
        for (x, label) in &ticks {
            sheet.over(text((*x, y), Anchor::Middle, TICK, label));
        }
    }
    sheet.y = bottom + 28.0;
}

/// Returns every label, or every second, third and so on: the most that do not touch.
fn spaced<'a>(scale: Scale, ticks: &[&'a Tick]) -> Vec<(f64, &'a str)> {
    let place = |tick: &&'a Tick| {
        let half = width(&tick.1, TICK) / 2.0;
        (scale.at(tick.0).clamp(half, f64::max(half, WIDTH - half)), tick.1.as_str())
    };
    for step in 1..=ticks.len() {
        let kept: Vec<_> = ticks.iter().step_by(step).map(place).collect();
        let free = kept.windows(2).all(|pair| {
            pair[1].0 - pair[0].0
                > f64::midpoint(width(pair[0].1, TICK), width(pair[1].1, TICK)) + 10.0
        });
        if free && kept.iter().all(|(_, label)| width(label, TICK) <= WIDTH) {
            return kept;
        }
    }
    Vec::new()
}

/// Draws an interval as a line with end strokes, light-edged so that it shows on dark bars.
pub(crate) fn whisker(scale: Scale, low: f64, high: f64, y: f64) -> Markup {
    let (x1, x2) = (scale.at(low), scale.at(high));
    let strokes =
        [((x1, y), (x2, y)), ((x1, y - 5.0), (x1, y + 5.0)), ((x2, y - 5.0), (x2, y + 5.0))];
    html! {
        @for (from, to) in strokes { (line(from, to, PAPER, 4.4)) }
        @for (from, to) in strokes { (line(from, to, INK, 1.8)) }
    }
}
