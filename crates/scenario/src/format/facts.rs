//! The facts of a scenario and their ids.

use std::collections::BTreeMap;

use super::Grounds;

/// The id of a fact: its place among all facts of its scenario, in the order in which they are read.
///
/// It is the same in every branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(pub u32);

impl FactId {
    /// No id: of a fact that was not read as part of a scenario.
    pub const NONE: FactId = FactId(u32::MAX);
}

/// All facts of a scenario, each with the id that it got when it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    all: Vec<Written>,
    by_path: BTreeMap<String, FactId>,
}

/// A fact as it is written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Written {
    /// The path of its field: `ships/aurora/cargo/1/count`, or `facts/crates`.
    pub path: String,
    /// How it is known; none if it is named somewhere and stands nowhere.
    pub grounds: Option<Grounds>,
    /// The fields whose value it is: its own, or those that name it.
    pub fields: Vec<String>,
}

impl Facts {
    /// The name of the type of facts, by which the reader of parts knows one.
    pub(crate) const OF_TYPE: &str = "Fact";

    /// Returns the id of the fact in the field at `path`, noting it if it is new.
    pub(crate) fn note(&mut self, path: String, grounds: &Grounds) -> FactId {
        let shared = path.starts_with(SHARED);
        let id = match grounds {
            Grounds::Fact(name) if !shared => self.id_of(format!("{SHARED}{}", name.0)),
            _ => self.id_of(path.clone()),
        };
        let fact = &mut self.all[id.0 as usize];
        if fact.path == path {
            fact.grounds = Some(grounds.clone());
        }
        if !shared {
            fact.fields.push(path);
        }
        id
    }

    fn id_of(&mut self, path: String) -> FactId {
        let all = &mut self.all;
        *self.by_path.entry(path).or_insert_with_key(|path| {
            all.push(Written { path: path.clone(), ..Written::default() });
            FactId(all.len() as u32 - 1)
        })
    }

    /// Returns the fact that holds the number of this one: itself, or the shared fact to which it leads.
    #[must_use]
    pub fn holder(&self, mut id: FactId) -> Option<FactId> {
        for _ in 0..=self.all.len() {
            match self.get(id)?.grounds.as_ref()? {
                Grounds::Fact(name) => id = self.find(&format!("{SHARED}{}", name.0))?,
                _ => return Some(id),
            }
        }
        None
    }

    /// Returns the fact with this path.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FactId> {
        self.by_path.get(path).copied()
    }

    /// Returns a fact as it is written.
    #[must_use]
    pub fn get(&self, id: FactId) -> Option<&Written> {
        self.all.get(id.0 as usize)
    }

    /// Returns all facts, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = (FactId, &Written)> {
        (0..).map(FactId).zip(&self.all)
    }
}

/// The section of facts that other fields name.
const SHARED: &str = "facts/";
