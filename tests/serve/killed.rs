use std::{net::SocketAddr, sync::Mutex, thread, time::Duration};

use excomm_class::{Ledger, State};

use super::{
    room::{fields, send},
    served::Served,
};

/// Joins and votes; returns the cookie once the vote has been acknowledged.
fn vote(served: (SocketAddr, &str), name: &str) -> Option<String> {
    let (address, code) = served;
    let join = fields(&[("code", code), ("name", name), ("role", "state")]);
    let joined = send(address, "POST", "/join", &[], &join).ok()?;
    let cookie = joined.head.split("set-cookie: ").nth(1)?.split(';').next()?;
    let cookie = format!("Cookie: {cookie}");
    let body = fields(&[
        ("question", "say-something"),
        ("nth", "1"),
        ("option", "0"),
        ("reason", "before the end"),
    ]);
    let voted = send(address, "POST", "/seat/vote", &[&cookie], &body).ok()?;
    (voted.status == 303).then_some(cookie)
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are asked for")]
fn no_acknowledged_vote_is_lost_when_the_program_is_killed_twenty_times() {
    const ROUNDS: u64 = 20;
    const VOTERS: usize = 14;
    let folder = crate::cli::folder("class-killed");
    let acknowledged: Mutex<Vec<(String, String)>> = Mutex::new(Vec::new());
    // phones come back to where they were
    let mut address = "127.0.0.1:0".to_owned();
    for round in 0..ROUNDS {
        let served = Served::start(&folder, &address);
        address = served.address.to_string();
        if round == 0 {
            let next = format!("{}/do/next", served.desk);
            assert_eq!(send(served.address, "POST", &next, &[], "").unwrap().status, 303);
        }
        let code = served.code.clone();
        let before = acknowledged.lock().unwrap().len();
        let known = acknowledged.lock().unwrap().first().cloned();
        if let Some((_, cookie)) = known {
            let seat = send(served.address, "GET", "/seat", &[&cookie], "").unwrap();
            assert!(seat.body.contains("You have voted"), "an old page goes on");
        }
        thread::scope(|scope| {
            for voter in 0..VOTERS {
                let (address, code, acknowledged) = (served.address, code.clone(), &acknowledged);
                scope.spawn(move || {
                    let name = format!("seat {round}-{voter}");
                    if let Some(cookie) = vote((address, &code), &name) {
                        acknowledged.lock().unwrap().push((name, cookie));
                    }
                });
            }
            // at another moment each time, while some have been answered and others have not
            let answered = || acknowledged.lock().unwrap().len() - before;
            for _ in 0..5000 {
                if answered() > round as usize % VOTERS {
                    break;
                }
                thread::sleep(Duration::from_millis(1));
            }
            served.kill();
        });
        let classes = Ledger::open(&folder).unwrap().read().unwrap();
        assert_eq!(classes.len(), 1, "the class goes on");
        let state = State::of(classes.values().next().unwrap()).unwrap();
        let ballot = state.ballot().unwrap();
        for (name, _) in acknowledged.lock().unwrap().iter() {
            let seat = state.seats.iter().find(|seat| seat.name == *name);
            let kept = seat.is_some_and(|seat| ballot.votes.contains_key(&seat.number));
            assert!(kept, "round {round}: the vote of {name} is lost");
        }
    }
    let kept = acknowledged.lock().unwrap().len();
    let all = ROUNDS as usize * VOTERS;
    println!("{kept} of {all} votes were acknowledged before a kill; none was lost");
    assert!(kept > 0 && kept < all, "{kept} of {all}: the kills come too late or too early");
}
