//! The mailed code, wherever it is entered: below the form to ask, below a form to reply, or to sign in.

use std::time::Duration;

use leptos::prelude::*;
use qa_api::paths;
use qa_api::request::{Challenge, SignedIn};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlFormElement, HtmlInputElement};

use super::deed::{Deed, Focus, Next, Reply};
use super::events::Fields;
use super::slot::Slot;
use super::{api, draft, focus, posting, threads};
use crate::form::{CodeForm, Purpose};
use crate::state::{CodeWait, Widget};
use crate::{messages, read};

/// How long another code cannot be asked for.
const REST: Duration = Duration::from_secs(30);

/// Shows where the code of `challenge` is entered in the place of `form`, and goes there.
pub(super) fn wait_for(
    widget: &Widget,
    slot: &Slot,
    challenge: Challenge,
    purpose: Purpose,
    form: &HtmlFormElement,
) -> Next {
    threads::say(widget, messages::code_lead(purpose, Some(&challenge.email)));
    show(widget, slot, challenge, purpose);
    Focus::Within(form.parent_element(), &[":scope > .qa-code input[name=code]"]).into()
}

fn show(widget: &Widget, slot: &Slot, challenge: Challenge, purpose: Purpose) {
    let Challenge { challenge, email, expires_in } = challenge;
    let form = CodeForm { challenge, purpose, email: Some(email), problem: None, resent: false };
    let round = slot.get(widget).code.map_or(0, |code| code.round + 1);
    let code = CodeWait { form, busy: false, rests: true, round };
    slot.update(widget, &mut |sending| {
        sending.busy = false;
        sending.problem = None;
        sending.code = Some(code.clone());
    });
    later(widget, slot, &code, REST, |code| code.rests = false);
    later(widget, slot, &code, Duration::from_secs(expires_in), |code| code.form.problem = Some(api::expired()));
}

/// Changes how `code` stands after a while, unless another one was sent meanwhile.
fn later(widget: &Widget, slot: &Slot, code: &CodeWait, after: Duration, change: fn(&mut CodeWait)) {
    let (widget, slot, challenge, round) = (widget.clone(), slot.clone(), code.form.challenge.clone(), code.round);
    let change_same = move || {
        self::change(&widget, &slot, &mut |code| {
            if code.round == round && code.form.challenge == challenge {
                change(code);
            }
        });
    };
    set_timeout(change_same, after);
}

/// Begins to send the code in `form`: it proves the address, signs in, and sends on what waited for it.
pub(super) fn answer(widget: &Widget, form: &HtmlFormElement, fields: &Fields) -> Option<Deed> {
    let challenge = fields.take("challenge");
    let slot = Slot::waiting_for(widget, &challenge)?;
    if slot.get(widget).code?.busy {
        return None;
    }
    change(widget, &slot, &mut |code| code.busy = true);
    let (widget, form) = (widget.clone(), form.clone());
    let finish = Box::new(move |reply: Reply| {
        change(&widget, &slot, &mut |code| code.busy = false);
        match reply.and_then(|value| read::signed_in(&value).ok_or_else(api::unreadable)) {
            Ok(signed_in) => begin_session(&widget, &slot, &form, signed_in),
            Err(problem) => {
                change(&widget, &slot, &mut |code| code.form.problem = Some(problem.clone()));
                Focus::problem(&form).into()
            }
        }
    });
    Some(Deed { path: paths::challenge_answer(&challenge), finish })
}

/// The code in `form` was right.
fn begin_session(widget: &Widget, slot: &Slot, form: &HtmlFormElement, signed_in: SignedIn) -> Next {
    if let Some(sent) = waiting_form(form) {
        draft::clear(widget, &sent);
    }
    slot.update(widget, &mut |sending| *sending = Default::default());
    let SignedIn { viewer, posted } = signed_in;
    let text = messages::signed_in_as(&viewer.name);
    widget.update(|page| {
        page.sign_in = None;
        page.viewer = Some(viewer);
    });
    let focus = match posted {
        Some(posted) => posting::arrive(widget, posted),
        None => {
            threads::say(widget, text);
            Focus::Id("qa-signed".to_owned())
        }
    };
    Next { loads: true, focus }
}

/// Begins to have another code mailed.
pub(super) fn resend(widget: &Widget, fields: &Fields) -> Option<Deed> {
    let challenge = fields.take("challenge");
    let slot = Slot::waiting_for(widget, &challenge)?;
    let purpose = slot.get(widget).code?.form.purpose;
    change(widget, &slot, &mut |code| code.rests = true);
    let widget = widget.clone();
    let finish = Box::new(move |reply: Reply| {
        match reply.and_then(|value| read::challenge(&value).ok_or_else(api::unreadable)) {
            Ok(challenge) => {
                show(&widget, &slot, challenge, purpose);
                threads::say(&widget, messages::CODE_RESENT.to_owned());
            }
            Err(problem) => change(&widget, &slot, &mut |code| {
                code.rests = false;
                code.form.problem = Some(problem.clone());
            }),
        }
        Next::default()
    });
    Some(Deed { path: paths::challenge_resend(&challenge), finish })
}

/// Changes how the code stands that `slot` waits for.
fn change(widget: &Widget, slot: &Slot, change: &mut dyn FnMut(&mut CodeWait)) {
    slot.update(widget, &mut |sending| {
        if let Some(code) = &mut sending.code {
            change(code);
        }
    });
}

/// Goes back from the code to the form that waits for it.
pub(super) fn give_up(widget: &Widget, button: &Element) {
    let Ok(Some(place)) = button.closest(".qa-code") else { return };
    let Ok(Some(input)) = place.query_selector("[name=challenge]") else { return };
    let Some(slot) = Slot::waiting_for(widget, &input.unchecked_into::<HtmlInputElement>().value()) else { return };
    let form = waiting_form(&place);
    slot.update(widget, &mut |sending| sending.code = None);
    spawn_local(focus::go(Focus::Within(form.map(JsCast::unchecked_into), &[".qa-input"])));
}

/// The form whose code is entered in or around `element`.
fn waiting_form(element: &Element) -> Option<HtmlFormElement> {
    let place = element.closest(".qa-code").ok()??;
    place.parent_element()?.query_selector(":scope > form[hidden]").ok()?.map(JsCast::unchecked_into)
}
