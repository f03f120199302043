//! Topics that nobody hears about: pages take questions on them, and no team is responsible.

use std::collections::{BTreeMap, BTreeSet};

use super::suggestion::did_you_mean;
use super::{Code, Diagnostic, Problem};
use crate::library::Page;
use crate::source::site::{SiteConfig, find};
use crate::source::teams::{FILE, Teams};

/// One warning a topic, at the first page that names it; and one for every topic of a team that does not exist.
pub fn silent(pages: &[Page], teams: &Teams, config: &SiteConfig) -> Vec<Diagnostic> {
    let heard: BTreeSet<&str> = teams.topics().collect();
    let mut diagnostics: Vec<_> = heard
        .iter()
        .filter(|topic| !config.topics.contains_key(**topic))
        .map(|topic| {
            let problem =
                Problem::new(Code::UnknownTopic, find(&teams.text, topic), format!("there is no topic `{topic}`"))
                    .hint(format!("list it in site.yaml under `topics`, as `{topic}: Its title`"))
                    .maybe_hint(did_you_mean(topic, config.topics.keys().map(String::as_str)));
            Diagnostic::at(FILE, &teams.text, problem)
        })
        .collect();
    let mut silent: BTreeMap<&str, Vec<&Page>> = BTreeMap::new();
    for page in pages.iter().filter(|page| page.takes_questions(config)) {
        if let Some(topic) = page.front.topic.as_deref()
            && config.topics.contains_key(topic)
            && !heard.contains(topic)
        {
            silent.entry(topic).or_default().push(page);
        }
    }
    for (topic, pages) in silent {
        let others = match pages.len() {
            1 => String::new(),
            2 => " and of one other".to_owned(),
            more => format!(" and of {} others", more - 1),
        };
        let message = format!("questions about `{topic}`, the topic of this page{others}, alert nobody");
        let hint = format!("add `{topic}` to the `topics` of a team in {FILE}");
        diagnostics.push(pages[0].front_matter_diagnostic(Code::SilentTopic, "topic", message, Some(hint)));
    }
    diagnostics
}
