//! The bench: a thread that judges a class's decisions with threads of its own, so that no page waits
//! for it.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{self, Sender},
    },
    thread,
    time::Duration,
};

use super::{Course, Game, SetupError};
use excomm_engine::world::{FactInfo, Knowledge, Model, Setting, Vary};
use excomm_lab::{Decision, Design, Judged, NotJudged, Search, Turns, hinges, judge};

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

/// A thread that judges, and what it has judged.
#[derive(Clone)]
pub struct Bench {
    wanted: Sender<Course>,
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
        let (wanted, asked) = mpsc::channel::<Course>();
        let done = Arc::new(Mutex::new(Done::new()));
        let kept = Arc::clone(&done);
        let work = move || {
            while let Ok(course) = asked.recv() {
                let rulings = pool.install(|| rule(&game, &course, worlds));
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

    /// Returns what is judged of a course; nothing as long as it is being judged.
    #[must_use]
    pub fn rulings(&self, course: &Course) -> Option<Arc<Rulings>> {
        let mut done = self.done();
        if let Some(known) = done.get(course) {
            return known.clone();
        }
        done.insert(course.clone(), None);
        let _ = self.wanted.send(course.clone());
        None
    }

    /// Waits until a course is judged.
    pub async fn ruled(&self, course: &Course) {
        while self.rulings(course).is_none() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    fn done(&self) -> MutexGuard<'_, Done> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Judges each decision of a course, in the world in which all of them are as they fell.
///
/// The model is the plain one: what a decider could not know apart is asked by what its rules read.
fn rule(game: &Game, course: &Course, worlds: u64) -> Option<Rulings> {
    let model = game.model(course, false).ok()?;
    let world = Setting { no_log: true, ..game.setting(&model, course) };
    let design = Design { runs: worlds, lucks: LUCKS };
    let each = course.decided.iter().map(|(question, nth, _)| {
        let judged = match model.find(&format!("questions/{question}")) {
            Some(thing) => {
                let decision = Decision { question: thing, nth: *nth };
                judge(&model, &world, decision, Vary::All, &design)
            }
            None => Err(NotJudged::NotPut),
        };
        Ruling { question: question.clone(), nth: *nth, judged }
    });
    let rulings = each.collect();
    let assumed = |fact: &FactInfo| fact.knowledge == Knowledge::Assumed;
    let search = Search { worlds: 1, steps: STEPS, least: 1.0 };
    let hung_on = hinges(&model, &world, search, assumed).ends;
    let assumed = model.facts.iter().filter(|fact| assumed(fact) && fact.pert.is_some()).count();
    Some(Rulings { model, rulings, hung_on, assumed })
}
