//! Small classes for tests.

use crate::{Act, State, Token};

/// Returns a class in which these acts followed its opening, in rows from 2.
pub(crate) fn class(acts: &[Act]) -> State {
    let teacher = Token::sent("teacher");
    let opened = Act::Opened {
        format: 1,
        scenario: "first-steps".to_owned(),
        digest: String::new(),
        branch: "open".to_owned(),
        seed: 1,
        code: "HKLMP".to_owned(),
        teacher: teacher.hash(),
        onlooker: teacher.onlooker().hash(),
    };
    let rows: Vec<(i64, Act)> =
        (1..).zip([opened].into_iter().chain(acts.iter().cloned())).collect();
    State::of(&rows).unwrap()
}

/// Puts a question with two options to one role.
pub(crate) fn put(question: &str) -> Act {
    Act::Put {
        question: question.to_owned(),
        nth: 1,
        roles: vec!["governor".to_owned()],
        open: vec![true, true],
        at: 0,
        beside: Vec::new(),
    }
}

/// Puts a question, closes the vote and decides.
pub(crate) fn decided(question: &str, option: u32) -> Vec<Act> {
    vec![put(question), Act::Closed, Act::Decided { option, beside: Vec::new() }]
}

/// Takes a seat; the token is the name.
pub(crate) fn joined(seat: u32, name: &str) -> Act {
    let token = Token::sent(name).hash();
    Act::Joined { seat, name: name.to_owned(), role: "governor".to_owned(), token }
}

/// Votes without a reason.
pub(crate) fn voted(seat: u32, option: u32) -> Act {
    Act::Voted { seat, option, reason: String::new() }
}
