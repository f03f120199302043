//! Replying to a question.

use std::sync::Arc;

use qa_api::limits;
use qa_api::problem::Problem;
use qa_api::request::{Posted, ReplyRequest};

use super::posting::{Post, find_surviving};
use super::refusal::Fields;
use super::{Refusal, Visitor, ask, challenge, stamp};
use crate::app::App;
use crate::domain::policy::Signals;
use crate::domain::post::Published;

/// Takes the reply to a published question: held or published for a signed-in account, a draft for anybody else.
///
/// # Errors
/// When a field cannot be accepted, the question is not on its page, or a limit is reached.
pub async fn reply(
    app: &Arc<App>,
    visitor: &Visitor,
    question: &str,
    request: ReplyRequest,
) -> Result<Posted, Refusal> {
    let mut fields = Fields::default();
    let body = fields.take(limits::reply_body(&request.body));
    let sender = challenge::sender(&mut fields, visitor, &request.name, &request.email);
    if let Some(id) = &request.id {
        fields.take(limits::client_id(id));
    }
    fields.finish()?;

    let mut tx = app.store.read().await?;
    let question = find_surviving(&mut tx, question).await?.and_then(Published::question);
    let question = question.ok_or_else(Refusal::not_found)?;
    drop(tx);
    if question.get().status.locked {
        return Err(Refusal::conflict("locked"));
    }
    let post = Post {
        page: question.get().page.clone(),
        question: Some(question.get().id.clone()),
        section: None,
        title: String::new(),
        body_html: app.renderer.render(body.clone()).await.map_err(|problem| Problem::invalid(vec![problem]))?,
        body,
        signals: Signals { honeypot: !request.website.is_empty(), fill: stamp::elapsed(app, request.stamp.as_deref()) },
    };
    ask::submit(app, visitor, sender, request.id, post).await
}
