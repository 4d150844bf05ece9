//! News: how what happens reaches each actor's picture, at once, late or never.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Due, Ear, EventId, Hearer, Hearing, Label, Listener, Occasion, Picture, Run, Salt, SignId,
    Verb, salt,
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "pictures/spread",
        on: &[Occasion::News],
        about: "News of an event reaches the world's own record and every actor with an ear for it: at once, or after the delay of a channel, unless the channel loses it.",
        formula: "P(lost) = lost; arrives after delay_h hours",
        source: "",
        reads: &["channels/*/delay_h", "channels/*/lost"],
        system: || boxed(spread),
    },
    Rule {
        name: "pictures/report",
        on: &[Occasion::Report],
        about: "Late news arrives: the actor's picture changes only now.",
        formula: "",
        source: "",
        reads: &["channels/*/delay_h", "channels/*/lost"],
        system: || boxed(report),
    },
];

const LOST: Salt = salt("pictures/lost");

/// Luck and names of their own for news that nobody's rules read: so that it changes nothing else.
const LOST_BESIDE: Salt = salt("pictures/lost-beside");

fn spread(
    (In(news), InMut(run)): (In<Due>, InMut<Run>),
    hearing: Single<(Entity, &Hearing)>,
    mut pictures: Query<&mut Picture>,
) {
    let (observer, hearing) = *hearing;
    let sign = SignId(news.n);
    let told = (news.who != Entity::PLACEHOLDER).then_some(news.who);
    for hearer in &hearing.0[sign.0 as usize] {
        let &Hearer { who, label, ear, reads, ref listeners } = hearer;
        run.luck.anew();
        let ear = match told {
            Some(actor) if actor == who => Ear::Now,
            _ if who == news.with => Ear::Deaf,
            Some(_) if who != observer => Ear::Deaf,
            _ => ear,
        };
        match ear {
            Ear::Deaf => {}
            Ear::Now => {
                if let Some(mut picture) = run.met(pictures.get_mut(who)) {
                    hear(run, &mut picture, listeners, (sign, news.value), news.cause);
                }
            }
            Ear::Late { delay_h, lost, channel } => {
                let (verb, salt) =
                    if reads { (Verb::News, LOST) } else { (Verb::NewsBeside, LOST_BESIDE) };
                let nth = run.log.ordinal(verb, channel, Some(news.label));
                let draw = run.luck.draw(salt, &[channel, news.label], u64::from(nth));
                if draw >= run.luck.fact(lost) {
                    let at = run.clock.now.plus_hours(run.luck.fact(delay_h));
                    let due = Due::new(at, Occasion::Report, who, label, news.cause);
                    run.at(due.n(sign.0).value(news.value));
                }
            }
        }
    }
}

fn report(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    hearing: Single<&Hearing>,
    mut pictures: Query<(&Label, &mut Picture)>,
) {
    let Some((label, mut picture)) = run.met(pictures.get_mut(due.who)) else { return };
    let hearer = hearing.0[due.n as usize].iter().find(|hearer| hearer.who == due.who);
    let verb =
        if hearer.is_some_and(|hearer| hearer.reads) { Verb::Report } else { Verb::ReportBeside };
    let Some(id) = run.event(verb, *label).because(due.cause).commit() else { return };
    if let Some(hearer) = hearer {
        hear(run, &mut picture, &hearer.listeners, (SignId(due.n), due.value), id);
    }
}

/// Takes news into a picture and wakes whoever listens for it.
fn hear(
    run: &mut Run,
    picture: &mut Picture,
    listeners: &[Listener],
    (sign, value): (SignId, f64),
    by: EventId,
) {
    let now = run.clock.now;
    picture.hear(sign, value, now, by);
    for listener in listeners {
        run.luck.anew();
        let wakes = listener.on.as_ref().is_none_or(|on| on.read(picture, now, &run.luck));
        if wakes {
            let due = Due::new(now, listener.occasion, listener.who, listener.label, by);
            run.at(due.n(listener.n).value(value));
        }
    }
}
