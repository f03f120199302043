//! What the components render: snapshots of every state, and what holds for all of them.
#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod markup;
mod states;

use std::collections::{BTreeMap, BTreeSet};

use qa_api::request::{AnswerRequest, AskRequest, ReplyRequest, SignInRequest};
use qa_api::{paths, snapshot};
use qa_widget::render;

use crate::markup::{forms, imbalance, pretty, values};

#[test]
fn every_state_looks_as_before() {
    for (name, html) in states::all() {
        insta::assert_snapshot!(name, pretty(&html));
    }
}

#[test]
fn no_fragment_needs_an_exception_from_the_content_security_policy() {
    for (name, html) in states::all() {
        assert!(!html.contains("<script"), "{name}");
        assert!(!html.contains("<style"), "{name}");
        assert!(values(&html, "style").is_empty(), "{name}");
        for piece in markup::pieces(&html) {
            let markup::Piece::Open { attributes, .. } = piece else { continue };
            assert!(attributes.iter().all(|(attribute, _)| !attribute.starts_with("on")), "{name}: {attributes:?}");
        }
    }
}

#[test]
fn every_fragment_is_balanced() {
    for (name, html) in states::all() {
        assert_eq!(imbalance(&html), None, "{name}");
    }
}

#[test]
fn hostile_text_stays_text() {
    for (name, html) in states::all().into_iter().filter(|(name, _)| name.starts_with("hostile")) {
        assert!(html.contains("&lt;script&gt;alert(1)"), "{name}");
        assert!(!html.contains("<!-- "), "{name}");
        let closings = html.matches("</textarea>").count();
        assert_eq!(closings, html.matches("<textarea").count(), "{name}");
    }
}

#[test]
fn ids_are_unique_and_references_lead_somewhere() {
    for (name, html) in states::all().into_iter().filter(|(name, _)| !name.starts_with("hostile")) {
        let ids = values(&html, "id");
        let unique: BTreeSet<_> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: {ids:?}");
        for attribute in ["for", "aria-describedby", "aria-labelledby"] {
            for reference in values(&html, attribute).into_iter().flat_map(str::split_whitespace) {
                assert!(unique.contains(reference), "{name}: {attribute}={reference}");
            }
        }
    }
}

/// The keys of `request` in JSON, but for the id that only a client with scripts makes.
fn fields_of(request: &impl serde::Serialize) -> BTreeSet<String> {
    let value = serde_json::to_value(request).unwrap();
    value.as_object().unwrap().keys().filter(|key| *key != "id").cloned().collect()
}

/// The names that the only form to `action` in `html` posts.
fn posted(html: &str, action: &str) -> BTreeSet<String> {
    let forms = forms(html, action);
    assert_eq!(forms.len(), 1, "{action}");
    assert!(forms[0].contains("method=\"post\""));
    let inputs = forms[0].split_once('>').unwrap().1;
    values(inputs, "name").into_iter().map(str::to_owned).collect()
}

fn with(fields: BTreeSet<String>, more: &[&str]) -> BTreeSet<String> {
    fields.into_iter().chain(more.iter().map(|&name| name.to_owned())).collect()
}

#[test]
fn forms_post_the_fields_of_their_requests() {
    let ask = AskRequest { section: Some(String::new()), ..AskRequest::default() };
    assert_eq!(posted(&render::ask(&states::refused_question()), paths::FORM_ASK), fields_of(&ask));

    let reply = with(fields_of(&ReplyRequest::default()), &["question"]);
    assert_eq!(posted(&render::reply(&states::refused_reply()), paths::FORM_REPLY), reply);

    let code = render::code(&states::code(qa_widget::form::Purpose::Draft));
    assert_eq!(posted(&code, paths::FORM_CODE), with(fields_of(&AnswerRequest::default()), &["challenge"]));
    assert_eq!(posted(&code, paths::FORM_RESEND), with(BTreeSet::new(), &["challenge"]));

    let sign_in = render::sign_in(&states::refused_sign_in());
    assert_eq!(posted(&sign_in, paths::FORM_SIGN_IN), fields_of(&SignInRequest::default()));

    assert_eq!(posted(&render::notice(&states::undoable()), paths::FORM_UNDO), with(BTreeSet::new(), &["id"]));
    let inbox = render::inbox(&states::inbox());
    assert_eq!(posted(&inbox, paths::FORM_SIGN_OUT), BTreeSet::new());
    assert_eq!(posted(&inbox, paths::FORM_MODERATE), ["act", "post", "reason"].map(str::to_owned).into());
}

#[test]
fn acts_are_buttons_with_the_acts_names() {
    let html = render::page_view(&states::moderated());
    let mut offered: BTreeMap<&str, usize> = BTreeMap::new();
    for form in forms(&html, paths::FORM_ACT) {
        let inputs = form.split_once('>').unwrap().1;
        let names: BTreeSet<_> = values(inputs, "name").into_iter().collect();
        assert!(names.is_superset(&["act", "id", "kind"].into()), "{names:?}");
        for piece in markup::pieces(inputs) {
            let markup::Piece::Open { name: "button", attributes } = piece else { continue };
            let act = attributes.iter().find(|(name, _)| *name == "value").unwrap().1;
            assert!(qa_api::thread::Act::from_name(act).is_some());
            let asks_for_reason = matches!(act, "reject" | "archive" | "hide");
            assert_eq!(names.contains("reason"), asks_for_reason, "{act}");
            *offered.entry(act).or_default() += 1;
        }
    }
    let expected = [("archive", 1), ("hide", 2), ("publish", 2), ("reject", 1), ("resolve", 2), ("restore", 2)];
    assert_eq!(offered, expected.into());
}

#[test]
fn what_waits_says_so() {
    let html = render::page_view(&states::moderated());
    assert_eq!(html.matches("Waiting for a moderator").count(), 2);
}

#[test]
fn signed_in_people_are_not_asked_who_they_are() {
    for form in [paths::FORM_ASK, paths::FORM_REPLY] {
        for text in forms(&render::page_view(&states::moderated()), form) {
            assert!(!text.contains("name=\"email\"") && !text.contains("name=\"name\""));
        }
    }
}

#[test]
fn the_fragment_of_an_empty_page_serves_every_page() {
    let template = render::page_view(&states::empty());
    let mut view = states::empty();
    view.page = "user-feedback".to_owned();
    assert_eq!(template.replace(snapshot::EMPTY_PAGE, "user-feedback"), render::page_view(&view));
}
