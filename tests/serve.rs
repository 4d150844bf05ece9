//! Classes over HTTP, as browsers and worse than browsers use them.

/// Many pupils at once.
mod crowd;
/// The debrief: judgements, worksheet, answer key.
pub(crate) mod debrief;
/// Who may come in, under which name, and whose seat a form is for.
mod door;
/// Connections that are held for nothing.
mod held;
/// Requests that break a rule.
mod hostile;
/// Killed in the middle of a vote.
mod killed;
/// What everybody has to do in a lesson.
mod lesson;
/// What the maps of a class show, and to whom.
mod maps;
/// A site in this process, and a client for it.
pub(crate) mod room;
/// The program itself, serving.
pub(crate) mod served;
/// Exports, links and addresses.
mod taken;
/// Forms that are sent twice, or too late.
mod twice;
/// What a role's page may depend on.
mod unseen;

use excomm_class::Game;
use room::{Room, fields, game};

#[test]
fn a_class_plays_from_the_lobby_to_the_debrief() {
    let room = Room::open("whole-class");
    let state = room.join("<script>1</script>", "state");
    let chiefs = room.join("window 3", "chiefs");
    let havana = room.join("corner", "havana");
    assert!(room.seat(&state).contains("&lt;script&gt;1&lt;/script&gt;"));
    assert!(!room.seat(&state).contains("<script>1"));

    // a step taken back leaves no trace but its row
    room.teach("next", "", 303);
    room.teach("undo", "", 303);
    assert!(room.seat(&state).contains("Read your brief"));

    let mut asked = 0;
    loop {
        let next = room.post(&room.to_teach("next"), "", &[]);
        if next.status == 409 {
            break;
        }
        assert_eq!(next.status, 303, "{}", next.body);
        asked += 1;
        let page = room.seat(&state);
        let (question, nth) = room.table();
        assert!(page.contains("action=\"/seat/vote\""), "{page}");
        let elsewhere = room.seat(&havana);
        let asked_apart = ["For your side alone", "What will be done?"];
        assert!(asked_apart.iter().any(|words| elsewhere.contains(words)), "{question}");
        for (cookie, reason) in [(&state, "first"), (&chiefs, "second <b>")] {
            let body = fields(&[
                ("question", &question),
                ("nth", &nth.to_string()),
                ("option", &room.open_option().to_string()),
                ("reason", reason),
            ]);
            assert_eq!(room.post("/seat/vote", &body, &[cookie]).status, 303);
        }
        assert!(room.desk().contains("second &lt;b&gt;"));
        room.teach("close", "", 303);
        room.teach("hands", &format!("c{}=5", room.open_option()), 303);
        room.teach("decide", &format!("option={}", room.open_option()), 303);
        if asked == 1 {
            room.teach("inject", "inject=tales-of-caves", 303);
            room.teach("inject", "inject=tales-of-caves", 303);
            assert_eq!(room.state().injected.len(), 1, "it comes once");
        }
    }
    assert!(asked >= 4, "{asked}");
    assert!(!room.seat(&state).contains("What was true"), "the outcome is not shown yet");
    assert_eq!(room.get(&room.debrief(), &[]).status, 409);
    room.teach("foretell", "", 303);
    let said = room.post("/seat/foretell", "p0=80&p1=100&p2=0", &[&havana]);
    assert_eq!(said.status, 303, "{}", said.body);
    room.teach("end", "", 303);
    assert!(room.seat(&havana).contains("Your predictions score"));

    room.teach("fork", "decision=2&option=1", 303);
    let debrief = room.get(&room.debrief(), &[]);
    assert_eq!(debrief.status, 200);
    for words in ["Your path beside history", "If: ", "What was true", "To talk about"] {
        assert!(debrief.body.contains(words), "{words}");
    }
    // one tree for the class, history and the second world; a walk from the end to the record
    assert!(debrief.body.matches("class=\"limb\"").count() >= 2, "{}", debrief.body);
    let (_, walk) = debrief.body.split_once("Why it ended so").unwrap();
    assert!(walk.contains("class=\"behind\"") && walk.contains("assumed, "), "{walk}");
    let json = room.get(&room.to_teach_page("export.json"), &[]);
    let json: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!(json["decisions"].as_array().unwrap().len(), asked);
    assert_eq!(json["decisions"][0]["cast"][0]["reason"], "first");
    let csv = room.get(&room.to_teach_page("export.csv"), &[]).body;
    assert!(csv.contains("raised hands") && csv.contains("window 3"), "{csv}");
    assert!(room.get(&room.to_teach_page("key"), &[]).body.contains("Bromley Smith"));

    // judged in the background: the page says so, and within twenty minutes shows it
    let mut judged = String::new();
    for _ in 0..6000 {
        judged = room.get(&format!("{}/part", room.debrief()), &[]).body;
        if !judged.contains("data-pending") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    assert!(judged.contains("Of 100 worlds with the same choice"), "{judged}");
    assert!(judged.contains("assumed numbers turn the end"), "{judged}");
    // the file holds the judgements, so it comes once they are there
    let html = room.get(&room.to_teach_page("export.html"), &[]).body;
    assert!(!html.contains("src=") && html.contains("The debrief"));
}

#[test]
fn a_pupil_whose_phone_has_lost_its_seat_takes_it_again_once_the_teacher_frees_it() {
    let room = Room::open("freed");
    let lost = room.join("window 3", "state");
    room.teach("next", "", 303);
    let (question, nth) = room.table();
    let (nth, option) = (nth.to_string(), room.open_option().to_string());
    let vote =
        fields(&[("question", &question), ("nth", &nth), ("option", &option), ("reason", "once")]);
    assert_eq!(room.post("/seat/vote", &vote, &[&lost]).status, 303);
    let again = fields(&[("code", room.code()), ("name", "Window 3"), ("role", "havana")]);
    assert_eq!(room.post("/join", &again, &[]).status, 409, "the seat is held");
    assert!(room.desk().contains("Free the seat window 3"));
    room.teach("free", "seat=1", 303);
    room.teach("free", "seat=1", 303);
    room.teach("free", "seat=7", 404);
    assert_eq!(room.get("/seat", &[&lost]).status, 401, "the old cookie opens nothing");
    let found = room.join("Window 3", "havana");
    let page = room.seat(&found);
    assert!(page.contains("You have voted") && page.contains(", <bdi>window 3</bdi>"), "{page}");
    assert_eq!(room.post("/seat/vote", &vote, &[&found]).status, 303, "the same vote again");
    assert_eq!(room.state().ballot().unwrap().votes.len(), 1, "is one vote");
    assert_eq!(room.state().seats.len(), 1);
}

#[test]
fn a_vote_on_a_question_that_was_taken_back_counts_on_no_other() {
    let room = Room::open("undone-vote");
    let seat = room.join("window 3", "state");
    let vote = || {
        let (question, nth) = room.table();
        let (nth, option) = (nth.to_string(), room.open_option().to_string());
        let pairs = [("question", &*question), ("nth", &nth), ("option", &option), ("reason", "")];
        room.post("/seat/vote", &fields(&pairs), &[&seat]).status
    };
    room.teach("next", "", 303);
    room.teach("close", "", 303);
    room.teach("decide", &format!("option={}", room.open_option()), 303);
    room.teach("next", "", 303);
    assert_eq!(vote(), 303);
    for _ in 0..3 {
        room.teach("undo", "", 303);
    }
    assert!(room.state().ballot().unwrap().votes.is_empty(), "the first question is open again");
    assert_eq!(vote(), 303, "and can be voted on");
    room.teach("undo", "", 303);
    room.teach("next", "", 303);
    assert!(room.state().ballot().unwrap().votes.is_empty());
}

#[test]
fn events_tell_a_page_that_comes_back_what_it_has_missed() {
    let room = Room::open("events");
    let seat = room.join("window 3", "cia");
    room.teach("next", "", 303);
    let heard = room.listen("/seat/events", &[&seat, "Last-Event-ID: 1"], "event: turn");
    let row: i64 = heard.split("id: ").nth(1).unwrap().lines().next().unwrap().parse().unwrap();
    assert!(row > 1);
    // nothing has changed since: only a later act is told
    let wanted = format!("Last-Event-ID: {row}");
    let closed = std::thread::scope(|scope| {
        let later = scope.spawn(|| room.listen("/seat/events", &[&seat, &wanted], "event: turn"));
        std::thread::sleep(std::time::Duration::from_millis(300));
        room.teach("close", "", 303);
        later.join().unwrap()
    });
    assert!(closed.contains(&format!("id: {}", row + 1)), "{closed}");
}

#[test]
fn two_classes_at_once_do_not_meet() {
    let room = Room::open("two-classes");
    let other = room.another();
    let (here, there) = (room.join("window 3", "state"), other.join("window 3", "state"));
    room.teach("next", "", 303);
    assert!(room.seat(&here).contains("/seat/vote"));
    assert!(other.seat(&there).contains("Read your brief"));
    assert!(!other.desk().contains("Close the vote") && room.desk().contains("Close the vote"));
    other.join("corner", "cia");
    assert!(!room.desk().contains("corner"));
}

#[test]
fn a_forgotten_class_leaves_nothing_in_the_file() {
    let room = Room::open("forgotten");
    let other = room.another();
    let seat = room.join("zanzibar window", "state");
    other.join("lasting corner", "state");
    let held = |name: &str| room.files().iter().any(|file| holds(file, name));
    assert!(held("zanzibar window"));
    room.teach("forget", "", 400);
    room.teach("forget", "sure=yes", 200);
    assert!(!held("zanzibar window") && held("lasting corner"));
    assert_eq!(room.get("/seat", &[&seat]).status, 401);
    assert_eq!(room.get(&room.to_teach_page(""), &[]).status, 404);
    assert_eq!(other.get("/", &[]).status, 200);
}

#[test]
fn a_class_of_another_scenario_is_neither_shown_nor_changed() {
    let room = Room::open("another-scenario");
    let seat = room.join("window 3", "state");
    room.teach("next", "", 303);
    let before = room.state();
    let room = room.served_again(Game { digest: "another".to_owned(), ..game() });
    let code = fields(&[("code", room.code()), ("name", "corner"), ("role", "cia")]);
    for answer in [
        room.get(&room.to_teach_page(""), &[]),
        room.get(&room.wall(), &[]),
        room.get("/seat", &[&seat]),
        room.post(&room.to_teach("close"), "", &[]),
        room.post("/seat/vote", "option=0&reason=Because", &[&seat]),
        room.post("/join", &code, &[]),
    ] {
        assert_eq!(answer.status, 409, "{}", answer.body);
        assert!(answer.body.contains("as it was when the class began"), "{}", answer.body);
    }
    assert_eq!(before, room.state());
    let room = room.served_again(game());
    assert!(room.seat(&seat).contains("/seat/vote"), "it goes on where it was");
}

#[test]
fn a_scenario_without_an_exercise_is_not_served() {
    let output = crate::cli::excomm(&["serve", "first-steps"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(text.contains("has no exercise") && text.contains("--exercise FILE"), "{text}");
}

fn holds(file: &[u8], text: &str) -> bool {
    file.windows(text.len()).any(|window| window == text.as_bytes())
}
