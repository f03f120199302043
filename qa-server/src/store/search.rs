//! Full-text search over published questions: FTS5 on SQLite, `tsvector` on PostgreSQL.

use super::questions::{ListedRow, listed_questions};
use super::sql::{Sql, execute, fetch_all, fetch_optional, statements};
use super::{StoreError, Tx};
use crate::domain::post::{Published, Question};
use crate::domain::search::{Query, words};

statements! {
    UPSERT = Sql::both("INSERT INTO search_documents (question_id, words) VALUES ($1, $2) ON CONFLICT (question_id) DO UPDATE SET words = excluded.words");
    DELETE = Sql::both("DELETE FROM search_documents WHERE question_id = $1");
    TEXT = Sql::both("SELECT title, body FROM questions WHERE id = $1 AND state = 'published'");
    REPLY_TEXTS = Sql::both("SELECT body FROM replies WHERE question_id = $1 AND state = 'published' ORDER BY id");
    FIND = Sql {
        sqlite: super::questions::listed!("JOIN search_documents d ON d.question_id = q.id JOIN search_index s ON s.rowid = d.rowid WHERE search_index MATCH $1 AND q.state = 'published' ORDER BY rank, q.id LIMIT $2"),
        postgres: super::questions::listed!("JOIN search_documents d ON d.question_id = q.id WHERE to_tsvector('simple', d.words) @@ to_tsquery('simple', $1) AND q.state = 'published' ORDER BY ts_rank(to_tsvector('simple', d.words), to_tsquery('simple', $1)) DESC, q.id LIMIT $2")
    };
}

/// Brings what is searched into step with the question: its words while it is published, nothing otherwise.
pub async fn update_search_document(tx: &mut Tx, question: &str) -> Result<(), StoreError> {
    let text: Option<(String, String)> = fetch_optional!(tx, TEXT, question)?;
    let Some((title, body)) = text else {
        execute!(tx, DELETE, question)?;
        return Ok(());
    };
    let replies: Vec<(String,)> = fetch_all!(tx, REPLY_TEXTS, question)?;
    let texts = [title, body].into_iter().chain(replies.into_iter().map(|(body,)| body));
    let words: Vec<_> = texts.flat_map(|text| words(&text)).collect();
    execute!(tx, UPSERT, question, words.join(" "))?;
    Ok(())
}

/// Published questions that say all of `query`, best first, at most `most`, each with its number of published replies.
pub async fn list_found(tx: &mut Tx, query: &Query, most: i64) -> Result<Vec<(Published<Question>, i64)>, StoreError> {
    let text = match tx {
        Tx::Sqlite(_) => query.fts5(),
        Tx::Postgres(_) => query.tsquery(),
    };
    let rows: Vec<ListedRow> = fetch_all!(tx, FIND, text, most)?;
    listed_questions(rows)
}
