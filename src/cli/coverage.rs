//! `excomm coverage`: which items that claim the record change something, and which are dead.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    Failure, Format, Status,
    load::{playable, sources},
    many::{table_format, use_threads},
    print_json, usage,
    world::did_you_mean,
    wrong,
};
use excomm_lab as lab;
use excomm_lab::{Depth, Proof, Tried, stats::Interval};
use excomm_scenario::{
    Checked,
    format::{Gain, Part},
    record::Sentence,
};
use excomm_tell::{
    Printer, csv, effects::percents, outcomes::title_of, style, weights::tell_failed, words,
};

const EXAMPLES: &str = "\
Examples:
  excomm coverage                       of all items of the shipped scenario
  excomm coverage first-steps --full --item questions/search
  excomm coverage my-crisis --format csv > my-crisis/proven.csv

`excomm record` reads `proven.csv` beside the scenario and marks what is proven.";

/// Leaves out each item that claims words of the record, and says what changes without it
///
/// Each pair of worlds, with and without the item, has the same luck and the same facts. An item
/// without which no end and no outcome changes is dead: it claims a sentence and models nothing.
/// Outcomes that are a gauge or a belief do not count: an item that moves its own gauge would prove
/// itself.
/// Worlds are counted to the first 50 in which something changes, so shares come out a little high;
/// `--full` counts all worlds of the branch in which most changes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A shipped scenario by its name, or a file or folder
    #[arg(default_value = "november-1962")]
    scenario: String,
    /// Pairs of worlds that are played of each branch, at most
    #[arg(long, value_name = "N", default_value_t = 1000)]
    runs: u64,
    /// Counts in all worlds of the branch in which most changes
    #[arg(long)]
    full: bool,
    /// Leaves out only these items, by their paths
    #[arg(long, value_name = "PATH", num_args = 1..)]
    item: Vec<String>,
    /// Threads that play [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// How it is printed
    #[arg(long, value_parser = table_format(), default_value = "text")]
    format: Format,
}

/// What `coverage` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    scenario: &'a str,
    runs: u64,
    full: bool,
    proven: usize,
    dead: usize,
    not_tried: usize,
    failed: u64,
    items: Vec<ItemJson<'a>>,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    item: &'a str,
    proven: bool,
    branches_tried: usize,
    branch: Option<&'a str>,
    outcome: Option<&'a str>,
    by: Option<f64>,
    changed: u64,
    worlds: u64,
    share: Option<[f64; 2]>,
    claims: Vec<ClaimedJson<'a>>,
}

#[derive(Serialize)]
struct ClaimedJson<'a> {
    record: &'a str,
    number: usize,
    text: &'a str,
}

/// The sentences that each item claims, with the id of their record.
type Claims<'a> = BTreeMap<&'a str, Vec<(&'a str, &'a Sentence)>>;

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    if args.runs == 0 {
        let hint = "write `--runs 1000`, say".to_owned();
        return Err(usage("no world says nothing".to_owned(), Some(hint)));
    }
    use_threads(args.threads);
    let (part, checked) = playable(&sources(&args.scenario)?, &args.scenario)?;
    let claims = claims(&checked);
    let items = wanted(args, &claims)?;
    let depth = if args.full { Depth::Full } else { Depth::First };
    let tried = lab::proofs(&part, &items, args.runs, depth);
    let tried = tried.map_err(|why| wrong(why.to_string(), None))?;
    match args.format {
        Format::Text => print(args, &part, &claims, &tried, out)?,
        Format::Csv => print_csv(&tried, out)?,
        Format::Json => print_json(out, "coverage", answer(args, &part, &claims, &tried))?,
    }
    Ok(Status::Done)
}

fn claims(checked: &Checked) -> Claims<'_> {
    let mut claims = Claims::new();
    for (record, coverage) in &checked.coverage {
        let Some(text) = checked.records.get(record) else { continue };
        for (item, places) in coverage.by_item() {
            let sentences = places.iter().filter_map(|&place| text.sentences.get(place));
            claims.entry(item).or_default().extend(sentences.map(|s| (record.as_str(), s)));
        }
    }
    claims
}

/// Returns the items that are left out: those asked for, or all.
fn wanted<'a>(args: &Args, claims: &Claims<'a>) -> Result<Vec<&'a str>, Failure> {
    if let Some(wrong) = args.item.iter().find(|item| !claims.contains_key(item.as_str())) {
        let hint = did_you_mean(wrong, claims.keys().copied(), "`excomm record` lists them".into());
        return Err(usage(format!("no item `{wrong}` claims a sentence"), Some(hint)));
    }
    let only: BTreeSet<&str> = args.item.iter().map(String::as_str).collect();
    let items = claims.keys().copied().filter(|item| only.is_empty() || only.contains(item));
    Ok(items.collect())
}

fn print(
    args: &Args,
    part: &Part,
    claims: &Claims,
    tried: &[Tried],
    out: &mut Printer,
) -> Result<(), Failure> {
    let Sorted { proven, dead, fixed } = Sorted::new(tried);
    if !dead.is_empty() {
        out.paragraph("", "Dead: nothing changes without them", style::HEADING)?;
    }
    for tried in &dead {
        print_claims(claims, tried, out)?;
        out.paragraph("      ", &none_changed(args, tried), style::DIM)?;
    }
    if !fixed.is_empty() {
        let text = "Not tried: shared numbers, and the branch that others depart from";
        out.paragraph("", text, style::HEADING)?;
    }
    for tried in &fixed {
        print_claims(claims, tried, out)?;
    }
    if !proven.is_empty() {
        out.paragraph("", "Proven: something changes without them", style::HEADING)?;
    }
    for (item, proof) in &proven {
        out.paragraph("  ", item, style::NAME)?;
        out.paragraph("      ", &proof_text(part, proof), style::PLAIN)?;
    }
    out.line("")?;
    tell_failed(failed(tried), out)?;
    let text = format!(
        "{}: {} proven, {} dead, {} not tried.",
        words::count(tried.len(), "item"),
        proven.len(),
        dead.len(),
        fixed.len()
    );
    out.paragraph("", &text, style::PLAIN)?;
    if !args.full && !proven.is_empty() {
        let text = "Counted to the first 50 worlds in which something changes, so shares come out \
                    a little high; `--full` counts all.";
        out.paragraph("", text, style::DIM)?;
    }
    Ok(())
}

/// Returns how many pairs of worlds were not counted, since one of them failed.
fn failed(tried: &[Tried]) -> u64 {
    tried.iter().map(|one| one.failed).sum()
}

/// Items, by what came of leaving them out.
struct Sorted<'a> {
    proven: Vec<(&'a str, &'a Proof)>,
    dead: Vec<&'a Tried>,
    /// Those that cannot be left out.
    fixed: Vec<&'a Tried>,
}

impl<'a> Sorted<'a> {
    fn new(tried: &'a [Tried]) -> Sorted<'a> {
        let proven = tried.iter().filter_map(|one| Some((&*one.item, one.proof.as_ref()?)));
        let rest = tried.iter().filter(|one| one.proof.is_none());
        let (fixed, dead) = rest.partition(|one| one.branches == 0);
        Sorted { proven: proven.collect(), dead, fixed }
    }
}

/// Prints an item and the sentences it claims.
fn print_claims(claims: &Claims, tried: &Tried, out: &mut Printer) -> Result<(), Failure> {
    out.paragraph("  ", &tried.item, style::NAME)?;
    for (_, sentence) in claims.get(tried.item.as_str()).into_iter().flatten() {
        let number = format!("      {}: ", sentence.number);
        out.paragraph(&number, &format!("\u{201c}{}\u{201d}", sentence.words), style::QUOTE)?;
    }
    Ok(())
}

fn none_changed(args: &Args, tried: &Tried) -> String {
    let bound = words::percent(lab::stats::upper_bound_of_none(args.runs, 0.95));
    let branches = match tried.branches {
        1 => "of its branch".to_owned(),
        many => format!("of each of {many} branches"),
    };
    let runs = words::thousands(args.runs);
    format!("no change in {runs} worlds {branches}: at most in {bound} of them")
}

fn proof_text(part: &Part, proof: &Proof) -> String {
    let Proof { branch, outcome, changed, by } = proof;
    let by = by.map_or_else(String::new, |by| format!(", by {}", size(part, outcome, by)));
    format!(
        "in {} of {} worlds of {branch} ({}, {}); most often: {}{by}",
        words::thousands(changed.hits),
        words::thousands(changed.trials),
        words::percent(changed.share().unwrap_or_default()),
        percents(changed.interval(0.95)),
        if outcome == "end" { "how it ends" } else { title_of(part, outcome) }
    )
}

/// Says by how much an outcome is more with an item: `+2.1 days`, `-0.3`.
fn size(part: &Part, outcome: &str, by: f64) -> String {
    let unit = match part.outcome(outcome).map(|outcome| &outcome.is) {
        Some(Gain::DateOrNever(_)) => " days",
        _ => "",
    };
    let sign = if by > 0.0 { "+" } else { "" };
    format!("{sign}{}{unit} with it than without it", words::about(by))
}

fn print_csv(tried: &[Tried], out: &mut Printer) -> Result<(), Failure> {
    out.line("item,branch,outcome,changed,worlds,by")?;
    for Tried { item, proof, .. } in tried {
        let row = match proof {
            Some(Proof { branch, outcome, changed, by }) => {
                let [changed, worlds] = [changed.hits, changed.trials].map(|n| n.to_string());
                let by = by.map_or_else(String::new, csv::number);
                csv::line([item.as_str(), branch, outcome, &changed, &worlds, &by])
            }
            None => csv::line([item.as_str(), "", "", "0", "", ""]),
        };
        out.line(&row)?;
    }
    Ok(())
}

fn answer<'a>(args: &Args, part: &'a Part, claims: &Claims<'a>, tried: &'a [Tried]) -> Answer<'a> {
    let claimed = |item: &str| {
        let each = claims.get(item).into_iter().flatten();
        let json = |&(record, sentence): &(&'a str, &'a Sentence)| ClaimedJson {
            record,
            number: sentence.number,
            text: &sentence.words,
        };
        each.map(json).collect()
    };
    let item = |tried: &'a Tried| {
        let proof = tried.proof.as_ref();
        let changed = proof.map(|proof| proof.changed);
        ItemJson {
            item: &tried.item,
            proven: proof.is_some(),
            branches_tried: tried.branches,
            branch: proof.map(|proof| proof.branch.as_str()),
            outcome: proof.map(|proof| proof.outcome.as_str()),
            by: proof.and_then(|proof| proof.by),
            changed: changed.map_or(0, |changed| changed.hits),
            worlds: changed.map_or(0, |changed| changed.trials),
            share: changed.map(|changed| {
                let Interval { low, high } = changed.interval(0.95);
                [low, high]
            }),
            claims: claimed(&tried.item),
        }
    };
    let Sorted { proven, dead, fixed } = Sorted::new(tried);
    Answer {
        scenario: part.id(),
        runs: args.runs,
        full: args.full,
        proven: proven.len(),
        dead: dead.len(),
        not_tried: fixed.len(),
        failed: failed(tried),
        items: tried.iter().map(item).collect(),
    }
}
