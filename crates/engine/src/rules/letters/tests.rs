use crate::{
    rules::testing::{Played, Table, assert_odds},
    run,
    world::{Setting, Time},
};

/// Blue writes to Red, who is asked what to do with the price; a day is named that presses.
const LETTERS: &str = r#"
    people: [(id: "herald", title: "the herald", speaks_for: "blue")],
    doors: [(id: "ship", title: "by ship", carries_h: ~10)],
    statements: [
        (id: "offer", by: "blue", to: ["red"], voice: "herald", says: "writes to Red",
         letter: (door: "ship", asks: ["the island"], offers: ["gold", "peace"], promises: ["gold"], puts: ["price"])),
        (id: "fair", by: "blue", says: "speaks of the fair"),
        (id: "done", by: "red", says: "takes the gold"),
    ],
    pledges: [(id: "gold", by: "blue", to: "red", says: "gold", standing: false, verified_by: "")],
    deadlines: [(id: "fair", title: "the fair", at: "1962-11-08T00:00Z", named_by: "fair",
        presses_h: ~48, hurries: ~20)],
    questions: [(id: "price", title: "Take it?", asks: "red", history: NotReached,
        options: [
            (id: "take", title: "takes it", then: [Say("done")],
             times: [
                (id: "gold", when: Pledged("gold"), ratio: ~3),
                (id: "late", when: Nears("fair"), ratio: ~100),
             ]),
            (id: "leave", title: "leaves it", then: []),
        ],
        default: ByOdds([("take", ~1), ("leave", ~1)]), cite: [])],
    responses: [
        (id: "blue-knows", title: "", who: "blue", on: Happened(Said("offer")), then: [], cite: []),
        (id: "red-knows", title: "", who: "red", on: Happened(Said("offer")), then: [], cite: []),
    ],
    outcomes: [(id: "said", title: "", is: DateOrNever(Happened(Said("offer"))))],
"#;

fn written() -> Table {
    Table::new(LETTERS).order("1962-11-02T00:00Z", r#"Say("offer")"#)
}

fn at(played: &Played, begin: &str) -> Option<Time> {
    played.events(begin).next().map(|event| event.at)
}

fn moment(text: &str) -> Time {
    Time::parse(text).unwrap()
}

#[test]
fn who_writes_knows_at_once_and_who_gets_it_when_it_is_in_hand() {
    let played = written().play();
    let in_hand = moment("1962-11-02T10:00Z");
    assert_eq!(at(&played, "respond/blue-knows"), Some(moment("1962-11-02T00:00Z")));
    assert_eq!(at(&played, "respond/red-knows"), Some(in_hand));
    assert_eq!(at(&played, "pledge/gold"), Some(in_hand), "its pledge is made then");
    assert_eq!(Time(played.outcomes["said"] as i64), in_hand, "and outcomes count it then");
    assert!(
        played
            .sentences()
            .iter()
            .any(|line| line
                == "The herald writes to Red; asks for the island; offers gold and peace")
    );
    assert!(
        played.sentences().iter().any(|line| line == "The herald's message reaches Red, by ship")
    );
}

#[test]
fn half_of_the_letters_are_answered_within_the_hours_that_their_reader_takes() {
    let within = |hours: i64| {
        let by = moment("1962-11-02T10:00Z").0 + hours * 3600;
        let answered = |seed: &u64| {
            at(&written().seed(*seed).play(), "ask/price").is_some_and(|at| at.0 <= by)
        };
        (0..400).filter(answered).count()
    };
    assert_odds(within(24), 400, 0.5);
    assert_odds(within(48), 400, 0.75);
}

#[test]
fn a_day_that_presses_brings_answers_forward_and_draws_none_anew() {
    let named = |seed| written().order("1962-11-03T00:00Z", r#"Say("fair")"#).seed(seed).play();
    let presses = (moment("1962-11-06T00:00Z"), moment("1962-11-08T00:00Z"));
    let (mut waiting, mut hurried) = (0, 0);
    for seed in 0..60 {
        let alone = at(&written().seed(seed).play(), "ask/price");
        let answered = at(&named(seed), "ask/price");
        if alone.is_some_and(|at| at <= presses.0) {
            assert_eq!(alone, answered, "answered before it presses: nothing changes");
        } else {
            let answered = answered.expect("whoever has not answered yet is hurried");
            assert!(answered > presses.0 && alone.is_none_or(|alone| answered < alone));
            waiting += 1;
            hurried += usize::from(answered < presses.1);
        }
    }
    assert!(waiting > 0 && hurried == waiting, "all within the two days: forty half-lives");
}

#[test]
fn factors_of_an_option_count_while_they_hold_for_whoever_decides() {
    let taken = |table: Table| {
        let model = table.model();
        let takes = |seed: &u64| {
            let done = run::play(&model, Setting { seed: *seed, ..Setting::default() });
            done.answered[0].option == 0
        };
        (0..400).filter(takes).count()
    };
    let ask = |at: &str| Table::new(LETTERS).order(at, r#"Ask("price")"#);
    assert_odds(taken(ask("1962-11-06T01:00Z")), 400, 0.5);
    let promised = ask("1962-11-06T01:00Z").order("1962-11-05T00:00Z", r#"Pledge("gold")"#);
    assert_odds(taken(promised), 400, 0.75);
    let named = |at: &str| ask(at).order("1962-11-01T12:00Z", r#"Say("fair")"#);
    assert_odds(taken(named("1962-11-05T23:00Z")), 400, 0.5);
    assert!(taken(named("1962-11-06T01:00Z")) > 380, "the day presses: a hundred to one");
    assert_odds(taken(named("1962-11-08T01:00Z")), 400, 0.5);
}

#[test]
fn a_letter_from_before_the_start_is_answered_as_one_that_has_just_come() {
    let standing = LETTERS.replace(r#"voice: "herald","#, r#"voice: "herald", standing: true,"#);
    let asked = |seed: &u64| {
        let played = Table::new(&standing).seed(*seed).play();
        at(&played, "ask/price").is_some_and(|at| at <= moment("1962-11-02T00:00Z"))
    };
    assert_odds((0..400).filter(asked).count(), 400, 0.5);
}
