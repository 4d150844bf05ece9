//! Ballots: what is voted on, by whom, and what was decided.

use std::collections::BTreeMap;

use super::Act;

/// A question that is voted on.
#[derive(Debug, Clone, PartialEq)]
pub struct Ballot {
    /// The question.
    pub question: String,
    /// Which time it is put.
    pub nth: u32,
    /// The roles that vote.
    pub roles: Vec<String>,
    /// Which options can be chosen.
    pub open: Vec<bool>,
    /// The moment in the world, in seconds.
    pub at: i64,
    /// The votes, by seat.
    pub votes: BTreeMap<u32, Vote>,
    /// Raised hands for each option, if they were counted.
    pub hands: Option<Vec<u32>>,
    /// What those without a vote think will be decided, by seat.
    pub guesses: BTreeMap<u32, u32>,
    /// What other sides vote on at the same time.
    pub beside: Vec<Ballot>,
}

impl Ballot {
    /// Begins a ballot without votes.
    pub(super) fn of(
        question: &str,
        nth: u32,
        roles: &[String],
        open: Vec<bool>,
        at: i64,
    ) -> Ballot {
        Ballot {
            question: question.to_owned(),
            nth,
            roles: roles.to_vec(),
            open,
            at,
            votes: BTreeMap::new(),
            hands: None,
            guesses: BTreeMap::new(),
            beside: Vec::new(),
        }
    }

    /// Returns the ballot on which a role votes: this one, or one beside it.
    #[must_use]
    pub fn of_role(&self, role: &str) -> Option<&Ballot> {
        std::iter::once(self).chain(&self.beside).find(|ballot| ballot.is_for(role))
    }

    fn is_for(&self, role: &str) -> bool {
        self.roles.iter().any(|known| known == role)
    }

    /// Returns the option for which a seat has voted, here or beside, or which it has guessed.
    #[must_use]
    pub fn chosen(&self, seat: u32) -> Option<u32> {
        let mut all = std::iter::once(self).chain(&self.beside);
        let vote = all.find_map(|ballot| ballot.votes.get(&seat));
        vote.map(|vote| vote.option).or_else(|| self.guesses.get(&seat).copied())
    }

    /// Returns whether a seat has voted or guessed.
    #[must_use]
    pub fn heard(&self, seat: u32) -> bool {
        self.chosen(seat).is_some()
    }

    /// Takes in what a seat of this role chose: the first time counts.
    pub(super) fn take(&mut self, seat: u32, role: &str, vote: Vote) {
        if self.heard(seat) {
            return;
        }
        if self.is_for(role) {
            self.votes.insert(seat, vote);
        } else if let Some(beside) = self.beside.iter_mut().find(|ballot| ballot.is_for(role)) {
            beside.votes.insert(seat, vote);
        } else {
            self.guesses.insert(seat, vote.option);
        }
    }

    /// Forgets what these seats chose.
    pub(super) fn forget(&mut self, seats: &[u32]) {
        self.votes.retain(|seat, _| !seats.contains(seat));
        self.guesses.retain(|seat, _| !seats.contains(seat));
        self.beside.iter_mut().for_each(|ballot| ballot.forget(seats));
    }

    /// Returns the option with the most votes, if one alone has them.
    #[must_use]
    pub fn favourite(&self) -> Option<u32> {
        let counts = self.counts();
        let most = counts.iter().copied().max().filter(|most| *most > 0)?;
        let mut first = (0..).zip(&counts).filter(|(_, count)| **count == most);
        first.next().map(|(option, _)| option).filter(|_| first.next().is_none())
    }

    /// Returns whether this act is what put this question.
    pub(super) fn is_put_by(&self, act: &Act) -> bool {
        matches!(act, Act::Put { question, nth, .. } if *question == self.question && *nth == self.nth)
    }

    /// Returns the votes for each option, raised hands included.
    #[must_use]
    pub fn counts(&self) -> Vec<u32> {
        let mut counts = self.hands.clone().unwrap_or_default();
        counts.resize(self.open.len(), 0);
        for vote in self.votes.values() {
            if let Some(count) = counts.get_mut(vote.option as usize) {
                *count += 1;
            }
        }
        counts
    }
}

/// A vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The option, counted from 0.
    pub option: u32,
    /// Why.
    pub reason: String,
}

/// A decision of the class.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// What was voted on.
    pub ballot: Ballot,
    /// The option, counted from 0.
    pub option: u32,
    /// What the other sides decided at the same time, in the order of the ballots; none: left to chance.
    pub beside: Vec<Option<u32>>,
}
