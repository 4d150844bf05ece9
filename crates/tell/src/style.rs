//! The few styles of what is printed. Everything can be read without them.

use anstyle::{AnsiColor, Style};

/// Plain text.
pub const PLAIN: Style = Style::new();
/// Headings: days, ends, tables.
pub const HEADING: Style = Style::new().bold();
/// What a reader should not miss.
pub const MARKED: Style = Style::new().bold();
/// Words of a record.
pub const QUOTE: Style = AnsiColor::Cyan.on_default();
/// What can be skipped: ids, ranges, times in Z.
pub const DIM: Style = Style::new().dimmed();
/// Names of options, facts and events.
pub const NAME: Style = AnsiColor::Green.on_default();
/// `error`.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();
/// `warning`.
pub const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// `hint`.
pub const HINT: Style = AnsiColor::Cyan.on_default().bold();

/// Returns a text in a style.
#[must_use]
pub fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}
