//! Facts and cites: how a number or a statement is known.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor},
};

use super::{FactId, Facts, PersonRef, RecordRef, SourceRef};

/// A number of the world: how it is known, and the id by which it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Its id, given when the scenario is read; of a fact that names a shared one, the id of that.
    pub id: FactId,
    /// What stands in the file.
    pub grounds: Grounds,
}

/// A number of the world, and how it is known. Nothing else is accepted where a number stands.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Fact", extend("x-fact" = true))]
pub enum Grounds {
    /// Stands in a record, in digits or in words, within the words quoted.
    Quoted {
        /// The number. A percentage is written as a share: 90 percent is `0.90`.
        is: f64,
        /// The record.
        record: RecordRef,
        /// The exact words of the record that hold the number.
        words: String,
        /// Who said it.
        #[serde(default)]
        by: Option<PersonRef>,
        /// How it was read, where the number does not stand in the words.
        #[serde(default)]
        note: Option<String>,
    },
    /// Stands in a published source.
    Published {
        /// The number.
        is: f64,
        /// The sources, at least one.
        sources: Vec<SourceRef>,
        /// How it was read or worked out.
        #[serde(default)]
        note: Option<String>,
    },
    /// Set by the scenario, and no guess: a definition, or a point that fixes a scale of its own.
    Given {
        /// The number.
        is: f64,
        /// What makes it so.
        why: String,
    },
    /// Sources disagree, or it is told without a source that could be checked.
    Disputed {
        /// The lowest value held.
        low: f64,
        /// The value taken when nothing is varied.
        best: f64,
        /// The highest value held.
        high: f64,
        /// The sources that disagree.
        #[serde(default)]
        sources: Vec<SourceRef>,
        /// Who says what.
        note: String,
    },
    /// Nobody knows: a guess, confessed, with the reason for its range.
    Assumed {
        /// The lowest value thinkable.
        low: f64,
        /// The value taken when nothing is varied.
        best: f64,
        /// The highest value thinkable.
        high: f64,
        /// Why this range.
        why: String,
    },
    /// A number that stands under `facts`, by its name.
    Fact(
        /// The name under `facts`.
        FactRef,
    ),
}

impl Grounds {
    /// Returns the lowest value, the one taken when nothing is varied, and the highest; nothing of grounds that
    /// only name a shared fact.
    #[must_use]
    pub fn range(&self) -> Option<(f64, f64, f64)> {
        match self {
            Grounds::Quoted { is, .. }
            | Grounds::Published { is, .. }
            | Grounds::Given { is, .. } => Some((*is, *is, *is)),
            Grounds::Disputed { low, best, high, .. }
            | Grounds::Assumed { low, best, high, .. } => Some((*low, *best, *high)),
            Grounds::Fact(_) => None,
        }
    }

    /// Returns the value taken when nothing is varied.
    #[must_use]
    pub fn best(&self) -> Option<f64> {
        self.range().map(|(_, best, _)| best)
    }
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.grounds.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Fact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fact, D::Error> {
        deserializer.deserialize_newtype_struct(Facts::OF_TYPE, FactVisitor)
    }
}

/// Takes a fact from the reader of parts, with its id, or from any other notation, without.
struct FactVisitor;

impl<'de> Visitor<'de> for FactVisitor {
    type Value = Fact;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("a fact")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Fact, A::Error> {
        let missing = || A::Error::missing_field("id");
        let id = FactId(seq.next_element()?.ok_or_else(missing)?);
        let grounds = seq.next_element()?.ok_or_else(missing)?;
        Ok(Fact { id, grounds })
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, of: D) -> Result<Fact, D::Error> {
        Ok(Fact { id: FactId::NONE, grounds: Grounds::deserialize(of)? })
    }
}

impl JsonSchema for Fact {
    fn schema_name() -> Cow<'static, str> {
        Grounds::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Grounds::json_schema(generator)
    }
}

/// The name of a shared fact.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("x-ref" = "facts"))]
pub struct FactRef(pub String);

/// Declares numbers with a range: a fact whose values must stand inside it.
macro_rules! bounded {
    ($($(#[$doc:meta])* $name:ident $low:literal to $high:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
        #[serde(transparent)]
        #[schemars(extend("x-min" = $low, "x-max" = $high))]
        pub struct $name(pub Fact);

        impl std::ops::Deref for $name {
            type Target = Fact;
            fn deref(&self) -> &Fact {
                &self.0
            }
        }
    )*};
}

bounded! {
    /// A fact that is a probability or a share, from 0 to 1.
    Share 0.0 to 1.0;
    /// A fact that is an odds ratio or a factor: 1 changes nothing, above 0, at most 1,000.
    Ratio 0.000_001 to 1000.0;
    /// A fact that is a count or an amount, 0 or more.
    Amount 0.0 to 1_000_000.0;
    /// A fact that is an hour of the day, from 0 to 24.
    Hour 0.0 to 24.0;
    /// A fact that is a length of time, a distance, a speed or a height, above 0.
    Measure 0.000_001 to 1_000_000.0;
    /// A fact that is a level of a gauge or a step on it; may be negative.
    Level -1_000_000.0 to 1_000_000.0;
}

/// Where something comes from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-cite" = true))]
pub enum Cite {
    /// Exact words of a record.
    Quote(
        /// The record.
        RecordRef,
        /// The words, four or more; white space, quote marks and dashes may differ, nothing else. Lines listed as
        /// `furniture` cannot be quoted.
        String,
    ),
    /// Exact words of a record, with the person who speaks or is reported.
    Said(
        /// Who.
        PersonRef,
        /// The record.
        RecordRef,
        /// The words.
        String,
    ),
    /// A published source.
    Source(
        /// The source.
        SourceRef,
    ),
    /// Told, but not checked against a source here.
    Recalled(
        /// What is told and by whom.
        String,
    ),
    /// No source: an assumption, with its reason.
    Assumed(
        /// Why.
        String,
    ),
}

/// A moment the world depends on, with how it is known.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// The date and time.
    pub at: super::Date,
    /// Hours added to it, where the moment is uncertain; may be negative.
    #[serde(default)]
    pub plus_h: Option<Level>,
    /// How it is known.
    pub cite: Vec<Cite>,
}
