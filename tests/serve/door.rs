use super::room::{Answer, Room, cookie, fields};

fn join(room: &Room, name: &str, headers: &[&str]) -> Answer {
    let body = [("code", room.code()), ("name", name), ("role", "state")];
    room.post("/join", &fields(&body), headers)
}

#[test]
fn the_teacher_locks_the_door_and_removes_what_came_through_it() {
    let room = Room::open("door");
    let honest = room.join("window 3", "state");
    room.teach("next", "", 303);
    let (question, nth) = room.table();
    let vote = |option: usize| {
        let (nth, option) = (nth.to_string(), option.to_string());
        fields(&[("question", &question), ("nth", &nth), ("option", &option), ("reason", "")])
    };
    let option = room.open_option();
    assert_eq!(room.post("/seat/vote", &vote(option), &[&honest]).status, 303);
    let stuffed: Vec<String> = (0..5).map(|i| room.join(&format!("ghost {i}"), "state")).collect();
    for ghost in &stuffed {
        assert_eq!(room.post("/seat/vote", &vote(option), &[ghost]).status, 303);
    }
    room.teach("lock", "", 303);
    let late = join(&room, "corner", &[]);
    assert_eq!(late.status, 409, "{}", late.body);
    assert!(late.body.contains("locked the door") && room.desk().contains("The door is locked"));
    room.teach("remove", "seat=3", 303);
    assert_eq!(room.state().ballot().unwrap().votes.len(), 5);
    room.teach("remove", "seat=2&later=yes", 303);
    room.teach("remove", "seat=2&later=yes", 303);
    assert_eq!(room.state().ballot().unwrap().votes.len(), 1, "the honest vote stays");
    assert_eq!(room.get("/seat", &[&stuffed[0]]).status, 401);
    room.teach("rename", &fields(&[("seat", "1"), ("name", "door")]), 303);
    assert!(room.seat(&honest).contains("<bdi>door</bdi>"));
    room.teach("unlock", "", 303);
    assert_eq!(join(&room, "corner", &[]).status, 303);
}

#[test]
fn four_hundred_pupils_behind_one_address_join_at_once_and_a_flood_does_not() {
    let room = Room::open("flood");
    let seats = |from: usize, to: usize| {
        (from..to).map(|i| join(&room, &format!("seat {i}"), &[]).status).collect::<Vec<_>>()
    };
    assert!(seats(0, 400).iter().all(|status| *status == 303), "a whole school");
    room.teach("remove", "seat=1&later=yes", 303);
    let flood = seats(400, 600);
    assert!(flood.iter().filter(|status| **status == 303).count() < 80, "{flood:?}");
    assert!(flood.ends_with(&[429, 429]));
}

#[test]
fn names_hold_nothing_unseen_and_no_twin_of_another() {
    let room = Room::open("names");
    room.join("corner", "state");
    let twin = join(&room, "c\u{43e}rner", &[]);
    assert_eq!(twin.status, 409, "{}", twin.body);
    assert!(twin.body.contains("looks like “corner”"), "{}", twin.body);
    room.join("\u{202e}wodniw\u{200b}", "state");
    assert_eq!(room.state().seats[1].name, "wodniw");
    assert!(room.desk().contains("<bdi>wodniw</bdi>"));
}

#[test]
fn what_was_typed_stays_in_the_form_when_it_is_refused() {
    let room = Room::open("retyped");
    room.join("corner", "state");
    let body = [("code", room.code()), ("name", "corner")];
    let answer = room.post("/join", &fields(&body), &[]);
    assert_eq!(answer.status, 409);
    let holds = |text: &str| assert!(answer.body.contains(text), "{text}: {}", answer.body);
    holds("The name “corner” is taken");
    holds(&format!("value=\"{}\"", room.code()));
    holds("name=\"name\" value=\"corner\"");
    holds("action=\"/join\"");
}

#[test]
fn whoever_joins_twice_has_one_seat_and_is_led_to_it() {
    let room = Room::open("one-seat");
    let page = room.get("/join", &[]).body;
    let once = page.split("name=\"once\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let form = [("once", once), ("code", room.code()), ("name", "corner"), ("role", "state")];
    let [first, again] = [0, 1].map(|_| room.post("/join", &fields(&form), &[]));
    assert_eq!((first.status, again.status), (303, 303), "{}", again.body);
    assert_eq!(cookie(&first), cookie(&again));
    assert_eq!(room.state().seats.len(), 1);
    let seat = cookie(&first);
    let another = join(&room, "window 3", &[&seat]);
    assert_eq!(another.status, 409);
    assert!(another.body.contains("<bdi>corner</bdi>") && another.body.contains("href=\"/seat\""));
    assert!(room.get("/join", &[&seat]).body.contains("You have a seat in class"));
    assert_eq!(room.state().seats.len(), 1);
    // in another class the same browser may sit, too
    let other = room.another();
    assert_eq!(join(&other, "corner", &[&seat]).status, 303);
}

#[test]
fn a_vote_from_a_page_of_another_seat_counts_for_none() {
    let room = Room::open("two-tabs");
    let (mine, other) = (room.join("window 3", "state"), room.join("corner", "cia"));
    room.teach("next", "", 303);
    let page = room.seat(&mine);
    let field = |name: &str| {
        let value = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
        value.split('"').next().unwrap().to_owned()
    };
    let option = room.open_option().to_string();
    let (question, nth, seat) = (field("question"), field("nth"), field("seat"));
    let vote = [("question", &*question), ("nth", &nth), ("seat", &seat), ("option", &option)];
    let refused = room.post("/seat/vote", &fields(&vote), &[&other]);
    assert_eq!(refused.status, 409);
    assert!(refused.body.contains("now holds the seat “corner”"), "{}", refused.body);
    assert!(room.state().ballot().unwrap().votes.is_empty());
    assert_eq!(room.post("/seat/vote", &fields(&vote), &[&mine]).status, 303);
    assert_eq!(room.post("/seat/vote", &fields(&vote), &[&mine]).status, 303, "a double tap");
}

#[test]
fn two_servers_on_one_machine_do_not_take_each_others_seats() {
    let (room, other) = (Room::open("port-one"), Room::open("port-two"));
    let (here, there) = (room.join("window 3", "state"), other.join("corner", "state"));
    let both = format!("{here}; {}", there.trim_start_matches("Cookie: "));
    assert!(room.seat(&both).contains("window 3") && other.seat(&both).contains("corner"));
}
