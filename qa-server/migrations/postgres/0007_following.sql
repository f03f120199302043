-- Who wants mail about a question, a page or a topic, and how often; "never" outlasts following by itself.
CREATE TABLE follows (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    often TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, kind, subject)
);
CREATE INDEX follows_by_subject ON follows (kind, subject);
CREATE INDEX follows_by_often ON follows (often, account_id);

INSERT INTO follows (account_id, kind, subject, often, created_at)
SELECT account_id, 'question', question_id, 'at_once', MIN(created_at) FROM (
    SELECT account_id, question_id, created_at FROM question_followers
    UNION ALL SELECT account_id, id, created_at FROM questions
    UNION ALL SELECT account_id, question_id, created_at FROM replies
) AS before
GROUP BY account_id, question_id;
DROP TABLE question_followers;

-- What came onto a page, and when: what digests are made of. What it says is read when they are sent.
CREATE TABLE news (
    kind TEXT NOT NULL,
    post_id TEXT NOT NULL,
    question_id TEXT NOT NULL REFERENCES questions (id),
    topic TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (kind, post_id)
);
CREATE INDEX news_by_time ON news (at);

-- Until when digests of a kind have been put into the outbox.
CREATE TABLE digest_periods (
    often TEXT NOT NULL PRIMARY KEY,
    until BIGINT NOT NULL
);

-- Mails that their receivers' servers did not take.
CREATE TABLE bounces (
    id TEXT NOT NULL PRIMARY KEY,
    address TEXT NOT NULL,
    hard BOOLEAN NOT NULL,
    error TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX bounces_by_address ON bounces (address, at);
CREATE INDEX bounces_by_time ON bounces (at);

-- Why an address gets no mail: its owner wants none, or its server takes none.
ALTER TABLE suppressions ADD COLUMN reason TEXT NOT NULL DEFAULT 'asked';
