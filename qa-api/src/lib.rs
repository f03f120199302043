//! The contracts between site generator, server and widget.
//!
//! Everything that crosses a process boundary is a type of this crate, and nothing else is.
//! It depends on serde alone and compiles to WebAssembly; with the feature `schema`, the types of API v1 describe themselves.
//!
//! | module | contract | written by | read by |
//! |---|---|---|---|
//! | [`manifest`] | site manifest | site-gen | qa-server |
//! | [`snapshot`] | Q&A snapshot | qa-server | site-gen |
//! | [`placeholder`] | where a page carries its threads | site-gen | qa-server, loader |
//! | [`shell`] | the theme's page with slots | site-gen | qa-server |
//! | [`server_data`] | teams, duties, rules of moderation | site-gen | qa-server |
//! | [`thread`], [`request`], [`inbox`], [`reader`], [`problem`], [`paths`] | API v1 | qa-server | qa-widget, anyone |
//! | [`people`] | profiles, sessions, roles | qa-server | people's own pages |
//! | [`limits`] | what a text may be | qa-widget, qa-server | people |
//!
//! **Invariant:** the JSON shape of each contract is pinned by a snapshot under `tests/snapshots`.
//! A change there changes the documentation in the same commit.

pub mod follow;
pub mod inbox;
pub mod limits;
pub mod manifest;
pub mod outbox;
pub mod paths;
pub mod people;
pub mod placeholder;
pub mod problem;
pub mod reader;
pub mod request;
pub mod server_data;
pub mod shell;
pub mod snapshot;
pub mod thread;

mod contract;
mod html;

pub use contract::ContractError;
pub use html::{escape_html, json_for_script};
