-- Whom a post mentions, and when they were told of it.
CREATE TABLE mentions (
    post_id TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" NOT NULL REFERENCES accounts (id),
    question_id TEXT COLLATE "C" NOT NULL REFERENCES questions (id),
    created_at BIGINT NOT NULL,
    told_at BIGINT,
    PRIMARY KEY (post_id, account_id)
);
CREATE INDEX mentions_by_account ON mentions (account_id, question_id);
