//! The reference of the format, made from its own doc comments.

use std::fmt::Write;

use super::shape::{Field, Shape, Shapes, Text, Variant};
use super::verbs::VERBS;

/// What stands before the reference.
const HEAD: &str = "\
# The scenario format

A scenario is one file in RON, or a folder whose `scenario.ron` lists other files as `parts`. Each
file is a set of sections in round brackets:

```ron
(
    actors: [
        (id: \"north\", title: \"the North\"),
    ],
    places: [
        (id: \"harbour\", title: \"the harbour\", at: (lat: 10.5, lon: -20.25), cite: [Assumed(\"invented\")]),
    ],
)
```

Lists stand in `[ ]`, fields in `( )`, maps in `{ }`, texts in straight quotes, comments after `//`. A comma
stands between two fields or two items; one after the last does no harm.
An optional field is left out when it is not needed. Names of items (`id`) are made of letters,
digits and hyphens; whoever names an item must name one that exists.

**Every number says how it is known.** Where this page says *fact*, write one of:

```ron
Quoted(is: 5, record: \"minutes\", words: \"five boats were sent out\", by: \"clerk\")
Published(is: 42, sources: [\"yearbook\"], note: \"table 3\")
Given(is: 100, why: \"the top of the scale, by definition\")
Disputed(low: 5, best: 7, high: 9, sources: [\"a\", \"b\"], note: \"a says 5, b says 9\")
Assumed(low: 0.1, best: 0.3, high: 0.6, why: \"nobody counted\")
Fact(\"name\")   // a number that stands under `facts`
```

Low, best and high are the bounds and the most likely value (a PERT distribution). The end of a
field's name is its unit: `_nm` nautical miles, `_kn` knots, `_ft` feet, `_h` hours, `_days` days,
`_min` minutes, `_deg` degrees, `_nm2` square nautical miles. Odds and shares run from 0 to 1. What a number
may be stands in its row: `check` refuses anything else.

**Who hears of what.** Conditions and pages know only what has been heard. Without a channel

- everybody hears at once what is said (if it has no `to`), agreed to or refused, how lines and the sky stand,
  what happens on a line, that a strike has come, what it lost and which sites it destroyed;
- the two of a pledge, and who sees a gauge, are those named under `known_to`; without it everybody;
- only its owner hears of orders to sites, of flights, aircraft and losses, of what is left, gone, landed or
  destroyed of a stock (and who attacked it, of what was destroyed), of its questions, papers and meetings;
- only who looked hears what was seen, found and verified, and only who is told of a `Report`;
- nobody hears of truths.

A channel takes the place of this for one actor and one topic, with its delay and its losses.
";

/// What stands before the beginnings of events.
const EVENTS: &str = "
## Events

What happens has an id: what it is, then the item to which it happens, then with what, and a number if it
happens again: `answer/lift/yes/1`, `say/offer/1`, `chance/they-yield/3`. The `path` of a branch is made of
beginnings of such ids. `excomm run --log events.jsonl` writes those of a world.

| beginning | then the id of one of |
|---|---|
";

/// Returns the reference of the format in Markdown: every section, field, order and condition.
#[must_use]
pub fn format_reference() -> String {
    let shapes = Shapes::new();
    let mut page = HEAD.to_owned();
    page.push_str("\n## Sections\n\n");
    for section in &shapes.sections {
        let _ = writeln!(page, "- `{}`: {}{}", section.name, kind(&section.shape), tail(section));
    }
    page.push_str("\n## What stands in them\n");
    let mut shown = Vec::new();
    for section in &shapes.sections {
        named(&mut page, &shapes, &section.shape, &mut shown);
    }
    page.push_str(EVENTS);
    for (verb, sections) in VERBS {
        let of: Vec<String> = sections.iter().map(|section| format!("`{section}`")).collect();
        let _ = writeln!(page, "| `{verb}/..` | {} |", of.join(", "));
    }
    page
}

fn tail(field: &Field) -> String {
    format!(". {}", field.about)
}

/// Writes about a named type once, and then about those it names.
fn named(page: &mut String, shapes: &Shapes, shape: &Shape, shown: &mut Vec<String>) {
    match shape {
        Shape::Type(name) => {
            if shown.contains(name) || name.ends_with("Ref") {
                return;
            }
            let Some(named_type) = shapes.named.get(name) else { return };
            shown.push(name.clone());
            let _ = writeln!(page, "\n### {}\n\n{}", words(name), named_type.about);
            describe(page, &named_type.shape);
            inside(page, shapes, &named_type.shape, shown);
        }
        _ => inside(page, shapes, shape, shown),
    }
}

fn inside(page: &mut String, shapes: &Shapes, shape: &Shape, shown: &mut Vec<String>) {
    match shape {
        Shape::Type(_) => named(page, shapes, shape, shown),
        Shape::Fields(fields) => {
            for field in fields {
                named(page, shapes, &field.shape, shown);
            }
        }
        Shape::Choice(variants) => {
            for payload in variants.iter().filter_map(|variant| variant.payload.as_ref()) {
                named(page, shapes, payload, shown);
            }
        }
        Shape::Tuple(shapes_inside) => {
            for inner in shapes_inside {
                named(page, shapes, inner, shown);
            }
        }
        Shape::List(inner) | Shape::Map(inner, _) => named(page, shapes, inner, shown),
        Shape::Text(_) | Shape::Number(..) | Shape::Whole | Shape::YesNo => {}
    }
}

fn describe(page: &mut String, shape: &Shape) {
    match shape {
        Shape::Fields(fields) => {
            page.push_str("\n| field | what stands there | |\n|---|---|---|\n");
            for field in fields {
                let need = if field.required { "needed" } else { "" };
                let (name, kind) = (&field.name, kind(&field.shape));
                let _ = writeln!(page, "| `{name}` | {kind}. {} | {need} |", field.about);
            }
        }
        Shape::Choice(variants) => {
            page.push('\n');
            for variant in variants {
                let _ = writeln!(page, "- {}: {}", written(variant), variant.about);
                if let Some(Shape::Fields(fields)) = &variant.payload {
                    for field in fields {
                        let need = if field.required { "" } else { " Optional." };
                        let kind = kind(&field.shape);
                        let _ =
                            writeln!(page, "  - `{}`: {kind}. {}{need}", field.name, field.about);
                    }
                }
            }
        }
        _ => {}
    }
}

/// Returns how a word of a choice is written.
fn written(variant: &Variant) -> String {
    match &variant.payload {
        None => format!("`{}`", variant.name),
        Some(Shape::Tuple(inner)) => {
            let inner: Vec<String> = inner.iter().map(kind).collect();
            format!("`{}(..)` with {}", variant.name, inner.join(" and "))
        }
        Some(Shape::Fields(fields)) => {
            let fields: Vec<String> = fields.iter().map(|f| format!("{}: ..", f.name)).collect();
            format!("`{}({})`", variant.name, fields.join(", "))
        }
        Some(inner) => format!("`{}(..)` with {}", variant.name, kind(inner)),
    }
}

/// Returns what a shape is, in an author's words.
fn kind(shape: &Shape) -> String {
    match shape {
        Shape::Type(name) => match name.as_str() {
            "Fact" => "fact".to_owned(),
            "Share" => "fact, from 0 to 1".to_owned(),
            "Ratio" => "fact, a factor above 0".to_owned(),
            "Amount" => "fact, 0 or more".to_owned(),
            "Measure" => "fact, above 0".to_owned(),
            "Level" => "fact, may be negative".to_owned(),
            "Date" => "moment".to_owned(),
            name if name.ends_with("Ref") => {
                format!("id of {}", article(&words(&name[..name.len() - 3])))
            }
            name => format!("[{}](#{})", words(name), words(name).replace(' ', "-")),
        },
        Shape::List(inner) => format!("list of {}", kind(inner)),
        Shape::Map(inner, _) => format!("map from name to {}", kind(inner)),
        Shape::Tuple(inner) => {
            let inner: Vec<String> = inner.iter().map(kind).collect();
            format!("({})", inner.join(", "))
        }
        Shape::Text(Text::Defines(_)) => "its id".to_owned(),
        Shape::Text(Text::Refers(section)) => format!("id in `{section}`"),
        Shape::Text(Text::Date) => "moment".to_owned(),
        Shape::Text(Text::Words) => "text".to_owned(),
        Shape::Number(..) => "number".to_owned(),
        Shape::Whole => "whole number".to_owned(),
        Shape::YesNo => "`true` or `false`".to_owned(),
        Shape::Fields(_) => "fields".to_owned(),
        Shape::Choice(_) => "choice".to_owned(),
    }
}

fn article(word: &str) -> String {
    let vowel = word.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {word}", if vowel { "an" } else { "a" })
}

/// Returns the words of a type's name: `ShipClass` is `ship class`.
fn words(name: &str) -> String {
    let mut words = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
