//! CommonMark's own elements.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, HeadingLevel, LinkType, Tag, TagEnd};

use super::{Footnote, Frame, FrameKind, Image, Paragraph, Writer, WrittenImage};
use crate::check::{Code, Problem};
use crate::markdown::code;
use crate::markdown::fragment::is_external;
use crate::markdown::heading::{Heading, slugify};
use crate::markdown::text::{push_attribute, push_text, push_url};
use crate::markdown::{Fragment, Hole, Link, LinkKind};
use crate::markdown::{mask, math};

impl<'text> Writer<'text> {
    pub(super) fn start(&mut self, tag: Tag<'text>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.start_paragraph(),
            Tag::Heading { level, id, classes, attrs } => {
                let kind = FrameKind::Heading {
                    level,
                    id: id.map(String::from),
                    classes: classes.into_iter().map(String::from).collect(),
                    former_ids: former_ids(&attrs),
                    start: self.base + range.start,
                };
                self.frames.push(Frame { fragment: Fragment::default(), kind });
                self.plain = Some(String::new());
            }
            Tag::BlockQuote(kind) => {
                let class = kind.map_or("", alert_class);
                self.open_line(&format!("<blockquote{class}>\n"));
                if let Some(kind) = kind {
                    self.push_alert_title(kind, &range);
                }
            }
            Tag::CodeBlock(kind) => self.start_code_block(&kind, &range),
            Tag::HtmlBlock => self.html_block = Some(super::component::HtmlBlock::default()),
            Tag::List(Some(1)) => self.open_line("<ol>\n"),
            Tag::List(Some(start)) => self.open_line(&format!("<ol start=\"{start}\">\n")),
            Tag::List(None) => self.open_line("<ul>\n"),
            Tag::Item => self.open_line("<li>"),
            Tag::FootnoteDefinition(name) => {
                let kind = FrameKind::Footnote { name: name.into() };
                self.frames.push(Frame { fragment: Fragment::default(), kind });
            }
            Tag::DefinitionList => self.open_line("<dl>\n"),
            Tag::DefinitionListTitle => self.open_line("<dt>"),
            Tag::DefinitionListDefinition => self.open_line("<dd>"),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.open_line("<div class=\"table-scroll\" tabindex=\"0\">\n<table>\n");
            }
            Tag::TableHead => {
                (self.cell, self.in_table_head) = (0, true);
                self.html().push_str("<thead>\n<tr>");
            }
            Tag::TableRow => {
                self.cell = 0;
                self.html().push_str("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.html().push_str("<em>"),
            Tag::Strong => self.html().push_str("<strong>"),
            Tag::Strikethrough => self.html().push_str("<del>"),
            Tag::Superscript => self.html().push_str("<sup>"),
            Tag::Subscript => self.html().push_str("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, &dest_url, &title, &range),
            Tag::Image { dest_url, title, .. } => {
                self.image = Some(Image { target: dest_url, title, range, alternative: String::new(), nested: 0 });
            }
            Tag::MetadataBlock(_) => {}
        }
    }

    pub(super) fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) => self.html().push_str("</blockquote>\n"),
            TagEnd::CodeBlock => self.end_code_block(),
            TagEnd::List(true) => self.html().push_str("</ol>\n"),
            TagEnd::List(false) => self.html().push_str("</ul>\n"),
            TagEnd::Item => self.html().push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some(Frame { fragment, kind: FrameKind::Footnote { name } }) = self.frames.pop() {
                    self.footnote_bodies.push((name, fragment));
                }
            }
            TagEnd::DefinitionList => self.html().push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.html().push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.html().push_str("</dd>\n"),
            TagEnd::Table => self.html().push_str("</tbody>\n</table>\n</div>\n"),
            TagEnd::TableHead => {
                self.in_table_head = false;
                self.html().push_str("</tr>\n</thead>\n<tbody>\n");
            }
            TagEnd::TableRow => self.html().push_str("</tr>\n"),
            TagEnd::TableCell => {
                self.cell += 1;
                let end = if self.in_table_head { "</th>" } else { "</td>" };
                self.html().push_str(end);
            }
            TagEnd::Emphasis => self.html().push_str("</em>"),
            TagEnd::Strong => self.html().push_str("</strong>"),
            TagEnd::Strikethrough => self.html().push_str("</del>"),
            TagEnd::Superscript => self.html().push_str("</sup>"),
            TagEnd::Subscript => self.html().push_str("</sub>"),
            TagEnd::Link => self.html().push_str("</a>"),
            TagEnd::Image | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn open_line(&mut self, html: &str) {
        self.start_line();
        self.html().push_str(html);
    }

    fn start_paragraph(&mut self) {
        self.start_line();
        if self.excerpt.is_none() && self.frames.len() == 1 && self.depth == 1 {
            self.plain = Some(String::new());
        }
        self.last_image = None;
        self.open_paragraph();
    }

    pub(super) fn open_paragraph(&mut self) {
        let (frames, depth) = (self.frames.len(), self.depth);
        let out = self.out();
        let paragraph = Paragraph { html: out.html.len(), holes: out.holes.len(), frames, depth };
        out.html.push_str("<p>");
        self.paragraphs.push(paragraph);
    }

    fn end_paragraph(&mut self) {
        self.end_paragraph_components();
        let image = self.last_image.take();
        if let Some(paragraph) = self.paragraphs.pop() {
            let Paragraph { html, holes, .. } = paragraph;
            let end = self.html().len();
            if let Some(image) = image
                && paragraph.frames == self.frames.len()
                && image.html == (html + "<p>".len()..end)
                && !image.title.trim().is_empty()
            {
                self.write_figure(image, &paragraph);
                self.plain = None;
                return;
            }
            let out = self.out();
            let is_empty = out.html[html..].trim() == "<p>";
            let is_one_component = is_empty && matches!(&out.holes[holes..], [(_, Hole::Component(_))]);
            if is_one_component {
                // A component that is a paragraph by itself is a block, and most blocks may not stand in a `<p>`.
                out.html.truncate(html);
                out.holes[holes].0 = html;
                out.html.push('\n');
            } else if is_empty && out.holes.len() == holes {
                out.html.truncate(html);
                out.html.push('\n');
            } else {
                out.html.push_str("</p>\n");
            }
        }
        if self.frames.len() == 1
            && self.depth == 1
            && let Some(plain) = self.plain.take().filter(|plain| !plain.trim().is_empty())
        {
            self.excerpt.get_or_insert(plain);
        }
    }

    fn end_heading(&mut self) {
        let Some(Frame { fragment, kind: FrameKind::Heading { level, id, classes, former_ids, start } }) =
            self.frames.pop()
        else {
            return;
        };
        let title = self.plain.take().unwrap_or_default().trim().to_owned();
        let is_first = self.frames.len() == 1 && self.out().html.trim().is_empty() && self.out().holes.is_empty();
        if level == HeadingLevel::H1 && is_first {
            self.first_heading = Some(title.clone());
            if self.show_title && self.title.is_none_or(|wanted| wanted.trim() == title) {
                self.title_anchor = Some(id.unwrap_or_else(|| slugify(&title)));
                return;
            }
        }
        let line = self.text[start..].lines().next().unwrap_or_default();
        let span = id
            .as_ref()
            .and_then(|id| line.rfind(id.as_str()).map(|at| start + at..start + at + id.len()))
            .unwrap_or(start..start + line.trim_end().len());
        let wanted = id;
        let id = match wanted.clone() {
            Some(id) => self.ids.unique(id),
            None => self.ids.for_title(&title),
        };
        if let Some(wanted) = wanted.filter(|wanted| *wanted != id) {
            // Only the ids of other headings make this one's differ.
            self.claim_anchor(wanted, span.clone());
        }
        self.start_line();
        let out = self.out();
        out.html.push_str(&format!("<{level} id=\""));
        push_attribute(&mut out.html, &id);
        if !classes.is_empty() {
            out.html.push_str("\" class=\"");
            push_attribute(&mut out.html, &classes.join(" "));
        }
        out.html.push_str("\">");
        for former in &former_ids {
            out.html.push_str("<span id=\"");
            push_attribute(&mut out.html, former);
            out.html.push_str("\"></span>");
        }
        out.append(fragment);
        out.html.push_str(&format!("</{level}>\n"));
        self.claim_anchor(id.clone(), span.clone());
        for former in former_ids {
            self.claim_anchor(former, span.clone());
        }
        self.headings.push(Heading { level: level as u8, id, title, hash: String::new(), start });
    }

    /// The title of an alert: its own, or what the theme calls its kind.
    fn push_alert_title(&mut self, kind: BlockQuoteKind, range: &Range<usize>) {
        let start = self.base + range.start;
        let start = self.text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line = self.text[start..].split('\n').next().unwrap_or_default();
        let title = mask::alert_title(line).map(|title| &line[title]);
        self.html().push_str("<p class=\"markdown-alert-title\">");
        match title {
            Some(title) => push_text(self.html(), title),
            None => self.out().push_hole(Hole::Text(alert_title(kind))),
        }
        self.html().push_str("</p>\n");
    }

    fn start_code_block(&mut self, kind: &CodeBlockKind<'_>, range: &Range<usize>) {
        let (start, end) = (self.base + range.start, self.base + range.end);
        let mut block = code::CodeBlock::default();
        if let CodeBlockKind::Fenced(info) = kind {
            let first_line = self.text[start..end].lines().next().unwrap_or_default();
            let at = first_line.find(info.trim()).filter(|_| !info.trim().is_empty());
            let span = at.map_or(start..start + first_line.len(), |at| start + at..start + at + info.trim().len());
            let (read, problems) = code::read_info(info.trim(), &span);
            (block, self.code_span) = (read, span);
            self.problems.extend(problems);
        }
        self.code = Some(Box::new(block));
    }

    fn end_code_block(&mut self) {
        let Some(mut block) = self.code.take() else { return };
        self.problems.extend(block.finish(self.code_span.clone()));
        self.start_line();
        self.out().push_hole(Hole::Code(block));
    }

    fn start_cell(&mut self) {
        let class = match self.alignments.get(self.cell) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            Some(Alignment::None) | None => "",
        };
        let cell = if self.in_table_head { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") };
        self.html().push_str(&cell);
    }

    fn start_link(&mut self, kind: LinkType, target: &str, title: &str, range: &Range<usize>) {
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
    fn write_figure(&mut self, image: WrittenImage, paragraph: &Paragraph) {
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

    /// Writes a formula as MathML, or as it was written where it cannot be read.
    pub(super) fn push_math(&mut self, latex: &str, is_block: bool, range: &Range<usize>) {
        let latex = self.mask.restore(latex, range);
        match math::render(&latex, is_block) {
            Ok(html) => self.html().push_str(&html),
            Err(error) => {
                let (start, end) = (self.base + range.start, self.base + range.end);
                // In a list or quote the marks of the lines are missing in the formula.
                let at = self.text[start..end].find(&*latex).map(|at| start + at);
                let span = at.map_or(start..end, |at| at + error.span.start..at + error.span.end);
                self.problems.push(
                    Problem::new(Code::MathSyntax, span, error.message)
                        .hint("if this is no formula, write the sign as `\\$`"),
                );
                push_text(self.html(), &latex);
            }
        }
        self.push_plain(&latex);
    }

    /// Writes a URL, or a hole where one of the site's own belongs.
    fn push_target(&mut self, target: &str, range: &Range<usize>, kind: LinkKind) {
        let (start, end) = (self.base + range.start, self.base + range.end);
        let span = match self.text[start..end].rfind(target) {
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

    pub(super) fn footnote_reference(&mut self, name: &CowStr<'_>) {
        let known = self.footnotes.iter().position(|known| *known.name == **name);
        let index = known.unwrap_or_else(|| {
            self.footnotes.push(Footnote { name: name.to_string(), calls: 0 });
            self.footnotes.len() - 1
        });
        self.footnotes[index].calls += 1;
        let (number, id) = (index + 1, call_id(index + 1, self.footnotes[index].calls));
        self.html().push_str(&format!(
            "<sup class=\"footnote-reference\" id=\"{id}\"><a href=\"#fn-{number}\">{number}</a></sup>"
        ));
        self.anchors.insert(id);
    }

    /// Writes all footnotes below the text, in the order of their references.
    pub(super) fn write_footnotes(&mut self) {
        let bodies = std::mem::take(&mut self.footnote_bodies);
        let mut bodies: Vec<_> = bodies
            .into_iter()
            .map(|(name, body)| {
                let position = self.footnotes.iter().position(|known| known.name == name);
                let index = position.unwrap_or_else(|| {
                    self.footnotes.push(Footnote { name, calls: 0 });
                    self.footnotes.len() - 1
                });
                (index + 1, body)
            })
            .collect();
        bodies.sort_by_key(|(number, _)| *number);
        for (number, body) in bodies {
            self.anchors.insert(format!("fn-{number}"));
            self.open_line(&format!(
                "<div class=\"footnote-definition\" id=\"fn-{number}\"><sup class=\"footnote-definition-label\">{number}</sup>"
            ));
            let calls = self.footnotes[number - 1].calls;
            let out = self.out();
            out.append(body);
            // The way back stands at the end of the last paragraph, if the footnote ends with one.
            let end = out.html.trim_end().strip_suffix("</p>").map(str::len);
            let end = end.filter(|end| out.holes.last().is_none_or(|(at, _)| at <= end));
            let rest = out.html.split_off(end.unwrap_or(out.html.len()));
            for call in 1..=calls {
                out.html.push_str(&format!(" <a href=\"#{}\" aria-label=\"", call_id(number, call)));
                out.push_hole(Hole::Text("footnote_back"));
                out.html.push_str("\">↩</a>");
            }
            out.html.push_str(&rest);
            self.html().push_str("</div>\n");
        }
    }
}

/// The ids that a heading had before: `{was=old,older}`.
fn former_ids(attributes: &[(CowStr<'_>, Option<CowStr<'_>>)]) -> Vec<String> {
    let lists = attributes.iter().filter(|(name, _)| **name == *"was").filter_map(|(_, value)| value.as_ref());
    lists.flat_map(|list| list.split(',')).filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// The problem with an image that says nothing to those who cannot see it.
pub(super) fn missing_alternative(span: Range<usize>) -> Problem {
    Problem::new(Code::MissingAlt, span, "the image has no text for those who cannot see it")
        .hint("say what it shows, as in `![A plan of the office](plan.png)`; for mere decoration write `<img src=\"…\" alt=\"\">`")
}

/// The id of the place that calls footnote `number` for the `call`th time.
fn call_id(number: usize, call: usize) -> String {
    if call == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{call}") }
}

/// The key of an alert's title in the theme's catalogue.
fn alert_title(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "alert_note",
        BlockQuoteKind::Tip => "alert_tip",
        BlockQuoteKind::Important => "alert_important",
        BlockQuoteKind::Warning => "alert_warning",
        BlockQuoteKind::Caution => "alert_caution",
    }
}

fn alert_class(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => " class=\"markdown-alert-note\"",
        BlockQuoteKind::Tip => " class=\"markdown-alert-tip\"",
        BlockQuoteKind::Important => " class=\"markdown-alert-important\"",
        BlockQuoteKind::Warning => " class=\"markdown-alert-warning\"",
        BlockQuoteKind::Caution => " class=\"markdown-alert-caution\"",
    }
}
