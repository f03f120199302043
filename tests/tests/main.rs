//! One binary with every test, so that everything is linked once.
//!
//! `sqlite::…` and `postgres::…` in a name say which database it ran on.

mod asking_back;
#[macro_use]
mod browser;
mod backing_up;
mod configuring;
mod dead_letters;
mod deeds;
mod digests;
mod duties;
mod every_limit;
mod every_page;
mod finding;
mod following;
mod github;
mod hostile;
mod killed;
mod leaving;
mod limits;
mod live;
mod live_in_browser;
mod looking_again;
mod loop_by_api;
mod loop_by_forms;
mod mail_by_smtp;
mod mentions;
mod moderating;
mod moving;
mod moving_house;
mod openapi;
mod people;
mod pictures;
mod policy;
mod previewing;
mod privacy;
mod providers;
mod questions;
mod reports;
mod roles;
mod routes;
mod schemathesis;
mod searching;
mod sessions;
mod showcase;
mod slack;
mod snapshot;
mod store;
mod threads;
mod topics;
mod torture;
mod unsubscribing;
mod watching;
mod webhooks;
mod zendesk;
