//! A judged decision as a picture: a strip for each option, a bar for each column of worlds.

use maud::{Markup, html};

use excomm_scenario::format::Better;
use excomm_tell::{
    judgement::{Drawn, Picture},
    words,
};

/// How wide a column is.
const WIDE: usize = 10;

/// Draws how an outcome comes in many worlds with each option, and where the class's own world lies.
///
/// `of` says what comes, `came` when or how much in the class's own world.
pub(super) fn figure(picture: &Picture, of: &str, came: &str) -> Markup {
    let highs = picture.options.iter().flat_map(|drawn| heights(picture, drawn));
    let top = highs.fold(1.0, f64::max);
    html! {
        figure .odds {
            @for drawn in &picture.options {
                div .chosen[drawn.chosen] {
                    p { @if let Some(whose) = whose(drawn) { strong { (whose) ": " } } (words::capital(&drawn.title)) }
                    (strip(picture, drawn, top))
                }
            }
            p .ends aria-hidden="true" {
                @let [first, last] = &picture.ends;
                span { (first) }
                @if last != first { span { (last) } }
                @if picture.never && first != "never" { span { "never" } }
            }
            figcaption { (of) " Your world: " (came) "." }
        }
    }
}

/// Says who chose an option: the class, history or both.
pub(super) fn whose(drawn: &Drawn) -> Option<&'static str> {
    match (drawn.chosen, drawn.history) {
        (true, true) => Some("You, and history"),
        (true, false) => Some("You"),
        (false, true) => Some("History"),
        (false, false) => None,
    }
}

/// Says which way an outcome is better.
pub(super) fn way(better: Better) -> &'static str {
    match better {
        Better::Earlier => "earlier",
        Better::Later => "later",
        Better::More => "more",
        Better::Less => "less",
    }
}

/// Returns whether a column is that of worlds in which it never comes: it stands apart, twice as wide.
fn apart(picture: &Picture, drawn: &Drawn, column: usize) -> bool {
    picture.never && column > 0 && column + 1 == drawn.worlds.len()
}

/// Returns how high each bar is, so that its area is the number of worlds.
fn heights(picture: &Picture, drawn: &Drawn) -> Vec<f64> {
    let high = |(column, worlds): (usize, &f64)| {
        if apart(picture, drawn, column) { worlds / 2.0 } else { *worlds }
    };
    drawn.worlds.iter().enumerate().map(high).collect()
}

fn strip(picture: &Picture, drawn: &Drawn, top: f64) -> Markup {
    let from = |column: usize| WIDE * (column + usize::from(apart(picture, drawn, column)));
    let wide = |column: usize| WIDE * (1 + usize::from(apart(picture, drawn, column)));
    let last = drawn.worlds.len().saturating_sub(1);
    let view = format!("0 0 {} 100", from(last) + wide(last));
    // what is there at all can be seen
    let share = |high: f64| words::rounded((100.0 * high / top).max(3.0), 1);
    let bars = heights(picture, drawn).into_iter().enumerate().filter(|(_, high)| *high > 0.0);
    html! {
        svg viewBox=(view) preserveAspectRatio="none" role="img" aria-label=(format!("{}: {}", drawn.title, drawn.says)) {
            rect .own x=(from(picture.own)) width=(wide(picture.own)) height="100" {}
            @for (column, high) in bars {
                rect .bar x=(from(column) + 1) width=(wide(column) - 2) y=(100.0 - share(high)) height=(share(high)) {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(title: &str, chosen: bool, worlds: Vec<f64>) -> Drawn {
        let (title, says) = (title.to_owned(), "by 3 May in half of the worlds".to_owned());
        Drawn { title, chosen, history: true, worlds, says, against: None }
    }

    fn picture() -> Picture {
        Picture {
            ends: ["1 May", "2 May"].map(str::to_owned),
            never: true,
            own: 2,
            options: vec![
                drawn("goes", true, vec![10.0, 0.0, 90.0]),
                drawn("stays", false, vec![0.1, 99.9, 0.0]),
            ],
        }
    }

    #[test]
    fn a_strip_has_a_bar_for_each_column_that_has_worlds_and_a_band_for_the_own_world() {
        let text = figure(&picture(), "Arrival.", "never").into_string();
        assert_eq!(text.matches("class=\"bar\"").count(), 4, "{text}");
        assert_eq!(text.matches("class=\"own\" x=\"30\" width=\"20\"").count(), 2, "{text}");
        assert!(text.contains("You, and history") && text.contains("Your world: never."));
        assert!(text.contains("goes: by 3 May in half of the worlds"), "read aloud, too: {text}");
    }

    #[test]
    fn few_worlds_can_still_be_seen_and_nothing_is_styled_inline() {
        let text = figure(&picture(), "Arrival.", "never").into_string();
        assert!(text.contains("height=\"3\""), "{text}");
        assert!(!text.contains("style="), "{text}");
    }
}
