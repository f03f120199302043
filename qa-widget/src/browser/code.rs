//! The mailed code, wherever it is entered: below the form to ask, below a form to reply, or to sign in.

use qa_api::paths;
use qa_api::request::Challenge;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlFormElement};

use super::deed::{Deed, Focus, Next, Reply};
use super::events::Fields;
use super::widget::Widget;
use super::{api, dom, draft, focus, who};
use crate::form::{CodeForm, Purpose};
use crate::state::{CodeWait, Slot};
use crate::{messages, read};

/// How long another code cannot be asked for.
const REST_SECONDS: u64 = 30;

/// Shows where the code of `challenge` is entered in the place of `form`, and goes there.
pub(super) fn wait_for(
    widget: &Widget,
    slot: &Slot,
    challenge: Challenge,
    purpose: Purpose,
    form: &HtmlFormElement,
) -> Next {
    dom::say(&messages::code_lead(purpose, Some(&challenge.email)));
    show(widget, slot, challenge, purpose);
    Focus::Within(form.parent_element(), &[":scope > .qa-code input[name=code]"]).into()
}

fn show(widget: &Widget, slot: &Slot, challenge: Challenge, purpose: Purpose) {
    let Challenge { challenge, email, expires_in } = challenge;
    let form = CodeForm { challenge, purpose, email: Some(email), problem: None, resent: false };
    let round = widget.sending(slot).code.map_or(0, |code| code.round + 1);
    let code = CodeWait { form, busy: false, rests: true, round };
    widget.update_sending(slot, &mut |sending| {
        sending.busy = false;
        sending.problem = None;
        sending.code = Some(code.clone());
    });
    later(widget, slot, &code, REST_SECONDS, |code| code.rests = false);
    later(widget, slot, &code, expires_in, |code| code.form.problem = Some(api::expired()));
}

/// Changes how `code` stands after a while, unless another one was sent meanwhile.
fn later(widget: &Widget, slot: &Slot, code: &CodeWait, seconds: u64, change: fn(&mut CodeWait)) {
    let (widget, slot, challenge, round) = (widget.clone(), slot.clone(), code.form.challenge.clone(), code.round);
    let change_same = move || {
        self::change(&widget, &slot, &mut |code| {
            if code.round == round && code.form.challenge == challenge {
                change(code);
            }
        });
    };
    dom::after(seconds * 1000, change_same);
}

/// Begins to send the code in `form`: it proves the address, signs in, and sends on what waited for it.
pub(super) fn answer(widget: &Widget, form: &HtmlFormElement, fields: &Fields) -> Option<Deed> {
    let challenge = fields.take("challenge");
    let slot = widget.read(|page| page.waiting_for(&challenge))?;
    if widget.sending(&slot).code?.busy {
        return None;
    }
    change(widget, &slot, &mut |code| code.busy = true);
    let (widget, form) = (widget.clone(), form.clone());
    let finish = Box::new(move |reply: Reply| {
        change(&widget, &slot, &mut |code| code.busy = false);
        match reply {
            Ok(value) => begin_session(&widget, &slot, &form, &value),
            Err(problem) => {
                change(&widget, &slot, &mut |code| code.form.problem = Some(problem.clone()));
                Focus::problem(&form).into()
            }
        }
    });
    Some(Deed { path: paths::challenge_answer(&challenge), finish })
}

/// The code in `form` was right.
fn begin_session(widget: &Widget, slot: &Slot, form: &HtmlFormElement, reply: &JsValue) -> Next {
    if let Some(sent) = waiting_form(form) {
        draft::clear(widget, &sent);
    }
    widget.update(&mut |page| {
        if let Some(sending) = page.sending_mut(slot) {
            *sending = Default::default();
        }
        page.sign_in = None;
    });
    who::signed_in(widget, reply)
}

/// Begins to have another code mailed.
pub(super) fn resend(widget: &Widget, fields: &Fields) -> Option<Deed> {
    let challenge = fields.take("challenge");
    let slot = widget.read(|page| page.waiting_for(&challenge))?;
    let purpose = widget.sending(&slot).code?.form.purpose;
    change(widget, &slot, &mut |code| code.rests = true);
    let widget = widget.clone();
    let finish = Box::new(move |reply: Reply| {
        match reply.and_then(|value| read::challenge(&value).ok_or_else(api::unreadable)) {
            Ok(challenge) => {
                show(&widget, &slot, challenge, purpose);
                dom::say(messages::CODE_RESENT);
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
    widget.update_sending(slot, &mut |sending| {
        if let Some(code) = &mut sending.code {
            change(code);
        }
    });
}

/// Goes back from the code to the form that waits for it.
pub(super) fn give_up(widget: &Widget, button: &Element) {
    let Some(place) = dom::around(button, ".qa-code") else { return };
    let Some(input) = dom::first(&place, "[name=challenge]") else { return };
    let challenge = dom::input(&input).value();
    let Some(slot) = widget.read(|page| page.waiting_for(&challenge)) else { return };
    let form = waiting_form(&place);
    widget.update_sending(&slot, &mut |sending| sending.code = None);
    focus::go(Focus::Within(form.map(JsCast::unchecked_into), &[".qa-input"]));
}

/// The form whose code is entered in or around `element`.
fn waiting_form(element: &Element) -> Option<HtmlFormElement> {
    let place = dom::around(element, ".qa-code")?.parent_element()?;
    dom::first(&place, ":scope > form[hidden]").map(JsCast::unchecked_into)
}
