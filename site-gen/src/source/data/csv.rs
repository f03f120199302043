//! CSV as RFC 4180 has it: the first line names the columns, every other line is a map of texts.

use std::ops::Range;

use serde_json::{Map, Value};

use super::{Data, Place};
use crate::check::{Code, Problem};

/// Reads a table; a line with more or fewer fields than columns is a problem.
pub(super) fn read(text: &str, problems: &mut Vec<Problem>) -> Data {
    let mut data = Data { value: Value::Array(Vec::new()), ..Data::default() };
    let mut lines = Lines { text, at: if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 } };
    let Some(columns) = lines.next_line(problems) else { return data };
    let mut rows = Vec::new();
    while let Some(fields) = lines.next_line(problems) {
        let place = fields.first().map_or(0, |field| field.1.start)..fields.last().map_or(0, |field| field.1.end);
        if fields.len() != columns.len() {
            let message = format!("this line has {} fields, the first line {}", fields.len(), columns.len());
            problems.push(
                Problem::new(Code::DataSyntax, place.clone(), message).hint("put a field with a comma between quotes"),
            );
        }
        let pointer = format!("/{}", rows.len());
        data.places.insert(pointer.clone(), Place { key: None, value: place });
        let mut row = Map::new();
        for ((name, key), (value, place)) in columns.iter().zip(fields) {
            let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
            data.places.insert(pointer, Place { key: Some(key.clone()), value: place });
            row.insert(name.clone(), value.into());
        }
        rows.push(Value::Object(row));
    }
    data.value = Value::Array(rows);
    data
}

struct Lines<'text> {
    text: &'text str,
    at: usize,
}

impl Lines<'_> {
    /// The fields of the next line that is not empty.
    fn next_line(&mut self, problems: &mut Vec<Problem>) -> Option<Vec<(String, Range<usize>)>> {
        self.at += self.text[self.at..].len() - self.text[self.at..].trim_start_matches(['\r', '\n']).len();
        if self.at == self.text.len() {
            return None;
        }
        let mut fields = Vec::new();
        loop {
            fields.push(self.field(problems));
            let rest = &self.text[self.at..];
            if !rest.starts_with(',') {
                self.at += rest.find('\n').map_or(rest.len(), |newline| newline + 1);
                return Some(fields);
            }
            self.at += 1;
        }
    }

    fn field(&mut self, problems: &mut Vec<Problem>) -> (String, Range<usize>) {
        let start = self.at;
        let rest = &self.text[start..];
        if !rest.starts_with('"') {
            let field = &rest[..rest.find([',', '\n']).unwrap_or(rest.len())];
            self.at += field.len();
            let field = field.trim_end_matches('\r');
            return (field.to_owned(), start..start + field.len());
        }
        let mut value = String::new();
        let mut parts = rest[1..].split('"');
        self.at += 1;
        loop {
            let Some(part) = parts.next() else {
                problems.push(Problem::new(Code::DataSyntax, start..start + 1, "these quotes are not closed"));
                self.at = self.text.len();
                return (value, start..self.at);
            };
            value.push_str(part);
            self.at += part.len();
            if self.at == self.text.len() {
                continue;
            }
            self.at += 1;
            if !self.text[self.at..].starts_with('"') {
                return (value, start..self.at);
            }
            // Two quotes are one in the text.
            value.push('"');
            self.at += 1;
            parts.next();
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn quotes_commas_and_line_ends_are_text_between_quotes() {
        let mut problems = Vec::new();
        let text = "\u{feff}name,says\r\nAda,\"a \"\"b\"\", c\nd\"\r\n\r\nBob,\r\n";
        let data = read(text, &mut problems);
        assert_eq!(problems, []);
        assert_eq!(data.value, json!([{ "name": "Ada", "says": "a \"b\", c\nd" }, { "name": "Bob", "says": "" }]));
        assert_eq!(&text[data.places["/1/name"].value.clone()], "Bob");
    }

    #[test]
    fn lines_that_do_not_fit_are_reported() {
        let mut problems = Vec::new();
        read("a,b\n1\n\"2,3", &mut problems);
        assert_eq!(problems.len(), 3);
    }
}
