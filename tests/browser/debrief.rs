use super::driver::Driver;
use crate::serve::debrief::{ended_after, judged};

/// How high the debrief may be on a phone, before anything is opened.
const HIGH: u64 = 4_000;

#[test]
fn the_debrief_of_six_decisions_is_short_on_a_phone_and_prints_a_worksheet_of_two_pages() {
    let (room, decided) = ended_after("debrief-short", 6);
    judged(&room);
    assert!(decided >= 5, "{decided}");
    let driver = Driver::start();
    for width in [375, 1280] {
        let page = driver.browse(width);
        page.go(&format!("http://{}{}", room.address, room.debrief()));
        page.shows(".ruling svg");
        let size =
            |of: &str| page.run(&format!("return document.documentElement.{of}")).as_u64().unwrap();
        assert!(size("scrollHeight") < HIGH, "{} px high at {width} px", size("scrollHeight"));
        assert!(size("scrollWidth") <= width, "{} px wide at {width} px", size("scrollWidth"));
        assert_eq!(page.pages(), 2, "the worksheet in print");
        assert_eq!(page.errors(), Vec::<String>::new(), "on the console");
    }
}
