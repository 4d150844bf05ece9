//! A broken run: why a world could not be played to its end, in words.

use std::fmt::{self, Display, Formatter};

use crate::{
    rules,
    world::{Fault, Label, Thing, ThingInfo, Time},
};

/// Why a world could not be played to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The moment at which the world stopped.
    pub at: Time,
    /// Why, in one sentence with the names of the scenario.
    pub says: String,
    /// What to do about it.
    pub hint: &'static str,
}

impl Display for Broken {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says)
    }
}

impl Broken {
    /// Puts a fault into words.
    pub(super) fn new(fault: &Fault, at: Time, things: &[ThingInfo]) -> Broken {
        let (says, hint) = match fault {
            Fault::Ring(ring) => (
                format!("{} without end, from {} on", circle(ring, things), at.rfc3339()),
                "give one of them a `times` or an end to its `when`, or let time pass with `Later`",
            ),
            Fault::Flood(most) => {
                let most: Vec<String> = most.iter().map(|&thing| path(thing, things)).collect();
                let text = format!(
                    "more happens around {} than a day can hold, most of it about {}",
                    at.rfc3339(),
                    most.join(", ")
                );
                (text, "look for things that set each other off")
            }
            Fault::Bare { rule, thing } => {
                let (rule, thing) = (name(*rule), label(*thing, things));
                let text =
                    format!("the rule `{rule}` met {thing}, which lacks what the rule needs");
                (text, LACKS)
            }
            Fault::Unlike => ("the world was not built as its model knows it".to_owned(), REPORT),
            Fault::Refused { rule, thing, why } => {
                let (rule, thing) = (name(*rule), label(*thing, things));
                (format!("the rule `{rule}` could not be run for {thing}: {why}"), REPORT)
            }
        };
        Broken { at, says, hint }
    }
}

const LACKS: &str =
    "look at how that thing is written; if nothing is missing there, please report it";

const REPORT: &str = "this is a mistake of the program, not of the scenario: please report it";

/// Says who sets whom off: `a` sets off `b`, and `b` sets off `a` again.
fn circle(ring: &[Thing], things: &[ThingInfo]) -> String {
    let names: Vec<String> = ring.iter().map(|&thing| path(thing, things)).collect();
    match names.as_slice() {
        [] => "things set each other off".to_owned(),
        [one] => format!("{one} sets itself off again"),
        [first, middle @ .., last] => {
            let chain = middle
                .iter()
                .fold(first.clone(), |chain, name| format!("{chain} sets off {name}, which"));
            format!("{chain} sets off {last}, and that sets off {first} again")
        }
    }
}

fn path(thing: Thing, things: &[ThingInfo]) -> String {
    things.get(thing.index()).map_or_else(String::new, |info| format!("`{}`", info.path))
}

fn label(label: Label, things: &[ThingInfo]) -> String {
    let path = path(label.thing, things);
    if label.nth > 0 { format!("number {} of {path}", label.nth) } else { path }
}

fn name(rule: u16) -> &'static str {
    rules::all().nth(usize::from(rule)).map_or("unknown", |rule| rule.name)
}
