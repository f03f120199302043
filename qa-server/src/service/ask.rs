//! Asking a question on a page.

use qa_api::limits;
use qa_api::manifest::Page;
use qa_api::problem::Code;
use qa_api::request::{AskRequest, Posted};

use super::posting::{self, Post};
use super::refusal::Fields;
use super::{Refusal, Visitor, challenge, limits::count, stamp};
use crate::app::App;
use crate::domain::limit::{POSTS_PER_ADDRESS, POSTS_PER_CLIENT};
use crate::domain::policy::Signals;
use crate::domain::post::Section;

/// Takes the question: held or published for a signed-in account, a draft with a mailed code for anybody else.
///
/// # Errors
/// When a field cannot be accepted, the page takes no questions, or a limit is reached.
pub async fn ask(app: &std::sync::Arc<App>, visitor: &Visitor, request: AskRequest) -> Result<Posted, Refusal> {
    let mut fields = Fields::default();
    let title = fields.take(limits::title(&request.title));
    let body = fields.take(limits::question_body(&request.body));
    let sender = challenge::sender(&mut fields, visitor, &request.name, &request.email);
    if let Some(id) = &request.id {
        fields.take(limits::client_id(id));
    }
    fields.finish()?;

    let contents = app.site.contents();
    let page = contents.page(&request.page).filter(|page| page.qa).ok_or_else(|| {
        Refusal::new(
            Code::UnknownPage,
            "Questions are asked at the bottom of a page of this site; this one is not among them.",
        )
    })?;
    let post = Post {
        page: page.id.clone(),
        question: None,
        section: request.section.as_deref().and_then(|anchor| section(page, anchor)),
        title,
        body_html: app
            .renderer
            .render(body.clone())
            .await
            .map_err(|problem| qa_api::problem::Problem::invalid(vec![problem]))?,
        body,
        signals: Signals { honeypot: !request.website.is_empty(), fill: stamp::elapsed(app, request.stamp.as_deref()) },
    };
    submit(app, visitor, sender, request.id, post).await
}

/// The section as it is now; a question about one that went is about the page.
fn section(page: &Page, anchor: &str) -> Option<Section> {
    let section = page.sections.iter().find(|section| section.anchor == anchor)?;
    Some(Section { anchor: section.anchor.clone(), title: section.title.clone(), hash: section.hash.clone() })
}

/// Stores a checked post: at once for an account, as a draft for anybody else.
pub(super) async fn submit(
    app: &std::sync::Arc<App>,
    visitor: &Visitor,
    sender: challenge::Sender,
    client_id: Option<String>,
    post: Post,
) -> Result<Posted, Refusal> {
    let repeat_key = posting::repeat_key(app, sender.key(), client_id.as_deref(), &post);
    let client = visitor.client.clone();
    let unit_app = app.clone();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                let app = &unit_app;
                let limits = [(&POSTS_PER_CLIENT, client.as_str()), (&POSTS_PER_ADDRESS, sender.counted_as())];
                count(tx, &limits, app.now()).await?;
                match &sender {
                    challenge::Sender::Account(account) => {
                        Ok::<_, Refusal>(posting::insert(tx, app, account, &repeat_key, &post).await?.1)
                    }
                    challenge::Sender::Unproven { address, name } => {
                        let challenge =
                            challenge::start_for_draft(tx, app, &client, address, name, &repeat_key, &post).await?;
                        Ok(Posted::Draft(challenge))
                    }
                }
            })
        })
        .await
}
