//! How far many worlds have come: a bar with rate and time left, on a terminal only.

use indicatif::{ProgressBar, ProgressStyle};

/// What the bar says.
const SHAPE: &str = "{bar:30} {human_pos} of {human_len} worlds, {per_sec:.0} a second, {eta} left";

/// Returns a bar on standard error for so many worlds; nothing is shown where there is no terminal.
pub(super) fn bar(worlds: u64) -> ProgressBar {
    let bar = ProgressBar::new(worlds);
    match ProgressStyle::with_template(SHAPE) {
        Ok(style) => bar.with_style(style.progress_chars("\u{2588}\u{2592}\u{2591}")),
        Err(_) => bar,
    }
}
