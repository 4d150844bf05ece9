//! Type: its styles, how wide it is, where it breaks into lines.

use super::colours::{INK, MUTE};

const SERIF: &str = "Source Serif, Georgia, serif";
const SANS: &str = "Libre Franklin, Franklin Gothic Medium, Arial, sans-serif";

/// How a piece of text is set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub(crate) size: f64,
    pub(crate) family: &'static str,
    pub(crate) weight: &'static str,
    pub(crate) slant: &'static str,
    pub(crate) colour: &'static str,
}

const fn style(
    size: f64,
    family: &'static str,
    weight: &'static str,
    slant: &'static str,
    colour: &'static str,
) -> Style {
    Style { size, family, weight, slant, colour }
}

pub(crate) const TITLE: Style = style(29.0, SERIF, "600", "normal", INK);
pub(crate) const SUBTITLE: Style = style(18.0, SERIF, "400", "italic", MUTE);
pub(crate) const SOURCE: Style = style(14.5, SERIF, "400", "italic", MUTE);
pub(crate) const LABEL: Style = style(17.0, SANS, "400", "normal", INK);
pub(crate) const STRONG: Style = style(17.0, SANS, "600", "normal", INK);
pub(crate) const TICK: Style = style(15.5, SANS, "400", "normal", MUTE);
pub(crate) const SAID: Style = style(18.0, SERIF, "400", "normal", INK);

/// Returns the distance between lines of wrapped text.
pub(crate) fn leading(style: Style) -> f64 {
    style.size * 1.25
}

/// Returns the words with single spaces and nothing that XML forbids.
pub(crate) fn tidy(words: &str) -> String {
    let legal: String = words
        .chars()
        .filter(|c| c.is_whitespace() || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')))
        .collect();
    legal
        .split([' ', '\n', '\t', '\r'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Estimates how wide text is, after the widest fallback face (`DejaVu`), so that a real one is never wider.
pub(crate) fn width(words: &str, style: Style) -> f64 {
    width_of(words, style.size, style.weight == "600")
}

pub(crate) fn width_of(words: &str, size: f64, bold: bool) -> f64 {
    let ems: f64 = words.chars().map(em).sum();
    ems * size * if bold { 1.1 } else { 1.0 }
}

fn em(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | '\'' | ':' | ';' | '|' | '!' => 0.35,
        'f' | 't' | 'r' | 'J' | '(' | ')' | '-' | '/' => 0.42,
        ' ' | '\u{a0}' => 0.36,
        'a' | 'c' | 'e' | 'k' | 'o' | 's' | 'v' | 'x' | 'y' | 'z' => 0.6,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '\u{2014}' | '\u{2026}' => 0.99,
        '<' | '>' | '+' | '=' | '\u{2212}' | '~' | 'N' | 'O' | 'Q' | 'D' | 'G' | 'H' | 'U'
        | '&' => 0.84,
        '\u{300}'..='\u{36f}' => 0.0,
        '\u{400}'..='\u{52f}' => 0.85,
        '\u{1100}'.. if !('\u{1e00}'..='\u{2bff}').contains(&letter) => 1.05,
        letter if letter.is_uppercase() => 0.74,
        _ => 0.645,
    }
}

/// Breaks text into lines no wider than `room` and about equally long; a word wider than a line is broken too.
pub(crate) fn wrap(words: &str, style: Style, room: f64) -> Vec<String> {
    let words = tidy(words);
    let fewest = fill(&words, style, room);
    let longest = words.split(' ').map(|word| width(word, style)).fold(0.0, f64::max);
    (1..10)
        .map(|step| room * (1.0 - 0.05 * f64::from(step)))
        .take_while(|narrower| *narrower > longest)
        .map(|narrower| fill(&words, style, narrower))
        .take_while(|lines| lines.len() == fewest.len())
        .last()
        .unwrap_or(fewest.clone())
}

/// Breaks text into lines, each as full as it can be.
fn fill(words: &str, style: Style, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if width(line, style) + width(" ", style) + width(word, style) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.extend(pieces(word, style, room)),
        }
    }
    lines
}

fn pieces(word: &str, style: Style, room: f64) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for letter in word.chars() {
        if let Some(piece) = pieces.last_mut() {
            if piece.is_empty() || width(piece, style) + em(letter) * style.size * 1.1 <= room {
                piece.push(letter);
            } else {
                pieces.push(letter.to_string());
            }
        }
    }
    pieces
}
