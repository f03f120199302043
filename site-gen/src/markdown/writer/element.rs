//! CommonMark's own elements.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Tag, TagEnd};

use super::{Frame, FrameKind, Image, Paragraph, Writer};
use crate::check::{Code, Problem};
use crate::markdown::code;
use crate::markdown::text::push_text;
use crate::markdown::{Fragment, Hole};
use crate::markdown::{mask, math};

impl<'text> Writer<'text> {
    pub(super) fn start(&mut self, tag: Tag<'text>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.start_paragraph(),
            Tag::Heading { level, id, classes, attrs } => {
                self.check_heading_attributes(&attrs, &range);
                let kind = FrameKind::Heading {
                    level,
                    id: id.map(String::from),
                    classes: classes.into_iter().map(String::from).collect(),
                    former_ids: super::heading::former_ids(&attrs),
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
                let kind = FrameKind::Footnote { name: format!("{}{name}", self.footnote_scope) };
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

    pub(super) fn open_line(&mut self, html: &str) {
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
        let start = if self.in_table_head { "<th scope=\"col\"" } else { "<td" };
        self.html().extend([start, class, ">"]);
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
