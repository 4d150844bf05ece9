//! Proof by knock-out: an item that can be left out without changing any outcome proves nothing.

use super::{Design, Row, rows};
use crate::{
    scenario::format::Part,
    world::{Model, Setting, Vary},
};

/// What leaving an item out changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The branch in which it was tried.
    pub branch: String,
    /// Pairs of worlds in which an outcome or the end changed.
    pub changed: usize,
    /// Pairs of worlds played.
    pub worlds: usize,
    /// The first outcome that changed, or `end`.
    pub outcome: String,
}

/// Worlds played before looking whether something has changed.
const BLOCK: u64 = 50;

/// Looks for a branch in which leaving out the item with this path changes an outcome or the end.
///
/// Plays up to `worlds` pairs of each branch, all facts varied, and stops at the first block of
/// worlds in which something changes. Returns nothing if nothing ever does.
///
/// # Errors
/// If a branch does not compile with or without the item.
pub fn prove(part: &Part, item: &str, worlds: u64) -> Result<Option<Proof>, String> {
    let setting = Setting { vary: Vary::All, ..Setting::default() };
    for branch in &part.branches {
        let with = Model::new(part, &branch.id, &[])?;
        let without = Model::new(part, &branch.id, &[item.to_owned()])?;
        let mut played = 0;
        while played < worlds {
            let base = Setting { seed: played, ..setting.clone() };
            let design = Design { runs: BLOCK.min(worlds - played), lucks: 1 };
            played += design.runs;
            let first = rows(&with, &base, &design);
            let second = rows(&without, &base, &design);
            let twin = |row: &Row| {
                let place = second.binary_search_by_key(&row.world, |other| other.world).ok()?;
                second.get(place)
            };
            let both = || first.iter().filter_map(|row| Some((row, twin(row)?)));
            let differing = || both().filter(|(a, b)| a != b);
            if let Some((a, b)) = differing().next() {
                return Ok(Some(Proof {
                    branch: branch.id.clone(),
                    changed: differing().count(),
                    worlds: played as usize,
                    outcome: first_difference(part, a, b),
                }));
            }
        }
    }
    Ok(None)
}

/// Names the first outcome that differs.
fn first_difference(part: &Part, a: &Row, b: &Row) -> String {
    let mut names: Vec<&str> = part.outcomes.iter().map(|outcome| outcome.id.as_str()).collect();
    names.sort_unstable();
    let differs = a.outcomes.iter().zip(&b.outcomes).position(|(a, b)| a != b);
    differs.and_then(|i| names.get(i)).copied().unwrap_or("end").to_owned()
}
