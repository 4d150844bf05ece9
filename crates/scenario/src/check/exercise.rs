//! The exercise: minutes that fit, questions put to those who decide, predictions that can come true.

use std::collections::BTreeSet;

use super::{
    finding::{Finding, Kind, did_you_mean, there_are},
    places::Places,
};
use crate::{
    format::{Exercise, Foretold, Gain, LessonStep, Part, PutTo, QuestionRef, RoleRef},
    moment,
};

/// Checks the exercise of a scenario that could be read as a whole, if it has one.
pub(super) fn check(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let Some(exercise) = &part.exercise else { return };
    let mut wrong = |kind: Kind, path: &str, text: &str, hint: Option<String>| {
        findings.push(places.error(kind, &format!("exercise/{path}"), text, hint));
    };
    branch(part, exercise, &mut wrong);
    minutes(exercise, &mut wrong);
    questions(part, exercise, &mut wrong);
    predictions(part, exercise, &mut wrong);
}

/// Reports something wrong at a path of the exercise.
type Wrong<'a> = &'a mut dyn FnMut(Kind, &str, &str, Option<String>);

fn branch(part: &Part, exercise: &Exercise, wrong: Wrong) {
    let Some(id) = &exercise.branch else { return };
    let known = || part.branches.iter().map(|branch| branch.id.as_str());
    if !known().any(|branch| branch == id) {
        let hint = did_you_mean(id, known()).unwrap_or_else(|| there_are(known()));
        wrong(Kind::Dangling, "branch", &format!("there is no branch `{id}`"), Some(hint));
    }
}

fn minutes(exercise: &Exercise, wrong: Wrong) {
    let sum = |minutes: &mut dyn Iterator<Item = u32>| minutes.map(u64::from).sum::<u64>();
    let of = |step: LessonStep| {
        let slots = exercise.timetable.iter().filter(move |slot| slot.step == step);
        sum(&mut slots.map(|slot| slot.min))
    };
    let all = sum(&mut exercise.timetable.iter().map(|slot| slot.min));
    let lesson = u64::from(exercise.lesson_min);
    if all > lesson {
        let text = format!("the parts take {all} minutes, and the lesson has {lesson}");
        let hint = "shorten a part, or give the lesson a longer `lesson_min`".to_owned();
        wrong(Kind::Range, "timetable", &text, Some(hint));
    }
    let steps = [LessonStep::Arrive, LessonStep::Decide, LessonStep::Debrief];
    for step in steps.into_iter().filter(|step| of(*step) == 0) {
        let hint = format!("add `(step: {step:?}, min: 5, says: \"..\")`");
        let text = format!("no time is left to `{step:?}`");
        wrong(Kind::Missing, "timetable", &text, Some(hint));
    }
    if !exercise.predictions.is_empty() && of(LessonStep::Predict) == 0 {
        let hint = "add `(step: Predict, min: 3, says: \"..\")`".to_owned();
        wrong(
            Kind::Missing,
            "timetable",
            "there are predictions, and no time for them",
            Some(hint),
        );
    }
    let (argued, decide) =
        (sum(&mut exercise.questions.iter().map(minutes_of)), of(LessonStep::Decide));
    if argued > decide {
        let text = format!("the questions take {argued} minutes, and `Decide` has {decide}");
        let hint = "put fewer questions, or give `Decide` more minutes".to_owned();
        wrong(Kind::Range, "questions", &text, Some(hint));
    }
}

fn minutes_of(put: &PutTo) -> u32 {
    put.min.saturating_mul(put.at_most.unwrap_or(1))
}

fn questions(part: &Part, exercise: &Exercise, wrong: Wrong) {
    if exercise.questions.is_empty() {
        wrong(Kind::Question, "questions", "the class is asked nothing", None);
    }
    let mut seen = BTreeSet::new();
    for (i, put) in (1..).zip(&exercise.questions) {
        if !seen.insert(&*put.question) {
            let text = format!("`{}` stands here twice", &*put.question);
            wrong(Kind::Doubled, &format!("questions/{i}/question"), &text, None);
        }
        let at = format!("questions/{i}");
        voters(part, exercise, (&at, &put.question, &put.to), wrong);
        let mut busy: BTreeSet<&str> = put.to.iter().map(|role| &**role).collect();
        for (j, beside) in (1..).zip(&put.beside) {
            let at = format!("{at}/beside/{j}");
            voters(part, exercise, (&at, &beside.question, &beside.to), wrong);
            for role in beside.to.iter().filter(|role| !busy.insert(role)) {
                let text = format!("`{}` votes on two questions at a time", &**role);
                wrong(Kind::Doubled, &format!("{at}/to"), &text, None);
            }
        }
    }
}

/// Refuses a question put to nobody, and roles that vote on what another actor decides.
fn voters(
    part: &Part,
    exercise: &Exercise,
    (at, asked, all): (&str, &QuestionRef, &[RoleRef]),
    wrong: Wrong,
) {
    if all.is_empty() {
        let hint = "name the roles that vote on it".to_owned();
        wrong(Kind::Question, &format!("{at}/to"), "this is put to nobody", Some(hint));
    }
    let Some(question) = part.questions.iter().find(|known| known.id == **asked) else {
        return;
    };
    for (j, to) in (1..).zip(all) {
        let Some(role) = exercise.roles.iter().find(|role| role.id == **to) else { continue };
        if role.actor != question.asks {
            let (actor, asks) = (&role.actor.0, &question.asks.0);
            let text = format!("`{}` is for `{actor}`, but `{asks}` decides this", role.id);
            let able = exercise.roles.iter().filter(|role| role.actor == question.asks);
            let hint = there_are(able.map(|role| role.id.as_str()));
            let hint = format!("put it to roles of `{asks}`: {hint}");
            wrong(Kind::Question, &format!("{at}/to/{j}"), &text, Some(hint));
        }
    }
}

fn predictions(part: &Part, exercise: &Exercise, wrong: Wrong) {
    for prediction in &exercise.predictions {
        let outcome = part.outcomes.iter().find(|known| known.id == *prediction.outcome);
        let Some(outcome) = outcome else { continue };
        let at = format!("predictions/{}/is", prediction.id);
        let (fits, hint) = match (&outcome.is, &prediction.is) {
            (Gain::DateOrNever(_), is) => {
                (!matches!(is, Foretold::AtLeast(_)), "a date: write `Ever` or `By(\"..\")`")
            }
            (Gain::Ever(_), is) => (*is == Foretold::Ever, "yes or no: write `Ever`"),
            (Gain::Count(_) | Gain::Sum(_) | Gain::Peak(_), is) => {
                (matches!(is, Foretold::AtLeast(_)), "a number: write `AtLeast(..)`")
            }
        };
        if !fits {
            let text = format!("`{}` cannot come true like this", outcome.id);
            wrong(Kind::Mismatch, &at, &text, Some(format!("the outcome is {hint}")));
        }
        let start =
            part.scenario.as_ref().and_then(|head| moment::seconds(&head.clock.start.0).ok());
        if let (Foretold::By(date), Some(start)) = (&prediction.is, start)
            && moment::seconds(&date.0).is_ok_and(|at| at <= start)
        {
            wrong(Kind::Moment, &at, "this moment is past when the scenario starts", None);
        }
    }
}
