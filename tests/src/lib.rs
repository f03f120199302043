//! The product tried as its users would: real pages, real forms, both databases, real mail.
//!
//! The tests are in `tests/main.rs`; this library is what they speak in.
//!
//! | module | is |
//! |---|---|
//! | [`app`] | a server over a small handbook, in this process, with a clock that the test moves |
//! | [`program`] | the server as a program of its own, to be killed |
//! | [`site`] | the small handbook, built by site-gen |
//! | [`preview`] | the site beside a writer's editor, as `site-gen serve` shows it |
//! | [`person`] | somebody with a browser and an address: asks, proves, replies, decides |
//! | [`browser`], [`page`] | a browser without JavaScript, and what it shows |
//! | [`chromium`] | a real browser, driven as a person would |
//! | [`events`] | a page's live updates, as they come |
//! | [`mail`], [`smtp`] | mails, and a real SMTP server to take them |
//! | [`nginx`] | a proxy, as the manual says to set it up |
//! | [`oidc`] | a certified OpenID Connect provider |
//! | [`database`] | the two databases, and the macro that runs a test on both |
//! | [`cluster`] | a PostgreSQL server of a test's own, to be killed |
//! | [`slack`], [`webhook`] | stand-ins for systems that are told what happens, with the faults of [`faults`] |
//! | [`python`] | libraries of others that judge what such a system got |
//! | [`zendesk`], [`github`] | stand-ins for systems that keep tickets, with the faults of [`faults`] |
//! | [`dns`] | a name server with records of its own |
//! | [`disk`] | disks without room |
//! | [`wait`] | waiting on a condition |
//!
//! **Invariant:** no test sleeps for a time; it waits on a condition or moves the clock.

pub mod app;
pub mod browser;
pub mod chromium;
pub mod cluster;
pub mod database;
pub mod disk;
pub mod dns;
pub mod events;
pub mod faults;
pub mod github;
mod judging;
pub mod mail;
pub mod nginx;
pub mod oidc;
pub mod page;
pub mod person;
pub mod preview;
pub mod program;
pub mod python;
pub mod site;
pub mod slack;
pub mod smtp;
pub mod wait;
pub mod webhook;
pub mod zendesk;
