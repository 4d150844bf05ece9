//! Headlines: what many worlds say of an outcome, in a sentence or two that a pupil can repeat.
//!
//! Shares are whole worlds of a hundred, numbers have two figures, and what hangs on what nobody knows stands
//! behind the answer. Everything else is for those who ask for it.

use super::{effects::Measured, words};
use excomm_lab::{
    Effect, Share, Summary,
    stats::{Clarity, TwoBands},
};
use excomm_scenario::format::Gain;

/// Returns a share in whole worlds: `32 of 100`, `all of them`, `none`, `fewer than 1 of 100`.
#[must_use]
pub fn of_100(hits: u64, trials: u64) -> String {
    let share = share_of_100(hits, trials);
    let all = if hits == 0 || hits == trials { "them" } else { "100" };
    format!("{share} of {all}")
}

/// Returns a share in whole worlds without saying of how many: `32`, `all`, `none`, `fewer than 1`.
#[must_use]
pub fn share_of_100(hits: u64, trials: u64) -> String {
    let share = 100.0 * hits as f64 / trials.max(1) as f64;
    match libm::round(share) as u64 {
        _ if hits == 0 => "none".to_owned(),
        _ if hits == trials => "all".to_owned(),
        0 => "fewer than 1".to_owned(),
        100 => "more than 99".to_owned(),
        whole => whole.to_string(),
    }
}

/// Returns a share as whole worlds of a hundred: `32`, `none`, `fewer than 1`.
#[must_use]
pub fn whole(share: f64) -> String {
    const MANY: u64 = 1_000_000;
    share_of_100(libm::round(share * MANY as f64) as u64, MANY)
}

/// From this share of worlds on in which a date never comes, none is told on average.
const OFTEN: f64 = 0.25;

/// Returns three counts as whole parts of so many that add up: those that lose most by rounding down are
/// rounded up (largest remainders).
pub(crate) fn parts(counts: [u64; 3], of: u64) -> [u64; 3] {
    let all: u64 = counts.iter().sum::<u64>().max(1);
    let mut wholes = counts.map(|n| of * n / all);
    let mut places = [0, 1, 2];
    places.sort_by_key(|&place| std::cmp::Reverse(of * counts[place] % all));
    let short = of - wholes.iter().sum::<u64>().min(of);
    for &place in places.iter().take(short as usize) {
        wholes[place] += 1;
    }
    wholes
}

/// Returns a number with two figures.
fn short(value: f64) -> String {
    words::tenths(if value.abs() < 10.0 { value } else { libm::round(value) })
}

impl Measured<'_> {
    /// Returns what a choice does to an outcome, in a sentence or two.
    #[must_use]
    pub fn headline(&self, effect: &Effect) -> String {
        let title = &self.outcome.title;
        if effect.up + effect.down == 0 {
            return format!("{title}: the same in every world.");
        }
        let mut said = match self.outcome.is {
            Gain::Ever(_) => how_often(effect),
            _ => self.how_much(effect),
        };
        if let (Gain::DateOrNever(_), (first, second)) = (&self.outcome.is, effect.never)
            && (first > 0.0 || second > 0.0)
        {
            let times = |share: f64| libm::round(share * effect.pairs as f64) as u64;
            let [first, second] = [first, second].map(times);
            let now = of_100(second, effect.pairs);
            let instead = if now == of_100(first, effect.pairs) {
                "as before".to_owned()
            } else {
                format!("without it in {}", share_of_100(first, effect.pairs))
            };
            said = format!("{said} Not by {} in {now} worlds, {instead}.", self.last_day());
        }
        format!("{title}: {said}")
    }

    fn how_much(&self, effect: &Effect) -> String {
        let (rise, fall) = self.directions();
        let same = effect.pairs - effect.up - effect.down;
        let mut each = [(effect.up, rise), (effect.down, fall), (same, "the same")];
        each[..2].sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        let wholes = parts(each.map(|(n, _)| n), 100);
        let seen = each.iter().zip(wholes).filter(|((n, _), _)| *n > 0).enumerate();
        let shares: Vec<String> = seen
            .map(|(i, ((n, way), whole))| {
                let share = match whole {
                    0 => "fewer than 1".to_owned(),
                    100 if *n < effect.pairs => "more than 99".to_owned(),
                    whole => whole.to_string(),
                };
                let of = if i == 0 { " of 100 worlds" } else { "" };
                format!("{way} in {share}{of}")
            })
            .collect();
        // where it often never comes, a day on average says little
        let (first, second) = effect.never;
        let mean = effect.difference.as_ref().filter(|_| first.max(second) < OFTEN);
        let mean = mean.map(|bands| self.on_average(bands));
        format!("{}.{}", shares.join(", "), mean.unwrap_or_default())
    }

    /// Says how far it moves on average, and between what, depending on what nobody knows.
    fn on_average(&self, bands: &TwoBands) -> String {
        let answer = bands.answer;
        if answer.interval.low <= 0.0 && answer.interval.high >= 0.0 {
            return " On average no change that could be told from luck.".to_owned();
        }
        let between = match bands.clarity {
            Clarity::Undrawn => String::new(),
            Clarity::Hidden => {
                "; how far that hangs on what is only guessed, so few worlds cannot \
                                tell"
                    .to_owned()
            }
            Clarity::Clear | Clarity::Hazy => {
                let (low, high) = (bands.low.value, bands.high.value);
                format!(
                    "; between {} and {}, depending on what is only guessed",
                    self.far(low),
                    self.far(high)
                )
            }
        };
        format!(" On average {}{between}.", self.far(answer.value))
    }

    /// Returns how far and which way: `3.9 days later`, `no change`.
    fn far(&self, value: f64) -> String {
        let (rise, fall) = self.directions();
        let unit = self.unit();
        match short(value.abs()) {
            none if none == "0" && value == 0.0 => "no change".to_owned(),
            none if none == "0" => "hardly any change".to_owned(),
            size if unit.is_empty() => format!("{size} {}", if value > 0.0 { rise } else { fall }),
            size if unit == "days" => {
                format!("{size} days {}", if value > 0.0 { rise } else { fall })
            }
            size => format!("{size} {} {unit}", if value > 0.0 { "more" } else { "fewer" }),
        }
    }

    /// Returns what comes of an outcome in many worlds, in a sentence or two.
    #[must_use]
    pub fn summed_up(&self, summary: &Summary) -> Option<String> {
        let title = &self.outcome.title;
        if let Some(yes) = &summary.yes {
            return Some(often(title, yes));
        }
        let mean = summary.mean?;
        let [_, quarter, middle, three_quarters, _] =
            summary.band.quantiles.map(|value| self.value(value));
        let known = match mean.clarity {
            Clarity::Clear | Clarity::Hazy => format!(
                " The average, {}, lies between {} and {}, depending on what is only guessed.",
                self.mean(mean.answer.value),
                self.mean(mean.low.value),
                self.mean(mean.high.value)
            ),
            Clarity::Undrawn | Clarity::Hidden => String::new(),
        };
        let half = if quarter == three_quarters {
            format!("{middle} in most worlds.")
        } else {
            format!("in half of all worlds between {quarter} and {three_quarters}.")
        };
        let never = match self.outcome.is {
            Gain::DateOrNever(_) if summary.never.hits > 0 => {
                let never = of_100(summary.never.hits, summary.never.trials);
                format!(" Never in {never} worlds.")
            }
            _ => String::new(),
        };
        Some(format!("{title}: {half}{never}{known}"))
    }
}

/// Says in how many worlds it comes, and in how many the choice brings or prevents it.
fn how_often(effect: &Effect) -> String {
    let times = |share: f64| libm::round(share * effect.pairs as f64) as u64;
    let [first, second] = [effect.first, effect.second].map(times);
    let [gained, lost] = [effect.up, effect.down].map(|n| of_100(n, effect.pairs));
    format!(
        "in {} worlds, without it in {}. The branch brings it about in {gained}, and prevents it in {lost}.",
        of_100(second, effect.pairs),
        share_of_100(first, effect.pairs),
    )
}

/// Returns how often something comes, in a sentence.
#[must_use]
pub fn often(title: &str, share: &Share) -> String {
    let known = share.bands.filter(|_| (1..share.count.trials).contains(&share.count.hits));
    let known = known.filter(|bands| matches!(bands.clarity, Clarity::Clear | Clarity::Hazy));
    let known = known.map_or_else(String::new, |bands| {
        let whole = |share: f64| libm::round(100.0 * share);
        let (low, high) = (whole(bands.low.value), whole(bands.high.value));
        format!("; between {low} and {high}, depending on what is only guessed")
    });
    format!("{title}: in {} worlds{known}.", of_100(share.count.hits, share.count.trials))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_whole_worlds_and_never_rounded_to_all_or_none() {
        assert_eq!(of_100(322, 1_000), "32 of 100");
        assert_eq!(of_100(3, 1_000), "fewer than 1 of 100");
        assert_eq!(of_100(997, 1_000), "more than 99 of 100");
        assert_eq!(of_100(0, 1_000), "none of them");
        assert_eq!(of_100(1_000, 1_000), "all of them");
        assert_eq!(share_of_100(134, 1_000), "13");
    }

    #[test]
    fn three_shares_add_up_to_a_hundred() {
        assert_eq!(parts([885, 115, 0], 100), [89, 11, 0]);
        assert_eq!(parts([333, 333, 334], 100), [33, 33, 34]);
        assert_eq!(parts([1, 2, 3], 100), [17, 33, 50]);
        assert_eq!(parts([0, 0, 7], 100), [0, 0, 100]);
    }

    #[test]
    fn a_number_has_two_figures() {
        assert_eq!([7.84, 12.6, 0.04].map(short), ["7.8", "13", "0"].map(str::to_owned));
    }
}
