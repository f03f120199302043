//! The server data as the server knows it: rules of moderation, teams and their duties, canned replies.
//!
//! Read at start and again whenever the file changes, as [`crate::site`] is;
//! a broken new one is refused and the last good one stays.
//! Without a file, what the command line says holds everywhere.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};
use std::time::SystemTime;

use qa_api::inbox::{OnDuty, Priority};
use qa_api::server_data::{CannedReply, HoldRule, Person, ServerData, Team};

use crate::clock::{Millis, rfc3339};
use crate::domain::policy::Policy;
use crate::domain::rotation::{self, Schedule};

/// The rules, which may change while the server runs.
pub struct Rules {
    file: Option<PathBuf>,
    /// What holds where the file says nothing.
    base: Policy,
    current: RwLock<Arc<Current>>,
    /// What the file was when it was looked at last; nothing inside when it was not there.
    seen: Mutex<Option<Option<Stamp>>>,
}

/// The rules as they were read last.
#[derive(Debug)]
pub struct Current {
    data: ServerData,
    base: Policy,
    /// By team; only those whose rotation can be used.
    schedules: Vec<(String, Schedule)>,
}

/// When and how long the file was: a change of either means reading it again.
type Stamp = (SystemTime, u64);

impl Rules {
    /// The rules in `file`, over those of the command line.
    pub fn open(file: Option<&Path>, rule: HoldRule) -> Self {
        let base = Policy::default().with(rule);
        let rules = Self {
            file: file.map(Path::to_owned),
            base,
            current: RwLock::new(Arc::new(Current::new(ServerData::default(), base))),
            seen: Mutex::new(None),
        };
        rules.refresh();
        rules
    }

    /// What was read last.
    pub fn current(&self) -> Arc<Current> {
        self.current.read().expect("no thread panics while it swaps the rules").clone()
    }

    /// Reads the file again if it changed.
    pub fn refresh(&self) {
        let Some(file) = &self.file else { return };
        let stamp = fs::metadata(file).and_then(|data| Ok((data.modified()?, data.len()))).ok();
        {
            let mut seen = self.seen.lock().expect("no thread panics while it compares stamps");
            if Some(stamp) == *seen {
                return;
            }
            *seen = Some(stamp);
        }
        let text = fs::read_to_string(file).map_err(|error| error.to_string());
        match text.and_then(|text| ServerData::parse(&text).map_err(|error| error.to_string())) {
            Ok(data) => {
                tracing::info!(teams = data.teams.len(), "read the server data");
                let current = Arc::new(Current::new(data, self.base));
                *self.current.write().expect("no thread panics while it swaps the rules") = current;
            }
            Err(error) => {
                tracing::warn!(file = %file.display(), error, "kept the last rules: the server data is not usable");
            }
        }
    }
}

impl Current {
    fn new(data: ServerData, base: Policy) -> Self {
        let schedule = |(id, team): (&String, &Team)| Some((id.clone(), Schedule::new(team.rotation.as_ref()?)?));
        Self { schedules: data.teams.iter().filter_map(schedule).collect(), data, base }
    }

    /// Everything that was read.
    pub fn data(&self) -> &ServerData {
        &self.data
    }

    /// Which posts about `topic` wait.
    pub fn policy(&self, topic: Option<&str>) -> Policy {
        let own = topic.and_then(|topic| self.data.topics.get(topic)).map(|rule| rule.hold).unwrap_or_default();
        self.base.with(self.data.hold).with(own)
    }

    /// How urgent questions about `topic` are.
    pub fn priority(&self, topic: Option<&str>) -> Priority {
        topic.and_then(|topic| self.data.topics.get(topic)?.priority).unwrap_or_default()
    }

    /// The replies that moderators send often.
    pub fn replies(&self) -> &[CannedReply] {
        &self.data.replies
    }

    /// The team that answers for `topic`, with its id.
    pub fn team_of(&self, topic: Option<&str>) -> Option<(&str, &Team)> {
        let topic = topic?;
        let (id, team) = self.data.teams.iter().find(|(_, team)| team.topics.iter().any(|of| of == topic))?;
        Some((id, team))
    }

    /// Who of a team is on duty at `now`, and until when.
    pub fn on_duty(&self, team: &str, now: Millis) -> Option<(&Person, Millis)> {
        let (_, schedule) = self.schedules.iter().find(|(id, _)| id == team)?;
        let rotation::Turn { person, until } = schedule.turn(now)?;
        Some((self.data.teams.get(team)?.people.get(person)?, until))
    }

    /// Everybody who is on duty at `now`, team by team.
    pub fn everybody_on_duty(&self, now: Millis) -> Vec<OnDuty> {
        let line = |(id, team): (&String, &Team)| {
            let (person, until) = self.on_duty(id, now)?;
            Some(OnDuty { team: team.title.clone(), person: person.name.clone(), until: rfc3339(until) })
        };
        self.data.teams.iter().filter_map(line).collect()
    }

    /// The teams with a rotation, each with its last hand-over before or at `now`.
    pub fn hand_overs(&self, now: Millis) -> Vec<(&str, Millis)> {
        let last = |(id, schedule): &'_ (String, Schedule)| Some((id.clone(), schedule.last_hand_over(now)?));
        let found: Vec<_> = self.schedules.iter().filter_map(last).collect();
        found.into_iter().filter_map(|(id, at)| Some((self.data.teams.get_key_value(&id)?.0.as_str(), at))).collect()
    }
}

#[cfg(test)]
mod tests {
    use qa_api::server_data::{Hold, TopicRule};

    use super::*;

    #[test]
    fn a_topic_wins_over_the_file_and_the_file_over_the_command_line() {
        let mut data = ServerData { version: 1, ..ServerData::default() };
        data.hold.first = Some(5);
        let rule = HoldRule { hold: Some(Hold::Score), ..HoldRule::default() };
        data.topics.insert("people".to_owned(), TopicRule { hold: rule, priority: Some(Priority::High) });
        let base = Policy::default().with(HoldRule { hold: Some(Hold::First), first: Some(9), threshold: Some(70) });
        let current = Current::new(data, base);
        assert_eq!(current.policy(None), Policy { hold: Hold::First, first: 5, threshold: 70 });
        assert_eq!(current.policy(Some("people")), Policy { hold: Hold::Score, first: 5, threshold: 70 });
        assert_eq!((current.priority(None), current.priority(Some("people"))), (Priority::Normal, Priority::High));
    }

    #[test]
    fn a_broken_file_leaves_what_was_read_before() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("server.json");
        let mut data = ServerData { version: 1, ..ServerData::default() };
        data.words.push("casino".to_owned());
        fs::write(&file, data.to_json()).unwrap();
        let rules = Rules::open(Some(&file), HoldRule::default());
        assert_eq!(rules.current().data().words, ["casino"]);
        fs::write(&file, "{ \"version\": 2 }").unwrap();
        rules.refresh();
        assert_eq!(rules.current().data().words, ["casino"]);
    }
}
