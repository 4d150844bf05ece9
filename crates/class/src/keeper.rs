//! The keeper: one thread that owns the ledger, tries each act against the state, writes it down,
//! and only then answers.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

use tokio::sync::{oneshot, watch};

use super::{
    Act, Ledger, Refusal, SetupError, State, Token, Unread, Why, ledger::Acts, token::random,
};

/// The name of a class in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClassId(pub(super) String);

/// Makes an act of a class, or says why not.
type Try = Box<dyn FnOnce(&State) -> Result<Act, Refusal> + Send>;

/// Where an answer goes.
type Answer<T> = oneshot::Sender<Result<T, Refusal>>;

/// What the keeper is asked.
enum Wanted {
    Try(ClassId, Try, Answer<i64>),
    Open(Box<Act>, Answer<ClassId>),
    Forget(ClassId, Answer<()>),
}

/// The most acts that are written down together.
const TOGETHER: usize = 256;

type Seen = BTreeMap<ClassId, watch::Sender<Arc<State>>>;

/// The keeper of all classes, asked from anywhere.
#[derive(Clone)]
pub struct Keeper {
    wanted: Sender<Wanted>,
    seen: Arc<Mutex<Seen>>,
    unread: Arc<[Unread]>,
}

impl Keeper {
    /// Starts the keeper of a ledger.
    ///
    /// # Errors
    /// If the ledger cannot be read, or no thread can be started.
    pub fn start(ledger: Ledger) -> Result<Keeper, SetupError> {
        let mut classes = BTreeMap::new();
        let mut seen = BTreeMap::new();
        let (known, unread) = ledger.read_all()?;
        for (id, acts) in known {
            let Some(state) = State::of(&acts) else { continue };
            let state = Arc::new(state);
            seen.insert(id.clone(), watch::Sender::new(Arc::clone(&state)));
            classes.insert(id, Kept { acts, state });
        }
        let seen = Arc::new(Mutex::new(seen));
        let (wanted, asked) = mpsc::channel();
        let mut desk = Desk { ledger, classes, seen: Arc::clone(&seen) };
        thread::Builder::new()
            .name("keeper".to_owned())
            .spawn(move || desk.work(&asked))
            .map_err(|error| SetupError::NoThread { cause: error.to_string() })?;
        Ok(Keeper { wanted, seen, unread: unread.into() })
    }

    /// Tries an act: it is made from the state of that moment, and written down before this answers
    /// with its row.
    ///
    /// # Errors
    /// If the act is refused, or cannot be written down.
    pub async fn act(
        &self,
        class: &ClassId,
        act: impl FnOnce(&State) -> Result<Act, Refusal> + Send + 'static,
    ) -> Result<i64, Refusal> {
        let (answer, answered) = oneshot::channel();
        self.ask(Wanted::Try(class.clone(), Box::new(act), answer))?;
        answered.await.map_err(|_| gone())?
    }

    /// Opens a class; the act is `Act::Opened`.
    ///
    /// # Errors
    /// If it cannot be written down.
    pub async fn open(&self, opened: Act) -> Result<ClassId, Refusal> {
        let (answer, answered) = oneshot::channel();
        self.ask(Wanted::Open(Box::new(opened), answer))?;
        answered.await.map_err(|_| gone())?
    }

    /// Forgets a class: all its acts are deleted.
    ///
    /// # Errors
    /// If they cannot be.
    pub async fn forget(&self, class: &ClassId) -> Result<(), Refusal> {
        let (answer, answered) = oneshot::channel();
        self.ask(Wanted::Forget(class.clone(), answer))?;
        answered.await.map_err(|_| gone())?
    }

    fn ask(&self, wanted: Wanted) -> Result<(), Refusal> {
        self.wanted.send(wanted).map_err(|_| gone())
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the state of each class.
    #[must_use]
    pub fn classes(&self) -> Vec<(ClassId, Arc<State>)> {
        self.seen().iter().map(|(id, state)| (id.clone(), Arc::clone(&state.borrow()))).collect()
    }

    /// Returns the classes that this version cannot read; they are left as they are.
    #[must_use]
    pub fn unread(&self) -> &[Unread] {
        &self.unread
    }

    /// Watches a class; nothing if it is not there.
    #[must_use]
    pub fn watch(&self, class: &ClassId) -> Option<watch::Receiver<Arc<State>>> {
        self.seen().get(class).map(watch::Sender::subscribe)
    }

    /// Returns the class of which this holds, and its state; looks at all of them.
    #[must_use]
    pub fn find(&self, is: impl Fn(&State) -> bool) -> Option<(ClassId, Arc<State>)> {
        self.classes()
            .into_iter()
            .fold(None, |found, class| if is(&class.1) { Some(class) } else { found })
    }

    /// Returns the class that this token lets somebody teach.
    #[must_use]
    pub fn taught_by(&self, token: &Token) -> Option<(ClassId, Arc<State>)> {
        self.find(|state| state.teaches(token))
    }
}

fn gone() -> Refusal {
    Refusal::new(Why::NotKept, "The class's file is closed; start `excomm serve` again.")
}

/// A class and its acts.
struct Kept {
    acts: Acts,
    state: Arc<State>,
}

/// The desk of the keeper's thread.
struct Desk {
    ledger: Ledger,
    classes: BTreeMap<ClassId, Kept>,
    seen: Arc<Mutex<Seen>>,
}

/// An act that was made and waits to be written down.
struct Made {
    class: ClassId,
    act: Act,
    answer: Answer<i64>,
}

impl Desk {
    fn work(&mut self, asked: &Receiver<Wanted>) {
        while let Ok(first) = asked.recv() {
            let more = std::iter::from_fn(|| asked.try_recv().ok()).take(TOGETHER);
            let mut tries = Vec::new();
            for wanted in std::iter::once(first).chain(more) {
                match wanted {
                    Wanted::Try(class, make, answer) => tries.push((class, make, answer)),
                    Wanted::Open(act, answer) => {
                        self.take(std::mem::take(&mut tries));
                        let _ = answer.send(self.open(*act));
                    }
                    Wanted::Forget(class, answer) => {
                        self.take(std::mem::take(&mut tries));
                        let _ = answer.send(self.forget(&class));
                    }
                }
            }
            self.take(tries);
        }
    }

    /// Makes acts one after another, writes down together those that fit, and answers.
    fn take(&mut self, tries: Vec<(ClassId, Try, Answer<i64>)>) {
        if tries.is_empty() {
            return;
        }
        let mut next = match self.ledger.next_row() {
            Ok(next) => next,
            Err(refusal) => {
                for (.., answer) in tries {
                    let _ = answer.send(Err(refusal.clone()));
                }
                return;
            }
        };
        // states are tentative until all is written
        let mut tentative: BTreeMap<ClassId, (usize, Arc<State>)> = BTreeMap::new();
        let mut made: Vec<Made> = Vec::new();
        for (class, make, answer) in tries {
            let Some(kept) = self.classes.get_mut(&class) else {
                let says = "This class is gone: it was forgotten.";
                let _ = answer.send(Err(Refusal::new(Why::Unknown, says)));
                continue;
            };
            let (_, state) = tentative
                .entry(class.clone())
                .or_insert_with(|| (kept.acts.len(), Arc::clone(&kept.state)));
            match make(state) {
                Ok(act) => {
                    kept.acts.push((next, act.clone()));
                    if let Some(after) = state.after(&kept.acts) {
                        *state = Arc::new(after);
                    }
                    next += 1;
                    made.push(Made { class, act, answer });
                }
                Err(refusal) => _ = answer.send(Err(refusal)),
            }
        }
        if made.is_empty() {
            return;
        }
        match self.ledger.append(made.iter().map(|made| (&made.class, &made.act))) {
            Ok(rows) => self.keep(tentative, made, &rows),
            Err(refusal) => {
                for (class, (known, _)) in tentative {
                    if let Some(kept) = self.classes.get_mut(&class) {
                        kept.acts.truncate(known);
                    }
                }
                for Made { answer, .. } in made {
                    let _ = answer.send(Err(refusal.clone()));
                }
            }
        }
    }

    /// Shows the states that are now on disk, and answers.
    fn keep(
        &mut self,
        tentative: BTreeMap<ClassId, (usize, Arc<State>)>,
        made: Vec<Made>,
        rows: &[i64],
    ) {
        for (class, (_, state)) in tentative {
            if let Some(kept) = self.classes.get_mut(&class) {
                kept.state = Arc::clone(&state);
            }
            if let Some(seen) = self.seen().get(&class) {
                seen.send_replace(state);
            }
        }
        for (Made { answer, .. }, row) in made.into_iter().zip(rows) {
            let _ = answer.send(Ok(*row));
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn open(&mut self, opened: Act) -> Result<ClassId, Refusal> {
        let bytes: [u8; 8] = random()?;
        let id = ClassId(format!("{:016x}", u64::from_be_bytes(bytes)));
        let rows = self.ledger.append(std::iter::once((&id, &opened)))?;
        let acts: Acts = rows.into_iter().zip([opened]).collect();
        let state = State::of(&acts)
            .ok_or_else(|| Refusal::new(Why::Malformed, "A class begins with its opening."))?;
        let state = Arc::new(state);
        self.seen().insert(id.clone(), watch::Sender::new(Arc::clone(&state)));
        self.classes.insert(id.clone(), Kept { acts, state });
        Ok(id)
    }

    fn forget(&mut self, class: &ClassId) -> Result<(), Refusal> {
        self.ledger.forget(class)?;
        self.classes.remove(class);
        self.seen().remove(class);
        Ok(())
    }
}
