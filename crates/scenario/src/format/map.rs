//! How maps are lettered: names of waters and lands, which no rule reads.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Position;

/// How maps are lettered.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapHead {
    /// Names of waters and lands.
    #[serde(default)]
    pub labels: Vec<MapLabel>,
}

/// The name of a water or a land on a map.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapLabel {
    /// The name, as it is lettered.
    pub text: String,
    /// Where its middle stands.
    pub at: Position,
    /// What it names.
    pub is: MapGround,
    /// How large it is lettered.
    #[serde(default)]
    pub size: MapSize,
    /// Degrees by which it is turned, clockwise.
    #[serde(default)]
    pub turn_deg: f64,
    /// On which maps it stands.
    #[serde(default)]
    pub on: MapScale,
}

/// What a name on a map names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum MapGround {
    /// A water.
    Sea,
    /// A land.
    Land,
}

/// How large a name is lettered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum MapSize {
    /// An ocean.
    Large,
    /// A sea or a country.
    Middle,
    /// A strait, an island; left out where a map is small.
    #[default]
    Small,
}

/// Which maps of a scenario: the near one of where it plays, the wide one of all its ports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum MapScale {
    /// Both maps.
    #[default]
    Both,
    /// The near map.
    Near,
    /// The wide map.
    Wide,
}
