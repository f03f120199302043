//! The tree-sitter grammars, each made ready when a page first needs it.

use std::cell::RefCell;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use tree_sitter_highlight::{HighlightConfiguration, HighlightEvent, Highlighter};

use super::language::{self, Grammar};
use super::{Part, Token};

/// A block that takes longer stays in one colour: some texts make a grammar try everything.
const LONGEST: Duration = Duration::from_secs(3);
/// Blocks of fewer bytes never take that long, and need nobody to look at the clock.
const SMALL: usize = 8 * 1024;

/// The names that the grammars' queries use, and what they are here. The more exact name wins.
///
/// Those without a token take the colour of what is around them away, as from `${…}` inside a text.
const NAMES: &[(&str, Option<Token>)] = &[
    ("attribute", Some(Token::Attribute)),
    ("boolean", Some(Token::Constant)),
    ("charset", Some(Token::Keyword)),
    ("comment", Some(Token::Comment)),
    ("conditional", Some(Token::Keyword)),
    ("constant", Some(Token::Constant)),
    ("constructor", Some(Token::Type)),
    ("embedded", None),
    ("escape", Some(Token::Escape)),
    ("field", Some(Token::Property)),
    ("float", Some(Token::Number)),
    ("function", Some(Token::Function)),
    ("import", Some(Token::Keyword)),
    ("keyframes", Some(Token::Keyword)),
    ("keyword", Some(Token::Keyword)),
    ("label", Some(Token::Attribute)),
    ("media", Some(Token::Keyword)),
    ("namespace", Some(Token::Type)),
    ("number", Some(Token::Number)),
    ("operator", None),
    ("property", Some(Token::Property)),
    ("punctuation", None),
    ("storageclass", Some(Token::Keyword)),
    ("string", Some(Token::Text)),
    ("string.special.key", Some(Token::Property)),
    ("supports", Some(Token::Keyword)),
    ("tag", Some(Token::Tag)),
    ("type", Some(Token::Type)),
    ("variable", None),
    ("variable.builtin", Some(Token::Constant)),
];

thread_local! {
    /// A parser and its memory, one per thread.
    static PARSER: RefCell<Highlighter> = RefCell::new(Highlighter::new());
}

/// The parts of `code`, none where the grammar cannot read it; `None` when that took too long.
pub(super) fn parts(grammar: Grammar, code: &str) -> Option<Vec<Part>> {
    if code.len() < SMALL { Some(find(grammar, code, None)) } else { find_within(LONGEST, grammar, code) }
}

/// The parts of `code`, unless finding them takes longer than `longest`.
fn find_within(longest: Duration, grammar: Grammar, code: &str) -> Option<Vec<Part>> {
    let is_late = AtomicUsize::new(0);
    let (done, ended) = channel::<()>();
    let parts = thread::scope(|scope| {
        let is_late = &is_late;
        scope.spawn(move || {
            if ended.recv_timeout(longest) == Err(RecvTimeoutError::Timeout) {
                is_late.store(1, Ordering::Relaxed);
            }
        });
        let parts = find(grammar, code, Some(is_late));
        drop(done);
        parts
    });
    (is_late.into_inner() == 0).then_some(parts)
}

fn find(grammar: Grammar, code: &str, is_late: Option<&AtomicUsize>) -> Vec<Part> {
    let Some(configuration) = configuration(grammar) else { return Vec::new() };
    PARSER.with_borrow_mut(|parser| {
        let injected = |name: &str| configuration_of(name);
        let events = parser.highlight(configuration, code.as_bytes(), None, is_late, injected);
        let Ok(events) = events else { return Vec::new() };
        let mut parts: Vec<Part> = Vec::new();
        let mut open = Vec::new();
        for event in events {
            match event {
                Ok(HighlightEvent::HighlightStart(highlight)) => open.push(NAMES[highlight.0].1),
                Ok(HighlightEvent::HighlightEnd) => drop(open.pop()),
                Ok(HighlightEvent::Source { start, end }) => {
                    let Some(&Some(token)) = open.last() else { continue };
                    if !code.is_char_boundary(start) || !code.is_char_boundary(end) {
                        return Vec::new();
                    }
                    match parts.last_mut() {
                        Some(last) if last.end == start && last.token == token => last.end = end,
                        _ => parts.push(Part { start, end, token }),
                    }
                }
                Err(_) => return Vec::new(),
            }
        }
        parts.retain_mut(|part| {
            part.end = part.start + code[part.start..part.end].trim_end().len();
            part.end > part.start
        });
        parts
    })
}

fn configuration_of(name: &str) -> Option<&'static HighlightConfiguration> {
    language::find(name)?.grammar.and_then(configuration)
}

/// The grammar and its queries, read once per process.
fn configuration(grammar: Grammar) -> Option<&'static HighlightConfiguration> {
    static LOADED: [OnceLock<Option<HighlightConfiguration>>; 13] = [const { OnceLock::new() }; 13];
    LOADED[grammar as usize].get_or_init(|| load(grammar)).as_ref()
}

fn load(grammar: Grammar) -> Option<HighlightConfiguration> {
    let javascript = tree_sitter_javascript::HIGHLIGHT_QUERY;
    let typescript = || format!("{}\n{javascript}", tree_sitter_typescript::HIGHLIGHTS_QUERY);
    let (language, highlights, injections) = match grammar {
        Grammar::Bash => (tree_sitter_bash::LANGUAGE, tree_sitter_bash::HIGHLIGHT_QUERY.to_owned(), ""),
        Grammar::Css => (tree_sitter_css::LANGUAGE, tree_sitter_css::HIGHLIGHTS_QUERY.to_owned(), ""),
        Grammar::Diff => return None,
        Grammar::Go => (tree_sitter_go::LANGUAGE, tree_sitter_go::HIGHLIGHTS_QUERY.to_owned(), ""),
        Grammar::Html => (
            tree_sitter_html::LANGUAGE,
            tree_sitter_html::HIGHLIGHTS_QUERY.to_owned(),
            tree_sitter_html::INJECTIONS_QUERY,
        ),
        Grammar::JavaScript => (
            tree_sitter_javascript::LANGUAGE,
            format!("{}\n{javascript}", tree_sitter_javascript::JSX_HIGHLIGHT_QUERY),
            "",
        ),
        Grammar::Json => (tree_sitter_json::LANGUAGE, tree_sitter_json::HIGHLIGHTS_QUERY.to_owned(), ""),
        Grammar::Python => (tree_sitter_python::LANGUAGE, tree_sitter_python::HIGHLIGHTS_QUERY.to_owned(), ""),
        Grammar::Rust => (tree_sitter_rust::LANGUAGE, tree_sitter_rust::HIGHLIGHTS_QUERY.to_owned(), ""),
        Grammar::Toml => (tree_sitter_toml_ng::LANGUAGE, tree_sitter_toml_ng::HIGHLIGHTS_QUERY.to_owned(), ""),
        Grammar::Tsx => (
            tree_sitter_typescript::LANGUAGE_TSX,
            format!("{}\n{}", tree_sitter_javascript::JSX_HIGHLIGHT_QUERY, typescript()),
            "",
        ),
        Grammar::TypeScript => (tree_sitter_typescript::LANGUAGE_TYPESCRIPT, typescript(), ""),
        Grammar::Yaml => (tree_sitter_yaml::LANGUAGE, tree_sitter_yaml::HIGHLIGHTS_QUERY.to_owned(), ""),
    };
    let mut loaded =
        HighlightConfiguration::new(language.into(), format!("{grammar:?}"), &highlights, injections, "").ok()?;
    loaded.configure(&NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
    Some(loaded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(language: &str, code: &str) -> Vec<(String, Token)> {
        let grammar = language::find(language).unwrap().grammar.unwrap();
        parts(grammar, code).unwrap().iter().map(|part| (code[part.start..part.end].to_owned(), part.token)).collect()
    }

    #[test]
    fn every_grammar_loads_and_finds_something() {
        let samples = [
            ("bash", "if true; then echo \"a\"; fi # why\n", "# why", Token::Comment),
            ("css", "a { color: red; } /* b */\n", "color", Token::Property),
            ("go", "func main() { return \"a\" }\n", "func", Token::Keyword),
            ("html", "<p class=\"a\">b</p>\n", "p", Token::Tag),
            ("js", "const a = \"b\"; // c\n", "const", Token::Keyword),
            ("jsx", "const a = <B c=\"d\"/>;\n", "const", Token::Keyword),
            ("json", "{\"a\": [1, true]}\n", "1", Token::Number),
            ("python", "def a():\n    return None\n", "def", Token::Keyword),
            ("rust", "fn main() { let a = \"ü\"; }\n", "fn", Token::Keyword),
            ("toml", "a = 1 # b\n", "a", Token::Property),
            ("tsx", "const a: number = <b/>;\n", "const", Token::Keyword),
            ("ts", "interface A { b: string }\n", "interface", Token::Keyword),
            ("yaml", "a: \"b\" # c\n", "a", Token::Property),
        ];
        for (language, code, text, token) in samples {
            let found = found(language, code);
            assert!(found.contains(&(text.to_owned(), token)), "{language}: {found:?}");
        }
    }

    #[test]
    fn a_block_that_takes_too_long_is_given_up() {
        let code = "const a = [1, 'b', c => d];\n".repeat(10_000);
        assert_eq!(find_within(Duration::from_millis(1), Grammar::JavaScript, &code), None);
        assert!(find_within(Duration::from_secs(600), Grammar::JavaScript, "const a = 1;").is_some());
    }

    #[test]
    fn a_script_inside_html_is_a_script() {
        let found = found("html", "<script>const a = 1;</script>\n");
        assert!(found.contains(&("const".to_owned(), Token::Keyword)), "{found:?}");
    }
}
