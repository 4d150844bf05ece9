//! Why in brief: the few choices and chances without which it would have come otherwise.

use std::io;

use super::{ButFor, Why};
use crate::{
    Printer,
    chronicle::{chosen, is_routine},
    style, words,
};
use excomm_engine::world::Verb;

/// So many links are told.
const LINKS: usize = 5;

/// A difference of fewer hours is told only if there is no larger one.
const SMALL_H: f64 = 6.0;

const NUMBERS: [&str; LINKS + 1] = ["No", "One", "Two", "Three", "Four", "Five"];

impl Why<'_> {
    /// Prints the links that mattered most, each with its chance and with what would have come without it.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn print_brief(&self, out: &mut Printer, found: &[ButFor]) -> io::Result<()> {
        let is_told = |link: &&ButFor| {
            self.event(link.hinge).is_some_and(|event| !is_routine(event.key.verb))
        };
        let mattered = |link: &&ButFor| link.apart_h > 0.0 && !self.puts_off(link) && is_told(link);
        let mut links: Vec<&ButFor> = found.iter().filter(mattered).collect();
        if links.iter().any(|link| link.apart_h >= SMALL_H) {
            links.retain(|link| link.apart_h >= SMALL_H);
        }
        links.sort_by(|a, b| b.apart_h.total_cmp(&a.apart_h).then(b.hinge.cmp(&a.hinge)));
        links.truncate(LINKS);
        links.sort_by_key(|link| link.hinge);
        let first = match links.len() {
            0 if found.is_empty() => "No choice and no chance stands behind it.".to_owned(),
            0 => format!(
                "No single choice or chance decided it: of {} that were tried, none brings anything else if \
                 it alone is left out.",
                found.len()
            ),
            1 => "One choice or chance mattered; without it, it would have come otherwise:"
                .to_owned(),
            some => format!(
                "{} choices and chances mattered most. Without any one of them it would have come \
                 otherwise:",
                NUMBERS[some]
            ),
        };
        out.paragraph("", &first, style::PLAIN)?;
        for link in links {
            let Some(event) = self.event(link.hinge) else { continue };
            let day = words::day_month(event.at, &self.model.span);
            let chance = event.odds.map_or_else(String::new, chance_text);
            out.paragraph("  ", &format!("{day}: {}{chance}", self.says(event)), style::MARKED)?;
            let text = self.instead_of(link);
            out.paragraph("      without it: ", &text, style::PLAIN)?;
        }
        Ok(())
    }

    /// Returns whether a link is an answer that only has the question put again: without it the question would
    /// never be put, which is not what anybody means by another answer.
    fn puts_off(&self, link: &ButFor) -> bool {
        let answer = self.event(link.hinge).filter(|event| event.key.verb == Verb::Answer);
        let option = answer.and_then(|answer| chosen(self.part, self.model, answer));
        option.is_some_and(|option| !option.then.is_empty() && option.only_asks_again())
    }

    /// Says what would have been without a link.
    fn instead_of(&self, link: &ButFor) -> String {
        match (link.verdict, &link.instead) {
            ("otherwise", Some(instead)) => match self.part.end(instead) {
                Some(end) => format!("another end, \u{201c}{}\u{201d}", end.title),
                None => format!("{instead}, instead"),
            },
            (way @ ("later" | "earlier"), _) => format!("the same, {} {way}", about(link.apart_h)),
            _ => "never".to_owned(),
        }
    }
}

/// Returns a span of time as people say it.
fn about(hours: f64) -> String {
    match libm::round(hours / 24.0) {
        0.0 => "some hours".to_owned(),
        1.0 => "about a day".to_owned(),
        days => format!("about {days} days"),
    }
}

/// Returns how likely something was, in whole chances of a hundred.
fn chance_text(odds: f64) -> String {
    match libm::round(100.0 * odds) {
        0.0 => " (its chance was less than 1 in 100)".to_owned(),
        chance => format!(" (its chance was {chance} in 100)"),
    }
}
