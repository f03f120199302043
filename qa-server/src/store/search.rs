//! Full-text search over published questions: FTS5 on SQLite, `tsvector` on PostgreSQL.

use super::questions::{ListedRow, listed_questions};
use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::domain::post::{Published, Question};
use crate::domain::search::{Candidate, Query, plain};

/// The best matches of query `$1` in the index, at most `$2`: number and score.
macro_rules! best {
    (sqlite) => {
        "(SELECT rowid AS number, bm25(search_index, 4.0, 1.0) AS score FROM search_index WHERE search_index MATCH $1 ORDER BY score, number LIMIT $2)"
    };
    (postgres) => {
        "(SELECT number, -ts_rank(found, to_tsquery('simple', $1)) AS score FROM search_documents WHERE found @@ to_tsquery('simple', $1) ORDER BY score, number LIMIT $2)"
    };
}

/// Questions that were found, best first, each with its number of published replies; `$best` is [`best!`] of one database.
macro_rules! found {
    ($best:ident) => {
        concat!("SELECT q.id, q.title, q.resolved_at IS NOT NULL AS resolved, (SELECT COUNT(*) FROM replies r WHERE r.question_id = q.id AND r.state = 'published') AS replies, d.title_words, SUBSTR(d.words, 1, 8000) AS words FROM ", best!($best), " f JOIN search_documents d ON d.number = f.number JOIN questions q ON q.id = d.question_id WHERE q.state = 'published' ORDER BY f.score, q.id")
    };
}

statements! {
    UPSERT = Sql::both("INSERT INTO search_documents (question_id, title_words, words) VALUES ($1, $2, $3) ON CONFLICT (question_id) DO UPDATE SET title_words = excluded.title_words, words = excluded.words");
    DELETE = Sql::both("DELETE FROM search_documents WHERE question_id = $1");
    TEXT = Sql::both("SELECT title, body FROM questions WHERE id = $1 AND state = 'published'");
    REPLY_TEXTS = Sql::both("SELECT body FROM replies WHERE question_id = $1 AND state = 'published' ORDER BY id");
    FIND = Sql {
        // CROSS JOIN keeps SQLite from going through all published questions in order to find the few.
        sqlite: super::questions::listed!(from best!(sqlite), " f CROSS JOIN search_documents d ON d.number = f.number CROSS JOIN questions q ON q.id = d.question_id JOIN accounts a ON a.id = q.account_id WHERE q.state = 'published' ORDER BY f.score, q.id"),
        postgres: super::questions::listed!(from best!(postgres), " f JOIN search_documents d ON d.number = f.number JOIN questions q ON q.id = d.question_id JOIN accounts a ON a.id = q.account_id WHERE q.state = 'published' ORDER BY f.score, q.id")
    };
    FIND_SIMILAR = Sql { sqlite: found!(sqlite), postgres: found!(postgres) };
}

/// Brings what is searched into step with the question: its words while it is published, nothing otherwise.
pub async fn update_search_document(tx: &mut Tx, question: &str) -> Result<(), StoreError> {
    let text: Option<(String, String)> = fetch_optional!(tx, TEXT, question)?;
    let Some((title, body)) = text else {
        execute!(tx, DELETE, question)?;
        return Ok(());
    };
    let replies: Vec<(String,)> = fetch_all!(tx, REPLY_TEXTS, question)?;
    let texts = [body].into_iter().chain(replies.into_iter().map(|(body,)| body));
    let words = plain(texts);
    execute!(tx, UPSERT, question, plain([title]), words)?;
    Ok(())
}

/// Published questions that say all of `query`, best first, at most `most`, each with its number of published replies.
pub async fn list_found(tx: &mut Tx, query: &Query, most: i64) -> Result<Vec<(Published<Question>, i64)>, StoreError> {
    let text = text(tx, query);
    let rows: Vec<ListedRow> = fetch_all!(tx, FIND, text, most)?;
    listed_questions(rows)
}

/// A published question that is like what somebody asks.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SimilarQuestion {
    /// The question's id.
    pub id: String,
    /// One line of plain text.
    pub title: String,
    /// Whether it was resolved.
    pub resolved: bool,
    /// How many published replies it has.
    pub replies: i64,
    title_words: String,
    words: String,
}

impl Candidate for SimilarQuestion {
    fn title_words(&self) -> &str {
        &self.title_words
    }

    fn words(&self) -> &str {
        &self.words
    }
}

/// Published questions that match `query`, best first, at most `most`.
pub async fn list_similar(tx: &mut Tx, query: &Query, most: i64) -> Result<Vec<SimilarQuestion>, StoreError> {
    let text = text(tx, query);
    fetch_all!(tx, FIND_SIMILAR, text, most)
}

/// The query in the words of the database.
fn text(tx: &Tx, query: &Query) -> String {
    match tx {
        Tx::Sqlite(_) => query.fts5(),
        Tx::Postgres(_) => query.tsquery(),
    }
}
