//! Shipped scenarios torn apart and put together wrongly: whatever is left is checked, and played if
//! it is clean, and nothing panics.
//!
//! `PROPTEST_CASES=13000 cargo test --release fuzz` goes on for about ten minutes.

use std::cell::Cell;

use excomm_engine::{
    run::{self, Session},
    world::{Model, Setting, Vary},
};
use excomm_scenario as scenario;
use excomm_scenario::Sources;
use proptest::{
    prelude::*,
    sample::Index,
    test_runner::{RngSeed, TestRunner},
};

use crate::worlds::varied;

/// Hours that a scenario is played which is clean all the same.
const A_DAY: f64 = 24.0;

/// Something done to the tokens of one file.
#[derive(Debug, Clone)]
enum Change {
    /// Two tokens change places.
    Swap(Index, Index),
    /// Two tokens of one kind change places: numbers, texts, words.
    SwapAlike(Index, Index),
    /// Some tokens are left out.
    Delete(Index, usize),
    /// Some tokens stand twice.
    Double(Index, usize),
    /// Some tokens are taken from elsewhere in the scenarios.
    Splice(Index, Index, usize),
    /// A number becomes another.
    Number(Index, &'static str),
    /// All numbers between two brackets become so many times as large, such as those of a guess.
    Scale(Index, f64),
    /// What stands between two brackets is left out, with them.
    DeleteGroup(Index),
    /// What stands between two brackets stands twice, with them.
    DoubleGroup(Index),
    /// Bytes are put in.
    Noise(Index, Vec<u8>),
}

const NUMBERS: &[&str] =
    &["0", "1", "-1", "0.5", "1e9", "-1e300", "1e-300", "4294967296", "0.0", "7", "100"];

const FACTORS: &[f64] = &[0.01, 0.1, 0.5, 2.0, 10.0, 1000.0];

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    let number = prop::sample::select(NUMBERS);
    prop_oneof![
        1 => (at(), at()).prop_map(|(a, b)| Change::Swap(a, b)),
        6 => (at(), at()).prop_map(|(a, b)| Change::SwapAlike(a, b)),
        1 => (at(), 1..6_usize).prop_map(|(a, n)| Change::Delete(a, n)),
        1 => (at(), 1..6_usize).prop_map(|(a, n)| Change::Double(a, n)),
        1 => (at(), at(), 1..30_usize).prop_map(|(a, b, n)| Change::Splice(a, b, n)),
        4 => (at(), prop::sample::select(FACTORS)).prop_map(|(a, factor)| Change::Scale(a, factor)),
        4 => (at(), number).prop_map(|(a, number)| Change::Number(a, number)),
        4 => at().prop_map(Change::DeleteGroup),
        1 => at().prop_map(Change::DoubleGroup),
        1 => (at(), prop::collection::vec(any::<u8>(), 1..8)).prop_map(|(a, b)| Change::Noise(a, b)),
    ]
}

/// Cuts a text into tokens: texts, comments, words and numbers, white space, single letters.
fn tokens(text: &str) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+');
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' => rest[1..].find('"').map(|end| end + 2),
            '/' => rest.find('\n'),
            c if c.is_whitespace() => rest.find(|c: char| !c.is_whitespace()),
            c if is_word(c) => rest.find(|c| !is_word(c)),
            c => Some(c.len_utf8()),
        };
        let (token, others) = rest.split_at(end.unwrap_or(rest.len()));
        tokens.push(token.to_owned());
        rest = others;
    }
    tokens
}

/// The kind of a token, as far as swapping goes.
fn kind(token: &str) -> char {
    match token.chars().next() {
        Some('0'..='9' | '-') => '0',
        Some(c) if c.is_alphabetic() => 'a',
        Some(c) => c,
        None => ' ',
    }
}

/// Returns the places of tokens that pass.
fn places(tokens: &[String], pass: impl Fn(&str) -> bool) -> Vec<usize> {
    (0..tokens.len()).filter(|&i| pass(&tokens[i])).collect()
}

/// Returns where the bracket that opens at a place is closed, behind a comma that follows.
fn group(tokens: &[String], open: usize) -> usize {
    let mut depth = 0;
    for (i, token) in tokens.iter().enumerate().skip(open) {
        match token.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return i + 1 + usize::from(tokens.get(i + 1).is_some_and(|next| next == ","));
        }
    }
    tokens.len()
}

fn apply(change: &Change, tokens: &mut Vec<String>, others: &[String]) {
    if tokens.is_empty() {
        return;
    }
    let end = |at: usize, n: usize| (at + n).min(tokens.len());
    match change {
        Change::Swap(a, b) => {
            let (a, b) = (a.index(tokens.len()), b.index(tokens.len()));
            tokens.swap(a, b);
        }
        Change::SwapAlike(a, b) => {
            let words = places(tokens, |token| matches!(kind(token), '0' | 'a' | '"'));
            if words.is_empty() {
                return;
            }
            let a = *a.get(&words);
            let alike = places(tokens, |token| kind(token) == kind(&tokens[a]));
            tokens.swap(a, *b.get(&alike));
        }
        Change::Delete(a, n) => {
            let a = a.index(tokens.len());
            tokens.drain(a..end(a, *n));
        }
        Change::Double(a, n) => {
            let a = a.index(tokens.len());
            let doubled = tokens[a..end(a, *n)].to_vec();
            tokens.splice(a..a, doubled);
        }
        Change::Splice(a, b, n) => {
            let (a, b) = (a.index(tokens.len()), b.index(others.len()));
            tokens.splice(a..a, others[b..(b + n).min(others.len())].iter().cloned());
        }
        Change::Number(a, number) => {
            let numbers = places(tokens, |token| kind(token) == '0');
            if !numbers.is_empty() {
                (*number).clone_into(&mut tokens[*a.get(&numbers)]);
            }
        }
        Change::DeleteGroup(a) | Change::DoubleGroup(a) | Change::Scale(a, _) => {
            let opening = places(tokens, |token| matches!(token, "(" | "[" | "{"));
            if opening.is_empty() {
                return;
            }
            let open = *a.get(&opening);
            let close = group(tokens, open);
            match change {
                Change::DeleteGroup(_) => _ = tokens.drain(open..close),
                Change::Scale(_, factor) => {
                    for token in &mut tokens[open..close] {
                        if let Ok(number) = token.parse::<f64>() {
                            *token = (number * factor).to_string();
                        }
                    }
                }
                _ => {
                    let doubled = tokens[open..close].to_vec();
                    tokens.splice(open..open, doubled);
                }
            }
        }
        Change::Noise(a, bytes) => {
            tokens.insert(a.index(tokens.len()), String::from_utf8_lossy(bytes).into_owned());
        }
    }
}

/// Checks a scenario and plays a day of it in each branch; returns whether it could be played.
fn check_and_play(sources: &Sources) -> bool {
    let checked = scenario::check(sources);
    for finding in &checked.findings {
        let _ = scenario::check::render(finding, sources.text(&finding.file), false);
    }
    let Some(part) = checked.part else { return false };
    for (branch, seed) in part.branches.iter().zip(0..) {
        let model = Model::new(&part, &branch.id, &[]).unwrap();
        for vary in [Vary::None, Vary::All] {
            let mut session = Session::new(&model, Setting { vary, ..varied(seed) });
            session.play_until(model.span.start.plus_hours(A_DAY));
            let done = session.finish();
            let _ = run::digest(&model, &done.log);
        }
    }
    true
}

#[test]
fn no_shipped_scenario_torn_apart_makes_the_check_or_a_day_of_play_panic() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases = cases.unwrap_or(60);
    let shipped: Vec<Sources> =
        excomm_library::shipped().iter().map(|id| excomm_library::load(id).unwrap()).collect();
    let texts = shipped.iter().flat_map(|sources| &sources.parts);
    let all: Vec<String> = texts.flat_map(|(_, text)| tokens(text)).collect();
    let changes = prop::collection::vec((any::<Index>(), change()), 1..4);
    let mut runner = TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1962),
        ..ProptestConfig::default()
    });
    let played = Cell::new(0);
    let result = runner.run(&(any::<Index>(), changes), |(which, changes)| {
        let mut sources = which.get(&shipped).clone();
        for (file, change) in &changes {
            let file = file.index(sources.parts.len());
            let text = &mut sources.parts[file].1;
            let mut torn = tokens(text);
            apply(change, &mut torn, &all);
            *text = torn.concat();
        }
        played.set(played.get() + u32::from(check_and_play(&sources)));
        Ok(())
    });
    result.unwrap_or_else(|failed| panic!("{failed}"));
    assert!(played.get() > cases / 20, "{} of {cases} were clean", played.get());
}
