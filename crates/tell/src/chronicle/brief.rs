//! What a chronicle in brief leaves out: the routine of a crisis, what a question is put with, what
//! has been said before, and that something was decided where the deed says so.

use std::collections::BTreeMap;

use super::Told;
use excomm_engine::world::{Event, EventId, Log, Model, Thing, Verb};
use excomm_scenario::format::{Order, Part};

/// What happens every day, and moves the story only when it is counted up.
const ROUTINE: &[Verb] = &[
    Verb::Arrive,
    Verb::Ask,
    Verb::CallOff,
    Verb::Commission,
    Verb::Film,
    Verb::Fly,
    Verb::Hail,
    Verb::Haul,
    Verb::Load,
    Verb::LookFails,
    Verb::NoPhotograph,
    Verb::Pack,
    Verb::Photograph,
    Verb::Respond,
    Verb::Seen,
    Verb::Sky,
    Verb::StandDown,
    Verb::TakeOff,
];

/// Deeds that say by themselves what was decided.
const DEEDS: &[Verb] = &[Verb::Say, Verb::Refuse, Verb::Consent];

/// What a reader in a hurry has been told already.
#[derive(Debug, Default)]
pub(super) struct Brief {
    /// What has been said, in which words, and what each question was last answered.
    before: BTreeMap<Thing, String>,
    /// How many lines were left out.
    pub spared: usize,
}

impl Brief {
    /// Returns what is told of some lines to a reader in a hurry.
    pub(super) fn of(
        &mut self,
        part: &Part,
        model: &Model,
        log: &Log,
        told: Vec<Told>,
    ) -> Vec<Told> {
        let all = told.len();
        let deeds: Vec<EventId> = told.iter().filter_map(|told| decided_by(log, told)).collect();
        let (mut brief, mut held, mut answered) = (Vec::new(), None, None);
        let mut told = struck(log, told).into_iter().peekable();
        while let Some(one) = told.next() {
            if let Told::History(_) = one {
                // what history decided stands behind the deed, if the deed takes the place of the answer
                match answered {
                    Some(answer) => held = Some((answer, one)),
                    None => brief.push(one),
                }
                continue;
            }
            answered = last(log, &one).map(|(id, _)| id).filter(|id| deeds.contains(id));
            let decided = decided_by(log, &one);
            let compared = matches!(told.peek(), Some(Told::History(_)));
            let again = self.is_said_again(part, model, log, &one) && !compared;
            if !again && !is_spared(log, &one, &deeds) {
                brief.push(one);
            }
            if let Some((_, history)) = held.take_if(|(answer, _)| Some(*answer) == decided) {
                brief.push(history);
            }
        }
        self.spared += all.saturating_sub(brief.len());
        brief
    }

    /// Returns whether a line says what was said before, or puts off a question once more; what somebody
    /// has decided to say, or to do, is told each time.
    fn is_said_again(&mut self, part: &Part, model: &Model, log: &Log, told: &Told) -> bool {
        let (Told::Line { text, .. }, Some((_, event))) = (told, last(log, told)) else {
            return false;
        };
        let idle = match event.key.verb {
            Verb::Say => answer_behind(log, event).is_none(),
            Verb::Deliver => true,
            Verb::Answer => puts_off(part, model, event),
            _ => return false,
        };
        let last = self.before.insert(event.key.who.thing, text.clone());
        idle && last.is_some_and(|last| last == *text)
    }
}

/// Returns whether an answer does nothing, or only asks once more later on.
fn puts_off(part: &Part, model: &Model, answer: &Event) -> bool {
    let id = |thing: Thing| model.things[thing.index()].id.as_str();
    let question = part.question(id(answer.key.who.thing));
    let chosen = question.zip(answer.key.with).and_then(|(question, with)| {
        question.options.iter().find(|option| option.id == id(with.thing))
    });
    let asks = |order: &Order| matches!(order, Order::Ask(_));
    chosen.is_some_and(|option| {
        option.then.iter().all(|order| match order {
            Order::Later { then, .. } => then.iter().all(asks),
            order => asks(order),
        })
    })
}

/// Sums up which places of many an attack has destroyed.
fn struck(log: &Log, told: Vec<Told>) -> Vec<Told> {
    let hit = |told: &Told| match last(log, told).map(|(_, event)| event.key.verb) {
        Some(Verb::SiteHit) => Some(true),
        Some(Verb::SiteMissed) => Some(false),
        _ => None,
    };
    let mut brief = Vec::new();
    for group in told.chunk_by(|a, b| hit(a).is_some() && hit(b).is_some()) {
        let (hits, all) =
            (group.iter().filter(|told| hit(told) == Some(true)).count(), group.len());
        match group {
            [Told::Line { at, marked, .. }, _, ..] => {
                let of = group.iter().flat_map(|told| match told {
                    Told::Line { of, .. } => of.clone(),
                    _ => Vec::new(),
                });
                let text = format!("{hits} of {all} places attacked are destroyed");
                brief.push(Told::Line { at: *at, text, marked: *marked, of: of.collect() });
            }
            _ => brief.extend(group.iter().cloned()),
        }
    }
    brief
}

fn is_spared(log: &Log, told: &Told, deeds: &[EventId]) -> bool {
    if !matches!(told, Told::Line { .. }) {
        return true;
    }
    let Some((id, event)) = last(log, told) else { return false };
    // an order to guns is told by the answer that gives it
    let echoes = event.key.verb == Verb::Stance && answer_behind(log, event).is_some();
    ROUTINE.contains(&event.key.verb) || deeds.contains(&id) || echoes
}

/// Returns the answer that a deed carries out.
fn decided_by(log: &Log, told: &Told) -> Option<EventId> {
    let (_, deed) = last(log, told).filter(|(_, deed)| DEEDS.contains(&deed.key.verb))?;
    answer_behind(log, deed)
}

/// Returns the answer, at the same moment, of which a deed comes.
fn answer_behind(log: &Log, deed: &Event) -> Option<EventId> {
    let is_answer = |cause: &Event| cause.key.verb == Verb::Answer && cause.at == deed.at;
    log.causes(deed).iter().copied().find(|id| log.event(*id).is_some_and(is_answer))
}

/// Returns the event whose words a line has: the last of those it tells.
fn last<'l>(log: &'l Log, told: &Told) -> Option<(EventId, &'l Event)> {
    let Told::Line { of, .. } = told else { return None };
    let id = *of.last()?;
    Some((id, log.event(id)?))
}
