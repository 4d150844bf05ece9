//! Coverage: which sentence of a record is claimed by what, and by whom it was said.

use std::collections::BTreeMap;

use super::Text;

/// Words of a record that an item of a scenario is drawn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The item, by its path in the scenario.
    pub item: String,
    /// Who said it, by id.
    pub speaker: Option<String>,
    /// The words.
    pub words: String,
}

/// One sentence and what is made of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Covered {
    /// The items that model it, each with its speaker, in the order of the scenario.
    pub claims: Vec<(String, Option<String>)>,
    /// Why nothing models it, if that is said.
    pub context: Option<String>,
}

/// A record and what is made of each of its sentences.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// One for each sentence.
    pub sentences: Vec<Covered>,
    /// Quotes that were looked for.
    pub quotes: usize,
    /// Words that were not found.
    pub not_found: Vec<Claim>,
}

impl Coverage {
    /// Reads what a scenario makes of a record: its claims, and its sentences of context (words,
    /// reason).
    #[must_use]
    pub fn new(text: &Text, claims: &[Claim], context: &[(String, String)]) -> Coverage {
        let mut coverage = Coverage::default();
        coverage.sentences.resize_with(text.sentences.len(), Covered::default);
        for claim in claims {
            coverage.quotes += 1;
            let Some(found) = text.find(&claim.words) else {
                coverage.not_found.push(claim.clone());
                continue;
            };
            for sentence in &mut coverage.sentences[found.sentences] {
                let claim = (claim.item.clone(), claim.speaker.clone());
                if !sentence.claims.contains(&claim) {
                    sentence.claims.push(claim);
                }
            }
        }
        for (words, why) in context {
            if let Some(found) = text.find(words) {
                for sentence in &mut coverage.sentences[found.sentences] {
                    sentence.context = Some(why.clone());
                }
            }
        }
        coverage
    }

    /// Returns how many sentences are claimed, and how many are context alone.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let claimed = self.sentences.iter().filter(|s| !s.claims.is_empty()).count();
        let context = |s: &&Covered| s.claims.is_empty() && s.context.is_some();
        (claimed, self.sentences.iter().filter(context).count())
    }

    /// Returns the sentences each item claims, as places in the record.
    #[must_use]
    pub fn by_item(&self) -> BTreeMap<&str, Vec<usize>> {
        let mut items: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, sentence) in self.sentences.iter().enumerate() {
            for (item, _) in &sentence.claims {
                let places = items.entry(item).or_default();
                if places.last() != Some(&place) {
                    places.push(place);
                }
            }
        }
        items
    }
}
