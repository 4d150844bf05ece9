//! What a chronicle in brief leaves out: the routine of a crisis, what a question is put with, what
//! has been said before, and that something was decided where the deed says so.

use std::collections::{BTreeMap, BTreeSet};

use super::Told;
use crate::words;
use excomm_engine::world::{
    Event, EventId, Log, Model, Thing, Time, Verb, capital, counted, series, spelled,
};
use excomm_scenario::format::{Choice, Part};

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

/// Returns whether something is routine.
pub(crate) fn is_routine(verb: Verb) -> bool {
    ROUTINE.contains(&verb)
}

/// Deeds that say by themselves what was decided.
const DEEDS: &[Verb] = &[Verb::Say, Verb::Refuse, Verb::Consent];

/// What a reader in a hurry has been told already.
#[derive(Debug, Default)]
pub(super) struct Brief {
    /// What has been said, in which words, and what each question was last answered.
    before: BTreeMap<Thing, String>,
    /// What was told of, so that a level that moves is not told without its cause.
    of: BTreeSet<EventId>,
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
        let names = Names { part, model };
        let deeds: Vec<EventId> = told.iter().filter_map(|told| names.decided(log, told)).collect();
        let (mut brief, mut held, mut answered) = (Vec::new(), None, None);
        let told = counted_out(model, log, struck(model, log, told));
        let acts = [Verb::Ask, Verb::Answer, Verb::Say];
        let busy = told.iter().filter_map(|told| last(log, told));
        let busy = busy.filter(|(_, event)| acts.contains(&event.key.verb));
        let busy: BTreeSet<Time> = busy.map(|(_, event)| event.at).collect();
        let mut told = told.into_iter().peekable();
        while let Some(mut one) = told.next() {
            if let Told::History(_) = one {
                // what history decided stands behind the deed, if the deed takes the place of the answer
                match answered {
                    Some(answer) => held = Some((answer, one)),
                    None => brief.push(one),
                }
                continue;
            }
            answered = last(log, &one).map(|(id, _)| id).filter(|id| deeds.contains(id));
            let decided = names.decided(log, &one);
            let compared = matches!(told.peek(), Some(Told::History(_)));
            let again = self.is_said_again(names, log, &one) && !compared;
            // nothing is decided or said at a meeting that is told of
            let idle = last(log, &one).is_some_and(|(_, event)| {
                event.key.verb == Verb::Meet && !busy.contains(&event.at)
            });
            let spared = idle || names.is_spared(log, &one, &deeds, told.peek());
            if !again && !spared && !self.comes_of_nothing(log, &one) {
                star(log, &mut one);
                self.of.extend(events(&one));
                brief.push(one);
            }
            if let Some((_, history)) = held.take_if(|(answer, _)| Some(*answer) == decided) {
                brief.push(history);
            }
        }
        self.spared += all.saturating_sub(brief.len());
        brief
    }

    /// Returns whether a level has moved by something that was left out.
    fn comes_of_nothing(&self, log: &Log, told: &Told) -> bool {
        last(log, told).is_some_and(|(_, event)| {
            event.key.verb == Verb::Gauge
                && !log.causes(event).iter().any(|id| self.of.contains(id))
        })
    }

    /// Returns whether a line says what was said before, or puts off a question once more; what somebody
    /// has decided to say, or to do, is told each time.
    fn is_said_again(&mut self, names: Names, log: &Log, told: &Told) -> bool {
        let (Told::Line { text, .. }, Some((_, event))) = (told, last(log, told)) else {
            return false;
        };
        let idle = match event.key.verb {
            Verb::Say => answer_behind(log, event).is_none(),
            Verb::Deliver => true,
            Verb::Answer => {
                chosen(names.part, names.model, event).is_some_and(Choice::only_asks_again)
            }
            _ => return false,
        };
        let last = self.before.insert(event.key.who.thing, text.clone());
        idle && last.is_some_and(|last| last == *text)
    }
}

/// Returns the option that an answer has chosen.
pub(crate) fn chosen<'a>(part: &'a Part, model: &Model, answer: &Event) -> Option<&'a Choice> {
    let id = |thing: Thing| model.things[thing.index()].id.as_str();
    let question = part.question(id(answer.key.who.thing))?;
    let chosen = id(answer.key.with?.thing);
    question.options.iter().find(|option| option.id == chosen)
}

/// What things are called.
#[derive(Clone, Copy)]
struct Names<'a> {
    part: &'a Part,
    model: &'a Model,
}

impl Names<'_> {
    /// Returns the answer that a deed carries out, if it is all that the answer does.
    fn decided(self, log: &Log, told: &Told) -> Option<EventId> {
        let (_, deed) = last(log, told).filter(|(_, deed)| DEEDS.contains(&deed.key.verb))?;
        let answer = answer_behind(log, deed)?;
        let option = log.event(answer).and_then(|answer| chosen(self.part, self.model, answer));
        option.is_none_or(|option| option.then.len() == 1).then_some(answer)
    }

    /// Returns whether a line tells only what another one says, or what happens every day.
    fn is_spared(self, log: &Log, told: &Told, deeds: &[EventId], next: Option<&Told>) -> bool {
        if !matches!(told, Told::Line { .. }) {
            return true;
        }
        let Some((id, event)) = last(log, told) else { return false };
        let leads = next.is_some_and(|next| leads(log, told, next));
        let says = next.and_then(|next| last(log, next));
        let is_said = says.is_some_and(|(_, next)| next.key.verb == Verb::Say);
        let behind = [Verb::Answer, Verb::Chance];
        let is_behind = |id: &EventId| log.event(*id).is_some_and(|e| behind.contains(&e.key.verb));
        let spared = match event.key.verb {
            // an order to guns is told by what it comes of, if that has a line of its own
            Verb::Stance => {
                log.causes(event).iter().any(|id| is_behind(id) && !events(told).contains(id))
            }
            // and a chance by what is said of it
            Verb::Chance => leads && is_said,
            Verb::Deliver => !leads && !self.matters(event),
            verb => is_routine(verb),
        };
        spared || deeds.contains(&id)
    }

    /// Returns whether the arrival of a message is news: it refuses or promises something, or puts a question.
    fn matters(self, arrival: &Event) -> bool {
        let id = &self.model.things[arrival.key.who.thing.index()].id;
        let statement = self.part.statement(id);
        statement.and_then(|statement| statement.letter.as_ref()).is_some_and(|letter| {
            !(letter.refuses.is_empty() && letter.promises.is_empty() && letter.puts.is_empty())
        })
    }
}

/// Lets a star mark what somebody has decided, and the end.
fn star(log: &Log, told: &mut Told) {
    let is_star = last(log, told).is_some_and(|(_, event)| match event.key.verb {
        Verb::Answer | Verb::End => true,
        verb => DEEDS.contains(&verb) && answer_behind(log, event).is_some(),
    });
    if let Told::Line { marked, .. } = told {
        *marked = is_star;
    }
}

/// Returns whether one line is the cause of the next, at the same moment.
fn leads(log: &Log, told: &Told, next: &Told) -> bool {
    let both = last(log, told).zip(last(log, next));
    both.is_some_and(|((id, one), (_, next))| one.at == next.at && log.causes(next).contains(&id))
}

/// Sums up the ships of a day whose loads are counted: how many, and how much of it so far.
fn counted_out(model: &Model, log: &Log, told: Vec<Told>) -> Vec<Told> {
    let day = |at: Time| words::date(at, &model.span);
    let of_day = |told: &Told| {
        let (_, event) = last(log, told).filter(|(_, event)| event.key.verb == Verb::Verified)?;
        Some((day(event.at), event.key.who.thing))
    };
    let mut ships: BTreeMap<(String, Thing), Vec<EventId>> = BTreeMap::new();
    for one in &told {
        if let Some(key) = of_day(one) {
            ships.entry(key).or_default().extend(events(one));
        }
    }
    let mut brief = Vec::new();
    for one in told {
        let many = of_day(&one).and_then(|key| ships.get(&key).filter(|of| of.len() > 1));
        let (Some(all), Some((id, event))) = (many, last(log, &one)) else {
            brief.push(one);
            continue;
        };
        if all.last() == Some(&id) {
            let total = event.change.map_or(0.0, |change| change.value);
            let counted = counted(total, &model.things[event.key.who.thing.index()]);
            let ships = capital(&spelled(all.len()));
            let text = format!("{ships} ships uncover their loads; {counted} counted so far");
            brief.push(Told::Line { at: event.at, text, marked: false, of: all.clone() });
        }
    }
    brief
}

/// Sums up which places of many an attack has destroyed.
fn struck(model: &Model, log: &Log, told: Vec<Told>) -> Vec<Told> {
    let hit = |told: &Told| match last(log, told).map(|(_, event)| event.key.verb) {
        Some(Verb::SiteHit) => Some(true),
        Some(Verb::SiteMissed) => Some(false),
        _ => None,
    };
    let mut brief = Vec::new();
    for group in told.chunk_by(|a, b| hit(a).is_some() && hit(b).is_some()) {
        match group {
            [Told::Line { at, marked, .. }, _, ..] => {
                let of = group.iter().flat_map(events).copied();
                let title = |told: &Told| {
                    let (_, event) = last(log, told)?;
                    Some((hit(told)?, &*model.things[event.key.who.thing.index()].title))
                };
                let text = destroyed(&group.iter().filter_map(title).collect::<Vec<_>>());
                brief.push(Told::Line { at: *at, text, marked: *marked, of: of.collect() });
            }
            _ => brief.extend(group.iter().cloned()),
        }
    }
    brief
}

/// Says how many of the places that were attacked are destroyed, and which: whether each is, and its name.
fn destroyed(places: &[(bool, &str)]) -> String {
    let named = |hit: bool| {
        let names: Vec<&str> =
            places.iter().filter(|(is, _)| *is == hit).map(|(_, name)| *name).collect();
        (names.len(), series(&names))
    };
    let all = spelled(places.len());
    match (named(true), named(false)) {
        ((0, _), (_, stand)) => format!("None of {all} places attacked is destroyed: {stand}"),
        ((_, gone), (0, _)) => format!("All {all} places attacked are destroyed: {gone}"),
        ((1, gone), _) => format!("One of {all} places attacked is destroyed: {gone}"),
        ((some, gone), _) => {
            format!("{} of {all} places attacked are destroyed: {gone}", capital(&spelled(some)))
        }
    }
}

/// Returns the answer, at the same moment, of which a deed comes.
fn answer_behind(log: &Log, deed: &Event) -> Option<EventId> {
    let is_answer = |cause: &Event| cause.key.verb == Verb::Answer && cause.at == deed.at;
    log.causes(deed).iter().copied().find(|id| log.event(*id).is_some_and(is_answer))
}

/// Returns the events that a line tells of.
fn events(told: &Told) -> &[EventId] {
    match told {
        Told::Line { of, .. } => of,
        _ => &[],
    }
}

/// Returns the event whose words a line has: the last of those it tells.
fn last<'l>(log: &'l Log, told: &Told) -> Option<(EventId, &'l Event)> {
    let id = *events(told).last()?;
    Some((id, log.event(id)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attack_says_which_places_it_has_destroyed() {
        let said = |hits: [bool; 3]| {
            let places: Vec<(bool, &str)> =
                hits.into_iter().zip(["North", "East", "West"]).collect();
            destroyed(&places)
        };
        assert_eq!(
            said([false; 3]),
            "None of three places attacked is destroyed: North, East and West"
        );
        assert_eq!(said([false, true, false]), "One of three places attacked is destroyed: East");
        assert_eq!(
            said([true, true, false]),
            "Two of three places attacked are destroyed: North and East"
        );
        assert_eq!(
            said([true; 3]),
            "All three places attacked are destroyed: North, East and West"
        );
    }
}
