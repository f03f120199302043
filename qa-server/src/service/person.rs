//! Somebody as everybody may know them: what they say about themselves, and their published posts.

use qa_api::paths;
use qa_api::people::{Person, PersonPost};
use qa_api::thread::Role;

use super::Refusal;
use crate::app::App;
use crate::clock::{Millis, rfc3339};
use crate::domain::account::{Account, badge};
use crate::domain::post::{Published, Question};
use crate::store::accounts::find_account;
use crate::store::authored::{list_questions_of_author, list_replies_of_author};
use crate::store::profiles::{count_posts_of_author, find_profile};
use crate::store::{StoreError, Tx};

/// Most posts of each kind that are shown.
const MOST: i64 = 50;

/// The person of account `id`.
///
/// # Errors
/// When there is none whom everybody may know.
pub async fn person(app: &App, id: &str) -> Result<Person, Refusal> {
    let mut tx = app.store.read().await?;
    let account = find_account(&mut tx, id).await?.ok_or_else(Refusal::not_found)?;
    if !is_public(&mut tx, &account).await? {
        return Err(Refusal::not_found());
    }
    let profile = find_profile(&mut tx, id).await?.ok_or_else(Refusal::not_found)?;
    let questions = list_questions_of_author(&mut tx, id, MOST).await?;
    let replies = list_replies_of_author(&mut tx, id, MOST).await?;
    Ok(Person {
        id: account.id,
        name: account.name,
        badge: badge(account.role),
        bio: profile.bio,
        link: profile.link,
        questions: questions.iter().map(|question| post(question, "", question.get().created_at)).collect(),
        replies: replies
            .iter()
            .map(|(question, reply)| {
                let anchor = format!("#{}", paths::reply_anchor(&reply.get().id));
                post(question, &anchor, reply.get().created_at)
            })
            .collect(),
    })
}

/// Whether everybody may know somebody: those who help, and those of whom something is published.
/// A page of one's own for nothing would be there for spam alone.
pub(super) async fn is_public(tx: &mut Tx, account: &Account) -> Result<bool, StoreError> {
    Ok(account.role > Role::Member || count_posts_of_author(tx, &account.id).await? > 0)
}

fn post(question: &Published<Question>, anchor: &str, at: Millis) -> PersonPost {
    let question = question.get();
    PersonPost {
        title: question.title.clone(),
        path: format!("{}{anchor}", paths::permalink(&question.title, &question.id)),
        posted_at: rfc3339(at),
    }
}
