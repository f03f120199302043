-- What published questions say, as plain words; kept in step by the server.
CREATE TABLE search_documents (
    question_id TEXT NOT NULL PRIMARY KEY REFERENCES questions (id),
    words TEXT NOT NULL
);

CREATE VIRTUAL TABLE search_index USING fts5 (words, content = 'search_documents', tokenize = 'unicode61');

CREATE TRIGGER search_documents_inserted AFTER INSERT ON search_documents BEGIN
    INSERT INTO search_index (rowid, words) VALUES (new.rowid, new.words);
END;
CREATE TRIGGER search_documents_deleted AFTER DELETE ON search_documents BEGIN
    INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.rowid, old.words);
END;
CREATE TRIGGER search_documents_updated AFTER UPDATE ON search_documents BEGIN
    INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.rowid, old.words);
    INSERT INTO search_index (rowid, words) VALUES (new.rowid, new.words);
END;
