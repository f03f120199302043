//! `feed.xml`: what changed last, as Atom (RFC 4287).
//!
//! Ids and dates come from the pages alone, so that the same sources give the same feed.

use time::Date;

use crate::library::Page;
use crate::markdown::{push_attribute, push_url};
use crate::site::Site;

/// The file's path on the site.
pub(crate) const PATH: &str = "feed.xml";
/// Most entries.
const MOST: usize = 30;

/// The feed; none before the site knows its own address, or when no page has a date.
pub(super) fn atom(site: &Site) -> Option<String> {
    let mut pages: Vec<(Date, &Page)> = site
        .library
        .pages
        .iter()
        .filter(|page| !page.front.is_draft())
        .filter_map(|page| page.updated.map(|day| (day, page)))
        .collect();
    pages.sort_by(|(a_day, a), (b_day, b)| (b_day, &a.url).cmp(&(a_day, &b.url)));
    let newest = pages.first().filter(|_| !site.base_url.is_empty())?.0;
    let mut xml =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    xml.push_str(" xml:lang=\"");
    push_attribute(&mut xml, &site.config.language);
    xml.push_str("\">\n");
    element(&mut xml, "title", &site.config.title);
    if !site.config.description.is_empty() {
        element(&mut xml, "subtitle", &site.config.description);
    }
    element(&mut xml, "id", &format!("{}/", site.base_url));
    link(&mut xml, "alternate", &format!("{}/", site.base_url));
    link(&mut xml, "self", &format!("{}/{PATH}", site.base_url));
    element(&mut xml, "updated", &moment(newest));
    xml.push_str("<author>");
    element(&mut xml, "name", &site.config.title);
    xml.push_str("</author>\n");
    for (day, page) in pages.into_iter().take(MOST) {
        let url = format!("{}{}", site.base_url, page.url);
        xml.push_str("<entry");
        if let Some(language) = page.other_language(&site.config, &site.config.language) {
            xml.push_str(" xml:lang=\"");
            push_attribute(&mut xml, language);
            xml.push('"');
        }
        xml.push_str(">\n");
        element(&mut xml, "title", &page.title);
        element(&mut xml, "id", &url);
        link(&mut xml, "alternate", &url);
        element(&mut xml, "updated", &moment(day));
        if !page.summary().is_empty() {
            element(&mut xml, "summary", page.summary());
        }
        xml.push_str("</entry>\n");
    }
    xml.push_str("</feed>\n");
    Some(xml)
}

/// Pages know the day; the hour is the day's first.
fn moment(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

fn element(xml: &mut String, name: &str, text: &str) {
    xml.push_str(&format!("<{name}>"));
    push_attribute(xml, text);
    xml.push_str(&format!("</{name}>\n"));
}

fn link(xml: &mut String, relation: &str, url: &str) {
    xml.push_str(&format!("<link rel=\"{relation}\" href=\""));
    push_url(xml, url);
    xml.push_str("\"/>\n");
}
