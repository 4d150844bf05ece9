//! Pasts: how worlds are found in which a decider has known the same all along.
//!
//! Worlds drawn anew and compared at the end would almost never agree, so they are compared day by
//! day. For the first day worlds are drawn until enough leave the decider with what it knew that
//! evening; each further day is drawn anew, as often as needed, after pasts picked from those that
//! are left (a particle filter; a day is drawn again by playing the same past with new luck for it).
//! Where too few agree in everything, those are taken that differ in the fewest words, and of these those that
//! differ in the fewest counts, and in how many things at most is said (approximate Bayesian computation: Beaumont, Zhang and Balding, Genetics 162,
//! 2002; its filter: Del Moral, Doucet and Jasra, Statistics and Computing 22, 2012).
//! Picking makes pasts alike, so each is then shaken: part of its truths and facts and the luck of one
//! day are drawn anew from what is known of them, and the result is taken if the decider still knows
//! the same (an independence sampler: with nothing but "the same" or "not", what is taken needs no
//! other weight). When the question is put, the facts of all items, a few at a time, and the luck of each
//! day are drawn anew like that, one after another: or what nobody has noticed yet would be as it was in
//! the few pasts that all others come from. At last pasts are picked so that each hidden truth has the odds at which the
//! decider holds it. All seeds are those of this module: none comes from a world that is judged.
//!
//! All this is done several times apart. Pasts of one search share ancestors, and so may all be wrong in the same
//! way: how far the searches differ says how well a number was computed, whatever ancestors are shared.

use super::replay::{Past, Replay};
use excomm_engine::{
    run::Unlike,
    world::{Salt, Thing, derived_seed, keyed_uniform, pick, salt},
};

/// Pasts in which the decider has known the same.
#[derive(Debug, Default)]
pub(super) struct Pasts {
    /// The pasts, each as likely as another: those of each search, as many of one as of another.
    pub found: Vec<Past>,
    /// How many searches found them, each apart from the others; one if all pasts are drawn apart.
    pub searches: usize,
    /// How many pasts were tried.
    pub tried: u64,
    /// What share of all worlds has such a past, as far as can be told.
    pub share: f64,
    /// How many different pasts drawn apart they are worth.
    pub effective: f64,
    /// In how many things, at most, the decider knows otherwise in them.
    pub unlike: u64,
}

/// Too few pasts were found: so many of so many tried for a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooFew {
    pub found: u64,
    pub tried: u64,
}

/// So many searches are made, each apart from the others, where there is more than one day.
const SEARCHES: u64 = 3;

/// At least so many pasts are carried from day to day, by all searches together.
const LEAST: u64 = 300;

/// Pasts that are worth fewer say nothing.
const FEWEST: f64 = 20.0;

/// So many times as many pasts as are carried are tried for a day before those that nearly agree must
/// do, and so many before too few do.
const PATIENCE: (u64, u64) = (8, 16);

/// So many more are tried for each past that is wanted, on days on which hardly any agrees in words.
const SPARE: u64 = 200;

/// So many that agree in words are carried on rather than many that do not: what was never said to the
/// decider is not made up for by counts, and the question may never be put then.
const IN_WORDS: usize = 20;

/// The decider may know otherwise in at most one of so many things.
const ALIKE: usize = 8;

/// How often each past is shaken after a day, and at last.
const SHAKES: (usize, usize) = (2, 4);

/// So many items are drawn anew together: few, since what the decider has noticed of one of them keeps
/// the others as they are.
const TOGETHER: usize = 8;

/// What of a past is drawn anew.
#[derive(Debug, Clone)]
enum Part {
    /// Some of all, by chance: many facts or few, truths, the luck of a day.
    Some,
    /// The facts of a few items of the scenario, by their places among those that vary.
    Facts(Vec<usize>),
    /// The luck of one day.
    Luck(usize),
}

/// Finds at least so many pasts; `unlike` says of each past in how many things the decider knows otherwise at
/// its end, and nothing if it was more than are allowed at the end of an earlier day.
pub(super) fn pasts(
    replay: &Replay,
    wanted: u64,
    mut unlike: impl FnMut(&[Past], &[Unlike]) -> Vec<Option<Unlike>>,
) -> Result<Pasts, TooFew> {
    let searches = if replay.stretches() > 1 { SEARCHES } else { 1 };
    let each = wanted.div_ceil(searches);
    let mut found = Vec::new();
    for number in 0..searches {
        let (truths, spare) = (replay.truths(), SPARE * each);
        let mut drawing = Drawing { replay, truths, search: number, drawn: 0, spare };
        found.push(drawing.search(each.max(LEAST / searches), &mut unlike)?);
    }
    let mut all = Pasts { searches: searches as usize, ..Pasts::default() };
    for (found, weights) in found.iter().zip(weights(replay, &found)) {
        all.found.extend(spread(&found.pasts, &weights, each));
        all.tried += found.tried;
        all.share += found.share / searches as f64;
        all.effective += effective(&found.pasts, &weights);
        all.unlike = all.unlike.max(found.unlike);
    }
    if all.effective < FEWEST {
        return Err(TooFew { found: all.effective as u64, tried: all.tried });
    }
    Ok(all)
}

/// What one search found.
struct Searched {
    pasts: Vec<Past>,
    tried: u64,
    share: f64,
    unlike: u64,
}

/// The pasts of one day that nearly agree, each with in how many things the decider knows otherwise.
struct Day {
    near: Vec<(Unlike, Past)>,
    drawn: u64,
}

/// Draws pasts, one thing after another.
struct Drawing<'a, 'm> {
    replay: &'a Replay<'m>,
    truths: Vec<(Thing, Vec<f64>)>,
    /// Which search draws.
    search: u64,
    drawn: u64,
    /// How many more may be tried on days on which hardly any agrees in words.
    spare: u64,
}

const DRAW: Salt = salt("pasts/draw");

impl Drawing<'_, '_> {
    fn seed(&mut self) -> u64 {
        self.drawn += 1;
        derived_seed(self.search, DRAW, self.drawn)
    }

    /// Carries so many pasts from day to day up to the question.
    fn search(
        &mut self,
        carried: u64,
        unlike: &mut impl FnMut(&[Past], &[Unlike]) -> Vec<Option<Unlike>>,
    ) -> Result<Searched, TooFew> {
        let (mut pasts, mut tried, mut share) = (Vec::new(), 0, 1.0);
        let mut allowed = Vec::new();
        for day in 0..self.replay.stretches() {
            let Day { mut near, drawn } = self.day(&pasts, carried, &allowed, unlike);
            tried += drawn;
            near.sort_by_key(|(unlike, _)| *unlike);
            let words = near.get(IN_WORDS).map_or(usize::MAX, |(unlike, _)| unlike.words);
            near.retain(|(unlike, _)| unlike.words <= words);
            let taken = near.len().min(carried as usize);
            if (taken as f64) < FEWEST / SEARCHES as f64 {
                return Err(TooFew { found: taken as u64, tried: drawn });
            }
            allowed.push(near[taken - 1].0);
            let within = near.iter().filter(|(unlike, _)| *unlike <= allowed[day]).count();
            share *= within as f64 / drawn as f64;
            near.truncate(taken);
            pasts = near.into_iter().map(|(_, past)| past).collect();
            let last = day + 1 == self.replay.stretches();
            let shakes = vec![Part::Some; if last { SHAKES.1 } else { SHAKES.0 }];
            let sweep = if last { self.parts() } else { Vec::new() };
            for which in shakes.into_iter().chain(sweep) {
                tried += pasts.len() as u64;
                self.shake_all(&mut pasts, &which, &allowed, unlike);
            }
        }
        // in the order of their truths, so that picking spreads over these evenly
        pasts.sort_by(|first, second| first.truths.cmp(&second.truths));
        let unlike = allowed.last().map_or(0, |unlike| unlike.things() as u64);
        Ok(Searched { pasts, tried, share, unlike })
    }

    /// Draws one more day until enough pasts agree in all things, or those that nearly agree must do.
    fn day(
        &mut self,
        pasts: &[Past],
        carried: u64,
        allowed: &[Unlike],
        unlike: &mut impl FnMut(&[Past], &[Unlike]) -> Vec<Option<Unlike>>,
    ) -> Day {
        let most = self.replay.things() / ALIKE;
        let words = allowed.last().copied().unwrap_or_default().words;
        let (mut day, mut agree) = (Day { near: Vec::new(), drawn: 0 }, 0);
        let spare = self.spare;
        let enough = |Day { near, drawn }: &Day| {
            let in_words = near.iter().filter(|(unlike, _)| unlike.words <= words).count();
            let last = if in_words > IN_WORDS { 0 } else { spare };
            *drawn >= PATIENCE.1 * carried + last
                || (*drawn >= PATIENCE.0 * carried + last && near.len() as u64 >= carried)
        };
        while agree < carried && !enough(&day) {
            let batch: Vec<Past> = (0..carried).map(|_| self.next_day(pasts)).collect();
            let others = unlike(&batch, allowed);
            day.drawn += carried;
            agree +=
                others.iter().filter(|unlike| **unlike == Some(Unlike::default())).count() as u64;
            let each = others.into_iter().zip(batch);
            let alike = each.filter_map(|(unlike, past)| Some((unlike?, past)));
            day.near.extend(alike.filter(|(unlike, _)| unlike.things() <= most));
        }
        self.spare -= self.spare.min(day.drawn.saturating_sub(PATIENCE.0 * carried));
        day
    }

    /// Draws a part of each past anew, and takes what leaves the decider with what it knew.
    fn shake_all(
        &mut self,
        pasts: &mut [Past],
        which: &Part,
        allowed: &[Unlike],
        unlike: &mut impl FnMut(&[Past], &[Unlike]) -> Vec<Option<Unlike>>,
    ) {
        let anew: Vec<Past> = pasts.iter().map(|past| self.shake(past, which)).collect();
        let kept = unlike(&anew, allowed);
        let most = allowed.last().copied().unwrap_or_default();
        for (past, (shaken, kept)) in pasts.iter_mut().zip(anew.into_iter().zip(kept)) {
            if kept.is_some_and(|unlike| unlike <= most) {
                *past = shaken;
            }
        }
    }

    fn uniform(&mut self) -> f64 {
        keyed_uniform(self.seed(), 0, 0)
    }

    /// Draws one more day: after any of these pasts, or the first if there is none yet.
    fn next_day(&mut self, pasts: &[Past]) -> Past {
        let which = (self.uniform() * pasts.len() as f64) as usize;
        let mut past = pasts.get(which).cloned().unwrap_or_else(|| self.first());
        past.luck.push(self.seed());
        past
    }

    fn first(&mut self) -> Past {
        let (replay, truths) = (self.replay, self.truths.clone());
        let facts = replay.free.iter().map(|fact| replay.value(*fact, self.uniform())).collect();
        let truths = truths.into_iter().map(|(truth, odds)| (truth, self.pick(&odds))).collect();
        Past { facts, truths, luck: Vec::new() }
    }

    fn pick(&mut self, odds: &[f64]) -> usize {
        pick(odds.iter().copied(), self.uniform())
    }

    /// Returns all parts of a past, items by their names and luck by its days: what the decider cannot
    /// have noticed is drawn anew by these, however little of the rest can be.
    fn parts(&self) -> Vec<Part> {
        let items = self.replay.items();
        let together = items.chunks(TOGETHER).map(|items| Part::Facts(items.concat()));
        together.chain((0..self.replay.stretches()).map(Part::Luck)).collect()
    }

    /// Draws a part of a past anew. What is drawn anew does not depend on what was drawn before.
    fn shake(&mut self, past: &Past, which: &Part) -> Past {
        let mut past = past.clone();
        match which {
            Part::Some => return self.shake_some(past),
            Part::Facts(places) => {
                for &place in places {
                    past.facts[place] = self.replay.value(self.replay.free[place], self.uniform());
                }
            }
            Part::Luck(day) => past.luck[*day] = self.seed(),
        }
        past
    }

    fn shake_some(&mut self, mut past: Past) -> Past {
        let size = libm::pow(2.0, -libm::floor(8.0 * self.uniform()));
        let replay = self.replay;
        for (fact, value) in replay.free.iter().zip(&mut past.facts) {
            if self.uniform() < size {
                *value = replay.value(*fact, self.uniform());
            }
        }
        for (truth, odds) in self.truths.clone() {
            if self.uniform() < size.max(0.25) {
                let alternative = self.pick(&odds);
                past.truths.insert(truth, alternative);
            }
        }
        let day = (2.0 * self.uniform() * past.luck.len() as f64) as usize;
        let seed = self.seed();
        if let Some(luck) = past.luck.get_mut(day) {
            *luck = seed;
        }
        past
    }
}

/// How often the shares of all truths are brought to the odds held: one truth moves another's.
const ROUNDS: u32 = 20;

/// Weighs the pasts of all searches so that each truth has the odds at which the decider holds it, and each
/// search as much weight as another (iterative proportional fitting): where one search has met no past
/// in which a truth is so, the others make up for it.
fn weights(replay: &Replay, searches: &[Searched]) -> Vec<Vec<f64>> {
    let even = |found: &Searched| vec![1.0 / found.pasts.len() as f64; found.pasts.len()];
    let mut weights: Vec<Vec<f64>> = searches.iter().map(even).collect();
    for _ in 0..ROUNDS {
        for (truth, &(right, odds)) in &replay.believed {
            let so = |past: &Past| past.truths.get(truth) == Some(&right);
            let pasts = || searches.iter().flat_map(|found| &found.pasts);
            let right: f64 =
                pasts().zip(weights.iter().flatten()).filter(|(p, _)| so(p)).map(|(_, w)| w).sum();
            let share = right / weights.iter().flatten().sum::<f64>();
            if share > 0.0 && share < 1.0 {
                for (past, weight) in pasts().zip(weights.iter_mut().flatten()) {
                    *weight *= if so(past) { odds / share } else { (1.0 - odds) / (1.0 - share) };
                }
            }
        }
        for own in &mut weights {
            let all: f64 = own.iter().sum();
            for weight in own {
                *weight /= all;
            }
        }
    }
    weights
}

/// Returns how many pasts drawn apart such pasts are worth (Kish); equal ones count as one.
fn effective(pasts: &[Past], weights: &[f64]) -> f64 {
    let mut apart: Vec<(&Past, f64)> = Vec::new();
    for (past, weight) in pasts.iter().zip(weights) {
        match apart.iter_mut().find(|(known, _)| *known == past) {
            Some((_, sum)) => *sum += weight,
            None => apart.push((past, *weight)),
        }
    }
    let sum: f64 = apart.iter().map(|(_, weight)| weight).sum();
    let squares: f64 = apart.iter().map(|(_, weight)| weight * weight).sum();
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}

/// Picks so many pasts, each as often as its weight asks for, evenly spread over them.
fn spread(pasts: &[Past], weights: &[f64], wanted: u64) -> Vec<Past> {
    let step = weights.iter().sum::<f64>() / wanted as f64;
    let (mut picked, mut passed) = (Vec::new(), 0.0);
    for (past, weight) in pasts.iter().zip(weights) {
        passed += weight;
        while (picked.len() as u64) < wanted && (picked.len() as f64 + 0.5) * step < passed {
            picked.push(past.clone());
        }
    }
    picked
}
