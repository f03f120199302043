//! Files that machines look for at fixed places: `robots.txt`, `sitemap.xml`, `llms.txt` and the feed.

use qa_api::paths;

use super::{companions, feed};
use crate::markdown::push_url;
use crate::site::Site;

/// The files, without those that the writers made themselves.
pub(super) fn files(site: &Site) -> Vec<(String, String)> {
    let mut files = vec![("robots.txt".to_owned(), robots(site)), ("llms.txt".to_owned(), companions::llms(site))];
    // A sitemap holds whole URLs, so there is none before the site knows its own.
    if !site.base_url.is_empty() {
        files.push(("sitemap.xml".to_owned(), sitemap(site)));
    }
    files.extend(feed::atom(site).map(|feed| (feed::PATH.to_owned(), feed)));
    files.retain(|(path, _)| !site.files.iter().any(|file| file.path == *path));
    files
}

fn robots(site: &Site) -> String {
    let mut text = format!("User-agent: *\nDisallow: {}\n", paths::PREFIX);
    if !site.base_url.is_empty() {
        text.push_str(&format!("\nSitemap: {}/sitemap.xml\n", site.base_url));
    }
    text
}

/// As sitemaps.org describes it, with the day of each page's last change where it is known.
fn sitemap(site: &Site) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in site.library.pages.iter().filter(|page| !page.front.is_draft()) {
        xml.push_str("<url><loc>");
        push_url(&mut xml, &format!("{}{}", site.base_url, page.url));
        xml.push_str("</loc>");
        if let Some(day) = page.updated {
            xml.push_str(&format!("<lastmod>{day}</lastmod>"));
        }
        xml.push_str("</url>\n");
    }
    for url in super::tags::urls(site) {
        xml.push_str("<url><loc>");
        push_url(&mut xml, &format!("{}{url}", site.base_url));
        xml.push_str("</loc></url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}
