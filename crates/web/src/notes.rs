//! Notes between roles: one from each seat with every question, to a role or to the wall.

use std::sync::Arc;

use axum::{extract::State, http::HeaderMap, response::Redirect};
use maud::{Markup, html};

use super::{
    Site,
    refused::{Fields, Refused},
    seat::for_seat,
};
use excomm_class::{Note, Phase, Refusal, Seat, State as Class, Why};
use excomm_scenario::format::Role;

pub(super) async fn send(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Redirect, Refused> {
    let (class, seat) = site.sent_by(&headers, &fields)?;
    let to = Some(fields.text("to")).filter(|to| !to.is_empty()).map(str::to_owned);
    if to.as_ref().is_some_and(|to| site.role(to).is_none()) {
        return Err(Refusal::new(Why::Malformed, "There is no such role.").into());
    }
    let text = fields.text("note").to_owned();
    site.keeper.act(&class, move |state| state.note(seat, to.as_deref(), &text)).await?;
    Ok(Redirect::to("/seat"))
}

impl Site {
    /// Returns the notes that a role has, and the form for one of its own.
    pub(super) fn notes(&self, state: &Class, seat: &Seat, role: &Role) -> Markup {
        let got: Vec<&Note> =
            state.notes.iter().filter(|note| note.to.as_ref() == Some(&role.id)).collect();
        let now = state.decided.len();
        let is_now = |note: &Note| note.seat == seat.number && note.decided == now;
        let done = state.notes.iter().any(is_now);
        let may = !matches!(state.phase, Phase::Lobby | Phase::Ended);
        html! {
            @if !got.is_empty() {
                section .card {
                    h2 { "Notes for you" }
                    ul { @for note in got.iter().rev() { li { (self.note(state, note)) } } }
                }
            }
            @if may {
                @if done { p .mute { "Your note is sent. The next one goes with the next question." } }
                @else {
                    details .brief {
                        summary { "Send a note" }
                        form method="post" action="/seat/note" {
                            (for_seat(seat))
                            label for="to" { "To whom?" }
                            select #to name="to" {
                                @for other in self.game.exercise.roles.iter().filter(|other| other.id != role.id) {
                                    option value=(other.id) { (other.title) }
                                }
                                option value="" { "To all, on the wall" }
                            }
                            label for="note" { "One or two sentences" }
                            textarea #note name="note" dir="auto" rows="2" maxlength="280" required {}
                            button type="submit" { "Send" }
                        }
                    }
                }
            }
        }
    }

    /// Returns a note with the role that wrote it.
    fn note(&self, state: &Class, note: &Note) -> Markup {
        let role = state.role_of(note.seat).unwrap_or_default();
        html! { strong { (self.role_title(&role)) } ": " bdi { (note.text) } }
    }

    /// Returns the notes that hang on the wall since the last decision.
    pub(super) fn notes_on_the_wall(&self, state: &Class) -> Markup {
        let now = state.decided.len();
        let hung: Vec<&Note> =
            state.notes.iter().filter(|note| note.to.is_none() && note.decided == now).collect();
        html! {
            @if !hung.is_empty() {
                section .notes { h2 { "Notes to all" } ul .plain { @for note in hung { li { (self.note(state, note)) } } } }
            }
        }
    }
}
