//! Facts and truths by a name that can be read aloud.

use super::words;
use excomm_engine::world::Model;
use excomm_scenario::format::Part;

/// Units that end the name of a field.
const UNITS: &[(&str, &str)] = &[
    ("_h", "hours"),
    ("_min", "minutes"),
    ("_days", "days"),
    ("_kn", "knots"),
    ("_nm", "nautical miles"),
    ("_nm2", "square nautical miles"),
    ("_ft", "feet"),
    ("_deg", "degrees"),
];

/// Returns the name of the fact or the item with this path: `the base odds that the South gives in`.
#[must_use]
pub fn name_of(part: &Part, model: &Model, path: &str) -> String {
    let steps: Vec<&str> = path.split('/').collect();
    match steps.as_slice() {
        ["facts", id] => said(id),
        ["chances", id, "base"] => format!("the base odds that {}", chance(part, id)),
        ["chances", id, "at_most"] => format!("how often, at most, {}", chance(part, id)),
        ["chances", id, "times", factor, "ratio"] => {
            format!("how much {} multiplies the odds that {}", said(factor), chance(part, id))
        }
        ["responses", id, "odds"] => format!("the odds that {}", response(part, id)),
        ["beliefs", id, "prior"] => {
            format!("how likely it seems at first that {}", title(model, "beliefs", id))
        }
        ["beliefs", id, "moved_by", what, "ratio"] => {
            format!("how much {} speaks for it that {}", said(what), title(model, "beliefs", id))
        }
        ["gauges", id, "starts"] => format!("{}: where it starts", title(model, "gauges", id)),
        ["gauges", id, "rests_at"] => {
            format!("{}: where it comes to rest", title(model, "gauges", id))
        }
        ["gauges", id, "moved_by", what, "by"] => {
            format!("{}: how far {} moves it", title(model, "gauges", id), said(what))
        }
        ["truths", _, "alternatives", _, "weight"] => {
            let alternative = path.trim_end_matches("/weight");
            format!("how likely it is that \u{201c}{}\u{201d}", titled(model, alternative))
        }
        _ => in_general(model, &steps),
    }
}

/// Names a fact by the titles of what it is part of, and the words of its fields.
fn in_general(model: &Model, steps: &[&str]) -> String {
    let mut names: Vec<String> = Vec::new();
    let mut rest = 0;
    for end in 1..=steps.len() {
        if model.find(&steps[..end].join("/")).is_some() {
            let name = match titled(model, &steps[..end].join("/")) {
                title if title == steps[end - 1] || names.contains(&title) => said(steps[end - 1]),
                title => title,
            };
            names.push(name);
            rest = end;
        }
    }
    let fields = steps[rest..].iter().filter(|step| step.parse::<u32>().is_err() && **step != "is");
    let fields: Vec<String> = fields.map(|step| field(step)).collect();
    let names = names.iter().fold(String::new(), |said, name| joined(said, ",", name));
    joined(names, ":", &fields.join(" "))
}

/// Joins two parts of a name, by a mark unless the first one is a question.
fn joined(name: String, mark: &str, next: &str) -> String {
    match name.chars().last() {
        _ if next.is_empty() => name,
        None => next.to_owned(),
        Some('?') => format!("{name} {}", words::capital(next)),
        Some(_) => format!("{name}{mark} {next}"),
    }
}

/// Returns a field in words: `after (hours)`, `at least`.
fn field(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.extend(letter.to_lowercase());
    }
    for (end, unit) in UNITS {
        if let Some(name) = text.strip_suffix(end) {
            return format!("{} ({unit})", name.replace('_', " "));
        }
    }
    text.replace('_', " ")
}

fn chance(part: &Part, id: &str) -> String {
    let known = part.chance(id);
    known.map_or_else(|| said(id), |known| deed(part, &known.who, &known.title))
}

fn response(part: &Part, id: &str) -> String {
    let known = part.response(id);
    known.map_or_else(|| said(id), |known| deed(part, &known.who, &known.title))
}

fn deed(part: &Part, who: &str, does: &str) -> String {
    let actor = part.actor(who);
    format!("{} {does}", actor.map_or(who, |actor| &actor.title))
}

fn title(model: &Model, section: &str, id: &str) -> String {
    titled(model, &format!("{section}/{id}"))
}

fn titled(model: &Model, path: &str) -> String {
    let thing = model.find(path);
    thing.map_or_else(|| path.to_owned(), |thing| model.things[thing.index()].title.clone())
}

/// Returns an id as words in quote marks.
fn said(id: &str) -> String {
    format!("\u{201c}{}\u{201d}", id.replace('-', " "))
}

/// Returns the title of an alternative of a truth, counted from 0.
#[must_use]
pub fn alternative<'a>(part: &'a Part, truth: &str, place: usize) -> &'a str {
    let known = part.truth(truth);
    known.and_then(|known| known.alternatives.get(place)).map_or("", |a| a.title.as_str())
}

/// Returns a limit in words, of all values that could be: `0.04 or more (of 0.01 to 0.08)`.
#[must_use]
pub fn limit((low, high): (f64, f64), (least, most): (f64, f64)) -> String {
    let (low_text, high_text) = (words::about(low), words::about(high));
    let inside = match (low > least, high < most) {
        (true, true) => format!("{low_text} to {high_text}"),
        (true, false) => format!("{low_text} or more"),
        (false, true) => format!("{high_text} or less"),
        (false, false) => "any value".to_owned(),
    };
    format!("{inside} (of {} to {})", words::about(least), words::about(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_words_with_their_unit() {
        assert_eq!(field("half_life_days"), "half life (days)");
        assert_eq!(field("AtLeast"), "at least");
        assert_eq!(field("per_day"), "per day");
    }

    #[test]
    fn a_name_goes_on_after_a_question_as_a_sentence_does() {
        let named = |name: &str, mark, next| joined(name.to_owned(), mark, next);
        assert_eq!(named("Lift it?", ",", "lifts it"), "Lift it? Lifts it");
        assert_eq!(named("the gun", ":", "kill"), "the gun: kill");
        assert_eq!(named("the gun", ":", ""), "the gun");
    }

    #[test]
    fn a_limit_names_the_end_that_is_not_free() {
        assert_eq!(limit((0.04, 0.08), (0.01, 0.08)), "0.04 or more (of 0.01 to 0.08)");
        assert_eq!(limit((0.01, 0.04), (0.01, 0.08)), "0.04 or less (of 0.01 to 0.08)");
        assert_eq!(limit((2.0, 3.0), (1.0, 4.0)), "2 to 3 (of 1 to 4)");
    }
}
