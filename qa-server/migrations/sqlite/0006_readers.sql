-- The site's pages as a server last read them. A page that is gone stays known, since its threads wait for it.
CREATE TABLE pages (
    id TEXT NOT NULL PRIMARY KEY,
    path TEXT NOT NULL,
    title TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    gone_at BIGINT
);
CREATE INDEX pages_by_gone ON pages (gone_at);

-- Where the threads of a page that got another id went.
CREATE TABLE moved_pages (
    from_id TEXT NOT NULL PRIMARY KEY,
    to_id TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- The sections of pages; what they say as plain words. The anchor of what stands before the first heading is empty.
CREATE TABLE sections (
    number INTEGER NOT NULL PRIMARY KEY,
    page_id TEXT NOT NULL,
    anchor TEXT NOT NULL,
    place BIGINT NOT NULL,
    title TEXT NOT NULL,
    hash TEXT NOT NULL,
    title_words TEXT NOT NULL,
    words TEXT NOT NULL,
    UNIQUE (page_id, anchor)
);

CREATE VIRTUAL TABLE search_index_sections USING fts5 (title_words, words, content = 'sections', content_rowid = 'number', tokenize = 'unicode61', prefix = '2 3 4');

CREATE TRIGGER sections_inserted AFTER INSERT ON sections BEGIN
    INSERT INTO search_index_sections (rowid, title_words, words) VALUES (new.number, new.title_words, new.words);
END;
CREATE TRIGGER sections_deleted AFTER DELETE ON sections BEGIN
    INSERT INTO search_index_sections (search_index_sections, rowid, title_words, words) VALUES ('delete', old.number, old.title_words, old.words);
END;
CREATE TRIGGER sections_updated AFTER UPDATE ON sections BEGIN
    INSERT INTO search_index_sections (search_index_sections, rowid, title_words, words) VALUES ('delete', old.number, old.title_words, old.words);
    INSERT INTO search_index_sections (rowid, title_words, words) VALUES (new.number, new.title_words, new.words);
END;

-- Titles are searched apart from texts, so that they weigh more; and rows have numbers that nothing changes.
DROP TRIGGER search_documents_inserted;
DROP TRIGGER search_documents_deleted;
DROP TRIGGER search_documents_updated;
DROP TABLE search_index;
ALTER TABLE search_documents RENAME TO search_documents_before;
CREATE TABLE search_documents (
    number INTEGER NOT NULL PRIMARY KEY,
    question_id TEXT NOT NULL UNIQUE REFERENCES questions (id),
    title_words TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL
);
INSERT INTO search_documents (question_id, words) SELECT question_id, words FROM search_documents_before ORDER BY question_id;
DROP TABLE search_documents_before;

CREATE VIRTUAL TABLE search_index USING fts5 (title_words, words, content = 'search_documents', content_rowid = 'number', tokenize = 'unicode61', prefix = '2 3 4');
INSERT INTO search_index (search_index) VALUES ('rebuild');

CREATE TRIGGER search_documents_inserted AFTER INSERT ON search_documents BEGIN
    INSERT INTO search_index (rowid, title_words, words) VALUES (new.number, new.title_words, new.words);
END;
CREATE TRIGGER search_documents_deleted AFTER DELETE ON search_documents BEGIN
    INSERT INTO search_index (search_index, rowid, title_words, words) VALUES ('delete', old.number, old.title_words, old.words);
END;
CREATE TRIGGER search_documents_updated AFTER UPDATE ON search_documents BEGIN
    INSERT INTO search_index (search_index, rowid, title_words, words) VALUES ('delete', old.number, old.title_words, old.words);
    INSERT INTO search_index (rowid, title_words, words) VALUES (new.number, new.title_words, new.words);
END;

-- The hash of the question's section when the reply was written, or was last found still right.
ALTER TABLE replies ADD COLUMN section_hash TEXT;

-- Whether readers found a page or a section useful. Who voted is a digest that is forgotten with its window.
CREATE TABLE page_votes (
    id TEXT NOT NULL PRIMARY KEY,
    voter TEXT UNIQUE,
    page_id TEXT NOT NULL,
    anchor TEXT NOT NULL,
    hash TEXT NOT NULL,
    useful BOOLEAN NOT NULL,
    reason TEXT,
    note TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX page_votes_by_page ON page_votes (page_id, created_at);
CREATE INDEX page_votes_by_time ON page_votes (created_at);

-- How often a section was chosen as the answer to what somebody was about to ask.
CREATE TABLE section_choices (
    page_id TEXT NOT NULL,
    anchor TEXT NOT NULL,
    hits BIGINT NOT NULL,
    PRIMARY KEY (page_id, anchor)
);

-- What was searched for and not found: plain words, and nobody's.
CREATE TABLE empty_searches (
    words TEXT NOT NULL PRIMARY KEY,
    hits BIGINT NOT NULL,
    last_at BIGINT NOT NULL
);
