-- What a moderator or the author did with a question beside its state.
ALTER TABLE questions ADD COLUMN pinned BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE questions ADD COLUMN locked BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE questions ADD COLUMN waiting BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE questions ADD COLUMN merged_into TEXT;
ALTER TABLE questions ADD COLUMN claimed_by TEXT REFERENCES accounts (id);
ALTER TABLE questions ADD COLUMN claimed_until BIGINT;
ALTER TABLE questions ADD COLUMN deleted_at BIGINT;
-- Whether it was on its page when it was deleted: then others' replies keep its place.
ALTER TABLE questions ADD COLUMN stub BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE questions ADD COLUMN edited_at BIGINT;
ALTER TABLE questions ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE questions ADD COLUMN votes BIGINT NOT NULL DEFAULT 0;

ALTER TABLE replies ADD COLUMN deleted_at BIGINT;
ALTER TABLE replies ADD COLUMN edited_at BIGINT;
ALTER TABLE replies ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE replies ADD COLUMN votes BIGINT NOT NULL DEFAULT 0;

-- "Helpful" for replies, "me too" for questions; their number is kept with the post.
CREATE TABLE votes (
    post_id TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (post_id, account_id)
);
CREATE INDEX votes_by_account ON votes (account_id, post_id);

-- Every text that a post had or was meant to have, once it was edited; a post that never was has none here.
CREATE TABLE post_versions (
    id TEXT NOT NULL PRIMARY KEY,
    post_id TEXT NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    -- Zero until it is shown.
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX post_versions_by_post ON post_versions (post_id, number);
CREATE INDEX post_versions_by_state ON post_versions (state, id);

-- Who is told of replies to a question beside its asker.
CREATE TABLE question_followers (
    question_id TEXT NOT NULL REFERENCES questions (id),
    account_id TEXT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (question_id, account_id)
);

-- What an act did beside the status, as JSON; and acts of the server itself, which no account did.
-- SQLite drops no constraint, so the table is made anew.
CREATE TABLE audit_new (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    actor_id TEXT REFERENCES accounts (id),
    act TEXT NOT NULL,
    question_id TEXT NOT NULL REFERENCES questions (id),
    reply_id TEXT REFERENCES replies (id),
    status_before TEXT NOT NULL,
    status_after TEXT NOT NULL,
    reason TEXT NOT NULL,
    undone_by TEXT,
    trace TEXT
);
INSERT INTO audit_new SELECT id, at, actor_id, act, question_id, reply_id, status_before, status_after, reason, undone_by, NULL FROM audit;
DROP TABLE audit;
ALTER TABLE audit_new RENAME TO audit;
CREATE INDEX audit_by_question ON audit (question_id, id);
