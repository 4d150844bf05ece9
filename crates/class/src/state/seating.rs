//! Seats: who may take one, and what the teacher may do with them.

use super::{Ballot, Phase, Seat, State};
use crate::{
    Act, Refusal, Token, Why,
    names::{alike, tidy},
};

/// The most seats of a class.
const SEATS: usize = 400;

/// The longest name of a seat, in characters.
const NAME: usize = 24;

impl State {
    /// Lets a pupil take a seat, or take one again that was freed: it keeps its role and its votes.
    ///
    /// # Errors
    /// If the name is no name, is taken, or the class is locked, full or over.
    pub fn join(&self, name: &str, role: &str, token: &Token) -> Result<Act, Refusal> {
        if self.seat_of(token).is_some() {
            return Err(Refusal::already("You have this seat already."));
        }
        let name = named(name)?;
        let known = self.seats.iter().find(|seat| alike(&seat.name, &name));
        if let Some(seat) = known.filter(|seat| seat.is_free()) {
            let (name, role) = (seat.name.clone(), seat.role.clone());
            return Ok(Act::Joined { seat: seat.number, name, role, token: token.hash() });
        }
        if let Some(taken) = known {
            return Err(taken_by(&name, taken, "Choose another, or ask your teacher to free it."));
        }
        if matches!(self.phase, Phase::Ended) {
            return Err(Refusal::untimely("This class has ended."));
        }
        if self.locked {
            let says = "The teacher has locked the door: no new seats are given. Ask your teacher to open it.";
            return Err(Refusal::untimely(says));
        }
        if self.seats.len() >= SEATS {
            return Err(Refusal::untimely("This class is full."));
        }
        let seat = self.last_seat + 1;
        Ok(Act::Joined { seat, name, role: role.to_owned(), token: token.hash() })
    }

    /// Lets the teacher lock the door or open it.
    ///
    /// # Errors
    /// If it is so already.
    pub fn lock(&self, on: bool) -> Result<Act, Refusal> {
        if self.locked == on {
            return Err(Refusal::already("The door is so already."));
        }
        Ok(Act::Locked { on })
    }

    /// Lets the teacher give a seat another role.
    ///
    /// # Errors
    /// If there is no such seat.
    pub fn recast(&self, seat: u32, role: &str) -> Result<Act, Refusal> {
        self.seat(seat).map(|_| Act::Recast { seat, role: role.to_owned() })
    }

    /// Lets the teacher free a seat: whoever held it holds it no more.
    ///
    /// # Errors
    /// If there is no such seat, or it is free already.
    pub fn free(&self, seat: u32) -> Result<Act, Refusal> {
        if self.seat(seat)?.is_free() {
            return Err(Refusal::already("This seat is free already."));
        }
        Ok(Act::Freed { seat })
    }

    /// Lets the teacher give a seat another name.
    ///
    /// # Errors
    /// If there is no such seat, or the name is no name or looks like that of another seat.
    pub fn rename(&self, seat: u32, name: &str) -> Result<Act, Refusal> {
        let (known, name) = (self.seat(seat)?, named(name)?);
        if known.name == name {
            return Err(Refusal::already("The seat has this name already."));
        }
        let other = |other: &&Seat| other.number != seat && alike(&other.name, &name);
        if let Some(taken) = self.seats.iter().find(other) {
            return Err(taken_by(&name, taken, "Choose another."));
        }
        Ok(Act::Renamed { seat, name })
    }

    /// Lets the teacher remove a seat with all its votes, or this one and all that were taken after it.
    ///
    /// # Errors
    /// If there never was such a seat, or it is gone.
    pub fn remove_seats(&self, seat: u32, and_later: bool) -> Result<Act, Refusal> {
        if (1..=self.last_seat).contains(&seat) && self.seat(seat).is_err() {
            return Err(Refusal::already("This seat is gone already."));
        }
        self.seat(seat)?;
        let gone = |known: &u32| *known == seat || (and_later && *known > seat);
        let seats = self.seats.iter().map(|known| known.number).filter(gone);
        Ok(Act::Removed { seats: seats.collect() })
    }

    /// Returns the seat with this number.
    ///
    /// # Errors
    /// If there is none.
    pub fn seat(&self, number: u32) -> Result<&Seat, Refusal> {
        let known = self.seats.iter().find(|known| known.number == number);
        known.ok_or_else(|| Refusal::new(Why::Unknown, "There is no such seat."))
    }
}

/// What acts on seats do.
impl State {
    pub(super) fn sit(&mut self, number: u32, name: &str, role: &str, token: &str) {
        self.seats.retain(|known| known.number != number);
        self.seats.push(Seat {
            number,
            name: name.to_owned(),
            role: role.to_owned(),
            token: Some(token.to_owned()),
        });
        self.seats.sort_by_key(|seat| seat.number);
        self.last_seat = self.last_seat.max(number);
    }

    /// Gives a seat something else than it had.
    pub(super) fn give(&mut self, number: u32, change: impl FnOnce(&mut Seat)) {
        if let Some(known) = self.seats.iter_mut().find(|known| known.number == number) {
            change(known);
        }
    }

    /// Removes seats, with what they voted on any question and what they foretold.
    pub(super) fn remove(&mut self, seats: &[u32]) {
        let gone = |number: &u32| seats.contains(number);
        self.seats.retain(|seat| !gone(&seat.number));
        self.foretold.retain(|number, _| !gone(number));
        self.notes.retain(|note| !gone(&note.seat));
        let now: Option<&mut Ballot> = match &mut self.phase {
            Phase::Open(ballot) | Phase::Closed(ballot) => Some(ballot),
            _ => None,
        };
        let all = self.decided.iter_mut().map(|decided| &mut decided.ballot).chain(now);
        for ballot in all {
            ballot.forget(seats);
        }
    }
}

/// Returns a name as it is kept, if it is one.
fn named(typed: &str) -> Result<String, Refusal> {
    let name = tidy(typed);
    if name.is_empty() {
        return Err(Refusal::new(Why::Malformed, "Give your seat a name, such as “window 3”."));
    }
    let long = name.chars().count();
    if long > NAME {
        let says = format!("That name has {long} letters; at most {NAME} fit. Shorten it.");
        return Err(Refusal::new(Why::Malformed, says));
    }
    Ok(name)
}

fn taken_by(name: &str, taken: &Seat, hint: &str) -> Refusal {
    let says = if name == taken.name {
        format!("The name “{name}” is taken. {hint}")
    } else {
        format!("The name “{name}” looks like “{}”, which is taken. {hint}", taken.name)
    };
    Refusal::new(Why::Untimely, says)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::testing::{class, decided, joined, put, voted};

    fn another() -> Token {
        Token::sent("another")
    }

    #[test]
    fn a_locked_door_lets_nobody_in_but_those_whose_seat_was_freed() {
        let acts = [joined(1, "window 3"), Act::Freed { seat: 1 }, Act::Locked { on: true }];
        let state = class(&acts);
        let refused = state.join("corner", "governor", &another()).unwrap_err();
        assert!(refused.says.contains("locked the door"), "{refused}");
        assert!(state.join("window 3", "governor", &another()).is_ok());
        assert_eq!(state.lock(true).unwrap_err().why, Why::Already);
        assert!(class(&[]).join("corner", "governor", &another()).is_ok());
    }

    #[test]
    fn a_removed_seat_takes_its_votes_along_and_its_number_is_not_given_again() {
        let mut acts = vec![joined(1, "window 3"), joined(2, "corner"), put("warn")];
        acts.extend([
            voted(1, 0),
            voted(2, 1),
            Act::Closed,
            Act::Decided { option: 1, beside: Vec::new() },
        ]);
        acts.extend([put("wait"), voted(1, 0), voted(2, 0)]);
        acts.push(class(&acts).remove_seats(2, false).unwrap());
        let state = class(&acts);
        assert_eq!(state.decided[0].ballot.counts(), [1, 0]);
        assert_eq!(state.ballot().unwrap().counts(), [1, 0]);
        assert!(state.seat_of(&Token::sent("corner")).is_none());
        assert_eq!(state.remove_seats(2, false).unwrap_err().why, Why::Already);
        assert_eq!(state.remove_seats(3, false).unwrap_err().why, Why::Unknown);
        let Act::Joined { seat, .. } = state.join("corner", "governor", &another()).unwrap() else {
            panic!("no seat was taken");
        };
        assert_eq!(seat, 3);
        // undoing what came before brings no vote of it back
        acts.push(state.undo().unwrap());
        acts.push(class(&acts).undo().unwrap());
        assert_eq!(class(&acts).ballot().unwrap().counts(), [1, 0]);
    }

    #[test]
    fn a_crowd_that_came_at_once_is_removed_at_once() {
        let mut acts: Vec<Act> = (1..=9).map(|i| joined(i, &format!("seat {i}"))).collect();
        acts.push(class(&acts).remove_seats(4, true).unwrap());
        let left: Vec<u32> = class(&acts).seats.iter().map(|seat| seat.number).collect();
        assert_eq!(left, [1, 2, 3]);
    }

    #[test]
    fn a_seat_is_renamed_but_not_to_look_like_another() {
        let mut acts = vec![joined(1, "window 3"), joined(2, "rude word")];
        acts.extend(decided("warn", 0));
        let state = class(&acts);
        assert!(state.rename(2, "Wind\u{43e}w 3").unwrap_err().says.contains("looks like"));
        assert!(state.rename(2, "\u{200b}").is_err());
        assert_eq!(state.rename(1, " window  3").unwrap_err().why, Why::Already);
        assert!(state.rename(1, "Window 3").is_ok(), "its own name, written otherwise");
        acts.push(state.rename(2, "corner").unwrap());
        let state = class(&acts);
        assert_eq!(state.seat_of(&Token::sent("rude word")).unwrap().name, "corner");
    }

    #[test]
    fn a_look_alike_of_a_taken_seat_is_refused_and_says_whose_it_looks_like() {
        let state = class(&[joined(1, "corner")]);
        let refused = state.join("c\u{43e}rner", "governor", &another()).unwrap_err();
        assert!(refused.says.contains("looks like “corner”"), "{refused}");
        let mine = state.join("anything", "governor", &Token::sent("corner")).unwrap_err();
        assert_eq!(mine.why, Why::Already, "who joins twice keeps the seat");
    }
}
