use super::{
    CLOSE, LOST, NEXT, VOTE, answer,
    between::{Between, Mood},
    driver::{Browser, Driver},
    join, join_at, open,
};
use crate::{
    cli::folder,
    serve::{
        room::{Room, send},
        served::Served,
    },
};

/// Does something at the desk without a browser, as from another device.
fn teach(served: &Served, what: &str, body: &str) {
    let path = format!("{}/do/{what}", served.desk);
    assert_eq!(send(served.address, "POST", &path, &[], body).unwrap().status, 303, "{what}");
}

fn holds(page: &Browser, field: &str, text: &str) {
    page.until(field, || {
        let now = page.run(&format!("return document.querySelector(`{field}`)?.value ?? ''"));
        (now == text).then_some(())
    });
}

#[test]
fn what_somebody_types_stays_while_the_class_goes_on() {
    let served = Served::start(&folder("browser-typing"), "127.0.0.1:0");
    let driver = Driver::start();
    let desk = open(&driver, &served, &served.desk);
    let pupil = join(&driver, &served, "window 3");
    desk.click(NEXT);
    let goes_on = || (desk.run("return document.activeElement.tagName") == "H2").then_some(());
    desk.until("a keyboard goes on at what came of the act", goes_on);
    desk.shows(CLOSE);
    pupil.shows(VOTE);
    pupil.click(&format!("{VOTE} {}", super::OPTION));
    pupil.fill("[name=reason]", "Because it");
    pupil.mark();
    teach(&served, "pause", "");
    pupil.sees("stands still");
    teach(&served, "go-on", "");
    pupil.shows(VOTE);
    holds(&pupil, "[name=reason]", "Because it");
    teach(&served, "close", "");
    pupil.sees("The vote is closed");
    desk.shows("form[action$='/do/decide']");
    desk.click("details:has(form[action$='/do/hands']) summary");
    desk.fill("[name=c0]", "7");
    teach(&served, "pause", "");
    desk.sees("Go on");
    holds(&desk, "[name=c0]", "7");
    teach(&served, "go-on", "");
    teach(&served, "hands", "c1=2");
    desk.sees("(2 votes)");
    holds(&desk, "[name=c0]", "7");
    holds(&desk, "[name=c1]", "2");
    for _ in 0..2 {
        teach(&served, "undo", "");
    }
    pupil.shows(VOTE);
    holds(&pupil, "[name=reason]", "Because it");
    assert!(pupil.has(&format!("{VOTE} [name=option]:checked")) && pupil.is_marked());
    // a vote that is refused can be sent again as it was
    teach(&served, "pause", "");
    pupil.sees("stands still");
    pupil.run("location.href = '/seat'");
    teach(&served, "go-on", "");
    pupil.shows(VOTE);
    holds(&pupil, "[name=reason]", "Because it");
    pupil.click(&format!("{VOTE} button"));
    pupil.sees("You have voted");
}

#[test]
fn pages_hear_of_news_again_after_whatever_stood_between() {
    let served = Served::start(&folder("browser-between"), "127.0.0.1:0");
    let between = Between::start(served.address);
    let driver = Driver::start();
    let pupil = join_at(&driver, between.address, &served.code, "window 3");
    pupil.mark();
    for (mood, next, says) in
        [(Mood::Busy, "next", "Why? One sentence"), (Mood::Portal, "close", "The vote is closed")]
    {
        between.is(mood);
        // an open stream breaks off at the next word
        teach(&served, "pause", "");
        pupil.sees(LOST);
        teach(&served, "go-on", "");
        teach(&served, next, "");
        between.is(Mood::Clear);
        pupil.sees(says);
        pupil.until("a connection", || (!pupil.text().contains(LOST)).then_some(()));
        assert!(pupil.is_marked(), "the page had to be loaded again");
    }
    between.is(Mood::Holding);
    pupil.run("location.href = '/seat'");
    teach(&served, "undo", "");
    pupil.sees("Why? One sentence");
    pupil.sees("asks for it every few seconds");
    answer(&pupil, "through all of it");
}

#[test]
fn a_long_reason_makes_no_page_wider_than_its_screen() {
    let room = Room::open("browser-wide");
    let driver = Driver::start();
    let seat = room.join(&"w".repeat(24), "state");
    room.teach("next", "", 303);
    let (question, nth) = room.table();
    let (nth, option) = (nth.to_string(), room.open_option().to_string());
    let reason = "x".repeat(280);
    let vote = [("question", &*question), ("nth", &nth), ("option", &option), ("reason", &reason)];
    let vote = crate::serve::room::fields(&vote);
    assert_eq!(room.post("/seat/vote", &vote, &[&seat]).status, 303);
    let desk = driver.browse(1280);
    desk.go(&format!("http://{}{}", room.address, room.to_teach_page("")));
    for width in [1280, 375] {
        desk.show(width, false);
        let wide = desk.run("return document.documentElement.scrollWidth");
        assert!(wide.as_u64().unwrap() <= width, "{wide} px on a screen of {width}");
    }
}
