//! The shape of the format: what may stand where, read off the JSON Schema of the format's types.
//!
//! One description serves the check, which walks it beside the syntax tree, and the reference,
//! which prints it.

use std::collections::BTreeMap;

use schemars::schema_for;
use serde_json::{Map, Value};

use super::format::Part;

/// What may stand somewhere.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    /// A type with a name, looked up in [`Shapes::named`].
    Type(String),
    /// Fields in round brackets.
    Fields(Vec<Field>),
    /// One of several words, each perhaps with something in round brackets.
    Choice(Vec<Variant>),
    /// A list.
    List(Box<Shape>),
    /// So many values in round brackets.
    Tuple(Vec<Shape>),
    /// A map from texts; its keys may define ids or name them.
    Map(Box<Shape>, Text),
    /// Text.
    Text(Text),
    /// A number in a range.
    Number(f64, f64),
    /// A whole number.
    Whole,
    /// `true` or `false`.
    YesNo,
}

/// What a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Text {
    /// Words for people.
    Words,
    /// A moment.
    Date,
    /// An id that this text defines.
    Defines(String),
    /// An id defined elsewhere.
    Refers(String),
}

/// A field.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub name: String,
    pub about: String,
    pub shape: Shape,
    pub required: bool,
}

/// A word of a choice.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    pub name: String,
    pub about: String,
    pub payload: Option<Shape>,
}

/// A type with a name.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub about: String,
    pub shape: Shape,
    /// The range of a fact, where this type bounds one.
    pub bounds: Option<(f64, f64)>,
}

/// The shape of a whole part.
#[derive(Debug, Clone)]
pub(super) struct Shapes {
    pub sections: Vec<Field>,
    pub named: BTreeMap<String, Named>,
}

impl Shapes {
    /// Reads the shape of the format.
    pub(super) fn new() -> Shapes {
        let schema = schema_for!(Part).to_value();
        let empty = Map::new();
        let definitions = schema.get("$defs").and_then(Value::as_object).unwrap_or(&empty);
        let named = definitions.iter().map(|(name, value)| (name.clone(), named(value)));
        Shapes { sections: fields(&schema), named: named.collect() }
    }

    /// Returns the shape behind a name, and the bounds of a fact on the way to it.
    pub(super) fn resolve<'a>(&'a self, shape: &'a Shape) -> (&'a Shape, Resolved<'a>) {
        let mut resolved = Resolved::default();
        let mut shape = shape;
        while let Shape::Type(name) = shape {
            let Some(named) = self.named.get(name) else { break };
            resolved.name = Some(name);
            resolved.bounds = resolved.bounds.or(named.bounds);
            shape = &named.shape;
        }
        (shape, resolved)
    }
}

/// What was met on the way from a name to a shape.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Resolved<'a> {
    /// The last name.
    pub name: Option<&'a str>,
    /// The bounds of a fact.
    pub bounds: Option<(f64, f64)>,
}

fn named(value: &Value) -> Named {
    let bound = |key: &str| value.get(key).and_then(Value::as_f64);
    Named { about: about(value), shape: shape(value), bounds: bound("x-min").zip(bound("x-max")) }
}

fn about(value: &Value) -> String {
    let text = value.get("description").and_then(Value::as_str).unwrap_or("");
    text.replace('\n', " ").trim().to_owned()
}

fn text_of<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn list_of<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn shape(value: &Value) -> Shape {
    if let Some(name) = text_of(value, "$ref") {
        return Shape::Type(name.rsplit('/').next().unwrap_or(name).to_owned());
    }
    if let Some(inner) = list_of(value, "anyOf").first() {
        return shape(inner);
    }
    let variants = list_of(value, "oneOf");
    if !variants.is_empty() || value.get("enum").is_some() {
        return Shape::Choice(choice(value, variants));
    }
    let kind = match value.get("type") {
        Some(Value::Array(kinds)) => kinds.first().and_then(Value::as_str),
        Some(kind) => kind.as_str(),
        None => None,
    };
    match kind.unwrap_or("") {
        "object" => match value.get("additionalProperties") {
            Some(values @ Value::Object(_)) => {
                let section = |key: &str| text_of(value, key).map(str::to_owned);
                let defines = section("x-keys").map(Text::Defines);
                let refers = section("x-key-refs").map(Text::Refers);
                Shape::Map(Box::new(shape(values)), defines.or(refers).unwrap_or(Text::Words))
            }
            _ => Shape::Fields(fields(value)),
        },
        "array" => match value.get("items") {
            Some(items @ Value::Object(_)) if value.get("prefixItems").is_none() => {
                Shape::List(Box::new(shape(items)))
            }
            _ => Shape::Tuple(list_of(value, "prefixItems").iter().map(shape).collect()),
        },
        "number" => {
            let bound = |key: &str, none| value.get(key).and_then(Value::as_f64).unwrap_or(none);
            Shape::Number(bound("minimum", f64::MIN), bound("maximum", f64::MAX))
        }
        "integer" => Shape::Whole,
        "boolean" => Shape::YesNo,
        _ => Shape::Text(text(value)),
    }
}

fn text(value: &Value) -> Text {
    if let Some(section) = text_of(value, "x-ref") {
        Text::Refers(section.to_owned())
    } else if let Some(section) = text_of(value, "x-id") {
        Text::Defines(section.to_owned())
    } else if text_of(value, "x-text") == Some("date") {
        Text::Date
    } else {
        Text::Words
    }
}

fn fields(value: &Value) -> Vec<Field> {
    let required = list_of(value, "required");
    let Some(properties) = value.get("properties").and_then(Value::as_object) else {
        return Vec::new();
    };
    let each = properties.iter().map(|(name, value)| Field {
        name: name.clone(),
        about: about(value),
        shape: shape(value),
        required: required.iter().any(|r| r.as_str() == Some(name)),
    });
    each.collect()
}

fn choice(value: &Value, variants: &[Value]) -> Vec<Variant> {
    let word = |name: &str, about: String| Variant { name: name.to_owned(), about, payload: None };
    let plain = list_of(value, "enum").iter().filter_map(Value::as_str);
    let mut all: Vec<Variant> = plain.map(|name| word(name, String::new())).collect();
    for variant in variants {
        if let Some(name) = text_of(variant, "const") {
            all.push(word(name, about(variant)));
        }
        for name in list_of(variant, "enum").iter().filter_map(Value::as_str) {
            all.push(word(name, about(variant)));
        }
        let payload = variant.get("properties").and_then(Value::as_object);
        if let Some((name, inner)) = payload.and_then(|properties| properties.iter().next()) {
            let payload = Some(shape(inner));
            all.push(Variant { name: name.clone(), about: about(variant), payload });
        }
    }
    all
}
