//! Sketches of recent posts, and what their authors did before.

use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::{MINUTE, Millis};
use crate::domain::signals::Standing;
use crate::domain::signals::sketch::Sketch;

statements! {
    INSERT = Sql::both("INSERT INTO sketches (post_id, account_id, sketch, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (post_id) DO UPDATE SET sketch = excluded.sketch");
    LIST_OWN = Sql::both("SELECT sketch FROM sketches WHERE account_id = $1 AND post_id <> $3 ORDER BY created_at DESC LIMIT $2");
    LIST_OTHERS = Sql::both("SELECT sketch FROM sketches WHERE account_id <> $1 AND created_at > $2 ORDER BY created_at DESC LIMIT $3");
    FIND_STANDING = Sql::both("SELECT a.created_at, (SELECT COUNT(*) FROM questions q WHERE q.account_id = a.id AND q.state = 'published') + (SELECT COUNT(*) FROM replies r WHERE r.account_id = a.id AND r.state = 'published'), (SELECT COUNT(*) FROM sketches s WHERE s.account_id = a.id AND s.created_at > $2), (SELECT COUNT(*) FROM suspects x WHERE x.account_id = a.id) FROM accounts a WHERE a.id = $1");
    DELETE_OLD = Sql::both("DELETE FROM sketches WHERE created_at <= $1");
}

/// How far back posts count as recent for the pace of their author.
const PACE_WINDOW: Millis = 10 * MINUTE;

/// Keeps the sketch of a post; that of an edited one takes the place of the one before.
pub async fn insert_sketch(
    tx: &mut Tx,
    post: &str,
    account: &str,
    sketch: &Sketch,
    now: Millis,
) -> Result<(), StoreError> {
    execute!(tx, INSERT, post, account, sketch.to_hex(), now)?;
    Ok(())
}

/// Sketches of the author's own last posts other than `except`, newest first, at most `most`.
pub async fn list_own_sketches(tx: &mut Tx, account: &str, most: i64, except: &str) -> Result<Vec<Sketch>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST_OWN, account, most, except)?;
    Ok(rows.into_iter().map(|(text,)| Sketch::from_hex(&text)).collect())
}

/// Sketches of what others posted after `since`, newest first, at most `most`.
pub async fn list_other_sketches(
    tx: &mut Tx,
    account: &str,
    since: Millis,
    most: i64,
) -> Result<Vec<Sketch>, StoreError> {
    let rows: Vec<(String,)> = fetch_all!(tx, LIST_OTHERS, account, since, most)?;
    Ok(rows.into_iter().map(|(text,)| Sketch::from_hex(&text)).collect())
}

/// What an account did before `now`.
pub async fn find_standing(tx: &mut Tx, account: &str, now: Millis) -> Result<Standing, StoreError> {
    let row: Option<(i64, i64, i64, i64)> = fetch_optional!(tx, FIND_STANDING, account, now - PACE_WINDOW)?;
    let count = |number| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(row.map_or_else(Standing::default, |(created_at, published, recent, suspect)| Standing {
        age: (now - created_at).max(0),
        published: count(published),
        recent: count(recent),
        suspect: suspect > 0,
    }))
}

/// Forgets sketches of posts made before `created`; gives how many.
pub async fn delete_old_sketches(tx: &mut Tx, created: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OLD, created)
}
