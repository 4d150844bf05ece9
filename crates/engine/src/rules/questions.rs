//! Questions: put to an actor, answered by whoever plays it, or by its policy.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Because, Condition, Drawn, Due, FactId, Label, Occasion, Picture, Run, Salt, Verb,
    deciding::{Asked, Policy, Question, scaled},
    pick, salt,
};
use excomm_scenario::format::Side;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "questions/ask",
        on: &[Occasion::Ask],
        about: "A question is put by news, by a meeting or by an order, if its condition holds in the decider's picture. What is not urgent waits until its actor works. Then the run waits for an answer.",
        formula: "",
        source: "",
        reads: &[
            "questions/*/on",
            "questions/*/when",
            "questions/*/times",
            "questions/*/options/*/needs",
            "actors/*/answers_h",
            "deadlines/*/hurries",
        ],
        system: || boxed(ask),
    },
    Rule {
        name: "questions/answer",
        on: &[Occasion::Answer],
        about: "The answer is given, and its orders follow. Without a player the policy answers: as in history, the first option that can be chosen, always the same, by odds, or by looking ahead into worlds that the decider cannot know apart; within such a world, as in history or the first that can be chosen.",
        formula: "ByOdds: P(option) = weight x product of the ratios of its factors that hold and of its arguments' weights / sum over options that can be chosen; an argument against divides",
        source: "",
        reads: &[
            "questions/*/default",
            "questions/*/options/*/needs",
            "questions/*/options/*/times/*",
            "questions/*/options/*/arguments/*/weight",
            "questions/*/options/*/then",
        ],
        system: || boxed(answer),
    },
];

const CHOICE: Salt = salt("questions/by-odds");

fn ask(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut questions: Query<(&Label, &Question, &mut Asked)>,
    pictures: Query<&Picture>,
) {
    let Some((label, question, mut asked)) = run.met(questions.get_mut(due.who)) else {
        return;
    };
    let Some(picture) = run.met(pictures.get(question.asks)) else { return };
    if asked.pending.is_some() || asked.times >= question.most(&run.luck) {
        return;
    }
    if due.n != PUT_BY_A_MEETING && waits(run, due, question, &mut asked) {
        return;
    }
    let (now, luck) = (run.clock.now, &run.luck);
    let mut because = Because::default();
    if !question.when.as_ref().is_none_or(|when| when.decided(picture, now, luck, &mut because)) {
        not_put(run, *label, question, &because);
        return;
    }
    let open = question.options.iter().map(|option| {
        let needs = option.needs.as_ref();
        option.kept && needs.is_none_or(|needs| needs.holds(picture, now, luck))
    });
    let open = open.collect();
    let saw = question.looks(picture, now, luck);
    let words = [Arg::Title(question.actor.thing), Arg::Title(label.thing)];
    let event = run.event(Verb::Ask, *label).because(due.cause).because_of(&because);
    if let Some(id) = event.say("{} must decide: {}", &words).mark().commit() {
        asked.times += 1;
        asked.pending = Some(id);
        asked.open = open;
        asked.saw = saw;
    }
}

/// The number of an occasion to ask that a meeting brings about: whoever meets is at work.
pub(super) const PUT_BY_A_MEETING: u32 = 1;

/// Puts a question off to when its actor works, unless that is now; once, if it comes up again and again.
fn waits(run: &mut Run, due: Due, question: &Question, asked: &mut Asked) -> bool {
    let now = run.clock.now;
    let at = run.opens(question.keeps, now);
    if at > now && asked.waits.is_none_or(|until| until <= now) {
        asked.waits = Some(at);
        run.again(due, at);
    }
    at > now
}

/// Writes down that a question was not put, because its condition did not hold.
fn not_put(run: &mut Run, label: Label, question: &Question, because: &Because) {
    let words = [Arg::Title(question.actor.thing), Arg::Title(label.thing)];
    let event = run.event(Verb::NoAsk, label).because_of(because);
    event.say("{} need not decide: {}", &words).miss();
}

/// Returns whether a question is business for a meeting: it can be put, and something that it looks at
/// has changed since it was last put. What decides that is added to `because`; that it need not be put is
/// written down.
pub(super) fn is_business(
    run: &mut Run,
    (label, question, asked): (Label, &Question, &Asked),
    picture: &Picture,
    because: &mut Because,
) -> bool {
    let now = run.clock.now;
    let spent = asked.times >= run.luck.aside(|| question.most(&run.luck));
    let can = !spent
        && asked.pending.is_none()
        && run.apart(|run| {
            let mut because = Because::default();
            let mut holds = |when: &Condition| when.decided(picture, now, &run.luck, &mut because);
            let can = question.when.as_ref().is_none_or(&mut holds);
            if !can {
                not_put(run, label, question, &because);
            }
            can
        });
    let changed = || asked.times == 0 || asked.saw != question.looks(picture, now, &run.luck);
    let is_business = can && changed();
    if is_business {
        let needs = question.needs().filter(|_| asked.times > 0);
        for condition in question.when.iter().chain(needs) {
            condition.decided(picture, now, &run.luck, because);
        }
    }
    is_business
}

fn answer(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut questions: Query<(&Label, &Question, &mut Asked)>,
    pictures: Query<&Picture>,
) {
    let Some((label, question, mut asked)) = run.met(questions.get_mut(due.who)) else {
        return;
    };
    let Some(put) = asked.pending.take() else { return };
    let Some(option) = question.options.get(due.n as usize) else { return };
    let mut because = Because::default();
    if let Some(needs) = &option.needs
        && let Some(picture) = run.met(pictures.get(question.asks))
    {
        needs.decided(picture, run.clock.now, &run.luck, &mut because);
    }
    if run.luck.was_drawn()
        && let Some(picture) = run.met(pictures.get(question.asks))
    {
        for (_, when, _) in question.options.iter().flat_map(|option| option.factors.iter()) {
            run.luck.aside(|| when.decided(picture, run.clock.now, &run.luck, &mut because));
        }
    }
    let words = [Arg::Title(question.actor.thing), Arg::Title(option.label.thing)];
    let event = run.event(Verb::Answer, *label).with(option.label).nth(asked.times).because(put);
    let event = event.because_of(&because).say("{} {}", &words).mark();
    let event = event.changes(question.chosen, f64::from(due.n + 1));
    if let Some(id) = event.commit() {
        let times = f64::from(asked.times);
        let answered = run.event(Verb::Answered, *label).nth(asked.times).because(id);
        answered.changes(question.answered, times).commit();
        run.log.tried(label.thing, id);
        run.follow(option.then, id);
    }
}

/// An answer, and what it was decided by.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Answer {
    /// The option, counted from 0.
    pub option: u32,
    /// The odds of the option and the draw, if it was drawn: the number by which the draw lies above
    /// where the option's share begins, so that it is below the odds.
    pub drawn: Option<Drawn>,
    /// The facts that were read for it.
    pub facts: Vec<FactId>,
}

/// The answer of somebody who was asked.
impl From<u32> for Answer {
    fn from(option: u32) -> Answer {
        Answer { option, ..Answer::default() }
    }
}

/// Returns what the policy of a pending question answers.
#[must_use]
pub fn by_policy(
    run: &Run,
    label: Label,
    (question, asked): (&Question, &Asked),
    picture: &Picture,
) -> Answer {
    let open = |i: usize| asked.open.get(i).copied().unwrap_or(false);
    let first = (0..question.options.len()).find(|&i| open(i)).unwrap_or(0);
    let chosen = match &*question.policy {
        Policy::Prefer(option) if open(*option) => *option,
        Policy::Prefer(_) | Policy::FirstOpen => first,
        // a world cannot look into others: that is for whoever plays it
        Policy::LookAhead(_) => question.history.filter(|&option| open(option)).unwrap_or(first),
        Policy::ByOdds(weights) => {
            return by_odds(run, label, (question, asked), picture, weights);
        }
    };
    Answer::from(chosen as u32)
}

/// Draws one of the options that can be chosen, by their weights.
fn by_odds(
    run: &Run,
    label: Label,
    (question, asked): (&Question, &Asked),
    picture: &Picture,
    weights: &[Option<FactId>],
) -> Answer {
    let luck = &run.luck;
    let weight = |(i, base): (usize, &Option<FactId>)| {
        if !asked.open.get(i).is_some_and(|open| *open) {
            return 0.0;
        }
        let base = base.map_or(0.0, |fact| luck.fact(fact));
        let option = &question.options[i];
        let base = scaled(base, &option.factors, luck, |when| {
            when.decided(picture, run.clock.now, luck, &mut Because::default())
        });
        option.arguments.iter().fold(base, |weight, &(fact, side)| match side {
            Side::For => weight * luck.fact(fact),
            Side::Against => weight / luck.fact(fact),
        })
    };
    let (weights, facts): (Vec<f64>, _) =
        luck.gather(|| weights.iter().enumerate().map(weight).collect());
    let draw = luck.draw(CHOICE, &[label], u64::from(asked.times));
    let chosen = pick(weights.iter().copied(), draw);
    let share = |weights: &[f64], all: f64| weights.iter().sum::<f64>() / all;
    let all = weights.iter().sum();
    let odds = share(&weights[chosen..=chosen], all);
    let above = draw - share(&weights[..chosen], all);
    Answer { option: chosen as u32, drawn: Some((odds, above)), facts }
}
