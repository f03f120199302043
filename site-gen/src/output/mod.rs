//! The site's files: rendered in parallel, staged beside the output folder, and published at once.
//!
//! **Invariant:** nothing below the output folder changes unless every file of the new site has been written.

pub mod page;
pub(crate) mod quotes;
pub mod server_data;
pub mod stage;

mod blocks;
mod code;
mod companions;
mod content;
mod contents;
mod elsewhere;
pub(crate) mod feed;
mod manifest;
mod moved;
mod print;
pub(crate) mod search;
mod sidebar;
mod tags;
mod well_known;

use std::sync::Mutex;

use qa_api::paths;
use qa_api::shell;
use rayon::prelude::*;

use crate::check::{Code, Diagnostic, leaks};
use crate::library::Page;
use crate::site::Site;
use crate::source::StaticFile;
use crate::theme::context::{MovedContext, RedirectContext, ShellContext, SlotsContext};
use moved::MovedSections;
use page::PageRenderer;

/// Where files go: a [`stage::Stage`], or nowhere for a check.
pub trait Sink: Sync {
    /// Takes the file at `path` (relative, with `/`).
    ///
    /// # Errors
    /// When it cannot be kept.
    fn put(&self, path: &str, bytes: &[u8]) -> std::io::Result<()>;

    /// Takes the file at `path` as `write` writes it, for what is large.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn put_with(
        &self,
        path: &str,
        write: &mut dyn FnMut(&mut dyn std::io::Write) -> std::io::Result<()>,
    ) -> std::io::Result<()> {
        let mut bytes = Vec::new();
        write(&mut bytes)?;
        self.put(path, &bytes)
    }

    /// Takes a copy of the file `from`.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn copy(&self, path: &str, from: &std::path::Path) -> std::io::Result<()>;

    /// What it took for `path`, if it keeps anything.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    fn get(&self, path: &str) -> std::io::Result<Option<Vec<u8>>>;
}

/// Takes files and forgets them: a check renders everything, since only rendering finds what a component refuses.
#[derive(Debug)]
pub struct Discard;

impl Sink for Discard {
    fn put(&self, _: &str, _: &[u8]) -> std::io::Result<()> {
        Ok(())
    }

    fn copy(&self, _: &str, from: &std::path::Path) -> std::io::Result<()> {
        std::fs::File::open(from).map(drop)
    }

    fn get(&self, _: &str) -> std::io::Result<Option<Vec<u8>>> {
        Ok(None)
    }
}

/// Renders every file of `site` into `sink`, and says what the theme found wrong.
///
/// # Errors
/// When the sink does not take a file.
pub fn write(site: &Site, sink: &impl Sink) -> std::io::Result<Vec<Diagnostic>> {
    let unreadable: Vec<_> =
        site.files.par_iter().filter_map(|file| copy(file, sink).transpose()).collect::<Result<_, _>>()?;
    for asset in &site.theme.assets {
        sink.put(&asset.path, &asset.bytes)?;
    }
    let every: Vec<usize> = (0..site.library.pages.len()).collect();
    let renderer = PageRenderer::new(site);
    let mut diagnostics = write_pages(site, &renderer, &every, sink)?;
    diagnostics.extend(write_shared(site, &renderer, sink)?);
    diagnostics.extend(unreadable);
    site.theme.observer.end_stage("render");
    search::write(site, sink)?;
    Ok(diagnostics)
}

/// Renders these pages, and what stands beside each, into `sink`.
///
/// # Errors
/// When the sink does not take a file.
pub(crate) fn write_pages(
    site: &Site,
    renderer: &PageRenderer<'_>,
    pages: &[usize],
    sink: &impl Sink,
) -> std::io::Result<Vec<Diagnostic>> {
    let found = Mutex::new(Vec::new());
    pages.into_par_iter().try_for_each_init(Vec::new, |html, &index| {
        html.clear();
        let source = &site.library.pages[index].source;
        match site.theme.observer.page(source, pages.len(), || renderer.render(index, html)) {
            Ok(diagnostics) => {
                let page = &site.library.pages[index];
                sink.put(&format!("{}index.html", &page.url[1..]), html)?;
                sink.put(&companions::path(page), companions::markdown(site, index).as_bytes())?;
                if !diagnostics.is_empty() {
                    found.lock().expect("no render panics").extend(diagnostics);
                }
            }
            Err(diagnostic) => found.lock().expect("no render panics").push(diagnostic),
        }
        std::io::Result::Ok(())
    })?;
    Ok(found.into_inner().expect("no render panics"))
}

/// Renders everything that is about several pages into `sink`, the manifest last.
///
/// # Errors
/// When the sink does not take a file.
pub(crate) fn write_shared(
    site: &Site,
    renderer: &PageRenderer<'_>,
    sink: &impl Sink,
) -> std::io::Result<Vec<Diagnostic>> {
    let mut diagnostics = print::write(site, renderer, sink)?;
    match fixed_pages(site, &mut diagnostics) {
        Ok(files) => {
            for (path, html) in files {
                sink.put(&path, html.as_bytes())?;
            }
        }
        Err(diagnostic) => diagnostics.push(diagnostic),
    }
    for (path, text) in well_known::files(site) {
        sink.put(&path, text.as_bytes())?;
    }
    sink.put_with(paths::MANIFEST_FILE, &mut |writer| manifest::of(site).write(writer))?;
    Ok(diagnostics)
}

/// Copies `file`, and says why that is impossible where its own state is the reason.
fn copy(file: &StaticFile, sink: &impl Sink) -> std::io::Result<Option<Diagnostic>> {
    let Err(error) = sink.copy(&file.path, &file.from) else { return Ok(None) };
    let reason = match std::fs::File::open(&file.from) {
        // It was gone and has come back.
        Ok(_) if error.kind() == std::io::ErrorKind::NotFound => error,
        Ok(_) => return Err(error),
        Err(reason) => reason,
    };
    let hint = "see whether it is still there, and who may read it".to_owned();
    let message = format!("this cannot be read: {reason}");
    Ok(Some(Diagnostic::about(&file.path, Code::UnusableFile, message, Some(hint))))
}

/// The pages that are not made from Markdown.
fn fixed_pages(site: &Site, diagnostics: &mut Vec<Diagnostic>) -> Result<Vec<(String, String)>, Diagnostic> {
    let mut files = Vec::with_capacity(site.library.moves.len() + 2);
    let not_found = site.theme.render_plain("404.html")?;
    diagnostics.extend(leaks::in_template("404.html", &not_found, &[]));
    files.push(("404.html".to_owned(), not_found));
    files.extend(contents::file(site)?);
    let slots = SlotsContext { title: shell::TITLE_SLOT, head: shell::HEAD_SLOT, body: shell::BODY_SLOT };
    let frame = site.theme.render_with("shell.html", &ShellContext { slots })?;
    if !shell::is_complete(&frame) {
        let hint = "print `slots.title`, `slots.head` and `slots.body` as they are, each once".to_owned();
        let message = "the shell does not have every slot exactly once";
        return Err(Diagnostic::about("(theme)/templates/shell.html", Code::ThemeError, message, Some(hint)));
    }
    let slots = [shell::TITLE_SLOT, shell::HEAD_SLOT, shell::BODY_SLOT];
    diagnostics.extend(leaks::in_template("shell.html", &frame, &slots));
    files.push((paths::SHELL_FILE.to_owned(), frame));
    let sections = MovedSections::of(site);
    for moved in site.library.moves.iter().filter(|moved| !moved.from.contains('#')) {
        if let Some(page) = site.library.page_at(&moved.to) {
            let sections = sections.at(site, &moved.from);
            files.push((format!("{}index.html", &moved.from[1..]), redirect(site, page, sections)?));
        }
    }
    files.extend(tags::files(site)?);
    // What the writers made themselves stays.
    files.retain(|(path, _)| !site.files.iter().any(|file| file.path == *path));
    // A folder of Markdown without an index still opens at its address.
    let has_home = site.library.page_at("/").is_some() || site.files.iter().any(|file| file.path == "index.html");
    if let Some(first) = site.library.first_page().filter(|_| !has_home) {
        files.push(("index.html".to_owned(), redirect(site, first, Vec::new())?));
    }
    Ok(files)
}

fn redirect(site: &Site, page: &Page, sections: Vec<MovedContext>) -> Result<String, Diagnostic> {
    let context = RedirectContext {
        target_url: format!("{}{}", site.base_path, page.url),
        target_title: &page.title,
        sections,
        script_url: site.theme.asset_path(moved::SCRIPT).map(|path| format!("{}/{path}", site.base_path)),
    };
    site.theme.render_with("redirect.html", &context)
}
