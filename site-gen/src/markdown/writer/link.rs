//! Links and images: where they lead is left open until all pages are known.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::{Image, Paragraph, Writer, WrittenImage};
use crate::check::{Code, Problem};
use crate::markdown::fragment::is_external;
use crate::markdown::text::{push_attribute, push_text, push_url};
use crate::markdown::{Hole, Link, LinkKind};

impl<'text> Writer<'text> {
    pub(super) fn start_link(&mut self, kind: LinkType, target: &str, title: &str, range: &Range<usize>) {
        self.html().push_str("<a href=\"");
        if kind == LinkType::Email {
            self.html().push_str("mailto:");
            push_url(self.html(), target);
        } else {
            self.push_target(target, range, LinkKind::Page);
        }
        if !title.is_empty() {
            let title = self.mask.restore(title, range);
            self.html().push_str("\" title=\"");
            push_attribute(self.html(), &title);
        }
        self.html().push_str("\">");
    }

    pub(super) fn end_image(&mut self) {
        let Some(Image { target, title, range, alternative, .. }) = self.image.take() else { return };
        if alternative.trim().is_empty() {
            let span = self.base + range.start..self.base + range.end;
            self.problems.push(missing_alternative(span));
        }
        let title = self.mask.restore(&title, &range).into_owned();
        let html = self.html().len();
        self.html().push_str("<img src=\"");
        self.push_target(&target, &range, LinkKind::Image);
        self.html().push_str("\" alt=\"");
        push_attribute(self.html(), &alternative);
        self.html().push('"');
        let source = if is_external(&target) { Ok(target.into()) } else { Err(self.links.len() - 1) };
        if let Err(link) = source {
            self.out().push_hole(Hole::Size(link));
        }
        self.html().push_str(" loading=\"lazy\" decoding=\"async\"");
        let title_at = self.html().len();
        if !title.is_empty() {
            self.html().push_str(" title=\"");
            push_attribute(self.html(), &title);
            self.html().push('"');
        }
        self.html().push('>');
        let html = html..self.html().len();
        let has_alternative = !alternative.trim().is_empty();
        self.last_image = Some(WrittenImage { html, title_at, title, source, has_alternative });
        self.push_plain(&alternative);
    }

    /// Makes the paragraph that holds only an image with a title a figure, in which the image leads to itself.
    pub(super) fn write_figure(&mut self, image: WrittenImage, paragraph: &Paragraph) {
        let out = self.out();
        out.html.truncate(image.title_at);
        out.html.push('>');
        let element = out.html.split_off(image.html.start);
        let holes = out.holes.split_off(paragraph.holes);
        out.html.truncate(paragraph.html);
        out.html.push_str("<figure>\n");
        if image.has_alternative {
            out.html.push_str("<a class=\"zoom\" href=\"");
            match &image.source {
                Ok(url) => push_url(&mut out.html, url),
                Err(link) => out.push_hole(Hole::Url(*link)),
            }
            out.html.push_str("\">");
        }
        let start = out.html.len();
        out.html.push_str(&element);
        out.holes.extend(holes.into_iter().map(|(at, hole)| (at - image.html.start + start, hole)));
        out.html.push_str(if image.has_alternative { "</a>\n<figcaption>" } else { "\n<figcaption>" });
        push_text(&mut out.html, &image.title);
        out.html.push_str("</figcaption>\n</figure>\n");
    }

    /// Writes a URL, or a hole where one of the site's own belongs.
    pub(super) fn push_target(&mut self, target: &str, range: &Range<usize>, kind: LinkKind) {
        let (start, end) = (self.base + range.start, self.base + range.end);
        let written = &self.text[start..end];
        let at_its_end = written.strip_suffix(')').and_then(|written| written.strip_suffix(target)).map(str::len);
        let span = match at_its_end.or_else(|| written.rfind(target)) {
            Some(at) if !target.is_empty() => start + at..start + at + target.len(),
            _ => start..end,
        };
        if is_external(target) {
            push_url(self.html(), target);
            return self.push_external(target, span, kind);
        }
        self.push_link(Link { target: target.to_owned(), span, kind });
    }

    /// Keeps a link out of the site for those who want to know whether it is still good.
    pub(super) fn push_external(&mut self, target: &str, span: Range<usize>, kind: LinkKind) {
        if target.starts_with("https://") || target.starts_with("http://") {
            self.externals.push(Link { target: target.to_owned(), span, kind });
        }
    }

    /// Writes a hole for the URL of `link`.
    pub(super) fn push_link(&mut self, link: Link) {
        let index = self.links.len();
        self.links.push(link);
        self.out().push_hole(Hole::Url(index));
    }
}

/// The problem with an image that says nothing to those who cannot see it.
pub(super) fn missing_alternative(span: Range<usize>) -> Problem {
    Problem::new(Code::MissingAlt, span, "the image has no text for those who cannot see it")
        .hint("say what it shows, as in `![A plan of the office](plan.png)`; for mere decoration write `<img src=\"…\" alt=\"\">`")
}
