//! The share of worlds with each end, branch under branch, with intervals and the numbers at the bars.

use super::axis::{Scale, grid, labels, whisker};
use super::colours::{DEEP, INK, MID, PAPER, SAND};
use super::lettering::{LABEL, STRONG, leading, wrap};
use super::number::{has_interval, known, percent_in_short, percent_interval};
use super::sheet::{Anchor, LEFT, RIGHT, Sheet, block, line, rect, text};
use super::words::{Caption, Estimate};

const NAMES: f64 = 270.0;
/// Room right of the axis for the number of a bar that reaches 100 %.
const NUMBERS: f64 = 180.0;
/// From dark to light, so that neighbours differ in grey.
const FILLS: [&str; 4] = [DEEP, MID, SAND, PAPER];

/// Holds the shares of worlds by end and branch.
#[derive(Debug, Clone, Default)]
pub struct Bars {
    /// Words around the chart.
    pub caption: Caption,
    /// Names of the ends or outcomes, in the order drawn.
    pub ends: Vec<String>,
    /// The branches that are compared.
    pub branches: Vec<Branch>,
}

/// Holds the shares in one branch.
#[derive(Debug, Clone)]
pub struct Branch {
    /// Name of the branch.
    pub name: String,
    /// Share of worlds of 0 to 1 for each end; one left out is unknown.
    pub shares: Vec<Estimate>,
}

/// Draws for each end the share of worlds in each branch.
#[must_use]
pub fn bars(data: &Bars) -> String {
    let mut sheet = Sheet::new(&data.caption);
    if data.ends.is_empty() || data.branches.is_empty() {
        return sheet.nothing("There are no ends to compare yet.");
    }
    let scale = Scale::new((0.0, 1.0), (LEFT + NAMES, RIGHT - NUMBERS));
    let ticks = [0.0, 0.25, 0.5, 0.75, 1.0].map(|share| (share, percent_in_short(share)));
    sheet.y += 22.0;
    let top = sheet.y;
    for (index, end) in data.ends.iter().enumerate() {
        sheet.paragraph(end, STRONG);
        sheet.y += 4.0;
        let first = sheet.y;
        for (branch, fill) in data.branches.iter().zip(FILLS.into_iter().cycle()) {
            let share = branch.shares.get(index).copied().unwrap_or(Estimate::NONE);
            sheet.say(format!("{end}, {}: {}.", branch.name, percent_interval(share)));
            row(&mut sheet, scale, &branch.name, share, fill);
        }
        let last = sheet.y;
        grid(&mut sheet, scale, &ticks, first, last);
        sheet.under(line((scale.at(0.0), first), (scale.at(0.0), last), INK, 2.0));
        sheet.y += 14.0;
    }
    let bottom = sheet.y;
    labels(&mut sheet, scale, &ticks, top, bottom);
    sheet.finish()
}

fn row(sheet: &mut Sheet, scale: Scale, name: &str, share: Estimate, fill: &str) {
    let lines = wrap(name, LABEL, NAMES - 16.0);
    let high = f64::max(32.0, lines.len() as f64 * leading(LABEL) + 8.0);
    let y = sheet.y + high / 2.0;
    sheet.over(block((LEFT + NAMES - 12.0, y), Anchor::End, LABEL, &lines));
    let zero = scale.at(0.0);
    let mut reach = zero;
    if known(share.value) {
        reach = scale.at(share.value);
        sheet.over(rect((zero, y - 11.0), (reach - zero, 22.0), fill, INK));
    }
    if has_interval(share) {
        reach = reach.max(scale.at(share.high));
        sheet.over(whisker(scale, share.low, share.high, y));
    }
    sheet.over(text((reach + 10.0, y + 6.0), Anchor::Start, STRONG, &percent_interval(share)));
    sheet.y += high;
}
