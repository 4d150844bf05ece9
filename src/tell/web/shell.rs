//! The shell of every page: the one place that knows what surrounds a body.

use maud::{DOCTYPE, Markup, html};

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
        Setting::Hand => "",
        Setting::Desk => "wide",
        Setting::Wall => "wide show",
    };
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="stylesheet" href="/style.css";
                script type="module" src="/page.js" {}
            }
            body class=(class) {
                p #announce .vh aria-live="polite" {}
                p #lost role="status" { "The connection is lost. Trying again." }
                (body)
            }
        }
    }
}
