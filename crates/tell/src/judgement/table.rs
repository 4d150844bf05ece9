//! A judged decision for programs: as one object, and as a table.

use serde::Serialize;

use super::Judgement;
use crate::csv;
use excomm_engine::{
    run::Value,
    world::{OutcomeId, Time},
};
use excomm_lab::stats::Estimate;

/// What `judge` answers in JSON.
#[derive(Serialize)]
pub struct Answer<'a> {
    scenario: &'a str,
    branch: &'a str,
    seed: String,
    question: &'a str,
    nth: u32,
    decider: &'a str,
    at: String,
    pasts: u64,
    tried: u64,
    share: f64,
    searches: usize,
    effective: f64,
    unlike: u64,
    things: u64,
    lucks: u64,
    worlds: u64,
    facts_free: usize,
    facts_own: usize,
    hypotheses: Vec<HypothesisJson<'a>>,
    outcomes: Vec<OutcomeJson<'a>>,
}

#[derive(Serialize)]
struct HypothesisJson<'a> {
    truth: &'a str,
    alternative: &'a str,
    held: f64,
    so: f64,
}

#[derive(Serialize)]
struct OutcomeJson<'a> {
    outcome: &'a str,
    unit: Option<String>,
    came: serde_json::Value,
    came_below: Option<f64>,
    came_above: Option<f64>,
    options: Vec<OptionJson<'a>>,
}

#[derive(Serialize)]
struct OptionJson<'a> {
    option: &'a str,
    open: bool,
    chosen: bool,
    history: bool,
    mean: Option<Estimate>,
    low: Option<f64>,
    high: Option<f64>,
    quantiles: Option<[Option<f64>; 5]>,
    never: Option<f64>,
    difference: Option<Estimate>,
    up: Option<u64>,
    down: Option<u64>,
}

impl Judgement<'_> {
    /// Returns it as programs read it.
    #[must_use]
    pub fn json(&self) -> Answer<'_> {
        let judged = self.judged;
        let truths = &self.part.truths;
        let hypothesis = |of: &'_ excomm_lab::Hypothesis| {
            let id = &self.model.things[of.truth.index()].id;
            let truth = truths.iter().find(|truth| truth.id == *id)?;
            Some(HypothesisJson {
                truth: &truth.id,
                alternative: &truth.alternatives.get(of.alternative)?.id,
                held: of.odds,
                so: of.so.hits as f64 / of.so.trials as f64,
            })
        };
        Answer {
            scenario: self.part.id(),
            branch: &self.model.branch,
            seed: self.seed.to_string(),
            question: &self.question.id,
            nth: self.nth,
            decider: &self.model.things[judged.decider.index()].id,
            at: judged.at.rfc3339(),
            pasts: judged.found.pasts,
            tried: judged.found.tried,
            share: judged.found.share,
            searches: judged.found.searches,
            effective: judged.found.effective,
            unlike: judged.found.unlike,
            things: judged.found.things,
            lucks: judged.design.lucks,
            worlds: judged.design.runs,
            facts_free: judged.free,
            facts_own: judged.own,
            hypotheses: judged.hypotheses.iter().filter_map(hypothesis).collect(),
            outcomes: self.shown.iter().map(|&outcome| self.outcome_json(outcome)).collect(),
        }
    }

    fn outcome_json(&self, outcome: OutcomeId) -> OutcomeJson<'_> {
        let info = &self.model.outcomes[outcome];
        let shares = self.judged.below_and_above(self.model, outcome);
        OutcomeJson {
            outcome: &info.written.id,
            unit: info.unit.clone(),
            came: match self.judged.came[outcome].value {
                Value::Date(at) => at.map(Time::rfc3339).into(),
                Value::YesNo(yes) => yes.into(),
                Value::Number(number) => number.into(),
            },
            came_below: shares.map(|(below, _)| below),
            came_above: shares.map(|(_, above)| above),
            options: (0..self.judged.options.len()).map(|i| self.option_json(i, outcome)).collect(),
        }
    }

    fn option_json(&self, option: usize, outcome: OutcomeId) -> OptionJson<'_> {
        let judged = self.judged;
        let prospect = judged.prospect(self.model, option, outcome);
        let effect = judged.effect(self.model, [judged.chosen, option], outcome);
        let effect = effect.filter(|_| option != judged.chosen);
        let mean = prospect.as_ref().and_then(|prospect| prospect.mean);
        let finite = |value: f64| Some(value).filter(|value| value.is_finite());
        OptionJson {
            option: &self.model.things[judged.options[option].option.index()].id,
            open: prospect.is_some(),
            chosen: option == judged.chosen,
            history: Some(option) == judged.history,
            mean: mean.map(|bands| bands.answer),
            low: mean.map(|bands| bands.low.value),
            high: mean.map(|bands| bands.high.value),
            quantiles: prospect.as_ref().map(|prospect| prospect.band.quantiles.map(finite)),
            never: prospect.as_ref().map(|prospect| prospect.band.never),
            difference: effect.as_ref().and_then(|e| e.difference).map(|bands| bands.answer),
            up: effect.as_ref().map(|effect| effect.up),
            down: effect.as_ref().map(|effect| effect.down),
        }
    }

    /// Returns it as comma-separated values: a line for each outcome and option.
    pub fn csv(&self) -> String {
        let mut text =
            "outcome,option,open,chosen,history,mean,error_low,error_high,low,high,never,\
                        difference,difference_low,difference_high\n"
                .to_owned();
        let number = |value: Option<f64>| value.map_or_else(String::new, csv::number);
        for outcome in self.shown.iter().map(|&outcome| self.outcome_json(outcome)) {
            for option in outcome.options {
                let (mean, difference) = (option.mean.as_ref(), option.difference.as_ref());
                let numbers = [
                    mean.map(|mean| mean.value),
                    mean.map(|mean| mean.interval.low),
                    mean.map(|mean| mean.interval.high),
                    option.low,
                    option.high,
                    option.never,
                    difference.map(|difference| difference.value),
                    difference.map(|difference| difference.interval.low),
                    difference.map(|difference| difference.interval.high),
                ];
                let OptionJson { open, chosen, history, .. } = option;
                let words = [outcome.outcome, option.option].map(str::to_owned);
                let flags = [open, chosen, history].map(|flag| flag.to_string());
                let fields: Vec<String> =
                    words.into_iter().chain(flags).chain(numbers.map(number)).collect();
                text.push_str(&csv::line(fields.iter().map(String::as_str)));
                text.push('\n');
            }
        }
        text
    }
}
