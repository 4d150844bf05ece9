//! Pages as people meet them: in a real browser, by clicks and keys.

/// What may stand between a browser and a server.
mod between;
/// The debrief on a phone, at a desk and on paper.
mod debrief;
/// Chromedriver, and what people do with a browser.
mod driver;
/// What is typed, and news, while pages are kept up to date.
mod live;
/// What keeps people out of a page.
mod looks;
/// The report, opened from disk.
mod report;

use std::net::SocketAddr;

use driver::{Browser, Driver, HOME};

use crate::{cli::folder, serve::served::Served};

const NEXT: &str = "form[action$='/do/next'] button";
const CLOSE: &str = "form[action$='/do/close'] button";
const VOTE: &str = "form[action='/seat/vote']";
const LOST: &str = "The connection is lost";
/// A label is clicked, as a finger would.
const OPTION: &str = "label:has([name=option]:enabled)";

/// A page of a teacher or a wall.
fn open<'a>(driver: &'a Driver, served: &Served, path: &str) -> Browser<'a> {
    let page = driver.browse(1280);
    page.go(&format!("http://{}{path}", served.address));
    page
}

/// The telephone of a pupil who joins.
fn join<'a>(driver: &'a Driver, served: &Served, name: &str) -> Browser<'a> {
    join_at(driver, served.address, &served.code, name)
}

fn join_at<'a>(driver: &'a Driver, address: SocketAddr, code: &str, name: &str) -> Browser<'a> {
    let pupil = driver.browse(375);
    pupil.go(&format!("http://{address}/"));
    pupil.fill("[name=code]", &code.to_lowercase());
    pupil.fill("[name=name]", name);
    pupil.click("form[action='/join'] button");
    pupil.sees("Read your brief");
    pupil
}

/// Answers what a seat is asked, with the first option of the scenario where it can be chosen.
fn answer(pupil: &Browser, reason: &str) {
    pupil.shows(VOTE);
    let first = format!("{VOTE} label:has([value='0']:enabled)");
    pupil.click(&if pupil.has(&first) { first } else { format!("{VOTE} {OPTION}") });
    if pupil.has(&format!("{VOTE} [name=reason]")) {
        pupil.fill(&format!("{VOTE} [name=reason]"), reason);
    }
    pupil.click(&format!("{VOTE} button"));
    pupil.until("an answer that is taken", || (!pupil.has(VOTE)).then_some(()));
}

/// Waits until all these pages, none of them loaded again, say what only the server can have told them.
fn all_hear(pages: &[&Browser], words: &str) {
    for page in pages {
        page.sees(words);
        assert!(page.is_marked(), "a page had to be loaded again to say: {words}");
    }
}

fn mark(pages: &[&Browser]) {
    for page in pages {
        page.mark();
    }
}

/// The roles of the shipped lesson, as they are given to those who join one after another.
const ROLES: [&str; 7] =
    ["State", "Defense", "Chiefs", "CIA", "United Nations", "Moscow", "Havana"];

#[test]
fn seven_roles_play_a_whole_lesson_in_a_real_browser() {
    let served = Served::start(&folder("browser-class"), "127.0.0.1:0");
    let driver = Driver::start();
    let desk = open(&driver, &served, &served.desk);
    let wall = open(&driver, &served, &served.wall);
    wall.sees(&served.code);
    mark(&[&wall]);
    let pupils = ROLES.map(|role| {
        let pupil = join(&driver, &served, &format!("seat of {role}"));
        pupil.sees(role);
        pupil
    });
    let all: Vec<&Browser> = pupils.iter().chain([&wall]).collect();
    all_hear(&[&wall], "7 seats taken");

    let mut asked = 0;
    while desk.has(NEXT) {
        asked += 1;
        mark(&all);
        desk.click(NEXT);
        all_hear(&[&wall], "0 of 7 have answered");
        for (pupil, role) in pupils.iter().zip(ROLES) {
            answer(pupil, &format!("{role} has a reason."));
        }
        all_hear(&[&wall], "7 of 7 have answered");
        assert!(!wall.text().contains("has a reason"), "votes are hidden");
        desk.sees("CIA has a reason.");
        mark(&all);
        desk.click(CLOSE);
        all_hear(&all[..7], "The vote is closed");
        all_hear(&[&wall], "CIA has a reason.");
        assert!(!wall.text().contains("Havana has a reason."), "an order is nobody else’s");
        if asked == 1 {
            raise_hands(&desk, &wall);
        }
        desk.click(&format!("form[action$='/do/decide'] {OPTION}"));
        desk.click("form[action$='/do/decide'] button");
        all_hear(&all[..7], "Read what your side has heard since.");
        desk.shows("form[action$='/do/foretell']");
    }
    assert!(asked >= 4, "{asked}");
    foretell_and_end(&desk, &wall, &pupils);

    time_on_the_wall_moves_both_maps(&wall);
    wall.click("a[href^='/debrief/']");
    wall.shows(".ruling svg");
    assert!(!wall.text().contains("Of 100 worlds with the same choice"), "the numbers are folded");
    desk.click("a[href$='/key']");
    desk.sees("Bromley Smith");
    for page in [&desk, &wall].into_iter().chain(&pupils) {
        assert_eq!(page.errors(), Vec::<String>::new(), "on the console");
    }
}

/// Counts seven hands for the option that four telephones have voted for.
fn raise_hands(desk: &Browser, wall: &Browser) {
    desk.click("details:has(form[action$='/do/hands']) summary");
    desk.fill("[name=c0]", "7");
    desk.click("form[action$='/do/hands'] button");
    desk.sees("(11 votes)");
    wall.until("eleven votes", || {
        wall.text().split_whitespace().any(|word| word == "11").then_some(())
    });
    assert!(wall.is_marked());
}

fn foretell_and_end(desk: &Browser, wall: &Browser, pupils: &[Browser]) {
    let each: Vec<&Browser> = pupils.iter().collect();
    mark(&each);
    mark(&[wall]);
    desk.click("form[action$='/do/foretell'] button");
    all_hear(&each, "How likely?");
    for pupil in pupils {
        for (field, chance) in [("[name=p0]", "80"), ("[name=p1]", "100"), ("[name=p2]", "0")] {
            pupil.fill(field, chance);
        }
        pupil.click("form[action='/seat/foretell'] button");
        pupil.sees("You have foretold");
    }
    all_hear(&[wall], "7 of 7 have foretold");
    mark(&each);
    desk.click("form[action$='/do/end'] button");
    all_hear(&each, "Your predictions score");
    all_hear(&[wall], "What came of it");
    desk.sees("The class has ended");
}

/// Goes back to the start and on to the next event, on how it was and on how it was known.
fn time_on_the_wall_moves_both_maps(wall: &Browser) {
    let marks = "return ['true', 'shared'].map((map) => \
                 document.querySelectorAll(`[data-film=${map}] .chart[data-chart=near] .mark`).length)";
    let moment = || wall.run("return document.querySelector('.moment').textContent");
    let end = moment();
    wall.press("#time", HOME);
    let (start, known) = (moment(), wall.run(marks));
    assert_eq!(start, "Wednesday 7 November 1962, 17:00");
    assert!(known[0].as_u64() > known[1].as_u64(), "all is known from the start: {known}");
    wall.click("#next");
    assert_ne!(moment(), start);
    wall.click("#toggle");
    wall.sees("Pause");
    wall.until("more that is known", || {
        (wall.run(marks)[1].as_u64() > known[1].as_u64()).then_some(())
    });
    wall.click("#toggle");
    assert_ne!(moment(), end);
}

#[test]
fn a_class_that_is_forgotten_says_so_on_every_page() {
    let served = Served::start(&folder("browser-forgotten"), "127.0.0.1:0");
    let driver = Driver::start();
    let desk = open(&driver, &served, &served.desk);
    let wall = open(&driver, &served, &served.wall);
    let pupil = join(&driver, &served, "window 3");
    wall.sees("1 seat taken");
    desk.click("details:has(form[action$='/do/forget']) summary");
    desk.click("form[action$='/do/forget'] [name=sure]");
    desk.click("form[action$='/do/forget'] button");
    desk.sees("All this class did has been deleted");
    for page in [&wall, &pupil] {
        page.sees("The teacher has deleted all that this class did");
    }
}

#[test]
fn pages_find_their_way_back_after_the_server_is_killed() {
    let data = folder("browser-killed");
    let served = Served::start(&data, "127.0.0.1:0");
    let driver = Driver::start();
    let desk = open(&driver, &served, &served.desk);
    let pupil = join(&driver, &served, "window 3");
    desk.click(NEXT);
    desk.shows(CLOSE);
    pupil.shows(VOTE);
    let pages = [&desk, &pupil];
    mark(&pages);
    let address = served.address.to_string();
    served.kill();
    all_hear(&pages, LOST);
    let served = Served::start(&data, &address);
    for page in pages {
        page.until("a connection", || (!page.text().contains(LOST)).then_some(()));
        assert!(page.is_marked(), "the page had to be loaded again");
    }
    answer(&pupil, "before the end");
    all_hear(&[&desk], "before the end");
    let lost = |error: &String| error.contains("net::ERR_");
    for page in pages {
        let errors: Vec<String> = page.errors().into_iter().filter(|error| !lost(error)).collect();
        assert_eq!(errors, Vec::<String>::new(), "on the console");
    }
    drop(served);
}
