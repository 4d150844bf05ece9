//! Why something happened: the walk of its causes as an indented tree, and what would have been
//! but for each of them.

use std::{collections::BTreeSet, io};

use serde::Serialize;

use super::{
    Printer,
    outcomes::value_text,
    quotes::{CiteJson, Cites, cite_json, knowledge, quoted, range, source_of, words_of},
    style::{self, styled},
    words,
};
use excomm_engine::{
    run::{
        Finished, ancestors,
        but_for::{Other, Target, Verdict, but_for, is_hinge, twin},
    },
    world::{Event, EventId, FactId, Label, Model, Setting, ThingInfo, Verb, event_text, key_text},
};
use excomm_lab as lab;
use excomm_scenario::format::Part;

/// The world that is explained.
pub struct Why<'a> {
    /// The scenario.
    pub part: &'a Part,
    /// The scenario in its branch.
    pub model: &'a Model,
    /// The setting of the world.
    pub setting: &'a Setting,
    /// The run of the world.
    pub run: &'a Finished,
    /// The sources of all items.
    pub cites: &'a Cites,
    /// The events that may be told of; without it, all.
    pub known: Option<BTreeSet<EventId>>,
}

/// Returns an event's sentence; without one, to what it happened, what, and with what.
#[must_use]
pub fn says(things: &[ThingInfo], event: &Event) -> String {
    let title = |label: Label| things[label.thing.index()].title.as_str();
    event_text(event, things).unwrap_or_else(|| {
        let who = title(event.key.who);
        if event.key.verb == Verb::Pin {
            return format!("The branch makes it happen: {who}");
        }
        let with = event.key.with.map(|with| format!(" ({})", title(with)));
        let verb = event.key.verb.text().replace('-', " ");
        format!("{}: {verb}{}", words::capital(who), with.unwrap_or_default())
    })
}

/// A hinge of the walk, and what would have been without it.
#[non_exhaustive]
pub struct ButFor {
    /// The event that was left out.
    pub hinge: EventId,
    /// What came without the event.
    pub verdict: Verdict,
}

/// A node of the walk, as programs read it.
#[derive(Serialize)]
pub struct NodeJson {
    id: String,
    at: String,
    text: Option<String>,
    odds: Option<f64>,
    draw: Option<f64>,
    causes: Vec<String>,
    facts: Vec<FactJson>,
    cite: Vec<CiteJson>,
}

#[derive(Serialize)]
struct FactJson {
    path: String,
    value: f64,
    provenance: &'static str,
}

/// A but-for verdict, as programs read it.
#[derive(Serialize)]
pub struct ButForJson {
    id: String,
    verdict: &'static str,
    at: Option<String>,
    through: Option<String>,
    instead: Option<String>,
    says: String,
}

impl Why<'_> {
    /// Returns the event with this id.
    #[must_use]
    pub fn event(&self, id: EventId) -> Option<&Event> {
        self.run.log.event(id)
    }

    /// Returns the key of an event as text.
    #[must_use]
    pub fn key(&self, event: &Event) -> String {
        key_text(&event.key, &self.model.things)
    }

    /// Returns the causes of an event; those that only pass something on give way to theirs.
    #[must_use]
    pub fn causes(&self, event: &Event) -> Vec<EventId> {
        let log = &self.run.log;
        let mut causes: Vec<EventId> = Vec::new();
        for &cause in log.causes(event) {
            let mut cause = cause;
            while let Some(passes) = log.event(cause)
                && let [only] = log.causes(passes)
                && passes.template.is_empty()
                && passes.odds.is_none()
                && log.facts(passes).is_empty()
            {
                cause = *only;
            }
            if !self.may_tell(cause) {
                let behind = log.event(cause).filter(|event| event.key.verb == Verb::Report);
                let behind = behind.map_or(&[][..], |report| log.causes(report));
                causes.extend(behind.iter().filter(|cause| self.may_tell(**cause)));
            } else if !causes.contains(&cause) {
                causes.push(cause);
            }
        }
        causes
    }

    fn may_tell(&self, id: EventId) -> bool {
        self.known.as_ref().is_none_or(|known| known.contains(&id))
    }

    /// Prints the walk from an event, down to a depth.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn tree(&self, out: &mut Printer, id: EventId, depth: usize) -> io::Result<()> {
        let (seen, facts) = (BTreeSet::new(), BTreeSet::new());
        let mut walk = Walk { why: self, out, seen, facts, quotes: Vec::new(), depth };
        walk.node(id, &[])
    }

    /// Returns the verdicts on all hinges among the ancestors of an event, in order of time.
    #[must_use]
    pub fn verdicts(&self, id: EventId, target: &Target, most: usize) -> Vec<ButFor> {
        let itself = Some(id).filter(|_| matches!(target, Target::Event(_)));
        let hinges = ancestors(&self.run.log, id).into_iter().filter(|&hinge| {
            Some(hinge) != itself && !hinge.is_missed() && self.event(hinge).is_some_and(is_hinge)
        });
        let verdict = |hinge: EventId| {
            let key = self.event(hinge).map(|event| self.key(event)).unwrap_or_default();
            let twin = lab::play(self.model, twin(self.setting, &key));
            ButFor { hinge, verdict: but_for(self.model, self.run, &twin, target) }
        };
        hinges.take(most).map(verdict).collect()
    }

    /// Returns a verdict in words, as they stand after "but for this, it ...".
    #[must_use]
    pub fn verdict_text(&self, verdict: &Verdict) -> String {
        let span = &self.model.span;
        match verdict {
            Verdict::Same => "would have come in the same way".to_owned(),
            Verdict::Never => "would not have come".to_owned(),
            Verdict::Otherwise(Other::End(end)) => {
                format!("would have been another: {}", self.model.things[end.index()].title)
            }
            Verdict::Otherwise(Other::Outcome(outcome)) => {
                format!("would have been {}", value_text(self.model, outcome))
            }
            Verdict::Anyway { at, later_h, through } => {
                let at = words::moment(*at, span);
                let when = match *later_h {
                    0.0 => "at the same time".to_owned(),
                    later if later > 0.0 => format!("{} later, {at}", span_text(later)),
                    earlier => format!("{} earlier, {at}", span_text(-earlier)),
                };
                let through = through.as_ref().map(|key| format!(", through {key}"));
                format!("would have come anyway, {when}{}", through.unwrap_or_default())
            }
        }
    }

    /// Prints what would have been but for each hinge.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn print_verdicts(&self, out: &mut Printer, found: &[ButFor]) -> io::Result<()> {
        out.line("")?;
        out.line(&styled(style::HEADING, "But for"))?;
        if found.is_empty() {
            return out.paragraph(
                "  ",
                "Nothing on this walk could have been otherwise.",
                style::PLAIN,
            );
        }
        for ButFor { hinge, verdict } in found {
            let Some(event) = self.event(*hinge) else { continue };
            let key = styled(style::DIM, &format!("[{}]", self.key(event)));
            out.paragraph(
                "  ",
                &format!("{} {key}", says(&self.model.things, event)),
                style::PLAIN,
            )?;
            let text = format!("it {}", self.verdict_text(verdict));
            let style = match verdict {
                Verdict::Same => style::DIM,
                _ => style::MARKED,
            };
            out.paragraph("    -> ", &text, style)?;
        }
        Ok(())
    }

    /// Returns the whole walk from an event, causes last, as programs read it.
    #[must_use]
    pub fn walk_json(&self, id: EventId) -> Vec<NodeJson> {
        let log = &self.run.log;
        let node = |id: EventId| {
            let event = self.event(id)?;
            let causes = log.causes(event).iter().filter_map(|cause| self.event(*cause));
            Some(NodeJson {
                id: self.key(event),
                at: event.at.rfc3339(),
                text: event_text(event, &self.model.things),
                odds: event.odds,
                draw: event.draw,
                causes: causes.map(|cause| self.key(cause)).collect(),
                facts: log.facts(event).iter().map(|fact| self.fact_json(*fact)).collect(),
                cite: self.cites_of(event).iter().map(cite_json).collect(),
            })
        };
        ancestors(log, id).into_iter().rev().filter_map(node).collect()
    }

    /// Returns verdicts as programs read them.
    #[must_use]
    pub fn verdicts_json(&self, found: &[ButFor]) -> Vec<ButForJson> {
        let each = found.iter().filter_map(|ButFor { hinge, verdict }| {
            let (at, through) = match verdict {
                Verdict::Anyway { at, through, .. } => (Some(at.rfc3339()), through.clone()),
                _ => (None, None),
            };
            let instead = match verdict {
                Verdict::Otherwise(Other::End(end)) => {
                    Some(self.model.things[end.index()].id.clone())
                }
                Verdict::Otherwise(Other::Outcome(outcome)) => {
                    Some(value_text(self.model, outcome))
                }
                _ => None,
            };
            let verdict_name = match verdict {
                Verdict::Same => "same",
                Verdict::Never => "never",
                Verdict::Otherwise(_) => "otherwise",
                Verdict::Anyway { later_h: 0.0, .. } => "anyway",
                Verdict::Anyway { later_h, .. } if *later_h > 0.0 => "later",
                Verdict::Anyway { .. } => "earlier",
            };
            Some(ButForJson {
                id: self.key(self.event(*hinge)?),
                verdict: verdict_name,
                at,
                through,
                instead,
                says: self.verdict_text(verdict),
            })
        });
        each.collect()
    }

    fn fact_json(&self, fact: FactId) -> FactJson {
        let info = &self.model.facts[fact.0 as usize];
        FactJson {
            path: info.path.clone(),
            value: self.run.facts[fact.0 as usize],
            provenance: knowledge(info.knowledge),
        }
    }

    /// Returns the words behind an event, bare and with their speaker, save those that stand in
    /// longer ones.
    #[must_use]
    pub fn words_behind(&self, event: &Event) -> Vec<(String, String)> {
        let cites = self.cites_of(event);
        let stand = |cite: &excomm_scenario::format::Cite| {
            let (said, text) = (words_of(cite)?, quoted(self.part, cite)?);
            let longer = |other: &str| other.len() > said.len() && other.contains(said);
            let bare = !cites.iter().filter_map(words_of).any(longer);
            bare.then(|| (said.to_owned(), text))
        };
        cites.iter().filter_map(stand).collect()
    }

    /// Returns the cites of the items that take part in an event.
    fn cites_of(&self, event: &Event) -> Vec<excomm_scenario::format::Cite> {
        let labels = [Some(event.key.who), event.key.with].into_iter().flatten();
        let paths = labels.map(|label| &self.model.things[label.thing.index()].path);
        paths.flat_map(|path| self.cites.of(path)).collect()
    }
}

/// Returns whether this did not come about, though it could have.
fn is_missed(event: &Event) -> bool {
    matches!(event.key.verb, Verb::NoChance | Verb::NoRespond | Verb::NoAsk)
}

/// Returns by what odds an event happened and what was drawn, if it was a draw.
#[must_use]
pub fn odds_text(event: &Event) -> Option<String> {
    let (odds, draw) = (event.odds?, event.draw?);
    // A sky is drawn from several; all else happens or does not.
    let against = draw >= odds && event.key.verb != Verb::Sky && !is_missed(event);
    let odds_for = if against { "odds against it" } else { "odds" };
    Some(format!("{odds_for} {}, drawn {}", words::percent(odds), words::percent(draw)))
}

/// A length of time in words: `3 h`, `12.5 days`.
fn span_text(hours: f64) -> String {
    let rounded = |value: f64| words::number(libm::round(value * 10.0) / 10.0);
    match hours {
        _ if hours < 1.0 => format!("{} min", rounded(hours * 60.0)),
        _ if hours < 48.0 => format!("{} h", rounded(hours)),
        _ => format!("{} days", rounded(hours / 24.0)),
    }
}

/// A walk as it is printed.
struct Walk<'a, 'b> {
    why: &'a Why<'a>,
    out: &'b mut Printer,
    /// The events, the facts and the quotes that have been told.
    seen: BTreeSet<EventId>,
    facts: BTreeSet<FactId>,
    quotes: Vec<String>,
    depth: usize,
}

impl Walk<'_, '_> {
    /// Prints an event and what led to it. `lasts` says of each step on the way whether it was the
    /// last of its siblings.
    fn node(&mut self, id: EventId, lasts: &[bool]) -> io::Result<()> {
        let why = self.why;
        let Some(event) = why.event(id) else { return Ok(()) };
        let (first, rest) = rails(lasts);
        let key = styled(style::DIM, &format!("[{}]", why.key(event)));
        if !self.seen.insert(id) {
            let text = format!("{} {key}, as above", says(&why.model.things, event));
            return self.out.hang(&first, &rest, &text, style::DIM);
        }
        let at = styled(style::DIM, &words::moment(event.at, &why.model.span));
        let style = if event.marked { style::MARKED } else { style::PLAIN };
        let says = styled(style, &says(&why.model.things, event));
        self.out.hang(&first, &rest, &format!("{says} {at} {key}"), style::PLAIN)?;
        let bar = if why.causes(event).is_empty() { "    " } else { "\u{2502}   " };
        self.details(event, &format!("{rest}{bar}"))?;
        let causes = why.causes(event);
        if causes.is_empty() {
            if event.key.verb == Verb::Pin || is_missed(event) {
                return Ok(());
            }
            let hidden = !why.run.log.causes(event).is_empty();
            let text = if hidden { "what led to it is not known" } else { "so from the start" };
            return self.out.paragraph(&format!("{rest}    "), text, style::DIM);
        }
        if lasts.len() >= self.depth {
            let text =
                format!("... {} behind it: see --depth", words::count(causes.len(), "cause"));
            return self.out.paragraph(&format!("{rest}    "), &text, style::DIM);
        }
        for (i, cause) in causes.iter().enumerate() {
            let mut lasts = lasts.to_vec();
            lasts.push(i + 1 == causes.len());
            self.node(*cause, &lasts)?;
        }
        Ok(())
    }

    /// Prints the odds, the facts and the words behind an event.
    fn details(&mut self, event: &Event, indent: &str) -> io::Result<()> {
        let why = self.why;
        if let Some(text) = odds_text(event) {
            self.out.hang(indent, indent, &text, style::PLAIN)?;
        }
        for &fact in why.run.log.facts(event) {
            let info = &why.model.facts[fact.0 as usize];
            let value = words::about(why.run.facts[fact.0 as usize]);
            let name = styled(style::NAME, &info.path);
            let known = if self.facts.insert(fact) {
                format!("{}: {}", range(info), source_of(why.part, info))
            } else {
                "as above".to_owned()
            };
            self.out.hang(indent, indent, &format!("{name} = {value} ({known})"), style::PLAIN)?;
        }
        self.words(event, indent)
    }

    /// Prints the words behind an event, unless they have been read or stand in longer ones.
    fn words(&mut self, event: &Event, indent: &str) -> io::Result<()> {
        for (said, text) in self.why.words_behind(event) {
            if self.quotes.iter().any(|told| told.contains(&said)) {
                continue;
            }
            self.quotes.push(said);
            self.out.hang(indent, indent, &text, style::QUOTE)?;
        }
        Ok(())
    }
}

/// Returns the rails before a node's first line and before its other lines.
fn rails(lasts: &[bool]) -> (String, String) {
    let Some((last, above)) = lasts.split_last() else { return (String::new(), String::new()) };
    let above: String = above.iter().map(|last| if *last { "   " } else { "\u{2502}  " }).collect();
    let first = if *last { "\u{2514}\u{2500} " } else { "\u{251c}\u{2500} " };
    let rest = if *last { "   " } else { "\u{2502}  " };
    (format!("{above}{first}"), format!("{above}{rest}"))
}
