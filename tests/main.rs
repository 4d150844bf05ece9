//! All tests that look at the project from outside; those of a single file stand in that file.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

/// Broken files get the findings they promise.
mod bad;
/// Bands and computing errors, as they are printed.
mod bands;
/// Branches: their ways, and worlds side by side.
mod branches;
/// Pages in a real browser: a whole class, kills, the report; whom they keep out.
mod browser;
/// The command line from outside: output, exit codes, help.
mod cli;
/// What leaving an item out changes.
mod coverage;
/// Other crises than the first.
mod crises;
/// Equal bytes: twice, on any number of threads, in any order.
mod determinism;
/// The box in which worlds come out in one way.
mod discover;
/// What a rule cannot act on stops the run.
mod faults;
/// Scenarios torn apart at random.
mod fuzz;
/// The smallest change after which another end comes.
mod hinges;
/// Working hours, and meetings that have business.
mod hours;
/// The JSON that other programs rely on.
mod json;
/// Looking ahead and judging, by what could be known.
mod judging;
/// No hidden truth, luck or number changes a judgement.
mod knowing;
/// What an actor knows, told the same by rules, words, maps and tables.
mod knowledge;
/// Mistaken reports that are believed.
mod mistakes;
/// What must not happen in any world of November 1962.
mod november;
/// A crisis to play.
mod play;
/// The promises, held on November 1962 itself.
mod promises;
/// What is read stands behind what happens.
mod provenance;
/// From text to facts with ids.
mod reading;
/// What the README shows.
mod readme;
/// The record of the first scenario, in sentences.
mod record;
/// The report in one file.
mod report;
/// Things that set each other off without end.
mod rings;
/// Rows of many worlds: to files, in shards, torn, played again.
mod rows;
/// Sensitivity and the gauges of honesty.
mod sensitivity;
/// Classes over HTTP: a whole one, hostile requests, kills, a crowd.
mod serve;
/// What a loss and a strike suspend, and what bombs count as.
mod struck;
/// Where ships and flights are, and what the log says.
mod tracks;
/// The tree is the pipeline, and the engine knows no 1962.
mod tree;
/// Walks of causes and but-for verdicts.
mod why;
/// Small worlds, by name.
mod worlds;
