use std::{thread, time::Duration};

use super::room::Room;

/// Decides so many questions, always with the first option that is open, and ends the class.
pub(crate) fn ended_after(name: &str, most: usize) -> (Room, usize) {
    let room = Room::open(name);
    let mut decided = 0;
    while decided < most && room.post(&room.to_teach("next"), "", &[]).status == 303 {
        room.teach("close", "", 303);
        room.teach("decide", &format!("option={}", room.open_option()), 303);
        decided += 1;
    }
    room.teach("end", "", 303);
    (room, decided)
}

/// Returns the part of the debrief that is worked out in the background, once it is.
pub(crate) fn judged(room: &Room) -> String {
    let path = format!("{}/part", room.debrief());
    for _ in 0..6000 {
        let part = room.get(&path, &[]).body;
        if !part.contains("data-pending") {
            return part;
        }
        thread::sleep(Duration::from_millis(200));
    }
    panic!("the decisions are not judged within twenty minutes");
}

/// Returns what is seen of a part of a page: its text without tags.
fn seen(page: &str) -> String {
    page.split('<').filter_map(|tag| Some(tag.split_once('>')?.1)).collect()
}

#[test]
fn a_debrief_cites_no_question_that_was_not_put_to_the_class() {
    let (room, decided) = ended_after("debrief-one", 1);
    assert_eq!(decided, 1);
    let page = room.get(&room.debrief(), &[]).body;
    // the walk tells what happened in this world, whoever decided it
    let (page, _) = page.split_once("Why it ended so").unwrap();
    let pages = [page, &judged(&room)].concat();
    let part = &room.site.game.part;
    let asked = |put: &str| part.question(put).unwrap().title.clone();
    let put: Vec<String> =
        room.site.game.exercise.questions.iter().map(|put| asked(&put.question)).collect();
    assert!(pages.contains(&put[0]), "{}", put[0]);
    assert!(!pages.contains("outcome was good"), "nobody has judged it yet");
    for unmet in &put[1..] {
        let near = pages
            .find(unmet)
            .map(|at| &pages[pages.floor_char_boundary(at.saturating_sub(300))..at]);
        assert_eq!(near, None, "the class was never asked: {unmet}");
    }
}

#[test]
fn a_decision_is_judged_by_one_sentence_and_one_picture_and_the_numbers_are_folded() {
    let (room, decided) = ended_after("debrief-judged", 2);
    let part = judged(&room);
    assert_eq!(part.matches("class=\"ruling\"").count(), decided, "{part}");
    for ruling in part.split("class=\"ruling\"").skip(1) {
        let open = ruling.split("<details").next().unwrap();
        let said = ["decision", "Neither better nor worse"].iter().any(|s| open.contains(s));
        assert!(said && open.contains("<svg"), "{open}");
        assert!(!seen(open).contains("of 100"), "numbers stand in the fold: {open}");
        assert!(ruling.contains("of 100") || ruling.contains("Why not"), "{ruling}");
    }
    assert!(!part.contains(">0 %") && !part.contains(" 0 %"), "{part}");
    assert!(!part.contains("style="), "the policy of the pages lets nothing inline through");
}

#[test]
fn the_answer_key_has_the_numbers_of_the_worksheet_and_its_questions() {
    let (room, _) = ended_after("debrief-key", 1);
    judged(&room);
    let sheet = room.get(&room.debrief(), &[]).body;
    let (_, sheet) = sheet.split_once("class=\"worksheet print-only\"").unwrap();
    let key = room.get(&room.to_teach_page("key"), &[]).body;
    for both in ["1. What you decided", "2. One decision", "3. To talk about"] {
        assert!(sheet.contains(both) && key.contains(both), "{both}");
    }
    for question in &room.site.game.exercise.discussion {
        assert!(sheet.contains(&*question.asks) && key.contains(&*question.asks));
        assert!(!sheet.contains(&*question.key), "the worksheet gives nothing away");
        assert!(key.contains(&*question.key));
    }
}
