//! Markdown with the additions of other generators, line by line; code blocks stay as they are.

/// Callouts that are being read.
enum Open {
    /// Until a line of as many colons.
    Colons(usize),
    /// As long as lines are indented further than `within`.
    Indented {
        within: usize,
        /// How far its tags are indented here.
        shown: usize,
        /// How much less its text is indented here.
        dedent: usize,
        end: &'static str,
    },
}

/// The Markdown of a page; `first_line` is its line in the file, `mdx` whether it is a program, too.
pub(super) fn convert(text: &str, mdx: bool, first_line: usize, leave: &mut impl FnMut(usize, String)) -> String {
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<Open> = Vec::new();
    let mut fence: Option<String> = None;
    // Where the text of the list item begins that is being read.
    let mut item = 0;
    for (position, line) in text.lines().enumerate() {
        let number = first_line + position;
        let mut line = line;
        if fence.is_none() {
            close_indented(line, &mut open, &mut out);
        }
        let dedent = dedent(&open);
        line = &line[line.len().min(leading(line).min(dedent))..];
        let bare = line.trim_start();
        item = item_offset(line).unwrap_or(if bare.is_empty() || leading(line) > 0 { item } else { 0 });
        if let Some(mark) = &fence {
            if bare.starts_with(mark.as_str()) && bare.trim_matches(['`', '~']).trim().is_empty() {
                fence = None;
            }
            push(&mut out, line);
            continue;
        }
        if bare.starts_with("```") || bare.starts_with("~~~") {
            let mark = &bare[..1];
            fence = Some(mark.repeat(bare.len() - bare.trim_start_matches(mark).len()));
            push(&mut out, line);
        } else if let Some(tag) = colons(bare, &mut open) {
            if tag.starts_with("</") && !out.ends_with("\n\n") {
                out.push('\n');
            }
            push(&mut out, &format!("{}{tag}", &line[..leading(line)]));
        } else if let Some(tag) = marks(bare, leading(line), item, &mut open) {
            push(&mut out, &tag);
        } else if mdx && (bare.starts_with("import ") || bare.starts_with("export ")) {
            leave(number, format!("left out, since pages here are no programs: `{}`", bare.trim_end()));
        } else {
            report(bare, mdx, number, leave);
            push(&mut out, &links(line));
        }
    }
    while let Some(last) = open.pop() {
        match last {
            Open::Indented { shown, end, .. } => push(&mut out, &format!("\n{}{end}", " ".repeat(shown))),
            Open::Colons(_) => push(&mut out, "\n</Callout>"),
        }
    }
    out
}

fn push(out: &mut String, line: &str) {
    out.push_str(line.trim_end_matches('\r'));
    out.push('\n');
}

fn leading(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The kind of box that stands for another generator's.
fn kind(name: &str) -> &'static str {
    match name {
        "tip" | "success" | "hint" | "check" | "done" => "tip",
        "important" => "important",
        "warning" | "attention" => "warning",
        "caution" | "danger" | "error" | "failure" | "bug" => "caution",
        _ => "note",
    }
}

fn callout(name: &str, title: &str) -> String {
    let title = title.trim().replace('&', "&amp;").replace('"', "&quot;");
    let title = if title.is_empty() { String::new() } else { format!(" title=\"{title}\"") };
    format!("<Callout type=\"{}\"{title}>\n", kind(name))
}

/// `:::note[Title]`, `:::note Title` and the `:::` that ends it.
fn colons(line: &str, open: &mut Vec<Open>) -> Option<String> {
    let count = line.len() - line.trim_start_matches(':').len();
    if count < 3 {
        return None;
    }
    let rest = line[count..].trim();
    if rest.is_empty() {
        matches!(open.last(), Some(Open::Colons(opened)) if *opened == count).then(|| open.pop())?;
        return Some("</Callout>".to_owned());
    }
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let title = rest[end..].trim();
    let title = title.strip_prefix('[').and_then(|title| title.strip_suffix(']')).unwrap_or(title);
    open.push(Open::Colons(count));
    Some(callout(&rest[..end], title))
}

/// `!!! note "Title"` and the folded `??? note`, whose text is indented.
fn marks(line: &str, indent: usize, item: usize, open: &mut Vec<Open>) -> Option<String> {
    let folded = line.starts_with("???");
    let rest = line.strip_prefix("!!!").or_else(|| line.strip_prefix("???"))?;
    let rest = rest.strip_prefix('+').unwrap_or(rest).trim();
    let name = rest.split_whitespace().next()?;
    let title = rest[name.len()..].trim().trim_matches('"');
    // HTML belongs to a list item only where the item's own text begins.
    let shown = item.min(indent);
    let end = if folded { "</details>" } else { "</Callout>" };
    open.push(Open::Indented { within: indent + dedent(open), shown, dedent: 4 + indent - shown, end });
    let space = " ".repeat(shown);
    Some(if folded {
        let summary = if title.is_empty() { name } else { title };
        let summary = summary.replace('&', "&amp;").replace('<', "&lt;");
        format!("{space}<details>\n{space}<summary>{summary}</summary>\n")
    } else {
        format!("{space}{}", callout(name, title))
    })
}

/// How much less the text inside of all that is open is indented here.
fn dedent(open: &[Open]) -> usize {
    open.iter().map(|open| if let Open::Indented { dedent, .. } = open { *dedent } else { 0 }).sum()
}

/// Where the text of a list item begins, if `line` begins one.
fn item_offset(line: &str) -> Option<usize> {
    let bare = line.trim_start_matches(' ');
    let digits = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let marker = match bare.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if digits > 0 => digits + 1,
        _ => return None,
    };
    let space = leading(&bare[marker..]);
    (space > 0).then(|| leading(line) + marker + if space > 4 { 1 } else { space })
}

/// Ends the callouts that `line` is not indented for.
fn close_indented(line: &str, open: &mut Vec<Open>, out: &mut String) {
    while let Some(Open::Indented { within, shown, end, .. }) = open.last() {
        if line.trim().is_empty() || leading(line) > *within {
            return;
        }
        let kept = out.trim_end().len();
        out.truncate(kept);
        out.push_str(&format!("\n\n{}{end}\n\n", " ".repeat(*shown)));
        open.pop();
    }
}

/// Links to files that have another name here, and the calls that other generators make links with.
fn links(line: &str) -> String {
    let line = line.replace("](@/", "](/");
    let mut out = String::with_capacity(line.len());
    let mut rest = line.as_str();
    while let Some(at) = rest.find("](") {
        let (before, after) = rest.split_at(at + 2);
        out.push_str(before);
        let call = ["{{< relref \"", "{{< ref \"", "{{% relref \"", "{{% ref \""]
            .into_iter()
            .find(|call| after.starts_with(call));
        if let Some(target) = call.and_then(|call| after[call.len()..].split('"').next())
            && let Some(end) = after.find("}}")
        {
            out.push_str(&file(target));
            rest = &after[end + 2..];
            continue;
        }
        let end = after.find([')', ' ']).unwrap_or(after.len());
        out.push_str(&file(&after[..end]));
        rest = &after[end..];
    }
    out + rest
}

fn file(target: &str) -> String {
    if target.contains("://") {
        return target.to_owned();
    }
    let (path, fragment) = target.split_at(target.find('#').unwrap_or(target.len()));
    let path = path.strip_suffix(".mdx").map_or_else(|| path.to_owned(), |stem| format!("{stem}.md"));
    let path = match path.strip_suffix("_index.md") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("{folder}index.md"),
        _ => path,
    };
    path + fragment
}

/// Says what was left as it is although it means nothing here.
fn report(line: &str, mdx: bool, number: usize, leave: &mut impl FnMut(usize, String)) {
    let mut say = |what: &str| leave(number, format!("{what} was left as it is: `{}`", line.trim_end()));
    let is_link = line.contains("{{< ref ") || line.contains("{{< relref ") || line.contains("{{% ref ");
    if !is_link && ["{{<", "{{%", "{{ ", "{% "].iter().any(|mark| line.contains(mark)) {
        say("a shortcode");
    } else if ["=== \"", "===! \"", "===+ \""].iter().any(|mark| line.starts_with(mark)) {
        say("a tab, which `<Tabs>` would make,");
    } else if line.starts_with("--8<--") {
        say("a snippet, which `<Include>` would make,");
    } else if line.starts_with("import ") && (line.contains(" from \"") || line.contains(" from '")) {
        say("an import");
    } else if mdx && (line.contains("{/*") || line.starts_with('{')) {
        say("an expression");
    } else if mdx && line.match_indices('<').any(|(at, _)| line[at + 1..].starts_with(|c: char| c.is_ascii_uppercase()))
    {
        say("a component");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(text: &str, mdx: bool) -> (String, Vec<(usize, String)>) {
        let mut left = Vec::new();
        let text = convert(text, mdx, 1, &mut |line, message| left.push((line, message)));
        (text, left)
    }

    #[test]
    fn callouts_of_every_kind_become_callouts() {
        let (text, left) =
            converted(":::tip[Be \"quick\"]\nGo.\n:::\n\n!!! danger\n    Stop.\n\n    - now\nOn.\n", false);
        assert_eq!(left, []);
        assert_eq!(
            text,
            "<Callout type=\"tip\" title=\"Be &quot;quick&quot;\">\n\nGo.\n\n</Callout>\n\n\
             <Callout type=\"caution\">\n\nStop.\n\n- now\n\n</Callout>\n\nOn.\n"
        );
    }

    #[test]
    fn links_follow_their_files_and_code_stays() {
        let (text, left) = converted(
            "[a](@/b/_index.md#c) [d](e.mdx) [f]({{< relref \"g.md\" >}})\n```\n[a](@/b.md) {{< x >}}\n:::note\n```\n{{< x >}}\n",
            false,
        );
        assert_eq!(
            text,
            "[a](/b/index.md#c) [d](e.md) [f](g.md)\n```\n[a](@/b.md) {{< x >}}\n:::note\n```\n{{< x >}}\n"
        );
        assert_eq!(left, [(6, "a shortcode was left as it is: `{{< x >}}`".to_owned())]);
    }

    #[test]
    fn what_has_another_form_here_is_reported_by_its_line() {
        let (text, left) =
            converted("=== \"Linux\"\n    Run it.\n\n--8<-- \"a.md\"\n\nimport A from 'a';\n\nimport it.\n", false);
        assert!(text.starts_with("=== \"Linux\"\n    Run it.\n"), "{text}");
        assert_eq!(left.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 4, 6]);
    }

    #[test]
    fn what_is_a_program_is_reported() {
        let (text, left) = converted("import A from 'a';\n\n<A b={1} />\n", true);
        assert_eq!(text, "\n<A b={1} />\n");
        assert_eq!(left.len(), 2);
    }
}
