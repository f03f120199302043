//! Raw HTML and the components in it.

use std::ops::Range;

use super::include::IncludeTag;
use super::{Frame, FrameKind, Writer};
use crate::check::{Code, Problem, leaks};
use crate::markdown::component::{Argument, Attribute, Component, Tag, TagKind};
use crate::markdown::fragment::is_external;
use crate::markdown::raw_html::{Part, split};
use crate::markdown::{Fragment, Hole, Link, LinkKind, include};

/// Components within components: rendering goes into each by a call of its own.
const DEEPEST: usize = 64;

/// Parameters of components that lead somewhere.
const LINKS: [&str; 2] = ["href", "src"];

/// A block of raw HTML, which the parser hands out line by line without the marks of the containers around it.
#[derive(Default)]
pub(super) struct HtmlBlock {
    html: String,
    /// Where each line starts: in `html`, and in the Markdown.
    lines: Vec<(usize, usize)>,
}

impl HtmlBlock {
    pub(super) fn push(&mut self, line: &str, start: usize) {
        self.lines.push((self.html.len(), start));
        self.html.push_str(line);
    }

    /// The byte of the Markdown behind a byte of `html`.
    fn source(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.lines.get(line).map_or(0, |(start, source)| source + (at - start))
    }
}

impl Writer<'_> {
    /// Writes the block of raw HTML that just ended.
    pub(super) fn finish_html_block(&mut self) {
        let Some(block) = self.html_block.take() else { return };
        self.start_line();
        let base = self.base;
        self.raw_html(&block.html, &|at| base + block.source(at));
    }

    /// Writes raw HTML; `place` maps its bytes to those of the file.
    pub(super) fn raw_html(&mut self, html: &str, place: &dyn Fn(usize) -> usize) {
        let span = |range: &Range<usize>| place(range.start)..place(range.end.saturating_sub(1).max(range.start)) + 1;
        if let Some(at) = html.find(leaks::PLACEHOLDER) {
            let problem = Problem::new(
                Code::PlaceholderLeak,
                span(&(at..at + leaks::PLACEHOLDER.len())),
                "this comment marks where a page's questions stand",
            );
            self.problems.push(problem.hint("remove it; every page that takes questions gets its marks by itself"));
        }
        for part in split(html) {
            match part {
                Part::Html(range) => self.html().push_str(&html[range]),
                Part::Url { value, is_source } => {
                    let target = &html[value.clone()];
                    let kind = if is_source { LinkKind::Image } else { LinkKind::Page };
                    if is_external(target) || target.contains('&') {
                        self.html().push_str(target);
                        self.push_external(&target.replace("&amp;", "&"), span(&value), kind);
                    } else {
                        self.push_link(Link { target: target.to_owned(), span: span(&value), kind });
                    }
                }
                Part::Id(value) => {
                    self.claim_anchor(html[value.clone()].to_owned(), span(&value));
                }
                Part::NoAlternative(range) => self.problems.push(super::link::missing_alternative(span(&range))),
                Part::Blocked(range, what) => self.problems.push(
                    Problem::new(Code::BlockedHtml, span(&range), format!("{what} does nothing on this site"))
                        .hint("its security policy blocks it; use a component or the theme's style sheet"),
                ),
                Part::Component(tag, range) => self.component_tag(html, tag, span(&range), &span),
            }
        }
    }

    fn component_tag(
        &mut self,
        html: &str,
        tag: Tag,
        tag_span: Range<usize>,
        span: &dyn Fn(&Range<usize>) -> Range<usize>,
    ) {
        let name = html[tag.name.clone()].to_owned();
        if let Some((range, expected)) = &tag.problem {
            self.problems.push(
                Problem::new(Code::ComponentParameter, span(range), "this cannot be read").hint(expected.as_str()),
            );
        }
        let name_span = span(&tag.name);
        let place = |attribute: Attribute| Attribute { span: span(&attribute.span), ..attribute };
        let mut attributes: Vec<_> = tag.attributes.into_iter().map(place).collect();
        if name == include::NAME {
            return self.include(&IncludeTag {
                kind: tag.kind,
                name: name_span,
                span: tag_span,
                attributes: &attributes,
            });
        }
        if tag.kind == TagKind::Close {
            return self.close_component(&name, tag_span);
        }
        for attribute in &mut attributes {
            self.take_link(attribute);
        }
        let component = Component { name, name_span, tag_span, attributes, body: None, unclosed: false };
        if tag.kind == TagKind::SelfClosing {
            return self.out().push_hole(Hole::Component(Box::new(component)));
        }
        let nested = self.frames.iter().filter(|frame| matches!(frame.kind, FrameKind::Component { .. })).count();
        if nested >= DEEPEST {
            let message = format!("there are {DEEPEST} components around this one");
            let problem = Problem::new(Code::ComponentUnclosed, component.tag_span.clone(), message)
                .hint("close those that should not be around it");
            self.problems.push(problem);
            return self.out().push_hole(Hole::Component(Box::new(component)));
        }
        let kind = FrameKind::Component { component, depth: self.depth, reported: false };
        self.frames.push(Frame { fragment: Fragment::default(), kind });
    }

    /// Makes `href` and `src` of a component links like any other.
    fn take_link(&mut self, attribute: &mut Attribute) {
        let Argument::Text(target) = &attribute.value else { return };
        if !LINKS.contains(&attribute.name.as_str()) || target.is_empty() {
            return;
        }
        let span = attribute.span.clone();
        let at = self.text[span.clone()].find(target.as_str()).map(|at| span.start + at);
        let span = at.map_or(span, |at| at..at + target.len());
        if is_external(target) {
            let target = target.clone();
            return self.push_external(&target, span, LinkKind::Page);
        }
        self.links.push(Link { target: target.clone(), span, kind: LinkKind::Page });
        attribute.value = Argument::Link(self.links.len() - 1);
    }

    fn close_component(&mut self, name: &str, tag_span: Range<usize>) {
        let here = self.depth;
        // `<Note>`, line end, `text</Note>`: the tag ends a paragraph that began inside the component.
        let is_in_own_paragraph = self
            .paragraphs
            .last()
            .is_some_and(|paragraph| paragraph.frames == self.frames.len() && paragraph.depth == here);
        let open = match self.frames.last_mut().map(|frame| &mut frame.kind) {
            Some(FrameKind::Component { component, depth, reported }) if component.name == name => {
                let ends_paragraph = is_in_own_paragraph && *depth + 1 == here;
                if *depth != here && !ends_paragraph {
                    *reported = true;
                    let message = format!("`</{name}>` stands in another part of the page than its `<{name}>`");
                    self.problems.push(
                        Problem::new(Code::ComponentUnclosed, tag_span, message)
                            .hint("put both tags on lines of their own, in the same list item, quote or cell"),
                    );
                    return;
                }
                *depth
            }
            Some(FrameKind::Component { component, .. }) => {
                let message = format!("`</{name}>` comes before `</{}>`", component.name);
                self.problems.push(Problem::new(Code::ComponentUnclosed, tag_span, message));
                return;
            }
            _ => {
                let problem = Problem::new(Code::ComponentUnclosed, tag_span, format!("`</{name}>` closes nothing"))
                    .hint(format!("put `<{name}>` before it, or remove it"));
                self.problems.push(problem);
                return;
            }
        };
        if open == here {
            return self.finish_component();
        }
        self.paragraphs.pop();
        self.html().push_str("</p>\n");
        self.finish_component();
        self.open_paragraph();
    }

    /// Puts the innermost component into its place.
    fn finish_component(&mut self) {
        let Some(Frame { fragment, kind: FrameKind::Component { mut component, .. } }) = self.frames.pop() else {
            return;
        };
        component.body = Some(fragment);
        self.out().push_hole(Hole::Component(Box::new(component)));
    }

    /// Lets a component that began with a paragraph go on below it: `<Note>text`, line end, `</Note>`.
    pub(super) fn end_paragraph_components(&mut self) {
        if let [.., parent, Frame { fragment, kind: FrameKind::Component { depth, .. } }] = &mut self.frames[..]
            && *depth == self.depth
            && let Some(paragraph) = self.paragraphs.last().copied()
            && paragraph.depth == self.depth
            && parent.fragment.html.get(paragraph.html..) == Some("<p>")
            && parent.fragment.holes.len() == paragraph.holes
        {
            parent.fragment.html.truncate(paragraph.html);
            fragment.html.insert_str(0, "<p>");
            fragment.html.push_str("</p>\n");
            for (at, _) in &mut fragment.holes {
                *at += "<p>".len();
            }
            *depth -= 1;
            self.paragraphs.pop();
            return;
        }
        self.close_components_inside();
    }

    /// Closes the components that were opened inside the container that ends now.
    ///
    /// Whether that is worth a word is for the check that knows the theme: `<String>` is no component, but code.
    pub(super) fn close_components_inside(&mut self) {
        while let Some(Frame { kind: FrameKind::Component { component, depth, reported }, .. }) = self.frames.last_mut()
        {
            if *depth < self.depth {
                return;
            }
            component.unclosed = !*reported;
            self.finish_component();
        }
    }
}
