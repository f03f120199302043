//! What a member's module does: takes over whole threads, and puts itself in the place of a visitor's module.
//!
//! | module | is |
//! |---|---|
//! | [`acting`] | what is done with a post, and undoing it: every form that names an address of the API |
//! | [`marks`] | marks the fields of such a form that have to be corrected |
//! | [`session`] | who is signed in, and the threads as they may see them |
//! | [`still`] | keeps what the reader looks at where it is |
//! | [`threads`] | puts threads from the server into the page |
//! | [`typed`] | keeps what is being typed while the page is drawn anew |

mod acting;
mod marks;
mod session;
mod still;
mod threads;
mod typed;

use js_sys::JSON;
use leptos::prelude::*;
use leptos::tachys::view::{Mountable, Render};
use qa_api::paths::{self, FORM_SIGN_OUT};
use qa_api::request::Posted;
use qa_api::thread::PageView;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, HtmlFormElement};

pub(super) use self::session::{begin, changed, load};
use super::deed::{Begun, Focus, Next, Reply};
use super::events::Fields;
use super::place::Place;
use super::widget::Widget;
use super::{api, dom, focus, hint, server};
use crate::components::ask_form::AskPlace;
use crate::components::page_view::{self, Frame};
use crate::components::sign_in::SignInPlace;
use crate::form::Notice;
use crate::read::Value;
use crate::state::{Page, Told};
use crate::{messages, read};

/// How long screen readers take to know a region that has just come.
const REGION_MS: u64 = 500;

/// Takes over the threads in `section` as they stand.
///
/// # Errors
/// When they are of another build, so that they cannot be taken over. Traps when something has changed them.
#[wasm_bindgen]
pub fn hydrate(section: HtmlElement) -> Result<(), JsValue> {
    let root = super::rendered(&section)?;
    let script = dom::first(&section, ":scope > script").ok_or(JsValue::NULL)?;
    let data = JSON::parse(&script.text_content().unwrap_or_default())?;
    let widget = Widget::new(section, Page::new(read::page_view(&data).ok_or(JsValue::NULL)?));
    for host in dom::all(&root, ".qa-list > *") {
        threads::draw(&widget, host, false);
    }
    draw_around(&widget, &root, false);
    super::begin(&widget, &root, "hydrated");
    Ok(())
}

/// Puts the threads, as whoever looks may see them, in the place of whatever `section` holds, but for what is typed
/// there; then tells what `reply` says, if a visitor's module got one that was none for it, or, if it is `true`, that
/// the page has changed.
///
/// When they cannot be had, everything is left as it is.
#[wasm_bindgen]
pub fn mount(section: HtmlElement, reply: JsValue) {
    let then = move |me: Reply| {
        let is_signed_in = me.is_ok_and(|me| read::is_signed_in(&me));
        let page = section.get_attribute("data-qa-page").unwrap_or_default();
        let then = move |view| {
            if let (Ok(before), Some(view)) = (super::root(&section), view) {
                replace(section, &before, view, &reply);
            }
        };
        session::view(&page, is_signed_in, Box::new(then));
    };
    api::get(paths::ME, Box::new(then));
}

/// Draws the page anew below a root of its own, so that nothing hears there any more what did before.
fn replace(section: HtmlElement, before: &Element, view: PageView, reply: &JsValue) {
    let Ok(root) = before.clone_node().map(JsCast::unchecked_into::<Element>) else { return };
    // What a form without scripts has just done is told above the threads, and stays.
    if let Some(notice) = dom::first(before, ":scope > .qa-notice") {
        let _ = root.append_child(&notice);
    }
    let typed = typed::take(before);
    let still = still::hold(&section);
    let widget = Widget::new(section, Page::new(view));
    let mut frame = view! { <Frame none=() questions=() ask=() signed=() sign_in=() /> }.build();
    frame.mount(&root, None);
    // Its elements stay for as long as the page is open.
    std::mem::forget(frame);
    // An element in the page has a parent to be replaced in.
    let _ = before.replace_with_with_node_1(&root);
    threads::arrange(&widget);
    draw_around(&widget, &root, true);
    super::begin(&widget, &root, "mounted");
    typed::put_back(&typed);
    if *reply == JsValue::TRUE {
        still.iter().for_each(|still| still.keep(widget.section()));
        // Screen readers have to know the new region before they tell what changes in it.
        dom::after(REGION_MS, || dom::say(messages::CHANGED));
    } else if !reply.is_null() && !reply.is_undefined() {
        focus::go(tell(&widget, reply));
    }
}

/// Draws from now on what is around the questions.
fn draw_around(widget: &Widget, root: &Element, fills: bool) {
    take(widget, root, ".qa-none", fills, |page| Some(page_view::none(page)));
    take(widget, root, ".qa-ask", fills, |page| Some(view! { <AskPlace page /> }));
    take(widget, root, ".qa-who", fills, |page| Some(page_view::signed(page)));
    take(widget, root, ".qa-way-in", fills, |page| Some(view! { <SignInPlace page /> }));
}

fn take<V>(widget: &Widget, root: &Element, host: &str, fills: bool, view: impl Fn(&Page) -> Option<V> + 'static)
where
    V: RenderHtml,
    V::State: 'static,
{
    let Some(host) = dom::first(root, host) else { return };
    let place =
        widget.read(|page| if fills { Place::fill(host, page, view) } else { Place::hydrate(host, page, view) });
    place.into_iter().for_each(|place| widget.add(place));
}

/// The forms of those who are signed in.
pub(super) fn submit(widget: &Widget, form: &HtmlFormElement, fields: &Fields, pressed: Option<Element>) -> Begun {
    if let Some(path) = acting::path(form) {
        return acting::begin(widget, form, path, fields, pressed).into();
    }
    match server::path(form, "action").as_deref() {
        Some(FORM_SIGN_OUT) => Begun::Deed(session::sign_out(widget)),
        _ => Begun::Elsewhere,
    }
}

/// Shows what was posted, says in words what became of it, and goes there.
pub(super) fn arrive(widget: &Widget, reply: &JsValue) -> Next {
    tell(widget, reply).into()
}

/// Goes on as whoever is signed in now, with what became of the text that waited for the code.
pub(super) fn signed_in(widget: &Widget, reply: &JsValue) -> Next {
    hint::set(true);
    let viewer = read::viewer(reply);
    widget.update(&mut |page| page.viewer.clone_from(&viewer));
    Next { loads: true, focus: tell(widget, reply) }
}

/// Tells what the reply to a post or to a code says.
fn tell(widget: &Widget, reply: &JsValue) -> Focus {
    let posted = reply.get("posted");
    let (thread, text) = match read::posted(posted.as_ref().unwrap_or(reply)) {
        Some(Posted::Held { thread }) => (thread, messages::HELD),
        Some(Posted::Published { thread }) => (thread, messages::PUBLISHED),
        _ => {
            let name = widget.read(|page| page.viewer.as_ref().map(|viewer| viewer.name.clone()));
            dom::say(&messages::signed_in_as(&name.unwrap_or_default()));
            return Focus::Id("qa-signed".to_owned());
        }
    };
    let post = threads::put(widget, thread);
    post.tell(widget, Told::Notice(Notice { text: text.to_owned(), undo: None }));
    Focus::Id(post.anchor())
}
