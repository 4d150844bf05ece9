//! What measures a map: meridians and parallels, and a scale of miles.

use maud::{Markup, html};

use super::{
    Chart,
    draw::{shift, tenth},
    frame::WIDTH,
};
use excomm_scenario::format::Position;

impl Chart {
    /// Draws the graticule with its degrees.
    pub(super) fn graticule(&self) -> Markup {
        let (frame, step) = (&self.frame, self.frame.step());
        let height = frame.height();
        let every = |from: f64, to: f64| {
            let first = libm::ceil(from / step) as i64;
            (first..).map(move |i| i as f64 * step).take_while(move |at| *at < to)
        };
        let side = |value: f64, plus: &str, minus: &str| match value {
            0.0 => "0\u{b0}".to_owned(),
            _ => format!("{:.0}\u{b0}{}", value.abs(), if value < 0.0 { minus } else { plus }),
        };
        html! {
            g .grid aria-hidden="true" {
                @for lon in every(frame.west, frame.east) {
                    @let (x, _) = frame.xy(Position { lat: frame.south, lon });
                    path d=(format!("M{} 0V{}", tenth(x), tenth(height))) {}
                    @if x > 60.0 && x < WIDTH - 110.0 { g transform=(shift((x + 4.0, height - 7.0))) { g .k { text { (side(lon, "E", "W")) } } } }
                }
                @for lat in every(frame.south, frame.north) {
                    @let (_, y) = frame.xy(Position { lat, lon: frame.west });
                    path d=(format!("M0 {}H{WIDTH}", tenth(y))) {}
                    @if y > 45.0 && y < height - 45.0 { g transform=(shift((7.0, y - 4.0))) { g .k { text { (side(lat, "N", "S")) } } } }
                }
            }
        }
    }

    /// Draws a scale of nautical miles at the foot of the map.
    pub(super) fn miles(&self) -> Markup {
        let frame = &self.frame;
        let lat = frame.south + (frame.north - frame.south) * 0.06;
        let mile = frame.mile(lat);
        let miles = [25.0, 50.0, 100.0, 200.0, 500.0, 1000.0];
        let miles = *miles.iter().find(|miles| *miles * mile > 90.0).unwrap_or(&2000.0);
        let long = miles * mile;
        html! {
            g .miles aria-hidden="true" transform=(shift((if self.wide() { WIDTH * 0.45 } else { 40.0 }, frame.height() - 34.0))) {
                path d=(format!("M0 -5V0H{0}V-5M{1} -4V0", tenth(long), tenth(long / 2.0))) {}
                g transform="translate(0 -8)" { g .k { text { (miles) " nautical miles" } } }
            }
        }
    }
}
