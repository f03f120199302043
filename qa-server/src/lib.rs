//! Questions, moderation and mail for a site built by site-gen.
//!
//! `http → domain → store` on the way in, `outbox → deliver` on the way out.
//!
//! | module | is | knows |
//! |---|---|---|
//! | [`config`] | the command line, its environment, the operator's file | – |
//! | [`http`] | routes, forms, pages, the site with its threads | axum |
//! | [`service`] | what people do: one file, one unit of work each | domain, store |
//! | [`domain`] | the rules of the community | nothing |
//! | [`store`] | one store over SQLite and PostgreSQL | sqlx |
//! | [`outbox`] | the worker that takes effects to their targets | store, deliver |
//! | [`deliver`] | the targets; `email` alone knows lettre | – |
//! | [`identity`] | signing in by OpenID Connect | jsonwebtoken |
//! | [`outward`] | HTTPS to other systems | – |
//! | [`metrics`] | what graphs are drawn from | store |
//! | [`exchange`] | threads as files, and from other systems | store, markdown |
//! | [`backup`], [`doctor`] | what an operator needs besides | config, store |
//! | [`site`] | the built site: manifest, shell, folder | – |
//! | [`rules`] | the server data: rules of moderation, teams, duties | domain |
//! | [`markdown`], [`keys`], [`clock`], [`random`], [`hex`] | users' text, the secret, time, chance, digits | – |
//!
//! The binary is thin: a test starts a [`Server`] with a configuration, a clock, a listener and a shutdown.

pub mod app;
pub mod backup;
pub mod clock;
pub mod config;
pub mod deliver;
pub mod doctor;
pub mod domain;
pub mod exchange;
pub mod hex;
pub mod http;
pub mod identity;
pub mod keys;
pub mod markdown;
pub mod metrics;
pub mod outbox;
pub mod outward;
pub mod random;
mod room;
pub mod rules;
pub mod server;
pub mod service;
pub mod site;
pub mod store;

pub use server::{Server, StartError};
