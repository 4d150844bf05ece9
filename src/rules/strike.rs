//! To be written.

use super::Rule;

pub(super) const RULES: &[Rule] = &[];
