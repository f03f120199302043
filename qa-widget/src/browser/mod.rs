//! The widget in the reader's browser: takes over what was rendered, and sends the forms to API v1 instead.
//!
//! Two builds of it: a visitor's, which only takes over forms, and a member's (feature `member`), which can do all that
//! there is to do. Called by the loader, through `hydrate` of both and `mount` of a member's.
//!
//! | module | is |
//! |---|---|
//! | `visitor` or [`member`] | what is taken over, and what only the one or the other can do |
//! | [`widget`] | what the widget of a page knows, and how it is drawn |
//! | [`place`] | an element whose whole content is one view |
//! | [`events`] | which form, button or link stands for what; the only listeners |
//! | [`deed`] | one request from its begin to where the work goes on |
//! | [`posting`] | asking and replying |
//! | [`code`] | the mailed code, wherever it is entered |
//! | [`sign_in`] | signing in by such a code |
//! | [`preview`] | shows what a text will look like |
//! | [`similar`] | suggests what may answer a question |
//! | [`quote`] | quoting a post, and copying where it is |
//! | [`live`] | hears that the page has changed while somebody looks at it |
//! | [`draft`] | keeps what is being typed |
//! | [`hint`] | which of the two modules the loader is to take next time |
//! | [`api`] | requests and replies |
//! | [`server`] | where the server is, if not at the page's own origin |
//! | [`json`] | parsed JSON as the browser holds it |
//! | [`focus`] | where the work goes on |
//! | [`dom`] | the few things that are done with the document itself |
//!
//! **Invariants:** forms keep the names and addresses that they have without scripts; whatever is not handled here
//! is sent as it would be without.
#![expect(unreachable_pub, reason = "what JavaScript calls is public")]

mod api;
mod code;
mod deed;
mod dom;
mod draft;
mod events;
mod focus;
mod hint;
mod json;
mod live;
#[cfg(feature = "member")]
mod member;
mod place;
mod posting;
mod preview;
mod quote;
mod server;
mod sign_in;
mod similar;
#[cfg(not(feature = "member"))]
mod visitor;
mod widget;

use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

#[cfg(feature = "member")]
use self::member as who;
#[cfg(not(feature = "member"))]
use self::visitor as who;
use self::widget::Widget;
use crate::BUILD;

/// Where the threads of `section` are, if this build rendered them.
fn rendered(section: &HtmlElement) -> Result<Element, JsValue> {
    let is_same = section.get_attribute("data-qa-build").as_deref() == Some(BUILD);
    if is_same { root(section) } else { Err(JsValue::NULL) }
}

fn root(section: &HtmlElement) -> Result<Element, JsValue> {
    dom::first(section, "[data-qa-root]").ok_or(JsValue::NULL)
}

/// Listens from now on, and says so by the section's `data-qa-live`.
fn begin(widget: &Widget, root: &Element, how: &str) {
    events::listen(widget, root);
    draft::restore(widget, root);
    server::lead(widget.section());
    who::begin(widget);
    live::begin(widget, root);
    // A valid name for an attribute.
    let _ = widget.section().set_attribute("data-qa-live", how);
}
