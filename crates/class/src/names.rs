//! Names and sentences that pupils type: what of them is kept, and which names look alike.

use unicode_normalization::UnicodeNormalization as _;
use unicode_security::skeleton;

/// Returns a text on one line, composed as Unicode prefers it, without anything that cannot be seen.
pub(super) fn tidy(text: &str) -> String {
    let plain: String =
        text.nfc().filter(|c| is_shown(*c)).map(|c| if is_blank(c) { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns whether two names look alike: `Window 3` and `window3`, `corner` and one with a foreign `о`.
pub(super) fn alike(one: &str, other: &str) -> bool {
    let ([small, shape], [other_small, other_shape]) = (looks(one), looks(other));
    small == other_small || shape == other_shape
}

/// Returns how a name looks, written small and as it is: `I` is the twin of `i` in one, of `l` in the other.
fn looks(name: &str) -> [String; 2] {
    let bare: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    [skeleton(&bare.to_lowercase()).collect(), skeleton(&bare).collect::<String>().to_lowercase()]
}

/// Returns whether a character leaves something on the screen and does not turn the order of others round:
/// Unicode's list of what may be ignored holds both kinds.
fn is_shown(c: char) -> bool {
    skeleton(c.encode_utf8(&mut [0; 4])).next().is_some()
}

/// Returns whether a character is a gap: control characters are, and the Braille cell without dots.
fn is_blank(c: char) -> bool {
    c.is_control() || c == '\u{2800}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_not_kept() {
        for (typed, kept) in [
            ("  window \t 3\r\n", "window 3"),
            ("win\u{200b}dow\u{feff} 3", "window 3"),
            ("\u{202e}3 wodniw\u{202c}", "3 wodniw"),
            ("\u{2066}corner\u{2069}\u{200f}\u{061c}", "corner"),
            ("\u{2800}\u{3164}\u{ad}", ""),
            ("Zoe\u{308}", "Zo\u{eb}"),
            ("\u{645}\u{631}\u{62d}\u{628}\u{627} 3", "\u{645}\u{631}\u{62d}\u{628}\u{627} 3"),
        ] {
            assert_eq!(tidy(typed), kept, "{typed:?}");
        }
    }

    #[test]
    fn names_that_look_alike_are_known_to() {
        for (one, other) in [
            ("Window 3", "window3"),
            ("corner", "c\u{43e}rner"),
            ("window 1", "window l"),
            ("window I", "window i"),
            ("window I", "window l"),
            ("Zo\u{eb}", "Zoe\u{308}"),
            ("blue", "\u{ff42}\u{ff4c}\u{ff55}\u{ff45}"),
        ] {
            assert!(alike(one, other), "{one} and {other}");
        }
        for (one, other) in [("window 3", "window 4"), ("Zo\u{eb}", "Zoe"), ("door", "window")] {
            assert!(!alike(one, other), "{one} and {other}");
        }
    }
}
