//! Lists of pages by tag, for themes that have `tags.html` and `tag.html`.

use crate::check::Diagnostic;
use crate::library::Page;
use crate::library::tags::{self, Tag};
use crate::site::Site;
use crate::theme::context::{LinkContext, ListedContext, TagContext, TagsContext};

/// The template of the list of all tags, and of one tag.
const TEMPLATES: [&str; 2] = ["tags.html", "tag.html"];

/// The lists' files, without those whose address a page has.
pub(super) fn files(site: &Site) -> Result<Vec<(String, String)>, Diagnostic> {
    if site.library.tags.is_empty() || !are_listed(site) {
        return Ok(Vec::new());
    }
    let mut files = Vec::with_capacity(site.library.tags.len() + 1);
    let all = TagsContext { tags: site.library.tags.iter().map(|tag| context(site, tag)).collect() };
    files.push((tags::URL.to_owned(), site.theme.render_with(TEMPLATES[0], &all)?));
    for (tag, context) in site.library.tags.iter().zip(all.tags) {
        let value = tera::Value::from_serializable(&context);
        files.push((tag.url.clone(), site.theme.render(TEMPLATES[1], "tag", value, None)?));
    }
    files.retain(|(url, _)| site.library.page_at(url).is_none());
    Ok(files.into_iter().map(|(url, html)| (format!("{}index.html", &url[1..]), html)).collect())
}

/// The addresses of all lists, in the order of [`files`].
pub(super) fn urls(site: &Site) -> Vec<&str> {
    if site.library.tags.is_empty() || !are_listed(site) {
        return Vec::new();
    }
    let all = site.library.tags.iter().map(|tag| tag.url.as_str());
    std::iter::once(tags::URL).chain(all).filter(|url| site.library.page_at(url).is_none()).collect()
}

/// The tags of `page`.
pub(super) fn of(site: &Site, page: &Page) -> Vec<LinkContext> {
    let are_listed = are_listed(site);
    let link = |title: &String| LinkContext {
        title: title.clone(),
        url: are_listed.then(|| format!("{}{}", site.base_path, tags::url_of(title))),
    };
    let mut links: Vec<_> = page.front.tags().iter().map(link).collect();
    // Two spellings of one tag are one link.
    links.dedup_by(|a, b| a.url.is_some() && a.url == b.url);
    links
}

fn are_listed(site: &Site) -> bool {
    TEMPLATES.iter().all(|template| site.theme.has_template(template))
}

fn context<'a>(site: &'a Site, tag: &'a Tag) -> TagContext<'a> {
    let listed = |&page: &usize| {
        let page = &site.library.pages[page];
        ListedContext {
            title: &page.title,
            language: page.other_language(&site.config, &site.config.language),
            url: format!("{}{}", site.base_path, page.url),
            excerpt: page.summary(),
        }
    };
    TagContext {
        title: &tag.title,
        url: format!("{}{}", site.base_path, tag.url),
        tags_url: format!("{}{}", site.base_path, tags::URL),
        pages: tag.pages.iter().map(listed).collect(),
    }
}
