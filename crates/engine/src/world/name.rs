//! Names of the things of a world, as small numbers in the order of the names.

use bevy_ecs::prelude::*;
pub use excomm_scenario::format::FactId;

/// An item of the scenario, or a part of one that can be left out, such as an option.
///
/// Things are numbered in the order of their sections and then of their ids, so that sorting by
/// thing is sorting by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Thing(pub u32);

impl Thing {
    /// Returns the place of this thing in tables over all things.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The name of an entity: the thing it is, or the n-th one that came of a thing.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[component(immutable)]
pub struct Label {
    /// The thing.
    pub thing: Thing,
    /// 0 for the thing itself; the planned or counted ordinal of what came of it.
    pub nth: u32,
}

impl Label {
    /// Names a thing itself.
    #[must_use]
    pub fn of(thing: Thing) -> Label {
        Label { thing, nth: 0 }
    }

    /// Names the n-th one that came of this thing.
    #[must_use]
    pub fn nth(self, nth: u32) -> Label {
        Label { nth, ..self }
    }
}

/// Returns the path of the whole item to which a field or a part belongs: of `questions/lift/on` that is
/// `questions/lift`.
#[must_use]
pub fn item_path(path: &str) -> &str {
    let end = path.match_indices('/').nth(1).map_or(path.len(), |(at, _)| at);
    &path[..end]
}

/// The name of nobody, for occasions that concern no entity.
pub const NOBODY: Label = Label { thing: Thing(0), nth: 0 };

/// Returns what a query found in the order of names: a query has no order of its own.
///
/// The query's own `sort` makes a query anew each time, which costs more than the sorting.
pub fn by_name<T>(found: impl Iterator<Item = T>, name: impl Fn(&T) -> Label) -> Vec<T> {
    let mut all: Vec<T> = found.collect();
    all.sort_unstable_by_key(name);
    all
}

/// What is known of a thing beside its place in the world.
#[derive(Debug, Clone)]
pub struct ThingInfo {
    /// Its section in the scenario: `ships`.
    pub kind: &'static str,
    /// Its id: `aurora`.
    pub id: String,
    /// Its path: `ships/aurora`, `questions/lift/options/yes`.
    pub path: String,
    /// Its name in a sentence.
    pub title: String,
    /// One of them and more of them, for things that are counted.
    pub plural: Option<(String, String)>,
    /// Words of the scenario that go with it: how the height of an aircraft is called, the names
    /// of the steps of a gauge.
    pub words: Vec<String>,
    /// A stable hash of its path, for luck.
    pub hash: u64,
}

impl ThingInfo {
    /// Returns the name of one or of more of it.
    #[must_use]
    pub fn name_of(&self, count: usize) -> &str {
        let names = self.plural.as_ref().map(|(one, many)| if count == 1 { one } else { many });
        names.unwrap_or(&self.title)
    }
}
