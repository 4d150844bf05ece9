//! The state of a class: the fold of its acts.

mod asks;
mod seating;
mod steps;
#[cfg(test)]
pub(crate) mod testing;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Act, Ballot, Decided, Token, Vote};

/// What a class is doing.
#[derive(Debug, Clone, PartialEq)]
pub enum Phase {
    /// Pupils join.
    Lobby,
    /// A question is argued and voted on.
    Open(Ballot),
    /// The vote is closed, the question not yet decided.
    Closed(Ballot),
    /// A question has been decided; what followed is read.
    Decided,
    /// The outcome is foretold.
    Foretelling,
    /// The outcome is shown.
    Ended,
}

/// A note of a pupil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The seat that wrote it.
    pub seat: u32,
    /// The role that reads it; none: it hangs on the wall.
    pub to: Option<String>,
    /// What it says.
    pub text: String,
    /// How many questions had been decided when it was written.
    pub decided: usize,
}

/// Somebody in the class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The number of the seat, from 1.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// Its role.
    pub role: String,
    /// The hash of its pupil's token; none while it is free to be taken again.
    token: Option<String>,
}

impl Seat {
    /// Returns whether its teacher has freed it.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.token.is_none()
    }

    /// Returns a mark by which a page knows this seat from all others; it opens nothing.
    #[must_use]
    pub fn mark(&self) -> &str {
        self.token.as_deref().and_then(|hash| hash.get(..16)).unwrap_or("free")
    }
}

/// A second world: one decision fell otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fork {
    /// The decision, counted from 0.
    pub decision: usize,
    /// The option, counted from 0.
    pub option: u32,
}

/// A class as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The row of the last act.
    pub row: i64,
    /// The row of the last act that changes what pupils see.
    pub turn: i64,
    /// The id of the scenario.
    pub scenario: String,
    /// A digest of its texts and its exercise.
    pub digest: String,
    /// The branch that is played.
    pub branch: String,
    /// The seed of all luck.
    pub seed: u64,
    /// The code by which pupils join.
    pub code: String,
    /// Those who have joined.
    pub seats: Vec<Seat>,
    /// The highest number that a seat ever had: none is given twice.
    last_seat: u32,
    /// Whether nobody can take a new seat.
    pub locked: bool,
    /// What it is doing.
    pub phase: Phase,
    /// What it has decided.
    pub decided: Vec<Decided>,
    /// What was made to happen, and when in the world.
    pub injected: Vec<(String, i64)>,
    /// Second worlds.
    pub forks: Vec<Fork>,
    /// Whether it stands still.
    pub paused: bool,
    /// The notes that were sent, in their order.
    pub notes: Vec<Note>,
    /// When the countdown ends, in seconds since 1970, if one runs.
    pub until: Option<i64>,
    /// Whether the names of those who foretold best are shown.
    pub named: bool,
    /// How likely each prediction is held, in per cent, by seat.
    pub foretold: BTreeMap<u32, Vec<u8>>,
    teachers: Vec<String>,
    onlookers: Vec<String>,
    /// Rows of the teacher's acts that can be taken back, the last one first to go.
    undoable: Vec<i64>,
}

impl State {
    /// Returns the state of a class with these acts; nothing if it was never opened.
    #[must_use]
    pub fn of(acts: &[(i64, Act)]) -> Option<State> {
        let undone: BTreeSet<i64> = acts
            .iter()
            .filter_map(|(_, act)| if let Act::Undone { row } = act { Some(*row) } else { None })
            .collect();
        let mut state = State::opened(acts.first()?)?;
        // the questions that were put and, at that moment, not taken back
        let mut put: Vec<i64> = Vec::new();
        for (row, act) in &acts[1..] {
            match act {
                Act::Put { .. } => put.push(*row),
                Act::Undone { row } => put.retain(|known| known != row),
                // a vote goes with its question
                Act::Voted { .. } if put.last().is_some_and(|put| undone.contains(put)) => continue,
                _ => {}
            }
            if !undone.contains(row) {
                state.take(*row, act);
            }
        }
        let last = acts.last().map_or(0, |(row, _)| *row);
        if undone.iter().next_back().is_some() {
            let undoing = acts.iter().rev().find(|(_, act)| matches!(act, Act::Undone { .. }));
            state.turn = state.turn.max(undoing.map_or(0, |(row, _)| *row));
        }
        state.row = last;
        Some(state)
    }

    fn opened((row, act): &(i64, Act)) -> Option<State> {
        let Act::Opened { scenario, digest, branch, seed, code, teacher, onlooker, .. } = act
        else {
            return None;
        };
        Some(State {
            row: *row,
            turn: *row,
            scenario: scenario.clone(),
            digest: digest.clone(),
            branch: branch.clone(),
            seed: *seed,
            code: code.clone(),
            seats: Vec::new(),
            last_seat: 0,
            locked: false,
            phase: Phase::Lobby,
            decided: Vec::new(),
            injected: Vec::new(),
            forks: Vec::new(),
            paused: false,
            notes: Vec::new(),
            until: None,
            named: false,
            foretold: BTreeMap::new(),
            teachers: vec![teacher.clone()],
            onlookers: vec![onlooker.clone()],
            undoable: Vec::new(),
        })
    }

    /// Takes in an act; one that does not fit changes nothing, as when what it followed was undone.
    fn take(&mut self, row: i64, act: &Act) {
        self.row = row;
        if act.can_be_undone() {
            self.undoable.push(row);
        }
        if act.can_be_undone() || act.is_seen() {
            self.turn = row;
        }
        match act {
            Act::Opened { .. } | Act::Undone { .. } => {}
            Act::Rekeyed { teacher, onlooker, alone } => {
                if *alone {
                    self.teachers.clear();
                    self.onlookers.clear();
                }
                self.teachers.push(teacher.clone());
                self.onlookers.push(onlooker.clone());
            }
            Act::Joined { seat, name, role, token } => self.sit(*seat, name, role, token),
            Act::Freed { seat } => self.give(*seat, |known| known.token = None),
            Act::Removed { seats } => self.remove(seats),
            Act::Renamed { seat, name } => self.give(*seat, |known| known.name.clone_from(name)),
            Act::Recast { seat, role } => self.give(*seat, |known| known.role.clone_from(role)),
            Act::Locked { on } => self.locked = *on,
            Act::Noted { seat, to, text } => {
                let (seat, to, text, decided) =
                    (*seat, to.clone(), text.clone(), self.decided.len());
                self.notes.push(Note { seat, to, text, decided });
            }
            Act::Timed { until } => self.until = *until,
            Act::Named => self.named = true,
            Act::Put { question, nth, roles, open, at, beside } => {
                let mut ballot = Ballot::of(question, *nth, roles, open.clone(), *at);
                ballot.beside = beside.iter().map(|sealed| sealed.ballot(*at)).collect();
                self.phase = Phase::Open(ballot);
                self.until = None;
            }
            Act::Voted { seat, option, reason } => {
                let role = self.role_of(*seat).unwrap_or_default();
                if let Phase::Open(ballot) = &mut self.phase {
                    ballot.take(*seat, &role, Vote { option: *option, reason: reason.clone() });
                }
            }
            Act::Hands { counts } => {
                if let Phase::Open(ballot) | Phase::Closed(ballot) = &mut self.phase {
                    ballot.hands = Some(counts.clone());
                }
            }
            Act::Closed => {
                if let Phase::Open(ballot) = &self.phase {
                    self.phase = Phase::Closed(ballot.clone());
                }
                self.until = None;
            }
            Act::Decided { option, beside } => {
                if let Phase::Closed(ballot) = &self.phase {
                    let (ballot, beside) = (ballot.clone(), beside.clone());
                    self.decided.push(Decided { ballot, option: *option, beside });
                    self.phase = Phase::Decided;
                }
            }
            Act::Paused { on } => self.paused = *on,
            Act::Injected { inject, at } => self.injected.push((inject.clone(), *at)),
            Act::Foretelling => self.phase = Phase::Foretelling,
            Act::Foretold { seat, chances } => {
                self.foretold.entry(*seat).or_insert_with(|| chances.clone());
            }
            Act::Ended => self.phase = Phase::Ended,
            Act::Forked { decision, option } => {
                self.forks.push(Fork { decision: *decision as usize, option: *option });
            }
        }
    }

    /// Returns the state after one more act; the acts so far are those this is the state of.
    #[must_use]
    pub(super) fn after(self: &Arc<State>, acts: &[(i64, Act)]) -> Option<State> {
        match acts.last() {
            Some((_, Act::Undone { .. })) | None => State::of(acts),
            Some((row, act)) => {
                let mut state = State::clone(self);
                state.take(*row, act);
                Some(state)
            }
        }
    }

    /// Returns whether this token lets somebody teach.
    #[must_use]
    pub fn teaches(&self, token: &Token) -> bool {
        any(&self.teachers, |kept| token.is(kept))
    }

    /// Returns whether this token lets somebody look on.
    #[must_use]
    pub fn looks_on(&self, token: &Token) -> bool {
        any(&self.onlookers, |kept| token.is(kept))
    }

    /// Returns the seat of whoever holds this token.
    #[must_use]
    pub fn seat_of(&self, token: &Token) -> Option<&Seat> {
        // all are compared, so that the time taken says nothing
        let holds = |seat: &Seat| seat.token.as_ref().is_some_and(|kept| token.is(kept));
        self.seats.iter().fold(None, |found, seat| if holds(seat) { Some(seat) } else { found })
    }

    /// Returns the role that the fewest seats have, the first of several.
    #[must_use]
    pub fn rarest<'r>(&self, roles: impl Iterator<Item = &'r str>) -> &'r str {
        let seats = |role: &&str| self.seats.iter().filter(|seat| seat.role == *role).count();
        roles.min_by_key(seats).unwrap_or_default()
    }

    /// Returns the role of a seat.
    #[must_use]
    pub fn role_of(&self, seat: u32) -> Option<String> {
        let seat = self.seats.iter().find(|known| known.number == seat)?;
        Some(seat.role.clone())
    }

    /// Returns the question that is voted on or was just closed.
    #[must_use]
    pub fn ballot(&self) -> Option<&Ballot> {
        match &self.phase {
            Phase::Open(ballot) | Phase::Closed(ballot) => Some(ballot),
            _ => None,
        }
    }

    /// Returns the row of the teacher's act that would be taken back next.
    #[must_use]
    pub fn to_undo(&self) -> Option<i64> {
        self.undoable.last().copied()
    }
}

/// Returns whether one of several holds, looking at all of them.
fn any(all: &[String], holds: impl Fn(&str) -> bool) -> bool {
    all.iter().fold(false, |found, kept| holds(kept) | found)
}
