//! What somebody has heard, and how things stand as far as he has.

use maud::{Markup, html};

use super::Site;
use excomm_class::{Line, Standing};
use excomm_engine::world::{SignKind, Time};
use excomm_pages::map::status_says;
use excomm_scenario::format::{ConsentState, LineStatus};
use excomm_tell::words;

/// So many lines are shown at first.
const RECENT: usize = 8;

impl Site {
    /// Returns what has been heard, the newest first, older lines folded away.
    pub(super) fn log(&self, lines: &[&Line]) -> Markup {
        self.log_since(lines, Time(i64::MAX))
    }

    /// Returns the same, with what came after a moment marked as new.
    pub(super) fn log_since(&self, lines: &[&Line], since: Time) -> Markup {
        let newest: Vec<&&Line> = lines.iter().rev().collect();
        let (recent, older) = newest.split_at(newest.len().min(RECENT));
        html! {
            @if recent.is_empty() { p .mute { "Nothing yet." } }
            (self.lines(recent, since))
            @if !older.is_empty() {
                details { summary { (words::count(older.len(), "older line")) } (self.lines(older, since)) }
            }
        }
    }

    fn lines(&self, lines: &[&&Line], since: Time) -> Markup {
        let day = |line: &Line| words::day(line.at, &self.model.span);
        html! {
            ol .log {
                @for same in lines.chunk_by(|a, b| day(a) == day(b)) {
                    li .day { (day(same[0])) }
                    @for line in same {
                        li .entry .marked[line.marked] .new[line.at > since] {
                            time datetime=(line.at.rfc3339()) { (words::hour(line.at, &self.model.span)) }
                            div { (line.says) }
                        }
                    }
                }
            }
        }
    }

    /// Returns a moment in the scenario's zone.
    pub(super) fn moment(&self, at: Time) -> String {
        words::day_hour(at, &self.model.span)
    }

    /// Returns how things stand, as a table.
    pub(super) fn standing(&self, standing: &[Standing]) -> Markup {
        let rows: Vec<(String, String)> = standing.iter().filter_map(|one| self.row(one)).collect();
        html! {
            @if !rows.is_empty() {
                details { summary { "How things stand, as far as is heard" } div .scroll tabindex="0" { table {
                    thead { tr { th scope="col" { "What" } th scope="col" { "As last heard" } } }
                    tbody { @for (what, how) in &rows { tr { th scope="row" { (what) } td { (how) } } } }
                } } }
            }
        }
    }

    /// Returns gauges with their levels, as a table that is also a picture.
    pub(super) fn gauges(&self, gauges: &[Standing]) -> Markup {
        let top = gauges.iter().map(|gauge| gauge.value).fold(100.0, f64::max);
        let share = |gauge: &Standing| {
            words::number(words::rounded((100.0 * gauge.value / top).max(0.0), 1))
        };
        html! {
            @if !gauges.is_empty() {
                table .counts.gauges {
                    caption { "Gauges, as far as is heard" }
                    thead .vh { tr { th scope="col" { "Gauge" } th scope="col" colspan="2" { "Level" } } }
                    tbody { @for gauge in gauges { @if let Some((what, how)) = self.row(gauge) { tr {
                        th scope="row" { (what) }
                        td .number { (how) }
                        td .bars { svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" {
                            rect width=(share(gauge)) height="10" {}
                        } }
                    } } } }
                }
            }
        }
    }

    fn row(&self, one: &Standing) -> Option<(String, String)> {
        let info = &self.model.things[one.thing.index()];
        let code = one.value as usize;
        let how = match one.kind {
            SignKind::Line => {
                use LineStatus::{HailAndPass, InForce, Lifted, Suspended};
                let mut all = [Lifted, Suspended, HailAndPass, InForce].into_iter();
                status_says(all.find(|status| *status as usize == code)?).to_owned()
            }
            SignKind::Pledge => {
                let all =
                    [None, Some("made, still open"), Some("binding"), Some("kept"), Some("broken")];
                (*all.get(code)?)?.to_owned()
            }
            SignKind::Consent => {
                use ConsentState::{Asked, Given, Refused};
                let all = [(Asked, "asked for"), (Given, "given"), (Refused, "refused")];
                all.into_iter().find(|(state, _)| *state as usize == code)?.1.to_owned()
            }
            SignKind::Gauge => words::about(one.value),
            SignKind::Belief => format!("held {} likely", words::percent(one.value)),
            _ => return None,
        };
        let title = match one.kind {
            SignKind::Pledge => {
                let pledge = self.game.part.pledge(&info.id)?;
                format!("{}: pledge {}", words::capital(self.actor(&pledge.by)), pledge.says)
            }
            SignKind::Consent => {
                let consent = self.game.part.consent(&info.id)?;
                format!("{}: consent {}", words::capital(self.actor(&consent.of)), consent.says)
            }
            _ => words::capital(&info.title),
        };
        Some((title, how))
    }

    /// Returns the title of an actor.
    pub(super) fn actor<'a>(&'a self, id: &'a str) -> &'a str {
        let known = self.game.part.actor(id);
        known.map_or(id, |actor| &actor.title)
    }
}
