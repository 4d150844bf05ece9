//! Provenance by construction: what is read stands behind what happens, and rules say what they read.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use excomm_engine::{
    rules, run,
    world::{FactInfo, Knowledge, Log, Model, Setting, Vary, key_text},
};
use excomm_lab as lab;
use excomm_scenario as scenario;
use excomm_scenario::format::Part;
use rayon::prelude::*;

use crate::worlds::{case, november, varied};

/// A number that is so by definition is no guess: it is never drawn, whatever is varied.
#[test]
fn what_is_given_is_never_drawn() {
    let part = november();
    let model = Model::new(&part, "open", &[]).unwrap();
    let given = |fact: &&FactInfo| fact.knowledge == Knowledge::Given;
    let given: Vec<_> = model.facts.iter().filter(given).map(|fact| &fact.path).collect();
    assert!(given.contains(&&"facts/war-level".to_owned()), "{given:?}");
    let setting = Setting { vary: Vary::All, ..Setting::default() };
    for uncertain in model.uncertain(&setting) {
        assert_ne!(model.knowledge_of(uncertain), Knowledge::Given);
    }
}

/// What was logged over many worlds.
#[derive(Default)]
struct Logged {
    /// The facts behind the events of each rule, with an event as an example.
    behind: BTreeMap<(u16, String), String>,
    /// All facts, each with the fields whose value it is.
    facts: BTreeMap<String, BTreeSet<String>>,
}

impl Logged {
    fn take(&mut self, model: &Model, log: &Log) {
        for event in log.events() {
            for fact in log.facts(event) {
                let path = model.facts[fact.0 as usize].path.clone();
                let key = || key_text(&event.key, &model.things);
                self.behind.entry((event.rule, path)).or_insert_with(key);
            }
        }
    }

    fn know(&mut self, facts: &[FactInfo]) {
        for fact in facts.iter().filter(|fact| fact.in_play) {
            let fields = self.facts.entry(fact.path.clone()).or_default();
            fields.extend(fact.fields.iter().cloned());
        }
    }

    fn merge(mut self, other: Logged) -> Logged {
        for (use_of, example) in other.behind {
            self.behind.entry(use_of).or_insert(example);
        }
        for (path, fields) in other.facts {
            self.facts.entry(path).or_default().extend(fields);
        }
        self
    }

    /// Returns the facts that stand behind no event.
    fn never(&self) -> Vec<&str> {
        let behind: BTreeSet<&str> = self.behind.keys().map(|(_, path)| path.as_str()).collect();
        self.facts.keys().map(String::as_str).filter(|path| !behind.contains(path)).collect()
    }
}

/// Plays worlds of every branch, all facts drawn.
fn played(part: &Part, seeds: u64) -> Logged {
    let in_branch = |branch: &scenario::format::Branch| {
        let model = Model::new(part, &branch.id, &[]).unwrap();
        let mut logged = Logged::default();
        logged.know(&model.facts);
        for seed in 0..seeds {
            logged.take(&model, &lab::play(&model, varied(seed)).log);
        }
        logged
    };
    part.branches.par_iter().map(in_branch).reduce(Logged::default, Logged::merge)
}

/// Eight worlds of each branch; in a debug build one.
const SEEDS: u64 = if cfg!(debug_assertions) { 1 } else { 8 };

static NOVEMBER: LazyLock<Logged> = LazyLock::new(|| played(&november(), SEEDS));

/// Returns whether a pattern of the table of rules covers a field: `*` is any name, and what lies
/// beneath is covered too; orders are covered wherever they stand.
fn covers(pattern: &str, field: &str) -> bool {
    let mut names = field.split('/');
    if let Some(orders) = pattern.strip_prefix("orders: ") {
        return orders.split(", ").any(|order| names.clone().any(|name| name == order));
    }
    let same = |(part, name): (&str, &str)| match part.split_once('*') {
        Some((before, after)) => name.starts_with(before) && name.ends_with(after),
        None => part == name,
    };
    pattern.split('/').all(|part| names.next().is_some_and(|name| same((part, name))))
}

fn rule(place: u16) -> &'static rules::Rule {
    rules::all().nth(usize::from(place)).unwrap()
}

#[test]
fn every_fact_behind_an_event_is_one_that_its_rule_says_it_reads() {
    let logged = &*NOVEMBER;
    let unsaid = logged.behind.iter().filter(|((place, path), _)| {
        let fields = &logged.facts[path];
        let reads = rule(*place).reads.iter().chain(rules::READ_BY_ANY);
        !reads.clone().any(|pattern| fields.iter().any(|field| covers(pattern, field)))
    });
    let unsaid: Vec<String> = unsaid
        .map(|((place, path), example)| format!("{}: {path} ({example})", rule(*place).name))
        .collect();
    assert!(unsaid.is_empty(), "{} uses are not said:\n{}", unsaid.len(), unsaid.join("\n"));
}

#[test]
#[cfg_attr(debug_assertions, ignore = "the worlds of a release build show it")]
fn every_field_that_a_rule_says_it_reads_is_read_or_is_no_number() {
    let logged = &*NOVEMBER;
    let format = include_str!("../docs/format.md");
    let behind: BTreeSet<&str> = logged.behind.keys().map(|(_, path)| path.as_str()).collect();
    let explained = |pattern: &str| {
        let covered = |fields: &BTreeSet<String>| fields.iter().any(|f| covers(pattern, f));
        let facts = || logged.facts.iter().filter(|(_, fields)| covered(fields));
        // what is read to schedule something stands behind the events of other rules
        let used = facts().any(|(path, _)| behind.contains(path.as_str()));
        let names = pattern.strip_prefix("orders: ").unwrap_or(pattern);
        let mut words = names.split(['/', ',', ' ']).filter(|name| !["", "*"].contains(name));
        let known = words.all(|name| format.contains(&format!("`{name}")));
        used || RARE.contains(&pattern) || facts().next().is_none() && known
    };
    let each =
        rules::all().flat_map(|rule| rule.reads.iter().map(move |reads| (rule.name, *reads)));
    let unread: Vec<_> = each.filter(|(_, pattern)| !explained(pattern)).collect();
    assert!(unread.is_empty(), "{unread:#?}");
}

/// Fields that are read, but come to nothing in these worlds.
const RARE: [&str; 2] = ["lines/*/incident", "lines/*/finds"];

/// The facts that stand behind no event of these worlds, and why.
const NEVER: [(&str, &[&str]); 9] = [
    (
        "tension starts above it, and what is fallen below is told by the rung below",
        &["gauges/tension/rungs/1/from"],
    ),
    (
        "a ship at sea has no region and no site near it",
        &[
            "aircraft/patrol-plane/covers",
            "aircraft/patrol-plane/height_ft",
            "aircraft/patrol-plane/photo_obscured",
            "aircraft/patrol-plane/photo_partly",
        ],
    ),
    (
        "nothing that Moscow decides is read from shots",
        &["channels/moscow-hears-fire/delay_h", "channels/moscow-hears-fire/lost"],
    ),
    (
        "all of them stand on the quay",
        &[
            "stocks/launch-rings/leaving/haul_per_day",
            "stocks/launch-rings/leaving/pack_per_day",
            "stocks/missiles/leaving/haul_per_day",
            "stocks/missiles/leaving/pack_per_day",
        ],
    ),
    (
        "nothing can be hidden at Cienfuegos",
        &["targets/cienfuegos/hides/coverage", "targets/cienfuegos/hides/false_alarm"],
    ),
    (
        "nothing of it is ever seen in the open",
        &["stocks/submarine-works/seen", "stocks/warheads/seen"],
    ),
    ("its flights wait for fair weather", &["aircraft/u-2/photo_obscured"]),
    (
        "no branch goes that way",
        &[
            "beliefs/america-deals/moved_by/protocol-taken-up/ratio",
            "beliefs/invasion-comes/moved_by/five-points-taken-up/ratio",
            "gauges/tempo/moved_by/protocol-taken-up/by",
            "questions/castro-on-the-bombers/options/let-them-go/times/five-points/ratio",
            "questions/moscow-on-the-term/options/a-month/times/paper-in-sight/ratio",
            "questions/bargain/options/avoid/then/1/Move/by",
        ],
    ),
    (
        "it did not come about",
        &[
            "aircraft/patrol-plane/accident",
            "beliefs/missiles-come-back/moved_by/red-cross-finds/ratio",
            "chances/batteries-fire/base",
            "chances/batteries-fire/times/warned/ratio",
            "chances/moscow-protests/base",
            "chances/press-prints/times/denied/ratio",
            "chances/red-cross-sails/base",
            "chances/red-cross-sails/then/1/Later/after_h",
            "chances/seen-on-the-quay/times/eyes-about/ratio",
            "chances/war/times/no-warning/ratio",
            "groups/sam-sites/fires_anyway",
            "inspections/red-cross/fails",
            "inspections/red-cross/from/plus_h",
            "inspections/red-cross/proof",
            "facts/a-line-again",
            "gauges/rumour-us/moved_by/team-reports/by",
            "responses/team-reports/on/AtLeast/is",
            "questions/moscow-on-the-bombers/options/give-them-up/times/raided/ratio",
            "questions/moscow-on-the-bombers/options/give-them-up/times/ultimatum/ratio",
            "questions/moscow-on-the-term/options/a-month/times/no-pledge-ever/ratio",
            "questions/moscow-on-the-term/options/a-month/times/raided/ratio",
            "questions/moscow-on-the-term/options/a-month/times/safeguards-first/ratio",
            "questions/moscow-on-the-bombers/options/give-them-up/times/castro-objects/ratio",
            "responses/missiles-seen-again/odds",
            "responses/missiles-seen-again/times",
            "responses/missiles-seen-again/when/AtLeast/is",
            "strikes/the-offending-battery/loss",
            "strikes/the-offending-battery/sorties",
            "strikes/the-offending-guns/loss",
            "strikes/the-offending-guns/sorties",
        ],
    ),
];

#[test]
fn a_fact_that_stands_behind_nothing_was_never_in_play() {
    let explained: BTreeSet<&str> =
        NEVER.iter().flat_map(|(_, facts)| facts.iter().copied()).collect();
    let never: BTreeSet<&str> = NOVEMBER.never().into_iter().collect();
    let played: Vec<_> = explained.difference(&never).collect();
    assert!(played.is_empty(), "these were in play: {played:#?}");
    if !cfg!(debug_assertions) {
        let unexplained: Vec<_> = never.difference(&explained).collect();
        assert!(unexplained.is_empty(), "{unexplained:#?}");
    }
}

/// Reads a small case in which some words are others.
fn changed(name: &str, words: &[(&str, &str)]) -> Part {
    let path = format!("{}/tests/cases/{name}.ron", env!("CARGO_MANIFEST_DIR"));
    let mut text = std::fs::read_to_string(path).unwrap();
    for (from, to) in words {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    Part::of_text(&text).unwrap()
}

/// Returns the lines of events whose key begins so, over some worlds.
fn lines(model: &Model, setting: &Setting, seeds: u64, begin: &str) -> Vec<run::Line> {
    let mut found = Vec::new();
    for seed in 0..seeds {
        let done = run::play(model, Setting { seed, ..setting.clone() });
        let all = done.log.events().iter().map(|event| run::line(model, &done.log, event));
        found.extend(all.filter(|line| line.id.starts_with(begin)));
    }
    assert!(!found.is_empty(), "no event `{begin}`");
    found
}

const BY_ODDS: (&str, &str) = (
    r#"history: Chose("yes"), default: History"#,
    r#"history: Chose("yes"), default: ByOdds([
        ("yes", Assumed(low: 3, best: 3, high: 3, why: "")),
        ("no", Assumed(low: 1, best: 1, high: 1, why: "")),
    ])"#,
);

#[test]
fn an_answer_by_odds_keeps_its_odds_its_draw_and_its_weights() {
    let model = Model::new(&changed("two-capitals", &[BY_ODDS]), "open", &[]).unwrap();
    let answers = lines(&model, &Setting::default(), 100, "answer/warn/");
    for answer in &answers {
        let odds = if answer.subjects.iter().any(|s| s.ends_with("/yes")) { 0.75 } else { 0.25 };
        assert_eq!(answer.odds, Some(odds), "{answer:?}");
        assert!(answer.draw.is_some_and(|draw| (0.0..odds).contains(&draw)), "{answer:?}");
        let weights = ["questions/warn/default/ByOdds/1/2", "questions/warn/default/ByOdds/2/2"];
        assert_eq!(answer.facts, weights);
    }
    let yes = answers.iter().filter(|answer| answer.odds == Some(0.75)).count();
    assert!(yes * 2 > answers.len() && yes < answers.len());
}

#[test]
fn an_answer_that_is_given_rests_on_no_weights() {
    let model = Model::new(&changed("two-capitals", &[BY_ODDS]), "no-warning", &[]).unwrap();
    for answer in lines(&model, &Setting::default(), 5, "answer/warn/") {
        assert_eq!((answer.odds, answer.draw), (None, None), "{answer:?}");
        assert!(answer.facts.is_empty(), "{answer:?}");
    }
}

#[test]
fn a_maybe_leaves_its_odds_and_its_draw_on_what_it_decides_and_on_nothing_else() {
    let maybe = (
        r#"then: [Say("warning"), Commission("plan")]"#,
        r#"then: [Maybe(odds: Assumed(low: 0.4, best: 0.4, high: 0.4, why: ""),
            then: [Say("warning")], or_else: [Say("offer")]), Commission("plan")]"#,
    );
    let path = "questions/warn/options/yes/then/1/Maybe/odds".to_owned();
    let model = Model::new(&changed("two-capitals", &[maybe]), "open", &[]).unwrap();
    let setting = Setting::default();
    for warned in lines(&model, &setting, 40, "say/warning/") {
        assert_eq!(warned.odds, Some(0.4));
        assert!(warned.draw.unwrap() < 0.4, "{warned:?}");
        assert!(warned.facts.contains(&path), "{warned:?}");
    }
    let offers = lines(&model, &setting, 40, "say/offer/");
    let mut refused = offers.iter().filter(|offer| offer.facts.contains(&path));
    assert!(refused.all(|offer| offer.odds == Some(0.4) && offer.draw.unwrap() >= 0.4));
    for asked in lines(&model, &setting, 5, "commission/plan/") {
        assert_eq!((asked.odds, asked.facts.len()), (None, 0), "{asked:?}");
    }
}

#[test]
fn the_delay_of_a_later_stands_behind_what_is_done_then() {
    let model = Model::new(&case("two-capitals"), "cross", &[]).unwrap();
    for war in lines(&model, &Setting::default(), 10, "end/war/") {
        assert_eq!(war.facts, ["questions/what-now/options/cross/then/1/Later/after_h"]);
    }
}

#[test]
fn a_value_of_the_start_stands_behind_the_first_event_that_moves_it_and_no_other() {
    let model = Model::new(&november(), "open", &[]).unwrap();
    for (begin, fact) in [
        ("belief/compliance/", "beliefs/compliance/prior"),
        ("gauge/tension/", "gauges/tension/starts"),
    ] {
        // the first world alone
        let lines = lines(&model, &Setting::default(), 1, begin);
        assert!(lines.len() > 1, "{begin}");
        for (place, line) in lines.iter().enumerate() {
            let known = line.facts.iter().any(|known| known == fact);
            assert_eq!(known, place == 0, "{line:?}");
        }
    }
}

#[test]
fn what_a_channel_does_stands_behind_late_news() {
    let model = Model::new(&case("two-capitals"), "open", &[]).unwrap();
    let reports = lines(&model, &Setting::default(), 5, "report/south/");
    // what South says to one alone comes back to it at once, by no channel
    let own = |report: &run::Line| report.causes == ["say/offer/1"];
    assert!(reports.iter().any(|report| !own(report)));
    for report in reports.into_iter().filter(|report| !own(report)) {
        let channel = ["channels/south-hears-late/delay_h", "channels/south-hears-late/lost"];
        assert_eq!(report.facts, channel, "{report:?}");
    }
}
