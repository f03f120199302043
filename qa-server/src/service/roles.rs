//! Who helps: members ask to become moderators, staff decide.
//!
//! Staff decide over members and moderators; over who is staff, the operator alone.

use std::sync::Arc;

use qa_api::limits;
use qa_api::people::{People, Profile, RoleDecision, RoleRequest, TeamMember, Wish};
use qa_api::problem::{Code, Problem};
use qa_api::request::role_name;
use qa_api::thread::Role;

use super::limits::count;
use super::profile::own_profile;
use super::{Refusal, Visitor, changes, outbox};
use crate::app::App;
use crate::clock::rfc3339;
use crate::domain::account::{Account, AccountAct};
use crate::domain::capability::{Capability, allows};
use crate::domain::limit::{ACTS_PER_ACCOUNT, PROFILE_CHANGES_PER_ACCOUNT};
use crate::domain::outbound::Outbound;
use crate::store::account_acts::insert_account_act;
use crate::store::accounts::{find_account, list_team, update_account_role};
use crate::store::profiles::count_posts_of_author;
use crate::store::role_requests::{delete_role_request, insert_role_request, list_role_requests};
use crate::store::sessions::delete_sessions_of_account;
use crate::store::{StoreError, Tx};

/// Most wishes that one look shows.
const MOST: i64 = 200;

/// Asks to become a moderator; the staff get a mail.
///
/// # Errors
/// When nobody is signed in, the account has a role already, or a limit is reached.
pub async fn ask(app: &Arc<App>, visitor: &Visitor, request: RoleRequest) -> Result<Profile, Refusal> {
    let account = visitor.account.clone().ok_or_else(Refusal::signed_out)?;
    let reason = limits::reason(&request.reason).map_err(|problem| Problem::invalid(vec![problem]))?;
    if account.role > Role::Member {
        return Err(Refusal::conflict(role_name(account.role)));
    }
    let unit_app = app.clone();
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&PROFILE_CHANGES_PER_ACCOUNT, account.id.as_str())], app.now()).await?;
                if insert_role_request(tx, &account.id, &reason, app.now()).await? {
                    let told = |staff: &Account| Outbound::role_asked(&account, staff, app.now());
                    outbox::enqueue_for_staff(tx, app, None, None, told).await?;
                }
                own_profile(tx, app, &account).await
            })
        })
        .await
}

/// Who has a role, and who asks for one.
///
/// # Errors
/// When the visitor is not one of the staff.
pub async fn people(app: &App, visitor: &Visitor) -> Result<People, Refusal> {
    staff(visitor)?;
    let mut tx = app.store.read().await?;
    let mut wishes = Vec::new();
    for asked in list_role_requests(&mut tx, MOST).await? {
        let Some(account) = find_account(&mut tx, &asked.account_id).await? else { continue };
        let posts = count_posts_of_author(&mut tx, &account.id).await?;
        wishes.push(Wish {
            id: account.id,
            name: account.name,
            email: account.address,
            asked_at: rfc3339(asked.created_at),
            reason: asked.reason,
            posts: u32::try_from(posts).unwrap_or(u32::MAX),
        });
    }
    let member = |account: Account| TeamMember {
        id: account.id,
        name: account.name,
        email: account.address,
        role: account.role,
    };
    let team = list_team(&mut tx).await?.into_iter().map(member).collect();
    Ok(People { wishes, team })
}

/// Decides: gives a member the role of moderator, takes it away, or turns a wish down. The person gets a mail.
///
/// # Errors
/// When the visitor is not one of the staff, the decision is about staff, or nothing would change.
pub async fn decide(app: &Arc<App>, visitor: &Visitor, person: &str, request: RoleDecision) -> Result<(), Refusal> {
    let actor = staff(visitor)?.clone();
    let reason = limits::reason(&request.reason).map_err(|problem| Problem::invalid(vec![problem]))?;
    let (person, unit_app) = (person.to_owned(), app.clone());
    app.store
        .write(move |tx: &mut Tx| {
            Box::pin(async move {
                let app = &unit_app;
                count(tx, &[(&ACTS_PER_ACCOUNT, actor.id.as_str())], app.now()).await?;
                let account = find_account(tx, &person).await?.ok_or_else(Refusal::not_found)?;
                if [account.role, request.role].contains(&Role::Staff) {
                    return Err(Refusal::new(
                        Code::Forbidden,
                        "Who is staff, the operator decides on the command line.",
                    ));
                }
                let asked = delete_role_request(tx, &account.id).await?;
                if account.role == request.role && !asked {
                    return Err(Refusal::conflict(role_name(account.role)));
                }
                let act = match (account.role == request.role, request.role) {
                    (true, _) => ROLE_REFUSED.to_owned(),
                    (false, role) => role_act(role),
                };
                let entry = AccountAct {
                    id: app.new_id(),
                    actor_id: Some(actor.id),
                    account_id: account.id.clone(),
                    act,
                    reason,
                };
                if account.role != request.role {
                    change_role(tx, app, &account, request.role).await?;
                }
                insert_account_act(tx, &entry, app.now()).await?;
                Ok(outbox::enqueue(tx, app, Outbound::role_decided(&entry), Some(&entry.id)).await?)
            })
        })
        .await?;
    Ok(())
}

/// In the book of acts: a wish was turned down.
pub const ROLE_REFUSED: &str = "role-refused";

/// In the book of acts: the role from then on.
pub fn role_act(role: Role) -> String {
    format!("role:{}", role_name(role))
}

/// Gives an account another role; it is signed out everywhere, and its badge changes beside every post.
pub(super) async fn change_role(tx: &mut Tx, app: &App, account: &Account, role: Role) -> Result<(), StoreError> {
    update_account_role(tx, &account.id, role).await?;
    delete_sessions_of_account(tx, &account.id).await?;
    changes::note_author(tx, app, &account.id).await
}

fn staff(visitor: &Visitor) -> Result<&Account, Refusal> {
    let account = visitor.account.as_ref().ok_or_else(Refusal::signed_out)?;
    if allows(Some(account.role), false, Capability::GrantRoles) {
        return Ok(account);
    }
    Err(Refusal::new(Code::Forbidden, "Who has which role is for the staff to see and to decide."))
}
