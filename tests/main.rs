//! All tests that look at the project from outside; those of a single file stand in that file.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

/// Broken files, each with the message it must get.
mod bad;
/// Equal bytes: twice, on any number of threads, in any order.
mod determinism;
/// The tree is the pipeline, and the engine knows no 1962.
mod tree;
/// Small worlds, by name.
mod worlds;
