//! The widget in the reader's browser: takes over what was rendered, and sends the forms to API v1 instead.
//!
//! Called by the loader, through the two functions here.
//!
//! | module | is |
//! |---|---|
//! | [`events`] | which form, button or link stands for what; the only listeners |
//! | [`deed`] | one request from its begin to where the work goes on |
//! | [`posting`] | asking and replying |
//! | [`code`] | the mailed code, wherever it is entered |
//! | [`acting`] | what is done with a post, and undoing it: every form that names an address of the API |
//! | [`marks`] | marks the fields of such a form that have to be corrected |
//! | [`session`] | who is signed in, and the threads as they may see them |
//! | [`draft`] | keeps what is being typed |
//! | [`api`] | requests and replies |
//! | [`json`] | parsed JSON as the browser holds it |
//! | [`focus`] | where the work goes on |
//! | [`slot`] | the forms that may wait for a code |
//! | [`threads`] | puts threads from the server into the page |
//!
//! **Invariants:** forms keep the names and addresses that they have without scripts; whatever is not handled here
//! is sent as it would be without.
//! A signal changes the page a moment later: what looks for an element first awaits [`focus::drawn`].
#![expect(unreachable_pub, reason = "what JavaScript calls is public")]

mod acting;
mod api;
mod code;
mod deed;
mod draft;
mod events;
mod focus;
mod json;
mod marks;
mod posting;
mod session;
mod slot;
mod threads;

use any_spawner::Executor;
use js_sys::JSON;
use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::{Mountable, PositionState, Render, RenderHtml};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use crate::components::page_view::PageThreads;
use crate::state::{Page, Widget};
use crate::{BUILD, read};

/// Takes over the fragment in `section` as it stands.
///
/// # Errors
/// When it is of another build, so that it cannot be taken over. Traps when something has changed it.
#[wasm_bindgen]
pub fn hydrate(section: HtmlElement) -> Result<(), JsValue> {
    let root = root(&section)?;
    if section.get_attribute("data-qa-build").as_deref() != Some(BUILD) {
        return Err(JsValue::NULL);
    }
    let script = section.query_selector(":scope > script")?.ok_or(JsValue::NULL)?;
    let data = JSON::parse(&script.text_content().unwrap_or_default())?;
    let widget = widget(&data)?;
    let view = widget.clone();
    draw(|| view! { <PageThreads widget=view /> }.hydrate::<true>(&Cursor::new(root), &PositionState::default()));
    begin(&widget, &section, "hydrated")
}

/// Puts the widget in the place of whatever `section` holds, with the threads in `data`.
///
/// # Errors
/// When `data` is not what this build's server sends; everything is left as it is.
#[wasm_bindgen]
pub fn mount(section: HtmlElement, data: &JsValue) -> Result<(), JsValue> {
    let root = root(&section)?;
    let widget = widget(data)?;
    // What a form without scripts has just done is told above the threads, and stays.
    if let Some(notice) = root.query_selector(":scope > .qa-notice")? {
        section.insert_before(&notice, Some(&root))?;
    }
    root.set_text_content(None);
    let view = widget.clone();
    draw(|| {
        let mut drawn = view! { <PageThreads widget=view /> }.build();
        drawn.mount(&root, None);
        drawn
    });
    begin(&widget, &section, "mounted")
}

/// Draws once and for as long as the page is open.
///
/// What [`leptos::mount`] does, without the context for resources, of which there are none here.
fn draw<S: 'static>(view: impl FnOnce() -> S) {
    // It fails when there is one already, which is as good.
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let drawn = owner.with(view);
    std::mem::forget((owner, drawn));
}

fn root(section: &HtmlElement) -> Result<Element, JsValue> {
    section.query_selector("[data-qa-root]")?.ok_or(JsValue::NULL)
}

fn widget(data: &JsValue) -> Result<Widget, JsValue> {
    Ok(Widget::new(Page::new(read::page_view(data).ok_or(JsValue::NULL)?)))
}

/// Listens from now on, and says so by the section's `data-qa-live`.
fn begin(widget: &Widget, section: &HtmlElement, how: &str) -> Result<(), JsValue> {
    events::listen(widget, section);
    draft::restore(widget, section);
    wasm_bindgen_futures::spawn_local(session::begin(widget.clone()));
    section.set_attribute("data-qa-live", how)
}
