//! Front matter that says nothing: keys without a value, titles that only repeat the file's name, marks of a template.
//!
//! Read as text, because the typed reader takes an absent and an empty value for the same.

use std::ops::Range;

use crate::check::{Code, Problem, leaks};

/// Values that are none.
const NOTHING: [&str; 6] = ["\"\"", "''", "[]", "{}", "~", "null"];

/// What the front matter at `yaml` of the file `text` says in vain; `stem` is the file's name without its ending.
pub(super) fn check(text: &str, yaml: Range<usize>, stem: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut entries = entries(text, yaml.clone()).peekable();
    if entries.peek().is_none() {
        let fence = text[..yaml.start].rfind("---").unwrap_or(yaml.start);
        return vec![
            Problem::new(Code::FrontMatterEmpty, fence..fence + "---".len(), "the front matter is empty")
                .hint("give the page a `title`, or remove both lines of `---`"),
        ];
    }
    for Entry { key, key_span, value, value_span, goes_on } in entries {
        let empty = value.is_empty() && !goes_on || NOTHING.contains(&value);
        // An empty title is an error already.
        if empty && !(key == "title" && value.len() == 2) {
            problems.push(
                Problem::new(Code::FrontMatterEmpty, key_span, format!("`{key}` has no value"))
                    .hint("give it one, or remove the line"),
            );
        } else if key == "title" && value.trim_matches(['"', '\'']) == stem && stem.starts_with(char::is_lowercase) {
            problems.push(
                Problem::new(Code::FrontMatterEmpty, value_span, "the title is only the file's name")
                    .hint("write it as readers should see it"),
            );
        } else if let Some((_, mark)) = leaks::find(value) {
            let message = format!("readers will see `{mark}` as it stands");
            problems.push(
                Problem::new(Code::PlaceholderLeak, value_span, message)
                    .hint("front matter is no template; write the text"),
            );
        }
    }
    problems
}

struct Entry<'text> {
    key: &'text str,
    key_span: Range<usize>,
    value: &'text str,
    value_span: Range<usize>,
    /// Whether the lines below belong to the value.
    goes_on: bool,
}

/// The top-level entries, each with what stands on its own line.
fn entries(text: &str, yaml: Range<usize>) -> impl Iterator<Item = Entry<'_>> {
    let mut at = yaml.start;
    let lines: Vec<(usize, &str)> = text[yaml]
        .split_inclusive('\n')
        .map(|line| {
            at += line.len();
            (at - line.len(), line.trim_end())
        })
        .collect();
    let mut found = Vec::new();
    for (position, (start, line)) in lines.iter().enumerate() {
        let Some((key, value)) =
            line.split_once(':').filter(|(key, _)| !key.is_empty() && !key.starts_with([' ', '#', '-']))
        else {
            continue;
        };
        let value = value.split(" #").next().unwrap_or_default().trim();
        let below = lines[position + 1..].iter().find(|(_, line)| !line.trim().is_empty());
        let value_start = start + line.len() - line[key.len() + 1..].trim_start().len();
        found.push(Entry {
            key: key.trim(),
            key_span: *start..start + key.trim_end().len(),
            value,
            value_span: value_start..value_start + value.len(),
            goes_on: below.is_some_and(|(_, line)| line.starts_with([' ', '-', '\t'])),
        });
    }
    found.into_iter()
}
