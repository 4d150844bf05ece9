use super::room::Room;

/// Returns the words that the style sheet knows the marks of a page by.
fn marks(page: &str) -> Vec<&str> {
    page.split("class=\"mark ").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn ships(page: &str) -> Vec<&str> {
    let ship = |mark: &&str| ["in ", "out ", "turned "].iter().any(|kind| mark.starts_with(kind));
    marks(page).into_iter().filter(ship).collect()
}

fn decide(room: &Room) {
    room.teach("next", "", 303);
    room.teach("close", "", 303);
    room.teach("decide", &format!("option={}", room.open_option()), 303);
}

#[test]
fn a_role_sees_its_own_ships_and_others_only_when_they_have_been_met() {
    let room = Room::open("maps");
    let [moscow, state, havana] = ["moscow", "state", "havana"].map(|role| room.join(role, role));
    let own = ships(&room.seat(&moscow)).len();
    assert!(own > 0, "Moscow has ships at sea");
    assert!(ships(&room.seat(&moscow)).iter().all(|mark| mark.contains("own")));
    // nobody else has met one yet, and the wall shows what all know
    for seat in [&state, &havana] {
        assert!(ships(&room.seat(seat)).is_empty(), "{:?}", marks(&room.seat(seat)));
    }
    assert!(ships(&room.get(&room.wall(), &[]).body).is_empty());
    // whoever commands the batteries sees them, and nobody at whom they have not fired
    assert!(marks(&room.seat(&moscow)).iter().any(|mark| mark.starts_with("site")));
    assert!(!marks(&room.seat(&state)).iter().any(|mark| mark.starts_with("site")));
    for _ in 0..3 {
        decide(&room);
    }
    let met = room.seat(&state);
    assert!(!ships(&met).is_empty() && ships(&met).iter().all(|mark| mark.contains("met")));
    assert!(met.contains("last met 8 Nov"), "its table says when");
    assert!(ships(&met).len() < ships(&room.seat(&moscow)).len());
}

#[test]
fn the_map_moves_on_with_the_class_and_shows_what_was_true_only_at_the_end() {
    let room = Room::open("maps-move");
    let moscow = room.join("door", "moscow");
    let map = |page: String| page.split("<figure").nth(1).map(str::to_owned);
    let before = map(room.seat(&moscow));
    decide(&room);
    decide(&room);
    assert_ne!(before, map(room.seat(&moscow)));
    let wall = || room.get(&room.wall(), &[]).body;
    assert!(!wall().contains("How it was"));
    room.teach("end", "", 303);
    assert!(wall().contains("How it was"));
    // questions that were not put are answered without the class
    assert!(room.seat(&moscow).contains("What was true, whoever knew it"));
    assert!(ships(&wall()).len() > 5);
}

/// What is injected comes a minute later: until then every page is what it was.
#[test]
fn something_injected_changes_no_page_before_it_comes() {
    let room = Room::open("maps-inject");
    let seats = ["state", "moscow"].map(|role| room.join(role, role));
    let before = seats.each_ref().map(|seat| room.get("/seat/part", &[seat]).body);
    room.teach("inject", "inject=tales-of-caves", 303);
    let after = seats.each_ref().map(|seat| room.get("/seat/part", &[seat]).body);
    assert_eq!(before, after);
}

#[test]
fn pages_are_dressed_from_here() {
    let room = Room::open("dressed");
    for file in ["/page.css", "/class.css", "/page.js", "/film.js", "/map.js", "/fonts/serif.woff2"]
    {
        assert_eq!(room.get(file, &[]).status, 200, "{file}");
        assert!(room.get(file, &[]).head.contains("cache-control: max-age"), "{file}");
    }
    assert_eq!(room.get("/fonts/other.woff2", &[]).status, 404);
    assert_eq!(room.get("/other.css", &[]).status, 404);
}
