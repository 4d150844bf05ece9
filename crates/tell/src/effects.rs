//! Outcomes over many worlds, in words.

use super::{outcomes::BARE, words};
use excomm_charts::{Bin, Caption, Estimate as Shown, Side, Strip};
use excomm_engine::world::{Model, OutcomeId, OutcomeInfo, Span};
use excomm_lab::{
    Effect,
    stats::{Clarity, Estimate, Interval, TwoBands, upper_bound_of_none},
};
use excomm_scenario::format::{Better, Gain, Outcome, Part};

/// How numbers of an outcome are said.
pub struct Measured<'a> {
    part: &'a Part,
    span: &'a Span,
    unit: Option<&'a str>,
    /// The outcome that is measured.
    pub outcome: &'a Outcome,
}

impl<'a> Measured<'a> {
    /// Returns how an outcome is said.
    #[must_use]
    pub fn new(part: &'a Part, model: &'a Model, outcome: OutcomeId) -> Measured<'a> {
        let OutcomeInfo { written, unit, .. } = &model.outcomes[outcome];
        Measured { part, span: &model.span, outcome: written, unit: unit.as_deref() }
    }

    /// Returns a mean in words: `12 Nov`, `41 %`, `28.1`.
    #[must_use]
    pub fn mean(&self, value: f64) -> String {
        match self.outcome.is {
            Gain::DateOrNever(_) => self.day(value),
            Gain::Ever(_) => words::percent(value),
            Gain::Count(_) | Gain::Sum(_) | Gain::Peak(_) => words::about(value),
        }
    }

    /// Returns a number of days from the start as a short date, or `never`.
    #[must_use]
    pub fn day(&self, days: f64) -> String {
        let at = self.span.start.plus_hours(days * 24.0);
        if days.is_finite() { words::day_month(at, self.span) } else { "never".to_owned() }
    }

    /// Returns a value of a band in words: as a mean, with `never` for a date that does not come.
    #[must_use]
    pub fn value(&self, value: f64) -> String {
        match self.outcome.is {
            Gain::Ever(_) => if value > 0.5 { "yes" } else { "no" }.to_owned(),
            _ => self.mean(value),
        }
    }

    /// Returns the computing error of a mean in words: `6 Jan to 9 Jan`, `under a day`.
    #[must_use]
    pub fn error(&self, of: Interval) -> String {
        let (low, high) = (self.mean(of.low), self.mean(of.high));
        if low == high && matches!(self.outcome.is, Gain::DateOrNever(_)) {
            return "under a day".to_owned();
        }
        format!("{low} to {high}")
    }

    /// Returns a difference in words, with its sign: `+2.1 days`, `-3 points`.
    #[must_use]
    pub fn difference(&self, value: f64) -> String {
        format!("{} {}", self.signed(value), self.unit()).trim_end().to_owned()
    }

    /// Returns a difference as a number with its sign.
    #[must_use]
    pub fn signed(&self, value: f64) -> String {
        let text = match self.outcome.is {
            Gain::DateOrNever(_) => words::tenths(value),
            Gain::Ever(_) => words::tenths(value * 100.0),
            Gain::Count(_) | Gain::Sum(_) | Gain::Peak(_) => words::about(value),
        };
        if value > 0.0 && text != "0" { format!("+{text}") } else { text }
    }

    /// Returns the unit of differences.
    #[must_use]
    pub fn unit(&self) -> String {
        match self.outcome.is {
            Gain::DateOrNever(_) => "days".to_owned(),
            Gain::Ever(_) => "points".to_owned(),
            Gain::Count(_) | Gain::Sum(_) | Gain::Peak(_) => {
                self.unit.filter(|unit| !BARE.contains(unit)).unwrap_or_default().to_owned()
            }
        }
    }

    /// Returns the last day of the clock, on which counts what never comes.
    pub(super) fn last_day(&self) -> String {
        words::day_month(self.span.end, self.span)
    }

    /// Returns how a rise and a fall are called: `later` and `earlier`.
    #[must_use]
    pub fn directions(&self) -> (&'static str, &'static str) {
        match self.outcome.is {
            Gain::DateOrNever(_) => ("later", "earlier"),
            Gain::Ever(_) => ("yes instead of no", "no instead of yes"),
            Gain::Count(_) | Gain::Sum(_) | Gain::Peak(_) => ("more", "less"),
        }
    }

    /// Returns in how many pairs it is better and worse, and for whom, if it says so.
    #[must_use]
    pub fn verdict(&self, effect: &Effect) -> Option<(u64, u64, &'a str)> {
        let (better, whom) = self.whom()?;
        let up = matches!(better, Better::Later | Better::More);
        let (better, worse) = if up { (effect.up, effect.down) } else { (effect.down, effect.up) };
        Some((better, worse, whom))
    }

    /// Returns which way it is better, and for whom, if it says so.
    #[must_use]
    pub fn whom(&self) -> Option<(Better, &'a str)> {
        let (better, who) = self.outcome.better.as_ref()?;
        let actor = self.part.actor(&who.0)?;
        Some((*better, &actor.title))
    }
}

impl Measured<'_> {
    /// Returns the means on both sides: `12 Nov \u{2192} 10 Nov`.
    #[must_use]
    pub fn means(&self, effect: &Effect) -> String {
        format!("{} \u{2192} {}", self.mean(effect.first), self.mean(effect.second))
    }

    /// Returns what is said of an effect, sentence by sentence, and which of it stands in small.
    #[must_use]
    pub fn effect(&self, effect: &Effect) -> Vec<(String, bool)> {
        let changed = effect.up + effect.down;
        if changed == 0 {
            return vec![(none_changed(effect), false)];
        }
        let mut said = Vec::new();
        if let Some(bands) = &effect.difference {
            let (answer, unit) = (bands.answer, self.unit());
            let known = band(bands, UNKNOWN, &unit, |value| self.signed(value));
            let text = format!("changes by {}", self.difference(answer.value));
            let parts: Vec<String> = [Some(text), known].into_iter().flatten().collect();
            said.push((parts.join("; "), false));
            let text = format!(
                "computing error: {} to {}; pairing saved {} of the variance",
                self.signed(answer.interval.low),
                self.difference(answer.interval.high),
                words::percent(effect.saved),
            );
            said.push((text, true));
        }
        let (rise, fall) = self.directions();
        let share = |n: u64| words::percent(n as f64 / effect.pairs as f64);
        let mut text = format!(
            "{rise} in {} of worlds, {fall} in {}; the same in {} ({} identical by structure)",
            share(effect.up),
            share(effect.down),
            share(effect.pairs - changed),
            share(effect.identical)
        );
        if matches!(self.outcome.is, Gain::DateOrNever(_)) {
            let (first, second) = effect.never;
            let never =
                format!("; never: {} \u{2192} {}", words::percent(first), words::percent(second));
            text.push_str(&never);
        }
        said.push((text, false));
        if let Some((better, worse, whom)) = self.verdict(effect) {
            let text =
                format!("for {whom}: better in {}, worse in {}", share(better), share(worse));
            said.push((text, false));
        }
        said
    }
}

/// What a band over draws of the facts is due to.
pub const UNKNOWN: &str = "what we do not know";

/// Says what the facts leave of an answer, and whether luck hides it; none if no fact was drawn.
///
/// `due` names what the band is due to, `say` says one of its ends, in this unit.
pub fn band(
    bands: &TwoBands,
    due: &str,
    unit: &str,
    say: impl Fn(f64) -> String,
) -> Option<String> {
    let range = |low: f64, high: f64| {
        format!("{due} leaves {} to {} {unit}", say(low), say(high)).trim_end().to_owned()
    };
    let known = range(bands.low.value, bands.high.value);
    let more = bands.lucks_needed().map_or_else(String::new, |times| match libm::ceil(times) {
        times if times > MANY_TIMES => {
            " (more than 100 times as many lucks a draw would tell)".to_owned()
        }
        times => format!(" (about {times} times as many lucks a draw would tell)"),
    });
    match bands.clarity {
        Clarity::Undrawn => None,
        Clarity::Clear => Some(known),
        Clarity::Hazy => Some(format!("{known}, but luck hides much of that{more}")),
        Clarity::Hidden => {
            let most = range(bands.low.interval.low, bands.high.interval.high);
            Some(format!("{most} at most: so few worlds cannot tell it from luck{more}"))
        }
    }
}

/// More times as many lucks than this are not counted out.
const MANY_TIMES: f64 = 100.0;

/// Says that nothing changed, and how sure that is.
fn none_changed(effect: &Effect) -> String {
    if effect.identical == effect.pairs {
        return "Identical: in no world did anything differ that led to it or could have brought it."
            .to_owned();
    }
    let bound = words::percent(upper_bound_of_none(effect.fact_draws, 0.95));
    let pairs = words::thousands(effect.pairs);
    let draws = words::count(effect.fact_draws as usize, "draw");
    format!(
        "No change seen in {pairs} pairs of worlds; with {draws} of the facts, at most {bound} of \
         worlds change."
    )
}

/// Columns of a strip.
const COLUMNS: f64 = 24.0;

impl Measured<'_> {
    /// Returns what a strip of paired differences shows.
    pub fn strip(&self, caption: Caption, effect: &Effect) -> Strip {
        let scale = if matches!(self.outcome.is, Gain::Ever(_)) { 100.0 } else { 1.0 };
        let below = self.outcome.better.as_ref();
        let below = below.is_none_or(|(way, _)| matches!(way, Better::Earlier | Better::Less));
        let share = |n: u64| n as f64 / effect.pairs as f64;
        let (better, worse) =
            if below { (effect.down, effect.up) } else { (effect.up, effect.down) };
        let mean = effect.difference.map(|bands| bands.answer);
        let mean = mean.map_or(Shown::NONE, |mean| {
            let Shown { value, low, high } = shown(mean);
            Shown { value: value * scale, low: low * scale, high: high * scale }
        });
        let changed = || {
            let all = effect.spread.iter().filter(|(value, _)| *value != 0.0);
            all.map(|(value, count)| (value * scale, count))
        };
        let low = changed().map(|(value, _)| value).fold(0.0, f64::min);
        let high = changed().map(|(value, _)| value).fold(0.0, f64::max);
        let step = (high - low) / COLUMNS;
        // no column stands on both sides of zero
        let columns = libm::floor(low / step) as i64..libm::floor(high / step) as i64 + 1;
        let bins = columns.map(|i| {
            let (from, to) = (step * i as f64, step * (i + 1) as f64);
            let inside = changed().filter(|(value, _)| (from..to).contains(value));
            Bin { from, to, share: share(inside.map(|(_, count)| count).sum()) }
        });
        Strip {
            caption,
            measure: format!("Difference, {}", self.unit()).trim_end_matches(", ").to_owned(),
            better_is: if below { Side::Below } else { Side::Above },
            better: share(better),
            unchanged: share(effect.pairs - effect.up - effect.down),
            worse: share(worse),
            mean,
            bins: if step > 0.0 { bins.collect() } else { Vec::new() },
        }
    }
}

/// Returns how well a band can be told from luck, as programs read it.
#[must_use]
pub fn clarity(of: Clarity) -> &'static str {
    match of {
        Clarity::Undrawn => "undrawn",
        Clarity::Clear => "clear",
        Clarity::Hazy => "hazy",
        Clarity::Hidden => "hidden",
    }
}

/// Returns a number with its computing error as charts take it.
#[must_use]
pub fn shown(of: Estimate) -> Shown {
    Shown { value: of.value, low: of.interval.low, high: of.interval.high }
}

/// Returns an interval of shares in words: `0.4 % to 3 %`.
#[must_use]
pub fn percents(of: Interval) -> String {
    format!("{} to {}", words::percent(of.low), words::percent(of.high))
}
