//! Just enough reading of HTML to check what the components emit: tags, their attributes, and the text between.

/// A piece of markup, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'html> {
    Open { name: &'html str, attributes: Vec<(&'html str, &'html str)> },
    Close(&'html str),
    Comment(&'html str),
    Text(&'html str),
}

const VOID: [&str; 3] = ["br", "hr", "input"];

/// Splits `html`, whose attributes are all double-quoted, as Leptos writes them.
pub(crate) fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        if let Some(tag) = rest.strip_prefix("<!") {
            let (comment, after) = tag.split_once('>').expect("a comment ends");
            pieces.push(Piece::Comment(comment));
            rest = after;
        } else if let Some(tag) = rest.strip_prefix("</") {
            let (name, after) = tag.split_once('>').expect("a closing tag ends");
            pieces.push(Piece::Close(name));
            rest = after;
        } else if let Some(tag) = rest.strip_prefix('<') {
            let (piece, after) = open(tag);
            pieces.push(piece);
            rest = after;
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            pieces.push(Piece::Text(&rest[..end]));
            rest = &rest[end..];
        }
    }
    pieces
}

fn open(tag: &str) -> (Piece<'_>, &str) {
    let end = tag.find([' ', '>']).expect("an opening tag ends");
    let (name, mut rest) = tag.split_at(end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return (Piece::Open { name, attributes }, after);
        }
        let end = rest.find(['=', ' ', '>']).expect("an attribute ends");
        let (attribute, after) = rest.split_at(end);
        rest = after;
        match rest.strip_prefix("=\"") {
            Some(quoted) => {
                let (value, after) = quoted.split_once('"').expect("a value ends");
                attributes.push((attribute, value));
                rest = after;
            }
            None => attributes.push((attribute, "")),
        }
    }
}

/// The first element that is not closed where it should be, if there is one.
pub(crate) fn imbalance(html: &str) -> Option<String> {
    let mut opened = Vec::new();
    for piece in pieces(html) {
        match piece {
            Piece::Open { name, .. } if !VOID.contains(&name) => opened.push(name),
            Piece::Close(name) => match opened.pop() {
                Some(expected) if expected == name => {}
                expected => return Some(format!("</{name}> where {expected:?} is open")),
            },
            _ => {}
        }
    }
    opened.pop().map(|name| format!("<{name}> stays open"))
}

/// Every value of `attribute`, in order.
pub(crate) fn values<'html>(html: &'html str, attribute: &str) -> Vec<&'html str> {
    pieces(html)
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Open { attributes, .. } => attributes.into_iter().find(|(name, _)| *name == attribute),
            _ => None,
        })
        .map(|(_, value)| value)
        .collect()
}

/// The text of each `<form>` that posts to `action`, tags included.
pub(crate) fn forms<'html>(html: &'html str, action: &str) -> Vec<&'html str> {
    let target = format!("action=\"{action}\"");
    html.split("<form")
        .skip(1)
        .map(|form| form.split("</form>").next().unwrap_or(form))
        .filter(|form| form.contains(&target))
        .collect()
}

/// `html` with one tag or text a line, indented: for reading, not for serving.
pub(crate) fn pretty(html: &str) -> String {
    let mut lines = String::new();
    let mut depth: usize = 0;
    for piece in pieces(html) {
        if matches!(piece, Piece::Close(_)) {
            depth -= 1;
        }
        let line = match &piece {
            Piece::Open { name, attributes } => {
                let attributes: String =
                    attributes.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
                format!("<{name}{attributes}>")
            }
            Piece::Close(name) => format!("</{name}>"),
            Piece::Comment(comment) => format!("<!{comment}>"),
            Piece::Text(text) => text.replace('\n', "⏎"),
        };
        lines.push_str(&"  ".repeat(depth));
        lines.push_str(&line);
        lines.push('\n');
        if matches!(piece, Piece::Open { name, .. } if !VOID.contains(&name)) {
            depth += 1;
        }
    }
    lines
}
