use super::room::{Room, fields};
use excomm_class::{Course, Phase};

/// The roles of the shipped lesson.
const ROLES: [&str; 7] =
    ["state", "defense", "chiefs", "cia", "united-nations", "moscow", "havana"];

/// Returns the question, the time it is put and the first open option that a page asks its seat.
fn asked(page: &str) -> Option<(String, String, String)> {
    let form = page.split("action=\"/seat/vote\"").nth(1)?;
    let value = |field: String| Some(field.split('"').next()?.to_owned());
    let all = |name: &str| {
        let field = format!("name=\"{name}\" value=\"");
        let fields = form.split(&field).skip(1);
        fields.map(str::to_owned).collect::<Vec<_>>().into_iter()
    };
    let open = all("option").find(|field| !field.split('>').next().unwrap().contains("disabled"));
    Some((value(all("question").next()?)?, value(all("nth").next()?)?, value(open?)?))
}

fn answer(room: &Room, cookie: &str, option: Option<&str>) -> String {
    let page = room.seat(cookie);
    let (question, nth, first) = asked(&page).unwrap_or_else(|| panic!("nothing is asked: {page}"));
    let option = option.unwrap_or(&first);
    let body =
        fields(&[("question", &question), ("nth", &nth), ("option", option), ("reason", "")]);
    let sent = room.post("/seat/vote", &body, &[cookie]);
    assert_eq!(sent.status, 303, "{}", sent.body);
    question
}

/// Closes and decides with the first open option, and with orders for the ballots beside.
fn decide(room: &Room, orders: &[&str]) {
    room.teach("close", "", 303);
    let orders = orders.iter().enumerate().map(|(i, option)| format!("&b{i}={option}"));
    room.teach(
        "decide",
        &format!("option={}{}", room.open_option(), orders.collect::<String>()),
        303,
    );
}

#[test]
fn every_role_is_asked_something_with_every_question() {
    let room = Room::open("all-asked");
    let seats = ROLES.map(|role| room.join(role, role));
    let mut own = [0; ROLES.len()];
    while room.post(&room.to_teach("next"), "", &[]).status == 303 {
        let table = room.table().0;
        for (seat, own) in seats.iter().zip(&mut own) {
            let page = room.seat(seat);
            let guess = page.contains("What will be done?");
            let question = answer(&room, seat, None);
            *own += usize::from(!guess);
            assert!(!guess || question == table, "what is guessed is what is on the table");
        }
        let wall = room.get(&room.wall(), &[]).body;
        assert!(wall.contains("7 of 7 have answered"), "{wall}");
        decide(&room, &["", "", ""]);
    }
    let decided = room.state().decided.len();
    assert!(decided >= 4, "{decided}");
    let votes: Vec<_> = ROLES.into_iter().zip(own).collect();
    assert!(own[..4].iter().all(|votes| *votes == decided), "{votes:?}");
    assert!(own[5..].iter().all(|votes| *votes >= 2), "each side decides something: {votes:?}");
}

#[test]
fn an_order_takes_the_place_of_chance_the_next_time_its_side_is_asked() {
    let room = Room::open("orders");
    let moscow = room.join("kremlin", "moscow");
    room.teach("next", "", 303);
    let question = answer(&room, &moscow, None);
    let part = &room.site.game.part;
    let options = &part.question(&question).unwrap().options;
    // whatever is ordered comes
    for option in 0..options.len() as u32 {
        let mut course = Course { seed: 8, to_the_end: true, ..Course::default() };
        course.ordered = vec![(question.clone(), 1, option)];
        let played = room.site.game.play(&course).unwrap();
        let first = played.answered.iter().find(|known| known.question == question).unwrap();
        assert_eq!((first.nth, first.option, first.by_class), (1, option, true));
    }
    // and stands in the class's world
    decide(&room, &["2", "", ""]);
    assert_eq!(Course::of(&room.state()).ordered, [(question, 1, 2)]);
    let page = room.seat(&moscow);
    assert!(page.contains("Your side’s order"), "{page}");
}

#[test]
fn what_one_side_decides_stands_on_no_other_phone_before_news_of_it() {
    let room = Room::open("sealed");
    let seats = ROLES.map(|role| room.join(role, role));
    room.teach("next", "", 303);
    for seat in &seats {
        answer(&room, seat, None);
    }
    decide(&room, &["0", "0", "0"]);
    let state = room.state();
    let last = state.decided.last().unwrap();
    let part = &room.site.game.part;
    let title = |question: &str, option: u32| {
        part.question(question).unwrap().options[option as usize].title.clone()
    };
    let of_washington = title(&last.ballot.question, last.option);
    for (role, seat) in ROLES.iter().zip(&seats) {
        let page = room.seat(seat);
        let now = page.split("What your side knows").next().unwrap().to_lowercase();
        let american = role_of_washington(role);
        assert_eq!(now.contains(&of_washington.to_lowercase()), american, "{role}: {now}");
        for (ballot, option) in last.ballot.beside.iter().zip(&last.beside) {
            let order = title(&ballot.question, option.unwrap()).to_lowercase();
            assert_eq!(now.contains(&order), ballot.roles.iter().any(|own| own == role), "{role}");
        }
    }
}

fn role_of_washington(role: &str) -> bool {
    ROLES[..4].contains(&role)
}

#[test]
fn votes_stay_hidden_on_the_wall_until_the_teacher_closes_the_vote() {
    let room = Room::open("hidden");
    let seat = room.join("window", "state");
    room.teach("next", "", 303);
    let (question, nth) = room.table();
    let body = [
        ("question", &*question),
        ("nth", &nth.to_string()),
        ("option", "0"),
        ("reason", "since it is late"),
    ];
    assert_eq!(room.post("/seat/vote", &fields(&body), &[&seat]).status, 303);
    let wall = || room.get(&room.wall(), &[]).body;
    assert!(!wall().contains("class=\"counts\"") && !wall().contains("since it is late"));
    assert!(room.desk().contains("since it is late"), "the teacher sees it");
    let titles = |stands: &str| {
        let entitled =
            |page: &str, whose: &str| page.contains(&format!("data-title=\"{stands}: {whose}"));
        assert!(entitled(&room.get("/seat", &[&seat]).body, "State"), "{stands}");
        assert!(entitled(&room.desk(), "the teacher") && entitled(&wall(), "the wall"), "{stands}");
    };
    titles("Vote now");
    room.teach("close", "", 303);
    titles("The vote is closed");
    assert!(wall().contains("class=\"counts\"") && wall().contains("since it is late"));
}

#[test]
fn roles_are_shared_out_evenly_and_the_teacher_may_change_them() {
    let room = Room::open("shared-out");
    for i in 0..14 {
        room.join(&format!("seat {i}"), "");
    }
    for role in ROLES {
        let of = room.state().seats.iter().filter(|seat| seat.role == role).count();
        assert_eq!(of, 2, "{role}");
    }
    room.teach("recast", "seat=1&role=havana", 303);
    assert_eq!(room.state().role_of(1).as_deref(), Some("havana"));
    room.teach("recast", "seat=1&role=nobody", 400);
    room.teach("recast", "seat=99&role=havana", 404);
}

#[test]
fn a_note_reaches_its_role_or_the_wall_and_there_is_one_with_each_question() {
    let room = Room::open("notes");
    let [cia, state, havana] = ["cia", "state", "havana"].map(|role| room.join(role, role));
    room.teach("next", "", 303);
    let send = |seat: &str, to: &str, note: &str| {
        room.post("/seat/note", &fields(&[("to", to), ("note", note)]), &[seat]).status
    };
    assert_eq!(send(&cia, "state", "six ships <seen>"), 303);
    assert_eq!(send(&cia, "state", "and one more"), 409, "one with each question");
    assert_eq!(send(&state, "nobody", "lost"), 400);
    assert_eq!(send(&state, "", "to all of you"), 303);
    assert!(room.seat(&state).contains("six ships &lt;seen&gt;"));
    assert!(!room.seat(&havana).contains("six ships"));
    let wall = room.get(&room.wall(), &[]).body;
    assert!(wall.contains("to all of you") && !wall.contains("six ships"));
    decide(&room, &[]);
    assert_eq!(send(&cia, "state", "and one more"), 303);
}

#[test]
fn a_secret_is_told_to_its_role_alone() {
    let room = Room::open("secrets");
    let seats = ROLES.map(|role| room.join(role, role));
    for role in &room.site.game.exercise.roles {
        let secret = &role.secret.as_ref().unwrap().says;
        let told = |seat: &String| room.seat(seat).contains(secret.as_str());
        let told: Vec<&str> = ROLES
            .into_iter()
            .zip(&seats)
            .filter(|(_, seat)| told(seat))
            .map(|(id, _)| id)
            .collect();
        assert_eq!(told, [role.id.as_str()]);
    }
}

#[test]
fn after_a_decision_the_wall_tells_what_everybody_heard_since() {
    let room = Room::open("bulletin");
    room.join("window", "state");
    // four decisions: from the second evening the clock runs on for days
    for _ in 0..4 {
        room.teach("next", "", 303);
        decide(&room, &[]);
    }
    assert!(matches!(room.state().phase, Phase::Decided));
    let wall = room.get(&room.wall(), &[]).body;
    let bulletin = wall.split("class=\"bulletin\"").nth(1).expect("the wall has a bulletin");
    assert!(bulletin.matches("data-h=").count() > 1, "{bulletin}");
    assert!(room.desk().contains("What followed"), "the desk has it, too");
}

#[test]
fn a_countdown_runs_on_the_wall_until_the_vote_is_closed() {
    let room = Room::open("countdown");
    room.teach("next", "", 303);
    let wall = || room.get(&room.wall(), &[]).body;
    assert!(!wall().contains("data-left"));
    room.teach("time", "min=3", 303);
    assert!(wall().contains("data-left"));
    room.teach("time", "min=0", 303);
    assert!(!wall().contains("data-left"));
    room.teach("time", "min=3", 303);
    room.teach("close", "", 303);
    assert!(!wall().contains("data-left"));
}
