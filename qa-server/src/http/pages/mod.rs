//! The server's own pages: sign-in, code, profiles, moderation, reporting, a page as its reader sees it, editing, versions, unsubscribing.

mod ask;
mod case;
mod code;
mod dev_mail;
mod edit;
mod flag;
mod follow;
mod link;
mod outbox;
mod people;
mod person;
mod personal;
mod profile;
mod provider;
mod queue;
mod reports;
mod sign_in;
mod solved;
mod times;
mod unsubscribe;
mod versions;

pub(super) use self::ask::get_ask;
pub(super) use self::case::{get_case, refused_case};
pub(super) use self::code::{code_page, get_code};
pub(super) use self::dev_mail::dev_mail;
pub(super) use self::edit::get_edit;
pub(super) use self::flag::{flag_page, get_flag};
pub(super) use self::follow::get_follow;
pub(super) use self::link::{get_link, post_link};
pub(super) use self::outbox::get_outbox;
pub(super) use self::people::get_people;
pub(super) use self::person::get_person;
pub(super) use self::personal::get_personal_page;
pub(super) use self::profile::{get_profile, profile_page};
pub(super) use self::provider::{get_callback, get_with};
pub(super) use self::queue::{get_keys, get_queue};
pub(super) use self::reports::{get_page_report, get_reports};
pub(super) use self::sign_in::{get_sign_in, sign_in_page};
pub(super) use self::solved::{get_solved, post_solved};
pub(super) use self::times::get_times;
pub(super) use self::unsubscribe::{get_unsubscribe, post_unsubscribe};
pub(super) use self::versions::get_versions;

use serde::Deserialize;

/// The token of a link in a mail, in its query or form.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Token {
    #[serde(default)]
    t: String,
}
