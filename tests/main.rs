//! All tests that look at the project from outside; those of a single file stand in that file.

/// The tree is the pipeline, and the engine knows no 1962.
mod tree;
