#![expect(clippy::disallowed_types, reason = "this measures how long a pupil waits")]

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

use super::room::{Room, fields};

/// Opens a connection and sends the start of something.
fn begun(room: &Room, start: &str) -> TcpStream {
    let mut stream = TcpStream::connect(room.address).unwrap();
    stream.write_all(start.as_bytes()).unwrap();
    stream
}

/// Returns how long it takes until the other side hangs up or answers.
fn ends(mut stream: TcpStream) -> Duration {
    stream.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    let start = Instant::now();
    let mut bytes = [0; 4096];
    while stream.read(&mut bytes).is_ok_and(|n| n > 0) {}
    start.elapsed()
}

/// Reads from a stream until some words have come.
fn hears(stream: &mut TcpStream, words: &str) {
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let (mut told, mut bytes) = (String::new(), [0; 512]);
    while !told.contains(words) {
        let n = stream.read(&mut bytes).unwrap();
        assert!(n > 0, "the stream ended: {told}");
        told += &String::from_utf8_lossy(&bytes[..n]);
    }
}

#[test]
fn a_thousand_requests_that_never_end_do_not_stop_a_class_of_thirty() {
    let room = Room::open("held");
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    let held: Vec<TcpStream> =
        (0..1010).map(|_| begun(&room, "GET /join HTTP/1.1\r\nHost: 127.0")).collect();
    let start = Instant::now();
    let seats: Vec<String> = (0..30).map(|i| room.join(&format!("seat {i}"), "state")).collect();
    room.teach("next", "", 303);
    let (question, nth) = room.table();
    let (nth, option) = (nth.to_string(), room.open_option().to_string());
    let vote =
        fields(&[("question", &question), ("nth", &nth), ("option", &option), ("reason", "")]);
    thread::scope(|scope| {
        for seat in &seats {
            scope.spawn(|| {
                room.listen("/seat/events?since=1", &[seat], "event: turn");
                assert_eq!(room.post("/seat/vote", &vote, &[seat]).status, 303);
            });
        }
    });
    assert_eq!(room.state().ballot().unwrap().votes.len(), 30);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    drop(held);
}

#[test]
fn heads_bodies_and_idle_connections_are_waited_for_only_so_long() {
    let room = Room::open("slow");
    let slow = [
        "GET /join HTTP/1.1\r\nHost: 127.0",
        "GET /favicon.ico HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        "POST /join HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\ncode=",
    ];
    thread::scope(|scope| {
        for start in slow {
            let room = &room;
            scope.spawn(move || {
                let took = ends(begun(room, start));
                assert!(took < Duration::from_secs(45), "{took:?}: {start}");
            });
        }
    });
}

#[test]
fn four_hundred_and_fifty_pupils_behind_one_address_hear_of_the_first_question() {
    let room = Room::open("streams");
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    let seats: Vec<String> = (0..400).map(|i| room.join(&format!("seat {i}"), "state")).collect();
    let open = |seat: &String| {
        let head = format!(
            "GET /seat/events?since=99999 HTTP/1.1\r\nHost: {}\r\n{seat}\r\n\r\n",
            room.address
        );
        begun(&room, &head)
    };
    let mut streams: Vec<TcpStream> = seats.iter().chain(&seats[..50]).map(open).collect();
    for stream in &mut streams {
        hears(stream, "event: here");
    }
    room.teach("next", "", 303);
}

#[test]
fn a_seat_has_three_streams_and_the_oldest_is_told_that_it_is_heard_elsewhere() {
    let room = Room::open("elsewhere");
    let seat = room.join("window 3", "state");
    let open = || {
        let host = format!("Host: {}", room.address);
        begun(&room, &format!("GET /seat/events HTTP/1.1\r\n{host}\r\n{seat}\r\n\r\n"))
    };
    let mut first = open();
    hears(&mut first, "event: here");
    let _later = [(); 3].map(|()| open());
    hears(&mut first, "event: elsewhere");
    assert!(ends(first) < Duration::from_secs(5), "it is closed");
}
