//! The few styles of what is printed. Everything can be read without them.

use anstyle::{AnsiColor, Style};

/// Plain text.
pub(super) const PLAIN: Style = Style::new();
/// Headings: days, ends, tables.
pub(super) const HEADING: Style = Style::new().bold();
/// What a reader should not miss.
pub(super) const MARKED: Style = Style::new().bold();
/// Words of a record.
pub(super) const QUOTE: Style = AnsiColor::Cyan.on_default();
/// What can be skipped: ids, ranges, times in Z.
pub(super) const DIM: Style = Style::new().dimmed();
/// Names of options, facts and events.
pub(super) const NAME: Style = AnsiColor::Green.on_default();
/// `error`.
pub(super) const ERROR: Style = AnsiColor::Red.on_default().bold();
/// `warning`.
pub(super) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// `hint`.
pub(super) const HINT: Style = AnsiColor::Cyan.on_default().bold();

/// Returns a text in a style.
pub(super) fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}
