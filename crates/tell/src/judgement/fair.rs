//! A decision in one sentence: whether it was good by what could be known, and whether what came was good.

use super::{Judgement, verdict::Place};
use crate::effects::Measured;
use excomm_engine::world::OutcomeId;
use excomm_scenario::format::Better;

/// How a decision was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    /// Nothing else was better, and something was worse.
    Good,
    /// Something else was better.
    Poor,
    /// All that could be chosen was as good, as far as so many worlds can tell.
    Level,
    /// Nothing else could be chosen.
    Alone,
}

/// Where what came lies among the worlds with the same choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// In the better half: more of them came out worse than better.
    Well,
    /// In the worse half.
    Badly,
    /// In the middle, or where all of them lie.
    Between,
}

impl Judgement<'_> {
    /// Returns the outcome by which a decision is judged first: the first of these that is counted for
    /// whoever decided; the first of all if none is.
    #[must_use]
    pub fn main(&self, of: &[OutcomeId]) -> Option<OutcomeId> {
        let own = |outcome: &&OutcomeId| self.own_way(**outcome).is_some();
        of.iter().find(own).or(of.first()).copied()
    }

    /// Says in one sentence how good a decision was by an outcome, and whether what came was luck.
    #[must_use]
    pub fn in_a_sentence(&self, outcome: OutcomeId) -> &'static str {
        let (Some(made), Some(came)) = (self.made(outcome), self.how_it_came(outcome)) else {
            return "The scenario does not say what would have been better for whoever decided.";
        };
        sentence(made, came)
    }

    /// Returns where what came lies among the worlds with the same choice; none if the scenario does not say
    /// what is better for whoever decided.
    #[must_use]
    pub fn how_it_came(&self, outcome: OutcomeId) -> Option<Came> {
        let better = self.own_way(outcome)?;
        let (below, above) = self.judged.below_and_above(self.model, outcome)?;
        Some(match better {
            Better::Earlier | Better::Less => came(below, above),
            Better::Later | Better::More => came(above, below),
        })
    }

    /// Returns how a decision was made: good, poor or neither.
    fn made(&self, outcome: OutcomeId) -> Option<Made> {
        let better = self.own_way(outcome)?;
        let measured = Measured::new(self.part, self.model, outcome);
        let others = (0..self.judged.options.len()).filter(|other| *other != self.judged.chosen);
        let standing = |other| self.against_other(&measured, outcome, better, other);
        let places: Vec<Place> = others.filter_map(standing).map(|found| found.place).collect();
        Some(made(&places))
    }

    /// Returns which way an outcome is better for whoever decided, if the scenario says so.
    fn own_way(&self, outcome: OutcomeId) -> Option<Better> {
        let (better, whom) = Measured::new(self.part, self.model, outcome).whom()?;
        (whom == self.decider()).then_some(better)
    }
}

/// Returns how a decision was made that stands so against all else.
fn made(places: &[Place]) -> Made {
    let any = |place: Place| places.contains(&place);
    match () {
        () if places.is_empty() => Made::Alone,
        () if any(Place::Behind) => Made::Poor,
        () if any(Place::Best) => Made::Good,
        () => Made::Level,
    }
}

/// Returns where something lies, from the shares of worlds that came out better and worse.
fn came(better: f64, worse: f64) -> Came {
    match better.total_cmp(&worse) {
        std::cmp::Ordering::Less => Came::Well,
        std::cmp::Ordering::Greater => Came::Badly,
        std::cmp::Ordering::Equal => Came::Between,
    }
}

fn sentence(made: Made, came: Came) -> &'static str {
    match (made, came) {
        (Made::Good, Came::Well) => "A good decision, and luck agreed.",
        (Made::Good, Came::Badly) => "A good decision that met bad luck.",
        (Made::Good, Came::Between) => "A good decision, and luck took no side.",
        (Made::Poor, Came::Well) => "A poor decision that luck forgave.",
        (Made::Poor, Came::Badly) => "A poor decision, and luck did not help.",
        (Made::Poor, Came::Between) => "A poor decision, and luck took no side.",
        (Made::Level, _) => "Neither better nor worse than what else could be chosen.",
        (Made::Alone, _) => "Nothing else could be chosen.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_is_poor_if_anything_was_better_and_good_if_nothing_was_and_something_was_worse() {
        use Place::{Behind, Best, Level};
        assert_eq!(made(&[Best, Level]), Made::Good);
        assert_eq!(made(&[Best, Behind]), Made::Poor);
        assert_eq!(made(&[Level, Level]), Made::Level);
        assert_eq!(made(&[]), Made::Alone);
    }

    #[test]
    fn what_came_was_good_in_the_better_half_of_the_worlds_with_the_same_choice() {
        assert_eq!(came(0.30, 0.60), Came::Well);
        assert_eq!(came(0.60, 0.30), Came::Badly);
        assert_eq!(came(0.0, 0.0), Came::Between, "all worlds came out alike: that is no luck");
    }

    #[test]
    fn luck_is_called_good_only_where_what_came_was_good() {
        for made in [Made::Good, Made::Poor] {
            for (came, words) in [
                (Came::Well, ["luck agreed", "luck forgave"]),
                (Came::Badly, ["bad luck", "luck did not help"]),
                (Came::Between, ["took no side", "took no side"]),
            ] {
                let said = sentence(made, came);
                assert!(words.iter().any(|words| said.contains(words)), "{said}");
            }
        }
        assert!(!sentence(Made::Level, Came::Well).contains("luck"));
    }
}
