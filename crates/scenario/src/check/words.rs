//! What the types of the format are called, for people.

/// What types are called whose own name in small letters would not do.
const TYPES: &[(&str, &str)] = &[
    ("", "this"),
    ("Head", "the head of a scenario"),
    ("ClockSpan", "a clock"),
    ("Context", "a sentence of context"),
    ("Aircraft", "a kind of aircraft"),
    ("Sky", "a sky"),
    ("SkyState", "a kind of sky"),
    ("Sea", "a net of sea lanes"),
    ("Topic", "a kind of news"),
    ("TargetAt", "the place of a target"),
    ("StrikeAt", "something a strike hits"),
    ("Days", "the days of a plan"),
    ("Group", "a group of sites"),
    ("Stance", "an order to air defence"),
    ("StandDown", "a time on the ground after a loss"),
    ("ShipClass", "a class of ships"),
    ("Sails", "a time of sailing"),
    ("Cargo", "a cargo"),
    ("Traffic", "a traffic"),
    ("Contraband", "a contraband"),
    ("LineStatus", "a status of a line"),
    ("Look", "a way to look"),
    ("Evidence", "a piece of evidence"),
    ("ConsentState", "a state of a consent"),
    ("Choice", "an option"),
    ("Side", "a side of an argument"),
    ("HistoryChoice", "a choice of history"),
    ("Policy", "a way to answer"),
    ("Every", "an occasion of a chance"),
    ("Gain", "a measure of an outcome"),
    ("Better", "a way to be better"),
    ("Marker", "a marker of history"),
    ("Was", "something that was"),
    ("FixedSky", "a fixed sky"),
    ("Slot", "a part of the lesson"),
    ("Beside", "what another side votes on"),
    ("Secret", "what one role alone is told"),
    ("LessonStep", "a step of the lesson"),
    ("PutTo", "a question put to roles"),
    ("Foretold", "a way to come true"),
    ("WorthSeeing", "a world worth seeing"),
    ("MapHead", "the lettering of maps"),
    ("MapLabel", "a name on a map"),
    ("MapGround", "what a name on a map names"),
    ("MapSize", "the size of a name on a map"),
    ("MapScale", "the maps a name stands on"),
    ("Discussion", "a question to talk about"),
];

/// Returns what a type of the format is called, with its article.
pub(super) fn of_type(name: &str) -> String {
    if let Some((_, words)) = TYPES.iter().find(|(known, _)| *known == name) {
        return (*words).to_owned();
    }
    let vowel = name.starts_with(['A', 'E', 'I', 'O', 'U']);
    format!("{} {}", if vowel { "an" } else { "a" }, name.to_lowercase())
}

/// Returns whether a sign is no letter but steers a screen or turns the direction of what follows.
pub(super) fn steers(sign: char) -> bool {
    let breaks = matches!(sign, '\n' | '\r' | '\t');
    let turns = matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    sign.is_control() && !breaks || turns
}

/// Returns a text as it can be shown: what steers a screen is written out.
pub(super) fn shown(text: &str) -> String {
    let each = text.chars().map(|sign| {
        if steers(sign) { sign.escape_unicode().to_string() } else { sign.to_string() }
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::{Shape, Shapes};

    #[test]
    fn no_type_of_two_words_is_without_words_for_people() {
        let shapes = Shapes::new();
        for (name, named) in &shapes.named {
            let shown = matches!(named.shape, Shape::Fields(_) | Shape::Choice(_));
            let two_words = name.chars().skip(1).any(char::is_uppercase);
            let known = TYPES.iter().any(|(known, _)| known == name);
            assert!(!shown || !two_words || known, "`{name}` needs words");
        }
        assert_eq!((of_type("Ship"), of_type("Order")), ("a ship".into(), "an order".into()));
    }
}
