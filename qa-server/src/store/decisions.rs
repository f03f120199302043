//! Decisions: what moderators decided beside the states of single posts, and the acts that a decision consists of.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO decisions (id, at, actor_id, act, question_id, reason, value_before) VALUES ($1, $2, $3, $4, $5, $6, $7)");
    FIND = Sql::both("SELECT id, actor_id, act, question_id, reason, value_before, undone_by FROM decisions WHERE id = $1");
    UPDATE_UNDONE = Sql::both("UPDATE decisions SET undone_by = $2, undone_at = $3 WHERE id = $1 AND undone_by IS NULL");
    INSERT_ACT = Sql::both("INSERT INTO decision_acts (decision_id, audit_id) VALUES ($1, $2)");
    LIST_ACTS = Sql::both("SELECT audit_id FROM decision_acts WHERE decision_id = $1 ORDER BY audit_id DESC");
    DELETE_OLD_ACTS = Sql::both("DELETE FROM decision_acts WHERE decision_id IN (SELECT id FROM decisions WHERE at <= $1)");
    DELETE_OLD = Sql::both("DELETE FROM decisions WHERE at <= $1 AND NOT EXISTS (SELECT 1 FROM flags f WHERE f.settled_by = decisions.id) AND NOT EXISTS (SELECT 1 FROM suspects s WHERE s.decision_id = decisions.id)");
    LIST_HISTORY = Sql::both("SELECT h.at, p.name, h.act, h.reason, h.undone FROM (SELECT id, at, actor_id, act, reason, undone_by IS NOT NULL AS undone FROM audit WHERE question_id = $1 UNION ALL SELECT id, at, actor_id, act, reason, undone_by IS NOT NULL AS undone FROM decisions WHERE question_id = $1) h LEFT JOIN accounts p ON p.id = h.actor_id ORDER BY h.id DESC LIMIT $2");
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Decision {
    /// The decision's id.
    pub id: String,
    /// Who decided.
    pub actor_id: String,
    /// What was decided, by name.
    pub act: String,
    /// The question that it is about, if it is about one.
    pub question_id: Option<String>,
    /// The actor's reason, perhaps empty.
    pub reason: String,
    /// What undoing needs to know.
    pub value_before: Option<String>,
    /// Who took it back.
    pub undone_by: Option<String>,
}

/// One line of a question's history.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct HistoryRow {
    /// When.
    pub at: Millis,
    /// Who, unless the server did it by itself.
    pub name: Option<String>,
    /// What was done, by name.
    pub act: String,
    /// Why.
    pub reason: String,
    /// Whether it was taken back.
    pub undone: bool,
}

/// Inserts a decision.
pub async fn insert_decision(tx: &mut Tx, decision: &Decision, now: Millis) -> Result<(), StoreError> {
    let Decision { id, actor_id, act, question_id, reason, value_before, .. } = decision;
    execute!(tx, INSERT, id, now, actor_id, act, question_id.as_deref(), reason, value_before.as_deref())?;
    Ok(())
}

/// The decision of this id.
pub async fn find_decision(tx: &mut Tx, id: &str) -> Result<Option<Decision>, StoreError> {
    fetch_optional!(tx, FIND, id)
}

/// Notes that account `by` took the decision back; false when somebody did before.
pub async fn update_decision_undone(tx: &mut Tx, id: &str, by: &str, now: Millis) -> Result<bool, StoreError> {
    Ok(execute!(tx, UPDATE_UNDONE, id, by, now)? == 1)
}

/// Notes that an act on a post belongs to a decision.
pub async fn insert_decision_act(tx: &mut Tx, decision: &str, audit: &str) -> Result<(), StoreError> {
    execute!(tx, INSERT_ACT, decision, audit)?;
    Ok(())
}

/// The audit entries of a decision's acts, the last one first.
pub async fn list_decision_acts(tx: &mut Tx, decision: &str) -> Result<Vec<String>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST_ACTS, decision)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What was done with a question, its replies and what readers said of them, the last thing first.
pub async fn list_history(tx: &mut Tx, question: &str, most: i64) -> Result<Vec<HistoryRow>, StoreError> {
    fetch_all!(tx, LIST_HISTORY, question, most)
}

/// Forgets the decisions before `at`, but those by which something still holds; gives how many.
pub async fn delete_old_decisions(tx: &mut Tx, at: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OLD_ACTS, at)?;
    execute!(tx, DELETE_OLD, at)
}
