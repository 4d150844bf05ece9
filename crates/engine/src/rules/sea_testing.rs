//! A small sea for tests: a base, its harbour, a line across the way, and a port beyond.

use super::testing::Table;

/// Ten bombers at a base leave by a harbour, and there may be more in caves; a line lies across the only lane to the port beyond.
const SEA: &str = r#"
    places: [
        (id: "base", title: "the base", at: (lat: 20.0, lon: -80.0), cite: []),
        (id: "harbour", title: "the harbour", at: (lat: 20.0, lon: -79.0), port: "inner", cite: []),
        (id: "home", title: "home", at: (lat: 20.0, lon: -60.0), port: "outer", cite: []),
    ],
    sea: (
        nodes: {"inner": (lat: 20.0, lon: -79.0), "outer": (lat: 20.0, lon: -60.0)},
        legs: [("inner", "outer")],
        cite: [],
    ),
    truths: [(
        id: "caves", title: "the caves",
        alternatives: [
            (id: "empty", title: "the caves are empty", weight: ~1),
            (id: "full", title: "the caves are full", weight: ~1),
        ],
        cite: [],
    )],
    stocks: [(
        id: "bombers", title: "the bombers", one: "bomber", many: "bombers", owner: "red",
        piles: [
            (id: "base", at: "base", count: ~10),
            (id: "cave", at: "base", count: ~4, hidden_if: ("caves", "full")),
        ],
        seen: ~1,
        leaving: (
            ordered: true, hour: ~8, pack_per_day: ~3, haul_per_day: ~3, load_per_day: ~3, port: "harbour",
        ),
    )],
    classes: [(id: "freighter", title: "freighter", speed_kn: ~10, cite: [])],
    lines: [(
        id: "line", title: "the line", by: "blue", status: InForce,
        from: (lat: 15.0, lon: -70.0), to: (lat: 25.0, lon: -70.0),
        patrols: ~6, sees_nm: ~15, patrol_kn: ~15, prohibited: ["bombers"],
        incident: ~0, finds: ~1, suspects: ["red"], cite: [],
    )],
"#;

/// Two ships that wait for the bombers, with room for twelve.
pub(super) const SHIPS: &str = r#"
    ships: [
        (
            id: "first", title: "the First", flag: "red", class: "freighter", from: "harbour",
            to: "home", sails: Loaded((at: "1962-11-01T00:00Z", cite: [])),
            cargo: [(stock: "bombers", count: ~6)],
        ),
        (
            id: "second", title: "the Second", flag: "red", class: "freighter", from: "harbour",
            to: "home", sails: Loaded((at: "1962-11-01T00:00Z", cite: [])),
            cargo: [(stock: "bombers", count: ~6)],
        ),
    ],
"#;

/// Returns the small sea with these sections beside it.
pub(super) fn sea(sections: &str) -> Table {
    Table::new(&format!("{SEA}{sections}"))
}

/// Returns the small sea without a ship, where bombers are hauled over a border.
pub(super) fn land() -> Table {
    Table::new(&SEA.replace(", load_per_day: ~3", ""))
}
