//! What the answer hangs on: inputs ranked by how much of the variance each carries, alone and with the others.

use super::axis::{Scale, domain, extent, grid, labels, ticks, whisker};
use super::colours::{DEEP, INK, SAND};
use super::lettering::{LABEL, STRONG, TICK, leading, wrap};
use super::number::{fixed, has_interval, known, with_interval};
use super::sheet::{Anchor, LEFT, RIGHT, Sheet, block, line, rect, text};
use super::words::{Caption, Estimate};

const NAMES: f64 = 300.0;
const NUMBERS: f64 = 200.0;

/// Holds the sensitivity of one answer to its inputs.
#[derive(Debug, Clone, Default)]
pub struct Tornado {
    /// Words around the chart.
    pub caption: Caption,
    /// The inputs, in any order.
    pub inputs: Vec<Input>,
}

/// Holds how much of the answer's variance hangs on one input; estimates may be slightly negative.
#[derive(Debug, Clone)]
pub struct Input {
    /// Name of the input.
    pub label: String,
    /// First-order index: the input alone.
    pub first: Estimate,
    /// Total index: the input with all its interactions.
    pub total: Estimate,
}

/// Draws the inputs ranked by total index, ties by name, unknown ones last.
#[must_use]
pub fn tornado(data: &Tornado) -> String {
    let mut sheet = Sheet::new(&data.caption);
    let mut inputs: Vec<&Input> = data.inputs.iter().collect();
    let rank =
        |input: &Input| if known(input.total.value) { -input.total.value } else { f64::INFINITY };
    inputs.sort_by(|a, b| rank(a).total_cmp(&rank(b)).then_with(|| a.label.cmp(&b.label)));
    let ends = inputs
        .iter()
        .flat_map(|input| [input.first, input.total])
        .flat_map(|e| [e.value, e.low, e.high]);
    let Some((low, high)) = extent(ends) else {
        return sheet.nothing("No sensitivity is known yet.");
    };
    sheet.key(&[
        (&|x, y| rect((x - 14.0, y - 7.0), (28.0, 14.0), DEEP, INK), "alone (first-order index)"),
        (
            &|x, y| rect((x - 14.0, y - 7.0), (28.0, 14.0), SAND, INK),
            "with all its interactions (total index)",
        ),
    ]);
    let marks = ticks((low.min(0.0), high.max(0.1)), 7.0);
    let scale = Scale::new(domain(&marks), (LEFT + NAMES, RIGHT - NUMBERS));
    sheet.y += 20.0;
    let top = sheet.y;
    for (index, input) in inputs.iter().enumerate() {
        row(&mut sheet, scale, index + 1, input);
    }
    let bottom = sheet.y;
    grid(&mut sheet, scale, &marks, top, bottom);
    sheet.under(line((scale.at(0.0), top), (scale.at(0.0), bottom), INK, 2.0));
    labels(&mut sheet, scale, &marks, top, bottom);
    let middle = f64::midpoint(LEFT + NAMES, RIGHT - NUMBERS);
    sheet.y += leading(TICK);
    sheet.over(text((middle, sheet.y - 5.0), Anchor::Middle, TICK, "part of the variance"));
    sheet.finish()
}

fn row(sheet: &mut Sheet, scale: Scale, rank: usize, input: &Input) {
    let print = |estimate| with_interval(estimate, |value| fixed(value, 2));
    let (first, total) = (print(input.first), print(input.total));
    sheet.say(format!("{rank}. {}: alone {first}, with interactions {total}.", input.label));
    let lines = wrap(&input.label, LABEL, NAMES - 46.0);
    let high = f64::max(62.0, lines.len() as f64 * leading(LABEL) + 16.0);
    let y = sheet.y + high / 2.0;
    sheet.over(text((LEFT + 22.0, y + 6.0), Anchor::End, STRONG, &rank.to_string()));
    sheet.over(block((LEFT + 32.0, y), Anchor::Start, LABEL, &lines));
    for (estimate, y, fill, words, style) in
        [(input.first, y - 11.0, DEEP, first, LABEL), (input.total, y + 11.0, SAND, total, STRONG)]
    {
        bar(sheet, scale, estimate, y, fill);
        sheet.over(text((RIGHT, y + 6.0), Anchor::End, style, &words));
    }
    sheet.y += high;
}

fn bar(sheet: &mut Sheet, scale: Scale, estimate: Estimate, y: f64, fill: &str) {
    if !known(estimate.value) {
        return;
    }
    let (zero, end) = (scale.at(0.0), scale.at(estimate.value));
    sheet.over(rect((zero.min(end), y - 9.0), ((end - zero).abs(), 18.0), fill, INK));
    if has_interval(estimate) {
        sheet.over(whisker(scale, estimate.low, estimate.high, y));
    }
}
