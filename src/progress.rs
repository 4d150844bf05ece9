//! How far many worlds or choices have come: a bar with the time left, on a terminal only.

use indicatif::{ProgressBar, ProgressStyle};

/// What the bar says.
const SHAPE: &str = "{bar:30} {human_pos} of {human_len} {msg}, {eta} left";

/// Returns a bar on standard error for so many worlds or choices; nothing is shown where there is no terminal.
pub(super) fn bar(all: u64, what: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(all).with_message(what);
    match ProgressStyle::with_template(SHAPE) {
        Ok(style) => bar.with_style(style.progress_chars("\u{2588}\u{2592}\u{2591}")),
        Err(_) => bar,
    }
}
