use std::fs;

use super::{
    driver::{Browser, Driver, HOME},
    looks::inspect,
};
use crate::cli::folder;

/// Keys, as the driver takes them.
const PAGE_UP: &str = "\u{e00e}";
const LEFT: &str = "\u{e012}";
const RIGHT: &str = "\u{e014}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

/// Returns where each ship on the map is that is shown.
const SHIPS: &str =
    "return Object.fromEntries([...document.querySelectorAll('.mark.in, .mark.out')]
    .map((mark) => [mark.dataset.id, mark.getAttribute('transform')]));";

/// Opens the report of November 1962 from disk.
fn opened<'a>(driver: &'a Driver, name: &str) -> Browser<'a> {
    let folder = folder(&format!("browser-{name}"));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("report.html");
    fs::write(&file, crate::report::november()).unwrap();
    let page = driver.browse(1280);
    page.go(&format!("file://{}", file.display()));
    page
}

fn clock(page: &Browser) -> String {
    page.run("return document.querySelector('#clock').textContent").as_str().unwrap().to_owned()
}

fn entry(page: &Browser) -> String {
    let entry = page.run("return document.querySelector('.log .entry.current')?.textContent");
    entry.as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_report_opened_from_disk_is_alive() {
    let driver = Driver::start();
    let page = opened(&driver, "report");
    the_slider_moves_ships(&page);
    it_plays_and_pauses(&page);
    steps_lead_from_entry_to_entry(&page);
    an_entry_opens_its_walk_of_causes(&page);
    assert_eq!(page.errors(), Vec::<String>::new(), "on the console");
    let asked = page.requested();
    let elsewhere = |url: &&String| !url.starts_with("file:") && !url.starts_with("data:");
    assert!(asked.iter().any(|url| url.starts_with("file:")), "{asked:?}");
    assert_eq!(asked.iter().find(elsewhere), None);
}

fn the_slider_moves_ships(page: &Browser) {
    page.press("#time", PAGE_UP);
    let (before, then) = (page.run(SHIPS), clock(page));
    for _ in 0..3 {
        page.press("#time", RIGHT);
    }
    let after = page.run(SHIPS);
    let before = before.as_object().unwrap();
    let moved = before.iter().filter(|(ship, at)| after.get(ship).is_some_and(|now| now != *at));
    assert!(moved.count() > 0, "of {} ships none has moved", before.len());
    assert_ne!(then, clock(page));
}

fn it_plays_and_pauses(page: &Browser) {
    let begun = clock(page);
    page.click("#toggle");
    page.sees("Pause");
    page.until("a later hour", || (clock(page) != begun).then_some(()));
    page.click("#toggle");
    let hour = "document.querySelector('#time').value";
    let stands = format!(
        "const before = {hour}; return new Promise((done) => requestAnimationFrame(() => \
         requestAnimationFrame(() => done(before === {hour}))))"
    );
    assert_eq!(page.run(&stands), true, "time does not stand still");
}

fn steps_lead_from_entry_to_entry(page: &Browser) {
    page.press("#time", HOME);
    page.click("#next");
    let first = (clock(page), entry(page));
    page.click("#next");
    let second = (clock(page), entry(page));
    assert!(first.0 != second.0 && first.1 != second.1, "{first:?} {second:?}");
    assert_eq!(page.run("return document.querySelectorAll('.entry.current.marked').length"), 1);
    // by keys the same
    page.press(".log", LEFT);
    assert_eq!(first, (clock(page), entry(page)));
    page.press(".log", RIGHT);
    assert_eq!(second, (clock(page), entry(page)));
}

fn an_entry_opens_its_walk_of_causes(page: &Browser) {
    let link = ".entry.current a[data-why]";
    let focused = format!("return document.activeElement === document.querySelector('{link}')");
    page.click(link);
    page.shows("dialog[open] .walk li ul li");
    page.click("dialog .top button");
    assert!(!page.has("dialog[open]"));
    assert_eq!(page.run(&focused), true, "the focus does not return to the entry");
    page.press(link, ENTER);
    page.shows("dialog[open] .walk li");
    page.press("dialog .inside", ESCAPE);
    page.until("a closed dialog", || (!page.has("dialog[open]")).then_some(()));
    assert_eq!(page.run(&focused), true, "the focus does not return to the entry");
}

#[test]
fn the_report_keeps_nobody_out_and_fits_a_phone() {
    let driver = Driver::start();
    let page = opened(&driver, "report-looks");
    let mut grave = inspect(&page, "report");
    page.run("document.querySelector('.log a[data-why]').click()");
    grave.extend(inspect(&page, "report-walk"));
    assert!(grave.is_empty(), "{}", grave.join("\n"));
}
