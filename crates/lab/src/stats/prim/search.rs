//! The steps of PRIM: boxes, what lies in them, peeling and pasting.

/// Low and high of each input, ends included; infinite where free.
pub(super) type Limits = Vec<[f64; 2]>;

/// An input, and 0 for its low or 1 for its high end.
pub(super) type Face = (usize, usize);

/// The limits of an input that has none.
pub(super) const FREE: [f64; 2] = [f64::NEG_INFINITY, f64::INFINITY];

/// Cases inside a box, and those of interest among them.
#[derive(Clone, Copy)]
pub(super) struct Tally {
    pub(super) cases: usize,
    pub(super) hits: usize,
}

impl Tally {
    pub(super) fn density(self) -> f64 {
        if self.cases == 0 { 0.0 } else { self.hits as f64 / self.cases as f64 }
    }
}

/// Returns the box with one face free.
pub(super) fn without((input, end): Face, limits: &Limits) -> Limits {
    let mut larger = limits.clone();
    larger[input][end] = FREE[end];
    larger
}

/// The cases, sorted by each input.
pub(super) struct Search<'a> {
    cases: &'a [Vec<f64>],
    interest: &'a [bool],
    /// For each input, all cases by its value upwards.
    sorted: Vec<Vec<usize>>,
}

impl<'a> Search<'a> {
    pub(super) fn new(cases: &'a [Vec<f64>], interest: &'a [bool]) -> Search<'a> {
        let sorted_by = |input: usize| {
            let mut rows: Vec<usize> = (0..cases.len()).collect();
            rows.sort_by(|&x, &y| cases[x][input].total_cmp(&cases[y][input]));
            rows
        };
        let inputs = cases.first().map_or(0, Vec::len);
        Search { cases, interest, sorted: (0..inputs).map(sorted_by).collect() }
    }

    fn inside(&self, limits: &Limits) -> Vec<bool> {
        let limited = limits.iter().enumerate().filter(|(_, limit)| **limit != FREE);
        let limited: Vec<(usize, &[f64; 2])> = limited.collect();
        let within = |case: &Vec<f64>| {
            limited.iter().all(|(input, [low, high])| (low..=high).contains(&&case[*input]))
        };
        self.cases.iter().map(within).collect()
    }

    fn count(&self, rows: impl Iterator<Item = usize>) -> Tally {
        rows.fold(Tally { cases: 0, hits: 0 }, |tally, row| Tally {
            cases: tally.cases + 1,
            hits: tally.hits + usize::from(self.interest[row]),
        })
    }

    pub(super) fn tally(&self, limits: &Limits) -> Tally {
        let inside = self.inside(limits);
        self.count((0..self.cases.len()).filter(|&row| inside[row]))
    }

    /// Returns the smallest and largest value of an input.
    pub(super) fn range(&self, input: usize) -> [f64; 2] {
        let rows = &self.sorted[input];
        [rows.first(), rows.last()].map(|row| row.map_or(f64::NAN, |&row| self.cases[row][input]))
    }

    /// Returns the cases inside, from one face inwards.
    fn inwards(&self, (input, end): Face, inside: &[bool]) -> Vec<usize> {
        let rows = self.sorted[input].iter().copied().filter(|&row| inside[row]);
        if end == 0 { rows.collect() } else { rows.rev().collect() }
    }

    /// Returns the boxes from all cases inwards.
    pub(super) fn peel(&self, faces: &[Face], alpha: f64, least_mass: f64) -> Vec<Limits> {
        let least = (least_mass * self.cases.len() as f64).max(1.0);
        let mut limits = vec![FREE; self.sorted.len()];
        let mut path = vec![limits.clone()];
        loop {
            let (now, inside) = (self.tally(&limits), self.inside(&limits));
            let gain =
                |left: Tally| (left.density() - now.density()) / (now.cases - left.cases) as f64;
            let peels = faces.iter().filter_map(|&face| {
                let (edge, left) = self.cut(face, &inside, now, alpha)?;
                (left.cases as f64 >= least).then(|| (gain(left), face, edge))
            });
            match peels.max_by(|x, y| x.0.total_cmp(&y.0)) {
                Some((gain, (input, end), edge)) if gain > 0.0 => limits[input][end] = edge,
                _ => return path,
            }
            path.push(limits.clone());
        }
    }

    /// Returns where a face ends when a share is peeled off it, at least one value, and what is
    /// left inside.
    fn cut(&self, face: Face, inside: &[bool], now: Tally, alpha: f64) -> Option<(f64, Tally)> {
        let rows = self.inwards(face, inside);
        let value = |&row: &usize| self.cases[row][face.0];
        let differ = |x: f64, y: f64| x.total_cmp(&y).is_ne();
        let outermost = value(rows.first()?);
        let cut = value(rows.get((alpha * rows.len() as f64) as usize)?);
        let next = || rows.iter().map(value).find(|&value| differ(value, outermost));
        let edge = if differ(cut, outermost) { cut } else { next()? };
        let lost = self.count(rows.into_iter().take_while(|row| differ(value(row), edge)));
        Some((edge, Tally { cases: now.cases - lost.cases, hits: now.hits - lost.hits }))
    }

    /// Returns the box grown where that finds more of interest and leaves it dense enough, by ever
    /// smaller steps.
    pub(super) fn paste(
        &self,
        faces: &[Face],
        limits: &Limits,
        alpha: f64,
        least_density: f64,
    ) -> Limits {
        let mut limits = limits.clone();
        let mut step = ((alpha * self.tally(&limits).cases as f64) as usize).max(1);
        loop {
            let now = self.tally(&limits);
            let grown = faces.iter().filter_map(|&face| self.pasted(face, &limits, step));
            let better = grown
                .map(|limits| (self.tally(&limits), limits))
                .filter(|(tally, _)| tally.hits > now.hits && tally.density() >= least_density);
            match better.max_by(|(x, _), (y, _)| x.density().total_cmp(&y.density())) {
                Some((_, larger)) => limits = larger,
                None if step > 1 => step /= 2,
                None => return limits,
            }
        }
    }

    /// Returns the box with at least one and about `step` more cases at one face.
    fn pasted(&self, face: Face, limits: &Limits, step: usize) -> Option<Limits> {
        let (input, end) = face;
        let mut larger = without(face, limits);
        let rows = self.inwards(face, &self.inside(&larger));
        let value = |row: usize| self.cases[row][input];
        let outside = |&value: &f64| {
            if end == 0 { value < limits[input][end] } else { value > limits[input][end] }
        };
        let beyond: Vec<f64> = rows.into_iter().map(value).take_while(outside).collect();
        larger[input][end] = *beyond.get(beyond.len().saturating_sub(step))?;
        Some(larger)
    }

    /// Returns the chance of at least so many cases of interest in the box, each having the odds
    /// of the larger box: appendix of Bryant and Lempert (2010).
    pub(super) fn quasi_p(&self, limits: &Limits, larger: &Limits) -> f64 {
        let tally = self.tally(limits);
        at_least(tally.hits, tally.cases, self.tally(larger).density())
    }
}

/// Returns the binomial chance of at least `hits` of `trials`.
fn at_least(hits: usize, trials: usize, chance: f64) -> f64 {
    if hits == 0 || chance >= 1.0 {
        return 1.0;
    }
    let log_factorial = |n: usize| libm::lgamma(n as f64 + 1.0);
    let (hit, miss) = (libm::log(chance), libm::log1p(-chance));
    let term = |k: usize| {
        let ways = log_factorial(trials) - log_factorial(k) - log_factorial(trials - k);
        libm::exp(ways + k as f64 * hit + (trials - k) as f64 * miss)
    };
    (hits..=trials).map(term).sum::<f64>().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_binomial_tail_is_the_exact_one() {
        assert!((at_least(2, 3, 0.5) - 0.5).abs() < 1e-12);
        assert!((at_least(3, 3, 0.1) - 0.001).abs() < 1e-12);
        assert_eq!((at_least(0, 3, 0.1), at_least(3, 3, 1.0)), (1.0, 1.0));
    }
}
