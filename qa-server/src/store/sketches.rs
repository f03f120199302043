//! Sketches of recent posts, and what their authors did before.

use super::sql::{Sql, execute, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::clock::{MINUTE, Millis};
use crate::domain::signals::Standing;
use crate::domain::signals::sketch::Sketch;

/// What an account did before, and the sketches that a new post of it is compared with, each kind in one text:
/// hundreds of rows would take longer to hand over than everything else that a post needs.
macro_rules! past {
    ($joined:literal) => {
        concat!(
            "SELECT a.created_at, (SELECT COUNT(*) FROM questions q WHERE q.account_id = a.id AND q.state = 'published' AND q.repeat_key NOT LIKE 'import %') + (SELECT COUNT(*) FROM replies r WHERE r.account_id = a.id AND r.state = 'published' AND r.repeat_key NOT LIKE 'import %') AS published, (SELECT COUNT(*) FROM sketches s WHERE s.account_id = a.id AND s.created_at > $2) AS recent, (SELECT COUNT(*) FROM suspects x WHERE x.account_id = a.id) AS suspect, COALESCE((SELECT ",
            $joined,
            " FROM (SELECT sketch FROM sketches WHERE account_id = $1 AND post_id <> $3 ORDER BY created_at DESC LIMIT $4) o), '') AS own, COALESCE((SELECT ",
            $joined,
            " FROM (SELECT sketch FROM sketches WHERE account_id <> $1 AND created_at > $5 ORDER BY created_at DESC LIMIT $6) t), '') AS others FROM accounts a WHERE a.id = $1"
        )
    };
}

statements! {
    INSERT = Sql::both("INSERT INTO sketches (post_id, account_id, sketch, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (post_id) DO UPDATE SET sketch = excluded.sketch");
    FIND_PAST = Sql { sqlite: past!("GROUP_CONCAT(sketch, '')"), postgres: past!("STRING_AGG(sketch, '')") };
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
    execute!(tx, INSERT, post, account, sketch.as_text(), now)?;
    Ok(())
}

/// How much a new post is compared with.
#[derive(Clone, Copy, Debug)]
pub struct Reach {
    /// Most posts of the same author.
    pub most_own: i64,
    /// Most posts of others.
    pub most_others: i64,
    /// Those of others count that were posted after this.
    pub others_since: Millis,
}

/// What was there before a new post.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// What its author did.
    pub standing: Standing,
    /// Sketches of its author's last posts.
    pub own: Vec<Sketch>,
    /// Sketches of what others posted last.
    pub others: Vec<Sketch>,
}

#[derive(sqlx::FromRow)]
struct PastRow {
    created_at: i64,
    published: i64,
    recent: i64,
    suspect: i64,
    own: String,
    others: String,
}

/// What was there before a new post of `account`, other than the post `except`.
pub async fn find_past(
    tx: &mut Tx,
    account: &str,
    except: &str,
    reach: Reach,
    now: Millis,
) -> Result<Past, StoreError> {
    let Reach { most_own, most_others, others_since } = reach;
    let row: Option<PastRow> =
        fetch_optional!(tx, FIND_PAST, account, now - PACE_WINDOW, except, most_own, others_since, most_others)?;
    let count = |number| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(row.map_or_else(Past::default, |row| Past {
        standing: Standing {
            age: (now - row.created_at).max(0),
            published: count(row.published),
            recent: count(row.recent),
            suspect: row.suspect > 0,
        },
        own: Sketch::all_from_text(&row.own).collect(),
        others: Sketch::all_from_text(&row.others).collect(),
    }))
}

/// What an account did before `now`.
pub async fn find_standing(tx: &mut Tx, account: &str, now: Millis) -> Result<Standing, StoreError> {
    let nothing = Reach { most_own: 0, most_others: 0, others_since: now };
    Ok(find_past(tx, account, "", nothing, now).await?.standing)
}

/// Forgets sketches of posts made before `created`; gives how many.
pub async fn delete_old_sketches(tx: &mut Tx, created: Millis) -> Result<u64, StoreError> {
    execute!(tx, DELETE_OLD, created)
}
