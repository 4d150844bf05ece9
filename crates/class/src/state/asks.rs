//! What may be done to a class as it stands: each returns the act, or why not.

use super::{Ballot, Fork, Phase, State};
use crate::{Act, Refusal, Why, names::tidy};

/// The longest reason, in characters.
const REASON: usize = 280;

impl State {
    /// Lets a seat vote, once.
    ///
    /// # Errors
    /// If no vote is open on this question, it is not for this seat, or the seat has voted.
    pub fn vote(
        &self,
        seat: u32,
        question: (&str, u32),
        option: u32,
        reason: &str,
    ) -> Result<Act, Refusal> {
        let role = self.seats.iter().find(|known| known.number == seat).map(|seat| &seat.role);
        let Some(role) = role else {
            return Err(Refusal::new(Why::Forbidden, "Only those who have joined vote."));
        };
        let ballot = match &self.phase {
            Phase::Open(ballot) => ballot,
            Phase::Closed(_) => return Err(Refusal::untimely("The vote is closed.")),
            _ => return Err(Refusal::untimely("No question is being voted on.")),
        };
        if self.paused {
            return Err(Refusal::untimely(
                "The class stands still for a moment; vote when it goes on.",
            ));
        }
        let asked = ballot.of_role(role).unwrap_or(ballot);
        let put = |ballot: &Ballot| (ballot.question.as_str(), ballot.nth) == question;
        if put(ballot) && !put(asked) {
            return Err(Refusal::new(Why::Forbidden, "This question is not put to your role."));
        }
        if !put(asked) {
            return Err(Refusal::untimely(
                "Another question is on the table now; look at it first.",
            ));
        }
        option_of(asked, option)?;
        if ballot.chosen(seat) == Some(option) {
            return Err(Refusal::already("You have voted for this."));
        }
        if ballot.heard(seat) {
            return Err(Refusal::untimely(
                "You have voted on this question; the first vote counts.",
            ));
        }
        let reason = tidy(reason);
        if reason.chars().count() > REASON {
            let says = format!("One sentence is enough: at most {REASON} letters.");
            return Err(Refusal::new(Why::Malformed, says));
        }
        Ok(Act::Voted { seat, option, reason })
    }

    /// Lets a seat send a note to a role or to the wall, one for each question.
    ///
    /// # Errors
    /// If it has sent one, the note says nothing or too much, or the class has ended.
    pub fn note(&self, seat: u32, to: Option<&str>, text: &str) -> Result<Act, Refusal> {
        if matches!(self.phase, Phase::Ended) {
            return Err(Refusal::untimely("This class has ended."));
        }
        let now = self.decided.len();
        if self.notes.iter().any(|note| note.seat == seat && note.decided == now) {
            return Err(Refusal::untimely(
                "You have sent your note; the next one goes with the next question.",
            ));
        }
        let text = tidy(text);
        if text.is_empty() || text.chars().count() > REASON {
            let says = format!("Write a sentence or two: at most {REASON} letters.");
            return Err(Refusal::new(Why::Malformed, says));
        }
        Ok(Act::Noted { seat, to: to.map(str::to_owned), text })
    }

    /// Lets the teacher show the names of those who foretold best.
    ///
    /// # Errors
    /// If the class has not ended.
    pub fn name_the_best(&self) -> Result<Act, Refusal> {
        match self.phase {
            Phase::Ended => Ok(Act::Named),
            _ => Err(Refusal::untimely("Show the outcome first.")),
        }
    }

    /// Lets a seat foretell, once.
    ///
    /// # Errors
    /// If it is not the time, the seat has done so, or a chance is no percentage.
    pub fn foretell(&self, seat: u32, chances: Vec<u8>, asked: usize) -> Result<Act, Refusal> {
        if !matches!(self.phase, Phase::Foretelling) {
            return Err(Refusal::untimely("This is not the time to foretell the outcome."));
        }
        if self.foretold.get(&seat) == Some(&chances) {
            return Err(Refusal::already("You have foretold just this."));
        }
        if self.foretold.contains_key(&seat) {
            return Err(Refusal::untimely("You have foretold; the first time counts."));
        }
        if chances.len() != asked || chances.iter().any(|chance| *chance > 100) {
            let says = "Give each prediction a whole number from 0 to 100.";
            return Err(Refusal::new(Why::Malformed, says));
        }
        Ok(Act::Foretold { seat, chances })
    }

    /// Lets the teacher put the next question.
    ///
    /// # Errors
    /// If a question is on the table, or this one does not follow on so many decisions.
    pub fn put(&self, put: Act, after: usize) -> Result<Act, Refusal> {
        if self.ballot().is_some_and(|ballot| ballot.is_put_by(&put)) {
            return Err(Refusal::already("This question is on the table."));
        }
        if !matches!(self.phase, Phase::Lobby | Phase::Decided) {
            return Err(Refusal::untimely("Decide the question on the table first."));
        }
        if self.decided.len() != after {
            return Err(Refusal::untimely("Something was decided meanwhile; try again."));
        }
        Ok(put)
    }

    /// Lets the teacher type how many hands were raised for each option.
    ///
    /// # Errors
    /// If no question is on the table, or the counts are not one for each option.
    pub fn hands(&self, counts: Vec<u32>) -> Result<Act, Refusal> {
        let Some(ballot) = self.ballot() else {
            return Err(Refusal::untimely("No question is on the table."));
        };
        let known = counts.len() == ballot.open.len();
        let shut = counts.iter().zip(&ballot.open).any(|(count, open)| *count > 0 && !open);
        if !known || shut || counts.iter().any(|count| *count > 1000) {
            let says = "Type a number for each option that can be chosen, from 0 to 1000.";
            return Err(Refusal::new(Why::Malformed, says));
        }
        if ballot.hands.as_ref() == Some(&counts) {
            return Err(Refusal::already("These hands are counted."));
        }
        Ok(Act::Hands { counts })
    }

    /// Lets the teacher close the vote.
    ///
    /// # Errors
    /// If no vote is open.
    pub fn close(&self) -> Result<Act, Refusal> {
        match &self.phase {
            Phase::Open(_) => Ok(Act::Closed),
            Phase::Closed(_) => Err(Refusal::already("The vote is closed.")),
            _ => Err(Refusal::untimely("No vote is open.")),
        }
    }

    /// Lets the teacher decide a question whose vote is closed, and those beside it: each an option, or none
    /// to leave it to chance.
    ///
    /// # Errors
    /// If no vote is closed, or an option cannot be chosen.
    pub fn decide(&self, option: u32, beside: Vec<Option<u32>>) -> Result<Act, Refusal> {
        match &self.phase {
            Phase::Closed(ballot) => {
                option_of(ballot, option)?;
                for (ballot, option) in ballot.beside.iter().zip(&beside) {
                    option.map_or(Ok(()), |option| option_of(ballot, option))?;
                }
                Ok(Act::Decided { option, beside })
            }
            Phase::Open(_) => Err(Refusal::untimely("Close the vote first.")),
            Phase::Decided if self.decided.last().is_some_and(|last| last.option == option) => {
                Err(Refusal::already("This is decided."))
            }
            _ => Err(Refusal::untimely("No question is on the table.")),
        }
    }

    /// Lets the teacher stop the class for a while, or go on.
    ///
    /// # Errors
    /// If it does so already.
    pub fn pause(&self, on: bool) -> Result<Act, Refusal> {
        if self.paused == on {
            let says =
                if on { "The class stands still already." } else { "The class goes on already." };
            return Err(Refusal::already(says));
        }
        Ok(Act::Paused { on })
    }

    /// Lets the teacher make something happen, once, between two questions or while one is argued.
    ///
    /// # Errors
    /// If it has happened, or the class is past its questions.
    pub fn inject(&self, inject: &str, at: i64) -> Result<Act, Refusal> {
        if matches!(self.phase, Phase::Foretelling | Phase::Ended) {
            return Err(Refusal::untimely(
                "The class is past its questions; nothing can be added.",
            ));
        }
        if matches!(self.phase, Phase::Open(_) | Phase::Closed(_)) {
            return Err(Refusal::untimely("Decide the question on the table first."));
        }
        if self.injected.iter().any(|(known, _)| known == inject) {
            return Err(Refusal::already("This comes already."));
        }
        Ok(Act::Injected { inject: inject.to_owned(), at })
    }

    /// Lets the teacher ask for the predictions.
    ///
    /// # Errors
    /// If a question is on the table, or nothing has been decided.
    pub fn ask_to_foretell(&self) -> Result<Act, Refusal> {
        match &self.phase {
            Phase::Decided => Ok(Act::Foretelling),
            Phase::Lobby => Err(Refusal::untimely("Put a question first.")),
            Phase::Open(_) | Phase::Closed(_) => {
                Err(Refusal::untimely("Decide the question on the table first."))
            }
            Phase::Foretelling => Err(Refusal::already("The class foretells already.")),
            Phase::Ended => Err(Refusal::untimely("The class has ended.")),
        }
    }

    /// Lets the teacher show the outcome.
    ///
    /// # Errors
    /// If a question is on the table, or nothing has been decided.
    pub fn end(&self) -> Result<Act, Refusal> {
        match &self.phase {
            Phase::Decided | Phase::Foretelling => Ok(Act::Ended),
            Phase::Ended => Err(Refusal::already("The class has ended already.")),
            _ => Err(Refusal::untimely("Decide a question first.")),
        }
    }

    /// Lets the teacher look at a second world, once the class has ended.
    ///
    /// # Errors
    /// If the class has not ended, or there is no such decision or option.
    pub fn fork(&self, decision: u32, option: u32) -> Result<Act, Refusal> {
        if !matches!(self.phase, Phase::Ended) {
            return Err(Refusal::untimely(
                "Show the outcome first; then look at what else could be.",
            ));
        }
        let known = self.decided.get(decision as usize);
        let known =
            known.ok_or_else(|| Refusal::new(Why::Unknown, "There is no such decision."))?;
        option_of(&known.ballot, option)?;
        if known.option == option {
            return Err(Refusal::untimely("That is what the class decided."));
        }
        let fork = Fork { decision: decision as usize, option };
        if self.forks.contains(&fork) {
            return Err(Refusal::already("This second world is played already."));
        }
        Ok(Act::Forked { decision, option })
    }

    /// Lets the teacher take back the last act.
    ///
    /// # Errors
    /// If there is nothing to take back.
    pub fn undo(&self) -> Result<Act, Refusal> {
        let row =
            self.to_undo().ok_or_else(|| Refusal::untimely("There is nothing to take back."))?;
        Ok(Act::Undone { row })
    }
}

/// Refuses an option that is not there or cannot be chosen now.
fn option_of(ballot: &Ballot, option: u32) -> Result<(), Refusal> {
    match ballot.open.get(option as usize) {
        Some(true) => Ok(()),
        Some(false) => Err(Refusal::untimely("This cannot be chosen now.")),
        None => Err(Refusal::new(Why::Malformed, "There is no such option.")),
    }
}
