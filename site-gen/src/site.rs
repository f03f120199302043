//! The whole site in memory: every stage's outcome, checked against the others, ready to be written.
//!
//! [`assemble`] is what `build`, `check` and `--watch` have in common.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use qa_api::manifest::Move;
use qa_api::server_data::ServerData;
use qa_api::snapshot::Snapshot;
use rayon::prelude::*;
use url::Url;

use crate::check::{
    Code, Diagnostic, Problem, components, languages, links, pages, pictures, templates, topics, vanished,
};
use crate::highlight::Highlighter;
use crate::library::index::Target;
use crate::library::urls::Urls;
use crate::library::{Circumstances, Library};
use crate::markdown::fragment::is_external;
use crate::output::{feed, search};
use crate::source::defaults::DefaultsSource;
use crate::source::image::Sizes;
use crate::source::site::{self, SiteConfig};
use crate::source::testimonials::{self, Testimonial};
use crate::source::{self, StaticFile, git, previous};
use crate::theme::Theme;
use crate::theme::context::{LinkContext, QuoteContext, SiteContext};
use crate::theme::strings;
use crate::{BuildError, Options, qa, server_data};

/// Everything that the output is made from.
#[derive(Debug)]
pub struct Site {
    /// `site.yaml`.
    pub config: SiteConfig,
    /// Where the site is published, without a slash at its end; may be empty.
    pub base_url: String,
    /// The path of `base_url`, without a slash at its end; may be empty.
    pub base_path: String,
    /// The origin of the server, where that is another one than the site's; may be empty.
    pub server: String,
    /// Where pages can be edited, with `{path}`.
    pub edit_url: Option<String>,
    /// All pages.
    pub library: Library,
    /// What folders say for their pages.
    pub defaults: Vec<DefaultsSource>,
    /// For each page, the URL of each of its links.
    pub urls: Vec<Urls>,
    /// The theme.
    pub theme: Theme,
    /// Approved quotes: all that the theme learns of.
    pub quotes: Vec<QuoteContext>,
    /// All quotes, approved or not.
    pub testimonials: Vec<Testimonial>,
    /// The file that they stand in.
    pub testimonials_text: String,
    /// How large the images are.
    pub sizes: Sizes,
    /// Colours of code blocks.
    pub highlighter: Arc<Highlighter>,
    /// Published questions.
    pub snapshot: Option<Arc<Snapshot>>,
    /// Files that are copied.
    pub files: Vec<StaticFile>,
    /// Whether this run makes the search index.
    pub makes_index: bool,
    /// What the server alone is told.
    pub server_data: ServerData,
}

/// Reads and checks everything below the content folder.
///
/// There is no site when its theme cannot be used; the diagnostics say why.
///
/// # Errors
/// When the options name something that is not there.
pub fn assemble(options: &Options) -> Result<(Option<Site>, Vec<Diagnostic>), BuildError> {
    let (source, (histories, (snapshot, snapshot_diagnostics))) = {
        let (source, rest) = rayon::join(
            || source::read(&options.content, options.out.as_deref()),
            || (git::histories(&options.content), qa::load(options)),
        );
        let (histories, snapshot) = rest;
        (source?, (histories, snapshot?))
    };
    options.observer.end_stage("read and parse");
    let previous = options.previous.as_deref().map(previous::read).transpose()?;
    let mut diagnostics = source.diagnostics;
    diagnostics.extend(snapshot_diagnostics);
    let config = source.config;
    let circumstances = Circumstances {
        config: &config,
        defaults: &source.defaults,
        previous: previous.as_ref(),
        drafts: options.drafts,
        histories: &histories,
    };
    let (library, problems) = Library::build(source.pages, &source.files, &circumstances);
    diagnostics.extend(problems);
    let today = options.now.date();
    diagnostics.extend(testimonials::left_out(&source.testimonials, &source.testimonials_text, today));
    let soon = testimonials::soon(today, config.expiring);
    diagnostics.extend(testimonials::expiring(&source.testimonials, &source.testimonials_text, today, soon));

    options.observer.end_stage("put pages together");
    let base_url = options.base_url.clone().unwrap_or_else(|| config.base_url.clone());
    let base_url = base_url.trim_end_matches('/').to_owned();
    let base_path = Url::parse(&base_url).map(|url| url.path().trim_end_matches('/').to_owned()).unwrap_or_default();
    let server = options.server.as_ref().unwrap_or(&config.server).trim_end_matches('/').to_owned();
    diagnostics.extend(search::check(&config));
    let (urls, problems) = resolve_links(&library, &base_path, &config);
    diagnostics.extend(problems);
    let nav = resolve_nav(&library, &base_path, &config, &mut diagnostics);
    let nav_urls: Vec<&str> = nav.iter().filter_map(|link| link.url.as_deref()).collect();
    diagnostics.extend(pages::duplicate_titles(&library));
    diagnostics.extend(pictures::missing(&library, &config));
    diagnostics.extend(pages::orphans(&library, &urls, &nav_urls, &base_path));
    diagnostics.extend(previous.iter().flat_map(|previous| vanished::check(previous, &library)));
    diagnostics.extend(source.teams.iter().flat_map(|teams| topics::silent(&library.pages, teams, &config)));

    let (server_data, problems) = server_data::compile(source.teams.as_ref(), &source.server, &config);
    diagnostics.extend(problems);

    options.observer.end_stage("check links and pages");
    let folder = options.theme.clone().or_else(|| config.theme.as_ref().map(|theme| options.content.join(theme)));
    let mut theme = match Theme::load(folder.as_deref(), &source.components) {
        Ok(theme) => theme,
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            return Ok((None, diagnostics));
        }
    };
    theme.set_data(&source.data);
    diagnostics.extend(theme.add_strings(&source.strings));
    diagnostics.extend(languages::check(&library, &config, &theme));
    for page in &library.pages {
        let problems = components::check(&page.content, &theme);
        diagnostics.extend(page.text.diagnostics(&page.source, problems));
    }
    diagnostics.extend(templates::check(&library, &source.defaults, &theme));
    let makes_index = search::is_made(options, &config, &theme);
    theme.set_site(&SiteContext {
        title: config.title.clone(),
        description: config.description.clone(),
        dir: strings::direction(&config.language),
        language: config.language.clone(),
        home_url: format!("{base_path}/"),
        css_url: theme.asset_path("style.css").map_or_else(String::new, |path| format!("{base_path}/{path}")),
        assets: theme.assets.iter().map(|asset| (asset.name.clone(), format!("{base_path}/{}", asset.path))).collect(),
        search_url: search::has_box(&config, &theme).then(|| search::url(&base_path)),
        search_key: config.search_key,
        search_module: makes_index.then(|| search::module_url(&base_path)),
        feed_url: (!base_url.is_empty() && library.pages.iter().any(|page| page.updated.is_some()))
            .then(|| format!("{base_path}/{}", feed::PATH)),
        nav,
        base_path: base_path.clone(),
        server: server.clone(),
    });
    options.observer.end_stage("load the theme, check components");
    theme.observer = options.observer.clone();
    let edit_url = options.edit_url.clone().or_else(|| config.edit_url.clone());
    let (testimonials, testimonials_text) = (source.testimonials, source.testimonials_text);
    let approved = testimonials.iter().enumerate().filter(|(_, testimonial)| testimonial.refusal(today).is_none());
    let quotes = approved.map(|(entry, testimonial)| quote(entry, testimonial)).collect();
    let files = source.files;
    let cache = options.out.is_some().then(|| options.cache());
    let of_folder = || cache.map(|folder| Highlighter::with_cache(&folder)).unwrap_or_default();
    let highlighter = options.highlighter.clone().unwrap_or_else(|| Arc::new(of_folder()));
    let site = Site {
        config,
        base_url,
        base_path,
        server,
        edit_url,
        library,
        defaults: source.defaults,
        urls,
        theme,
        quotes,
        testimonials,
        testimonials_text,
        sizes: Sizes::new(&files),
        highlighter,
        snapshot,
        files,
        makes_index,
        server_data,
    };
    Ok((Some(site), diagnostics))
}

/// What became of a page that was read again.
#[derive(Debug)]
pub(crate) struct Replaced {
    /// The pages to render again, itself among them.
    pub pages: Vec<usize>,
    /// What is wrong with its text, as far as that is known before it is rendered.
    pub diagnostics: Vec<Diagnostic>,
}

impl Site {
    /// Reads the page at `index` again.
    ///
    /// `None` when the change may show elsewhere; the site must not be used after that.
    pub(crate) fn replace_page(
        &mut self,
        index: usize,
        content: &Path,
        has_orphans: bool,
        has_dead_anchors: bool,
    ) -> Option<Replaced> {
        let page = &mut self.library.pages[index];
        let (new, mut diagnostics) = source::read_again(content, &page.source, &self.config, &self.defaults)?;
        let had_links = std::mem::take(&mut self.urls[index]);
        let (old, document) = (&page.document, &new.document);
        let has_its_anchors =
            if has_dead_anchors { document.anchors == old.anchors } else { document.anchors.is_superset(&old.anchors) };
        // Where its sections went, other pages say, with their titles.
        let (url, moves) = (page.url.as_str(), &self.library.moves);
        let path = |place: &'_ str| place.split_once('#').map(|(path, _)| path.to_owned());
        let is_named_elsewhere = |moved: &Move| {
            path(&moved.from).is_some_and(|from| from != url && path(&moved.to).is_some_and(|to| to == url))
        };
        if !page.front.says_the_same(&new.front)
            || document.former != old.former
            || moves.iter().any(is_named_elsewhere)
            || document.first_heading != old.first_heading
            || document.title_anchor != old.title_anchor
            || !has_its_anchors
        {
            return None;
        }
        let summary = page.summary().to_owned();
        page.front = new.front;
        page.document = new.document;
        page.content = new.content;
        page.text = new.text;
        let is_summed_up_anew = page.summary() != summary;
        let suggestions = links::Suggestions::new(&self.library.index);
        let (urls, mut problems) =
            links::resolve(&self.library, index, &self.base_path, &self.config.policy, Some(&suggestions));
        let page = &self.library.pages[index];
        problems.extend(components::check(&page.content, &self.theme));
        diagnostics.extend(page.text.diagnostics(&page.source, problems));
        let (had, has): (HashSet<_>, HashSet<_>) = (had_links.iter().collect(), urls.iter().collect());
        if has_orphans && had != has || !has.is_superset(&had) {
            return None;
        }
        self.urls[index] = urls;
        // Its summary stands below the page before it.
        let before = |other: &usize| is_summed_up_anew && self.library.pages[*other].next == Some(index);
        let pages = (0..self.library.pages.len()).filter(before).chain([index]).collect();
        Some(Replaced { pages, diagnostics })
    }
}

fn resolve_links(library: &Library, base_path: &str, config: &SiteConfig) -> (Vec<Urls>, Vec<Diagnostic>) {
    let resolved: Vec<_> = (0..library.pages.len())
        .into_par_iter()
        .map(|index| links::resolve(library, index, base_path, &config.policy, None))
        .collect();
    let mut diagnostics = Vec::new();
    let mut urls = Vec::with_capacity(resolved.len());
    let suggestions = links::Suggestions::new(&library.index);
    for (index, (page, (page_urls, mut problems))) in library.pages.iter().zip(resolved).enumerate() {
        urls.push(page_urls);
        if !problems.is_empty() {
            (_, problems) = links::resolve(library, index, base_path, &config.policy, Some(&suggestions));
        }
        diagnostics.extend(page.text.diagnostics(&page.source, problems));
    }
    (urls, diagnostics)
}

/// The header's links with their URLs.
fn resolve_nav(
    library: &Library,
    base_path: &str,
    config: &SiteConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<LinkContext> {
    let mut resolve = |link: &site::NavLink| {
        if is_external(&link.url) || library.pages.is_empty() {
            return link.url.clone();
        }
        match library.index.resolve(&library.pages, 0, &link.url) {
            Target::Page { page, query, fragment } => {
                let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
                format!("{base_path}{}{query}{fragment}", library.pages[page].url)
            }
            Target::Path(path) => format!("{base_path}{path}"),
            Target::Server => link.url.clone(),
            Target::Nowhere(path) => {
                if !config.policy.allows(&path) {
                    let span = site::find(&config.text, &link.url);
                    let near = library.index.nearest(path.trim_start_matches('/'));
                    let problem = Problem::new(Code::DeadLink, span, format!("there is no page or file `{path}`"))
                        .hint("correct it, or list it under `allow` if something else serves it")
                        .maybe_hint(near.map(|near| format!("did you mean `{near}`?")));
                    diagnostics.push(Diagnostic::at(site::FILE, &config.text, problem));
                }
                link.url.clone()
            }
        }
    };
    config.nav.iter().map(|link| LinkContext { title: link.title.clone(), url: Some(resolve(link)) }).collect()
}

fn quote(entry: usize, testimonial: &Testimonial) -> QuoteContext {
    QuoteContext {
        quote: testimonial.quote.clone(),
        author: testimonial.author.clone(),
        role: testimonial.role.clone(),
        company: testimonial.company.clone(),
        source: testimonial.source.name(),
        source_label: testimonial.source.label(),
        link: testimonial.link.clone(),
        date: testimonial.date.map(|day| day.to_string()).unwrap_or_default(),
        day: testimonial.date.map(|day| day.0),
        topic: testimonial.topic.clone(),
        weight: testimonial.weight,
        entry,
    }
}
