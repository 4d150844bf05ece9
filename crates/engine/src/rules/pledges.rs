//! Pledges: made and taken back, as they stand, and as the one who was promised finds them.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Because, Condition, Due, Label, Occasion, Omniscient, Picture, Run, Verb, by_name,
    talks::{Pledge, PledgeState},
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "pledges/make",
        on: &[Occasion::Pledge, Occasion::Retract],
        about: "A pledge is made or taken back. With a condition it is open until the condition is met; without one it binds at once.",
        formula: "",
        source: "",
        reads: &["pledges/*"],
        system: || boxed(pledge),
    },
    Rule {
        name: "pledges/terms",
        on: &[Occasion::Terms, Occasion::Dawn],
        about: "What happens moves a pledge on: it binds when its condition is met, is kept when its terms are met, broken when they are breached. A broken pledge stays broken. That is how it stands for outcomes; no actor is told.",
        formula: "",
        source: "",
        reads: &["pledges/*/binds_if", "pledges/*/kept_if", "pledges/*/broken_if"],
        system: || boxed(terms),
    },
    Rule {
        name: "pledges/judge",
        on: &[Occasion::Judge, Occasion::Dawn],
        about: "The one who was promised finds a pledge bound, kept or broken by what it has heard itself, and that finding is the news that others hear.",
        formula: "",
        source: "",
        reads: &[
            "pledges/*/binds_if",
            "pledges/*/kept_if",
            "pledges/*/broken_if",
            "pledges/*/shown_if",
        ],
        system: || boxed(judge),
    },
];

fn pledge((In(due), InMut(run)): (In<Due>, InMut<Run>), mut pledges: Query<(&Label, &mut Pledge)>) {
    let Some((label, mut pledge)) = run.met(pledges.get_mut(due.who)) else { return };
    let made = due.occasion == Occasion::Pledge;
    let state = match (made, &pledge.terms.binds) {
        (false, _) => PledgeState::Unmade,
        (true, Some(_)) => PledgeState::Open,
        (true, None) => PledgeState::Binding,
    };
    if made == (pledge.state > PledgeState::Unmade) {
        return;
    }
    let [by, what, to] = [pledge.by.thing, label.thing, pledge.to.thing].map(Arg::Title);
    let (verb, template, words) = if made {
        (Verb::Pledge, "{} promises {} {}", [by, to, what])
    } else {
        (Verb::Retract, "{} takes back its word, given to {}: {}", [by, to, what])
    };
    let event = run.event(verb, *label).because(due.cause).because(pledge.set_by);
    let event = event.say(template, &words).mark().changes(pledge.sign, f64::from(state as u8));
    let Some(id) = event.commit() else { return };
    pledge.state = state;
    pledge.set_by = id;
    if made {
        pledge.made = Some(run.clock.now);
        pledge.times += 1;
        let times = f64::from(pledge.times);
        run.event(Verb::Promised, *label).because(id).changes(pledge.promised, times).commit();
        for occasion in [Occasion::Terms, Occasion::Judge] {
            let watch = run.now(occasion, due.who, *label, id);
            run.at(watch);
        }
    }
}

fn terms(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut pledges: Query<(&Label, &mut Pledge)>,
    observer: Single<(Entity, &Picture), With<Omniscient>>,
) {
    let (observer, picture) = *observer;
    for_each(run, &due, &mut pledges, |run, label, mut pledge| {
        let Some(state) = pledge.next(pledge.state, pledge.terms.kept.as_ref(), run, picture)
        else {
            return;
        };
        let words = [Arg::Title(pledge.by.thing), Arg::Title(label.thing)];
        let (verb, template) = match state {
            PledgeState::Broken => (Verb::Broken, "The promise of {}, {}, passes for broken"),
            PledgeState::Kept => (Verb::Kept, "The promise of {}, {}, is kept"),
            _ => (Verb::Binds, "The promise of {}, {}, is due from now on: its condition is met"),
        };
        let because = pledge.because(state, pledge.terms.kept.as_ref(), run, picture);
        let event = run.event(verb, label).because_of(&because).because(pledge.set_by);
        let event = event.because(due.cause).say(template, &words).mark().told(observer);
        if let Some(id) = event.changes(pledge.sign, f64::from(state as u8)).commit() {
            pledge.state = state;
            pledge.set_by = id;
        }
    });
}

fn judge(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut pledges: Query<(&Label, &mut Pledge)>,
    pictures: Query<&Picture>,
    observer: Single<Entity, With<Omniscient>>,
) {
    for_each(run, &due, &mut pledges, |run, label, pledge| {
        let Some(picture) = run.met(pictures.get(pledge.judge)) else { return };
        let seen = *picture.of(pledge.sign);
        let state = PledgeState::of_code(seen.value);
        let Some(state) = pledge.next(state, pledge.terms.shown.as_ref(), run, picture) else {
            return;
        };
        let words = [pledge.to, pledge.by, label].map(|label| Arg::Title(label.thing));
        let template = match state {
            PledgeState::Broken => "{} finds the promise of {} broken: {}",
            PledgeState::Kept => "{} finds the promise of {} kept: {}",
            _ => "{} finds that the condition is met of the promise of {}: {}",
        };
        let because = pledge.because(state, pledge.terms.shown.as_ref(), run, picture);
        let event = run.event(Verb::Finds, label).because_of(&because).because(seen.by);
        let event = event.because(due.cause).say(template, &words).mark();
        event.hidden_from(*observer).changes(pledge.sign, f64::from(state as u8)).commit();
    });
}

/// Does something to the pledge that is concerned, or to each at dawn.
fn for_each(
    run: &mut Run,
    due: &Due,
    pledges: &mut Query<(&Label, &mut Pledge)>,
    act: impl Fn(&mut Run, Label, Mut<Pledge>),
) {
    if due.occasion != Occasion::Dawn {
        if let Some((label, pledge)) = run.met(pledges.get_mut(due.who)) {
            act(run, *label, pledge);
        }
        return;
    }
    for (label, pledge) in by_name(pledges.iter_mut(), |(label, _)| **label) {
        run.luck.anew();
        act(run, *label, pledge);
    }
}

impl Pledge {
    /// Returns how the pledge stands in a picture from now on, if that is otherwise than it stood.
    fn next(
        &self,
        stood: PledgeState,
        kept: Option<&Condition>,
        run: &Run,
        picture: &Picture,
    ) -> Option<PledgeState> {
        use PledgeState::{Binding, Broken, Kept, Open, Unmade};
        if matches!(stood, Unmade | Broken) {
            return None;
        }
        let holds = |term: Option<&Condition>| {
            term.is_some_and(|term| term.holds(picture, run.clock.now, &run.luck))
        };
        let state = if holds(self.terms.broken.as_ref()) {
            Broken
        } else if stood == Open && !holds(self.terms.binds.as_ref()) {
            Open
        } else if holds(kept) {
            Kept
        } else {
            Binding
        };
        (state != stood && (state, stood) != (Binding, Kept)).then_some(state)
    }

    /// Returns what in a picture makes the pledge stand so.
    fn because(
        &self,
        state: PledgeState,
        kept: Option<&Condition>,
        run: &Run,
        picture: &Picture,
    ) -> Because {
        let term = match state {
            PledgeState::Broken => self.terms.broken.as_ref(),
            PledgeState::Kept => kept,
            _ => self.terms.binds.as_ref(),
        };
        let mut because = Because::default();
        if let Some(term) = term {
            term.decided(picture, run.clock.now, &run.luck, &mut because);
        }
        because
    }
}
