//! Statements, consents, papers and meetings.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Due, Label, NOBODY, Occasion, Run, Verb, by_name,
    talks::{Consent, Meeting, Paper, Statement},
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
    let Some((label, mut statement)) = run.met(statements.get_mut(due.who)) else {
        return;
    };
    let times = f64::from(statement.times + 1);
    let words = [Arg::Title(statement.by.thing), Arg::Title(label.thing)];
    let event = run.event(Verb::Say, *label).because(due.cause).say("{} {}", &words).mark();
    let event = match *statement.to {
        [first, ..] => event.told(first),
        [] => event,
    };
    let Some(id) = event.changes(statement.said, times).commit() else { return };
    statement.times += 1;
    // who says something to one actor alone knows of it too
    let apart = !statement.to.is_empty() && !statement.to.contains(&statement.speaker);
    let speaker = apart.then_some(statement.speaker);
    for also in statement.to.iter().copied().skip(1).chain(speaker) {
        let report = run.now(Occasion::Report, also, *label, id);
        run.at(report.n(statement.said.0).value(times));
    }
}

fn consent(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut consents: Query<(&Label, &mut Consent)>,
) {
    let Some((label, mut consent)) = run.met(consents.get_mut(due.who)) else { return };
    let (state, verb, template) = match due.occasion {
        Occasion::AskConsent => (ConsentState::Asked, Verb::AskConsent, "{} is asked to agree {}"),
        Occasion::Give => (ConsentState::Given, Verb::Consent, "{} agrees {}"),
        _ => (ConsentState::Refused, Verb::Refuse, "{} refuses to agree {}"),
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
    let Some((label, mut paper)) = run.met(papers.get_mut(due.who)) else { return };
    let words = [Arg::Title(paper.by.thing), Arg::Title(label.thing)];
    if due.occasion == Occasion::Paper {
        let event = run.event(Verb::Paper, *label).because(due.cause);
        let event = event.say("{} hands in {}", &words).changes(paper.ready, 1.0);
        if let Some(id) = event.commit() {
            run.follow(paper.then, id);
        }
    } else if !paper.asked {
        let event = run.event(Verb::Commission, *label).because(due.cause);
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
    let Some((entity, label, mut meeting)) = run.met(meetings.get_mut(due.who)) else {
        return;
    };
    let event = run.event(Verb::Meet, *label).because(due.cause);
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
