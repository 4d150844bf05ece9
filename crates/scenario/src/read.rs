//! From the syntax tree of a part to its types; each fact is given its id on the way.

use std::{cell::RefCell, fmt::Write};

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
    value::{StrDeserializer, U32Deserializer},
};

use crate::{
    format::{Facts, Grounds, Part},
    tree::{self, Kind, Node, Span, read_number},
};

/// Reads the parts of one scenario one after the other, so that no two facts have one id.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    facts: RefCell<Facts>,
}

impl Reader {
    /// Makes a reader that gives facts the ids that they already have.
    pub(crate) fn knowing(facts: Facts) -> Reader {
        Reader { facts: RefCell::new(facts) }
    }

    /// Reads a value that stands at a path.
    pub(crate) fn read_at<'a, T: de::Deserialize<'a>>(
        &'a self,
        node: &'a Node,
        path: &str,
    ) -> Result<T, Unread> {
        T::deserialize(Value { node, at: &Path::Step(&Path::Root, path), reader: self })
    }

    /// Reads a value and all it holds.
    pub(crate) fn read<'a, T: de::Deserialize<'a>>(&'a self, node: &'a Node) -> Result<T, Unread> {
        T::deserialize(Value { node, at: &Path::Root, reader: self })
    }

    /// Returns all facts that were read.
    pub(crate) fn into_facts(self) -> Facts {
        self.facts.into_inner()
    }
}

impl Part {
    /// Reads a scenario that is one text.
    ///
    /// # Errors
    /// The first thing that cannot be read. [`check`](crate::check()) finds all of them, with hints.
    pub fn of_text(text: &str) -> Result<Part, Unread> {
        let (node, mistakes) = tree::parse(text);
        if let Some(mistake) = mistakes.into_iter().next() {
            return Err(Unread { span: Some(mistake.span), message: mistake.message });
        }
        let reader = Reader::default();
        let node = node.ok_or_else(|| Unread::custom("the text holds nothing"))?;
        let part: Part = reader.read(&node)?;
        Ok(Part { numbered: reader.into_facts(), ..part })
    }
}

/// What kept a part from being read.
#[derive(Debug, Clone, PartialEq)]
pub struct Unread {
    pub(crate) span: Option<Span>,
    pub(crate) message: String,
}

impl std::fmt::Display for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.span {
            Some(span) => write!(f, "line {}: {}", span.start.line, self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Unread {}

impl Error for Unread {
    fn custom<T: std::fmt::Display>(message: T) -> Unread {
        Unread { span: None, message: message.to_string() }
    }
}

/// The way to a value: of `ships/aurora/cargo`, the steps.
enum Path<'a> {
    Root,
    Step(&'a Path<'a>, &'a str),
    Place(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn write(&self, out: &mut String) {
        let mut below = |before: &Path, step: &dyn std::fmt::Display| {
            before.write(out);
            let slash = if out.is_empty() { "" } else { "/" };
            // writing to a text cannot fail
            _ = write!(out, "{slash}{step}");
        };
        match self {
            Path::Root => {}
            Path::Step(before, step) => below(before, step),
            Path::Place(before, place) => below(before, place),
        }
    }
}

/// A value of the tree, ready to become one of a type.
#[derive(Clone, Copy)]
struct Value<'a, 'p> {
    node: &'a Node,
    at: &'p Path<'p>,
    reader: &'a Reader,
}

impl<'a> Value<'a, '_> {
    fn error(self, expected: &str) -> Unread {
        let message = format!("expected {expected}, found {}", self.node.found());
        Unread { span: Some(self.node.span), message }
    }

    /// Gives an error the place of this value, if it has none yet.
    fn here<T>(self, read: Result<T, Unread>) -> Result<T, Unread> {
        read.map_err(|error| Unread { span: error.span.or(Some(self.node.span)), ..error })
    }

    fn items(self) -> Result<&'a [Node], Unread> {
        match &self.node.kind {
            Kind::List(items) | Kind::Tuple(items) => Ok(items),
            _ => Err(self.error("a list")),
        }
    }
}

/// Hands a number on as the type that is asked for.
macro_rules! whole_numbers {
    ($($method:ident $visit:ident $type:ty),*) => {$(
        fn $method<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unread> {
            let Kind::Number(raw) = &self.node.kind else { return Err(self.error("a number")) };
            let number = read_number(raw).filter(|number| number.fract() == 0.0);
            let number = number.and_then(|number| <$type>::try_from(number as i64).ok());
            self.here(visitor.$visit(number.ok_or_else(|| self.error("a whole number"))?))
        }
    )*};
}

impl<'a> Deserializer<'a> for Value<'a, '_> {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unread> {
        match &self.node.kind {
            Kind::Text(text) => self.here(visitor.visit_borrowed_str(text)),
            Kind::YesNo(yes) => self.here(visitor.visit_bool(*yes)),
            Kind::Number(_) => self.deserialize_f64(visitor),
            Kind::List(_) | Kind::Tuple(_) => self.deserialize_seq(visitor),
            Kind::Map(_) | Kind::Fields(_) => self.deserialize_map(visitor),
            Kind::Nothing => self.here(visitor.visit_none()),
            Kind::Named(..) | Kind::Broken => Err(self.error("a value")),
        }
    }

    whole_numbers!(
        deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16, deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64, deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32, deserialize_i64 visit_i64 i64
    );

    fn deserialize_f64<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unread> {
        let Kind::Number(raw) = &self.node.kind else { return Err(self.error("a number")) };
        self.here(visitor.visit_f64(read_number(raw).ok_or_else(|| self.error("a number"))?))
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unread> {
        match &self.node.kind {
            Kind::Nothing => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        if name != Facts::OF_TYPE {
            return visitor.visit_newtype_struct(self);
        }
        let mut path = String::new();
        self.at.write(&mut path);
        let grounds: Grounds = de::Deserialize::deserialize(self)?;
        let id = self.reader.facts.borrow_mut().note(path, &grounds);
        visitor.visit_seq(Numbered { id: Some(id.0), value: Some(self) })
    }

    fn deserialize_seq<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_seq(Items { of: self, left: self.items()?, place: 0 })
    }

    fn deserialize_tuple<V: Visitor<'a>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        if self.items()?.len() != length {
            return Err(self.error(&format!("{length} values in round brackets")));
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Unread> {
        match &self.node.kind {
            Kind::Map(entries) => {
                let entries = entries.iter().map(|(key, value)| (key.text().unwrap_or(""), value));
                self.here(visitor.visit_map(Entries { of: self, left: entries, value: None }))
            }
            Kind::Fields(fields) => {
                let fields = fields.iter().map(|(name, _, value)| (name.as_str(), value));
                self.here(visitor.visit_map(Entries { of: self, left: fields, value: None }))
            }
            Kind::Tuple(items) if items.is_empty() => self.here(visitor.visit_map(Entries {
                of: self,
                left: [].into_iter(),
                value: None,
            })),
            _ => Err(self.error("fields in round brackets")),
        }
    }

    fn deserialize_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.here(visitor.visit_enum(self))
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'a>>
        bool char str string bytes byte_buf unit unit_struct identifier ignored_any
        f32 i128 u128
    }
}

/// A fact as its type takes it: its id, then what is written.
struct Numbered<'a, 'p> {
    id: Option<u32>,
    value: Option<Value<'a, 'p>>,
}

impl<'a> SeqAccess<'a> for Numbered<'a, '_> {
    type Error = Unread;

    fn next_element_seed<T: DeserializeSeed<'a>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unread> {
        match (self.id.take(), self.value.take()) {
            (Some(id), value) => {
                self.value = value;
                let id: U32Deserializer<Unread> = id.into_deserializer();
                seed.deserialize(id).map(Some)
            }
            (None, value) => value.map(|value| seed.deserialize(value)).transpose(),
        }
    }
}

/// The items of a list or of round brackets.
struct Items<'a, 'p> {
    of: Value<'a, 'p>,
    left: &'a [Node],
    place: usize,
}

impl<'a> SeqAccess<'a> for Items<'a, '_> {
    type Error = Unread;

    fn next_element_seed<T: DeserializeSeed<'a>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unread> {
        let Some((node, left)) = self.left.split_first() else { return Ok(None) };
        self.left = left;
        self.place += 1;
        let id = match &node.kind {
            Kind::Fields(_) => node.field("id").and_then(Node::text),
            _ => None,
        };
        let at = match id {
            Some(id) => Path::Step(self.of.at, id),
            None => Path::Place(self.of.at, self.place),
        };
        seed.deserialize(Value { node, at: &at, reader: self.of.reader }).map(Some)
    }
}

/// Fields, or the entries of a map.
struct Entries<'a, 'p, I> {
    of: Value<'a, 'p>,
    left: I,
    value: Option<(&'a str, &'a Node)>,
}

impl<'a, I: Iterator<Item = (&'a str, &'a Node)>> MapAccess<'a> for Entries<'a, '_, I> {
    type Error = Unread;

    fn next_key_seed<K: DeserializeSeed<'a>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unread> {
        self.value = self.left.next();
        let Some((key, _)) = self.value else { return Ok(None) };
        let key: StrDeserializer<Unread> = key.into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Unread> {
        let (key, node) = self.value.take().ok_or_else(|| self.of.error("a value"))?;
        let at = Path::Step(self.of.at, key);
        seed.deserialize(Value { node, at: &at, reader: self.of.reader })
    }
}

impl<'a, 'p> EnumAccess<'a> for Value<'a, 'p> {
    type Error = Unread;
    type Variant = Body<'a, 'p>;

    fn variant_seed<V: DeserializeSeed<'a>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Body<'a, 'p>), Unread> {
        let Kind::Named(name, body) = &self.node.kind else { return Err(self.error("a word")) };
        let key: StrDeserializer<Unread> = name.as_str().into_deserializer();
        let body = Body { name, node: body.as_deref(), of: self };
        Ok((seed.deserialize(key)?, body))
    }
}

/// What stands in round brackets after a word.
struct Body<'a, 'p> {
    name: &'a str,
    node: Option<&'a Node>,
    of: Value<'a, 'p>,
}

impl<'a> Body<'a, '_> {
    /// Hands on what stands in the brackets.
    fn inside<T>(self, read: impl FnOnce(Value<'a, '_>) -> Result<T, Unread>) -> Result<T, Unread> {
        let node = self.node.ok_or_else(|| self.of.error("something in round brackets"))?;
        let at = Path::Step(self.of.at, self.name);
        read(Value { node, at: &at, reader: self.of.reader })
    }
}

impl<'a> VariantAccess<'a> for Body<'a, '_> {
    type Error = Unread;

    fn unit_variant(self) -> Result<(), Unread> {
        if self.node.is_some() { Err(self.of.error("a word alone")) } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, Unread> {
        self.inside(|value| match value.items()? {
            [one] => seed.deserialize(Value { node: one, ..value }),
            _ => Err(value.error("one value")),
        })
    }

    fn tuple_variant<V: Visitor<'a>>(self, length: usize, visitor: V) -> Result<V::Value, Unread> {
        self.inside(|value| value.deserialize_tuple(length, visitor))
    }

    fn struct_variant<V: Visitor<'a>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.inside(|value| value.deserialize_map(visitor))
    }
}
