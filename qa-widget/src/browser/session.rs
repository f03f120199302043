//! Who is signed in, and the page's threads as they may see them.

use leptos::prelude::*;
use qa_api::paths;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlFormElement;

use super::deed::{Deed, Focus, Next, Reply};
use super::slot::Slot;
use super::{api, code, focus, posting, threads};
use crate::form::Purpose;
use crate::state::Widget;
use crate::{messages, read};

/// Finds out who looks, and shows them what only they may see.
///
/// A visitor sees what is there already, so nothing more is asked and nothing moves.
pub(super) async fn begin(widget: Widget) {
    let Ok(me) = api::get(paths::ME).await else { return };
    let Some(viewer) = read::viewer(&me) else { return };
    widget.update(|page| page.viewer = Some(viewer));
    let target = window().location().hash().unwrap_or_default();
    let element = || document().get_element_by_id(target.strip_prefix('#')?);
    let was_there = element().is_some();
    load(&widget).await;
    focus::drawn().await;
    if let Some(element) = element().filter(|_| !was_there) {
        element.scroll_into_view();
    }
}

/// Shows the page as whoever is signed in may see it; what cannot be had now leaves everything as it is.
pub(super) async fn load(widget: &Widget) {
    let path = widget.with_untracked(|page| match page.viewer {
        Some(_) => paths::my_page_threads(&page.id),
        None => paths::page_threads(&page.id),
    });
    if let Some(view) = api::get(&path).await.ok().and_then(|value| read::page_view(&value)) {
        threads::show(widget, view);
    }
}

/// Shows the form to sign in.
pub(super) fn show_sign_in(widget: &Widget) {
    widget.update(|page| {
        page.sign_in.get_or_insert_default();
    });
    spawn_local(focus::go(Focus::Id("qa-sign-in-heading".to_owned())));
}

/// Begins to have a code mailed to the address in `form`.
pub(super) fn sign_in(widget: &Widget, form: &HtmlFormElement) -> Option<Deed> {
    let slot = Slot::SignIn;
    if !slot.begin(widget) {
        return None;
    }
    let (widget, form) = (widget.clone(), form.clone());
    let finish = Box::new(move |reply: Reply| {
        match reply.and_then(|value| read::challenge(&value).ok_or_else(api::unreadable)) {
            Ok(challenge) => code::wait_for(&widget, &slot, challenge, Purpose::SignIn, &form),
            Err(problem) => posting::refuse(&widget, &slot, &problem, &form),
        }
    });
    Some(Deed { path: paths::SIGN_IN.to_owned(), finish })
}

/// Begins to end the session; then shows what everybody sees.
pub(super) fn sign_out(widget: &Widget) -> Deed {
    let widget = widget.clone();
    let finish = Box::new(move |reply: Reply| {
        let loads = reply.is_ok();
        if loads {
            widget.update(|page| page.viewer = None);
        }
        threads::say(&widget, reply.map_or_else(|problem| problem.detail, |_| messages::SIGNED_OUT.to_owned()));
        Next { loads, focus: Focus::Id("qa-signed".to_owned()) }
    });
    Deed { path: paths::SIGN_OUT.to_owned(), finish }
}
