//! Statements, consents, papers and meetings.

use bevy_ecs::prelude::*;

use super::{Rule, boxed, letters, questions};
use crate::world::{
    Arg, Because, Due, FactId, Label, NOBODY, Occasion, Omniscient, Picture, Run, Time, Verb,
    by_name,
    deciding::{Asked, Question},
    letters::Letter,
    talks::{Consent, Meeting, Paper, Statement},
};
use excomm_scenario::format::ConsentState;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "talks/say",
        on: &[Occasion::Say],
        about: "A statement is made, if its condition still holds. Everybody it is meant for hears it; a letter goes on its way.",
        formula: "",
        source: "",
        reads: &["statements/*", "doors/*/carries_h"],
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
        about: "A paper is asked for, once, and is ready after its time, when its reader works; then its orders follow and options that need it open.",
        formula: "",
        source: "",
        reads: &["papers/*"],
        system: || boxed(paper),
    },
    Rule {
        name: "talks/meet",
        on: &[Occasion::Start, Occasion::Meet],
        about: "Meetings are held on their dates or when called, at their hours and while their actor works, and put the questions of their agenda in its order. One that needs business is held only if a question can be put of which something has changed since it was last put, or if a paper has come in; otherwise it is looked at again at the next hour.",
        formula: "",
        source: "",
        reads: &["meetings/*", "questions/*/when", "questions/*/options/*/needs"],
        system: || boxed(meet),
    },
];

fn say(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut statements: Query<(&Label, &mut Statement, Option<&Letter>)>,
    pictures: Query<&Picture>,
    observer: Single<Entity, With<Omniscient>>,
) {
    let Some((label, mut statement, letter)) = run.met(statements.get_mut(due.who)) else {
        return;
    };
    let times = f64::from(statement.times + 1);
    let words = [Arg::Title(statement.by.thing), Arg::Title(label.thing)];
    let mut because = Because::default();
    if let Some(when) = &statement.when {
        let Some(picture) = run.met(pictures.get(statement.speaker)) else { return };
        if !when.decided(picture, run.clock.now, &run.luck, &mut because) {
            let nth = run.log.ordinal(Verb::NoSay, *label, None);
            let event = run.event(Verb::NoSay, *label).nth(nth).because_of(&because);
            event.because(due.cause).say("It is not said that {} {}", &words).miss();
            return;
        }
    }
    let event = run.event(Verb::Say, *label).because_of(&because).because(due.cause);
    let event = event.say("{} {}", &words).mark();
    let event = match (statement.to.first(), letter) {
        // what is on its way has been said to nobody yet
        (_, Some(_)) => event.told(statement.speaker).hidden_from(*observer),
        (Some(first), None) => event.told(*first),
        (None, None) => event,
    };
    let Some(id) = event.changes(statement.said, times).commit() else { return };
    statement.times += 1;
    if let Some(letter) = letter {
        letters::send(run, due.who, *label, letter, (id, times));
        return;
    }
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
            paper.handed_in = Some((run.clock.now, id));
            run.follow(paper.then, id);
        }
    } else if !paper.asked {
        let event = run.event(Verb::Commission, *label).because(due.cause);
        if let Some(id) = event.say("{} is asked for {}", &words).commit() {
            paper.asked = true;
            let ready = run.clock.now.plus_hours(run.luck.fact(paper.takes_h));
            let ready = run.opens(paper.keeps, ready);
            run.at(Due::new(ready, Occasion::Paper, due.who, *label, id));
        }
    }
}

type Questions<'w, 's> =
    Query<'w, 's, (&'static Label, &'static Question, &'static Asked), Without<Meeting>>;

fn meet(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut meetings: Query<(Entity, &Label, &mut Meeting)>,
    (questions, papers, pictures): (Questions, Query<&Paper>, Query<&Picture>),
) {
    if due.occasion == Occasion::Start {
        for (entity, label, meeting) in by_name(meetings.iter(), |(_, label, _)| **label) {
            if let Some(at) = meeting.at {
                run.luck.anew();
                let at = at.in_world(&run.luck).max(run.clock.start());
                let due = Due::new(at, Occasion::Meet, entity, *label, due.cause);
                run.at(due.n(TURN));
            }
        }
        return;
    }
    let Some((entity, label, mut meeting)) = run.met(meetings.get_mut(due.who)) else {
        return;
    };
    let now = run.clock.now;
    match may_meet(run, &meeting, due.n) {
        Some(at) if at <= now => {}
        Some(at) => return run.again(due, at),
        None => return,
    }
    let mut because = Because::default();
    let mut agenda = Vec::new();
    for (place, (question, _)) in (1..).zip(meeting.agenda.iter()) {
        let put = meeting.business.is_none() || {
            let Some((label, of, asked)) = run.met(questions.get(*question)) else { continue };
            let Some(picture) = run.met(pictures.get(of.asks)) else { return };
            questions::is_business(run, (*label, of, asked), picture, &mut because)
        };
        if put {
            agenda.push((NOBODY.nth(place), *question));
        }
    }
    if let Some(taken_up) = &meeting.business {
        for paper in taken_up.iter() {
            let handed_in = run.met(papers.get(*paper)).and_then(|paper| paper.handed_in);
            let fresh = handed_in.filter(|(at, _)| Some(*at) > meeting.last);
            because.events.extend(fresh.map(|(_, paper)| paper));
        }
        if agenda.is_empty() && because.events.is_empty() {
            let next = match (due.n, &*meeting.hours, meeting.again_days) {
                (TURN, [], Some(again)) => soonest(run, &meeting, after(run, again)),
                (TURN, [_, ..], _) => soonest(run, &meeting, Time(now.0 + 1)),
                _ => None,
            };
            if let Some(at) = next {
                run.again(due, at);
            }
            return;
        }
    }
    let event = run.event(Verb::Meet, *label).because(due.cause).because_of(&because);
    let event = event.say("{} meets", &[Arg::Title(label.thing)]);
    let Some(id) = event.changes(meeting.met, f64::from(meeting.times + 1)).commit() else {
        return;
    };
    meeting.times += 1;
    meeting.last = Some(now);
    for (place, question) in agenda {
        let ask = run.now(Occasion::Ask, question, place, id);
        run.at(ask.n(questions::PUT_BY_A_MEETING));
    }
    run.follow(meeting.then, id);
    if let (Some(again), TURN) = (meeting.again_days, due.n)
        && let Some(at) = soonest(run, &meeting, after(run, again))
    {
        run.at(Due::new(at, Occasion::Meet, entity, *label, id).n(TURN));
    }
}

/// The number of an occasion at which it is a meeting's turn; otherwise it is called by an order.
const TURN: u32 = 1;

/// Returns when a meeting that is due now may be held: now, or later; nothing if never.
fn may_meet(run: &Run, meeting: &Meeting, due: u32) -> Option<Time> {
    let now = run.clock.now;
    if due != TURN && meeting.any_hour {
        return Some(now);
    }
    let rested = run.luck.aside(|| {
        let gap = meeting.gap_h.map_or(0.0, |gap| run.luck.fact(gap));
        // what a meeting puts is business for no other one at the same moment
        let least = i64::from(meeting.business.is_some());
        meeting.last.map(|last| last.plus_hours(gap).max(Time(last.0 + least)))
    });
    let rested = rested.filter(|rested| *rested > now);
    if rested.is_some() {
        meeting.gap_h.inspect(|gap| run.luck.note(*gap));
    }
    match rested {
        Some(rested) if due == TURN => soonest(run, meeting, rested),
        _ => Some(run.opens(meeting.keeps, rested.unwrap_or(now))),
    }
}

/// Returns the first moment from `from` on that is one of a meeting's hours, while its actor works.
fn soonest(run: &Run, meeting: &Meeting, from: Time) -> Option<Time> {
    let mut hours: Vec<f64> = meeting.hours.iter().map(|hour| run.luck.fact(*hour)).collect();
    hours.sort_by(f64::total_cmp);
    let works = meeting.keeps.and_then(|actor| run.offices.get(&actor));
    let days = works.map_or(run.clock.midnights(), |works| &works.days);
    let over = days.partition_point(|day| day.plus_hours(24.0) <= from);
    let mut moments =
        days[over..].iter().flat_map(|day| hours.iter().map(|hour| day.plus_hours(*hour)));
    let at = if hours.is_empty() { Some(from) } else { moments.find(|at| *at >= from) };
    at.map(|at| run.opens(meeting.keeps, at))
}

/// Returns the moment so many days from now.
fn after(run: &Run, days: FactId) -> Time {
    run.clock.now.plus_hours(24.0 * run.luck.fact(days).max(0.04))
}
