//! YAML of any shape, with the place of every key and value.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use serde_yaml::Spanned;

use super::{Data, Place};

/// A value as it was read.
#[derive(Debug, Default)]
pub(super) enum Node {
    #[default]
    Null,
    Scalar(Value),
    List(Vec<Spanned<Self>>),
    Map(Vec<(Spanned<String>, Spanned<Self>)>),
}

impl Node {
    /// The value, and where everything in it stands in `text`.
    pub(super) fn into_data(self, text: &str) -> Data {
        let mut places = BTreeMap::new();
        places.insert(String::new(), Place::default());
        let value = self.collect(text, String::new(), &mut places);
        Data { value, places }
    }

    fn collect(self, text: &str, pointer: String, places: &mut BTreeMap<String, Place>) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Scalar(value) => value,
            Self::List(entries) => {
                let values = entries.into_iter().enumerate().map(|(index, entry)| {
                    let pointer = format!("{pointer}/{index}");
                    places.insert(pointer.clone(), Place { key: None, value: line_from(text, start(&entry)) });
                    entry.value.collect(text, pointer, places)
                });
                Value::Array(values.collect())
            }
            Self::Map(entries) => {
                let mut map = Map::new();
                for (key, entry) in entries {
                    let pointer = format!("{pointer}/{}", key.value.replace('~', "~0").replace('/', "~1"));
                    let at = start(&key);
                    let place = Place { key: Some(at..at + key.value.len()), value: line_from(text, start(&entry)) };
                    places.insert(pointer.clone(), place);
                    map.insert(key.value, entry.value.collect(text, pointer, places));
                }
                Value::Object(map)
            }
        }
    }
}

fn start<T>(spanned: &Spanned<T>) -> usize {
    spanned.referenced.span().byte_offset().map_or(0, |offset| offset as usize)
}

/// From `at` to the end of its line, or to where a flow sequence goes on.
fn line_from(text: &str, at: usize) -> std::ops::Range<usize> {
    let at = text.floor_char_boundary(at.min(text.len()));
    let line = text[at..].lines().next().unwrap_or_default();
    let end = if line.starts_with(['"', '\'', '[', '{']) { None } else { line.find([',', '}', ']']) };
    at..at + line[..end.unwrap_or(line.len())].trim_end().len()
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Scalar(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_element()? {
            entries.push(entry);
        }
        Ok(Node::List(entries))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = access.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Map(entries))
    }
}
