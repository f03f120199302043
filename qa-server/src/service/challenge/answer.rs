//! Answering a challenge, by typing the code or by following the link.

use std::sync::Arc;

use qa_api::problem::{Code, Problem};

use super::finish::{SignedIn, finish};
use super::{Challenge, Method, expired};
use crate::app::App;
use crate::domain::limit::{ANSWERS_PER_CLIENT, TRIES_PER_CODE, WRONG_CODES_PER_ADDRESS};
use crate::keys::Purpose;
use crate::service::limits::count;
use crate::service::{Refusal, Visitor};
use crate::store::{Tx, challenges, counters};

/// Answers a challenge by the code from the mail.
///
/// # Errors
/// When the code is wrong, expired, used, or was tried too often.
pub async fn answer_code(app: &Arc<App>, visitor: &Visitor, token: &str, typed: &str) -> Result<SignedIn, Refusal> {
    let id = app.keys.verify(Purpose::Challenge, token).ok_or_else(Refusal::not_found)?.to_owned();
    let typed: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let (client, browser) = (visitor.client.clone(), visitor.browser);
    let unit_app = app.clone();
    // Wrong tries are counted, so they must be committed: the unit gives them back as a value, not as an error.
    app.store
        .write(move |tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&ANSWERS_PER_CLIENT, client.as_str())], app.now()).await?;
                match check_code(tx, app, &id, &typed).await? {
                    Ok(challenge) => Ok::<_, Refusal>(Ok(finish(tx, app, challenge, browser).await?)),
                    Err(refusal) => Ok(Err(refusal)),
                }
            })
        })
        .await?
}

async fn check_code(tx: &mut Tx, app: &App, id: &str, typed: &str) -> Result<Result<Challenge, Refusal>, Refusal> {
    let now = app.now();
    let Some(challenge) = challenges::find_challenge(tx, id).await? else { return Ok(Err(expired())) };
    if challenge.used_at.is_some() || challenge.expires_at <= now {
        return Ok(Err(expired()));
    }
    if challenge.method == Method::Link {
        let detail = "For this address a link was mailed instead of a code. Open the link from the mail.";
        return Ok(Err(Refusal::new(Code::WrongCode, detail)));
    }
    if !challenges::update_challenge_tries(tx, id, TRIES_PER_CODE).await? {
        return Ok(Err(expired()));
    }
    if app.keys.is_code(id, challenge.generation, typed) {
        return Ok(Ok(challenge));
    }
    counters::update_counter(tx, &WRONG_CODES_PER_ADDRESS, &challenge.address, now).await?;
    let left = TRIES_PER_CODE - challenge.tries - 1;
    if left == 0 {
        return Ok(Err(expired()));
    }
    let detail =
        format!("Look at the mail again; {left} more {} possible.", if left == 1 { "try is" } else { "tries are" });
    let mut problem = Problem::new(Code::WrongCode, detail);
    problem.tries_left = u32::try_from(left).ok();
    Ok(Err(problem.into()))
}

/// Answers a challenge by the link from the mail.
///
/// # Errors
/// When the link is wrong, expired, or was used.
pub async fn answer_link(app: &Arc<App>, visitor: &Visitor, token: &str) -> Result<SignedIn, Refusal> {
    let text = app.keys.verify(Purpose::Link, token).ok_or_else(expired)?;
    let (id, generation) = text.split_once(':').ok_or_else(expired)?;
    let (id, generation) = (id.to_owned(), generation.to_owned());
    let (client, browser) = (visitor.client.clone(), visitor.browser);
    let unit_app = app.clone();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&ANSWERS_PER_CLIENT, client.as_str())], app.now()).await?;
                let challenge = challenges::find_challenge(tx, &id).await?.ok_or_else(expired)?;
                if challenge.generation.to_string() != generation || challenge.expires_at <= app.now() {
                    return Err(expired());
                }
                finish(tx, app, challenge, browser).await
            })
        })
        .await
}
