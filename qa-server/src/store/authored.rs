//! What somebody wrote and everybody may read.

use super::questions::{ListedRow, find_question, listed, listed_questions};
use super::replies::{ReplyRow, select as select_replies};
use super::sql::{Sql, fetch_all, statements};
use super::{StoreError, Tx};
use crate::domain::post::{Published, Question, Reply};

statements! {
    LIST_QUESTIONS = Sql::both(listed!("WHERE q.account_id = $1 AND q.state = 'published' ORDER BY q.id DESC LIMIT $2"));
    LIST_REPLIES = Sql::both(select_replies!("JOIN questions q ON q.id = r.question_id WHERE r.account_id = $1 AND r.state = 'published' AND q.state = 'published' ORDER BY r.id DESC LIMIT $2"));
}

/// The published questions of an account, newest first, at most `most`.
pub async fn list_questions_of_author(
    tx: &mut Tx,
    account: &str,
    most: i64,
) -> Result<Vec<Published<Question>>, StoreError> {
    let rows: Vec<ListedRow> = fetch_all!(tx, LIST_QUESTIONS, account, most)?;
    Ok(listed_questions(rows)?.into_iter().map(|(question, _)| question).collect())
}

/// The published replies of an account, newest first, at most `most`, each with its question.
pub async fn list_replies_of_author(
    tx: &mut Tx,
    account: &str,
    most: i64,
) -> Result<Vec<(Published<Question>, Published<Reply>)>, StoreError> {
    let rows: Vec<ReplyRow> = fetch_all!(tx, LIST_REPLIES, account, most)?;
    let mut replies = Vec::with_capacity(rows.len());
    for row in rows {
        let reply = Reply::try_from(row)?;
        let Some(question) = find_question(tx, &reply.question).await?.and_then(Published::question) else { continue };
        if let Some(reply) = Published::reply(reply, &question) {
            replies.push((question, reply));
        }
    }
    Ok(replies)
}
