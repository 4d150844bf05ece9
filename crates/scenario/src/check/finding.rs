//! Findings: what is wrong with a scenario, where, and what to type instead.

use super::words::shown;
use crate::tree::Span;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario will not run.
    Error,
    /// Look before you trust what comes out.
    Warning,
    /// Well as it is, if it is meant so.
    Note,
}

impl Severity {
    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// Declares the kinds of finding; each must have a broken file that shows it.
macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $name:ident $word:literal,)*) => {
        /// A kind of finding.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind { $($(#[doc = $doc])* $name,)* }

        impl Kind {
            /// All kinds.
            pub const ALL: &[Kind] = &[$(Kind::$name,)*];

            /// Returns its short name.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Kind::$name => $word,)* }
            }
        }
    };
}

kinds! {
    /// A file cannot be read.
    Unreadable "unreadable",
    /// The text is no RON.
    Syntax "syntax",
    /// Something of another kind was expected.
    Mismatch "mismatch",
    /// There is no such field or word.
    Unknown "unknown",
    /// A field is missing.
    Missing "missing",
    /// A field, a key or an id stands twice.
    Doubled "doubled",
    /// A name that nothing defines.
    Dangling "dangling",
    /// A number that is none, or out of its range.
    Range "range",
    /// Low, best and high are out of order or without width.
    Order "order",
    /// A moment that cannot be read or lies outside the clock.
    Moment "moment",
    /// A quote that does not stand in its record.
    Quote "quote",
    /// A quoted number that does not stand in its quote.
    Number "number",
    /// Sea lanes that do not join.
    Lanes "lanes",
    /// A question that cannot be answered.
    Question "question",
    /// A condition about something that never happens.
    Never "never",
    /// Things that set each other off without end.
    Ring "ring",
    /// Something else that keeps the scenario from running.
    Whole "whole",
    /// Something is defined and never used.
    Unused "unused",
    /// A sentence nobody claims.
    Unclaimed "unclaimed",
    /// A quote of fewer than four words, or one found twice.
    Loose "loose",
    /// The same numbers on the same grounds in two places.
    Twin "twin",
}

/// Something that is wrong with a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What kind it is.
    pub kind: Kind,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// Where it stands in the file, in bytes.
    pub span: (usize, usize),
    /// What is wrong, beginning with the path of the field.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Finding {
    /// Makes an error at a place of a file.
    #[must_use]
    pub(crate) fn error(kind: Kind, file: &str, span: Span, message: String) -> Finding {
        Finding {
            severity: Severity::Error,
            kind,
            file: file.to_owned(),
            line: span.start.line.max(1),
            column: span.start.col.max(1),
            span: (span.start_offset, span.end_offset.max(span.start_offset)),
            message,
            hint: None,
        }
    }

    /// Makes a warning at a place of a file.
    #[must_use]
    pub(super) fn warning(kind: Kind, file: &str, span: Span, message: String) -> Finding {
        Finding { severity: Severity::Warning, ..Finding::error(kind, file, span, message) }
    }

    /// Makes a note at a place of a file.
    #[must_use]
    pub(super) fn note(kind: Kind, file: &str, span: Span, message: String) -> Finding {
        Finding { severity: Severity::Note, ..Finding::error(kind, file, span, message) }
    }

    /// Adds what to do about it.
    #[must_use]
    pub(crate) fn hint(self, hint: impl Into<Option<String>>) -> Finding {
        Finding { hint: hint.into(), ..self }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Finding { line, column, .. } = self;
        let (file, message) = (shown(&self.file), shown(&self.message));
        write!(f, "{}: {file}:{line}:{column}: {message}", self.severity.word())?;
        match &self.hint {
            Some(hint) => write!(f, "\n  hint: {}", shown(hint)),
            None => Ok(()),
        }
    }
}

/// Returns "did you mean ..." for the nearest of the known names, if one is near enough.
#[must_use]
pub fn did_you_mean<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let lower = name.to_lowercase();
    let slips = (lower.chars().count() / 3).max(1);
    let near = |known: &'a str| {
        let other = known.to_lowercase();
        let slip = strsim::osa_distance(&lower, &other) <= slips;
        (f64::from(u8::from(slip)) + strsim::jaro_winkler(&lower, &other), known)
    };
    let best = known.map(near).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)))?;
    (best.0 > 0.78).then(|| format!("did you mean `{}`?", best.1))
}

/// Returns the known names for a hint; of many, it says where they are listed.
pub(super) fn there_are<'a>(known: impl Iterator<Item = &'a str>) -> String {
    const MANY: usize = 12;
    let known: Vec<&str> = known.collect();
    match known.len() {
        0 => "there are none yet".to_owned(),
        1 => format!("there is only `{}`", known[0]),
        2..=MANY => format!("there are `{}`", known.join("`, `")),
        all => format!("there are {all} of them; `excomm format` lists them all"),
    }
}
