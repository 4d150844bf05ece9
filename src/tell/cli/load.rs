//! Finds a scenario by its name or its path, checks it and reads it.

use super::{Failure, usage, wrong};
use crate::scenario::{self, Checked, Severity, Sources, format::Part};

/// Finds the texts of a scenario.
pub(super) fn sources(name: &str) -> Result<Sources, Failure> {
    scenario::load(name).map_err(|(message, hint)| usage(message, hint))
}

/// Reads a scenario that nothing is wrong with.
pub(super) fn load(name: &str) -> Result<Part, Failure> {
    Ok(checked(name)?.1)
}

/// Reads and checks a scenario that nothing is wrong with.
pub(super) fn checked(name: &str) -> Result<(Checked, Part), Failure> {
    let mut checked = scenario::check(&sources(name)?);
    if let Some(part) = checked.part.take() {
        return Ok((checked, part));
    }
    let errors = checked.errors();
    let first = checked.findings.iter().find(|finding| finding.severity == Severity::Error);
    let what = first.map_or_else(String::new, |finding| format!("; the first: {finding}"));
    let count = if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
    let hint = format!("`excomm check {name}` shows all of them");
    Err(wrong(format!("`{name}` cannot be played: {count}{what}"), Some(hint)))
}

/// Returns the paths of the items of a scenario that are proven by leaving them out.
pub(super) fn proven(name: &str) -> Result<Vec<String>, Failure> {
    let sources = sources(name)?;
    let rows = sources.proven.lines().skip(1);
    Ok(rows.filter_map(|row| row.split(',').next()).map(str::to_owned).collect())
}
