use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use super::room::{Answer, Room, cookie};
use super::served::Served;
use crate::cli::folder;

#[test]
fn the_teachers_link_leaves_no_secret_in_the_address_bar() {
    let room = Room::open("address-bar");
    let link = room.to_teach_page("");
    let entered = room.get(&link, &[]);
    assert_eq!(entered.status, 303);
    assert!(entered.head.contains(&format!("location: {}", room.desk_path())), "{}", entered.head);
    assert!(entered.head.contains("HttpOnly; SameSite=Lax"), "{}", entered.head);
    let teacher = cookie(&entered);
    let token = link.trim_start_matches("/teach/");
    for _ in 0..2 {
        let desk = room.get(&room.desk_path(), &[&teacher]);
        assert_eq!(desk.status, 200, "it can be loaded again");
        assert!(!desk.body.contains(token), "no script or picture of the page can show it");
    }
    let stranger = room.get(&room.desk_path(), &[]);
    assert_eq!(stranger.status, 404);
    assert!(
        stranger.body.contains("Open the teacher’s link that was printed"),
        "{}",
        stranger.body
    );
    let other = room.another();
    assert_eq!(other.get(&other.desk_path(), &[&teacher]).status, 404, "each desk has its own");
    assert_eq!(room.get(&format!("{}/key", room.desk_path()), &[&teacher]).status, 200);
}

#[test]
fn a_new_link_closes_the_old_ones_and_only_if_that_is_asked_for() {
    let data = folder("new-link");
    let old = Served::start(&data, "127.0.0.1:0");
    let (first, wall) = (old.desk.clone(), old.wall.clone());
    old.kill();
    let status = |served: &Served, path: &str| {
        super::room::send(served.address, "GET", path, &[], "").unwrap().status
    };
    let again = Served::start(&data, "127.0.0.1:0");
    assert_eq!((status(&again, &first), status(&again, &wall)), (303, 200));
    again.kill();
    let alone = Served::start_with(&data, "127.0.0.1:0", &["--new-link"]);
    assert_eq!((status(&alone, &first), status(&alone, &wall)), (404, 404));
    assert_eq!(status(&alone, &alone.desk), 303);
}

#[test]
fn a_class_of_a_later_version_is_named_at_the_start_and_the_others_go_on() {
    let data = folder("unread");
    Served::start(&data, "127.0.0.1:0").kill();
    let file = rusqlite::Connection::open(data.join("classes.sqlite")).unwrap();
    file.execute_batch("INSERT INTO acts (class, act) VALUES ('later', '{\"act\":\"sang\"}')")
        .unwrap();
    drop(file);
    let mut child = Command::new(env!("CARGO_BIN_EXE_excomm"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(&data)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let said: Vec<String> = lines.take_while(|line| !line.contains("Wall:")).collect();
    let _ = child.kill();
    let _ = child.wait();
    let said = said.join(" ");
    assert!(said.contains("A class cannot be read") && said.contains("Pupils:"), "{said}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_with_130_as_everywhere() {
    let served = Served::start(&folder("ctrl-c"), "127.0.0.1:0");
    assert_eq!(served.interrupt(), Some(130));
}

#[test]
fn a_table_of_votes_is_in_words_and_opens_in_a_spreadsheet() {
    let room = Room::open("votes");
    let seat = room.join("=HYPERLINK(1)", "state");
    room.teach("next", "", 303);
    let (question, nth) = room.table();
    let (nth, option) = (nth.to_string(), room.open_option());
    let vote = super::room::fields(&[
        ("question", &question),
        ("nth", &nth),
        ("option", &option.to_string()),
        ("reason", "so;=1+1"),
    ]);
    assert_eq!(room.post("/seat/vote", &vote, &[&seat]).status, 303);
    room.teach("close", "", 303);
    room.teach("decide", &format!("option={option}"), 303);
    room.teach("end", "", 303);
    let Answer { body: csv, .. } = room.get(&room.to_teach_page("export.csv"), &[]);
    assert!(csv.starts_with('\u{feff}'), "{csv}");
    let known = room.site.game.part.question(&question).unwrap();
    let title = &known.options[option].title;
    assert!(
        csv.contains(&known.title) && csv.to_lowercase().contains(&title.to_lowercase()),
        "{csv}"
    );
    assert!(!csv.contains(&format!("\"{question}\"")), "no id: {csv}");
    assert!(csv.contains("'=HYPERLINK(1)") && csv.contains("so;'=1+1"), "{csv}");
    // the file that is taken along holds the judgements, however early it is asked for
    let html = room.get(&room.to_teach_page("export.html"), &[]).body;
    assert!(!html.contains("data-pending") && html.contains("What the end hung on"));
}

#[test]
fn a_wall_that_is_opened_on_the_machine_itself_shows_the_address_that_phones_reach() {
    let served = Served::start(&folder("reach"), "0.0.0.0:0");
    let port = served.address.port();
    let host = format!("Host: localhost:{port}");
    let here = std::net::SocketAddr::from(([127, 0, 0, 1], port));
    let wall = super::room::send(here, "GET", &served.wall, &[&host], "").unwrap().body;
    if served.address.ip().is_loopback() || served.address.ip().is_unspecified() {
        return; // this machine is in no network
    }
    assert!(wall.contains(&format!("http://{}", served.address)), "{wall}");
    assert!(!wall.contains("localhost"), "{wall}");
}
