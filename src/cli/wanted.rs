//! What worlds are asked for: an end, or an outcome that is so or so.

use super::{
    Failure,
    numbers::without_comma,
    usage,
    world::{did_you_mean, known_outcome},
};
use excomm_engine::world::{Model, OutcomeId, Thing, Time};
use excomm_lab::{Row, number};
use excomm_scenario::format::{Gain, Outcome, Part};
use excomm_tell::words;

/// Which worlds are of interest, and how that is said.
pub(super) struct Wanted {
    test: Test,
    /// It as a clause: `"War" is yes`.
    pub says: String,
}

#[derive(Debug, Clone, Copy)]
enum Test {
    End(Thing),
    Outcome(OutcomeId, Is),
}

/// What the number of an outcome must be.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Is {
    Exactly(f64),
    Below(f64),
    AtMost(f64),
    Above(f64),
    AtLeast(f64),
}

impl Is {
    fn holds(self, value: f64) -> bool {
        match self {
            Is::Exactly(is) => value.total_cmp(&is).is_eq(),
            Is::Below(is) => value < is,
            Is::AtMost(is) => value <= is,
            Is::Above(is) => value > is,
            Is::AtLeast(is) => value >= is,
        }
    }
}

impl Wanted {
    /// Returns whether a world is of interest.
    pub(super) fn holds(&self, model: &Model, row: &Row) -> bool {
        match self.test {
            Test::End(end) => row.end == Some(end),
            Test::Outcome(outcome, is) => is.holds(number(model, row.outcomes[outcome])),
        }
    }

    /// Reads an end by its id.
    pub(super) fn end(part: &Part, model: &Model, id: &str) -> Result<Wanted, Failure> {
        let end = model.find(&format!("ends/{id}")).ok_or_else(|| {
            let known: Vec<&str> = part.ends.iter().map(|end| end.id.as_str()).collect();
            let all = format!("there are {}", words::list(&known));
            let hint = did_you_mean(id, known.iter().copied(), all);
            usage(format!("there is no end `{id}`"), Some(hint))
        })?;
        let says = format!("the end is \u{201c}{}\u{201d}", model.things[end.index()].title);
        Ok(Wanted { test: Test::End(end), says })
    }

    /// Reads an outcome by its id, and what it must be.
    pub(super) fn outcome(model: &Model, id: &str, is: &str) -> Result<Wanted, Failure> {
        let outcome = known_outcome(model, id)?;
        let known = &model.outcomes[outcome].written;
        let (is, words) = read(known, model, is)?;
        let says = format!("\u{201c}{}\u{201d} {words}", known.title);
        Ok(Wanted { test: Test::Outcome(outcome, is), says })
    }
}

/// Reads what an outcome must be, and says it.
fn read(outcome: &Outcome, model: &Model, text: &str) -> Result<(Is, String), Failure> {
    let wrong = |hint: &str| {
        let hint = format!("`{}` is {hint}", outcome.id);
        usage(format!("`--is {text}` cannot be read"), Some(hint))
    };
    let trimmed = text.trim();
    match outcome.is {
        Gain::Ever(_) => match trimmed {
            "yes" => Ok((Is::Exactly(1.0), "is yes".to_owned())),
            "no" => Ok((Is::Exactly(0.0), "is no".to_owned())),
            _ => Err(wrong("a yes or no: write `--is yes` or `--is no`")),
        },
        Gain::DateOrNever(_) => match trimmed {
            "never" => Ok((Is::Exactly(f64::INFINITY), "never comes".to_owned())),
            "ever" => Ok((Is::Below(f64::INFINITY), "comes".to_owned())),
            _ => date(model, trimmed).ok_or_else(|| {
                let day = words::date(model.span.start, &model.span);
                let hint = "a date: write `--is never`, `--is ever` or, with a day,";
                wrong(&format!("{hint} `--is \"<{day}\"`"))
            }),
        },
        Gain::Count(_) | Gain::Sum(_) | Gain::Peak(_) => count(trimmed).ok_or_else(|| {
            let number = compared(trimmed).map_or(trimmed.trim_start_matches('='), |(_, n)| n);
            let how = "write `--is \">=2\"`, `--is \"<2\"` or `--is 2`, with a number of yours";
            let how = without_comma(number).unwrap_or_else(|| how.to_owned());
            wrong(&format!("a number: {how}"))
        }),
    }
}

/// Cuts a comparison into its sign and what follows.
fn compared(text: &str) -> Option<(&'static str, &str)> {
    let signs = [
        ("<=", "<="),
        (">=", ">="),
        ("<", "<"),
        (">", ">"),
        ("before ", "<"),
        ("after ", ">"),
        ("below ", "<"),
        ("above ", ">"),
    ];
    let found = signs.iter().find_map(|(word, sign)| Some((*sign, text.strip_prefix(word)?)));
    found.map(|(sign, rest)| (sign, rest.trim()))
}

/// Reads a comparison with a day; never is after every day.
fn date(model: &Model, text: &str) -> Option<(Is, String)> {
    let (sign, day) = compared(text)?;
    let at = |text: &str| words::read_moment(text, &model.span).ok();
    let end = at(day)?;
    // a day alone means its end, or its start where what comes after the sign begins with it
    let start = at(&format!("{day}T00:00")).unwrap_or(end);
    let days = |at: Time| at.days_since(model.span.start);
    let shown = words::day_month(start, &model.span);
    Some(match sign {
        "<" => (Is::Below(days(start)), format!("comes before {shown}")),
        "<=" => (Is::AtMost(days(end)), format!("comes by {shown}")),
        ">" => (Is::Above(days(end)), format!("comes after {shown} or never")),
        _ => (Is::AtLeast(days(start)), format!("comes on {shown}, later or never")),
    })
}

/// Reads a number, alone or compared with.
fn count(text: &str) -> Option<(Is, String)> {
    let (sign, number) = compared(text).unwrap_or(("=", text.trim_start_matches('=').trim()));
    let number: f64 = number.parse().ok().filter(|number: &f64| number.is_finite())?;
    let shown = words::number(number);
    Some(match sign {
        "<" => (Is::Below(number), format!("is below {shown}")),
        "<=" => (Is::AtMost(number), format!("is {shown} or less")),
        ">" => (Is::Above(number), format!("is above {shown}")),
        ">=" => (Is::AtLeast(number), format!("is {shown} or more")),
        _ => (Is::Exactly(number), format!("is {shown}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_or_equal() {
        assert_eq!(count(">=2"), Some((Is::AtLeast(2.0), "is 2 or more".to_owned())));
        assert_eq!(count("below 0.5"), Some((Is::Below(0.5), "is below 0.5".to_owned())));
        assert_eq!(count("2"), Some((Is::Exactly(2.0), "is 2".to_owned())));
        assert_eq!(count("many"), None);
    }

    #[test]
    fn never_is_no_number_below_another_and_above_all() {
        assert!(Is::Exactly(f64::INFINITY).holds(f64::INFINITY));
        assert!(Is::Above(30.0).holds(f64::INFINITY));
        assert!(!Is::Below(f64::INFINITY).holds(f64::INFINITY));
    }
}
