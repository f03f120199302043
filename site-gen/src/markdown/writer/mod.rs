//! The parser's events to HTML with holes, in one pass.
//!
//! The writer keeps a stack of [`Frame`]s: what is inside a heading, a footnote or a component is written into a frame
//! of its own and put into its place when it ends.
//! **Invariant:** a component's tags pair within one container, so frames close in the order they opened.

mod component;
mod element;
mod footnote;
mod heading;
mod include;
mod link;

use std::cell::RefCell;
use std::collections::HashSet;
use std::ops::Range;

use memchr::memchr;
use pulldown_cmark::{Alignment, BrokenLink, CowStr, Event, HeadingLevel, LinkType, Parser, TagEnd};

use super::code::CodeBlock;
use super::component::Component;
use super::heading::{Former, Heading, Ids};
use super::include::Included;
use super::mask::Mask;
use super::references::{self, References};
use super::text::excerpt;
use super::{Document, Fragment, Hole, Link, Settings, options};
use crate::check::{Code, Problem, leaks};

/// Most characters of an excerpt.
const EXCERPT_CHARS: usize = 180;

/// Parses the Markdown at `body` of `text` and writes it.
pub(super) fn write(text: &str, body: Range<usize>, settings: &Settings<'_>) -> (Document, Fragment) {
    let mask = Mask::new(&text[body.clone()]);
    let mut writer = Writer::new(text, body.start, &mask, *settings);
    writer.html().reserve(body.len() * 3 / 2);
    writer.read();
    writer.finish()
}

/// An image as it stands in the HTML of the innermost frame.
struct WrittenImage {
    /// Where its element begins, and the byte after it.
    html: Range<usize>,
    /// Where the element's title begins.
    title_at: usize,
    title: String,
    /// Its URL, or which of the page's links leads to it.
    source: Result<String, usize>,
    has_alternative: bool,
}

/// Output that is collected until something ends.
struct Frame {
    fragment: Fragment,
    kind: FrameKind,
}

enum FrameKind {
    Root,
    Heading {
        level: HeadingLevel,
        id: Option<String>,
        classes: Vec<String>,
        /// Ids that it had before, which still lead to it.
        former_ids: Vec<String>,
        start: usize,
    },
    Footnote {
        name: String,
    },
    /// `depth` counts the containers around the opening tag; `reported` that its closing tag was met elsewhere.
    Component {
        component: Component,
        depth: usize,
        reported: bool,
    },
}

/// A paragraph that is being written: where it began in the frame that was innermost then.
#[derive(Clone, Copy)]
struct Paragraph {
    html: usize,
    holes: usize,
    /// How many frames there were.
    frames: usize,
    /// How many containers are open directly inside it, itself included.
    depth: usize,
}

/// An image whose text is being collected.
struct Image<'text> {
    target: CowStr<'text>,
    title: CowStr<'text>,
    range: Range<usize>,
    alternative: String,
    /// Images inside the image's own text.
    nested: usize,
}

struct Writer<'text> {
    text: &'text str,
    /// Where the Markdown starts in `text`.
    base: usize,
    /// What the parser reads, and how to undo it.
    mask: &'text Mask<'text>,
    settings: Settings<'text>,
    frames: Vec<Frame>,
    /// Open containers.
    depth: usize,
    paragraphs: Vec<Paragraph>,
    image: Option<Image<'text>>,
    /// The image that was written last in the innermost frame.
    last_image: Option<WrittenImage>,
    html_block: Option<component::HtmlBlock>,
    alignments: Vec<Alignment>,
    cell: usize,
    in_table_head: bool,
    code: Option<Box<CodeBlock>>,
    /// Where the first line of its fence says what it is.
    code_span: Range<usize>,
    footnotes: footnote::Footnotes,
    footnote_bodies: Vec<(String, Fragment)>,
    /// What stands before the names of footnotes, so that those of several texts are told apart.
    footnote_scope: String,
    /// Whether what is being read stands within a line.
    is_inline: bool,
    /// The texts that stand in place of tags.
    included: Vec<Included>,
    /// The plain text of the heading or first paragraph that is being written.
    plain: Option<String>,
    ids: Ids,
    links: Vec<Link>,
    externals: Vec<Link>,
    headings: Vec<Heading>,
    former: Vec<Former>,
    anchors: HashSet<String>,
    first_heading: Option<String>,
    title_anchor: Option<String>,
    excerpt: Option<String>,
    problems: Vec<Problem>,
}

impl<'text> Writer<'text> {
    fn new(text: &'text str, base: usize, mask: &'text Mask<'text>, settings: Settings<'text>) -> Self {
        Self {
            text,
            base,
            mask,
            settings,
            frames: vec![Frame { fragment: Fragment::default(), kind: FrameKind::Root }],
            depth: 0,
            paragraphs: Vec::new(),
            image: None,
            last_image: None,
            html_block: None,
            alignments: Vec::new(),
            cell: 0,
            in_table_head: false,
            code: None,
            code_span: 0..0,
            footnotes: footnote::Footnotes::default(),
            footnote_bodies: Vec::new(),
            footnote_scope: String::new(),
            is_inline: false,
            included: Vec::new(),
            plain: None,
            ids: Ids::default(),
            links: Vec::new(),
            externals: Vec::new(),
            headings: Vec::new(),
            former: Vec::new(),
            anchors: HashSet::new(),
            first_heading: None,
            title_anchor: None,
            excerpt: None,
            problems: Vec::new(),
        }
    }

    /// Reads all of the Markdown.
    fn read(&mut self) {
        let mask = self.mask;
        let base = self.base;
        let broken = RefCell::new(Vec::new());
        let callback = |link: BrokenLink<'_>| {
            // `[text]` alone is ordinary prose far more often than a mistake, so only the two long forms count.
            if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
                let span = base + link.span.start..base + link.span.end;
                broken.borrow_mut().push((link.reference.to_string(), span));
            }
            None::<(CowStr<'_>, CowStr<'_>)>
        };
        let mut events = Parser::new_with_broken_link_callback(
            mask.text(),
            options(self.settings.smart_punctuation),
            Some(callback),
        )
        .into_offset_iter();
        let mut references = References::new(mask.text());
        let (links, externals) = (self.links.len(), self.externals.len());
        for (event, range) in events.by_ref() {
            references.see(&event, &range);
            self.event(event, range);
        }
        let definitions = events.reference_definitions();
        for link in self.links[links..].iter_mut().chain(&mut self.externals[externals..]) {
            if self.text.get(link.span.clone()) != Some(&link.target) {
                link.span = references::place_in_definition(definitions, self.text, base, &link.target)
                    .unwrap_or_else(|| link.span.clone());
            }
        }
        let mut undefined = broken.borrow().clone();
        undefined.dedup();
        self.problems.extend(undefined.iter().map(|(label, span)| references::undefined(label, span, definitions)));
        self.problems.extend(references.problems(definitions, base));
    }

    fn event(&mut self, event: Event<'text>, range: Range<usize>) {
        if self.image.is_some() {
            return self.image_event(event, &range);
        }
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                self.start(tag, range);
            }
            Event::End(end) => {
                if end != TagEnd::Paragraph {
                    self.close_components_inside();
                }
                self.end(end);
                self.depth -= 1;
                if end == TagEnd::HtmlBlock {
                    self.finish_html_block();
                }
            }
            Event::Text(text) => {
                self.check_text(&range);
                self.check_leak(&range);
                let text = self.mask.restore(&text, &range);
                match &mut self.code {
                    Some(block) => block.code.push_str(&text),
                    None => self.push_text(&text),
                }
            }
            Event::Code(code) => {
                let code = self.mask.restore(&code, &range);
                let html = self.html();
                html.push_str("<code>");
                super::text::push_text(html, &code);
                html.push_str("</code>");
                self.push_plain(&code);
            }
            Event::Html(html) => {
                let html = self.mask.restore(&html, &range);
                if let Some(block) = &mut self.html_block {
                    block.push(&html, range.start);
                }
            }
            Event::InlineHtml(html) => {
                let html = self.mask.restore(&html, &range);
                let start = self.base + range.start;
                self.is_inline = true;
                self.raw_html(&html, &|at| start + at);
                self.is_inline = false;
            }
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            Event::SoftBreak => self.push_text("\n"),
            Event::HardBreak => {
                self.html().push_str("<br>\n");
                self.push_plain(" ");
            }
            Event::Rule => {
                self.start_line();
                self.html().push_str("<hr>\n");
            }
            Event::TaskListMarker(checked) => {
                let (attribute, label) = if checked { (" checked", "task_done") } else { ("", "task_open") };
                self.html().push_str(&format!("<input type=\"checkbox\" disabled{attribute} aria-label=\""));
                self.out().push_hole(Hole::Text(label));
                self.html().push_str("\"> ");
            }
            Event::InlineMath(latex) => self.push_math(&latex, false, &range),
            Event::DisplayMath(latex) => self.push_math(&latex, true, &range),
        }
    }

    fn image_event(&mut self, event: Event<'text>, range: &Range<usize>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(_) => image.nested += 1,
            Event::End(_) if image.nested > 0 => image.nested -= 1,
            Event::End(_) => {
                self.depth -= 1;
                self.end_image();
            }
            Event::Text(text) | Event::Code(text) => image.alternative.push_str(&self.mask.restore(&text, range)),
            Event::InlineMath(latex) | Event::DisplayMath(latex) => {
                image.alternative.push_str(&self.mask.restore(&latex, range));
            }
            Event::SoftBreak | Event::HardBreak => image.alternative.push(' '),
            _ => {}
        }
    }

    /// Reports what reads like a component's tag or a footnote, but is text for CommonMark.
    fn check_text(&mut self, range: &Range<usize>) {
        let at = self.base + range.start;
        let rest = &self.text[at..];
        if !rest.starts_with(['<', '[']) || self.text[..at].ends_with('\\') || self.code.is_some() {
            return;
        }
        if let Some(tag) = super::component::tag_at(self.text, at) {
            self.problems.push(
                Problem::new(Code::ComponentParameter, at..tag.end, "this tag cannot be read inside a line")
                    .hint("write values without spaces inside the braces, or put code between backticks"),
            );
        }
        // A label has at most 999 characters, says CommonMark.
        let rest = &rest[..rest.floor_char_boundary(1000)];
        if let Some((label, _)) = rest.strip_prefix("[^").and_then(|rest| rest.split_once(']'))
            && !label.is_empty()
            && !label.contains(|c: char| c.is_whitespace() || c == '[')
        {
            let span = at..at + "[^".len() + label.len() + "]".len();
            self.problems.push(
                Problem::new(Code::UndefinedReference, span, format!("there is no footnote `{label}`"))
                    .hint(format!("define it with `[^{label}]: …`, or put code between backticks")),
            );
        }
    }

    /// Reports marks of a template in text that readers will see.
    fn check_leak(&mut self, range: &Range<usize>) {
        let at = self.base + range.start;
        let text = &self.text[at..self.base + range.end];
        if self.code.is_some() || memchr(b'{', text.as_bytes()).is_none() {
            return;
        }
        if let Some((span, mark)) = leaks::find(text) {
            let problem = Problem::new(
                Code::PlaceholderLeak,
                at + span.start..at + span.end,
                format!("readers will see `{mark}` as it stands"),
            );
            self.problems.push(problem.hint(
                "put it between backticks if it is an example; a component such as `<Callout>` does what templates do",
            ));
        }
    }

    /// Takes `id` for the page, and reports it at `span` when the page has it already.
    fn claim_anchor(&mut self, id: String, span: Range<usize>) {
        if self.anchors.contains(&id) {
            let problem = Problem::new(Code::DuplicateAnchor, span, format!("the page has the anchor `#{id}` already"));
            self.problems.push(problem.hint("links lead to the first one; give the others ids of their own"));
        } else {
            self.anchors.insert(id);
        }
    }

    fn html(&mut self) -> &mut String {
        &mut self.out().html
    }

    fn out(&mut self) -> &mut Fragment {
        &mut self.frames.last_mut().expect("the root frame is never popped").fragment
    }

    /// Begins a line, so that the HTML can be read by people too.
    fn start_line(&mut self) {
        let html = self.html();
        if !html.is_empty() && !html.ends_with('\n') {
            html.push('\n');
        }
    }

    fn push_text(&mut self, text: &str) {
        super::text::push_text(self.html(), text);
        self.push_plain(text);
    }

    fn push_plain(&mut self, text: &str) {
        if let Some(plain) = &mut self.plain {
            plain.push_str(text);
        }
    }

    /// Closes what was left open.
    fn close_everything(&mut self) {
        self.depth = 0;
        self.close_components_inside();
    }

    /// What was written.
    fn into_fragment(mut self) -> Fragment {
        self.frames.pop().expect("the root frame is never popped").fragment
    }

    fn finish(mut self) -> (Document, Fragment) {
        self.close_everything();
        self.write_footnotes();
        self.included.sort_by_key(|included| included.tag.start);
        let root = self.frames.pop().expect("the root frame is never popped");
        // All pages are in memory at once, and what grew by doubling has much to spare.
        self.headings.shrink_to_fit();
        let document = Document {
            links: self.links.into(),
            externals: self.externals,
            headings: self.headings,
            former: self.former,
            anchors: self.anchors.into_iter().collect(),
            first_heading: self.first_heading,
            title_anchor: self.title_anchor,
            excerpt: excerpt(&self.excerpt.unwrap_or_default(), EXCERPT_CHARS),
            included: self.included,
            problems: self.problems,
        };
        (document, root.fragment)
    }
}
