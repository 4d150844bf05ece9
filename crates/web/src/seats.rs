//! The seats on the teacher's desk: who is there, who may still come in, and what can be done with a seat.

use maud::{Markup, html};

use super::{Site, step::to_do};
use excomm_class::{Seat, State as Class};
use excomm_tell::words;

impl Site {
    /// Returns who has a seat, the lock of the door, and the buttons for each seat.
    pub(super) fn seats(&self, state: &Class) -> Markup {
        let to = |what: &str| to_do(state, what);
        html! {
            @if state.locked {
                p role="status" { strong { "The door is locked." } " Nobody can take a new seat; a seat that you free can be taken again." }
            }
            form method="post" action=(to(if state.locked { "unlock" } else { "lock" })) {
                button type="submit" { @if state.locked { "Open the door" } @else { "Lock the door: no new seats" } }
            }
            details data-keep="seats" { summary { (words::count(state.seats.len(), "seat")) " taken" }
                p .mute { "Whose phone has lost its seat can take it again by its name, once you free it. Its role and its votes stay." }
                ul .plain { @for seat in &state.seats { li { (self.seat(seat, &to)) } } }
            }
        }
    }

    fn seat(&self, seat: &Seat, to: &impl Fn(&str) -> String) -> Markup {
        let number = || html! { input type="hidden" name="seat" value=(seat.number); };
        html! {
            div .seat {
                span { bdi { (seat.name) } ", " (self.role_title(&seat.role)) }
                @if seat.is_free() { span .mute { "free" } } @else {
                    form method="post" action=(to("free")) {
                        (number())
                        button type="submit" aria-label=(format!("Free the seat {}", seat.name)) { "Free" }
                    }
                }
            }
            details data-keep=(format!("seat {}", seat.number)) {
                summary .mute { "Rename, recast or remove " bdi { (seat.name) } }
                form method="post" action=(to("recast")) {
                    (number())
                    label for=(format!("recast{}", seat.number)) { "Another role" }
                    select id=(format!("recast{}", seat.number)) name="role" {
                        @for role in &self.game.exercise.roles { option value=(role.id) selected[role.id == seat.role] { (role.title) } }
                    }
                    button type="submit" { "Change" }
                }
                form method="post" action=(to("rename")) data-for=(seat.number) {
                    (number())
                    label for=(format!("rename{}", seat.number)) { "Another name" }
                    input id=(format!("rename{}", seat.number)) type="text" name="name" dir="auto" value=(seat.name) required maxlength="24" autocomplete="off";
                    button type="submit" { "Rename" }
                }
                form method="post" action=(to("remove")) {
                    (number())
                    label .option { input type="checkbox" name="later" value="yes"; span { "and every seat taken after it" } }
                    button .danger type="submit" { "Remove with all votes: for good" }
                }
            }
        }
    }
}
