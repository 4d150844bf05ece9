//! Statements, pledges, consents, papers and meetings.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Because, Due, Label, NOBODY, Occasion, Omniscient, Picture, Run, by_name,
    talks::{Consent, Meeting, Paper, Pledge, PledgeState, Statement},
};
use excomm_scenario::format::ConsentState;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "talks/say",
        on: &[Occasion::Say],
        about: "A statement is made. Everybody it is meant for hears it.",
        formula: "",
        source: "",
        reads: &["statements/*"],
        system: || boxed(say),
    },
    Rule {
        name: "talks/pledge",
        on: &[Occasion::Pledge, Occasion::Retract],
        about: "A pledge is made or taken back. With a condition it is open until the condition is met; without one it binds at once.",
        formula: "",
        source: "",
        reads: &["pledges/*"],
        system: || boxed(pledge),
    },
    Rule {
        name: "talks/terms",
        on: &[Occasion::Terms, Occasion::Dawn],
        about: "What happens moves a pledge on: it binds when its condition is met, is kept when its terms are met, broken when they are breached. A broken pledge stays broken.",
        formula: "",
        source: "",
        reads: &["pledges/*/binds_if", "pledges/*/kept_if", "pledges/*/broken_if"],
        system: || boxed(terms),
    },
    Rule {
        name: "talks/consent",
        on: &[Occasion::AskConsent, Occasion::Give, Occasion::Refuse],
        about: "A consent is asked for, given or refused. Asking for what was refused opens it again; asking for what was given changes nothing.",
        formula: "",
        source: "",
        reads: &["consents/*"],
        system: || boxed(consent),
    },
    Rule {
        name: "talks/paper",
        on: &[Occasion::Commission, Occasion::Paper],
        about: "A paper is asked for, once, and is ready after its time; then its orders follow and options that need it open.",
        formula: "",
        source: "",
        reads: &["papers/*"],
        system: || boxed(paper),
    },
    Rule {
        name: "talks/meet",
        on: &[Occasion::Start, Occasion::Meet],
        about: "Meetings are held on their dates or when called, and put the questions of their agenda in its order.",
        formula: "",
        source: "",
        reads: &["meetings/*"],
        system: || boxed(meet),
    },
];

fn say(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut statements: Query<(&Label, &mut Statement)>,
) {
    let Some((label, mut statement)) = run.dressed(statements.get_mut(due.who), &due) else {
        return;
    };
    let times = f64::from(statement.times + 1);
    let words = [Arg::Title(statement.by.thing), Arg::Title(label.thing)];
    let event = run.event("say", *label).because(due.cause).say("{} {}", &words).mark();
    let event = match *statement.to {
        [first, ..] => event.told(first),
        [] => event,
    };
    let Some(id) = event.changes(statement.said, times).commit() else { return };
    statement.times += 1;
    for also in statement.to.iter().skip(1) {
        let report = run.now(Occasion::Report, *also, *label, id);
        run.at(report.n(statement.said.0).value(times));
    }
}

fn pledge((In(due), InMut(run)): (In<Due>, InMut<Run>), mut pledges: Query<(&Label, &mut Pledge)>) {
    let Some((label, mut pledge)) = run.dressed(pledges.get_mut(due.who), &due) else { return };
    let made = due.occasion == Occasion::Pledge;
    let state = match (made, &pledge.terms.binds) {
        (false, _) => PledgeState::Unmade,
        (true, Some(_)) => PledgeState::Open,
        (true, None) => PledgeState::Binding,
    };
    if made == (pledge.state > PledgeState::Unmade) {
        return;
    }
    let words = [Arg::Title(pledge.by.thing), Arg::Title(label.thing), Arg::Title(pledge.to.thing)];
    let (verb, template) = if made {
        ("pledge", "{} promises {}, to {}")
    } else {
        ("retract", "{} takes back its word: {}")
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
        run.event("promised", *label).because(id).changes(pledge.promised, times).commit();
        let watch = run.now(Occasion::Terms, due.who, *label, id);
        run.at(watch);
    }
}

fn terms(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut pledges: Query<(Entity, &Label, &mut Pledge)>,
    observer: Single<&Picture, With<Omniscient>>,
) {
    if due.occasion == Occasion::Terms {
        if let Ok((_, label, pledge)) = pledges.get_mut(due.who) {
            move_on(run, &due, *label, pledge, &observer);
        }
        return;
    }
    for (_, label, pledge) in by_name(pledges.iter_mut(), |(_, label, _)| **label) {
        run.luck.anew();
        move_on(run, &due, *label, pledge, &observer);
    }
}

/// Moves one pledge on, if what it depends on has changed.
fn move_on(run: &mut Run, due: &Due, label: Label, mut pledge: Mut<Pledge>, observer: &Picture) {
    use PledgeState::{Binding, Broken, Kept, Open, Unmade};
    if matches!(pledge.state, Unmade | Broken) {
        return;
    }
    let terms = std::sync::Arc::clone(&pledge.terms);
    let now = run.clock.now;
    let holds = |term: &Option<crate::world::Condition>| {
        term.as_ref().is_some_and(|term| term.holds(observer, now, &run.luck))
    };
    let state = if holds(&terms.broken) {
        Broken
    } else if pledge.state == Open && !holds(&terms.binds) {
        Open
    } else if holds(&terms.kept) {
        Kept
    } else {
        Binding
    };
    if state == pledge.state || (state == Binding && pledge.state == Kept) {
        return;
    }
    let words = [Arg::Title(pledge.by.thing), Arg::Title(label.thing)];
    let (verb, template) = match state {
        Broken => ("broken", "The promise of {}, {}, is broken"),
        Kept => ("kept", "The promise of {}, {}, is kept"),
        _ => ("binds", "The promise of {}, {}, binds from now on"),
    };
    let term = match state {
        Broken => &terms.broken,
        Kept => &terms.kept,
        _ => &terms.binds,
    };
    let mut because = Because::default();
    if let Some(term) = term {
        term.decided(observer, now, &run.luck, &mut because);
    }
    let event = run.event(verb, label).because_of(&because).because(pledge.set_by);
    let event = event.because(due.cause).say(template, &words).mark();
    if let Some(id) = event.changes(pledge.sign, f64::from(state as u8)).commit() {
        pledge.state = state;
        pledge.set_by = id;
    }
}

fn consent(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut consents: Query<(&Label, &mut Consent)>,
) {
    let Some((label, mut consent)) = run.dressed(consents.get_mut(due.who), &due) else { return };
    let (state, verb, template) = match due.occasion {
        Occasion::AskConsent => (ConsentState::Asked, "ask-consent", "{} is asked to agree {}"),
        Occasion::Give => (ConsentState::Given, "consent", "{} agrees {}"),
        _ => (ConsentState::Refused, "refuse", "{} refuses to agree {}"),
    };
    if state == consent.state
        || (state == ConsentState::Asked && consent.state == ConsentState::Given)
    {
        return;
    }
    let words = [Arg::Title(consent.of.thing), Arg::Title(label.thing)];
    let event = run.event(verb, *label).because(due.cause).because(consent.by);
    let event = event.say(template, &words).mark();
    if let Some(id) = event.changes(consent.sign, f64::from(state as u8)).commit() {
        consent.state = state;
        consent.by = id;
    }
}

fn paper((In(due), InMut(run)): (In<Due>, InMut<Run>), mut papers: Query<(&Label, &mut Paper)>) {
    let Some((label, mut paper)) = run.dressed(papers.get_mut(due.who), &due) else { return };
    let words = [Arg::Title(paper.by.thing), Arg::Title(label.thing)];
    if due.occasion == Occasion::Paper {
        let event = run.event("paper", *label).because(due.cause);
        let event = event.say("{} hands in {}", &words).changes(paper.ready, 1.0);
        if let Some(id) = event.commit() {
            run.follow(paper.then, id);
        }
    } else if !paper.asked {
        let event = run.event("commission", *label).because(due.cause);
        if let Some(id) = event.say("{} is asked for {}", &words).commit() {
            paper.asked = true;
            let ready = run.clock.now.plus_hours(run.luck.fact(paper.takes_h));
            run.at(Due::new(ready, Occasion::Paper, due.who, *label, id));
        }
    }
}

fn meet(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut meetings: Query<(Entity, &Label, &mut Meeting)>,
) {
    if due.occasion == Occasion::Start {
        for (entity, label, meeting) in by_name(meetings.iter(), |(_, label, _)| **label) {
            if let Some(at) = meeting.at {
                run.luck.anew();
                let at = at.in_world(&run.luck).max(run.clock.start());
                let due = Due::new(at, Occasion::Meet, entity, *label, due.cause);
                run.at(due.n(1));
            }
        }
        return;
    }
    let Some((entity, label, mut meeting)) = run.dressed(meetings.get_mut(due.who), &due) else {
        return;
    };
    let event = run.event("meet", *label).because(due.cause);
    let event = event.say("{} meets", &[Arg::Title(label.thing)]);
    let Some(id) = event.changes(meeting.met, f64::from(meeting.times + 1)).commit() else {
        return;
    };
    meeting.times += 1;
    for (place, (question, _)) in (1..).zip(meeting.agenda.iter()) {
        let ask = run.now(Occasion::Ask, *question, NOBODY.nth(place), id);
        run.at(ask);
    }
    run.follow(meeting.then, id);
    if let (Some(again), 1) = (meeting.again_days, due.n) {
        let at = run.clock.now.plus_hours(24.0 * run.luck.fact(again).max(0.04));
        run.at(Due::new(at, Occasion::Meet, entity, *label, id).n(1));
    }
}
