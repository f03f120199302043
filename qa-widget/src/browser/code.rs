//! The mailed code, wherever it is entered: below the form to ask, below a form to reply, or to sign in.

use std::time::Duration;

use js_sys::Object;
use leptos::prelude::*;
use qa_api::paths;
use qa_api::problem::Problem;
use qa_api::request::Challenge;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlFormElement, HtmlInputElement};

use super::events::Fields;
use super::slot::Slot;
use super::{api, draft, focus, posting, session, threads};
use crate::form::{CodeForm, Purpose};
use crate::state::{CodeWait, Widget};
use crate::{messages, read};

/// How long another code cannot be asked for.
const REST: Duration = Duration::from_secs(30);

/// Shows where the code of `challenge` is entered in the place of `form`, and goes there.
pub(super) async fn wait_for(
    widget: &Widget,
    slot: &Slot,
    challenge: Challenge,
    purpose: Purpose,
    form: &HtmlFormElement,
) {
    threads::say(widget, messages::code_lead(purpose, Some(&challenge.email)));
    show(widget, slot, challenge, purpose);
    focus::within(form.parent_element(), &[":scope > .qa-code input[name=code]"]).await;
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
    let is_same = move |code: &&mut CodeWait| code.round == round && code.form.challenge == challenge;
    let change = move || {
        slot.update(&widget, &mut |sending| {
            if let Some(code) = sending.code.as_mut().filter(&is_same) {
                change(code);
            }
        });
    };
    set_timeout(change, after);
}

/// Sends the code in `form`: proves the address, signs in, and sends on what waited for it.
pub(super) async fn answer(widget: &Widget, form: &HtmlFormElement, fields: &Fields) {
    let challenge = fields.take("challenge");
    let Some(slot) = Slot::waiting_for(widget, &challenge) else { return };
    if !set_busy(widget, &slot, true) {
        return;
    }
    let reply = api::post(&paths::challenge_answer(&challenge), fields.request()).await;
    set_busy(widget, &slot, false);
    let signed_in = match reply.and_then(|value| read::signed_in(&value).ok_or_else(api::unreadable)) {
        Ok(signed_in) => signed_in,
        Err(problem) => {
            refuse(widget, &slot, &problem);
            return focus::on_problem(form).await;
        }
    };
    if let Some(sent) = waiting_form(form) {
        draft::clear(widget, &sent);
    }
    slot.update(widget, &mut |sending| *sending = Default::default());
    let name = signed_in.viewer.name.clone();
    widget.update(|page| {
        page.sign_in = None;
        page.viewer = Some(signed_in.viewer);
    });
    let posted = signed_in.posted.and_then(|posted| posting::put(widget, posted));
    session::load(widget).await;
    match posted {
        Some((place, text)) => posting::arrive(widget, &place, text).await,
        None => {
            threads::say(widget, messages::signed_in_as(&name));
            focus::on_id("qa-signed").await;
        }
    }
}

/// Says whether the code is on its way; false if nothing changed.
fn set_busy(widget: &Widget, slot: &Slot, busy: bool) -> bool {
    let mut changed = false;
    slot.update(widget, &mut |sending| {
        if let Some(code) = &mut sending.code {
            changed = code.busy != busy;
            code.busy = busy;
        }
    });
    changed
}

/// Has another code mailed.
pub(super) async fn resend(widget: &Widget, fields: &Fields) {
    let challenge = fields.take("challenge");
    let Some(slot) = Slot::waiting_for(widget, &challenge) else { return };
    let Some(CodeWait { form, .. }) = slot.get(widget).code else { return };
    rest(widget, &slot, true);
    let reply = api::post(&paths::challenge_resend(&challenge), &Object::new()).await;
    match reply.and_then(|value| read::challenge(&value).ok_or_else(api::unreadable)) {
        Ok(challenge) => {
            show(widget, &slot, challenge, form.purpose);
            threads::say(widget, messages::CODE_RESENT.to_owned());
        }
        Err(problem) => {
            rest(widget, &slot, false);
            refuse(widget, &slot, &problem);
        }
    }
}

fn rest(widget: &Widget, slot: &Slot, rests: bool) {
    slot.update(widget, &mut |sending| {
        if let Some(code) = &mut sending.code {
            code.rests = rests;
        }
    });
}

/// Tells what is wrong with the code.
fn refuse(widget: &Widget, slot: &Slot, problem: &Problem) {
    slot.update(widget, &mut |sending| {
        if let Some(code) = &mut sending.code {
            code.form.problem = Some(problem.clone());
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
    spawn_local(async move {
        focus::within(form.map(JsCast::unchecked_into), &[".qa-input"]).await;
    });
}

/// The form whose code is entered in or around `element`.
fn waiting_form(element: &Element) -> Option<HtmlFormElement> {
    let place = element.closest(".qa-code").ok()??;
    place.parent_element()?.query_selector(":scope > form[hidden]").ok()?.map(JsCast::unchecked_into)
}
