use super::room::{Answer, Room, fields};

/// Sends something that must be refused, and checks that it was and that nothing changed.
fn refused(room: &Room, what: &str, status: u16, send: impl FnOnce() -> Answer) {
    let before = room.state();
    let answer = send();
    assert_eq!(answer.status, status, "{what}: {}", answer.body);
    assert!(answer.head.to_lowercase().contains("content-security-policy: default-src 'none'"));
    assert_eq!(room.state().row, before.row, "{what} changed something");
}

#[test]
fn hostile_requests_are_refused_and_change_nothing() {
    let room = Room::open("hostile");
    let other = room.another();
    let seat = room.join("window 3", "state");
    let voted = room.join("corner", "cia");
    let moscow = room.join("door", "moscow");
    let stranger = other.join("stranger", "state");
    room.teach("next", "", 303);
    let (question, _) = room.table();
    let vote = |option: &str| {
        fields(&[("question", &question), ("nth", "1"), ("option", option), ("reason", "")])
    };
    let post = |body: String, headers: &[&str]| room.post("/seat/vote", &body, headers);
    assert_eq!(post(vote("0"), &[&voted]).status, 303);

    refused(&room, "a second vote", 409, || post(vote("1"), &[&voted]));
    refused(&room, "a vote without a vote", 403, || post(vote("0"), &[&moscow]));
    refused(&room, "a vote of another class", 409, || post(vote("0"), &[&stranger]));
    refused(&room, "a vote of nobody", 401, || post(vote("0"), &[]));
    let forged = format!("{}={}", seat.split_once('=').unwrap().0, "0".repeat(32));
    refused(&room, "a forged seat", 401, || post(vote("0"), &[&forged]));
    refused(&room, "an option that is not there", 400, || post(vote("9"), &[&seat]));
    refused(&room, "an option that is no number", 400, || post(vote("x"), &[&seat]));
    let foreign = "Origin: http://evil.example";
    refused(&room, "a foreign origin", 403, || post(vote("0"), &[&seat, foreign]));
    refused(&room, "no origin at all", 403, || post(vote("0"), &[&seat, "Origin: null"]));
    let cross = "Sec-Fetch-Site: cross-site";
    refused(&room, "a cross-site request", 403, || post(vote("0"), &[&seat, cross]));
    let rebound = ["Host: evil.example", "Origin: http://evil.example", &seat];
    refused(&room, "a name that points here", 403, || post(vote("0"), &rebound));
    let long = format!("{}&more={}", vote("0"), "x".repeat(20_000));
    refused(&room, "too much", 413, || post(long, &[&seat]));
    let wordy = fields(&[
        ("question", &question),
        ("nth", "1"),
        ("option", "0"),
        ("reason", &"x".repeat(281)),
    ]);
    refused(&room, "too long a reason", 400, || post(wordy, &[&seat]));
    let json = ["Content-Type: application/json", &seat];
    refused(&room, "no form", 415, || post("{}".to_owned(), &json));
    let stale = fields(&[("question", "bombers"), ("nth", "1"), ("option", "0"), ("reason", "")]);
    refused(&room, "another question", 409, || post(stale, &[&seat]));
    refused(&room, "a vote by GET", 405, || room.get("/seat/vote", &[&seat]));
    refused(&room, "foretelling too soon", 409, || {
        room.post("/seat/foretell", "p0=1&p1=1&p2=1", &[&seat])
    });

    teacher_only(&room, &seat);
    room.teach("pause", "", 303);
    refused(&room, "a vote while the class stands still", 409, || post(vote("0"), &[&seat]));
    room.teach("go-on", "", 303);
    room.teach("close", "", 303);
    refused(&room, "a vote after closing", 409, || post(vote("0"), &[&seat]));
    refused(&room, "a decision that is not there", 400, || {
        room.post(&room.to_teach("decide"), "option=7", &[])
    });
    refused(&room, "an event that is not there", 404, || {
        room.post(&room.to_teach("inject"), "inject=war", &[])
    });
}

/// Pupils and onlookers can do and see nothing of the teacher's.
fn teacher_only(room: &Room, seat: &str) {
    let onlooker = room.wall().replace("/show/", "");
    let pupil = seat.split_once('=').unwrap().1.to_owned();
    for token in [onlooker.as_str(), pupil.as_str(), "", "x", "../teach"] {
        for what in ["next", "close", "decide", "end", "undo", "forget"] {
            refused(room, what, 404, || {
                room.post(&format!("/teach/{token}/do/{what}"), "option=0&sure=yes", &[seat])
            });
        }
        for page in ["", "/part", "/live", "/key", "/export.json", "/events"] {
            refused(room, page, 404, || room.get(&format!("/teach/{token}{page}"), &[seat]));
        }
    }
    refused(room, "the wall with a pupil's token", 404, || {
        room.get(&format!("/show/{pupil}"), &[seat])
    });
    refused(room, "the debrief before its time", 409, || room.get(&room.debrief(), &[]));
    refused(room, "the judgements before their time", 409, || {
        room.get(&format!("{}/part", room.debrief()), &[])
    });
    refused(room, "the export before its time", 409, || {
        room.get(&room.to_teach_page("export.json"), &[])
    });
}

#[test]
fn names_and_codes_are_checked_and_guesses_are_limited() {
    let room = Room::open("guesses");
    room.join("window 3", "state");
    let join = |code: &str, name: &str, role: &str| {
        room.post("/join", &fields(&[("code", code), ("name", name), ("role", role)]), &[])
    };
    refused(&room, "a name twice", 409, || join(room.code(), "Window  3", "state"));
    refused(&room, "no name", 400, || join(room.code(), " \t ", "state"));
    refused(&room, "a long name", 400, || join(room.code(), &"x".repeat(25), "state"));
    refused(&room, "no such role", 400, || join(room.code(), "corner", "teacher"));
    for _ in 0..10 {
        refused(&room, "a wrong code", 403, || join("AAAAA", "corner", "state"));
    }
    refused(&room, "one guess too many", 429, || join("AAAAB", "corner", "state"));
    assert_eq!(
        join(room.code(), "corner", "state").status,
        303,
        "the right code is let in all the same"
    );
}
