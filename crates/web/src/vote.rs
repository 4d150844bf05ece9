//! What a pupil is asked: to vote, to give an order of its own side, or to guess what others will do.

use maud::{Markup, html};

use super::{Site, seat::for_seat};
use excomm_class::{Ballot, Seat, State as Class};
use excomm_engine::world::stable_hash;
use excomm_scenario::format::{Question, Role};
use excomm_tell::words;

/// What a seat's choice on a ballot counts for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A vote on the question on the table.
    Vote,
    /// A vote on what its side does the next time it is asked.
    Order,
    /// What it thinks that others will decide.
    Guess,
}

impl Site {
    /// Returns what a seat is asked while a question is on the table.
    pub(super) fn ballot_form(
        &self,
        state: &Class,
        table: &Ballot,
        seat: &Seat,
        role: &Role,
    ) -> Markup {
        let own = table.of_role(&role.id);
        let part = match own {
            Some(own) if own == table => Part::Vote,
            Some(_) => Part::Order,
            None => Part::Guess,
        };
        let ballot = own.unwrap_or(table);
        let Some(question) = self.question(&ballot.question) else { return html! {} };
        let chosen = table.chosen(seat.number);
        html! {
            section .question data-announce=(format!("A question: {}", question.title)) {
                (self.asks(state, part, question))
                @if part == Part::Vote { (self.words_on(question)) }
                @match chosen {
                    Some(option) => { p .card role="status" { (part.done()) (self.option(&ballot.question, option)) "." } }
                    None => { (self.choices(part, ballot, question, seat, role)) }
                }
            }
        }
    }

    /// Returns the question as this seat is asked.
    fn asks(&self, state: &Class, part: Part, question: &Question) -> Markup {
        let side = self.actor(&question.asks);
        html! {
            @match part {
                Part::Vote => { h2 { (question.title) } }
                Part::Order => {
                    p .kicker { "For your side alone" }
                    h2 { (question.title) }
                    @if let Some(last) = self.last_order(state, &question.id) { p { "Your side’s order so far: " strong { (last) } "." } }
                    p .mute { "An order for the next time this comes before " (side) ". It takes the place of chance; if it never comes up, nothing follows." }
                }
                Part::Guess => {
                    h2 { "What will be done?" }
                    p .big { (words::capital(side)) ": " (question.title) }
                    p .mute { "You have no vote on it. Guess what they will decide; at the end you see how often you were right." }
                }
            }
        }
    }

    fn choices(
        &self,
        part: Part,
        ballot: &Ballot,
        question: &Question,
        seat: &Seat,
        role: &Role,
    ) -> Markup {
        let mine = part != Part::Guess;
        html! {
            form method="post" action="/seat/vote" {
                input type="hidden" name="question" value=(ballot.question);
                input type="hidden" name="nth" value=(ballot.nth);
                (for_seat(seat))
                fieldset {
                    legend .vh { (question.title) }
                    @for i in in_own_order(seat.number, &ballot.question, question.options.len()) {
                        @let (option, open) = (&question.options[i], ballot.open.get(i).copied().unwrap_or(false));
                        label .option {
                            input type="radio" name="option" value=(i) required disabled[!open];
                            span {
                                (words::capital(&option.title))
                                @if !open { span .mute { " (not open now)" } }
                                @if mine { (self.arguments(option, Some(role))) }
                            }
                        }
                    }
                }
                @if mine {
                    label for="reason" { "Why? One sentence" }
                    textarea #reason name="reason" dir="auto" rows="2" maxlength="280" {}
                }
                button .main type="submit" { (part.button()) }
            }
        }
    }

    /// Returns what a side decided the last time that it was asked beforehand, in words.
    pub(super) fn last_order(&self, state: &Class, question: &str) -> Option<String> {
        let orders = state
            .decided
            .iter()
            .rev()
            .flat_map(|decided| decided.ballot.beside.iter().zip(&decided.beside));
        let mut same = orders.filter(|(ballot, _)| ballot.question == question);
        same.find_map(|(_, option)| Some(self.option(question, (*option)?)))
    }
}

impl Part {
    fn done(self) -> &'static str {
        match self {
            Part::Vote => "You have voted: ",
            Part::Order => "Your vote on the order: ",
            Part::Guess => "Your guess: ",
        }
    }

    fn button(self) -> &'static str {
        match self {
            Part::Vote => "Vote",
            Part::Order => "Vote on the order",
            Part::Guess => "Guess",
        }
    }
}

/// Returns the places of options in an order of its own for each seat, so that the first of the file
/// is not the first of the room.
fn in_own_order(seat: u32, question: &str, options: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..options).collect();
    order.sort_by_key(|i| stable_hash(&format!("{seat}/{question}/{i}")));
    order
}

#[cfg(test)]
mod tests {
    use super::in_own_order;

    #[test]
    fn every_option_is_first_for_about_as_many_seats() {
        let mut first = [0; 3];
        for seat in 1..=300 {
            let order = in_own_order(seat, "lift", 3);
            first[order[0]] += 1;
            let mut all = order.clone();
            all.sort_unstable();
            assert_eq!(all, [0, 1, 2], "each option stands once");
        }
        // with even chances a count under 50 of 300 comes once in more than a million lists
        assert!(first.iter().all(|count| *count > 50), "{first:?}");
    }
}
