//! Whose seat a page was made for, where a browser may have taken another one since.

use maud::{Markup, html};

use super::{
    Site,
    refused::{Fields, Refused},
};
use axum::http::{HeaderMap, StatusCode};
use excomm_class::{ClassId, Seat, State as Class};

/// Returns the field by which a form names the seat it was made for.
pub(super) fn for_seat(seat: &Seat) -> Markup {
    html! { input type="hidden" name="seat" value=(seat.mark()); }
}

impl Site {
    /// Returns the class and the seat from which a form was sent.
    pub(super) fn sent_by(
        &self,
        headers: &HeaderMap,
        fields: &Fields,
    ) -> Result<(ClassId, u32), Refused> {
        let (class, state, seat) = self.seated(headers)?;
        made_for(&state, seat, fields)?;
        Ok((class, seat))
    }
}

/// Refuses a form that was made for another seat than the one this browser holds now.
fn made_for(state: &Class, seat: u32, fields: &Fields) -> Result<(), Refused> {
    let named = fields.text("seat");
    match state.seat(seat) {
        Ok(held) if !named.is_empty() && named != held.mark() => {
            let says = format!(
                "This page belonged to another seat, so nothing was sent. This browser now holds the seat “{}” \
                 in class {}: go on from there.",
                held.name, state.code
            );
            Err(Refused::new(StatusCode::CONFLICT, says))
        }
        _ => Ok(()),
    }
}
