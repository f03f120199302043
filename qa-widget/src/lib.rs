//! Questions and answers at the bottom of a page, as Leptos components.
//!
//! The components are the only place that knows what a thread looks like.
//! qa-server renders them natively through [`render`] (feature `ssr`) for spliced pages, for the snapshot that
//! site-gen bakes, and for its own pages without JavaScript; a browser build later hydrates the very same components.
//!
//! | module | is |
//! |---|---|
//! | [`form`] | the state of each form and of each page that is not a list of threads |
//! | [`render`] | one function per view: state in, HTML out |
//! | `components` | the views themselves, one file each |
//! | `messages` | every string that a person reads |
//! | `build` | the fingerprint in [`BUILD`] |
//!
//! **Invariants:**
//! - The first render depends on the props alone: no clock, no storage, no resource, no suspense.
//! - User HTML enters only through `inner_html`, sanitised before it comes here; all other text is escaped by Leptos.
//! - Nothing here emits a `style` attribute or a script, so that the strictest content security policy holds.
//! - What a form posts is named after the fields of the matching request in `qa_api::request`.
#![recursion_limit = "256"]

mod build;
#[cfg(feature = "ssr")]
mod components;
pub mod form;
#[cfg(feature = "ssr")]
mod messages;
#[cfg(feature = "ssr")]
pub mod render;

pub use build::BUILD;
