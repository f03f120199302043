//! The sections of the site's pages, and full-text search over what they say: FTS5 on SQLite, `tsvector` on PostgreSQL.

use super::sql::{Sql, execute, fetch_all, statements};
use super::{StoreError, Tx};
use crate::domain::search::{Candidate, Query};

/// Sections that match, best first: from where a query stands, and how it is matched.
macro_rules! found {
    ($rest:literal) => {
        concat!(
            "SELECT s.page_id, s.anchor, s.title, s.title_words, SUBSTR(s.words, 1, 8000) AS words FROM sections s ",
            $rest
        )
    };
}

statements! {
    DELETE_OF_PAGE = Sql::both("DELETE FROM sections WHERE page_id = $1");
    INSERT = Sql::both("INSERT INTO sections (page_id, anchor, place, title, hash, title_words, words) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (page_id, anchor) DO NOTHING");
    FIND = Sql {
        sqlite: found!("JOIN (SELECT rowid AS number, bm25(search_index_sections, 4.0, 1.0) AS score FROM search_index_sections WHERE search_index_sections MATCH $1 ORDER BY score, number LIMIT $2) f ON f.number = s.number ORDER BY f.score, s.number"),
        postgres: found!("JOIN (SELECT number, ts_rank(found, to_tsquery('simple', $1)) AS score FROM sections WHERE found @@ to_tsquery('simple', $1) ORDER BY score DESC, number LIMIT $2) f ON f.number = s.number ORDER BY f.score DESC, s.number")
    };
}

/// A section to index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSection {
    /// The heading's id; empty for what stands before the first heading.
    pub anchor: String,
    /// The heading's text.
    pub title: String,
    /// The hash of its source.
    pub hash: String,
    /// What it is called, and its page, as plain words.
    pub title_words: String,
    /// What it says, as plain words.
    pub words: String,
}

/// A section that was found.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FoundSection {
    /// The page's id.
    pub page_id: String,
    /// The heading's id; empty for what stands before the first heading.
    pub anchor: String,
    /// The heading's text.
    pub title: String,
    title_words: String,
    words: String,
}

impl Candidate for FoundSection {
    fn title_words(&self) -> &str {
        &self.title_words
    }

    fn words(&self) -> &str {
        &self.words
    }
}

/// Replaces the sections of a page.
pub async fn update_sections(tx: &mut Tx, page: &str, sections: &[NewSection]) -> Result<(), StoreError> {
    execute!(tx, DELETE_OF_PAGE, page)?;
    for (place, section) in (0_i64..).zip(sections) {
        let NewSection { anchor, title, hash, title_words, words } = section;
        execute!(tx, INSERT, page, anchor, place, title, hash, title_words, words)?;
    }
    Ok(())
}

/// Forgets the sections of a page that is gone.
pub async fn delete_sections(tx: &mut Tx, page: &str) -> Result<(), StoreError> {
    execute!(tx, DELETE_OF_PAGE, page)?;
    Ok(())
}

/// Sections that match `query`, best first, at most `most`.
pub async fn list_found_sections(tx: &mut Tx, query: &Query, most: i64) -> Result<Vec<FoundSection>, StoreError> {
    let text = match tx {
        Tx::Sqlite(_) => query.fts5(),
        Tx::Postgres(_) => query.tsquery(),
    };
    fetch_all!(tx, FIND, text, most)
}
