//! Sentences of events: templates of rules and the words that go into them.

use super::{
    log::Event,
    name::{Thing, ThingInfo},
};

/// A word of an event's sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Arg {
    /// The name of a thing.
    Title(Thing),
    /// So many of a thing: `13 bombers`.
    Count(f64, Thing),
    /// So many of a thing, in digits: `9 bombers`.
    Digits(f64, Thing),
    /// Words of the scenario that go with a thing: the first, or another of them.
    Words(Thing, u8),
    /// A whole number.
    Whole(f64),
    /// A number with one decimal.
    Number(f64),
    /// A share, as a percentage.
    Percent(f64),
    /// A word of the rule's own.
    Word(&'static str),
}

/// Returns names as a series: `a, b and c`.
#[must_use]
pub fn series(names: &[impl AsRef<str>]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match &names[..] {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// Returns an event's sentence in words, or nothing if it is no line of a chronicle.
#[must_use]
pub fn event_text(event: &Event, things: &[ThingInfo]) -> Option<String> {
    if event.template.is_empty() {
        return None;
    }
    let mut text = String::new();
    let mut args = event.args();
    let mut rest = event.template;
    while let Some(hole) = rest.find("{}") {
        text.push_str(&rest[..hole]);
        if let Some(arg) = args.next() {
            text.push_str(&arg_text(arg, things));
        }
        rest = &rest[hole + 2..];
    }
    text.push_str(rest);
    Some(capital(&text))
}

/// Returns a text that begins with a capital letter.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn arg_text(arg: Arg, things: &[ThingInfo]) -> String {
    match arg {
        Arg::Title(thing) => things[thing.index()].title.clone(),
        Arg::Count(count, thing) => counted(count, &things[thing.index()]),
        Arg::Digits(count, thing) => {
            let whole = libm::round(count.max(0.0)) as usize;
            format!("{whole} {}", things[thing.index()].name_of(whole))
        }
        Arg::Words(thing, which) => {
            things[thing.index()].words.get(usize::from(which)).cloned().unwrap_or_default()
        }
        Arg::Whole(number) => format!("{number:.0}"),
        Arg::Number(number) => format!("{number:.1}"),
        Arg::Percent(share) => format!("{:.0} %", share * 100.0),
        Arg::Word(word) => word.to_owned(),
    }
}

/// Words for small numbers.
const SMALL: [&str; 13] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// Returns a number in words, if it is small: `two`, `13`, `no`.
#[must_use]
pub fn spelled(number: usize) -> String {
    SMALL.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// Returns so many of a thing in words: `two missiles`, `13 missiles`, `no missiles`.
#[must_use]
pub fn counted(count: f64, thing: &ThingInfo) -> String {
    let whole = libm::round(count.max(0.0)) as usize;
    format!("{} {}", spelled(whole), thing.name_of(whole))
}
