//! A fan: how an outcome is spread over many worlds, day by day.

use super::{effects::Measured, words};
use excomm_charts as charts;
use excomm_charts::{Caption, Fan, Moment, Point};
use excomm_engine::world::{Model, OutcomeId, Time};
use excomm_lab as lab;
use excomm_lab::{
    LEVELS, Results,
    stats::{Count, Estimate, Sketch},
};
use excomm_scenario::format::{Gain, Part};

/// Draws an outcome over time: a number as it spreads, of dates and of yes or no the
/// share of worlds in which it has happened.
#[must_use]
pub fn fan_of(part: &Part, model: &Model, outcome: OutcomeId, results: &Results) -> String {
    let Some(swept) = results.counted().swept.first() else { return String::new() };
    let measured = Measured::new(part, model, outcome);
    let number = matches!(measured.outcome.is, Gain::Count(_) | Gain::Sum(_) | Gain::Peak(_));
    let date = matches!(measured.outcome.is, Gain::DateOrNever(_));
    let moment = |at: Time| Moment {
        at: at.days_since(model.span.start),
        text: words::day_month(at, &model.span),
    };
    let point = |(at, day): (Time, &Sketch)| {
        let [p5, p25, median, p75, p95] =
            if number { LEVELS.map(|level| day.quantile(level)) } else { share(day, date) };
        Point { when: moment(at), p5, p25, median, p75, p95 }
    };
    let days = lab::ends_of_days(&model.span);
    let branch = part.branch(&model.branch);
    let worlds = words::thousands(results.counted().worlds);
    charts::fan(&Fan {
        caption: Caption {
            title: measured.outcome.title.clone(),
            subtitle: format!(
                "{}, at the end of each day, in {worlds} worlds, facts and luck as they may be",
                branch.map_or("", |branch| branch.title.as_str())
            ),
            source: "What follows from quoted facts and confessed assumptions; no forecast."
                .to_owned(),
        },
        unit: if number { measured.unit() } else { "% of worlds, so far".to_owned() },
        share: !number,
        dates: days.iter().step_by(7).map(|&at| moment(at)).collect(),
        points: days.iter().copied().zip(swept.days()).map(point).collect(),
    })
}

/// Returns in how many worlds of a hundred it has happened, with computing error, as the five
/// numbers of a point.
fn share(day: &Sketch, date: bool) -> [f64; 5] {
    let trials = day.total();
    let yes = day.iter().filter(|(value, _)| date || *value > 0.5).map(|(_, count)| count).sum();
    let Estimate { value, interval } = Count { hits: yes, trials }.estimate();
    [interval.low, value, value, value, interval.high].map(|share| 100.0 * share)
}
