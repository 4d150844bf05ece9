//! The worlds of an analysis by their number: what each of them is made from.

use super::{Few, whole_rows};
use crate::stats::{
    Bootstrap, Effects, Indices, MOST_INPUTS, Trajectory, morris, sobol, sobol_design, trajectories,
};
use excomm_engine::world::Setting;

/// What a world is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// For each input that is varied by itself, a number in [0, 1].
    pub numbers: Vec<f64>,
    /// The seed by which all others are drawn.
    pub others: u64,
    /// The seed of luck.
    pub luck: u64,
}

/// The worlds of a Sobol analysis: row by row A, B, and A with one input from B.
///
/// Luck is the last input: row i of A has its seed, row i of B its own.
#[derive(Debug, Clone)]
pub struct Sobol {
    a: Vec<Vec<f64>>,
    b: Vec<Vec<f64>>,
    alone: usize,
    others: bool,
    fact_seed: u64,
    seed: u64,
}

impl Sobol {
    /// The most inputs that can be varied by themselves.
    pub const MOST_ALONE: usize = MOST_INPUTS;

    /// Plans rows for so many inputs varied by themselves, the others as one more, and luck.
    ///
    /// None beyond [`Sobol::MOST_ALONE`] or the most rows a design can have.
    #[must_use]
    pub fn new(alone: usize, others: bool, rows: usize, base: &Setting) -> Option<Sobol> {
        let (seed, fact_seed) = (base.seed, base.fact_seed());
        let [a, b] = sobol_design(alone, rows, (fact_seed ^ (fact_seed >> 32)) as u32)?;
        Some(Sobol { a, b, alone, others, fact_seed, seed })
    }

    /// Returns the number of inputs.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.alone + usize::from(self.others) + 1
    }

    /// Returns the number of worlds: rows times inputs and 2.
    #[must_use]
    pub fn worlds(&self) -> u64 {
        (self.a.len() * self.width()) as u64
    }

    fn width(&self) -> usize {
        self.inputs() + 2
    }

    /// Returns what a world is made from, counted from 0.
    #[must_use]
    pub fn point(&self, world: u64) -> Point {
        let (row, cell) = (world as usize / self.width(), world as usize % self.width());
        let from_b = |input: usize| cell == 1 || cell == input + 2;
        let number =
            |input: usize| if from_b(input) { self.b[row][input] } else { self.a[row][input] };
        let nth = |input: usize| 2 * row as u64 + u64::from(from_b(input));
        Point {
            numbers: (0..self.alone).map(number).collect(),
            others: self.fact_seed.wrapping_add(nth(self.alone)),
            luck: self.seed.wrapping_add(nth(self.inputs() - 1)),
        }
    }

    /// Returns in how few worlds of the designs A and B the outcome is not what it mostly is, if they
    /// are too few to say what it hangs on.
    #[must_use]
    pub fn few(&self, outcomes: &[f64]) -> Option<Few> {
        let rows = whole_rows(outcomes, self.width());
        let both: Vec<f64> = rows.iter().flat_map(|row| [row[0], row[1]]).collect();
        Few::of(&both, rows.len() as u64)
    }

    /// Returns the indices of each input: those by themselves, the others if there are any, luck.
    ///
    /// Rows in which a world failed are left out. None if these are not the outcomes of all worlds in
    /// their order, or if they never vary.
    #[must_use]
    pub fn indices(&self, outcomes: &[f64]) -> Option<Vec<Indices>> {
        if outcomes.len() as u64 != self.worlds() {
            return None;
        }
        let rows = whole_rows(outcomes, self.width());
        let cell = |cell: usize| rows.iter().map(|row| row[cell]).collect::<Vec<f64>>();
        let swapped: Vec<Vec<f64>> = (2..self.width()).map(cell).collect();
        sobol(&cell(0), &cell(1), &swapped, Bootstrap::default())
    }
}

/// The worlds of a Morris screening: walk by walk, each input moved once, luck the last.
///
/// Luck is held along a walk; its own step plays the last point again with another seed.
#[derive(Debug, Clone)]
pub struct Morris {
    walks: Vec<Trajectory>,
    alone: usize,
    fact_seed: u64,
    seed: u64,
}

impl Morris {
    /// Plans walks over so many inputs and luck; others are drawn anew for each walk.
    #[must_use]
    pub fn new(alone: usize, walks: usize, base: &Setting) -> Morris {
        let (seed, fact_seed) = (base.seed, base.fact_seed());
        let mut walks = trajectories(alone, walks, fact_seed);
        for walk in &mut walks {
            walk.from.push(0.0);
            walk.to.push(1.0);
            walk.moved.push(alone);
        }
        Morris { walks, alone, fact_seed, seed }
    }

    /// Returns the number of worlds: walks times inputs, luck among them, and 1.
    #[must_use]
    pub fn worlds(&self) -> u64 {
        (self.walks.len() * self.width()) as u64
    }

    fn width(&self) -> usize {
        self.alone + 2
    }

    /// Returns what a world is made from, counted from 0.
    #[must_use]
    pub fn point(&self, world: u64) -> Point {
        let (walk, steps) = (world as usize / self.width(), world as usize % self.width());
        let mut numbers = self.walks[walk].point(steps);
        numbers.truncate(self.alone);
        let other_luck = u64::from(steps > self.alone);
        Point {
            numbers,
            others: self.fact_seed.wrapping_add(walk as u64),
            luck: self.seed.wrapping_add(2 * walk as u64 + other_luck),
        }
    }

    /// Returns the effects of each input, luck last.
    ///
    /// Walks in which a world failed are left out. None if these are not the outcomes of all worlds in
    /// their order, or of fewer than two walks.
    #[must_use]
    pub fn effects(&self, outcomes: &[f64]) -> Option<Vec<Effects>> {
        if outcomes.len() as u64 != self.worlds() {
            return None;
        }
        let whole = |walked: &[f64]| walked.iter().all(|outcome| outcome.is_finite());
        let walked = self.walks.iter().zip(outcomes.chunks_exact(self.width()));
        let (walks, walked): (Vec<Trajectory>, Vec<Vec<f64>>) = walked
            .filter(|(_, walked)| whole(walked))
            .map(|(walk, walked)| (walk.clone(), walked.to_vec()))
            .unzip();
        morris(&walks, &walked, Bootstrap::default())
    }
}

#[cfg(test)]
mod tests;
