//! What can be typed in a game.

use std::path::PathBuf;

/// The help of a game, by lines.
pub(super) const HELP: &[(&str, &str)] = &[
    ("1, 2, 3 ...", "chooses an option"),
    ("back", "takes the last choice back; `back 2` goes back to your second choice"),
    ("choices", "lists what you have chosen"),
    ("again", "shows the question again"),
    ("why", "says what led to this question, as far as you know"),
    ("map", "says what is where, as far as you know"),
    ("save FILE", "writes the game to a file; `--load FILE` goes on with it"),
    ("quit", "leaves the game; what you have chosen is saved"),
];

/// Something that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Typed {
    /// An option, counted from 0.
    Option(usize),
    /// Back to a choice, counted from 1; without a number, to the last.
    Back(Option<usize>),
    Choices,
    Again,
    Why,
    Map,
    Save(Option<PathBuf>),
    Help,
    Quit,
    Nothing,
    /// None of these.
    Unknown(String),
}

/// Reads a line.
pub(super) fn read(line: &str) -> Typed {
    let line = line.trim();
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let number = word.parse::<usize>().ok().filter(|n| *n > 0);
    let unknown = || Typed::Unknown(line.to_owned());
    match (word.to_lowercase().as_str(), rest) {
        ("", _) => Typed::Nothing,
        ("?" | "h" | "help", "") => Typed::Help,
        ("back" | "b", "") => Typed::Back(None),
        ("back" | "b", place) => place
            .parse()
            .ok()
            .filter(|place| *place > 0)
            .map_or_else(unknown, |place| Typed::Back(Some(place))),
        ("choices", "") => Typed::Choices,
        ("again", "") => Typed::Again,
        ("why", "") => Typed::Why,
        ("map", "") => Typed::Map,
        ("save", "") => Typed::Save(None),
        ("save", path) => Typed::Save(Some(PathBuf::from(path))),
        ("quit" | "q" | "exit", "") => Typed::Quit,
        (_, "") => number.map_or_else(unknown, |number| Typed::Option(number - 1)),
        _ => unknown(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_told_apart() {
        assert_eq!(read(" 2 "), Typed::Option(1));
        assert_eq!(read("0"), Typed::Unknown("0".to_owned()), "options are counted from 1");
        assert_eq!(read("1 2"), Typed::Unknown("1 2".to_owned()));
        assert_eq!(read("BACK"), Typed::Back(None));
        assert_eq!(read("back 3"), Typed::Back(Some(3)));
        assert_eq!(read("back x"), Typed::Unknown("back x".to_owned()));
        assert_eq!(read("save my game.ron"), Typed::Save(Some(PathBuf::from("my game.ron"))));
        assert_eq!(read("?"), Typed::Help);
        assert_eq!(read(""), Typed::Nothing);
    }
}
