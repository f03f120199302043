//! How long what need not be kept for ever is kept; housekeeping deletes what is older.

use std::num::NonZeroU16;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock::{DAY, Millis};

/// How long things are kept, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// Digests of machines' addresses, by which limits count.
    pub machine_addresses_days: NonZeroU16,
    /// Posts and sign-ins that wait for their code.
    pub drafts_days: NonZeroU16,
    /// What went out, after it was delivered, was dropped or failed.
    pub mail_bodies_days: NonZeroU16,
    /// Deleted posts, which moderators can bring back until then.
    pub deleted_posts_days: NonZeroU16,
    /// Who did what; kept for ever when this is not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audit_days: Option<NonZeroU16>,
}

impl Default for Retention {
    fn default() -> Self {
        let days = |count| NonZeroU16::new(count).expect("none of these is zero");
        Self {
            machine_addresses_days: days(30),
            drafts_days: days(7),
            mail_bodies_days: days(30),
            deleted_posts_days: days(30),
            audit_days: None,
        }
    }
}

/// So many days.
pub fn days(count: NonZeroU16) -> Millis {
    Millis::from(count.get()) * DAY
}
