//! The shell of every page of a class.

use maud::{Markup, html};

use excomm_class::{Phase, State as Class};
use excomm_pages::page::whole;

/// How a page is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// For one who holds it in a hand.
    Hand,
    /// For one who sits at a desk.
    Desk,
    /// For a wall.
    Wall,
}

/// Returns a whole page.
pub(super) fn shell(title: &str, setting: Setting, body: &Markup) -> Markup {
    let class = match setting {
        Setting::Hand => "hand",
        Setting::Desk => "desk",
        Setting::Wall => "wall",
    };
    let head = html! {
        link rel="stylesheet" href="/page.css";
        link rel="stylesheet" href="/class.css";
        script type="module" src="/page.js" {}
    };
    let body = html! {
        p #announce .vh aria-live="polite" {}
        p #lost role="status" { "The connection is lost. Trying again." }
        p #asking role="status" { "News is held back on its way here, so this page asks for it every few seconds." }
        (body)
    };
    whole(title, &head, Some(class), &body)
}

/// Returns the title of a page as its window shows it: where the class stands, then whose page it is.
pub(super) fn entitled(state: &Class, whose: &str) -> Markup {
    let stands = match state.phase {
        Phase::Lobby => "Waiting to begin",
        Phase::Open(_) => "Vote now",
        Phase::Closed(_) => "The vote is closed",
        Phase::Decided => "Decided",
        Phase::Foretelling => "Foretell",
        Phase::Ended => "The end",
    };
    html! { span hidden data-title=(format!("{stands}: {whose}")) {} }
}

/// Returns the head of a page: what is played, what the page is, the moment in the world.
pub(super) fn head(kicker: &str, title: &Markup, clock: Option<&str>) -> Markup {
    html! {
        header .head {
            p .kicker { (kicker) }
            h1 { (title) }
            @if let Some(clock) = clock { p .clock { (clock) } }
        }
    }
}
