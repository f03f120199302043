//! `site-gen mv`: moves a page, a folder or a file, and with it every link to it, its own links, and its old address.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::ops::Range;
use std::path::Path;

use super::relink::{Place, definitions, rewrite, rewrite_plain};
use super::{EditError, front};
use crate::check::Severity;
use crate::library::index::Target;
use crate::library::{Library, Page, identity};
use crate::markdown::fragment::is_external;
use crate::site::{self, Site};
use crate::source::data::FOLDER;
use crate::source::site::{FILE, SidebarEntry, find};
use crate::source::{self, COMPONENTS, defaults};
use crate::{Options, check};

/// What a move changes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that move: before and after, below the content folder.
    pub files: Vec<(String, String)>,
    /// Addresses that lead on from now on.
    pub redirects: Vec<(String, String)>,
    /// Links that are written anew.
    pub links: Vec<LinkChange>,
    /// What a person should know besides.
    pub notes: Vec<String>,
    /// File before the move → its text before and after it.
    texts: BTreeMap<String, Rewritten>,
}

/// A file's text before a move and after it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Rewritten {
    before: String,
    after: String,
}

/// A link that is written anew.
#[derive(Debug, PartialEq, Eq)]
pub struct LinkChange {
    /// The file it stands in, before the move.
    pub path: String,
    /// Its line.
    pub line: usize,
    /// Before.
    pub from: String,
    /// After.
    pub to: String,
}

/// Moves `old` to `new`, both below `options.content`; with `dry_run` it only says what that would change.
///
/// # Errors
/// When something is in the way or would be lost; then nothing has changed.
pub fn rename(options: &Options, old: &str, new: &str, dry_run: bool) -> Result<Changes, EditError> {
    let options = Options { drafts: true, strict: false, ..options.clone() };
    refuse_what_is_in_the_way(&options.content, old, new)?;
    let (site, _) = site::assemble(&options)?;
    let site = site.ok_or_else(|| EditError::refused("the theme cannot be used; see `site-gen check`"))?;
    let changes = plan(&site, old, new, options.previous.is_some())?;
    if !dry_run {
        let mistakes = mistakes(&options)?;
        apply(&options.content, old, new, &changes)?;
        let more: Vec<_> =
            self::mistakes(&options)?.into_iter().filter(|mistake| !mistakes.contains(mistake)).collect();
        if !more.is_empty() {
            undo(&options.content, old, new, &changes)?;
            let mut reasons = vec!["the move was undone, because it would break what it cannot mend:".to_owned()];
            reasons.extend(more.into_iter().map(|(_, message)| message));
            return Err(EditError::Refused(reasons));
        }
    }
    Ok(changes)
}

fn refuse_what_is_in_the_way(content: &Path, old: &str, new: &str) -> Result<(), EditError> {
    let is_below = |path: &str| !path.is_empty() && path.split('/').all(|name| !matches!(name, "" | "." | ".."));
    let is_page = |path: &str| path.ends_with(".md") || path.ends_with(".markdown");
    let from = content.join(old);
    let reason = if !is_below(old) || !is_below(new) {
        "both places have to be below the content folder".to_owned()
    } else if !from.exists() {
        format!("there is no `{old}`")
    } else if content.join(new).exists() {
        format!("`{new}` is there already")
    } else if format!("{new}/").starts_with(&format!("{old}/")) {
        format!("`{old}` cannot move into itself")
    } else if from.is_file() && is_page(old) != is_page(new) {
        "a page stays a page: keep the ending `.md`".to_owned()
    } else if old == FILE
        || [FOLDER, COMPONENTS].into_iter().any(|folder| Path::new(old).starts_with(folder))
        || Path::new(old).ends_with(defaults::FILE)
    {
        format!("`{old}` has to stay where it is")
    } else {
        return Ok(());
    };
    Err(EditError::refused(reason))
}

/// Where everything is after the move.
struct After<'a> {
    old: &'a str,
    new: &'a str,
    /// Page → its address.
    urls: Vec<String>,
}

impl After<'_> {
    fn path(&self, path: &str) -> String {
        match path.strip_prefix(self.old) {
            Some("") => self.new.to_owned(),
            Some(rest) if rest.starts_with('/') => format!("{}{rest}", self.new),
            _ => path.to_owned(),
        }
    }
}

/// `knows_ids` says that the ids of pages which moved before are those that they had then.
fn plan(site: &Site, old: &str, new: &str, knows_ids: bool) -> Result<Changes, EditError> {
    let pages = &site.library.pages;
    let mut after = After { old, new, urls: Vec::new() };
    let paths: Vec<String> = pages.iter().map(|page| after.path(&page.source)).collect();
    let indexes = identity::folders_with_index(paths.iter().map(String::as_str));
    let url = |(path, page): (&String, &Page)| {
        identity::url_of(path, page.front.slug.as_deref(), |folder| indexes.contains(folder))
    };
    after.urls = paths.iter().zip(pages).map(url).collect();

    let mut changes = Changes::default();
    let files = site.files.iter().map(|file| file.path.as_str()).chain(pages.iter().map(|page| page.source.as_str()));
    changes.files = files.map(|path| (path.to_owned(), after.path(path))).filter(|(a, b)| a != b).collect();
    if changes.files.is_empty() {
        // A file that pages include, and that is not published by itself.
        changes.files.push((old.to_owned(), new.to_owned()));
    }
    changes.files.sort();
    let mut reasons = taken(&site.library, &after);
    let mut edits = Edits::new();
    for index in 0..pages.len() {
        relink_page(site, &after, index, &mut edits, &mut reasons);
        relink_includes(site, &after, index, &mut edits);
    }
    for (path, (text, edits)) in edits {
        edit(path, text, edits, &mut changes);
    }
    relink_config(site, &after, &mut changes);
    for (page, url) in pages.iter().zip(&after.urls).filter(|(page, url)| page.url != **url) {
        let unchanged = || Rewritten { before: page.text.to_string(), after: page.text.to_string() };
        let text = changes.texts.remove(&page.source).unwrap_or_else(unchanged);
        // A page that never moved has the id that its address gave it; one that moved before may have an older one.
        let is_known = knows_ids || page.front.aliases.iter().all(|alias| alias.contains('#'));
        let id = (page.front.id.is_none() && is_known).then_some(page.id.as_str());
        match front::with_alias(&text.after, id, &page.url, url) {
            Some(after) => drop(changes.texts.insert(page.source.clone(), Rewritten { after, ..text })),
            None => reasons.push(format!("{}: `aliases` is written in a way that cannot be added to", page.source)),
        }
        if page.front.id.is_none() && id.is_none() {
            let note = format!(
                "{} moved before: move it with `--previous`, or build with it, so that its questions follow",
                page.source
            );
            changes.notes.push(note);
        }
        changes.redirects.push((page.url.clone(), url.clone()));
    }
    let lost = changes.files.iter().filter(|(path, _)| site.files.iter().any(|file| file.path == *path)).count();
    if lost > 0 {
        let note = format!("{lost} moved files are no pages: links to them from other sites will not be led on");
        changes.notes.push(note);
    }
    if reasons.is_empty() { Ok(changes) } else { Err(EditError::Refused(reasons)) }
}

/// Addresses that pages would get although something else has them.
fn taken(library: &Library, after: &After<'_>) -> Vec<String> {
    let mut reasons = Vec::new();
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for (page, url) in library.pages.iter().zip(&after.urls) {
        if let Some(other) = seen.insert(url, &page.source) {
            reasons.push(format!("`{}` and `{other}` would both be at {url}", page.source));
        }
    }
    for (index, page) in library.pages.iter().enumerate() {
        for alias in &page.front.aliases {
            let alias = format!("{}/", alias.trim_end_matches('/'));
            let owner = after.urls.iter().position(|url| *url == alias);
            if let Some(owner) = owner.filter(|&owner| owner != index) {
                let moved = &library.pages[owner].source;
                reasons.push(format!("`{moved}` would be at {alias}, which is an alias of `{}`", page.source));
            }
        }
    }
    reasons
}

/// File → its text, and what is written anew in it: where it begins → where it is, and what.
type Edits<'a> = BTreeMap<&'a str, (&'a str, BTreeMap<usize, (Range<usize>, String)>)>;

/// Where a link on the page at `from`, or in the `file` that it includes, leads now and afterwards, when it leads to a
/// page or file.
fn target<'a>(
    site: &'a Site,
    after: &After<'_>,
    from: usize,
    file: Option<&str>,
    link: &str,
) -> Option<(Place<'a>, String, String)> {
    match site.library.index.resolve_in(&site.library.pages, from, file, link) {
        Target::Page { page, .. } => {
            let found = &site.library.pages[page];
            let now = Place { path: &found.source, url: &found.url };
            Some((now, after.path(&found.source), after.urls[page].clone()))
        }
        Target::Path(path) => {
            let path = path.split(['?', '#']).next().unwrap_or_default().trim_start_matches('/').to_owned();
            let file = &site.files.iter().find(|file| file.path == path)?.path;
            let moved = after.path(file);
            Some((Place { path: file, url: file }, moved.clone(), format!("/{moved}")))
        }
        Target::Server | Target::Nowhere(_) => None,
    }
}

fn relink_page<'a>(site: &'a Site, after: &After<'_>, index: usize, edits: &mut Edits<'a>, reasons: &mut Vec<String>) {
    let page = &site.library.pages[index];
    for link in page.document.links.iter() {
        let source::Place { path: file, text, span } = page.text.place(&page.source, &link.span);
        let here = after.path(file);
        let written = link.target.split(['?', '#']).next().unwrap_or_default();
        let included = page.text.part_at(link.span.start).map(|part| part.path.as_str());
        let Some((now, path, url)) = target(site, after, index, included, link.target).filter(|_| !written.is_empty())
        else {
            continue;
        };
        let absolute = written.starts_with('/');
        let stays = now.path == path && now.url == url && (absolute || here == file);
        let names_file = written.ends_with(".md") || written.ends_with(".markdown") || now.path == now.url;
        let to = rewrite(link.target, &here, Place { path: &path, url: &url }, names_file);
        if stays || to == link.target {
            continue;
        }
        let mut places = definitions(text, link.target);
        if text.get(span.clone()) == Some(link.target) {
            places.push(span);
        } else if places.is_empty() {
            let line = line_of(text, span.start);
            reasons.push(format!("{file}:{line}: the link to `{}` cannot be found as it is written", link.target));
        }
        let edits = &mut edits.entry(file).or_insert((text, BTreeMap::new())).1;
        edits.extend(places.into_iter().map(|place| (place.start, (place, to.clone()))));
    }
}

/// The files that the tags of the page at `index` include, and of whatever it includes.
fn relink_includes<'a>(site: &'a Site, after: &After<'_>, index: usize, edits: &mut Edits<'a>) {
    let page = &site.library.pages[index];
    for included in &page.document.included {
        let source::Place { path: file, text, span } = page.text.place(&page.source, &included.file);
        let (Some(part), Some(written)) = (page.text.part_at(included.range.start), text.get(span.clone())) else {
            continue;
        };
        let (here, path) = (after.path(file), after.path(&part.path));
        let stays = path == part.path && (written.starts_with('/') || here == file);
        let to = rewrite_plain(written, &here, &path);
        if !stays && to != written {
            edits.entry(file).or_insert((text, BTreeMap::new())).1.insert(span.start, (span, to));
        }
    }
}

/// Applies `edits` to the file `text` at `path`, and takes note of them.
fn edit(path: &str, text: &str, edits: BTreeMap<usize, (Range<usize>, String)>, changes: &mut Changes) {
    if edits.is_empty() {
        return;
    }
    let mut edited = String::with_capacity(text.len());
    let mut written = 0;
    for (place, to) in edits.into_values() {
        edited.push_str(&text[written..place.start]);
        edited.push_str(&to);
        let (line, from) = (line_of(text, place.start), text[place.clone()].to_owned());
        changes.links.push(LinkChange { path: path.to_owned(), line, from, to });
        written = place.end;
    }
    edited.push_str(&text[written..]);
    changes.texts.insert(path.to_owned(), Rewritten { before: text.to_owned(), after: edited });
}

/// The links of `site.yaml`: those of the header and of sidebars.
fn relink_config(site: &Site, after: &After<'_>, changes: &mut Changes) {
    let text = &site.config.text;
    let mut written: BTreeSet<&str> = site.config.nav.iter().map(|link| link.url.as_str()).collect();
    for entries in site.config.sidebars.values() {
        targets(entries, &mut written);
    }
    let mut edits = BTreeMap::new();
    for link in written.into_iter().filter(|link| !link.is_empty() && !is_external(link)) {
        let bare = link.trim_matches('/');
        let folder = after.path(bare);
        let is_folder = site.library.pages.iter().any(|page| page.source.starts_with(&format!("{bare}/")));
        let rooted = format!("/{}", link.trim_start_matches('/'));
        let to = match target(site, after, 0, None, &rooted) {
            Some((now, path, url)) if now.path != path || now.url != url => {
                let names_file = link.ends_with(".md") || link.ends_with(".markdown") || now.path == now.url;
                rewrite(&rooted, FILE, Place { path: &path, url: &url }, names_file)
            }
            None if is_folder && folder != bare => format!("/{folder}"),
            _ => continue,
        };
        let to = if link.starts_with('/') { to } else { to.trim_start_matches('/').to_owned() };
        let place = find(text, link);
        edits.insert(place.start, (place, to));
    }
    edit(FILE, text, edits, changes);
}

fn targets<'a>(entries: &'a [SidebarEntry], found: &mut BTreeSet<&'a str>) {
    for entry in entries {
        found.insert(entry.target());
        targets(&entry.items, found);
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Everything that is wrong with the site, without its place, which a move may change.
fn mistakes(options: &Options) -> Result<Vec<(check::Code, String)>, EditError> {
    let found = check(options)?.diagnostics;
    let errors = found.into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    Ok(errors.map(|diagnostic| (diagnostic.code, format!("{}: {}", diagnostic.path, diagnostic.message))).collect())
}

fn apply(content: &Path, old: &str, new: &str, changes: &Changes) -> Result<(), EditError> {
    let (from, to) = (content.join(old), content.join(new));
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).map_err(EditError::file(folder))?;
    }
    fs::rename(&from, &to).map_err(EditError::file(&from))?;
    let after = After { old, new, urls: Vec::new() };
    for (path, text) in &changes.texts {
        let file = content.join(after.path(path));
        fs::write(&file, &text.after).map_err(EditError::file(&file))?;
    }
    Ok(())
}

/// Puts everything back.
fn undo(content: &Path, old: &str, new: &str, changes: &Changes) -> Result<(), EditError> {
    let (from, to) = (content.join(new), content.join(old));
    fs::rename(&from, &to).map_err(EditError::file(&from))?;
    for (path, text) in &changes.texts {
        let file = content.join(path);
        fs::write(&file, &text.before).map_err(EditError::file(&file))?;
    }
    Ok(())
}

/// `changes` for people.
pub fn human(changes: &Changes) -> String {
    let mut lines = Vec::new();
    lines.extend(changes.files.iter().map(|(from, to)| format!("moved      {from} → {to}")));
    lines.extend(changes.redirects.iter().map(|(from, to)| format!("redirect   {from} → {to}")));
    let link = |link: &LinkChange| format!("link       {}:{}  {} → {}", link.path, link.line, link.from, link.to);
    lines.extend(changes.links.iter().map(link));
    lines.extend(changes.notes.iter().map(|note| format!("note       {note}")));
    lines.join("\n") + "\n"
}
