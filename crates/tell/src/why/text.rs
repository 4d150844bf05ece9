//! A walk as an indented tree, in a terminal.

use std::{collections::BTreeSet, io};

use super::{Step, Walk};
use crate::{
    Printer,
    style::{self, styled},
    words,
};
use excomm_engine::world::{EventId, FactId};

impl Walk {
    /// Prints the tree that leads to an event, down to a depth.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn print(&self, out: &mut Printer, root: EventId, depth: usize) -> io::Result<()> {
        let (seen, facts) = (BTreeSet::new(), BTreeSet::new());
        let mut tree = Tree { walk: self, out, seen, facts, quotes: BTreeSet::new(), depth };
        self.0.get(&root).map_or(Ok(()), |step| tree.step(step, &[]))
    }
}

/// A tree as it is printed.
struct Tree<'a, 'b> {
    walk: &'a Walk,
    out: &'b mut Printer,
    /// The events, the facts and the quotes that have been told.
    seen: BTreeSet<EventId>,
    facts: BTreeSet<FactId>,
    quotes: BTreeSet<&'a str>,
    depth: usize,
}

impl<'a> Tree<'a, '_> {
    /// Prints a step and what led to it. `lasts` says of each step on the way whether it was the
    /// last of its siblings.
    fn step(&mut self, step: &'a Step, lasts: &[bool]) -> io::Result<()> {
        let (first, rest) = rails(lasts);
        let key = styled(style::DIM, &format!("[{}]", step.id.key));
        if !self.seen.insert(step.id.event) {
            let text = format!("{} {key}, as above", step.text);
            return self.out.hang(&first, &rest, &text, style::DIM);
        }
        let at = styled(style::DIM, &step.when);
        let style = if step.marked { style::MARKED } else { style::PLAIN };
        let says = styled(style, &step.text);
        self.out.hang(&first, &rest, &format!("{says} {at} {key}"), style::PLAIN)?;
        let bar = if step.causes.is_empty() { "    " } else { "\u{2502}   " };
        self.behind(step, &format!("{rest}{bar}"))?;
        let cut =
            || format!("... {} behind it: see --depth", words::count(step.causes.len(), "cause"));
        let text = match step.begins {
            Some(begins) => begins.to_owned(),
            None if step.causes.is_empty() => return Ok(()),
            None if lasts.len() >= self.depth => cut(),
            None => return self.causes(step, lasts),
        };
        self.out.paragraph(&format!("{rest}    "), &text, style::DIM)
    }

    fn causes(&mut self, step: &'a Step, lasts: &[bool]) -> io::Result<()> {
        for (i, cause) in self.walk.causes(step).enumerate() {
            self.step(cause, &[lasts, &[i + 1 == step.causes.len()]].concat())?;
        }
        Ok(())
    }

    /// Prints the odds, the facts and the words behind a step; words only if they have not been read
    /// and stand in no longer ones.
    fn behind(&mut self, step: &'a Step, indent: &str) -> io::Result<()> {
        if let Some(text) = &step.drawn {
            self.out.hang(indent, indent, text, style::PLAIN)?;
        }
        for fact in &step.facts {
            let (name, value) = (styled(style::NAME, &fact.path), &fact.here);
            let known = if self.facts.insert(fact.id) {
                format!("{}: {}", fact.range, fact.source)
            } else {
                "as above".to_owned()
            };
            self.out.hang(indent, indent, &format!("{name} = {value} ({known})"), style::PLAIN)?;
        }
        for (said, text) in &step.quotes {
            if !self.quotes.iter().any(|told| told.contains(said)) {
                self.quotes.insert(said);
                self.out.hang(indent, indent, text, style::QUOTE)?;
            }
        }
        Ok(())
    }
}

/// Returns the rails before a step's first line and before its other lines.
fn rails(lasts: &[bool]) -> (String, String) {
    let Some((last, above)) = lasts.split_last() else { return (String::new(), String::new()) };
    let above: String = above.iter().map(|last| if *last { "   " } else { "\u{2502}  " }).collect();
    let first = if *last { "\u{2514}\u{2500} " } else { "\u{251c}\u{2500} " };
    let rest = if *last { "   " } else { "\u{2502}  " };
    (format!("{above}{first}"), format!("{above}{rest}"))
}
