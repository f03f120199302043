//! Where somebody is signed in: looking at it and ending it.

use std::sync::Arc;

use qa_api::people::{EndSessionsRequest, Session, Sessions};

use super::limits::count;
use super::{Refusal, Visitor};
use crate::app::App;
use crate::clock::rfc3339;
use crate::domain::limit::PROFILE_CHANGES_PER_ACCOUNT;
use crate::keys::Purpose;
use crate::store::Tx;
use crate::store::sessions::{SessionEntry, delete_other_sessions, delete_session, list_sessions};

/// Where the visitor is signed in, this browser first.
///
/// # Errors
/// When nobody is signed in, or the database is away.
pub async fn sessions(app: &App, visitor: &Visitor) -> Result<Sessions, Refusal> {
    let account = visitor.account.as_ref().ok_or_else(Refusal::signed_out)?;
    let mut tx = app.store.read().await?;
    let entries = list_sessions(&mut tx, &account.id, app.now()).await?;
    Ok(as_seen(app, visitor, entries))
}

/// Ends one session of the visitor, or all but this one.
///
/// # Errors
/// When nobody is signed in, there is no such session, or a limit is reached.
pub async fn end(app: &Arc<App>, visitor: &Visitor, request: EndSessionsRequest) -> Result<Sessions, Refusal> {
    let account = visitor.account.clone().ok_or_else(Refusal::signed_out)?;
    let this = visitor.session.clone().unwrap_or_default();
    let unit_app = app.clone();
    let entries = app
        .store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&PROFILE_CHANGES_PER_ACCOUNT, account.id.as_str())], app.now()).await?;
                if request.session.is_empty() {
                    delete_other_sessions(tx, &account.id, &this).await?;
                } else {
                    let entries = list_sessions(tx, &account.id, app.now()).await?;
                    let entry = entries.into_iter().find(|entry| name(app, entry) == request.session);
                    delete_session(tx, &entry.ok_or_else(Refusal::not_found)?.token_hash).await?;
                }
                Ok::<_, Refusal>(list_sessions(tx, &account.id, app.now()).await?)
            })
        })
        .await?;
    Ok(as_seen(app, visitor, entries))
}

fn as_seen(app: &App, visitor: &Visitor, entries: Vec<SessionEntry>) -> Sessions {
    let mut sessions: Vec<_> = entries
        .into_iter()
        .map(|entry| Session {
            id: name(app, &entry),
            browser: entry.browser.clone(),
            begun_at: rfc3339(entry.created_at),
            seen_at: rfc3339(entry.seen_at.max(entry.created_at)),
            current: visitor.session.as_ref() == Some(&entry.token_hash),
        })
        .collect();
    sessions.sort_by_key(|session| !session.current);
    Sessions { sessions }
}

/// What a session is called outside of the database: not even the hash of its token leaves the server.
fn name(app: &App, entry: &SessionEntry) -> String {
    app.keys.digest(Purpose::Session, &entry.token_hash)
}
