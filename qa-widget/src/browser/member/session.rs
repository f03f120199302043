//! Who is signed in, and the page's threads as they may see them.

use leptos::prelude::{document, window};
use qa_api::paths;
use qa_api::thread::{PageView, Thread};
use wasm_bindgen::JsValue;

use super::super::deed::{Deed, Focus, Next, Reply};
use super::super::widget::Widget;
use super::super::{api, dom, hint};
use super::{still, threads};
use crate::state::Page;
use crate::{messages, read};

/// Finds out who looks, and shows them what only they may see.
///
/// A visitor sees what is there already, so nothing more is asked and nothing moves.
pub(in crate::browser) fn begin(widget: &Widget) {
    let widget = widget.clone();
    api::get(paths::ME, Box::new(move |reply: Reply| reply.into_iter().for_each(|me| recognise(&widget, &me))));
}

fn recognise(widget: &Widget, me: &JsValue) {
    let viewer = read::viewer(me);
    let is_signed_in = viewer.is_some();
    hint::set(is_signed_in);
    widget.update(&mut |page| {
        page.stamp = read::stamp(me);
        page.viewer.clone_from(&viewer);
    });
    if !is_signed_in {
        return;
    }
    let target = window().location().hash().unwrap_or_default();
    let element = move || document().get_element_by_id(target.strip_prefix('#')?);
    let was_there = element().is_some();
    let then = move || {
        if let Some(element) = element().filter(|_| !was_there) {
            element.scroll_into_view();
        }
    };
    load(widget, Box::new(then));
}

/// Shows the page as whoever is signed in may see it, and then calls `then`; what cannot be had now leaves everything
/// as it is.
pub(in crate::browser) fn load(widget: &Widget, then: Box<dyn FnOnce()>) {
    let (page, signed_in) = widget.read(|page| (page.id.clone(), page.viewer.is_some()));
    let widget = widget.clone();
    let show = move |view| {
        if let Some(view) = view {
            threads::show(&widget, view);
        }
        then();
    };
    view(&page, signed_in, Box::new(show));
}

/// Shows what has changed, where it stands; nothing moves under the reader's eyes.
pub(in crate::browser) fn changed(widget: &Widget) -> bool {
    let (page, signed_in) = widget.read(|page| (page.id.clone(), page.viewer.is_some()));
    let (widget, before) = (widget.clone(), widget.read(known));
    let show = move |view: Option<PageView>| {
        let Some(view) = view else { return };
        if widget.read(known) != before {
            // Something was done here meanwhile, which the view may not have yet.
            changed(&widget);
        } else if view.threads != before {
            let said = messages::news(&before, &view.threads);
            let still = still::hold(widget.section());
            threads::show(&widget, view);
            still.iter().for_each(|still| still.keep(widget.section()));
            dom::say(&said);
        }
    };
    view(&page, signed_in, Box::new(show));
    true
}

fn known(page: &Page) -> Vec<Thread> {
    page.questions.iter().map(|question| question.thread.clone()).collect()
}

/// Calls `then` with the page as everybody sees it or, `signed_in`, as the reader may see it.
pub(super) fn view(page: &str, signed_in: bool, then: Box<dyn FnOnce(Option<PageView>)>) {
    let path = if signed_in { paths::my_page_threads(page) } else { paths::page_threads(page) };
    api::get(&path, Box::new(move |reply: Reply| then(reply.ok().and_then(|value| read::page_view(&value)))));
}

/// Begins to end the session; then shows what everybody sees.
pub(super) fn sign_out(widget: &Widget) -> Deed {
    let widget = widget.clone();
    let finish = Box::new(move |reply: Reply| {
        let loads = reply.is_ok();
        if loads {
            hint::set(false);
            widget.update(&mut |page| page.viewer = None);
        }
        dom::say(&reply.map_or_else(|problem| problem.detail, |_| messages::SIGNED_OUT.to_owned()));
        Next { loads, focus: Focus::Id("qa-signed".to_owned()) }
    });
    Deed { path: paths::SIGN_OUT.to_owned(), finish }
}
