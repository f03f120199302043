//! Component tags such as `<Callout type="warning">`, read with the place of every part.
//!
//! A tag is a component's only if its name starts with a capital and has a small letter: `<BR>` is HTML.

use std::ops::Range;

use super::fragment::Fragment;

/// A component as the writer placed it.
#[derive(Debug)]
pub struct Component {
    /// The component's name.
    pub name: String,
    /// Where the name stands, in bytes of the file.
    pub name_span: Range<usize>,
    /// The opening tag, in bytes of the file.
    pub tag_span: Range<usize>,
    /// In the order they were written.
    pub attributes: Vec<Attribute>,
    /// What stands between the tags; absent for a tag that closes itself.
    pub body: Option<Fragment>,
    /// Whether its closing tag is missing, and nothing else was reported about that.
    pub unclosed: bool,
}

/// A parameter as the writer gave it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// The parameter's name.
    pub name: String,
    /// Its value.
    pub value: Argument,
    /// Where both stand, in bytes of the file.
    pub span: Range<usize>,
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum Argument {
    /// `name="text"`.
    Text(String),
    /// `name={10}`.
    Integer(i64),
    /// `name={1.5}`.
    Float(f64),
    /// `name` or `name={true}`.
    Flag(bool),
    /// `href="page.md"`: where this link of the document leads.
    Link(usize),
    /// Something else, which is reported where it was read.
    Unreadable,
}

/// Which part a tag plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagKind {
    /// `<Name>`
    Open,
    /// `</Name>`
    Close,
    /// `<Name />`
    SelfClosing,
}

/// A tag, with offsets into the text it was read from.
#[derive(Debug, PartialEq)]
pub struct Tag {
    /// Which part it plays.
    pub kind: TagKind,
    /// Where its name stands.
    pub name: Range<usize>,
    /// Its parameters.
    pub attributes: Vec<Attribute>,
    /// The byte after its `>`.
    pub end: usize,
    /// The first part that could not be read, and what was expected there.
    pub problem: Option<(Range<usize>, String)>,
}

/// The component name at `at`, if what stands there is one.
pub fn name_at(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    if !bytes.get(at)?.is_ascii_uppercase() {
        return None;
    }
    let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let name = &bytes[at..at + length];
    let ends_well =
        bytes.get(at + length).is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
    (ends_well && name.iter().any(u8::is_ascii_lowercase)).then_some(at..at + length)
}

/// Longer tags are none, so that reading every `<` of a text takes time in proportion to the text.
const LONGEST_TAG: usize = 4096;

/// Reads the tag whose `<` is at `at`; `None` when none starts there or it does not end before a blank line.
pub fn tag_at(text: &str, at: usize) -> Option<Tag> {
    let text = &text[..text.floor_char_boundary(at.saturating_add(LONGEST_TAG))];
    let closes = text[at..].starts_with("</");
    let name = name_at(text, at + 1 + usize::from(closes))?;
    let kind = if closes { TagKind::Close } else { TagKind::Open };
    let mut lexer = Lexer { text, at: name.end, problem: None };
    let mut tag = Tag { kind, name, attributes: Vec::new(), end: 0, problem: None };
    loop {
        lexer.skip_space()?;
        if lexer.accept("/>") {
            tag.kind = TagKind::SelfClosing;
            break;
        }
        if lexer.accept(">") {
            break;
        }
        if let Some(attribute) = lexer.attribute()? {
            tag.attributes.push(attribute);
        }
    }
    tag.end = lexer.at;
    tag.problem = lexer.problem;
    Some(tag)
}

struct Lexer<'text> {
    text: &'text str,
    at: usize,
    problem: Option<(Range<usize>, String)>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn accept(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    /// Skips space; `None` at a blank line or the end, where the tag cannot go on.
    fn skip_space(&mut self) -> Option<()> {
        let length = self.rest().len() - self.rest().trim_start().len();
        if self.rest()[..length].matches('\n').count() > 1 || length == self.rest().len() {
            return None;
        }
        self.at += length;
        Some(())
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> Range<usize> {
        let length = self.rest().find(|character| !keep(character)).unwrap_or(self.rest().len());
        self.at += length;
        self.at - length..self.at
    }

    fn complain(&mut self, span: Range<usize>, expected: &str) {
        self.problem.get_or_insert((span, expected.to_owned()));
    }

    /// The next attribute; `Some(None)` when something unreadable was skipped.
    fn attribute(&mut self) -> Option<Option<Attribute>> {
        let name = self.take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.'));
        if name.is_empty() {
            let skipped = self.take_while(|c| !c.is_whitespace() && c != '>');
            // Another tag begins, so this one was none.
            if skipped.is_empty() || self.text[skipped.clone()].starts_with('<') {
                return None;
            }
            self.complain(skipped, "a parameter is written `name=\"text\"`, `name={10}` or `name`");
            return Some(None);
        }
        let start = name.start;
        let name = self.text[name].to_owned();
        if !self.accept("=") {
            return Some(Some(Attribute { name, value: Argument::Flag(true), span: start..self.at }));
        }
        let value = match self.rest().chars().next()? {
            quote @ ('"' | '\'') => {
                self.at += 1;
                let text = self.take_while(|c| c != quote);
                if !self.accept(&quote.to_string()) {
                    return None;
                }
                Some(Argument::Text(unescape(&self.text[text])))
            }
            '{' => {
                self.at += 1;
                let inner = self.take_while(|c| c != '}' && c != '\n');
                if !self.accept("}") {
                    return None;
                }
                literal(self.text[inner].trim())
            }
            _ => {
                self.take_while(|c| !c.is_whitespace() && c != '>');
                None
            }
        };
        let span = start..self.at;
        if value.is_none() {
            self.complain(span.clone(), "a value is written `\"text\"`, `{10}`, `{1.5}`, `{true}` or `{false}`");
        }
        Some(Some(Attribute { name, value: value.unwrap_or(Argument::Unreadable), span }))
    }
}

fn literal(text: &str) -> Option<Argument> {
    match text {
        "true" => Some(Argument::Flag(true)),
        "false" => Some(Argument::Flag(false)),
        _ => {
            let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
            let integer = || text.parse().ok().map(Argument::Integer);
            let float = || text.parse::<f64>().ok().filter(|value| value.is_finite()).map(Argument::Float);
            quoted.map(|text| Argument::Text(text.to_owned())).or_else(integer).or_else(float)
        }
    }
}

fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let named = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    named.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_parameter_is_read() {
        let tag = tag_at("<Chart title='A &amp; B' limit={10} scale={ 1.5 } open wide={false} />", 0).unwrap();
        let values: Vec<_> = tag.attributes.into_iter().map(|attribute| (attribute.name, attribute.value)).collect();
        assert_eq!(tag.kind, TagKind::SelfClosing);
        assert_eq!(
            values,
            [
                ("title".to_owned(), Argument::Text("A & B".to_owned())),
                ("limit".to_owned(), Argument::Integer(10)),
                ("scale".to_owned(), Argument::Float(1.5)),
                ("open".to_owned(), Argument::Flag(true)),
                ("wide".to_owned(), Argument::Flag(false)),
            ]
        );
    }

    #[test]
    fn html_and_autolinks_are_no_components() {
        for text in ["<BR>", "<div>", "<Https://example.org>", "<A>", "< Note>", "<Note"] {
            assert_eq!(tag_at(text, 0), None, "{text}");
        }
    }

    #[test]
    fn an_unreadable_value_is_pointed_at() {
        let tag = tag_at("<Chart limit=10>", 0).unwrap();
        assert_eq!(tag.problem.unwrap().0, 7..15);
    }
}
