//! A box found by PRIM (Friedman and Fisher 1999): the limits on a few inputs inside which an outcome is common.

use super::axis::Scale;
use super::colours::{DEEP, INK, MUTE};
use super::lettering::{LABEL, STRONG, TICK, TITLE, leading, width, wrap};
use super::number::{about, known, percent_in_short};
use super::sheet::{Anchor, LEFT, RIGHT, Sheet, block, line, rect, text};
use super::words::{Caption, Range};

const NAMES: f64 = 320.0;

/// Holds a box and how good it is.
#[derive(Debug, Clone, Default)]
pub struct BoxChart {
    /// Words around the chart.
    pub caption: Caption,
    /// Says the outcome, as in "worlds with ...".
    pub outcome: String,
    /// Share of all worlds with the outcome that lie inside the box.
    pub coverage: f64,
    /// Share of worlds inside the box that have the outcome.
    pub density: f64,
    /// Share of all worlds that have the outcome, inside or not.
    pub base: f64,
    /// The inputs that the box limits, the strongest first.
    pub restrictions: Vec<Restriction>,
}

/// Holds the limits of the box on one input.
#[derive(Debug, Clone)]
pub struct Restriction {
    /// Name of the input.
    pub label: String,
    /// Unit of the input, may be empty.
    pub unit: String,
    /// All values that were tried.
    pub whole: Range,
    /// The values inside the box.
    pub inside: Range,
}

/// Draws each limited input as a bar within its whole range.
#[must_use]
pub fn box_chart(data: &BoxChart) -> String {
    let mut sheet = Sheet::new(&data.caption);
    if data.restrictions.is_empty() {
        return sheet.nothing("No box was found: no input is limited.");
    }
    goodness(&mut sheet, data);
    sheet.key(&[
        (&|x, y| rect((x - 14.0, y - 8.0), (28.0, 16.0), DEEP, INK), "inside the box"),
        (&|x, y| line((x - 14.0, y), (x + 14.0, y), MUTE, 3.0), "all values tried"),
    ]);
    for restriction in &data.restrictions {
        row(&mut sheet, restriction);
    }
    sheet.finish()
}

/// Sets the two measures of the box side by side, the number large.
fn goodness(sheet: &mut Sheet, data: &BoxChart) {
    let (outcome, base) = (&data.outcome, percent_in_short(data.base));
    let parts = [
        (
            data.density,
            format!("of the worlds in the box have {outcome} (density); of all worlds, {base} do."),
        ),
        (data.coverage, format!("of all worlds with {outcome} lie in the box (coverage).")),
    ];
    let half = f64::midpoint(LEFT, RIGHT) - LEFT;
    let mut deepest = 40.0;
    for (index, (share, words)) in parts.into_iter().enumerate() {
        sheet.say(format!("{} {words}", percent_in_short(share)));
        let x = LEFT + index as f64 * (half + 12.0);
        let big = percent_in_short(share);
        let indent = width(&big, TITLE).max(72.0) + 14.0;
        let lines = wrap(&words, LABEL, half - indent - 12.0);
        let tall = lines.len() as f64 * leading(LABEL);
        sheet.over(text((x, sheet.y + 27.0), Anchor::Start, TITLE, &big));
        sheet.over(block((x + indent, sheet.y + 6.0 + tall / 2.0), Anchor::Start, LABEL, &lines));
        deepest = f64::max(deepest, tall + 6.0);
    }
    sheet.y += deepest + 10.0;
}

/// Says the limits as a person would; a limit at the end of the whole range is none.
fn limits(restriction: &Restriction) -> String {
    let Restriction { unit, whole, inside, .. } = restriction;
    let (low, high) = (about(inside.low), about(inside.high));
    let words = match (inside.low <= whole.low, inside.high >= whole.high) {
        (true, true) => "any value".to_owned(),
        (true, false) => format!("at most {high} {unit}"),
        (false, true) => format!("at least {low} {unit}"),
        (false, false) => format!("{low} to {high} {unit}"),
    };
    words.trim_end().to_owned()
}

fn row(sheet: &mut Sheet, restriction: &Restriction) {
    let Restriction { label, unit, whole, inside } = restriction;
    let words = limits(restriction);
    sheet.say(format!(
        "{label}: {words}, of {} to {} {unit}.",
        about(whole.low),
        about(whole.high)
    ));
    let (left, right) = (LEFT + NAMES, RIGHT);
    let names = wrap(label, LABEL, NAMES - 28.0);
    let said = wrap(&words, STRONG, right - left);
    let above = said.len() as f64 * leading(STRONG);
    let high = f64::max(above + 62.0, names.len() as f64 * leading(LABEL) + 18.0);
    let y = sheet.y + above + (high - above - 62.0) / 2.0 + 22.0;
    let half = names.len() as f64 * leading(LABEL) / 2.0;
    let beside = y.min(sheet.y + high - half).max(sheet.y + half);
    sheet.over(block((LEFT, beside), Anchor::Start, LABEL, &names));
    sheet.y += high;

    if ![whole.low, whole.high, inside.low, inside.high].into_iter().all(known) {
        sheet.over(text((left, y + 6.0), Anchor::Start, TICK, "unknown"));
        return;
    }
    let scale = Scale::new((whole.low, whole.high), (left, right));
    let (from, to) = (scale.at(inside.low), scale.at(inside.high));
    for end in [left, right] {
        sheet.over(line((end, y - 8.0), (end, y + 8.0), MUTE, 2.0));
    }
    sheet.over(line((left, y), (right, y), MUTE, 3.0));
    sheet.over(rect((from - 1.5, y - 10.0), (to - from + 3.0, 20.0), DEEP, INK));
    let half = said.iter().map(|words| width(words, STRONG)).fold(0.0, f64::max) / 2.0;
    let middle = f64::midpoint(from, to).min(right - half).max(left + half);
    sheet.over(block((middle, y - 16.0 - above / 2.0), Anchor::Middle, STRONG, &said));
    sheet.over(text((left, y + 28.0), Anchor::Start, TICK, &about(whole.low)));
    sheet.over(text((right, y + 28.0), Anchor::End, TICK, &about(whole.high)));
}
