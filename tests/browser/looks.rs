use super::driver::{Browser, Driver};
use crate::serve::room::{Room, fields};

/// Runs axe and returns how grave each finding is, what it is, and where.
const CHECK: &str = "return axe.run().then(({ violations }) => violations.map((found) => \
                     [found.impact, `${found.id} (${found.help}) at ${found.nodes.map((node) => node.target.join(' ')).join(', ')}`]));";

/// Returns what keeps people out of a page, with all opened that is folded: at a desk and on a phone, in
/// light and in dark colours.
#[expect(clippy::print_stdout, reason = "findings of lesser impact are told")]
pub(super) fn inspect(page: &Browser, name: &str) -> Vec<String> {
    page.run("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })");
    page.run(include_str!("axe.min.js"));
    let mut grave = Vec::new();
    for (width, dark) in [(1280, false), (1280, true), (375, false), (375, true)] {
        page.show(width, dark);
        let view = format!("{name}, {width} px, {}", if dark { "dark" } else { "light" });
        for found in page.run(CHECK).as_array().unwrap() {
            let says = format!("{view}: {}", found[1].as_str().unwrap());
            match found[0].as_str() {
                Some("serious" | "critical") => grave.push(says),
                _ => println!("{says}"),
            }
        }
        let wide = page.run("return document.documentElement.scrollWidth").as_u64().unwrap();
        if wide > width {
            grave.push(format!("{view}: it is {wide} px wide"));
        }
    }
    grave
}

/// A room whose pages are looked at one after another, in one browser.
struct Looks<'a> {
    room: &'a Room,
    page: Browser<'a>,
    grave: Vec<String>,
}

impl Looks<'_> {
    fn go(&self, path: &str) {
        self.page.go(&format!("http://{}{path}", self.room.address));
    }

    fn at(&mut self, path: &str, name: &str) {
        self.go(path);
        self.grave.extend(inspect(&self.page, name));
    }

    /// Takes the place of one who holds a seat.
    fn sit(&self, seat: &str) {
        let (name, token) = seat.trim_start_matches("Cookie: ").split_once('=').unwrap();
        let url = format!("http://{}/", self.room.address);
        let cookie = serde_json::json!({ "name": name, "value": token, "url": url });
        self.page.devtools("Network.setCookie", &cookie);
    }

    /// Looks at the pages of pupil, teacher and wall.
    fn all(&mut self, phase: &str) {
        self.at("/seat", &format!("seat-{phase}"));
        self.at(&self.room.to_teach_page(""), &format!("desk-{phase}"));
        self.at(&self.room.wall(), &format!("wall-{phase}"));
    }
}

#[test]
fn every_page_of_a_class_keeps_nobody_out_and_fits_a_phone() {
    let room = Room::open("looks");
    let (state, havana) = (room.join("window 3", "state"), room.join("corner", "havana"));
    let driver = Driver::start();
    let mut looks = Looks { room: &room, page: driver.browse(1280), grave: Vec::new() };
    looks.at("/", "join");
    looks.sit(&state);
    looks.all("lobby");
    room.teach("next", "", 303);
    looks.all("open");
    looks.sit(&havana);
    looks.at("/seat", "seat-without-vote");
    looks.sit(&state);
    let (question, nth) = room.table();
    let option = room.open_option().to_string();
    let vote = [
        ("question", &*question),
        ("nth", &nth.to_string()),
        ("option", &option),
        ("reason", "It has to be said."),
    ];
    assert_eq!(room.post("/seat/vote", &fields(&vote), &[&state]).status, 303);
    looks.at("/seat", "seat-voted");
    room.teach("close", "", 303);
    looks.all("closed");
    room.teach("decide", &format!("option={option}"), 303);
    looks.all("decided");
    room.teach("foretell", "", 303);
    looks.all("foretelling");
    assert_eq!(room.post("/seat/foretell", "p0=80&p1=100&p2=0", &[&state]).status, 303);
    room.teach("end", "", 303);
    room.teach("fork", "decision=0&option=1", 303);
    looks.all("ended");
    looks.go(&room.debrief());
    looks.page.until("judgements", || (!looks.page.has("[data-pending]")).then_some(()));
    looks.at(&room.debrief(), "debrief");
    looks.at(&room.to_teach_page("key"), "key");
    assert_eq!(looks.page.errors(), Vec::<String>::new());
    looks.at("/no/such/page", "refused");
    assert!(looks.grave.is_empty(), "{}", looks.grave.join("\n"));
}

#[test]
fn what_keeps_people_out_is_found() {
    let driver = Driver::start();
    let page = driver.browse(1280);
    page.go("data:text/html,<html lang=en><title>T</title><main><h1>T</h1><input><p style='color:%23ccc;width:400px'>pale");
    let grave = inspect(&page, "a bad page").join("\n");
    for found in ["label", "color-contrast", "375 px, dark: it is "] {
        assert!(grave.contains(found), "{found} is not in: {grave}");
    }
}
