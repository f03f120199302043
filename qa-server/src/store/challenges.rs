//! Challenges: e-mailed codes and links that are waited for.

use super::names::unknown;
use super::sql::{Sql, execute, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::Millis;

statements! {
    INSERT = Sql::both("INSERT INTO challenges (id, address, name, draft_id, method, generation, tries, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7)");
    FIND = Sql::both("SELECT id, address, name, draft_id, method, generation, tries, expires_at, used_at FROM challenges WHERE id = $1");
    RENEW = Sql::both("UPDATE challenges SET generation = generation + 1, tries = 0, method = $3, expires_at = $4 WHERE id = $1 AND generation = $2 AND used_at IS NULL");
    COUNT_TRY = Sql::both("UPDATE challenges SET tries = tries + 1 WHERE id = $1 AND tries < $2 AND used_at IS NULL");
    USE = Sql::both("UPDATE challenges SET used_at = $2 WHERE id = $1 AND used_at IS NULL");
    DELETE_OLD = Sql::both("DELETE FROM challenges WHERE created_at <= $1 AND expires_at <= $2");
}

/// How a challenge is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// By typing six digits.
    Code,
    /// By following a link of 128 bits.
    Link,
}

impl Method {
    fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Link => "link",
        }
    }
}

/// An e-mailed code or link that is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// The challenge's id.
    pub id: String,
    /// The address that answering it proves.
    pub address: String,
    /// The display name of an account that is made by it.
    pub name: String,
    /// The draft that it sends on.
    pub draft: Option<String>,
    /// How it is answered.
    pub method: Method,
    /// How often another code was asked for.
    pub generation: i64,
    /// Wrong tries at the present code.
    pub tries: i64,
    /// When the present code expires.
    pub expires_at: Millis,
    /// When it was answered.
    pub used_at: Option<Millis>,
}

#[derive(sqlx::FromRow)]
struct ChallengeRow {
    id: String,
    address: String,
    name: String,
    draft_id: Option<String>,
    method: String,
    generation: i64,
    tries: i64,
    expires_at: i64,
    used_at: Option<i64>,
}

impl TryFrom<ChallengeRow> for Challenge {
    type Error = StoreError;

    fn try_from(row: ChallengeRow) -> Result<Self, StoreError> {
        let method = match row.method.as_str() {
            "code" => Method::Code,
            "link" => Method::Link,
            other => return Err(unknown("challenges.method", other)),
        };
        Ok(Self {
            id: row.id,
            address: row.address,
            name: row.name,
            draft: row.draft_id,
            method,
            generation: row.generation,
            tries: row.tries,
            expires_at: row.expires_at,
            used_at: row.used_at,
        })
    }
}

/// Inserts a new challenge.
pub async fn insert_challenge(tx: &mut Tx, challenge: &Challenge, now: Millis) -> Result<(), StoreError> {
    let Challenge { id, address, name, draft, method, expires_at, .. } = challenge;
    execute!(tx, INSERT, id, address, name, draft.as_deref(), method.name(), now, *expires_at)?;
    Ok(())
}

/// The challenge of this id, expired or not.
pub async fn find_challenge(tx: &mut Tx, id: &str) -> Result<Option<Challenge>, StoreError> {
    let row: Option<ChallengeRow> = fetch_optional!(tx, FIND, id)?;
    row.map(Challenge::try_from).transpose()
}

/// Gives the challenge another code or link; false when somebody else just did, or it was answered.
pub async fn update_challenge_generation(
    tx: &mut Tx,
    challenge: &Challenge,
    method: Method,
    expires_at: Millis,
) -> Result<bool, StoreError> {
    Ok(execute!(tx, RENEW, &challenge.id, challenge.generation, method.name(), expires_at)? == 1)
}

/// Counts one try at the present code; false when there were `most` already.
pub async fn update_challenge_tries(tx: &mut Tx, id: &str, most: i64) -> Result<bool, StoreError> {
    Ok(execute!(tx, COUNT_TRY, id, most)? == 1)
}

/// Marks the challenge as answered; false when it was already.
pub async fn update_challenge_used(tx: &mut Tx, id: &str, now: Millis) -> Result<bool, StoreError> {
    Ok(execute!(tx, USE, id, now)? == 1)
}

/// Forgets challenges made before `created` that expired before `expired`; gives how many.
pub async fn delete_old_challenges(tx: &mut Tx, created: Millis, expired: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OLD, created, expired)
}
