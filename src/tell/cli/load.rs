//! Finds a scenario by its name or its path, and reads it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::{Failure, usage, wrong};
use crate::scenario::format::Part;

/// Reads a scenario: a shipped one by its name, or one on disk by its path.
pub(super) fn load(name: &str) -> Result<Part, Failure> {
    let shipped = Path::new("scenarios").join(name);
    let path = if Path::new(name).exists() { PathBuf::from(name) } else { shipped };
    let path = if path.is_dir() { path.join("scenario.ron") } else { path };
    if !path.exists() {
        let hint = "name a shipped scenario, a folder with a `scenario.ron`, or a file".to_owned();
        return Err(usage(format!("there is no scenario `{name}`"), Some(hint)));
    }
    let first = read(&path)?;
    let others = first.scenario.iter().flat_map(|head| head.parts.clone());
    let others: Vec<String> = others.collect();
    let mut whole = serde_json::to_value(first).unwrap_or_default();
    for other in others {
        let part = read(&path.with_file_name(other))?;
        merge(&mut whole, serde_json::to_value(part).unwrap_or_default());
    }
    serde_json::from_value(whole).map_err(|error| wrong(error.to_string(), None))
}

fn read(path: &Path) -> Result<Part, Failure> {
    let at = path.display();
    let text = fs::read_to_string(path)
        .map_err(|error| wrong(format!("{at} cannot be read: {error}"), None))?;
    let ron =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    ron.from_str(&text).map_err(|error| wrong(format!("{at}:{error}"), None))
}

fn merge(whole: &mut Value, part: Value) {
    match (whole, part) {
        (Value::Array(all), Value::Array(more)) => all.extend(more),
        (Value::Object(all), Value::Object(more)) => {
            for (key, value) in more {
                merge(all.entry(key).or_insert(Value::Null), value);
            }
        }
        (all @ Value::Null, more) => *all = more,
        _ => {}
    }
}
