//! Formulas in LaTeX to MathML, at build time: readers need no script for them.

use std::ops::Range;
use std::panic::catch_unwind;

use pulldown_latex::config::DisplayMode;
use pulldown_latex::{Parser, ParserError, RenderConfig, Storage, push_mathml};

/// Longer formulas are refused.
const MOST_BYTES: usize = 10_000;

/// Why a formula cannot be shown.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MathError {
    /// What is wrong, as one sentence without a full stop.
    pub(super) message: String,
    /// Where, in bytes of the formula.
    pub(super) span: Range<usize>,
}

/// The formula `latex` as MathML, without the inline styles that the site's security policy would block.
pub(super) fn render(latex: &str, is_block: bool) -> Result<String, MathError> {
    let whole = |message: &str| MathError { message: message.to_owned(), span: 0..latex.len() };
    if latex.len() > MOST_BYTES {
        return Err(whole("the formula is too long"));
    }
    // The parser takes the byte after it for a character.
    if let Some(at) = latex.find("\\char") {
        return Err(MathError { message: "`\\char` is not known here".to_owned(), span: at..at + "\\char".len() });
    }
    // Whatever else the parser does not expect is one formula's fault and not the end of the build.
    let rendered = catch_unwind(|| convert(latex, is_block)).map_err(|_| whole("the formula cannot be read"))?;
    match rendered {
        Ok(html) => Ok(without_styles(&html)),
        Err(message) => {
            let span = place(latex, is_block, &message);
            let message = match message.strip_prefix("unknown primitive command") {
                Some(_) => format!("there is no command `{}`", &latex[span.clone()]),
                None => message,
            };
            Err(MathError { message, span })
        }
    }
}

fn convert(latex: &str, is_block: bool) -> Result<String, String> {
    let storage = Storage::new();
    let events: Vec<_> = Parser::new(latex, &storage).collect::<Result<_, _>>().map_err(|error| message(&error))?;
    let display_mode = if is_block { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, annotation: None, ..RenderConfig::default() };
    let mut html = String::new();
    push_mathml(&mut html, events.into_iter().map(Ok::<_, ParserError>), config).map_err(|error| error.to_string())?;
    Ok(html)
}

/// The error's sentence, without the picture below it.
fn message(error: &ParserError) -> String {
    let text = error.to_string();
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("parsing error: ").unwrap_or(line).to_owned()
}

/// Where the mistake is: the end of the shortest beginning of the formula that has the same one.
fn place(latex: &str, is_block: bool, message: &str) -> Range<usize> {
    let has_mistake = |end: usize| {
        catch_unwind(|| convert(&latex[..end], is_block))
            .is_ok_and(|outcome| outcome.is_err_and(|found| found == message))
    };
    let ends = latex.char_indices().map(|(at, character)| at + character.len_utf8());
    let Some(mut end) = ends.into_iter().find(|end| has_mistake(*end)) else { return 0..latex.len() };
    let start = match latex[..end].rfind('\\') {
        // A command is unknown as soon as its first letters are.
        Some(command) if latex[command + 1..end].bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            end += latex[end..].bytes().take_while(u8::is_ascii_alphabetic).count();
            command
        }
        _ => latex[..end].char_indices().next_back().map_or(0, |(at, _)| at),
    };
    start..end
}

/// `html` with colours as MathML's own attributes, without other styles, and with every sign escaped.
fn without_styles(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(" style=\"") {
        out.push_str(before);
        let (style, after) = after.split_once('"').unwrap_or((after, ""));
        for declaration in style.split("; ") {
            match declaration.split_once(": ") {
                Some(("color", value)) => out.push_str(&format!(" mathcolor=\"{value}\"")),
                Some(("background-color", value)) => out.push_str(&format!(" mathbackground=\"{value}\"")),
                _ => {}
            }
        }
        rest = after;
    }
    out.push_str(rest);
    // Operators are written as they are, one to an element.
    out.replace("<</", "&lt;</").replace(">&</", ">&amp;</")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml_without_styles() {
        let html = render("\\color{red}{x}^2 < \\frac{1}{2}", false).unwrap();
        assert!(html.starts_with("<math") && html.contains("<mfrac") && html.contains("&lt;"), "{html}");
        assert!(html.contains("mathcolor=\"rgb(255 0 0)\"") && !html.contains("style="), "{html}");
        assert!(render("x", true).unwrap().contains("display=\"block\""));
    }

    #[test]
    fn a_mistake_is_pointed_at() {
        let wrong = |latex: &str| {
            let MathError { message, span } = render(latex, false).unwrap_err();
            (latex[span].to_owned(), message)
        };
        assert_eq!(wrong("a + \\foo{b}").0, "\\foo");
        assert_eq!(wrong("a + {b").0, "{");
        assert_eq!(wrong("a & b").0, "&");
        assert_eq!(wrong("\\charü").0, "\\char");
        assert_eq!(wrong(&"x".repeat(MOST_BYTES + 1)).1, "the formula is too long");
    }
}
