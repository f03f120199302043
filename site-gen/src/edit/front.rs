//! Front matter changed as a careful hand would: only the lines that have to change.

use crate::source::front_matter;

/// `text` with `id` (where there is none) and `added` among its aliases, without the alias `removed`.
///
/// `None` when its front matter is written in a way that this cannot change.
pub(super) fn with_alias(text: &str, id: Option<&str>, added: &str, removed: &str) -> Option<String> {
    let id_line = |id: &str| format!("id: {id}\n");
    let Some(range) = front_matter::yaml_range(text) else {
        let id = id.map(id_line).unwrap_or_default();
        return Some(format!("---\n{id}aliases:\n  - {added}\n---\n\n{text}"));
    };
    let mut lines: Vec<String> = text[range.clone()].split_inclusive('\n').map(str::to_owned).collect();
    remove(&mut lines, removed);
    match lines.iter().position(|line| line.starts_with("aliases:")) {
        None => lines.push(format!("aliases:\n  - {added}\n")),
        Some(at) => {
            let value = lines[at]["aliases:".len()..].trim().to_owned();
            if let Some(rest) = value.strip_prefix('[') {
                let comma = if rest.trim_start().starts_with(']') { "" } else { ", " };
                lines[at] = format!("aliases: [{added}{comma}{rest}\n");
            } else if value.is_empty() || value.starts_with('#') {
                let next = lines.get(at + 1).filter(|line| line.trim_start().starts_with("- "));
                let indent = next.map_or(2, |line| line.len() - line.trim_start().len());
                lines.insert(at + 1, format!("{}- {added}\n", " ".repeat(indent)));
            } else {
                return None;
            }
        }
    }
    if let Some(id) = id {
        lines.insert(0, id_line(id));
    }
    Some(format!("{}{}{}", &text[..range.start], lines.concat(), &text[range.end..]))
}

/// Takes the alias out of the list, in either way of writing one, and the list when nothing is left in it.
fn remove(lines: &mut Vec<String>, alias: &str) {
    let is_alias = |text: &str| {
        let text = text.trim().trim_matches(['"', '\'']);
        text.trim_end_matches('/') == alias.trim_end_matches('/')
    };
    let Some(at) = lines.iter().position(|line| line.starts_with("aliases:")) else { return };
    let value = lines[at]["aliases:".len()..].trim().to_owned();
    if let Some(list) = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let kept: Vec<_> = list.split(',').map(str::trim).filter(|entry| !is_alias(entry)).collect();
        lines[at] = format!("aliases: [{}]\n", kept.join(", "));
        return;
    }
    let mut position = at + 1;
    while let Some(entry) = lines.get(position).and_then(|line| line.trim_start().strip_prefix("- ")) {
        if is_alias(entry) {
            lines.remove(position);
        } else {
            position += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_join_whatever_list_there_is() {
        let with = |text| with_alias(text, Some("old"), "/old/", "/new/").unwrap();
        assert_eq!(with("# A\n"), "---\nid: old\naliases:\n  - /old/\n---\n\n# A\n");
        assert_eq!(with("---\ntitle: A\n---\nB\n"), "---\nid: old\ntitle: A\naliases:\n  - /old/\n---\nB\n");
        assert_eq!(with("---\naliases:\n- /a/\n---\n"), "---\nid: old\naliases:\n- /old/\n- /a/\n---\n");
        assert_eq!(with("---\naliases: [/a/]\n---\n"), "---\nid: old\naliases: [/old/, /a/]\n---\n");
        assert_eq!(with("---\naliases: [ /new ]\n---\n"), "---\nid: old\naliases: [/old/]\n---\n");
        assert_eq!(
            with("---\naliases:\n  - /new/ \n  - /a/\n---\n"),
            "---\nid: old\naliases:\n  - /old/\n  - /a/\n---\n"
        );
        assert_eq!(with_alias("---\naliases: *list\n---\n", None, "/old/", "/new/"), None);
    }
}
