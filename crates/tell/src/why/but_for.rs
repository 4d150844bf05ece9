//! What would have been but for a cause: the world played again with one event forbidden.

use std::io;

use serde::Serialize;

use super::Why;
use crate::{
    Printer,
    outcomes::value_text,
    style::{self, styled},
    words,
};
use excomm_engine::{
    run::ancestors,
    world::{Event, EventId, Verb},
};
use excomm_lab as lab;
use excomm_lab::but_for::{Other, Target, Verdict, but_for, is_hinge, twin};

/// An answer, a draw or a pin on a walk, and what would have been without it.
#[derive(Debug, Serialize)]
pub struct ButFor {
    /// The event that was left out.
    #[serde(skip)]
    pub hinge: EventId,
    id: String,
    #[serde(skip)]
    event: String,
    pub(super) verdict: &'static str,
    at: Option<String>,
    through: Option<String>,
    pub(super) instead: Option<String>,
    /// The verdict in words, as they stand after "but for this, it ...".
    pub says: String,
    /// By how many hours it would have come at another time; without end if it would not have come.
    #[serde(skip)]
    pub(super) apart_h: f64,
}

impl ButFor {
    /// Returns whether all would have come in the same way.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.verdict == "same"
    }
}

/// A reader should not miss a chance that comes true less often than this.
const RARE: f64 = 0.05;

impl Why<'_> {
    /// Returns the verdicts on the hinges among the ancestors of an event, in order of time: on so many at
    /// most, and first of all on those that a reader should not miss. What only time has brought has no
    /// ancestors, and anything that happened may have prevented something else.
    #[must_use]
    pub fn verdicts(&self, id: EventId, target: &Target, most: usize) -> Vec<ButFor> {
        let itself = Some(id).filter(|_| matches!(target, Target::Event(_)));
        let mut behind = ancestors(&self.run.log, id);
        if behind.len() == 1 {
            behind = (0..).map(EventId).take(self.run.log.events().len()).collect();
        }
        let hinges = behind.into_iter().filter_map(|hinge| {
            let event = self.event(hinge).filter(|event| is_hinge(event))?;
            (Some(hinge) != itself && !hinge.is_missed()).then_some((hinge, event))
        });
        let mut hinges: Vec<_> = hinges.collect();
        let rare = |event: &Event| event.odds.is_some_and(|odds| odds < RARE);
        let stands_out =
            |event: &Event| event.marked || event.key.verb == Verb::Chance || rare(event);
        hinges.sort_by_key(|(hinge, event)| (!stands_out(event), *hinge));
        hinges.truncate(most);
        hinges.sort_by_key(|(hinge, _)| *hinge);
        hinges.into_iter().map(|(hinge, event)| self.without(hinge, event, target)).collect()
    }

    fn without(&self, hinge: EventId, event: &Event, target: &Target) -> ButFor {
        let id = self.key(event);
        let twin = lab::play(self.model, twin(self.setting, &id));
        let mut found = ButFor {
            hinge,
            id,
            event: self.says(event),
            verdict: "same",
            at: None,
            through: None,
            instead: None,
            says: "would have come in the same way".to_owned(),
            apart_h: 0.0,
        };
        match but_for(self.model, self.run, &twin, target) {
            Verdict::Same => {}
            Verdict::Never => {
                (found.verdict, found.says) = ("never", "would not have come".to_owned());
                found.apart_h = f64::INFINITY;
            }
            Verdict::Otherwise(other) => {
                let (instead, says) = self.instead(&other);
                (found.verdict, found.instead, found.says) = ("otherwise", Some(instead), says);
                found.apart_h = f64::INFINITY;
            }
            Verdict::Anyway { at, later_h, through } => {
                found.apart_h = later_h.abs();
                let when = words::moment(at, &self.model.span);
                let (verdict, when) = match later_h {
                    0.0 => ("anyway", "at the same time".to_owned()),
                    later if later > 0.0 => {
                        ("later", format!("{} later, {when}", span_text(later)))
                    }
                    earlier => ("earlier", format!("{} earlier, {when}", span_text(-earlier))),
                };
                let by = through.as_ref().map(|key| format!(", through {key}"));
                found.says = format!("would have come anyway, {when}{}", by.unwrap_or_default());
                (found.verdict, found.at, found.through) = (verdict, Some(at.rfc3339()), through);
            }
        }
        found
    }

    /// Returns what comes instead, for programs and as a verdict.
    fn instead(&self, other: &Other) -> (String, String) {
        match other {
            Other::End(end) => {
                let end = &self.model.things[end.index()];
                (end.id.clone(), format!("would have been another: {}", end.title))
            }
            Other::Outcome(outcome) => {
                let value = value_text(self.model, outcome);
                (value.clone(), format!("would have been {value}"))
            }
        }
    }
}

/// Prints what would have been but for each hinge.
///
/// # Errors
/// If the output cannot be written.
pub fn print_verdicts(out: &mut Printer, found: &[ButFor]) -> io::Result<()> {
    out.line("")?;
    out.line(&styled(style::HEADING, "But for"))?;
    if found.is_empty() {
        let text = "Nothing on this walk could have been otherwise.";
        return out.paragraph("  ", text, style::PLAIN);
    }
    for known in found {
        let key = styled(style::DIM, &format!("[{}]", known.id));
        out.paragraph("  ", &format!("{} {key}", known.event), style::PLAIN)?;
        let style = if known.is_same() { style::DIM } else { style::MARKED };
        out.paragraph("    -> ", &format!("it {}", known.says), style)?;
    }
    Ok(())
}

/// A length of time in words: `3 h`, `12.5 days`.
pub(super) fn span_text(hours: f64) -> String {
    match hours {
        _ if hours < 1.0 => format!("{} min", words::tenths(hours * 60.0)),
        _ if hours < 48.0 => format!("{} h", words::tenths(hours)),
        _ => format!("{} days", words::tenths(hours / 24.0)),
    }
}
