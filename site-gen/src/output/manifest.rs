//! The site manifest, for the server.

use std::collections::BTreeSet;

use qa_api::manifest::{self, Manifest, Section, Topic};
use serde::{Serialize, Serializer};

use crate::library::Page;
use crate::markdown::heading::hex;
use crate::site::Site;

/// The manifest of `site`, whose pages are made one by one when it is written.
pub(super) fn of(site: &Site) -> Manifest<Pages<'_>> {
    let pages = &site.library.pages;
    let topics: BTreeSet<&String> = pages.iter().filter_map(|page| page.front.topic.as_ref()).collect();
    let topic = |id: &&String| Some(Topic { id: (*id).clone(), title: site.config.topics.get(*id)?.clone() });
    Manifest {
        version: manifest::VERSION,
        site: manifest::Site {
            title: site.config.title.clone(),
            base_url: site.base_url.clone(),
            language: site.config.language.clone(),
        },
        pages: Pages(site),
        moves: site.library.moves.clone(),
        topics: topics.iter().filter_map(topic).collect(),
    }
}

/// The pages of a site, each for as long as it is written.
pub(super) struct Pages<'a>(&'a Site);

impl Serialize for Pages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.library.pages.iter().map(|entry| page(self.0, entry)))
    }
}

fn page(site: &Site, page: &Page) -> manifest::Page {
    let sections = page.document.headings.iter().map(|heading| Section {
        anchor: heading.id.clone(),
        title: heading.title.clone(),
        hash: hex(heading.hash),
    });
    manifest::Page {
        id: page.id.clone(),
        path: page.url.clone(),
        title: page.title.clone(),
        source: page.source.clone(),
        revision: page.text.revision().to_owned(),
        topic: page.front.topic.clone().filter(|topic| site.config.topics.contains_key(topic)),
        qa: page.takes_questions(&site.config),
        sections: sections.collect(),
    }
}
