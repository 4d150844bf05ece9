//! Notes: which facts a rule has read, so that what comes of them says so by itself.
//!
//! An event gets all that its rule has read for it: what the occasion brought, and what was read
//! since the occasion or the present *subject* began, save what stands already behind an event of
//! the same occasion that led to it. An occasion that is scheduled brings the same to the rules
//! that will answer it. A rule that handles several independent things in one occasion says where
//! the next one begins (`Luck::anew`, `Run::apart`); what is only compared, and comes to nothing,
//! is read aside (`Luck::aside`).

use std::cell::{Cell, RefCell};

use super::name::FactId;

/// The odds that decided something, and the number drawn.
pub type Drawn = (f64, f64);

/// What an occasion brings to the rules that answer it; nothing by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Brought(u32);

/// The facts that the rule at work has read.
#[derive(Debug, Clone, Default)]
pub(super) struct Notes {
    /// Whether anybody wants to know.
    kept: bool,
    /// Whether what is read now is noted.
    on: Cell<bool>,
    read: RefCell<Vec<FactId>>,
    /// So many of what was read were brought by the occasion.
    base: Cell<usize>,
    /// Where the notes of the present subject begin.
    subject: Cell<usize>,
    /// What the occasion was decided by, until an event says so.
    drawn: Cell<Option<Drawn>>,
    /// What occasions bring: a stretch of the pool, and what decided them.
    brought: Vec<(u32, u32, Option<Drawn>)>,
    pool: Vec<FactId>,
}

impl Notes {
    /// Makes empty notes, which are only taken if they are kept.
    pub(super) fn new(kept: bool) -> Notes {
        Notes { kept, ..Notes::default() }
    }

    /// Begins the notes of a rule that answers an occasion.
    pub(super) fn begin(&self, brought: Brought) {
        if !self.kept {
            return;
        }
        let mut read = self.read.borrow_mut();
        read.clear();
        let known = (brought.0 as usize).checked_sub(1).map(|place| self.brought[place]);
        let (from, to, drawn) = known.unwrap_or_default();
        read.extend_from_slice(&self.pool[from as usize..to as usize]);
        self.base.set(read.len());
        self.subject.set(read.len());
        self.drawn.set(drawn);
        self.on.set(true);
    }

    /// Ends the notes: what is read from now on is read by no rule.
    pub(super) fn rest(&self) {
        self.on.set(false);
    }

    /// Notes that a fact has been read.
    #[inline]
    pub(super) fn note(&self, fact: FactId) {
        if self.on.get() {
            self.read.borrow_mut().push(fact);
        }
    }

    /// Returns how much has been noted so far.
    pub(super) fn len(&self) -> usize {
        self.read.borrow().len()
    }

    /// Forgets what was noted from one place to another.
    pub(super) fn forget(&self, from: usize, to: usize) {
        self.read.borrow_mut().drain(from..to);
    }

    /// Begins a new subject: what was read for the one before is forgotten.
    pub(super) fn anew(&self) {
        self.read.borrow_mut().truncate(self.subject.get());
    }

    /// Begins a subject apart from the present one; returns where to go back to.
    pub(super) fn part(&self) -> (usize, usize) {
        let before = (self.subject.get(), self.len());
        self.subject.set(before.1);
        before
    }

    /// Goes back to the subject that was left.
    pub(super) fn go_back(&self, (subject, len): (usize, usize)) {
        self.subject.set(subject);
        self.read.borrow_mut().truncate(len);
    }

    /// Reads without noting.
    pub(super) fn aside<T>(&self, read: impl FnOnce() -> T) -> T {
        let on = self.on.replace(false);
        let value = read();
        self.on.set(on);
        value
    }

    /// Reads, and returns what was read instead of noting it.
    pub(super) fn gather<T>(&self, read: impl FnOnce() -> T) -> (T, Vec<FactId>) {
        let (on, before) = (self.on.replace(self.kept), self.len());
        let value = read();
        self.on.set(on);
        (value, self.read.borrow_mut().split_off(before))
    }

    /// Adds to a list what was read for the present subject, save what is said already.
    pub(super) fn add_to(&self, list: &mut Vec<FactId>, said: &[FactId]) {
        let read = self.read.borrow();
        let own = read[..self.base.get()].iter().chain(&read[self.subject.get()..]);
        list.extend(own.filter(|fact| !said.contains(fact)));
    }

    /// Returns whether nothing was read for the present subject.
    pub(super) fn is_empty(&self) -> bool {
        self.base.get() == 0 && self.subject.get() == self.len()
    }

    /// Returns whether the occasion was decided by a draw.
    pub(super) fn was_drawn(&self) -> bool {
        self.drawn.get().is_some()
    }

    /// Takes what the occasion was decided by: an event says so once.
    pub(super) fn take_drawn(&self) -> Option<Drawn> {
        self.drawn.take()
    }

    /// Writes down what an occasion that is scheduled now brings, save what is said already.
    pub(super) fn bring(&mut self, said: &[FactId], drawn: Option<Drawn>) -> Brought {
        let mut pool = std::mem::take(&mut self.pool);
        let from = pool.len();
        self.add_to(&mut pool, said);
        super::log::tidy(&mut pool, from);
        self.pool = pool;
        self.brought_since(from, drawn)
    }

    /// Writes down what an occasion brings that no rule schedules.
    pub(super) fn bring_these(&mut self, facts: &[FactId], drawn: Option<Drawn>) -> Brought {
        let from = self.pool.len();
        if self.kept {
            self.pool.extend_from_slice(facts);
        }
        self.brought_since(from, drawn.filter(|_| self.kept))
    }

    fn brought_since(&mut self, from: usize, drawn: Option<Drawn>) -> Brought {
        if from == self.pool.len() && drawn.is_none() {
            return Brought::default();
        }
        self.brought.push((from as u32, self.pool.len() as u32, drawn));
        Brought(self.brought.len() as u32)
    }
}
