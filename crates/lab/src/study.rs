//! Studies: what is asked of many worlds, as one object that can be written down.

use std::{error::Error, fmt};

use serde::{Deserialize, Serialize};

use super::{BLOCK, Design};
use excomm_engine::world::Vary;

/// What is asked of many worlds: which are played, what is looked at, and by which method.
///
/// Results carry the study they came from, so that no answer can be told without its design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// A shipped scenario by its name, or a file or folder.
    pub scenario: String,
    /// The branches; none means the scenario's own.
    #[serde(default)]
    pub branches: Vec<String>,
    /// Which facts are drawn.
    #[serde(default = "Study::all")]
    pub vary: Vary,
    /// Outcomes that are shown; none means those that the branches are about.
    #[serde(default)]
    pub outcomes: Vec<String>,
    /// Worlds.
    #[serde(default = "Study::a_thousand")]
    pub runs: u64,
    /// Worlds that share one draw of the facts; 1,000 is a multiple of it. None means as many as
    /// [`Study::split`] says.
    #[serde(default)]
    pub lucks: Option<u64>,
    /// The seed of all luck.
    #[serde(default = "Study::seed")]
    pub seed: u64,
    /// The seed of the facts, if it is another than luck's.
    #[serde(default)]
    pub fact_seed: Option<u64>,
    /// Answers given in advance: `QUESTION=OPTION` or `QUESTION@N=OPTION`.
    #[serde(default)]
    pub choose: Vec<String>,
    /// Facts set to a value: `FACT=VALUE`.
    #[serde(default)]
    pub set: Vec<String>,
    /// Stops at the end of a block when the interval of the first share shown is narrower than this.
    #[serde(default)]
    pub until_width: Option<f64>,
    /// How it is asked.
    pub method: Method,
}

/// How a study asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Method {
    /// What comes of each branch.
    Sweep {
        /// The outcome that is read at the end of each day.
        #[serde(default)]
        fan: Option<String>,
    },
    /// What the branches change in the same worlds.
    Compare {
        /// The branch that they are compared with; none means the scenario's own.
        #[serde(default)]
        against: Option<String>,
    },
    /// What the outcomes of a branch hang on, as shares of their variance, luck among them.
    Sobol {
        /// Rows of the design, each a world for every input and two more; powers of two serve best.
        #[serde(default = "Method::rows")]
        rows: usize,
        /// Inputs that stand apart.
        #[serde(default = "Method::top")]
        top: usize,
        /// Walks of the screening that finds them.
        #[serde(default = "Method::walks")]
        walks: usize,
        /// Facts and truths that stand apart, by a part of their path, instead of a screening.
        #[serde(default)]
        facts: Vec<String>,
    },
    /// Which way each input pushes the outcomes of a branch, and how far.
    Morris {
        /// Walks, each a world for everything that is drawn and two more.
        #[serde(default = "Method::walks")]
        walks: usize,
        /// Facts and truths that stand apart, by a part of their path; all others are one input.
        #[serde(default)]
        facts: Vec<String>,
    },
}

impl Method {
    fn rows() -> usize {
        256
    }

    fn top() -> usize {
        15
    }

    fn walks() -> usize {
        10
    }
}

/// Lucks of a draw that a study has at least, unless it says otherwise.
const FEWEST_LUCKS: u64 = 10;

/// Draws of the facts that are kept when a study has more lucks than that.
const FEWEST_DRAWS: u64 = 100;

/// Why a study cannot be played, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.message, self.hint)
    }
}

impl Error for Refused {}

impl Study {
    fn all() -> Vary {
        Vary::All
    }

    fn a_thousand() -> u64 {
        1000
    }

    fn seed() -> u64 {
        1962
    }

    /// Reads a study as it is written in a file.
    ///
    /// # Errors
    /// If something has another name or type than it should, or the worlds cannot tell anything.
    pub fn read(text: &str) -> Result<Study, Refused> {
        let read = options().from_str::<Study>(text);
        let study = read.map_err(|error| Refused {
            message: error.to_string(),
            hint: "`docs/study.ron` shows all that can be written".to_owned(),
        })?;
        study.check()
    }

    /// Refuses a design that cannot tell anything, and rounds up to whole draws of the facts.
    ///
    /// # Errors
    /// If there are too few worlds or lucks, or draws do not fit into blocks of 1,000.
    pub fn check(mut self) -> Result<Study, Refused> {
        if matches!(self.method, Method::Sobol { .. } | Method::Morris { .. }) {
            // their plan says how many worlds there are, and what each is made from
            return Ok(self);
        }
        let Design { runs, lucks } = self.design();
        if runs < 2 || lucks < 2 || lucks > runs {
            return Err(Refused {
                message: "that is too few worlds to say anything".to_owned(),
                hint: "take 1,000 runs with 10 lucks each, say: at least two of each".to_owned(),
            });
        }
        if !BLOCK.is_multiple_of(lucks) {
            return Err(Refused {
                message: format!(
                    "{lucks} lucks do not divide 1,000: worlds are played in blocks of 1,000, and each \
                     draw of the facts stays in one"
                ),
                hint: "take 2, 4, 5, 8, 10, 20, 25, 40, 50, 100, 125, 200, 250, 500 or 1,000 lucks"
                    .to_owned(),
            });
        }
        if let Some(width) = self.until_width.filter(|width| !(*width > 0.0 && *width < 1.0)) {
            return Err(Refused {
                message: format!("no share can be known within {width}"),
                hint: "take a width between 0 and 1: 0.02 is 2 points".to_owned(),
            });
        }
        self.runs = runs.next_multiple_of(lucks);
        self.lucks = Some(lucks);
        Ok(self)
    }

    /// Returns which luck and which facts each world has.
    #[must_use]
    pub fn design(&self) -> Design {
        Design { runs: self.runs, lucks: self.lucks.unwrap_or_else(|| Study::split(self.runs)) }
    }

    /// Returns how many of so many worlds share a draw of the facts, unless a study says so: 10, and
    /// with more than 1,000 worlds as many as leave 100 draws, up to as many lucks as draws.
    ///
    /// How far facts move something rare is told better by more lucks than by more draws, as long as
    /// luck is the greater part of what the means of draws vary with; a hundred draws are enough to
    /// see how they spread.
    #[must_use]
    pub fn split(runs: u64) -> u64 {
        let fits = |lucks: &u64| {
            BLOCK.is_multiple_of(*lucks) && lucks * FEWEST_DRAWS <= runs && lucks * lucks <= runs
        };
        (FEWEST_LUCKS..=BLOCK).filter(fits).max().unwrap_or(FEWEST_LUCKS)
    }

    /// Returns whether branches are compared with a first one.
    #[must_use]
    pub fn compares(&self) -> bool {
        matches!(self.method, Method::Compare { .. })
    }

    /// Returns the outcome that is read at the end of each day.
    #[must_use]
    pub fn fan(&self) -> Option<&String> {
        match &self.method {
            Method::Sweep { fan } => fan.as_ref(),
            _ => None,
        }
    }

    /// Returns the branches that are played, in their order: the one that others are compared with
    /// comes first.
    #[must_use]
    pub fn played(&self) -> Vec<&str> {
        let first = match &self.method {
            Method::Compare { against } => against.as_deref(),
            _ => None,
        };
        first.into_iter().chain(self.branches.iter().map(String::as_str)).collect()
    }
}

/// Returns how studies are written: options may be written without `Some`.
fn options() -> ron::Options {
    ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rest: &str) -> Result<Study, Refused> {
        Study::read(&format!("(scenario: \"first-steps\", method: Sweep(), {rest})"))
    }

    #[test]
    fn what_is_left_out_is_as_the_commands_have_it() {
        let study = read("").unwrap();
        assert_eq!((study.runs, study.seed, study.vary), (1_000, 1962, Vary::All));
        assert_eq!(study.lucks, Some(10));
        assert_eq!(study.method, Method::Sweep { fan: None });
    }

    #[test]
    fn a_study_is_read_as_it_was_written() {
        let study =
            Study { fact_seed: Some(3), set: vec!["a=1".to_owned()], ..read("runs: 20").unwrap() };
        let text = options().to_string(&study).unwrap();
        assert_eq!(Study::read(&text), Ok(study));
    }

    #[test]
    fn more_worlds_are_more_lucks_until_there_are_as_many_lucks_as_draws() {
        let runs = [10, 1_000, 2_500, 10_000, 100_000, 1_000_000, 5_000_000];
        assert_eq!(runs.map(Study::split), [10, 10, 25, 100, 250, 1_000, 1_000]);
        let study = read("runs: 20000").unwrap();
        assert_eq!(study.design(), Design { runs: 20_000, lucks: 125 });
        let text = options().to_string(&study).unwrap();
        assert!(text.contains("lucks:Some(125)") || text.contains("lucks:125"), "{text}");
    }

    #[test]
    fn a_wrong_name_is_refused_with_what_could_be_meant() {
        let why = read("luks: 10").unwrap_err();
        assert!(why.message.contains("luks") && why.message.contains("lucks"), "{why:?}");
        let why = Study::read("(scenario: \"x\", method: Sweeps())").unwrap_err();
        assert!(why.message.contains("Compare"), "{why:?}");
    }

    #[test]
    fn worlds_that_could_tell_nothing_are_refused_and_the_last_draw_is_made_whole() {
        for bad in ["runs: 1", "lucks: 1", "runs: 5", "lucks: 3", "until_width: 0.0"] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert_eq!(read("runs: 1234, lucks: 8").unwrap().runs, 1_240);
    }
}
