//! Who is on duty when: turns of one week, and those who stand in.

use qa_api::server_data::Rotation;

use crate::clock::{DAY, Millis, parse_rfc3339};

/// How long a turn is.
pub const WEEK: Millis = 7 * DAY;

/// A rotation that can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    people: Vec<String>,
    first: Millis,
    /// Person, from, until; later ones win.
    overrides: Vec<(String, Millis, Millis)>,
}

/// Somebody's being on duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn<'a> {
    /// The person's id within the team.
    pub person: &'a str,
    /// When somebody else may take over.
    pub until: Millis,
}

impl Schedule {
    /// The schedule of `rotation`; nothing when it names nobody or a time that cannot be read.
    pub fn new(rotation: &Rotation) -> Option<Self> {
        let first = parse_rfc3339(&rotation.first)?;
        let mut overrides = Vec::with_capacity(rotation.overrides.len());
        for entry in &rotation.overrides {
            overrides.push((entry.person.clone(), parse_rfc3339(&entry.from)?, parse_rfc3339(&entry.until)?));
        }
        (!rotation.people.is_empty()).then(|| Self { people: rotation.people.clone(), first, overrides })
    }

    /// Who is on duty at `now`; nobody before the first week.
    pub fn turn(&self, now: Millis) -> Option<Turn<'_>> {
        let hand_over = self.last_hand_over(now)?;
        if let Some((person, _, until)) =
            self.overrides.iter().rev().find(|(_, from, until)| (*from..*until).contains(&now))
        {
            return Some(Turn { person, until: *until });
        }
        let week = usize::try_from((hand_over - self.first) / WEEK).ok()?;
        let person = &self.people[week % self.people.len()];
        let next = self.overrides.iter().map(|(_, from, _)| *from).filter(|from| *from > now).min();
        Some(Turn { person, until: next.unwrap_or(Millis::MAX).min(hand_over + WEEK) })
    }

    /// The last weekly hand-over before or at `now`; none before the first week.
    pub fn last_hand_over(&self, now: Millis) -> Option<Millis> {
        (now >= self.first).then(|| now - (now - self.first) % WEEK)
    }
}

#[cfg(test)]
mod tests {
    use qa_api::server_data::Override;

    use super::*;
    use crate::clock::HOUR;

    fn schedule() -> Schedule {
        let entry = |person: &str, from: &str, until: &str| Override {
            person: person.to_owned(),
            from: from.to_owned(),
            until: until.to_owned(),
        };
        let rotation = Rotation {
            people: vec!["ada".to_owned(), "grace".to_owned()],
            first: "2026-11-02T08:00:00Z".to_owned(),
            overrides: vec![entry("edsger", "2026-11-10T00:00:00+01:00", "2026-11-12T00:00:00+01:00")],
        };
        Schedule::new(&rotation).unwrap()
    }

    fn at(time: &str) -> Millis {
        parse_rfc3339(time).unwrap()
    }

    #[test]
    fn turns_change_weekly_at_the_hour_and_somebody_may_stand_in() {
        let schedule = schedule();
        let person = |time: &str| schedule.turn(at(time)).map(|turn| turn.person.to_owned());
        assert_eq!(person("2026-11-02T07:59:59Z"), None);
        assert_eq!(person("2026-11-02T08:00:00Z").as_deref(), Some("ada"));
        assert_eq!(person("2026-11-09T07:59:59Z").as_deref(), Some("ada"));
        assert_eq!(person("2026-11-09T08:00:00Z").as_deref(), Some("grace"));
        assert_eq!(person("2026-11-09T23:00:00Z").as_deref(), Some("edsger"));
        assert_eq!(person("2026-11-11T23:00:00Z").as_deref(), Some("grace"));
        assert_eq!(person("2026-11-16T08:00:00Z").as_deref(), Some("ada"));
    }

    #[test]
    fn a_turn_says_when_it_ends() {
        let schedule = schedule();
        let until = |time: &str| schedule.turn(at(time)).unwrap().until;
        assert_eq!(until("2026-11-03T08:00:00Z"), at("2026-11-09T08:00:00Z"));
        assert_eq!(until("2026-11-09T08:00:00Z"), at("2026-11-09T23:00:00Z"));
        assert_eq!(until("2026-11-10T08:00:00Z"), at("2026-11-11T23:00:00Z"));
        assert_eq!(schedule.last_hand_over(at("2026-11-09T08:00:00Z") + HOUR), Some(at("2026-11-09T08:00:00Z")));
    }

    #[test]
    fn what_cannot_be_read_is_no_schedule() {
        assert_eq!(
            Schedule::new(&Rotation { people: vec!["a".into()], first: "soon".into(), overrides: vec![] }),
            None
        );
        assert_eq!(
            Schedule::new(&Rotation { people: vec![], first: "2026-11-02T08:00:00Z".into(), overrides: vec![] }),
            None
        );
    }
}
