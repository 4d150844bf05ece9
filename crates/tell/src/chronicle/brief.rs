//! What a chronicle in brief leaves out: the routine of a crisis, what a question is put with, and
//! that something was decided where the deed says so.

use super::Told;
use excomm_engine::world::{Event, EventId, Log, Verb};

/// What happens every day, and moves the story only when it is counted up.
const ROUTINE: &[Verb] = &[
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

/// Returns what is told to a reader in a hurry.
pub(super) fn in_brief(log: &Log, told: Vec<Told>) -> Vec<Told> {
    let deeds: Vec<EventId> = told.iter().filter_map(|told| decided_by(log, told)).collect();
    let (mut brief, mut held) = (Vec::new(), None);
    let mut answered = None;
    for told in told {
        if let Told::History(_) = told {
            // what history decided stands behind the deed, if the deed takes the place of the answer
            match answered {
                Some(answer) => held = Some((answer, told)),
                None => brief.push(told),
            }
            continue;
        }
        answered = last(log, &told).map(|(id, _)| id).filter(|id| deeds.contains(id));
        let decided = decided_by(log, &told);
        if !is_spared(log, &told, &deeds) {
            brief.push(told);
        }
        if let Some((_, history)) = held.take_if(|(answer, _)| Some(*answer) == decided) {
            brief.push(history);
        }
    }
    brief
}

/// Returns the answer that a deed carries out.
fn decided_by(log: &Log, told: &Told) -> Option<EventId> {
    let (_, deed) = last(log, told).filter(|(_, deed)| DEEDS.contains(&deed.key.verb))?;
    let is_answer = |cause: &Event| cause.key.verb == Verb::Answer && cause.at == deed.at;
    log.causes(deed).iter().copied().find(|id| log.event(*id).is_some_and(is_answer))
}

fn is_spared(log: &Log, told: &Told, deeds: &[EventId]) -> bool {
    match told {
        Told::Line { .. } => last(log, told)
            .is_some_and(|(id, event)| ROUTINE.contains(&event.key.verb) || deeds.contains(&id)),
        _ => true,
    }
}

/// Returns the event whose words a line has: the last of those it tells.
fn last<'l>(log: &'l Log, told: &Told) -> Option<(EventId, &'l Event)> {
    let Told::Line { of, .. } = told else { return None };
    let id = *of.last()?;
    Some((id, log.event(id)?))
}
