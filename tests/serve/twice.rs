use super::room::Room;

/// Sends the same form of the desk twice, as a double click does.
fn twice(room: &Room, what: &str, body: &str) {
    let (form, teacher) = (room.form(what), room.teacher());
    for time in ["first", "second"] {
        let answer = room.post(&form, body, &[&teacher]);
        assert_eq!(answer.status, 303, "{what}, the {time} time: {}", answer.body);
    }
}

#[test]
fn a_double_click_on_the_desk_does_once_what_it_says() {
    let room = Room::open("twice");
    twice(&room, "pause", "");
    twice(&room, "go-on", "");
    twice(&room, "lock", "");
    twice(&room, "unlock", "");
    twice(&room, "next", "");
    let option = room.open_option();
    twice(&room, "close", "");
    twice(&room, "hands", &format!("c{option}=5"));
    twice(&room, "decide", &format!("option={option}"));
    assert_eq!(room.state().decided.len(), 1);
    twice(&room, "inject", "inject=tales-of-caves");
    twice(&room, "foretell", "");
    twice(&room, "end", "");
    let other = usize::from(option == 0);
    twice(&room, "fork", &format!("decision=0&option={other}"));
    assert_eq!(room.state().forks.len(), 1, "one second world");
}

#[test]
fn a_form_that_was_shown_before_the_class_moved_on_does_nothing_and_leads_to_the_desk() {
    let room = Room::open("stale");
    let teacher = room.teacher();
    let stale = |form: &str, body: &str| {
        let before = room.state();
        let answer = room.post(form, body, &[&teacher]);
        assert_eq!(answer.status, 409, "{form}: {}", answer.body);
        assert!(answer.body.contains("The class has moved on"), "{}", answer.body);
        assert!(answer.body.contains(&format!("href=\"{}\"", room.desk_path())), "{}", answer.body);
        assert_eq!(before, room.state(), "{form} changed something");
    };
    room.teach("next", "", 303);
    let (close, option) = (room.form("close"), room.open_option());
    room.teach("close", "", 303);
    let (decide, hands, undo) = (room.form("decide"), room.form("hands"), room.form("undo"));
    room.post(&undo, "", &[&teacher]);
    stale(&undo, "");
    room.teach("close", "", 303);
    room.teach("decide", &format!("option={option}"), 303);
    let (end, inject) = (room.form("end"), room.form("inject"));
    room.teach("next", "", 303);
    stale(&close, "");
    stale(&end, "");
    stale(&inject, "inject=tales-of-caves");
    room.teach("close", "", 303);
    stale(&decide, &format!("option={}", room.open_option()));
    stale(&hands, "c0=3");
    // what is bound to no step is done whenever it is sent
    let pause = room.form("pause");
    room.teach("undo", "", 303);
    assert_eq!(room.post(&pause, "", &[&teacher]).status, 303);
}

#[test]
fn a_double_click_opens_one_class_and_forgets_one_class() {
    let room = Room::open("another-once");
    let teacher = room.teacher();
    let count = || room.site.keeper.classes().len();
    let (form, known) = (room.form("another"), room.desk());
    let after = known.split("name=\"after\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let body = format!("after={after}");
    let [first, again] = [0, 1].map(|_| room.post(&form, &body, &[&teacher]));
    let link =
        |head: &str| head.split("location: ").nth(1).unwrap().lines().next().unwrap().to_owned();
    assert_eq!(link(&first.head), link(&again.head));
    assert_eq!(count(), 2);
    assert!(room.desk().contains("name=\"after\" value=\"1\""), "the next click opens another one");
    let forget = room.form("forget");
    for _ in 0..2 {
        let answer = room.post(&forget, "sure=yes", &[&teacher]);
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(answer.body.contains("All this class did has been deleted"), "{}", answer.body);
    }
    assert_eq!(count(), 1);
}
