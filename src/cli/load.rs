//! Reads a scenario by its name or its path, and refuses one that has errors.

use super::{Failure, usage, wrong};
use excomm_scenario as scenario;
use excomm_scenario::{Checked, Severity, Sources, format::Part};

/// Finds the texts of a shipped scenario by its name, or of one on disk by its path.
pub(super) fn sources(name: &str) -> Result<Sources, Failure> {
    excomm_library::load(name).map_err(|why| usage(why.to_string(), Some(why.hint())))
}

/// Reads a scenario that can be played.
///
/// What is shipped was checked before it was shipped, which takes longer than many a run.
pub(super) fn load(name: &str) -> Result<Part, Failure> {
    let sources = sources(name)?;
    match sources.shipped.then(|| scenario::read(&sources)).flatten() {
        Some(part) => Ok(part),
        None => playable(&sources, name).map(|(part, _)| part),
    }
}

/// Returns a scenario that can be played and what its check found, or the first of its errors.
pub(super) fn playable(sources: &Sources, name: &str) -> Result<(Part, Checked), Failure> {
    let mut checked = scenario::check(sources);
    if let Some(part) = checked.part.take() {
        return Ok((part, checked));
    }
    let first = checked.findings.iter().find(|finding| finding.severity == Severity::Error);
    let first = first.map(|f| format!("{}:{}:{}: {}", f.file, f.line, f.column, f.message));
    let hint = match checked.errors() {
        0 | 1 => format!("`excomm check {name}` shows the place"),
        all => format!("it is one of {all} errors; `excomm check {name}` shows all"),
    };
    Err(wrong(first.unwrap_or_else(|| format!("`{name}` cannot be read")), Some(hint)))
}
