//! A study of what an outcome hangs on, planned: which inputs stand apart, and the worlds that tell.

use super::{Inputs, Morris, Point, Sobol, screened, values};
use crate::{Counting, Method, Numbered, Refused, Side, Study, stats::MOST_ROWS};
use excomm_engine::world::{OutcomeId, Setting, Uncertain};

/// A sensitivity study that is ready to be played.
pub struct Planned<'m> {
    /// What is played.
    pub side: Side<'m>,
    /// What is varied.
    pub inputs: Inputs,
    /// How it was chosen which inputs stand apart.
    pub screening: Screening,
    /// Its worlds.
    pub plan: Plan,
}

/// The worlds of a sensitivity study.
#[derive(Debug, Clone)]
pub enum Plan {
    /// Of so many rows, for shares of the variance.
    Sobol(Sobol, usize),
    /// Of so many walks, on which one input is moved at a time.
    Morris(Morris, usize),
}

/// How it was chosen which inputs stand apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screening {
    /// All do.
    None,
    /// They were named.
    ByName,
    /// They mattered most in walks through everything.
    Morris {
        /// The walks.
        walks: usize,
        /// Their worlds.
        worlds: u64,
        /// How many inputs were screened.
        of: usize,
    },
}

impl Plan {
    /// Returns how many worlds there are.
    #[must_use]
    pub fn worlds(&self) -> u64 {
        match self {
            Plan::Sobol(plan, _) => plan.worlds(),
            Plan::Morris(plan, _) => plan.worlds(),
        }
    }

    fn point(&self, world: u64) -> Point {
        match self {
            Plan::Sobol(plan, _) => plan.point(world),
            Plan::Morris(plan, _) => plan.point(world),
        }
    }
}

impl<'m> Planned<'m> {
    /// Plans the worlds of a study by Sobol or Morris, of these outcomes.
    ///
    /// A screening is handed to `screen`, which plays all of its worlds.
    ///
    /// # Errors
    /// If nothing is drawn, or no such plan can be made.
    pub fn new(
        study: &Study,
        side: Side<'m>,
        outcomes: &[OutcomeId],
        screen: impl FnOnce(&mut dyn Counting, u64),
    ) -> Result<Planned<'m>, Refused> {
        let Side { model, base } = side;
        let all = Inputs::new(model, base, |_| true);
        if all.alone.is_empty() {
            let hint = "draw some facts: `--vary all`, or `vary: All` in a study";
            return Err(refused("nothing is drawn, so nothing can matter", hint));
        }
        match &study.method {
            Method::Morris { walks, facts } => {
                let (inputs, screening) =
                    named(side, facts, usize::MAX)?.unwrap_or((all, Screening::None));
                let plan = walks_through(&inputs, *walks, base)?;
                Ok(Planned { side, inputs, screening, plan: Plan::Morris(plan, *walks) })
            }
            Method::Sobol { rows, top, walks, facts } => {
                let top = *top;
                if top > Sobol::MOST_ALONE {
                    let hint = format!("take at most {}", Sobol::MOST_ALONE);
                    return Err(refused(format!("{top} inputs cannot stand apart"), hint));
                }
                let (inputs, screening) = match named(side, facts, Sobol::MOST_ALONE)? {
                    Some(named) => named,
                    None if all.alone.len() <= top => (all, Screening::None),
                    None => screening(side, &all, (*walks, top), outcomes, screen)?,
                };
                let others = !inputs.others.is_empty();
                let plan = Sobol::new(inputs.alone.len(), others, *rows, base);
                let plan = plan.filter(|_| *rows >= 2).ok_or_else(|| {
                    let hint = format!("take 2 to {MOST_ROWS} rows; powers of two serve best");
                    refused(format!("no design has {rows} rows"), hint)
                })?;
                Ok(Planned { side, inputs, screening, plan: Plan::Sobol(plan, *rows) })
            }
            Method::Sweep { .. } | Method::Compare { .. } => {
                let hint = "take the method Sobol or Morris";
                Err(refused("this study does not ask what an outcome hangs on", hint))
            }
        }
    }

    /// Returns its worlds, none of them played.
    #[must_use]
    pub fn numbered(&self) -> Numbered<'m, impl Fn(u64) -> Setting + Sync + '_> {
        let Side { model, base } = self.side;
        let setting = |world| self.inputs.setting(model, base, &self.plan.point(world));
        Numbered { model, worlds: self.plan.worlds(), setting, rows: Vec::new() }
    }
}

fn refused(message: impl Into<String>, hint: impl Into<String>) -> Refused {
    Refused { message: message.into(), hint: hint.into() }
}

fn walks_through(inputs: &Inputs, walks: usize, base: &Setting) -> Result<Morris, Refused> {
    if walks < 2 {
        let why = "two walks at least are needed to tell how sure they are";
        return Err(refused(why, "take 10 walks, say"));
    }
    Ok(Morris::new(inputs.alone.len(), walks, base))
}

/// Returns the inputs with one of these texts in their paths, set apart; none if no text is given.
fn named(
    side: Side,
    texts: &[String],
    most: usize,
) -> Result<Option<(Inputs, Screening)>, Refused> {
    if texts.is_empty() {
        return Ok(None);
    }
    let Side { model, base } = side;
    let named =
        |one: Uncertain| texts.iter().any(|text| model.path_of(one).contains(text.as_str()));
    let inputs = Inputs::new(model, base, named);
    let n = inputs.alone.len();
    if n == 0 {
        let hint = "`excomm facts` lists all facts; those that vary count";
        return Err(refused(format!("nothing drawn is named `{}`", texts.join("`, `")), hint));
    }
    if n > most {
        let hint = format!("write more of their paths: {most} at most");
        return Err(refused(format!("{n} inputs cannot stand apart"), hint));
    }
    Ok(Some((inputs, Screening::ByName)))
}

/// Sets those inputs apart that matter most in walks through all.
fn screening(
    side: Side,
    all: &Inputs,
    (walks, top): (usize, usize),
    outcomes: &[OutcomeId],
    screen: impl FnOnce(&mut dyn Counting, u64),
) -> Result<(Inputs, Screening), Refused> {
    let Side { model, base } = side;
    let plan = walks_through(all, walks, base)?;
    let setting = |world| all.setting(model, base, &plan.point(world));
    let worlds = plan.worlds();
    let mut played = Numbered { model, worlds, setting, rows: Vec::new() };
    screen(&mut played, worlds);
    let effects =
        outcomes.iter().filter_map(|&outcome| plan.effects(&values(model, &played.rows, outcome)));
    let inputs = screened(all, &effects.collect::<Vec<_>>(), top);
    Ok((inputs, Screening::Morris { walks, worlds, of: all.alone.len() }))
}
