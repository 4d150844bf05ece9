//! The bench: a thread that judges a class's decisions with threads of its own, so that no page waits
//! for it. Each is judged as soon as it is made: when the class has ended, little is left to do.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{self, Sender},
    },
    thread,
    time::Duration,
};

use super::{Course, Game, SetupError, State};
use excomm_engine::world::{FactInfo, Knowledge, Model, Setting, Vary};
use excomm_lab::{Decision, Design, Judged, NotJudged, Search, Turns, hinges, judge, play};

/// What is judged of one decision.
#[derive(Debug)]
pub struct Ruling {
    /// The question.
    pub question: String,
    /// Which time it was put.
    pub nth: u32,
    /// What the decider could have expected of each option, or why that cannot be said.
    pub judged: Result<Judged, NotJudged>,
}

/// What is judged of all decisions of a course.
pub struct Rulings {
    /// The world they were made in.
    pub model: Model,
    /// One for each decision, in their order.
    pub rulings: Vec<Ruling>,
    /// What the end of this world hung on: each assumed number and each answer that alone would have
    /// brought another.
    pub hung_on: Vec<Turns>,
    /// How many numbers are assumed.
    pub assumed: usize,
}

type Done = BTreeMap<Course, Option<Arc<Rulings>>>;

/// A class whose decisions are to be judged.
struct Wanted {
    /// The course as it was when each decision fell.
    decisions: Vec<Course>,
    /// The whole course, once it has ended.
    ended: Option<Course>,
}

/// A thread that judges, and what it has judged.
#[derive(Clone)]
pub struct Bench {
    wanted: Sender<Wanted>,
    done: Arc<Mutex<Done>>,
}

/// How many lucks are played with each draw of facts and truths.
const LUCKS: u64 = 2;

/// Steps into which the range of an assumed number is cut to see whether the end hung on it.
const STEPS: u32 = 8;

impl Bench {
    /// Starts a bench that plays so many worlds with each option.
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn start(game: Arc<Game>, worlds: u64) -> Result<Bench, SetupError> {
        let threads = thread::available_parallelism().map_or(1, |all| (all.get() / 2).max(1));
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .map_err(|error| SetupError::NoThreads { cause: error.to_string() })?;
        let (wanted, asked) = mpsc::channel::<Wanted>();
        let done = Arc::new(Mutex::new(Done::new()));
        let kept = Arc::clone(&done);
        let work = move || {
            let mut judged = Judgements::new();
            while let Ok(Wanted { decisions, ended }) = asked.recv() {
                for course in &decisions {
                    let judge = || pool.install(|| judged_at(&game, course, worlds));
                    judged.entry(course.clone()).or_insert_with(judge);
                }
                let Some(course) = ended else { continue };
                let each = decisions.iter().filter_map(|course| judged.remove(course)).collect();
                let rulings = pool.install(|| rule(&game, &course, each));
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.insert(course, rulings.map(Arc::new));
            }
        };
        thread::Builder::new()
            .name("bench".to_owned())
            .spawn(work)
            .map_err(|error| SetupError::NoThread { cause: error.to_string() })?;
        Ok(Bench { wanted, done })
    }

    /// Begins to judge what a class has decided so far, while it goes on.
    pub fn consider(&self, state: &State) {
        let _ = self.wanted.send(Wanted { decisions: decisions(state), ended: None });
    }

    /// Returns what is judged of a class that has ended; nothing as long as it is being judged.
    #[must_use]
    pub fn rulings(&self, state: &State) -> Option<Arc<Rulings>> {
        let course = Course::of(state);
        let mut done = self.done();
        if let Some(known) = done.get(&course) {
            return known.clone();
        }
        done.insert(course.clone(), None);
        let _ = self.wanted.send(Wanted { decisions: decisions(state), ended: Some(course) });
        None
    }

    /// Waits until a class is judged.
    pub async fn ruled(&self, state: &State) {
        while self.rulings(state).is_none() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    fn done(&self) -> MutexGuard<'_, Done> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type Judgements = BTreeMap<Course, Result<Judged, NotJudged>>;

fn decisions(state: &State) -> Vec<Course> {
    (0..state.decided.len()).map(|decision| Course::up_to(state, decision)).collect()
}

/// Judges the last decision of a course.
///
/// The model is the plain one: what a decider could not know apart is asked by what its rules read.
fn judged_at(game: &Game, course: &Course, worlds: u64) -> Result<Judged, NotJudged> {
    let (question, nth, _) = course.decided.last().ok_or(NotJudged::NotPut)?;
    let model = game.model(course, false).map_err(|_| NotJudged::NotPut)?;
    let question = model.find(&format!("questions/{question}")).ok_or(NotJudged::NotPut)?;
    let decision = Decision { question, nth: *nth };
    let design = Design { runs: worlds, lucks: LUCKS };
    judge(&model, &game.setting(&model, course), decision, Vary::All, &design)
}

/// Puts together what is judged of each decision of a course, with what came of it in the end.
fn rule(game: &Game, course: &Course, judged: Vec<Result<Judged, NotJudged>>) -> Option<Rulings> {
    let model = game.model(course, false).ok()?;
    let world = Setting { no_log: true, ..game.setting(&model, course) };
    let came = play(&model, world.clone()).outcomes;
    let each = course.decided.iter().zip(judged).map(|((question, nth, _), mut judged)| {
        if let Ok(judged) = &mut judged {
            judged.came = came.clone();
        }
        Ruling { question: question.clone(), nth: *nth, judged }
    });
    let rulings = each.collect();
    let assumed = |fact: &FactInfo| fact.knowledge == Knowledge::Assumed;
    let search = Search { worlds: 1, steps: STEPS, least: 1.0 };
    let hung_on = hinges(&model, &world, search, assumed).ends;
    let assumed = model.facts.iter().filter(|fact| assumed(fact) && fact.pert.is_some()).count();
    Some(Rulings { model, rulings, hung_on, assumed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Act,
        state::testing::{class, put},
    };

    #[test]
    fn a_decision_is_judged_by_the_course_as_it_was_when_it_fell() {
        let put_at = |question: &str, moment: i64| match put(question) {
            Act::Put { question, nth, roles, open, beside, .. } => {
                Act::Put { question, nth, roles, open, at: moment, beside }
            }
            other => other,
        };
        let decided = |option| [Act::Closed, Act::Decided { option, beside: Vec::new() }];
        let acts = [
            vec![put_at("first", 100)],
            decided(0).to_vec(),
            vec![Act::Injected { inject: "storm".to_owned(), at: 160 }, put_at("second", 200)],
            decided(1).to_vec(),
        ];
        let state = class(&acts.concat());
        let each = decisions(&state);
        let of = |course: &Course| (course.decided.len(), course.injected.len());
        assert_eq!(each.iter().map(of).collect::<Vec<_>>(), [(1, 0), (2, 1)]);
        let first = class(&acts[..2].concat());
        assert_eq!(decisions(&first), each[..1], "what comes later changes nothing before it");
    }
}
