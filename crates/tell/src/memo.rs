//! The memorandum: who agreed to what, on what condition, and whether it was kept.

use std::io;

use serde::Serialize;

use super::{
    Printer,
    quotes::{CiteJson, cite_json, quoted},
    style::{self, styled},
    words,
};
use excomm_engine::{
    run::stood,
    world::{Log, Model, SignKind, Thing, Time, Verb, event_text, key_text, talks::PledgeState},
};
use excomm_scenario::format::{Cite, Part};

/// What stands in a memorandum.
pub struct Memo<'a> {
    part: &'a Part,
    model: &'a Model,
    pledges: Vec<Entry<'a>>,
    consents: Vec<Entry<'a>>,
}

/// One line of the memorandum: a pledge or a consent.
#[derive(Serialize)]
pub struct Entry<'a> {
    /// The id of the pledge or consent.
    pub id: &'a str,
    /// What was promised or agreed to.
    pub says: &'a str,
    /// Who promised.
    pub by: &'a str,
    /// To whom, if to one.
    pub to: Option<&'a str>,
    /// The condition, if the promise hangs on one.
    pub on_condition: Option<&'a str>,
    /// How the promise stands: open, kept, broken.
    pub state: &'static str,
    /// How the promise stood since each moment.
    #[serde(skip)]
    pub states: Vec<(Time, &'static str)>,
    made: Option<String>,
    /// How the promise is verified, if that was said.
    pub verified_by: Option<&'a str>,
    /// The events that changed how the promise stands.
    pub events: Vec<Step>,
    cite: Vec<CiteJson>,
    /// The sources of the entry.
    #[serde(skip)]
    pub cites: &'a [Cite],
}

/// An event that made a pledge or a consent stand as it does.
#[derive(Serialize)]
pub struct Step {
    /// The key of the event.
    pub id: String,
    /// The moment, for programs.
    pub at: String,
    /// The event in a sentence.
    pub text: String,
    /// The moment, for people.
    #[serde(skip)]
    pub moment: String,
}

impl<'a> Memo<'a> {
    /// Reads off a log how all pledges and consents stand, and how they came to.
    #[must_use]
    pub fn new(part: &'a Part, model: &'a Model, log: &Log) -> Memo<'a> {
        let pledges = part.pledges.iter().filter_map(|pledge| {
            let thing = model.find(&format!("pledges/{}", pledge.id))?;
            let stood = stood(model, log, SignKind::Pledge, thing)?;
            let events = || log.events().iter().filter(|event| event.key.who.thing == thing);
            let made = events().rfind(|event| event.key.verb == Verb::Pledge).map(|event| event.at);
            let made = made.or(pledge.standing.then_some(model.span.start));
            let states = stood.iter().map(|(at, code)| (*at, pledge_state(*code)));
            let entry = Entry {
                id: &pledge.id,
                says: &pledge.says,
                by: title(part, &pledge.by),
                to: Some(title(part, &pledge.to)),
                on_condition: pledge.on_condition.as_deref(),
                state: "",
                states: states.collect(),
                made: made.map(Time::rfc3339),
                verified_by: Some(&pledge.verified_by),
                events: steps(model, log, thing),
                cite: pledge.cite.iter().map(cite_json).collect(),
                cites: &pledge.cite,
            };
            Some(entry.standing())
        });
        let consents = part.consents.iter().filter_map(|consent| {
            let thing = model.find(&format!("consents/{}", consent.id))?;
            let stood = stood(model, log, SignKind::Consent, thing)?;
            let entry = Entry {
                id: &consent.id,
                says: &consent.says,
                by: title(part, &consent.of),
                to: None,
                on_condition: None,
                state: "",
                states: stood.iter().map(|(at, code)| (*at, consent_state(*code))).collect(),
                made: None,
                verified_by: None,
                events: steps(model, log, thing),
                cite: consent.cite.iter().map(cite_json).collect(),
                cites: &consent.cite,
            };
            Some(entry.standing())
        });
        Memo { part, model, pledges: pledges.collect(), consents: consents.collect() }
    }

    /// Returns pledges and consents, as programs read them.
    #[must_use]
    pub fn entries(&self) -> (&[Entry<'a>], &[Entry<'a>]) {
        (&self.pledges, &self.consents)
    }

    /// Prints the memorandum.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn print(&self, out: &mut Printer, at: Time) -> io::Result<()> {
        out.paragraph("", "Memorandum: who has agreed to what", style::HEADING)?;
        out.paragraph("", &words::moment(at, &self.model.span), style::DIM)?;
        let made = |entry: &&Entry| entry.state != "not made";
        for (i, entry) in (1..).zip(self.pledges.iter().filter(made)) {
            let to = entry.to.unwrap_or_default();
            let text = format!("{} promised {to} {}", words::capital(entry.by), entry.says);
            self.entry(out, i, &text, entry)?;
        }
        let not_made: Vec<&Entry> = self.pledges.iter().filter(|entry| !made(entry)).collect();
        if !not_made.is_empty() {
            out.line("")?;
            out.line(&styled(style::HEADING, "Not promised"))?;
            for entry in not_made {
                let text =
                    format!("by {}, to {}: {}", entry.by, entry.to.unwrap_or(""), entry.says);
                out.paragraph("  - ", &text, style::PLAIN)?;
            }
        }
        if !self.consents.is_empty() {
            out.line("")?;
            out.line(&styled(style::HEADING, "Consents"))?;
        }
        for (i, entry) in (1..).zip(&self.consents) {
            let text = format!("{}, agreement {}", words::capital(entry.by), entry.says);
            self.entry(out, i, &text, entry)?;
        }
        Ok(())
    }

    fn entry(&self, out: &mut Printer, i: usize, text: &str, entry: &Entry) -> io::Result<()> {
        out.line("")?;
        out.paragraph(&format!("{i:>2}. "), text, style::MARKED)?;
        if entry.to.is_some() {
            let condition = entry.on_condition.unwrap_or("none");
            out.paragraph("    condition: ", condition, style::PLAIN)?;
        }
        out.paragraph("    stands:    ", entry.state, style::PLAIN)?;
        if let Some(how) = entry.verified_by {
            out.paragraph("    verified:  ", how, style::PLAIN)?;
        }
        if entry.events.is_empty() && entry.state != "open" {
            out.paragraph("    since:     ", "before the start", style::PLAIN)?;
        }
        for step in &entry.events {
            let key = styled(style::DIM, &format!("[{}]", step.id));
            let text = format!("{}: {} {key}", step.moment, step.text);
            out.paragraph("    event:     ", &text, style::PLAIN)?;
        }
        for words in entry.cites.iter().filter_map(|cite| quoted(self.part, cite)) {
            out.paragraph("    record:    ", &words, style::QUOTE)?;
        }
        Ok(())
    }
}

impl Entry<'_> {
    fn standing(self) -> Self {
        Entry { state: self.states.last().map_or("", |(_, state)| state), ..self }
    }
}

fn steps(model: &Model, log: &Log, thing: Thing) -> Vec<Step> {
    let about = log.events().iter().filter(|event| event.key.who.thing == thing);
    let step = |event: &excomm_engine::world::Event| {
        Some(Step {
            id: key_text(&event.key, &model.things),
            at: event.at.rfc3339(),
            text: event_text(event, &model.things)?,
            moment: words::moment(event.at, &model.span),
        })
    };
    about.filter_map(step).collect()
}

fn title<'a>(part: &'a Part, actor: &'a str) -> &'a str {
    part.actor(actor).map_or(actor, |known| &known.title)
}

fn pledge_state(code: f64) -> &'static str {
    match PledgeState::of_code(code) {
        PledgeState::Unmade => "not made",
        PledgeState::Open => "open",
        PledgeState::Binding => "binding",
        PledgeState::Kept => "kept",
        PledgeState::Broken => "broken",
    }
}

fn consent_state(code: f64) -> &'static str {
    match code as u8 {
        1 => "asked",
        2 => "given",
        3 => "refused",
        _ => "not asked",
    }
}
