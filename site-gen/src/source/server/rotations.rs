//! `_data/rotations.yaml`: who of a team is on duty when.

use schemars::JsonSchema;
use serde::Deserialize;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Date, OffsetDateTime, Time, UtcOffset};

use super::super::day::Day;

/// The file, below the content folder.
pub const FILE: &str = "_data/rotations.yaml";

const TIME: &[BorrowedFormatItem<'_>] = format_description!("[hour]:[minute]");
const OFFSET: &[BorrowedFormatItem<'_>] = format_description!("[offset_hour sign:mandatory]:[offset_minute]");

/// Who of a team is on duty when: one week each, in turns.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    /// People of the team in the order of their turns.
    pub people: Vec<String>,
    /// When one takes over from the other.
    pub hand_over: HandOver,
    /// The first one's first week begins at the first hand-over on or after this day.
    pub starts: Day,
    /// Who stands in for whomever it would be.
    #[serde(default)]
    pub overrides: Vec<Override>,
}

/// When one takes over from the other.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// The day of the week.
    pub day: Weekday,
    /// The time of day, such as `09:00`.
    pub time: String,
    /// How far local time is from UTC, such as `+01:00`.
    #[serde(default = "utc")]
    pub offset: String,
}

fn utc() -> String {
    "+00:00".to_owned()
}

/// Somebody's standing in, from the first day's beginning to the last day's end.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// Who.
    pub person: String,
    /// The first day.
    pub from: Day,
    /// The last day.
    pub to: Day,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the days are what they say")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl HandOver {
    /// The first hand-over on or after `starts`; nothing when the time or the offset cannot be read.
    pub fn first(&self, starts: Date) -> Option<OffsetDateTime> {
        let time = Time::parse(&self.time, TIME).ok()?;
        let weekday = match self.day {
            Weekday::Monday => time::Weekday::Monday,
            Weekday::Tuesday => time::Weekday::Tuesday,
            Weekday::Wednesday => time::Weekday::Wednesday,
            Weekday::Thursday => time::Weekday::Thursday,
            Weekday::Friday => time::Weekday::Friday,
            Weekday::Saturday => time::Weekday::Saturday,
            Weekday::Sunday => time::Weekday::Sunday,
        };
        let day = if starts.weekday() == weekday { starts } else { starts.next_occurrence(weekday) };
        Some(day.with_time(time).assume_offset(self.offset()?))
    }

    /// The beginning of `day`; nothing when the offset cannot be read.
    pub fn midnight(&self, day: Date) -> Option<OffsetDateTime> {
        Some(day.midnight().assume_offset(self.offset()?))
    }

    fn offset(&self) -> Option<UtcOffset> {
        UtcOffset::parse(&self.offset, OFFSET).ok()
    }
}
