//! Knock-out: what leaving an item out changes, and what is dead.

use excomm_lab::{Depth, Proof, Tried, proofs};
use excomm_scenario as scenario;
use excomm_scenario::format::Part;

use crate::cli::{excomm, folder, stdout};

fn first_steps() -> Part {
    scenario::check(&excomm_library::load("first-steps").unwrap()).part.unwrap()
}

fn prove(part: &Part, item: &str, worlds: u64, depth: Depth) -> Tried {
    proofs(part, &[item], worlds, depth).unwrap().remove(0)
}

#[test]
fn an_item_stops_at_the_first_worlds_that_change_or_is_counted_in_all() {
    let part = first_steps();
    let first = prove(&part, "chances/sorn-stops", 120, Depth::First).proof.unwrap();
    assert_eq!(first.changed.trials, 50);
    let full = prove(&part, "chances/sorn-stops", 120, Depth::Full).proof.unwrap();
    assert_eq!((full.changed.trials, full.outcome.as_str()), (120, "guns_away_on"));
    assert!(full.changed.hits >= first.changed.hits);
}

#[test]
fn an_item_is_proven_in_the_branch_in_which_it_fires() {
    let found = prove(&first_steps(), "questions/search/options/no", 50, Depth::First);
    assert_eq!((found.branches, found.proof.unwrap().branch.as_str()), (2, "boats-pass"));
}

#[test]
fn an_item_that_changes_nothing_is_dead() {
    let mut part = first_steps();
    let mut idle = part.statements[0].clone();
    idle.id = "idle".to_owned();
    part.statements.push(idle);
    let idle = prove(&part, "statements/idle", 60, Depth::First);
    assert_eq!(
        idle,
        Tried { item: "statements/idle".to_owned(), proof: None, branches: 2, failed: 0 }
    );
}

#[test]
fn to_leave_out_a_branch_is_to_play_the_scenarios_own() {
    let part = first_steps();
    let found = prove(&part, "branches/boats-pass", 50, Depth::First);
    assert_eq!(found.branches, 1);
    assert!(found.proof.is_some());
    for fixed in ["branches/open", "facts/anything"] {
        assert_eq!(prove(&part, fixed, 50, Depth::First).branches, 0, "{fixed}");
    }
}

#[test]
fn without_a_truth_its_first_alternative_is_so() {
    let mut part = first_steps();
    let truth = "truths/sixth-gun";
    assert!(prove(&part, truth, 50, Depth::First).proof.is_some());
    for branch in &mut part.branches {
        branch.truths.insert("sixth-gun".into(), "no".into());
    }
    assert_eq!(prove(&part, truth, 50, Depth::First).proof, None);
}

#[test]
fn threads_change_no_proof() {
    let part = first_steps();
    let items = ["flights/watch", "chances/sorn-stops", "pledges/guns-away", "ships/petrel"];
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| proofs(&part, &items, 60, Depth::Full).unwrap())
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn november_has_an_item_that_is_proven_in_its_first_worlds() {
    let part = scenario::check(&excomm_library::load("november-1962").unwrap()).part.unwrap();
    let Proof { branch, changed, .. } =
        prove(&part, "questions/bombers", 5, Depth::First).proof.unwrap();
    assert_eq!((branch.as_str(), changed.trials), ("to-the-mat", 5));
}

#[test]
fn the_list_of_proofs_is_what_record_reads() {
    let dir = folder("coverage");
    let path = dir.to_str().unwrap();
    excomm(&["new", path]);
    let args = ["coverage", path, "--runs", "50", "--format", "csv"];
    let table = stdout(&excomm(&args));
    assert!(table.starts_with("item,branch,outcome,changed,worlds,by\n"), "{table}");
    let dead = table.lines().filter(|row| row.ends_with(",,,0,,")).count();
    assert!(dead > 0 && dead + 1 < table.lines().count(), "some are dead, some are not: {table}");
    std::fs::write(dir.join("proven.csv"), &table).unwrap();
    let record = stdout(&excomm(&["record", path, "--format", "csv"]));
    for row in table.lines().skip(1) {
        let item = row.split(',').next().unwrap();
        let claim = format!(",{item},");
        let claims = record.lines().filter(|line| line.contains(&claim));
        let proven = claims.filter(|line| line.contains(",yes,")).count() > 0;
        assert_eq!(proven, !row.ends_with(",,,0,,"), "{row}");
    }
    let text = stdout(&excomm(&["coverage", path, "--runs", "50"]));
    assert!(text.starts_with("Dead: nothing changes without them\n"), "{text}");
    assert!(text.contains("no change in 50 worlds of "));
}
