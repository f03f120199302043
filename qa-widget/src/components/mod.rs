//! The views, one file each: parts of a thread, the forms, and the pages that hold a single form.
//!
//! Called by [`crate::render`] natively and by `browser` there; neither knows what is inside.
//! A form that does something with a thread carries `data-qa-deed`, the address of the API that it is sent to in the
//! browser, where the reply is a [`Changed`](qa_api::request::Changed); and `data-qa-told`, the sentence that it is
//! done, which a button may carry instead of its form. What is sent are the fields and the button, as texts, but for
//! `kind` and `id`, which name the post for the plain form; a checkbox with `data-qa-flag` is sent as true or false.
//! Components take owned state, because the browser keeps it after the first render.
//! No `AnyView`, resource or suspense: all three cost the browser far more than they would save here.
#![expect(unreachable_pub, reason = "the component macro makes what it generates public")]

#[cfg(feature = "ssr")]
pub(crate) mod account;
pub(crate) mod ask_form;
#[cfg(feature = "ssr")]
pub(crate) mod case;
#[cfg(feature = "ssr")]
mod case_tickets;
pub(crate) mod code_entry;
#[cfg(feature = "ssr")]
mod connections;
#[cfg(feature = "ssr")]
pub(crate) mod edit_form;
pub(crate) mod field;
#[cfg(feature = "ssr")]
pub(crate) mod flag;
#[cfg(feature = "ssr")]
pub(crate) mod follows;
mod identity;
#[cfg(feature = "ssr")]
pub(crate) mod inbox;
mod input;
#[cfg(feature = "member")]
mod moderator_bar;
#[cfg(feature = "member")]
mod more_acts;
#[cfg(feature = "member")]
pub(crate) mod notice;
#[cfg(feature = "ssr")]
pub(crate) mod outbox;
#[cfg(feature = "member")]
mod outcome;
#[cfg(feature = "member")]
pub(crate) mod page_view;
#[cfg(feature = "ssr")]
pub(crate) mod people;
#[cfg(feature = "ssr")]
pub(crate) mod person;
#[cfg(feature = "member")]
mod post_tools;
pub(crate) mod problem;
#[cfg(feature = "ssr")]
pub(crate) mod profile;
#[cfg(feature = "ssr")]
pub(crate) mod question_list;
#[cfg(feature = "ssr")]
pub(crate) mod question_page;
#[cfg(feature = "member")]
mod reply;
pub(crate) mod reply_form;
#[cfg(feature = "ssr")]
pub(crate) mod report;
#[cfg(feature = "member")]
mod report_link;
#[cfg(feature = "member")]
mod share;
pub(crate) mod sign_in;
#[cfg(feature = "member")]
mod signed;
#[cfg(feature = "ssr")]
pub(crate) mod similar;
#[cfg(feature = "ssr")]
pub(crate) mod solved;
#[cfg(feature = "member")]
mod thread;
#[cfg(feature = "ssr")]
pub(crate) mod times;
#[cfg(feature = "ssr")]
pub(crate) mod unsubscribe;
#[cfg(feature = "ssr")]
pub(crate) mod versions;
