-- What published questions say, as plain words; kept in step by the server.
CREATE TABLE search_documents (
    question_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES questions (id),
    words TEXT NOT NULL
);
CREATE INDEX search_index ON search_documents USING gin (to_tsvector('simple', words));
