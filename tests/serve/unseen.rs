use excomm_engine::{
    run,
    world::{Model, Setting, Vary, Verb},
};

use super::room::{Room, game};

/// Two classes in worlds that differ in a truth they have not seen see the same bytes.
///
/// Moscow knows what it has hidden itself: that its page does differ shows that this test could see it.
#[test]
fn pages_of_worlds_that_differ_in_an_unseen_truth_are_the_same_bytes() {
    let room = |truth: &str, alternative: &str| {
        let mut game = game();
        let branch = game.branch.clone();
        let branch = game.part.branches.iter_mut().find(|known| known.id == branch).unwrap();
        branch.truths.insert(truth.to_owned(), alternative.to_owned());
        Room::of(&format!("unseen-{truth}-{alternative}"), game)
    };
    let game = game();
    let mut known_to_its_owner = false;
    for truth in &game.part.truths {
        let rooms: Vec<Room> =
            truth.alternatives.iter().take(2).map(|a| room(&truth.id, &a.id)).collect();
        let roles = ["state", "havana", "united-nations", "moscow"];
        let seats: Vec<Vec<String>> =
            rooms.iter().map(|room| roles.map(|role| room.join(role, role)).to_vec()).collect();
        // the evening of the first meeting: nothing has been seen yet
        for step in ["next", "close", "decide", "next"] {
            for (role, name) in roles.iter().enumerate() {
                let pages = [0, 1].map(|i| unmarked(&rooms[i].seat(&seats[i][role])));
                assert!(pages[0].contains("class=\"line "), "{name} has a map, and a line on it");
                if *name == "moscow" {
                    assert!(pages[0].contains("class=\"mark out own"), "and ships of its own");
                    known_to_its_owner |= pages[0] != pages[1];
                } else {
                    assert_eq!(pages[0], pages[1], "{name} sees: {}", truth.title);
                }
            }
            let walls = [0, 1].map(|i| rooms[i].get(&rooms[i].wall(), &[]).body);
            let plain = |i: usize| {
                let token = rooms[i].wall().replace("/show/", "");
                walls[i]
                    .replace(&token, "")
                    .replace(rooms[i].code(), "")
                    .replace(&rooms[i].address.to_string(), "")
            };
            assert_eq!(plain(0), plain(1), "the wall shows whether {}", truth.title);
            for room in &rooms {
                room.teach(step, "option=1", 303);
            }
        }
    }
    assert!(known_to_its_owner);
}

/// A model in which everybody hears all it could, for a class's pages, plays the same world as one without.
#[test]
fn hearing_all_changes_nothing_that_happens() {
    let game = game();
    let plain = Model::new(&game.part, &game.branch, &[]).unwrap();
    let kept = Model::hearing_all(&game.part, &game.branch).unwrap();
    for seed in 1..=12 {
        let setting = Setting { seed, vary: Vary::All, ..Setting::default() };
        let lines = |model: &Model| {
            let done = run::play(model, setting.clone());
            let events = done.log.events().iter().filter(|e| e.key.verb != Verb::ReportBeside);
            let keys: Vec<_> = events
                .map(|e| (e.at, excomm_engine::world::key_text(&e.key, &model.things)))
                .collect();
            (keys, done.outcomes.iter().map(|(_, o)| o.value).collect::<Vec<_>>())
        };
        assert_eq!(lines(&plain), lines(&kept), "seed {seed}");
    }
}

#[test]
fn havana_hears_of_flights_and_of_neither_orders_nor_film() {
    let room = Room::open("flights-heard");
    let [chiefs, havana] = ["chiefs", "havana"].map(|role| room.join(role, role));
    for _ in 0..4 {
        room.teach("next", "", 303);
        room.teach("close", "", 303);
        room.teach("decide", &format!("option={}", room.open_option()), 303);
    }
    room.teach("end", "", 303);
    let (own, others) = (room.seat(&chiefs), room.seat(&havana));
    assert!(others.contains(" heard of"), "Havana sees what flies over it: {others}");
    for words in ["ordered to fly", "good photograph", "photographed so far", " seen<"] {
        assert!(!others.contains(words), "Havana has heard: {words}");
    }
    assert!(own.contains("ordered to fly") && own.contains("good photograph"));
}

/// Returns a page without the marks by which its forms name their seat: they are drawn at random.
fn unmarked(page: &str) -> String {
    let field = "name=\"seat\" value=\"";
    let mut parts = page.split(field);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |page, part| {
        page + field + part.split_once('"').map_or(part, |(_, rest)| rest)
    })
}
