#![expect(clippy::disallowed_types, reason = "this measures how long a pupil waits")]

use std::{
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use super::room::{Room, fields};

/// Two hundred pupils join, watch and vote: nothing is lost, and the slowest votes are shown.
#[test]
#[expect(clippy::print_stdout, reason = "the figures are asked for")]
fn two_hundred_pupils_join_watch_and_vote_within_a_minute() {
    const PUPILS: usize = 200;
    let room = Room::open("crowd");
    let start = Instant::now();
    let times: Mutex<Vec<Duration>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for pupil in 0..PUPILS {
            let (room, times) = (&room, &times);
            scope.spawn(move || {
                thread::sleep(Duration::from_millis(20 * pupil as u64));
                let seat = room.join(&format!("seat {pupil}"), "state");
                // the page is watched until the question is put, then it is fetched and answered
                room.listen("/seat/events?since=1", &[&seat], "event: turn");
                assert!(room.get("/seat/part", &[&seat]).body.contains("/seat/vote"));
                thread::sleep(Duration::from_millis((pupil as u64 * 37) % 5000));
                let body = fields(&[
                    ("question", "say-something"),
                    ("nth", "1"),
                    ("option", if pupil % 3 == 0 { "1" } else { "0" }),
                    ("reason", "so that it is said"),
                ]);
                let begun = Instant::now();
                assert_eq!(room.post("/seat/vote", &body, &[&seat]).status, 303);
                times.lock().unwrap().push(begun.elapsed());
            });
        }
        while room.state().seats.len() < PUPILS {
            assert!(start.elapsed() < Duration::from_mins(1), "not all have joined");
            thread::sleep(Duration::from_millis(50));
        }
        room.teach("next", "", 303);
    });
    let mut times = times.into_inner().unwrap();
    times.sort();
    let (median, p99, most) = (times[PUPILS / 2], times[PUPILS * 99 / 100 - 1], times[PUPILS - 1]);
    println!(
        "{PUPILS} pupils in {:?}: a vote {median:?}, p99 {p99:?}, slowest {most:?}",
        start.elapsed()
    );
    let state = room.state();
    assert_eq!(state.ballot().unwrap().votes.len(), PUPILS);
    assert_eq!(state.ballot().unwrap().counts(), [133, 67]);
    assert!(start.elapsed() < Duration::from_mins(1));
}
