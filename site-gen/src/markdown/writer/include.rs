//! Included files: Markdown is parsed by itself and written where the tag stands, code becomes a code block.

use std::ops::Range;

use super::Writer;
use crate::check::{Code, Problem};
use crate::highlight::language;
use crate::markdown::code::CodeBlock;
use crate::markdown::component::{Attribute, TagKind};
use crate::markdown::include::{Included, Inclusion, NAME, Request};
use crate::markdown::mask::Mask;
use crate::markdown::text::push_text;
use crate::markdown::{Fragment, Hole, Settings, snippet};

/// A tag that includes something.
pub(super) struct IncludeTag<'a> {
    pub kind: TagKind,
    /// Its name, in bytes of the file.
    pub name: Range<usize>,
    /// The whole tag.
    pub span: Range<usize>,
    pub attributes: &'a [Attribute],
}

impl<'text> Writer<'text> {
    /// Writes what the tag includes; what it takes no part of is left out and reported.
    pub(super) fn include(&mut self, tag: &IncludeTag<'_>) {
        match tag.kind {
            // It belongs to an opening tag, about which enough was said.
            TagKind::Close => return,
            TagKind::Open => {
                let message = format!("`<{NAME}>` has nothing inside");
                let problem = Problem::new(Code::ComponentUnclosed, tag.span.clone(), message);
                self.problems.push(problem.hint(format!("close it as `<{NAME} … />`")));
            }
            TagKind::SelfClosing => {}
        }
        let (request, problems) = Request::read(tag.attributes, &tag.name);
        self.problems.extend(problems);
        let Some((file, file_span)) = &request.file else { return };
        let inclusions = self.settings.inclusions;
        let (range, block) = match inclusions.by_tag.get(&tag.span.start) {
            None => return,
            Some(Inclusion::Refused(problem)) => return self.problems.push(problem.clone()),
            Some(Inclusion::Markdown(range)) => (range.clone(), None),
            Some(Inclusion::Code { range, first_line, extension }) => {
                (range.clone(), Some(self.code_block(&request, range, *first_line, extension)))
            }
        };
        let at = self.text[file_span.clone()].find(file.as_str()).map_or(file_span.start, |at| file_span.start + at);
        self.included.push(Included {
            tag: tag.span.clone(),
            range: range.clone(),
            file: at..at + file.len(),
            code: block.as_ref().map(|block| block.written_language.clone()),
        });
        let is_inline = self.is_inline;
        let written = match block {
            Some(block) => written_code(block, is_inline),
            None => {
                let fragment = self.included_markdown(range);
                if is_inline { only_paragraph(fragment) } else { Some(fragment) }
            }
        };
        match written {
            Some(fragment) => {
                if !is_inline {
                    self.start_line();
                }
                self.out().append(fragment);
            }
            None => {
                let message = format!("`{file}` is more than one paragraph, and stands within a line here");
                let problem = Problem::new(Code::Include, tag.span.clone(), message);
                self.problems.push(problem.hint("give the tag a line of its own"));
            }
        }
    }

    fn code_block(&mut self, request: &Request, range: &Range<usize>, first: usize, extension: &str) -> CodeBlock {
        let written = request.code.as_ref().map_or(extension, |(name, _)| name);
        let known = language::find(written);
        if let (None, Some((name, span))) = (known, &request.code) {
            let hint = language::nearest_name(name).map_or_else(
                || "use `text` for what is no language".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let problem = Problem::new(Code::UnknownLanguage, span.clone(), format!("there is no language `{name}`"));
            self.problems.push(problem.hint(hint));
        }
        CodeBlock {
            written_language: if known.is_some() { written.to_owned() } else { String::new() },
            language: known,
            code: snippet::code(&self.text[range.clone()]),
            title: request.title.clone(),
            first_number: request.numbers.then_some(first),
            ..CodeBlock::default()
        }
    }

    /// Writes the Markdown at `range` by itself; headings, links and footnotes are the page's.
    fn included_markdown(&mut self, range: Range<usize>) -> Fragment {
        let mask = Mask::new(&self.text[range.clone()]);
        let settings = Settings { title: None, show_title: false, ..self.settings };
        let mut inner = Writer::new(self.text, range.start, &mask, settings);
        let takes_excerpt = self.excerpt.is_none() && self.frames.len() == 1;
        inner.excerpt = (!takes_excerpt).then(String::new);
        inner.footnote_scope = format!("{}:", range.start);
        self.lend(&mut inner);
        inner.read();
        inner.close_everything();
        self.lend(&mut inner);
        if takes_excerpt {
            self.excerpt = inner.excerpt.take();
        }
        inner.into_fragment()
    }

    /// Exchanges what the whole page has in common.
    fn lend(&mut self, inner: &mut Writer<'_>) {
        std::mem::swap(&mut self.ids, &mut inner.ids);
        std::mem::swap(&mut self.links, &mut inner.links);
        std::mem::swap(&mut self.externals, &mut inner.externals);
        std::mem::swap(&mut self.headings, &mut inner.headings);
        std::mem::swap(&mut self.former, &mut inner.former);
        std::mem::swap(&mut self.anchors, &mut inner.anchors);
        std::mem::swap(&mut self.problems, &mut inner.problems);
        std::mem::swap(&mut self.footnotes, &mut inner.footnotes);
        std::mem::swap(&mut self.footnote_bodies, &mut inner.footnote_bodies);
        std::mem::swap(&mut self.included, &mut inner.included);
    }
}

/// The code as a block, or within a line if it is one line.
fn written_code(block: CodeBlock, is_inline: bool) -> Option<Fragment> {
    let mut fragment = Fragment::default();
    if is_inline {
        let code = block.code.trim_end();
        if code.contains('\n') {
            return None;
        }
        fragment.html.push_str("<code>");
        push_text(&mut fragment.html, code);
        fragment.html.push_str("</code>");
    } else {
        fragment.push_hole(Hole::Code(Box::new(block)));
    }
    Some(fragment)
}

/// What stands in the paragraph, if `fragment` is one and nothing else.
fn only_paragraph(mut fragment: Fragment) -> Option<Fragment> {
    const OPEN: &str = "<p>";
    const CLOSE: &str = "</p>";
    let html = fragment.html.trim_end();
    let inside = html.strip_prefix(OPEN).and_then(|html| html.strip_suffix(CLOSE));
    let Some(inside) = inside else { return html.is_empty().then_some(fragment) };
    let is_outside = |at: usize| at < OPEN.len() || at > OPEN.len() + inside.len();
    if inside.contains(OPEN) || fragment.holes.iter().any(|(at, _)| is_outside(*at)) {
        return None;
    }
    fragment.html = inside.to_owned();
    for (at, _) in &mut fragment.holes {
        *at -= OPEN.len();
    }
    Some(fragment)
}
