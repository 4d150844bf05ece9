//! Records: source texts, cut into paragraphs and sentences, in which quotes are found by their words.

mod coverage;
mod text;

pub use coverage::{Claim, Coverage, Covered};
pub use text::{Found, Sentence, Text, words_in};
