//! Front matter in YAML or TOML, with the keys of other generators, as front matter of a page here.

use serde_json::{Map, Value};

/// The front matter as it is written here, the text below, and the line on which that begins.
pub(super) fn convert<'text>(text: &'text str, leave: &mut impl FnMut(usize, String)) -> (String, &'text str, usize) {
    let Some((fence, yaml, below)) = split(text) else { return (String::new(), text, 1) };
    let first_line = text[..text.len() - below.len()].matches('\n').count() + 1;
    let read = if fence == "+++" {
        toml::from_str::<Value>(yaml).map_err(|error| error.message().to_owned())
    } else {
        serde_yaml::from_str::<Option<Value>>(yaml).map(Option::unwrap_or_default).map_err(|error| error.to_string())
    };
    let keys = match read {
        Ok(Value::Object(keys)) => keys,
        Ok(Value::Null) => return (String::new(), below, first_line),
        Ok(_) => {
            leave(1, "the front matter has no keys".to_owned());
            return (String::new(), below, first_line);
        }
        Err(reason) => {
            let reason = reason.lines().next().unwrap_or_default();
            leave(1, format!("the front matter cannot be read, and was left out: {reason}"));
            return (String::new(), below, first_line);
        }
    };
    let line_of = |key: &str| yaml.lines().position(|line| line.trim_start().starts_with(key)).map_or(1, |at| at + 2);
    let mut lines = Vec::new();
    collect(&keys, &mut lines, &mut |key, message| leave(line_of(key), message));
    if lines.is_empty() {
        return (String::new(), below, first_line);
    }
    // A key that came in under two names counts once.
    lines.sort_by_key(|(key, _)| *key);
    lines.dedup_by_key(|(key, _)| *key);
    let written: String = lines.iter().map(|(key, value)| format!("{key}: {value}\n")).collect();
    (format!("---\n{written}---\n"), below, first_line)
}

fn collect(keys: &Map<String, Value>, lines: &mut Vec<(&'static str, String)>, leave: &mut dyn FnMut(&str, String)) {
    for (key, value) in keys {
        let known = match key.as_str() {
            "title" => text(value).map(|value| ("title", value)),
            "description" | "summary" => text(value).map(|value| ("description", value)),
            "weight" | "sidebar_position" | "order" => value.as_i64().map(|value| ("weight", value.to_string())),
            "draft" => value.as_bool().map(|value| ("draft", value.to_string())),
            "slug" => value.as_str().filter(|slug| !slug.contains('/')).map(|_| ("slug", value.to_string())),
            "aliases" => paths(value).map(|value| ("aliases", value)),
            "tags" => texts(value).map(|value| ("tags", value)),
            "lastmod" | "updated" | "last_updated" => day(value).map(|value| ("updated", value)),
            "last_update" => value.get("date").and_then(day).map(|value| ("updated", value)),
            "toc" => value.as_bool().map(|value| ("toc", value.to_string())),
            "hide_table_of_contents" => value.as_bool().map(|value| ("toc", (!value).to_string())),
            "hide_title" => value.as_bool().map(|value| ("showTitle", (!value).to_string())),
            "hide" => hides_toc(value).then(|| ("toc", "false".to_owned())),
            "taxonomies" => value.get("tags").and_then(texts).map(|value| ("tags", value)),
            _ => None,
        };
        match known {
            Some(line) => lines.push(line),
            None if value.is_object() => leave(key, format!("the key `{key}` was left out")),
            None => leave(key, format!("the key `{key}` with {value} was left out")),
        }
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.trim().is_empty()).map(|_| value.to_string())
}

fn texts(value: &Value) -> Option<String> {
    let list = value.as_array()?;
    (!list.is_empty() && list.iter().all(Value::is_string)).then(|| value.to_string())
}

/// Only addresses from the root have a meaning that does not depend on the other generator.
fn paths(value: &Value) -> Option<String> {
    let list = value.as_array()?;
    let is_path =
        |entry: &Value| entry.as_str().is_some_and(|path| path.starts_with('/') && !path.contains(['#', '?']));
    (!list.is_empty() && list.iter().all(is_path)).then(|| value.to_string())
}

/// The day of a date with or without a time; TOML's dates are maps with one value.
fn day(value: &Value) -> Option<String> {
    let text = value.as_str().or_else(|| value.as_object()?.values().next()?.as_str())?;
    let day = text.get(..10)?;
    let is_day =
        day.bytes().enumerate().all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    is_day.then(|| day.to_owned())
}

fn hides_toc(value: &Value) -> bool {
    value.as_array().is_some_and(|list| list.len() == 1 && list[0] == "toc")
}

/// The fence, what stands between two of it, and what stands below.
fn split(text: &str) -> Option<(&str, &str, &str)> {
    let fence =
        ["---", "+++"].into_iter().find(|fence| text.lines().next().is_some_and(|line| line.trim_end() == *fence))?;
    let start = text.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((fence, &text[start..at], &text[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_other_generators_find_their_counterparts() {
        let mut left = Vec::new();
        let text = "+++\ntitle = \"A: b\"\nweight = 3\nupdated = 2026-01-02\ntemplate = \"x.html\"\n[taxonomies]\ntags = [\"one\"]\n+++\nText\n";
        let (front, below, line) = convert(text, &mut |line, message| left.push((line, message)));
        assert_eq!(front, "---\ntags: [\"one\"]\ntitle: \"A: b\"\nupdated: 2026-01-02\nweight: 3\n---\n");
        assert_eq!((below, line), ("Text\n", 9));
        assert_eq!(left, [(5, "the key `template` with \"x.html\" was left out".to_owned())]);
    }
}
