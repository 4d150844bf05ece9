//! Gauges of honesty, in words, for programs and as a chart.

mod brief;

use std::io;

use serde::Serialize;

use super::{
    Printer,
    effects::{Measured, percents, shown},
    style,
    weights::{self, failed, tell_failed},
    words,
};
use excomm_charts as charts;
use excomm_charts::{Bars, Branch, Caption};
use excomm_engine::world::{Model, OutcomeId};
use excomm_lab::{Few, Gauge, GaugePlan, Groups, Row, stats::Estimate};
use excomm_scenario::format::Part;

/// The gauges of one outcome: of one world, and of the average over luck.
pub struct Gauges {
    /// The outcome.
    pub outcome: OutcomeId,
    /// The gauge of one world.
    pub one_world: Gauged,
    /// The gauge of the answer, an expectation or an effect.
    pub answer: Gauged,
}

/// A gauge, or why there is none.
pub enum Gauged {
    /// What it shows.
    Known(Gauge),
    /// No spread was seen.
    Still,
    /// The outcome comes out otherwise in too few worlds.
    Few(Few),
    /// Luck hides the shares; so many rows would tell them.
    Hidden(u64),
}

/// Shares with a wider computing error than this tell nothing.
const TOO_WIDE: f64 = 0.8;

impl Gauged {
    /// Judges whether a gauge of so many rows can be told.
    pub fn new(gauge: Option<Gauge>, few: Option<Few>, rows: u64) -> Gauged {
        let Some(gauge) = gauge else { return few.map_or(Gauged::Still, Gauged::Few) };
        let shares = [Some(gauge.assumed), Some(gauge.disputed), gauge.luck];
        let widths = shares.iter().flatten().map(|share| share.interval.width());
        let width = widths.fold(0.0, f64::max);
        match few {
            Some(few) => Gauged::Few(few),
            None if width > TOO_WIDE => {
                let times = 2.0 * width / TOO_WIDE;
                Gauged::Hidden((rows as f64 * times * times) as u64)
            }
            None => Gauged::Known(gauge),
        }
    }

    /// Returns the gauge, if it can be told.
    #[must_use]
    pub fn known(&self) -> Option<&Gauge> {
        if let Gauged::Known(gauge) = self { Some(gauge) } else { None }
    }

    /// Returns how many rows would do, if these do not.
    fn rows_needed(&self) -> Option<u64> {
        match self {
            Gauged::Few(few) => Some(few.rows),
            Gauged::Hidden(rows) => Some(*rows),
            Gauged::Known(_) | Gauged::Still => None,
        }
    }

    /// Says why nothing can be told, if that is so, in worlds played by this plan.
    #[must_use]
    pub fn excuse(&self, plan: &GaugePlan) -> Option<String> {
        let worlds = |rows: u64| {
            let worlds = words::thousands(GaugePlan { rows, ..*plan }.worlds());
            format!("about {} rows would do: {worlds} worlds", words::thousands(rows))
        };
        match self {
            Gauged::Known(_) => None,
            Gauged::Still => {
                Some("no spread beyond that of luck was seen in these worlds".to_owned())
            }
            Gauged::Few(few) => Some(format!(
                "it comes out otherwise in only {} of {} worlds, too few to tell; {}",
                few.otherwise,
                words::thousands(few.of),
                worlds(few.rows)
            )),
            Gauged::Hidden(rows) => {
                Some(format!("luck hides what is shared out; {}", worlds(*rows)))
            }
        }
    }
}

/// What was played, to be told of.
pub struct Told<'a> {
    /// The scenario.
    pub part: &'a Part,
    /// The branch that is gauged, or the two whose difference is.
    pub sides: &'a [(Model, Vec<Row>)],
    /// The plan by which the worlds were played.
    pub plan: GaugePlan,
    /// What is gauged: a group that is empty is not told.
    pub groups: Groups,
}

impl Told<'_> {
    fn title(&self, side: usize) -> String {
        let id = self.sides.get(side).map_or("", |(model, _)| &model.branch);
        let branch = self.part.branch(id);
        branch.map_or_else(String::new, |branch| format!("{} ({id})", branch.title))
    }

    fn measured(&self, outcome: OutcomeId) -> Measured<'_> {
        Measured::new(self.part, &self.sides[0].0, outcome)
    }

    fn failed(&self) -> u64 {
        self.sides.iter().map(|(_, rows)| failed(rows)).sum()
    }

    fn paired(&self) -> bool {
        self.sides.len() > 1
    }

    /// Returns the names of the two gauges.
    fn of_what(&self) -> [&'static str; 2] {
        if self.paired() {
            ["in one pair of worlds", "on average over luck"]
        } else {
            ["in one world", "on average over luck"]
        }
    }

    /// Returns how the worlds behind the gauges were played, in a sentence.
    #[must_use]
    pub fn design(&self) -> String {
        let (rows, lucks) = (words::thousands(self.plan.rows), self.plan.lucks);
        let worlds = words::thousands(self.plan.worlds());
        let worlds = if self.paired() { format!("{worlds} pairs of") } else { worlds };
        format!(
            "{worlds} worlds: {rows} times everything is drawn twice, the draws are combined in four \
             ways, and each is played with two sets of lucks, {lucks} each"
        )
    }

    /// Prints it.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn print(&self, gauges: &[Gauges], out: &mut Printer) -> io::Result<()> {
        if self.paired() {
            out.paragraph("", &self.title(1), style::HEADING)?;
            out.paragraph("  against: ", &self.title(0), style::PLAIN)?;
        } else {
            out.paragraph("", &self.title(0), style::HEADING)?;
        }
        out.paragraph("  ", &self.design(), style::DIM)?;
        tell_failed(self.failed(), out)?;
        for known in gauges {
            let measured = self.measured(known.outcome);
            out.line("")?;
            let change = if self.paired() { ", what changes" } else { "" };
            let title = format!("{}{change}", measured.outcome.title);
            out.paragraph("  ", &title, style::MARKED)?;
            for (what, gauge) in self.of_what().iter().zip([&known.one_world, &known.answer]) {
                self.tell(&measured, what, gauge, out)?;
            }
        }
        out.line("")?;
        let text = "The spread is the standard deviation that the shares make up: a large share of \
                    a small spread is little. Quoted, published and given facts stand as they are. How the \
                    rules are built, and what they leave out, is in no share; no draw of the facts \
                    can show what that is worth.";
        out.paragraph("", text, style::PLAIN)
    }

    /// Returns it as programs read it.
    #[must_use]
    pub fn json<'a>(&'a self, gauges: &'a [Gauges], seed: String) -> Answer<'a> {
        let one = |known: &'a Gauges| GaugesJson {
            outcome: &self.measured(known.outcome).outcome.id,
            unit: self.measured(known.outcome).unit(),
            one_world: known.one_world.known(),
            answer: known.answer.known(),
            rows_needed: known.answer.rows_needed().max(known.one_world.rows_needed()),
        };
        let branch = |side: usize| self.sides.get(side).map(|(model, _)| model.branch.as_str());
        let (branch, against) =
            if self.paired() { (branch(1), branch(0)) } else { (branch(0), None) };
        Answer {
            scenario: self.part.id(),
            branch: branch.unwrap_or_default(),
            against,
            seed,
            rows: self.plan.rows,
            lucks: self.plan.lucks,
            worlds: self.plan.worlds(),
            failed: self.failed(),
            outcomes: gauges.iter().map(one).collect(),
        }
    }

    /// Draws the shares of each gauge.
    #[must_use]
    pub fn chart(&self, gauges: &[Gauges]) -> String {
        let each = gauges.iter().flat_map(|known| {
            let title = &self.measured(known.outcome).outcome.title;
            let both = self.of_what().into_iter().zip([&known.one_world, &known.answer]);
            both.filter_map(move |(what, gauge)| Some((format!("{title}, {what}"), gauge.known()?)))
        });
        let (ends, gauges): (Vec<String>, Vec<&Gauge>) = each.unzip();
        let nothing = charts::Estimate { value: 0.0, low: f64::NAN, high: f64::NAN };
        let share = |of: Option<Estimate>| of.map_or(nothing, |of| shown(weights::share(of)));
        let part = |name: &str, of: fn(&Gauge) -> Option<Estimate>| Branch {
            name: name.to_owned(),
            shares: gauges.iter().map(|gauge| share(of(gauge))).collect(),
        };
        charts::bars(&Bars {
            caption: Caption {
                title: "What the answers rest on".to_owned(),
                subtitle: if self.paired() {
                    format!("{}, against {}", self.title(1), self.title(0))
                } else {
                    self.title(0)
                },
                source:
                    "Shares of the variance; lines are computing error. How the rules are built \
                         is in no share."
                        .to_owned(),
            },
            ends,
            branches: [
                self.groups.assumed.then(|| part("assumed", |gauge| Some(gauge.assumed))),
                self.groups.disputed.then(|| part("disputed", |gauge| Some(gauge.disputed))),
                Some(part("luck", |gauge| gauge.luck)),
            ]
            .into_iter()
            .flatten()
            .collect(),
        })
    }
}

impl Told<'_> {
    /// Tells one gauge: its shares, and in small what they are shares of and how well it was computed.
    fn tell(
        &self,
        measured: &Measured,
        what: &str,
        gauged: &Gauged,
        out: &mut Printer,
    ) -> io::Result<()> {
        if let Some(excuse) = gauged.excuse(&self.plan) {
            return out.paragraph("    ", &format!("{what}: {excuse}"), style::PLAIN);
        }
        let Some(gauge) = gauged.known() else { return Ok(()) };
        let parts = [
            ("assumed", Some(gauge.assumed).filter(|_| self.groups.assumed)),
            ("disputed", Some(gauge.disputed).filter(|_| self.groups.disputed)),
            ("luck", gauge.luck),
        ];
        let parts = || parts.iter().filter_map(|(name, share)| Some((name, (*share)?)));
        let shares: Vec<String> = parts()
            .map(|(name, share)| format!("{name} {}", words::percent(share.value)))
            .collect();
        out.paragraph("    ", &format!("{what}: {}", shares.join(", ")), style::PLAIN)?;
        let error =
            |(name, share): (&&str, Estimate)| format!("{name} {}", percents(share.interval));
        let errors: Vec<String> = parts().map(error).collect();
        let spread = measured.difference(gauge.spread);
        let text = format!(
            "spread {}; computing error: {}",
            spread.trim_start_matches('+'),
            errors.join(", ")
        );
        out.paragraph("        ", &text, style::DIM)
    }
}

/// What `honesty` answers in JSON.
#[derive(Serialize)]
pub struct Answer<'a> {
    scenario: &'a str,
    branch: &'a str,
    against: Option<&'a str>,
    seed: String,
    rows: u64,
    lucks: u64,
    worlds: u64,
    failed: u64,
    outcomes: Vec<GaugesJson<'a>>,
}

#[derive(Serialize)]
struct GaugesJson<'a> {
    outcome: &'a str,
    unit: String,
    one_world: Option<&'a Gauge>,
    answer: Option<&'a Gauge>,
    rows_needed: Option<u64>,
}
