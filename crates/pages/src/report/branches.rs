//! Many worlds: how they end in each branch, and what a branch changes in the same worlds.

use maud::{Markup, PreEscaped, html};

use super::Report;
use excomm_charts as charts;
use excomm_charts::{Bars, Branch, Caption, Estimate};
use excomm_engine::world::{Model, OutcomeId};
use excomm_lab::{LEVELS, Results, Share};
use excomm_scenario::format::Part;
use excomm_tell::{
    effects::{Measured, percents, shown},
    words,
};

/// Branches that were played side by side in many worlds.
pub struct Compared<'a> {
    /// The scenario.
    pub part: &'a Part,
    /// The branches in their order: the one that others are compared with comes first.
    pub models: Vec<&'a Model>,
    /// The worlds of the branches, counted.
    pub results: Results<'a>,
    /// The outcomes shown.
    pub shown: &'a [OutcomeId],
    /// How many worlds were played, in words.
    pub design: String,
}

impl Compared<'_> {
    fn title(&self, model: &Model) -> String {
        let known = self.part.branch(&model.branch);
        known.map_or_else(|| model.branch.clone(), |branch| branch.title.clone())
    }

    /// Returns each end with its share in every branch, those that come in none left out.
    fn ends(&self) -> Vec<(String, Vec<Share>)> {
        let swept = &self.results.counted().swept;
        let Some(first) = swept.first() else { return Vec::new() };
        let shares = |i: usize| swept.iter().filter_map(move |side| Some(side.ends().get(i)?.1));
        let each = first.ends().into_iter().enumerate().map(|(i, (end, _))| {
            let title = self.models[0].things[end.index()].title.clone();
            (title, shares(i).collect::<Vec<_>>())
        });
        let mut ends: Vec<_> =
            each.filter(|(_, shares)| shares.iter().any(|share| share.count.hits > 0)).collect();
        ends.sort_by_key(|(_, shares)| {
            std::cmp::Reverse(shares.iter().map(|share| share.count.hits).max())
        });
        ends
    }

    fn bars(&self) -> String {
        let ends = self.ends();
        let of = |side: usize, shares: &[Share]| {
            shares.get(side).map_or(Estimate::NONE, |share| shown(share.answer()))
        };
        charts::bars(&Bars {
            caption: Caption {
                title: "How it ends".to_owned(),
                subtitle: format!("Share of worlds. {}", self.design),
                source: "Lines are computing error. What follows from quoted facts and confessed \
                         assumptions; no forecast."
                    .to_owned(),
            },
            ends: ends.iter().map(|(title, _)| title.clone()).collect(),
            branches: (self.models.iter().enumerate())
                .map(|(side, model)| Branch {
                    name: self.title(model),
                    shares: ends.iter().map(|(_, shares)| of(side, shares)).collect(),
                })
                .collect(),
        })
    }

    fn ends_table(&self) -> Markup {
        html! {
            div .scroll tabindex="0" { table {
                thead { tr { th { "End" } @for model in &self.models { th { (self.title(model)) } } } }
                tbody { @for (title, shares) in self.ends() { tr {
                    th scope="row" { (title) }
                    @for share in shares { td {
                        (words::percent(share.count.share().unwrap_or_default()))
                        span .mute { " (" (percents(share.error)) ")" }
                    } }
                } } }
            } }
        }
    }

    /// Returns what an outcome is in one branch: its middle, and where nine of ten worlds lie.
    fn summary(&self, side: usize, outcome: OutcomeId) -> Option<Markup> {
        let measured = Measured::new(self.part, self.models[side], outcome);
        let summary = self.results.counted().swept.get(side)?.summary(outcome);
        if let Some(yes) = summary.yes {
            return Some(html! { (words::percent(yes.count.share()?)) " yes" });
        }
        let [low, _, middle, _, high] = summary.band.quantiles;
        let value = |at: f64| measured.value(at);
        Some(html! { (value(middle)) span .mute { " (" (value(low)) " to " (value(high)) ")" } })
    }

    fn outcomes(&self) -> Markup {
        html! {
            div .scroll tabindex="0" { table {
                caption { "Outcomes: middle world, and where nine of ten worlds lie" }
                thead { tr { th { "Outcome" } @for model in &self.models { th { (self.title(model)) } } } }
                tbody { @for &outcome in self.shown { tr {
                    th scope="row" { (self.models[0].outcomes[outcome].written.title) }
                    @for side in 0..self.models.len() { td { (self.summary(side, outcome).unwrap_or_default()) } }
                } } }
            } }
        }
    }

    /// Draws and tells what a branch changes; `other` counts those after the first.
    fn changes(&self, other: usize, model: &Model) -> Markup {
        html! {
            h3 { "What \u{201c}" (self.title(model)) "\u{201d} changes" }
            p .small { "Against \u{201c}" (self.title(self.models[0])) "\u{201d}: the same worlds, with the same luck and the same facts, in both." }
            @if let Some(strip) = self.strip(other, model) { div .plate { (PreEscaped(strip)) } }
            div .scroll tabindex="0" { table {
                thead { tr { th { "Outcome" } th { "Mean" } th { "What changes" } } }
                tbody { @for &outcome in self.shown {
                    @let measured = Measured::new(self.part, model, outcome);
                    @let effect = self.results.effect(other, outcome);
                    tr {
                        th scope="row" { (measured.outcome.title) }
                        td { (measured.means(&effect)) }
                        td { @for (text, small) in measured.effect(&effect) { p class=[small.then_some("small")] { (words::capital(&text)) } } }
                    }
                } }
            } }
        }
    }

    fn strip(&self, other: usize, model: &Model) -> Option<String> {
        let &outcome = self.shown.first()?;
        let measured = Measured::new(self.part, model, outcome);
        let caption = Caption {
            title: format!("{}: {}", measured.outcome.title, self.title(model)),
            subtitle: format!(
                "Against \u{201c}{}\u{201d}. {}",
                self.title(self.models[0]),
                self.design
            ),
            source: "What follows from quoted facts and confessed assumptions; no forecast."
                .to_owned(),
        };
        Some(charts::strip(&measured.strip(caption, &self.results.effect(other, outcome))))
    }
}

/// Returns the section.
pub(super) fn section(report: &Report) -> Markup {
    let compared = report.compared;
    let failed = compared.results.counted().failed.worlds;
    html! {
        section #branches .part aria-labelledby="branches-title" {
            h2 #branches-title { "Many worlds" }
            p .lead { "One world is one story. Here it is played many times, with luck and unknown facts as they may be." }
            p .small { (compared.design) ". " @if failed > 0 { (words::thousands(failed)) " of them failed and are left out." } }
            div .plate { (PreEscaped(compared.bars())) }
            details { summary { "The same as a table" } (compared.ends_table()) }
            (compared.outcomes())
            @for (other, model) in compared.models.iter().skip(1).enumerate() { (compared.changes(other, model)) }
        }
    }
}

const _: () = assert!(LEVELS.len() == 5, "a band is told by its five levels");
