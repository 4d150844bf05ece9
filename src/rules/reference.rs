//! The reference of the rules, made from their table.

/// Returns the reference of all rules in Markdown.
#[must_use]
pub fn rules_reference() -> String {
    String::new()
}
