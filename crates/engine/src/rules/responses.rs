//! Responses: what follows when something happens and something holds.

use bevy_ecs::prelude::*;

use super::{Rule, boxed, chances::NOT};
use crate::world::{
    Arg, Because, Due, EventId, Label, Occasion, Picture, Run, Salt, Verb, deciding::Response, salt,
};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "responses/respond",
    on: &[Occasion::Respond],
    about: "News that calls for a response brings it about if its condition holds in the responder's picture, by its odds, so often as it may. What is not urgent waits until the responder works.",
    formula: "P(response) = odds",
    source: "",
    reads: &["responses/*"],
    system: || boxed(respond),
}];

const RESPONSE: Salt = salt("responses/respond");

fn respond(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut responses: Query<(&Label, &mut Response)>,
    pictures: Query<&Picture>,
) {
    let Some((label, mut response)) = run.met(responses.get_mut(due.who)) else { return };
    let Some(picture) = run.met(pictures.get(response.who)) else { return };
    if run.puts_off(due, response.keeps) {
        return;
    }
    response.called += 1;
    let mut because = Because::default();
    let spent = response.at_most.is_some_and(|most| response.done >= run.luck.count(most));
    let holds = |when: &crate::world::Condition, because: &mut Because| {
        when.decided(picture, run.clock.now, &run.luck, because)
    };
    if spent {
        return;
    }
    let words = [Arg::Title(response.actor.thing), Arg::Title(label.thing)];
    if !response.when.as_ref().is_none_or(|when| holds(when, &mut because)) {
        let event = run.event(Verb::NoRespond, *label).nth(response.called).because_of(&because);
        event.say(NOT, &words).miss();
        return;
    }
    let drawn = response.odds.map(|odds| {
        (run.luck.fact(odds), run.luck.draw(RESPONSE, &[*label], u64::from(response.called)))
    });
    let comes = drawn.is_none_or(|(odds, draw)| draw < odds);
    let event = run.event(if comes { Verb::Respond } else { Verb::NoRespond }, *label);
    let event = event.nth(response.called).because_of(&because);
    let event = match drawn {
        Some((odds, draw)) => event.odds(odds, draw),
        None => event,
    };
    if !comes {
        event.say(NOT, &words).miss();
    } else if let Some(id) = event.because(due.cause).say("{} {}", &words).commit() {
        response.done += 1;
        run.log.tried(label.thing, EventId::NONE);
        run.follow(response.then, id);
    }
}
