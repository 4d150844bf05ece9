use crate::rules::sea_testing::sea;

/// Fishermen tell blue of the caves on any day, if there is something in them.
const FISHERMEN: &str = r#"
    chances: [(id: "fishermen", title: "tell of lights in the caves", who: "blue", any_hour: true,
        every: Day(hour: ~9), only_if: ("caves", "full"), base: ~1,
        then: [Report(to: "blue", what: "lights")], cite: [])],
    statements: [(id: "asks", by: "blue", says: "asks about the caves", cite: [])],
    responses: [(id: "asks", title: "asks", who: "blue", on: Happened(Reported("blue", "lights")),
        then: [Say("asks")], cite: [])],
"#;

#[test]
fn a_report_that_hangs_on_a_truth_comes_only_where_that_is_so_and_because_of_it() {
    let played = |caves: &str| sea(FISHERMEN).truth("caves", caves).play();
    let full = played("full");
    assert_eq!((full.count("chance/fishermen"), full.count("say/asks")), (1, 1));
    let chance = full.events("chance/fishermen").next().unwrap();
    let causes = full.log.causes(chance).iter().filter_map(|id| full.log.event(*id));
    let causes: Vec<String> = causes.map(|cause| full.key(cause)).collect();
    assert!(causes.iter().any(|cause| cause.starts_with("truth/caves/full")), "{causes:?}");
    assert_eq!(played("empty").count("chance/fishermen"), 0);
}
