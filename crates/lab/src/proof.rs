//! Proof by knock-out: an item that can be left out without changing what happens proves nothing.
//!
//! What happens are ends and outcomes that are no gauge and no belief: a push that moves its own gauge, or
//! evidence that moves its own belief, would otherwise prove itself.

use std::{collections::BTreeMap, error::Error, fmt, ops::Range, sync::OnceLock};

use rayon::prelude::*;

use super::{Design, Row, bands::restricted, results::rows_here, stats::Count};
use excomm_engine::world::{Model, OutcomeId, Setting, Vary};
use excomm_scenario::format::{Gain, Part, Quantity};

/// How far the worlds of an item are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// To the first block of worlds in which something changes.
    First,
    /// In all worlds of the branch in which most changes.
    Full,
}

/// What leaving an item out changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// The branch in which it was tried.
    pub branch: String,
    /// The outcome that changes in most worlds, or `end`.
    pub outcome: String,
    /// Pairs of worlds in which an outcome or the end changed, of those played in the branch.
    pub changed: Count,
    /// By how much that outcome is more with the item than without it, on average over the pairs in which
    /// it changes: days for a date, a share for yes or no, the number otherwise; none for an end.
    pub by: Option<f64>,
}

/// An item that has been left out, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// The item, by its path.
    pub item: String,
    /// What changes without it; none if nothing does.
    pub proof: Option<Proof>,
    /// Branches in which it was tried.
    pub branches: usize,
    /// Pairs of worlds of which one failed: they are not counted.
    pub failed: u64,
}

/// A branch that cannot be played, as it is or without an item, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotTried {
    /// The branch.
    pub branch: String,
    /// The item that was left out; none if the branch cannot be played even as it is.
    pub without: Option<String>,
    /// Why, as a sentence without its full stop.
    pub why: String,
}

impl NotTried {
    fn new(branch: &str, without: Option<&str>, why: impl fmt::Display) -> NotTried {
        let (branch, without) = (branch.to_owned(), without.map(str::to_owned));
        NotTried { branch, without, why: why.to_string() }
    }
}

impl fmt::Display for NotTried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl Error for NotTried {}

/// Worlds played before looking whether something has changed.
const BLOCK: u64 = 50;

/// Leaves out each item with one of these paths, in up to `worlds` pairs of worlds of each branch.
///
/// Counted are ends and outcomes that are no gauge and no belief.
/// Both worlds of a pair have the same luck and the same facts, all of them drawn. All branches are
/// tried with the first block of worlds, then all with the next, until something changes. To leave
/// out a branch is to play the scenario's own instead; without a truth, the first alternative is so. An
/// item of one branch is tried in that branch alone, and none in a branch that is without it anyway.
/// The scenario's own branch and the numbers under `facts` cannot be left out.
///
/// # Errors
/// If a branch does not compile with or without an item.
pub fn proofs(
    part: &Part,
    items: &[&str],
    worlds: u64,
    depth: Depth,
) -> Result<Vec<Tried>, NotTried> {
    let base = Base::new(part, worlds)?;
    items.par_iter().map(|item| base.leave_out(item, depth)).collect()
}

/// The branches as they are, and what came of their worlds: played when first asked for.
struct Base<'p> {
    part: &'p Part,
    /// The scenario's own branch.
    own: &'p str,
    worlds: u64,
    models: Vec<Model>,
    /// By branch and block.
    rows: Vec<Vec<OnceLock<Vec<Row>>>>,
}

impl<'p> Base<'p> {
    fn new(part: &'p Part, worlds: u64) -> Result<Base<'p>, NotTried> {
        let models = part.branches.iter().map(|branch| {
            Model::new(part, &branch.id, &[]).map_err(|why| NotTried::new(&branch.id, None, why))
        });
        let models = models.collect::<Result<Vec<_>, _>>()?;
        let none = || (0..worlds.div_ceil(BLOCK)).map(|_| OnceLock::new()).collect();
        let rows = models.iter().map(|_| none()).collect();
        let own = part.scenario.as_ref().map_or("", |head| &head.default_branch);
        Ok(Base { part, own, worlds, models, rows })
    }

    fn blocks(&self) -> Range<u64> {
        0..self.worlds.div_ceil(BLOCK)
    }

    /// Plays a block of worlds.
    fn play(&self, model: &Model, block: u64) -> Vec<Row> {
        let first = block * BLOCK;
        let setting = Setting { seed: first, vary: Vary::All, ..Setting::default() };
        rows_here(model, &setting, &Design { runs: BLOCK.min(self.worlds - first), lucks: 1 })
    }

    fn leave_out(&self, item: &str, depth: Depth) -> Result<Tried, NotTried> {
        let all = 0..self.models.len();
        let branches: Vec<usize> = all.filter(|&branch| self.may_change(branch, item)).collect();
        let mut without: Vec<Option<Model>> = self.models.iter().map(|_| None).collect();
        let (mut found, mut failed) = (None, 0);
        for block in self.blocks() {
            let mut most = Changes::default();
            for &branch in &branches {
                let model = match without[branch].take() {
                    Some(model) => model,
                    None => self.model_without(branch, item)?,
                };
                let changes = self.changes(branch, &model, block..block + 1);
                failed += changes.failed;
                without[branch] = Some(model);
                if changes.changed.hits > most.changed.hits {
                    most = changes;
                    found = Some(branch);
                }
                if depth == Depth::First && found.is_some() {
                    break;
                }
            }
            let Some(branch) = found else { continue };
            match (depth, &without[branch]) {
                (Depth::Full, Some(model)) => most = self.changes(branch, model, self.blocks()),
                // nothing changed in the blocks before
                _ => most.changed.trials += block * BLOCK,
            }
            let proof = Some(self.proof(branch, &most));
            return Ok(Tried { item: item.to_owned(), proof, branches: branches.len(), failed });
        }
        Ok(Tried { item: item.to_owned(), proof: None, branches: branches.len(), failed })
    }

    /// Returns whether leaving out an item could change anything in a branch.
    fn may_change(&self, branch: usize, item: &str) -> bool {
        let branch = &self.part.branches[branch];
        let of_a_branch = item.strip_prefix("branches/");
        let own = of_a_branch.and_then(|path| path.split('/').next());
        let possible = of_a_branch != Some(self.own) && !item.starts_with("facts/");
        possible
            && own.is_none_or(|own| own == branch.id)
            && !branch.without.iter().any(|left_out| left_out == item)
    }

    fn model_without(&self, branch: usize, item: &str) -> Result<Model, NotTried> {
        let branch = &self.part.branches[branch].id;
        let model = if item.strip_prefix("branches/") == Some(branch) {
            Model::new(self.part, self.own, &[])
        } else {
            Model::new(self.part, branch, &[item.to_owned()])
        };
        model.map_err(|why| NotTried::new(branch, Some(item), why))
    }

    /// Counts what changes without an item in some blocks of worlds of a branch.
    fn changes(&self, branch: usize, without: &Model, blocks: Range<u64>) -> Changes {
        let (model, mut changes) = (&self.models[branch], Changes::default());
        let counted = model.outcomes.iter().filter(|(_, info)| tells(&info.written.is));
        let counted: Vec<OutcomeId> = counted.map(|(id, _)| id).collect();
        for block in blocks {
            let known = &self.rows[branch][block as usize];
            let first = known.get_or_init(|| self.play(model, block));
            for (a, b) in first.iter().zip(&self.play(without, block)) {
                changes.count(model, &counted, (a, b));
            }
        }
        changes
    }

    fn proof(&self, branch: usize, changes: &Changes) -> Proof {
        let most = changes.outcomes.values().map(|moved| moved.worlds).max().unwrap_or(0);
        let first = changes.outcomes.iter().find(|(_, moved)| most > 0 && moved.worlds == most);
        let name = |id: OutcomeId| &*self.models[branch].outcomes[id].written.id;
        Proof {
            branch: self.part.branches[branch].id.clone(),
            outcome: first.map_or("end", |(id, _)| name(*id)).to_owned(),
            changed: changes.changed,
            by: first.map(|(_, moved)| moved.by / moved.worlds as f64),
        }
    }
}

/// Returns whether an outcome tells of what happens, and not of where a gauge or a belief stands.
fn tells(is: &Gain) -> bool {
    let soft = |of: &Quantity| matches!(of, Quantity::Gauge(_) | Quantity::Belief(_));
    match is {
        Gain::DateOrNever(_) | Gain::Ever(_) => true,
        Gain::Count(of) | Gain::Peak(of) => !soft(of),
        Gain::Sum(all) => !all.iter().any(soft),
    }
}

/// In how many pairs of worlds something changes.
#[derive(Default)]
struct Changes {
    /// An outcome that tells of what happens, or the end.
    changed: Count,
    /// Each outcome that changes.
    outcomes: BTreeMap<OutcomeId, Moved>,
    /// Pairs that were not counted.
    failed: u64,
}

/// Pairs of worlds in which an outcome changes.
#[derive(Default)]
struct Moved {
    worlds: u64,
    /// By how much it is more with the item, in all of them together.
    by: f64,
}

impl Changes {
    fn count(&mut self, model: &Model, counted: &[OutcomeId], (a, b): (&Row, &Row)) {
        if a.failed.is_some() || b.failed.is_some() {
            self.failed += 1;
            return;
        }
        let mut changed = a.end != b.end;
        for &id in counted {
            let (Some(&with), Some(&without)) = (a.outcomes.get(id), b.outcomes.get(id)) else {
                continue;
            };
            if with != without {
                changed = true;
                let moved = self.outcomes.entry(id).or_default();
                moved.worlds += 1;
                moved.by += restricted(model, with) - restricted(model, without);
            }
        }
        self.changed.trials += 1;
        self.changed.hits += u64::from(changed);
    }
}
