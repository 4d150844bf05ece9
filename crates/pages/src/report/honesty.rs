//! The gauges of honesty: how much of an answer is assumed, disputed and luck.

use maud::{Markup, PreEscaped, html};

use super::Report;
use excomm_engine::{run::Tally, world::OutcomeId};
use excomm_lab::stats::Estimate;
use excomm_tell::{
    effects::{Measured, percents},
    gauges::{Gauged as Shown, Gauges, Told},
    quotes, words,
};

/// Gauges, and what was played for them.
pub struct Gauged<'a> {
    /// The worlds from which the gauges were worked out.
    pub told: Told<'a>,
    /// The gauges of each outcome shown.
    pub gauges: Vec<Gauges>,
}

/// Returns the section.
pub(super) fn section(report: &Report) -> Markup {
    let Gauged { told, gauges } = report.gauged;
    let tally = quotes::tally(&Tally::of(report.why.model, &report.why.run.log));
    html! {
        section #honesty .part aria-labelledby="honesty-title" {
            h2 #honesty-title { "What it rests on" }
            p .lead { "This world rests on " (tally) "." }
            p { "How much of the spread of an answer is due to what is assumed, to what is disputed, and to luck? Few worlds were played for it, so read the intervals with the numbers." }
            p .small { (words::capital(&told.design())) "." }
            div .plate { (PreEscaped(told.chart(gauges))) }
            div .scroll tabindex="0" { table {
                caption { "Shares of the spread, with computing error" }
                thead { tr { th { "Outcome" } th { "Seen" } th { "Assumed" } th { "Disputed" } th { "Luck" } th { "Spread" } } }
                tbody { @for known in gauges {
                    @for (what, gauge) in [("in one world", &known.one_world), ("on average over luck", &known.answer)] {
                        (row(report, told, known.outcome, what, gauge))
                    }
                } }
            } }
            p .small { "Shares add up to 1; more `--runs` would tell them better. A large share of a small spread is little. Quoted, published and given facts stand as they are. How the rules are built, and what they leave out, is in no share; no draw of the facts can show what that is worth." }
        }
    }
}

fn row(report: &Report, told: &Told, outcome: OutcomeId, what: &str, gauged: &Shown) -> Markup {
    let measured = Measured::new(report.why.part, report.why.model, outcome);
    let share = |of: Estimate| html! { (words::percent(of.value)) span .mute { " (" (percents(of.interval)) ")" } };
    html! {
        tr {
            th scope="row" { (measured.outcome.title) }
            td { (what) }
            @if let Some(gauge) = gauged.known() {
                td { (share(gauge.assumed)) }
                td { (share(gauge.disputed)) }
                td { @if let Some(luck) = gauge.luck { (share(luck)) } @else { "averaged out" } }
                td { (measured.difference(gauge.spread).trim_start_matches('+')) }
            } @else {
                td colspan="4" { (gauged.excuse(&told.plan).unwrap_or_default()) }
            }
        }
    }
}
