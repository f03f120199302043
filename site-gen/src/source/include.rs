//! Reads the files that pages include.
//!
//! [`gather`] puts their texts behind the page's own before the page is parsed, so that parsing needs no files.
//! Tags in code blocks are read like others, since only the parser knows what is code; what it does not ask for is
//! never shown, and what is wrong with it is never told.
//! **Invariant:** only files below the content folder are read, none whose name is hidden, and no more than [`MOST_BYTES`]
//! for one page.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use super::text::{Part, Text};
use super::{front_matter, is_inside, read_bytes};
use crate::check::suggestion::did_you_mean;
use crate::check::{Code, Problem};
use crate::markdown::component::{TagKind, tag_at};
use crate::markdown::include::{Inclusion, Inclusions, NAME, Request};
use crate::markdown::snippet;

/// Files within files.
const DEEPEST: usize = 8;
/// Tags of one page, with those of the files that it includes.
const MOST_TAGS: usize = 500;
/// Bytes of one page's included texts.
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// A page with the texts that it includes.
pub(super) struct Gathered {
    /// The page's own text, and the others below it.
    pub text: String,
    /// What each tag includes.
    pub inclusions: Inclusions,
    /// Which part of `text` is of which file.
    pub parts: Vec<Part>,
}

/// Whether `text` may have a tag that includes something.
pub(super) fn may_include(text: &str) -> bool {
    text.contains("<Include")
}

/// Reads what the page at `path`, whose text is `text`, includes.
pub(super) fn gather(content: &Path, path: &str, text: &str) -> Gathered {
    let own = 0..text.len();
    let gathered = Gathered { text: text.to_owned(), inclusions: Inclusions::default(), parts: Vec::new() };
    let mut reader = Reader { content, gathered, tags: 0, texts: BTreeMap::new() };
    reader.scan(own, &mut vec![path.to_owned()]);
    reader.gathered
}

struct Reader<'a> {
    content: &'a Path,
    gathered: Gathered,
    tags: usize,
    /// Files that were read: path → text, or why there is none.
    texts: BTreeMap<String, Result<String, String>>,
}

/// Why a tag includes nothing.
struct Refusal {
    message: String,
    hint: Option<String>,
    /// What of the tag is wrong; the file's name if nothing is said.
    span: Option<Range<usize>>,
}

impl Refusal {
    fn new(message: String, hint: &str) -> Self {
        Self { message, hint: Some(hint.to_owned()), span: None }
    }
}

impl Reader<'_> {
    /// Reads what the tags at `range` include; `chain` leads from the page to the file that stands there.
    fn scan(&mut self, range: Range<usize>, chain: &mut Vec<String>) {
        let mut at = range.start;
        while let Some(found) = self.gathered.text[at..range.end].find("<Include") {
            let start = at + found;
            at = start + 1;
            let Some(tag) = tag_at(&self.gathered.text[..range.end], start) else { continue };
            if self.gathered.text[tag.name.clone()] != *NAME || tag.kind == TagKind::Close {
                continue;
            }
            let (request, _) = Request::read(&tag.attributes, &tag.name);
            let Some((file, span)) = request.file.clone() else { continue };
            let inclusion = self.include(&request, &file, chain).unwrap_or_else(|refusal| {
                let span = refusal.span.unwrap_or(span);
                Inclusion::Refused(Problem::new(Code::Include, span, refusal.message).maybe_hint(refusal.hint))
            });
            self.gathered.inclusions.by_tag.insert(start, inclusion);
        }
    }

    fn include(&mut self, request: &Request, file: &str, chain: &mut Vec<String>) -> Result<Inclusion, Refusal> {
        self.tags += 1;
        if self.tags > MOST_TAGS {
            let message = format!("this page includes more than {MOST_TAGS} files");
            return Err(Refusal::new(message, "divide it into several pages"));
        }
        let from = chain.last().map_or("", String::as_str);
        let path = join(from, file).ok_or_else(|| {
            Refusal::new(format!("`{file}` is outside the content folder"), "copy the file into the content folder")
        })?;
        if path.split('/').any(|name| name.starts_with('.')) {
            return Err(Refusal::new(
                format!("`{file}` is hidden"),
                "rename it; names with a dot in front are private",
            ));
        }
        if chain.contains(&path) {
            let circle: Vec<_> = chain.iter().chain([&path]).map(|path| format!("`{path}`")).collect();
            let message = format!("`{path}` would include itself: {}", circle.join(" → "));
            return Err(Refusal::new(message, "remove one of these tags"));
        }
        if chain.len() > DEEPEST {
            let message = format!("this is the {}th file within a file", chain.len());
            return Err(Refusal::new(message, "include it from a file further out"));
        }
        let text = self.text(&path).map_err(|message| {
            let hint = (!self.content.join(&path).exists()).then(|| self.similar(&path)).flatten();
            let hint =
                hint.or_else(|| Some("the path counts from this file, or from the content folder with `/`".into()));
            Refusal { message: format!("`{file}` {message}"), hint, span: None }
        })?;
        let (is_code, extension) = kind(&path, request);
        let part = match &request.selection {
            Some((selection, span)) => selection.find(&text).map_err(|no| Refusal {
                message: format!("{} (`{path}`)", no.message),
                hint: Some(no.hint),
                span: Some(span.clone()),
            })?,
            None if is_code => 0..text.len(),
            None => front_matter::body_start(&text)..text.len(),
        };
        if self.gathered.text.len() + part.len() > self.own_length() + MOST_BYTES {
            let message = format!("this page includes more than {} MiB", MOST_BYTES / 1024 / 1024);
            return Err(Refusal::new(message, "link to the file instead, or choose `lines`"));
        }
        let range = self.append(&path, &text, part.clone(), is_code);
        if is_code {
            let first_line = text[..part.start].matches('\n').count() + 1;
            return Ok(Inclusion::Code { range, first_line, extension });
        }
        chain.push(path);
        self.scan(range.clone(), chain);
        chain.pop();
        Ok(Inclusion::Markdown(range))
    }

    fn own_length(&self) -> usize {
        self.gathered.parts.first().map_or(self.gathered.text.len(), |part| part.start)
    }

    /// The text of the file at `path`, or what keeps it from being one.
    fn text(&mut self, path: &str) -> Result<String, String> {
        let content = self.content;
        self.texts.entry(path.to_owned()).or_insert_with(|| read(content, path)).clone()
    }

    /// A file beside the missing one at `path`, named like it.
    fn similar(&self, path: &str) -> Option<String> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if !is_inside(self.content, folder) {
            return None;
        }
        let entries = fs::read_dir(self.content.join(folder)).ok()?.filter_map(Result::ok);
        let mut names: Vec<_> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        did_you_mean(name, names.iter().map(String::as_str))
    }

    /// Puts the `part` of the file's text below all others, and says where it is.
    fn append(&mut self, path: &str, text: &str, part: Range<usize>, is_code: bool) -> Range<usize> {
        // Nothing of one file can be taken for the end of another.
        self.gathered.text.push_str("\n\n");
        let start = self.gathered.text.len();
        if is_code {
            self.gathered.text.push_str(&text[part.clone()]);
        } else {
            self.gathered.text.push_str(&snippet::without_marks(&text[part.clone()]));
        }
        self.gathered.parts.push(Part {
            start,
            offset: part.start,
            length: part.len(),
            path: path.to_owned(),
            text: Text::new(self.content.join(path), text),
        });
        start..self.gathered.text.len()
    }
}

/// Whether what is included is shown as code, and the ending of the file's name.
fn kind(path: &str, request: &Request) -> (bool, String) {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or(name, |(_, extension)| extension).to_ascii_lowercase();
    let is_markdown = matches!(extension.as_str(), "md" | "markdown") && request.code.is_none();
    (!is_markdown, extension)
}

fn read(content: &Path, path: &str) -> Result<String, String> {
    let file = content.join(path);
    let metadata = file.metadata().map_err(|_| "is not there".to_owned())?;
    if !is_inside(content, path) {
        return Err("is a link out of the content folder".to_owned());
    }
    if metadata.is_dir() {
        return Err("is a folder".to_owned());
    }
    if metadata.is_file() && metadata.len() > MOST_BYTES as u64 {
        return Err(format!("is larger than {} MiB", MOST_BYTES / 1024 / 1024));
    }
    let bytes = read_bytes(&file).map_err(|error| format!("cannot be read: {error}"))?;
    let text = String::from_utf8(bytes).map_err(|_| "is no text".to_owned())?;
    if text.contains('\0') { Err("is no text".to_owned()) } else { Ok(text) }
}

/// The file `link` taken from the folder of the file `from`, or from the content folder if it begins with `/`.
fn join(from: &str, link: &str) -> Option<String> {
    let mut names: Vec<&str> = if link.starts_with('/') { Vec::new() } else { from.split('/').collect() };
    names.pop();
    for name in link.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()?),
            name => names.push(name),
        }
    }
    (!names.is_empty()).then(|| names.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_the_file_or_from_the_content_folder() {
        assert_eq!(join("guide/a.md", "../_parts/b.md").as_deref(), Some("_parts/b.md"));
        assert_eq!(join("guide/a.md", "/code/c.rs").as_deref(), Some("code/c.rs"));
        assert_eq!(join("a.md", "../b.md"), None);
        assert_eq!(join("a.md", "/../b.md"), None);
        assert_eq!(join("a.md", "/"), None);
    }
}
