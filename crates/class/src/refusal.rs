//! Refusals: what a class does not let anybody do, and why.

/// Why something was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It makes no sense as it was written.
    Malformed,
    /// It is not for whoever asks.
    Forbidden,
    /// There is no such thing.
    Unknown,
    /// It does not fit what the class is doing.
    Untimely,
    /// It is so already: nothing is left to do.
    Already,
    /// It could not be written down; nobody's fault here.
    NotKept,
}

/// A refusal, with a sentence for whoever asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub why: Why,
    /// A sentence.
    pub says: String,
}

impl Refusal {
    /// Makes a refusal.
    #[must_use]
    pub fn new(why: Why, says: impl Into<String>) -> Refusal {
        Refusal { why, says: says.into() }
    }

    /// Refuses what does not fit what the class is doing.
    pub(super) fn untimely(says: &str) -> Refusal {
        Refusal::new(Why::Untimely, says)
    }

    /// Says that what is asked for is so already.
    pub(super) fn already(says: &str) -> Refusal {
        Refusal::new(Why::Already, says)
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.says)
    }
}

impl std::error::Error for Refusal {}
