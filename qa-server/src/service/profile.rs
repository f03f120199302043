//! What people say about themselves: looking at it and changing it.

use std::sync::Arc;

use qa_api::people::{Connection, Leaving, Profile, ProfileRequest};
use qa_api::{limits, paths};

use super::limits::count;
use super::refusal::Fields;
use super::{Refusal, Visitor, changes};
use crate::app::App;
use crate::clock::{Millis, rfc3339};
use crate::domain::account::Account;
use crate::domain::limit::PROFILE_CHANGES_PER_ACCOUNT;
use crate::store::identities::list_identities;
use crate::store::profiles::{find_profile, update_profile};
use crate::store::{Tx, role_requests};

/// The account as its owner sees it.
///
/// # Errors
/// When nobody is signed in, or the database is away.
pub async fn profile(app: &App, visitor: &Visitor) -> Result<Profile, Refusal> {
    let account = visitor.account.as_ref().ok_or_else(Refusal::signed_out)?;
    own_profile(&mut app.store.read().await?, app, account).await
}

/// The same, of an account that was just read.
pub(super) async fn own_profile(tx: &mut Tx, app: &App, account: &Account) -> Result<Profile, Refusal> {
    let profile = find_profile(tx, &account.id).await?.ok_or_else(Refusal::signed_out)?;
    let asked = role_requests::find_role_request(tx, &account.id).await?;
    let connection = |(provider, since): (String, Millis)| {
        // One that the operator has taken out since has no other name.
        let name = app.providers.find(&provider).map_or_else(|| provider.clone(), |known| known.name().to_owned());
        Connection { provider, name, since: rfc3339(since) }
    };
    let connections = list_identities(tx, &account.id).await?.into_iter().map(connection).collect();
    Ok(Profile {
        id: account.id.clone(),
        name: account.name.clone(),
        email: account.address.clone(),
        role: account.role,
        bio: profile.bio,
        link: profile.link,
        public: super::person::is_public(tx, account).await?.then(|| paths::person(&account.id)),
        asked_role_at: asked.map(|asked| rfc3339(asked.created_at)),
        connections,
        leaving: profile.leaving.map(|leaving| Leaving { at: rfc3339(leaving.at), posts: leaving.posts }),
    })
}

/// Changes name, words and link; a new name stands beside every post at once.
///
/// # Errors
/// When nobody is signed in, a field cannot be accepted, or a limit is reached.
pub async fn change(app: &Arc<App>, visitor: &Visitor, request: ProfileRequest) -> Result<Profile, Refusal> {
    let account = visitor.account.clone().ok_or_else(Refusal::signed_out)?;
    let mut fields = Fields::default();
    let name = fields.take(limits::name(&request.name));
    let bio = fields.take(limits::bio(&request.bio));
    let link = fields.take(limits::link(&request.link));
    fields.finish()?;
    let unit_app = app.clone();
    app.store
        .write(move |tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&PROFILE_CHANGES_PER_ACCOUNT, account.id.as_str())], app.now()).await?;
                update_profile(tx, &account.id, &name, &bio, &link).await?;
                if name != account.name {
                    changes::note_author(tx, app, &account.id).await?;
                }
                own_profile(tx, app, &Account { name, ..account }).await
            })
        })
        .await
}
