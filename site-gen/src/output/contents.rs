//! The page where the search box leads on a host that can only hand out files, to a reader without scripts:
//! everything there is, to be found by eye or by the browser's own search.
//!
//! It stands where qa-server answers `/questions/`, and qa-server's own page comes first.

use qa_api::paths;
use qa_api::thread::Thread;

use super::search;
use crate::check::Diagnostic;
use crate::library::Page;
use crate::site::Site;
use crate::theme::context::{ContentsContext, ListedContext, ListedQuestionContext, ListedSectionContext};

/// The page's file, where pages have a search box.
pub(super) fn file(site: &Site) -> Result<Option<(String, String)>, Diagnostic> {
    if !search::has_box(&site.config, &site.theme) {
        return Ok(None);
    }
    let context = ContentsContext { sections: sections(site), questions: questions(site) };
    let html = site.theme.render_with(search::TEMPLATE, &context)?;
    Ok(Some((format!("{}index.html", &paths::QUESTIONS_LIST[1..]), html)))
}

/// Published pages, sidebar by sidebar.
fn sections(site: &Site) -> Vec<ListedSectionContext<'_>> {
    let mut sections: Vec<ListedSectionContext<'_>> = site
        .library
        .sidebars
        .iter()
        .map(|sidebar| ListedSectionContext { title: &sidebar.title, pages: Vec::new() })
        .collect();
    for index in site.library.reading_order() {
        let page = &site.library.pages[index];
        if !page.front.is_draft() {
            let url = format!("{}{}", site.base_path, page.url);
            // Pages are told by their titles here; what they are about would make the list many times as long.
            let language = page.other_language(&site.config, &site.config.language);
            sections[page.sidebar].pages.push(ListedContext { title: &page.title, language, url, excerpt: "" });
        }
    }
    sections.retain(|section| !section.pages.is_empty());
    sections
}

/// The questions that are baked into pages, newest first.
fn questions<'a>(site: &'a Site) -> Vec<ListedQuestionContext<'a>> {
    let Some(snapshot) = &site.snapshot else { return Vec::new() };
    let published = site.library.pages.iter().filter(|page| !page.front.is_draft());
    let mut listed: Vec<_> = published
        .filter_map(|page| Some((page, snapshot.pages.get(&page.id)?)))
        .flat_map(|(page, fragment)| fragment.view.threads.iter().map(move |thread| (page, thread)))
        .collect();
    listed.sort_by(|(_, a), (_, b)| b.asked_at.cmp(&a.asked_at).then_with(|| a.id.cmp(&b.id)));
    let context = |(page, thread): (&'a Page, &'a Thread)| ListedQuestionContext {
        title: &thread.title,
        url: format!("{}{}#{}", site.base_path, page.url, paths::question_anchor(&thread.id)),
        page_title: &page.title,
    };
    listed.into_iter().map(context).collect()
}
