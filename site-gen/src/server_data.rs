//! What the server alone is told: teams, duties, rules of moderation and canned replies, checked against each other.
//!
//! Part of assembling a site; [`crate::output::server_data`] writes it.

use std::collections::BTreeMap;

use qa_api::inbox;
use qa_api::server_data::{self, CannedReply, HoldRule, Override, Person, ServerData, TopicRule};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::check::suggestion::did_you_mean;
use crate::check::{Code, Diagnostic, Problem};
use crate::source::server::moderation::{self, Hold, Priority};
use crate::source::server::rotations::{self, Rotation};
use crate::source::server::{ServerFiles, replies};
use crate::source::site::{SiteConfig, find};
use crate::source::teams::{self, Team, Teams};

/// The server data of a site, and what is wrong with it.
pub fn compile(teams: Option<&Teams>, files: &ServerFiles, config: &SiteConfig) -> (ServerData, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let (moderation, moderation_text) = &files.moderation;
    for topic in moderation.topics.keys().filter(|topic| !config.topics.contains_key(*topic)) {
        let span = find(moderation_text, topic);
        let problem = Problem::new(Code::UnknownTopic, span, format!("there is no topic `{topic}`"))
            .hint(format!("list it in site.yaml under `topics`, as `{topic}: Its title`"))
            .maybe_hint(did_you_mean(topic, config.topics.keys().map(String::as_str)));
        problems.push(Diagnostic::at(moderation::FILE, moderation_text, problem));
    }
    let (replies, replies_text) = &files.replies;
    for id in replies.keys().filter(|id| !is_id(id)) {
        let problem = Problem::new(Code::DataSchema, find(replies_text, id), format!("`{id}` is no id"))
            .hint("an id has letters a to z, digits and hyphens");
        problems.push(Diagnostic::at(replies::FILE, replies_text, problem));
    }
    let no_teams = BTreeMap::new();
    let known = teams.map_or(&no_teams, |teams| &teams.teams);
    let mut compiled: BTreeMap<String, server_data::Team> =
        known.iter().map(|(id, entry)| (id.clone(), team(id, entry))).collect();
    let (rotations, rotations_text) = &files.rotations;
    for (id, entry) in rotations {
        let mut tell = |problem| problems.push(Diagnostic::at(rotations::FILE, rotations_text, problem));
        match compiled.get_mut(id) {
            Some(team) => team.rotation = rotation(entry, &known[id], rotations_text, &mut tell),
            None => tell(
                Problem::new(Code::DataSchema, find(rotations_text, id), format!("there is no team `{id}`"))
                    .hint(format!("the teams are those of {}", teams::FILE))
                    .maybe_hint(did_you_mean(id, known.keys().map(String::as_str))),
            ),
        }
    }
    let data = ServerData {
        version: server_data::VERSION,
        hold: rule(moderation.hold, moderation.first, moderation.threshold),
        words: moderation.words.iter().map(|word| word.to_lowercase()).collect(),
        hosts: moderation.hosts.iter().map(|host| host.trim_start_matches('.').to_lowercase()).collect(),
        topics: moderation.topics.iter().map(|(id, entry)| (id.clone(), topic_rule(*entry))).collect(),
        teams: compiled,
        replies: replies
            .iter()
            .map(|(id, reply)| CannedReply { id: id.clone(), title: reply.title.clone(), text: reply.text.clone() })
            .collect(),
    };
    (data, problems)
}

fn team(id: &str, entry: &Team) -> server_data::Team {
    let person = |(id, person): (&String, &teams::Person)| {
        let name = if person.name.is_empty() { id.clone() } else { person.name.clone() };
        (id.clone(), Person { name, email: person.email.as_ref().map(|email| email.to_lowercase()) })
    };
    server_data::Team {
        title: entry.title.clone().unwrap_or_else(|| id.to_owned()),
        topics: entry.topics.clone(),
        people: entry.people.iter().map(person).collect(),
        rotation: None,
        more: entry.more.clone(),
    }
}

/// The rotation with its times worked out; nothing when something in it is wrong, which `tell` is told.
fn rotation(
    entry: &Rotation,
    team: &Team,
    text: &str,
    tell: &mut impl FnMut(Problem),
) -> Option<server_data::Rotation> {
    let mut is_good = true;
    let mut wrong = |problem| {
        is_good = false;
        tell(problem);
    };
    let people = entry.people.iter().chain(entry.overrides.iter().map(|entry| &entry.person));
    for person in people.filter(|person| !team.people.contains_key(*person)) {
        wrong(
            Problem::new(Code::DataSchema, find(text, person), format!("the team has nobody called `{person}`"))
                .hint(format!("list them in {} under the team's `people`", teams::FILE))
                .maybe_hint(did_you_mean(person, team.people.keys().map(String::as_str))),
        );
    }
    if entry.people.is_empty() {
        wrong(Problem::new(Code::DataSchema, find(text, "people"), "a rotation needs at least one person"));
    }
    let first = entry.hand_over.first(entry.starts.0).and_then(rfc3339);
    if first.is_none() {
        let span = find(text, &entry.hand_over.time);
        let message = format!("`{}` and `{}` are no time and offset", entry.hand_over.time, entry.hand_over.offset);
        wrong(Problem::new(Code::DataSchema, span, message).hint("write them as \"09:00\" and \"+01:00\""));
    }
    let mut overrides = Vec::with_capacity(entry.overrides.len());
    for stand_in in &entry.overrides {
        if stand_in.from > stand_in.to {
            let message = format!("{} is after {}", stand_in.from, stand_in.to);
            wrong(Problem::new(Code::DataSchema, find(text, &stand_in.from.to_string()), message));
        }
        let midnight = |day: time::Date| entry.hand_over.midnight(day).and_then(rfc3339);
        if let (Some(from), Some(until)) = (midnight(stand_in.from.0), stand_in.to.0.next_day().and_then(midnight)) {
            overrides.push(Override { person: stand_in.person.clone(), from, until });
        }
    }
    let first = first.filter(|_| is_good)?;
    Some(server_data::Rotation { people: entry.people.clone(), first, overrides })
}

fn rfc3339(time: OffsetDateTime) -> Option<String> {
    time.format(&Rfc3339).ok()
}

fn topic_rule(entry: moderation::TopicRule) -> TopicRule {
    let priority = entry.priority.map(|priority| match priority {
        Priority::Low => inbox::Priority::Low,
        Priority::Normal => inbox::Priority::Normal,
        Priority::High => inbox::Priority::High,
        Priority::Urgent => inbox::Priority::Urgent,
    });
    TopicRule { hold: rule(entry.hold, entry.first, entry.threshold), priority }
}

fn rule(hold: Option<Hold>, first: Option<u32>, threshold: Option<u32>) -> HoldRule {
    let hold = hold.map(|hold| match hold {
        Hold::All => server_data::Hold::All,
        Hold::First => server_data::Hold::First,
        Hold::Score => server_data::Hold::Score,
    });
    HoldRule { hold, first, threshold }
}

fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
