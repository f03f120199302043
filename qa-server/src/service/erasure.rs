//! Erasing the accounts whose time to leave has come.
//!
//! Called by housekeeping. Each account is one unit of work.
//!
//! **Invariant:** afterwards no table holds the person's address, name or words, but for published posts that they left;
//! what others did with these stays, and who it was is an id that leads nowhere.

use std::sync::Arc;

use qa_api::people::LeftPosts;

use super::announce::Cause;
use super::{builds, changes, events};
use crate::app::App;
use crate::domain::account::{Account, AccountAct};
use crate::domain::build::Urgency;
use crate::domain::post::{Question, Reply};
use crate::domain::profile::REMOVED_TITLE;
use crate::keys::Purpose;
use crate::store::account_acts::insert_account_act;
use crate::store::accounts::find_account;
use crate::store::erasure::{
    delete_counters_of, delete_effects_of_account, list_leaving_accounts, list_threads_of_account,
    update_account_erased, update_flags_erased, update_posts_erased, update_suppression_address,
};
use crate::store::personal::{Fate, Key, TABLES, delete_personal_rows};
use crate::store::profiles::find_profile;
use crate::store::questions::find_question;
use crate::store::replies::list_replies;
use crate::store::search::update_search_document;
use crate::store::{StoreError, Tx};

/// Most accounts at a time.
const MOST: i64 = 100;

/// Erases every account that is due.
///
/// # Errors
/// When the database is away; those before are erased.
pub async fn erase_due(app: &Arc<App>) -> Result<(), StoreError> {
    let due = list_leaving_accounts(&mut app.store.read().await?, app.now(), MOST).await?;
    for id in due {
        let unit_app = app.clone();
        app.store.write(move |tx: &mut Tx| Box::pin(async move { erase(tx, &unit_app, &id).await })).await?;
        tracing::info!("erased an account");
    }
    Ok(())
}

async fn erase(tx: &mut Tx, app: &App, id: &str) -> Result<(), StoreError> {
    let (Some(account), Some(profile)) = (find_account(tx, id).await?, find_profile(tx, id).await?) else {
        return Ok(());
    };
    // Whoever came back in the meantime stays.
    let Some(leaving) = profile.leaving.filter(|leaving| leaving.at <= app.now()) else { return Ok(()) };
    changes::note_author(tx, app, id).await?;
    builds::ask(tx, app, Urgency::Soon).await?;
    let threads = list_threads_of_account(tx, id).await?;
    let before = posts(tx, &threads).await?;
    update_posts_erased(tx, id, leaving.posts == LeftPosts::Remove, REMOVED_TITLE).await?;
    for thread in &threads {
        update_search_document(tx, thread).await?;
    }
    for ((question, replies), (now, replies_now)) in before.iter().zip(posts(tx, &threads).await?) {
        let cause = Cause { actor: id, audit: None, delay: 0 };
        for (reply, reply_now) in replies.iter().zip(&replies_now) {
            events::reply(tx, app, question, Some(reply), reply_now, cause).await?;
            if reply.version != reply_now.version {
                events::edited(tx, app, &now, Some(reply_now), cause).await?;
            }
        }
        events::question(tx, app, Some(question), &now, cause).await?;
        if question.version != now.version {
            events::edited(tx, app, &now, None, cause).await?;
        }
    }
    update_flags_erased(tx, id).await?;
    delete_effects_of_account(tx, id, &account.address).await?;
    for table in TABLES.iter().filter(|table| table.fate == Fate::Deleted) {
        delete_personal_rows(tx, table, key(&account, table.key)).await?;
    }
    for subject in [id, &account.address] {
        delete_counters_of(tx, subject).await?;
    }
    update_suppression_address(tx, &account.address, &remembered(app, &account.address)).await?;
    update_account_erased(tx, id, app.now()).await?;
    let entry = AccountAct {
        id: app.new_id(),
        actor_id: None,
        account_id: account.id,
        act: "erased".to_owned(),
        reason: String::new(),
    };
    insert_account_act(tx, &entry, app.now()).await
}

/// Questions with their replies.
async fn posts(tx: &mut Tx, threads: &[String]) -> Result<Vec<(Question, Vec<Reply>)>, StoreError> {
    let mut posts = Vec::new();
    for thread in threads {
        if let Some(question) = find_question(tx, thread).await? {
            posts.push((question, list_replies(tx, thread).await?));
        }
    }
    Ok(posts)
}

/// What a person's rows go by.
pub(super) fn key(account: &Account, key: Key) -> &str {
    match key {
        Key::Account => &account.id,
        Key::Address => &account.address,
    }
}

/// Under which name the suppression of an erased account's address is kept: it can be recognised and not be read.
fn remembered(app: &App, address: &str) -> String {
    format!("erased:{}", app.keys.digest(Purpose::Suppression, address))
}

/// An account of `address` is made: what was said of mail to it, by somebody who has left since, holds again.
pub(super) async fn recall_suppression(tx: &mut Tx, app: &App, address: &str) -> Result<(), StoreError> {
    update_suppression_address(tx, &remembered(app, address), address).await
}
