//! The few colours of a chart: paper, ink and tints that can be told apart in grey.

pub(crate) const PAPER: &str = "#fbf8f1";
pub(crate) const INK: &str = "#1d2430";
pub(crate) const MUTE: &str = "#545c68";
pub(crate) const RULE: &str = "#d6cfbf";
pub(crate) const DEEP: &str = "#1f4e8c";
pub(crate) const MID: &str = "#86a5ba";
pub(crate) const PALE: &str = "#cddae1";
pub(crate) const RED: &str = "#a8321f";
pub(crate) const ROSE: &str = "#e3a595";
pub(crate) const SAND: &str = "#e2d3a6";
