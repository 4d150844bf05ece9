//! A box for programs, and as a chart.

use serde::Serialize;

use super::super::{Failure, world::Named};
use super::Told;
use excomm_charts as charts;
use excomm_charts::{BoxChart, Caption, Range, Restriction};
use excomm_lab::{
    Bound, Dimension,
    stats::{Count, Estimate},
};
use excomm_tell::{Printer, csv, words};

/// What `discover` answers in JSON.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    scenario: &'a str,
    branch: &'a str,
    says: &'a str,
    runs: u64,
    failed: u64,
    seed: String,
    inputs: usize,
    screened: usize,
    least_density: f64,
    reached: bool,
    limits: Option<Vec<LimitJson>>,
    searched: Option<SearchedJson>,
    coverage: Estimate,
    density: Estimate,
    mass: Estimate,
    all: Estimate,
    luck: Option<f64>,
    otherwise: Estimate,
}

#[derive(Serialize)]
struct LimitJson {
    input: String,
    name: String,
    low: f64,
    high: f64,
    whole_low: f64,
    whole_high: f64,
    quasi_p: f64,
}

#[derive(Serialize)]
struct SearchedJson {
    coverage: f64,
    density: f64,
    mass: f64,
}

impl Told<'_> {
    pub(super) fn print_csv(&self, out: &mut Printer) -> Result<(), Failure> {
        out.line("input,name,low,high,whole_low,whole_high,quasi_p")?;
        for row in self.bounds().iter().map(|limit| self.limit_json(limit)) {
            let numbers = [row.low, row.high, row.whole_low, row.whole_high, row.quasi_p];
            let numbers = numbers.map(csv::number);
            let names = [row.input.as_str(), row.name.as_str()];
            out.line(&csv::line(names.into_iter().chain(numbers.iter().map(String::as_str))))?;
        }
        Ok(())
    }

    pub(super) fn chart(&self) -> String {
        let restriction = |limit: &Bound| {
            let ((low, high), (least, most)) = (self.ends(limit), self.whole(limit));
            let (_, name) = self.input(limit);
            let truth = matches!(limit.dimension, Dimension::Truth(..));
            Restriction {
                label: if truth { format!("{name} (1: so, 0: not so)") } else { name },
                unit: String::new(),
                whole: Range { low: least, high: most },
                inside: Range { low, high },
            }
        };
        let mut limits: Vec<&Bound> = self.bounds().iter().collect();
        limits.sort_by(|a, b| a.quasi_p.total_cmp(&b.quasi_p));
        let known = |count: Count| count.share().unwrap_or(f64::NAN);
        let runs = words::thousands(self.args.runs);
        let luck = self.discovered.luck().map_or_else(String::new, |luck| {
            format!("Luck alone makes up about {} of what varies. ", words::percent_in_short(luck))
        });
        charts::box_chart(&BoxChart {
            caption: Caption {
                title: format!("Worlds in which {}", self.wanted.says),
                subtitle: format!("{runs} worlds to look in, {runs} others to count in"),
                source: format!(
                    "{luck}What follows from quoted facts and confessed assumptions; no forecast."
                ),
            },
            outcome: "this".to_owned(),
            coverage: known(self.discovered.coverage()),
            density: known(self.discovered.inside),
            base: known(self.discovered.interest),
            restrictions: limits.into_iter().map(restriction).collect(),
        })
    }

    fn limit_json(&self, limit: &Bound) -> LimitJson {
        let (input, name) = self.input(limit);
        let ((low, high), (whole_low, whole_high)) = (self.ends(limit), self.whole(limit));
        LimitJson { input, name, low, high, whole_low, whole_high, quasi_p: limit.quasi_p }
    }

    pub(super) fn answer(&self) -> Answer<'_> {
        let Told { discovered, .. } = self;
        let found = discovered.found.as_ref();
        let Named { part, model, setting } = self.named;
        Answer {
            scenario: part.id(),
            branch: &model.branch,
            says: &self.wanted.says,
            runs: self.args.runs,
            failed: discovered.failed,
            seed: setting.seed.to_string(),
            inputs: discovered.dimensions,
            screened: discovered.screened,
            least_density: self.args.density,
            reached: self.reached(),
            limits: found.map(|_| self.bounds().iter().map(|l| self.limit_json(l)).collect()),
            searched: found.map(|found| SearchedJson {
                coverage: found.coverage,
                density: found.density,
                mass: found.mass,
            }),
            coverage: discovered.coverage().estimate(),
            density: discovered.inside.estimate(),
            mass: discovered.mass().estimate(),
            all: discovered.interest.estimate(),
            luck: discovered.luck(),
            otherwise: discovered.otherwise.estimate(),
        }
    }
}
