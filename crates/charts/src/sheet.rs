//! The sheet every chart is drawn on: caption, measured text, shapes, text alternative.
//!
//! Only presentation attributes and no ids: charts then share a page under a strict content policy.

use maud::{Markup, PreEscaped, html};

use super::colours::{INK, PAPER, RULE};
use super::lettering::{SAID, SOURCE, SUBTITLE, Style, TICK, TITLE, leading, tidy, width, wrap};
use super::words::Caption;

pub(crate) const WIDTH: f64 = 960.0;
pub(crate) const LEFT: f64 = 36.0;
pub(crate) const RIGHT: f64 = WIDTH - LEFT;

#[derive(Debug, Clone, Copy)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// Collects what is drawn, from the top down.
pub(crate) struct Sheet {
    /// Where the next thing goes; the lowest place used so far.
    pub(crate) y: f64,
    under: String,
    over: String,
    said: Vec<String>,
    caption: Caption,
}

impl Sheet {
    /// Starts a sheet with title and subtitle over a rule.
    pub(crate) fn new(caption: &Caption) -> Self {
        let mut sheet = Self {
            y: 26.0,
            under: String::new(),
            over: String::new(),
            said: Vec::new(),
            caption: caption.clone(),
        };
        sheet.paragraph(&caption.title, TITLE);
        sheet.y += 4.0;
        sheet.paragraph(&caption.subtitle, SUBTITLE);
        sheet.y += 12.0;
        sheet.over(line((LEFT, sheet.y), (RIGHT, sheet.y), INK, 2.0));
        sheet.y += 14.0;
        sheet
    }

    /// Draws behind everything drawn with `over`.
    pub(crate) fn under(&mut self, piece: Markup) {
        self.under.push_str(&piece.0);
    }

    pub(crate) fn over(&mut self, piece: Markup) {
        self.over.push_str(&piece.0);
    }

    /// Adds a sentence to the text alternative.
    pub(crate) fn say(&mut self, sentence: String) {
        self.said.push(sentence);
    }

    /// Sets text over the whole width and moves below it.
    pub(crate) fn paragraph(&mut self, words: &str, style: Style) {
        for words in wrap(words, style, RIGHT - LEFT) {
            self.y += leading(style);
            self.over(text((LEFT, self.y - style.size * 0.3), Anchor::Start, style, &words));
        }
    }

    /// Sets a key: each sign, centred on the point it is given, with its words; in as many lines as it needs.
    pub(crate) fn key(&mut self, entries: &[(&dyn Fn(f64, f64) -> Markup, &str)]) {
        let mut x = LEFT;
        self.y += 14.0;
        for (sign, words) in entries {
            let lines = wrap(words, TICK, RIGHT - LEFT - 38.0);
            let wide = lines
                .iter()
                .map(|words| width(words, TICK))
                .fold(38.0, |most, wide| f64::max(most, wide + 38.0));
            if x > LEFT && x + wide > RIGHT {
                (x, self.y) = (LEFT, self.y + 25.0);
            }
            self.over(sign(x + 14.0, self.y));
            for (index, words) in lines.iter().enumerate() {
                self.y += if index > 0 { leading(TICK) } else { 0.0 };
                self.over(text((x + 36.0, self.y + 5.5), Anchor::Start, TICK, words));
            }
            x += wide + 24.0;
        }
        self.y += 22.0;
    }

    /// Says on the sheet and in the text alternative why there is nothing to draw.
    pub(crate) fn nothing(mut self, why: &str) -> String {
        self.y += 30.0;
        self.paragraph(why, SAID);
        self.y += 30.0;
        self.say(why.to_owned());
        self.finish()
    }

    /// Sets the source line and returns the SVG.
    pub(crate) fn finish(mut self) -> String {
        let source = self.caption.source.clone();
        self.y += 12.0;
        self.over(line((LEFT, self.y), (RIGHT, self.y), RULE, 1.0));
        self.y += 6.0;
        self.paragraph(&source, SOURCE);
        let height = self.y + 20.0;
        let said = [&[self.caption.subtitle][..], &self.said, &[self.caption.source]].concat();
        let said: Vec<String> =
            said.iter().map(|words| tidy(words)).filter(|words| !words.is_empty()).collect();
        html! {
            svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox=(format!("0 0 {WIDTH} {height:.0}")) {
                title { (tidy(&self.caption.title)) }
                desc { (said.join("\n")) }
                rect width="100%" height="100%" fill=(PAPER) {}
                (PreEscaped(self.under)) (PreEscaped(self.over))
            }
        }
        .into_string()
    }
}

/// Prints a place on the sheet, always alike.
fn px(place: f64) -> String {
    format!("{place:.1}")
}

pub(crate) fn text((x, y): (f64, f64), anchor: Anchor, style: Style, words: &str) -> Markup {
    let anchor = match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    html! {
        text x=(px(x)) y=(px(y)) text-anchor=(anchor) font-size=(style.size) font-family=(style.family)
            font-weight=(style.weight) font-style=(style.slant) fill=(style.colour) { (tidy(words)) }
    }
}

/// Sets lines of text under one another, centred on the height `middle`.
pub(crate) fn block(
    (x, middle): (f64, f64),
    anchor: Anchor,
    style: Style,
    lines: &[String],
) -> Markup {
    let first = middle - (lines.len() as f64 - 1.0) * leading(style) / 2.0 + style.size * 0.35;
    html! {
        @for (index, words) in lines.iter().enumerate() {
            (text((x, first + index as f64 * leading(style)), anchor, style, words))
        }
    }
}

pub(crate) fn line(from: (f64, f64), to: (f64, f64), colour: &str, thick: f64) -> Markup {
    html! { line x1=(px(from.0)) y1=(px(from.1)) x2=(px(to.0)) y2=(px(to.1)) stroke=(colour) stroke-width=(thick) {} }
}

/// Draws a rectangle with a thin edge, so that pale ones show in grey.
pub(crate) fn rect(corner: (f64, f64), size: (f64, f64), fill: &str, edge: &str) -> Markup {
    html! {
        rect x=(px(corner.0)) y=(px(corner.1)) width=(px(size.0.max(0.0))) height=(px(size.1.max(0.0)))
            fill=(fill) stroke=(edge) stroke-width="1" {}
    }
}

/// Draws straight lines through points, closed or open.
pub(crate) fn path(
    points: &[(f64, f64)],
    closed: bool,
    fill: &str,
    edge: &str,
    thick: f64,
) -> Markup {
    let steps: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    let d = format!("M{}{}", steps.join("L"), if closed { "Z" } else { "" });
    html! { path d=(d) fill=(fill) stroke=(edge) stroke-width=(thick) stroke-linejoin="round" {} }
}

pub(crate) fn disc((x, y): (f64, f64), radius: f64, fill: &str, edge: &str) -> Markup {
    html! { circle cx=(px(x)) cy=(px(y)) r=(radius) fill=(fill) stroke=(edge) stroke-width="2" {} }
}

pub(crate) fn diamond((x, y): (f64, f64), radius: f64, fill: &str, edge: &str) -> Markup {
    path(
        &[(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)],
        true,
        fill,
        edge,
        2.4,
    )
}
