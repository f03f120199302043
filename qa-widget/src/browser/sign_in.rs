//! Signing in by a mailed code, in place.

use qa_api::paths;
use web_sys::HtmlFormElement;

use super::deed::{Deed, Focus, Reply};
use super::widget::Widget;
use super::{api, code, focus, posting};
use crate::form::Purpose;
use crate::read;
use crate::state::Slot;

/// Shows the form.
pub(super) fn show(widget: &Widget) {
    widget.update(&mut |page| {
        page.sign_in.get_or_insert_default();
    });
    focus::go(Focus::Id("qa-sign-in-heading".to_owned()));
}

/// Begins to have a code mailed to the address in `form`.
pub(super) fn begin(widget: &Widget, form: &HtmlFormElement) -> Option<Deed> {
    let slot = Slot::SignIn;
    if !widget.begin(&slot) {
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
