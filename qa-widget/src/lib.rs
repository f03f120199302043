//! Questions and answers at the bottom of a page, as Leptos components.
//!
//! The components are the only place that knows what a thread looks like.
//! qa-server renders them natively through [`render`] (feature `ssr`) for spliced pages, for the snapshot that
//! site-gen bakes, and for its own pages without JavaScript.
//! `cargo xtask widget` builds the same components for the browser (feature `hydrate`), where `browser` takes over
//! what was rendered; `loader.js`, beside this folder, brings it there. It builds them twice: for visitors, and with
//! the feature `member` for whoever is signed in, so that a reader does not fetch what only moderators use.
//!
//! | module | is |
//! |---|---|
//! | [`form`] | the state of each form and of each page that is not a list of threads |
//! | [`people`] | the state of the pages about people |
//! | [`render`] | one function per view: state in, HTML out |
//! | `components` | the views themselves, one file each |
//! | `state` | what the widget of a page knows |
//! | `messages` | every string that a person reads |
//! | `browser` | sends the forms to the API and changes the state |
//! | `read` | the API's JSON as the types of `qa_api` |
//! | `build` | the fingerprint in [`BUILD`] |
//!
//! **Invariants:**
//! - The first render depends on the props alone: no clock, no storage, no resource, no suspense.
//! - User HTML enters only through `inner_html`, sanitised before it comes here; all other text is escaped by Leptos.
//! - Nothing here emits a `style` attribute or a script, so that the strictest content security policy holds.
//! - What a form posts is named after the fields of the matching request in `qa_api::request`.
#![recursion_limit = "256"]

#[cfg(feature = "hydrate")]
mod browser;
mod build;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod components;
pub mod form;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
#[expect(dead_code, reason = "server and browser each say only a part of it")]
mod messages;
pub mod outbox;
pub mod people;
#[cfg(any(test, feature = "hydrate"))]
mod read;
#[cfg(feature = "ssr")]
pub mod render;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod state;

pub use build::BUILD;
