//! `POST /_qa/form/moderate` and `POST /_qa/form/decision-undo`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use qa_api::inbox::{BulkAct, BulkRequest, PostRef};
use qa_api::paths::MODERATE;
use qa_api::problem::{Code, Problem};
use serde::Deserialize;
use url::form_urlencoded;

use super::super::super::extract::{FormBody, Who};
use super::super::super::problem::PageFailure;
use super::super::see_other;
use super::done_at;
use crate::app::App;
use crate::service::moderation::{bulk, undo};

/// Decides over every chosen post, and goes back to the inbox with the way to undo it.
pub(in crate::http) async fn post_moderate(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    body: String,
) -> Result<Response, PageFailure> {
    let Some(request) = read(&body) else {
        let problem = Problem::new(Code::BadRequest, "Choose what to do by one of the buttons.");
        return Err(PageFailure::new(&app, problem));
    };
    let act = request.act.name();
    let decided = bulk::decide(&app, &visitor, request).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(see_other(&done_at(MODERATE, act, &decided)))
}

/// A form with `post` once for every chosen line, which no struct can be read from.
fn read(body: &str) -> Option<BulkRequest> {
    let (mut act, mut posts, mut reason) = (None, Vec::new(), String::new());
    for (name, value) in form_urlencoded::parse(body.as_bytes()) {
        match &*name {
            "act" => act = BulkAct::from_name(&value),
            "post" => posts.extend(PostRef::from_name(&value)),
            "reason" => reason = value.into_owned(),
            _ => {}
        }
    }
    Some(BulkRequest { act: act?, posts, reason })
}

/// The fields of the form.
#[derive(Debug, Deserialize)]
pub(in crate::http) struct UndoFields {
    id: String,
}

/// Takes a decision back.
pub(in crate::http) async fn post_decision_undo(
    State(app): State<Arc<App>>,
    Who(visitor): Who,
    FormBody(fields): FormBody<UndoFields>,
) -> Result<Response, PageFailure> {
    let decided =
        undo::undo(&app, &visitor, &fields.id).await.map_err(|refusal| PageFailure::refusal(&app, refusal))?;
    Ok(see_other(&done_at(MODERATE, "undone", &decided)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chosen_post_counts() {
        let request = read("post=question-01a&post=reply-01b&post=nonsense&reason=A+reason.&act=turn_down").unwrap();
        assert_eq!(request.posts, [PostRef::Question("01a".to_owned()), PostRef::Reply("01b".to_owned())]);
        assert_eq!((request.act, request.reason.as_str()), (BulkAct::TurnDown, "A reason."));
        assert_eq!(read("post=question-01a"), None);
    }
}
